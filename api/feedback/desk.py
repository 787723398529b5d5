"""The citizen's side of PAKN: from the first word of a draft to the rating of the answer, without an account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from api.clock import Clock, local_day, utc_now
from api.errors import CaseNotFound, DraftNotFound, InvalidField, TransitionRefused
from api.feedback import wording
from api.feedback.audit import Action
from api.feedback.changes import Change, Office, sender_of
from api.feedback.codes import read_code
from api.feedback.drafts import Drafts, empty, fields_of
from api.feedback.fields import MAX_NOTE, Catalogue
from api.feedback.intake import Origin, create_case, receipt_of
from api.feedback.kept_files import keep_file
from api.feedback.labels import STATUS_LABELS
from api.feedback.model import OPEN, Channel, PublicCase, PublishedCase, Receipt, Status
from api.feedback.proofs import Tries, fits
from api.feedback.redaction import redact
from api.feedback.rules import FeedbackRules
from api.feedback.texts import free_text, storable
from api.feedback.views import public_case, published_case
from api.notices import Notices
from api.paging import Page
from api.storage.database import Database
from api.storage.feedback_tables import AgencyRow, AttachmentRow, CaseRow, DraftRow
from knowledge.text import fold, words

PAGE_SIZE = 20
_MAX_WORDS = 8
_STARS = range(1, 6)


class FeedbackDesk(Drafts):
    """Everything a sender can do. Every method is one transaction and blocks: call it from a worker thread.

    All of them raise :class:`api.errors.StorageUnavailable` or :class:`knowledge.errors.StorageFull`; then nothing
    was changed and the draft is still there.

    Args:
        database: opened.
        rules: of the deployment.
        catalogue: tells name and field of a procedure code.
        notices: takes what senders are told.
        clock: gives the moment.
    """

    def __init__(
        self,
        database: Database,
        rules: FeedbackRules,
        catalogue: Catalogue,
        notices: Notices | None = None,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(Office(database, rules, catalogue, notices or Notices(), clock))
        self._tries = Tries(clock)

    @property
    def rules(self) -> FeedbackRules:
        """The rules in force."""
        return self._office.rules

    def submit(self, draft_id: str) -> Receipt:
        """Turn a draft into a PAKN; committed before it returns.

        The same draft gives the same receipt however often it is submitted, also at the same time.

        Raises:
            IncompleteFeedback: with the names of the fields still needed; the draft stays.
            DraftNotFound: there is no draft of this id.
        """
        with self._office.database.session() as session:
            try:
                draft = self.lock(session, draft_id)
            except DraftNotFound:
                return receipt_of(self._submitted(session, draft_id), self._office)
            origin = Origin(Channel(draft.channel), draft.id, draft.conversation_id)
            row = create_case(session, self._office, self.in_force(fields_of(draft)), origin, self._office.clock())
            session.execute(
                update(AttachmentRow)
                .where(AttachmentRow.draft_id == draft.id)
                .values(case_number=row.number, draft_id=None)
            )
            draft.code = row.code
            empty(draft)
            return receipt_of(row, self._office)

    def receipt_again(self, conversation_id: str) -> Receipt | None:
        """Return the receipt of what was sent last from a conversation, while nothing new has been told in it.

        The answer with the receipt may be lost on its way: whoever then presses "send" again must get it, and must
        not be asked for everything once more. What is told next leaves it behind for good: that may be thrown away or
        deleted by its age, unsent, and then the receipt of another PAKN would be a wrong answer.
        """
        with self._office.database.session() as session:
            sent = select(CaseRow).join(DraftRow, DraftRow.code == CaseRow.code)
            row = session.scalar(
                sent.where(DraftRow.conversation_id == conversation_id).order_by(CaseRow.number.desc()).limit(1)
            )
            return receipt_of(row, self._office) if row else None

    def status(self, code: str, proof: str) -> PublicCase:
        """Return a PAKN to its sender.

        Args:
            code: as the sender wrote it.
            proof: last four digits of the phone number, or the e-mail address.

        Raises:
            InvalidField: field ``code``: mistyped, such a code cannot exist.
            CaseNotFound: no such PAKN, or the proof does not fit.
            RateLimited: too many wrong proofs for this code.
        """
        found = self._prove(code, proof)
        with self._office.database.session() as session:
            return self._view(session, session.scalars(select(CaseRow).where(CaseRow.code == found)).one())

    def add(
        self,
        code: str,
        proof: str,
        text: str,
        *,
        files: Sequence[tuple[str, bytes]] = (),
        not_identity_papers: bool = False,
    ) -> PublicCase:
        """Add information while the PAKN is being handled; what was asked for is then given.

        Args:
            code: as the sender wrote it.
            proof: last four digits of the phone number, or the e-mail address.
            text: may be empty when there are files.
            files: names and contents; all are kept or none.
            not_identity_papers: the sender declared that none shows an identity paper; needed for files.

        Raises:
            InvalidField: ``text``, or ``code``.
            AttachmentRefused: a file that cannot be taken.
            TransitionRefused: the handling has ended.
            CaseNotFound: no such PAKN, or the proof does not fit.
        """
        given = bool(text.strip()) or not files
        added = free_text("text", text, least=3, most=MAX_NOTE, what="Nội dung bổ sung") if given else ""
        with self._own(code, proof) as change:
            change.on_its_own()
            if change.status not in OPEN:
                raise TransitionRefused(wording.NOTHING_TO_ADD_TO)
            row = change.row
            limits = self.rules.files
            kept = [
                keep_file(change.session, row, name, content, limits, change.at, declared=not_identity_papers)
                for name, content in files
            ]
            if kept:
                added = "\n\n".join(part for part in (added, wording.files_added(one.name for one in kept)) if part)
            row.content_masked = f"{row.content_masked}\n\n{redact(added, sender_of(row))}"
            row.seen_at = None
            if change.status is Status.NEEDS_MORE:
                change.move(Status.RECEIVED)
                row.question = None
            change.done(Action.ADDED, wording.ADDED, letter=added, from_sender=True)
            return self._view(change.session, row)

    def withdraw(self, code: str, proof: str, reason: str | None = None) -> PublicCase:
        """Take a PAKN back before it is forwarded.

        Raises:
            TransitionRefused: too late.
            InvalidField: ``reason``, or ``code``.
            CaseNotFound: no such PAKN, or the proof does not fit.
        """
        said = _optional("reason", reason, "Lý do")
        with self._own(code, proof) as change:
            now = STATUS_LABELS[change.status]
            change.move(Status.WITHDRAWN, wording.TOO_LATE_TO_WITHDRAW.format(now=now))
            change.row.update_due_on = None
            change.row.merged_into = None
            change.done(Action.WITHDRAWN, wording.WITHDRAWN, letter=said, from_sender=True)
            return self._view(change.session, change.row)

    def rate(self, code: str, proof: str, stars: int, note: str | None = None) -> PublicCase:
        """Rate the answer; a later rating replaces an earlier one.

        Raises:
            InvalidField: ``stars`` outside 1 to 5, ``note``, or ``code``.
            TransitionRefused: there is no answer yet.
            CaseNotFound: no such PAKN, or the proof does not fit.
        """
        if stars not in _STARS:
            raise InvalidField("stars", "Vui lòng chọn từ 1 đến 5 sao.")
        said = _optional("note", note, "Nhận xét")
        with self._own(code, proof) as change:
            row = change.row
            if row.answered_at is None:
                raise TransitionRefused(wording.NOT_ANSWERED)
            row.stars = int(stars)
            row.stars_note = redact(said, sender_of(row)) if said else None
            change.done(Action.RATED, wording.RATED, from_sender=True)
            return self._view(change.session, row)

    def reopen(self, code: str, proof: str, reason: str) -> PublicCase:
        """Ask once for a second look at the answer; what was published is taken down meanwhile.

        Raises:
            TransitionRefused: there is no answer, or it was asked before.
            InvalidField: ``reason``, or ``code``.
            CaseNotFound: no such PAKN, or the proof does not fit.
        """
        said = free_text("reason", reason, least=10, most=MAX_NOTE, what="Lý do")
        with self._own(code, proof) as change:
            row = change.row
            if row.answered_at is None:
                raise TransitionRefused(wording.NOTHING_TO_REOPEN)
            if row.reopened:
                raise TransitionRefused(wording.REOPENED_ALREADY)
            change.open_again()
            row.reopened = 1
            row.seen_at = None
            change.done(Action.REOPENED, wording.REOPENED, letter=said, from_sender=True)
            return self._view(change.session, row)

    def published(self, query: str | None = None, page: int = 1) -> Page[PublishedCase]:
        """Return one page of what the office has published, newest first; every word of the query must occur."""
        asked = [fold(word) for word in words(query or "")][:_MAX_WORDS]
        conditions: list[ColumnElement[bool]] = [CaseRow.published_at.is_not(None)]
        conditions += [CaseRow.published_search.contains(word, autoescape=True) for word in asked]
        number = max(1, page)
        with self._office.database.session() as session:
            total = session.scalar(select(func.count()).select_from(CaseRow).where(*conditions)) or 0
            rows = session.execute(
                select(CaseRow, AgencyRow.name)
                .join(AgencyRow, AgencyRow.id == CaseRow.agency_id, isouter=True)
                .where(*conditions)
                .order_by(CaseRow.published_at.desc(), CaseRow.number.desc())
                .offset((number - 1) * PAGE_SIZE)
                .limit(PAGE_SIZE)
            ).all()
        items = tuple(published_case(row, agency) for row, agency in rows)
        return Page(items, total, number, PAGE_SIZE)

    def _submitted(self, session: Session, draft_id: str) -> CaseRow:
        row = session.scalar(
            select(CaseRow).join(DraftRow, DraftRow.code == CaseRow.code).where(DraftRow.id == storable(draft_id))
        )
        if row is None:
            raise DraftNotFound
        return row

    def _prove(self, typed: str, proof: str) -> str:
        code = read_code(typed, self.rules.prefix)
        self._tries.check(code)
        with self._office.database.session() as session:
            row = session.scalar(select(CaseRow).where(CaseRow.code == code))
        if row is None or not fits(row, proof):
            self._tries.count(code)
            raise CaseNotFound
        return code

    @contextmanager
    def _own(self, code: str, proof: str) -> Iterator[Change]:
        with self._office.change(self._prove(code, proof), None) as change:
            yield change

    def _view(self, session: Session, row: CaseRow) -> PublicCase:
        session.flush()
        return public_case(session, row, self.rules.deadlines, local_day(self._office.clock()))


def _optional(name: str, given: str | None, what: str) -> str | None:
    if given is None or not given.strip():
        return None
    return free_text(name, given, least=1, most=MAX_NOTE, what=what)
