"""One change of one PAKN: locked, checked, logged, told to the sender, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.clock import Clock, local_day
from api.errors import CaseNotFound, TransitionRefused
from api.feedback import wording
from api.feedback.audit import SENDER_NAME, Action, Facts, Subject, write
from api.feedback.deadlines import add_working_days, next_working_day, working_days_between
from api.feedback.fields import Catalogue
from api.feedback.model import TRANSITIONS, Completeness, Status
from api.feedback.redaction import Sender, redact
from api.feedback.rules import FeedbackRules
from api.notices import Notices
from api.security.accounts import Actor
from api.storage.database import Database
from api.storage.feedback_tables import CaseRow, LetterRow
from api.storage.rows import lock_row, lock_rows
from knowledge.text import fold

_SPREADS = frozenset({Action.FORWARDED, Action.STARTED, Action.APPROVED})
_RELEASES = frozenset({Action.REJECTED, Action.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Office:
    """What both sides of the counter share.

    Attributes:
        catalogue: tells name and field of a procedure code.
    """

    database: Database
    rules: FeedbackRules
    catalogue: Catalogue
    notices: Notices
    clock: Clock

    def today(self) -> date:
        """Return the day in Vietnam."""
        return local_day(self.clock())

    @contextmanager
    def change(self, code: str, actor: Actor | None) -> Iterator[Change]:
        """Lock a PAKN for a change; nobody else changes it before this transaction ends.

        Raises:
            CaseNotFound: no PAKN of this code, or none this actor may see.
        """
        now = self.clock()
        with self.database.session() as session:
            row = lock_row(session, CaseRow, CaseRow.code == code)
            if row is None:
                raise CaseNotFound
            if actor and actor.agency_id and row.agency_id != actor.agency_id:
                raise CaseNotFound
            yield Change(self, session, row, actor, now)


@dataclass(slots=True)
class Change:
    """A PAKN that is being changed; :meth:`done` must be called once for each step."""

    office: Office
    session: Session
    row: CaseRow
    actor: Actor | None
    at: datetime
    before: Facts = field(init=False)

    def __post_init__(self) -> None:
        self.before = Facts.of(self.row)

    @property
    def status(self) -> Status:
        """State it is in now."""
        return Status(self.row.status)

    def full(self) -> None:
        """Go on only with a PAKN that has a sender.

        Raises:
            TransitionRefused: it is a remark.
        """
        if self.row.completeness == Completeness.REMARK:
            raise TransitionRefused(wording.REMARK_HAS_NO_HANDLING)

    def on_its_own(self) -> None:
        """Go on only with a PAKN that is not handled together with another.

        Raises:
            TransitionRefused: it was merged.
        """
        if self.row.merged_into:
            raise TransitionRefused(wording.IS_MERGED.format(code=self.row.merged_into))

    def move(self, wanted: Status, reason: str | None = None) -> None:
        """Go to another state.

        Args:
            wanted: the next state.
            reason: sentence to refuse with, instead of the general one.

        Raises:
            TransitionRefused: the present state does not allow it.
        """
        if wanted not in TRANSITIONS[self.status]:
            raise TransitionRefused(reason or wording.not_now(self.status, wanted))
        if self.status is Status.NEEDS_MORE:
            self._end_waiting()
        if wanted is Status.NEEDS_MORE:
            self.row.waiting_since = local_day(self.at)
        self.row.status = wanted.value

    def open_again(self) -> None:
        """Go back to work on an answered PAKN: its answer becomes a draft again, with a new time limit.

        Raises:
            TransitionRefused: it is not answered.
        """
        self.move(Status.IN_PROGRESS)
        row, deadlines = self.row, self.office.rules.deadlines
        row.answered_at = None
        row.answered_on = None
        row.answer_approved_by = None
        row.answer_author_id = None
        row.published_at = None
        row.merged_into = None
        row.answer_due_on = deadlines.answer_due(local_day(self.at))
        row.update_due_on = deadlines.update_due(row.answer_due_on)

    def done(
        self, action: Action, public: str | None = None, *, letter: str | None = None, from_sender: bool = False
    ) -> None:
        """Write the step down: log, letter, notice, and what follows for those merged into it.

        Args:
            action: what was done.
            public: the step in the sender's words; ``None``: the sender does not see it.
            letter: words of one side to the other.
            from_sender: the sender wrote them and needs no notice.
        """
        row = self.row
        row.changed_at = self.at
        row.search_text = search_text(row)
        after = Facts.of(row)
        before, changed = self.before.change_to(after)
        write(
            self.session,
            at=self.at,
            actor=self.actor,
            action=action,
            subject_kind=Subject.CASE,
            subject=row.code,
            before=before,
            after=changed,
            public_note=public,
            by=SENDER_NAME,
        )
        if letter:
            self.session.add(
                LetterRow(case_number=row.number, at=self.at, kind=action, from_sender=from_sender, text=letter)
            )
        if public and not from_sender:
            about = (row, self.office.rules.office, public, letter)
            text, message = wording.notice_text(*about), wording.message_text(*about)
            self.office.notices.put(self.session, row, public, text, message=message)
        self.before = after
        if action in _SPREADS | _RELEASES:
            self._tell_merged(action, public)

    def _tell_merged(self, action: Action, public: str | None) -> None:
        for row in merged_into(self.session, self.row.code):
            if row.answered_at and action is not Action.APPROVED:
                continue  # its sender has an answer and did not ask for another
            other = Change(self.office, self.session, row, self.actor, self.at)
            if action in _RELEASES:
                other.separate()
            else:
                other.follow(self.row, public)

    def follow(self, target: CaseRow, public: str | None) -> None:
        """Come to where the PAKN stands that this one was merged into; an answer comes without its sender."""
        row = self.row
        if self.status is Status.NEEDS_MORE:
            self._end_waiting()
            row.question = None
        answered = target.answered_at is not None
        row.status = Status.ANSWERED.value if answered else target.status
        row.agency_id = target.agency_id
        row.forwarded_at = row.forwarded_at or target.forwarded_at
        letter = None
        if answered:
            letter = redact(target.answer or "", sender_of(target))
            row.answer = letter
            row.answer_by = target.answer_by
            row.answer_approved_by = target.answer_approved_by
            row.answered_at = self.at
            row.answered_on = local_day(self.at)
            row.update_due_on = None
        self.done(Action.FOLLOWED, public, letter=letter)

    def separate(self) -> None:
        """Handle this one by itself again."""
        self.row.merged_into = None
        self.done(Action.SEPARATED, wording.SEPARATED)

    def _end_waiting(self) -> None:
        """Move the deadlines by the time the sender was waited for."""
        row, deadlines = self.row, self.office.rules.deadlines
        since, today = row.waiting_since, local_day(self.at)
        row.waiting_since = None
        if since is None or not deadlines.pause_waiting or row.answer_due_on is None:
            return
        row.answer_due_on = next_working_day(row.answer_due_on + timedelta(days=(today - since).days))
        row.update_due_on = deadlines.update_due(row.answer_due_on)
        if row.forward_due_on and row.forwarded_at is None:
            row.forward_due_on = add_working_days(row.forward_due_on, working_days_between(since, today))


def merged_into(session: Session, code: str) -> Sequence[CaseRow]:
    """Return the PAKN that were merged into one, as they are now and held to the end of the transaction."""
    session.flush()
    merged = CaseRow.merged_into == code
    lock_rows(session, CaseRow, merged)
    held = select(CaseRow).where(merged).order_by(CaseRow.number).execution_options(populate_existing=True)
    return session.scalars(held).all()


def sender_of(row: CaseRow) -> Sender:
    """Return what is known of the sender of a PAKN."""
    return Sender(row.sender_name, row.sender_address, row.sender_phone, row.sender_email)


def search_text(row: CaseRow) -> str:
    """Return what the list searches in: code, title and masked content without diacritics."""
    return fold(f"{row.code} {row.title} {row.content_masked}")
