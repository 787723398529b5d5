"""Deletes what has been kept long enough: each kind of data has its own time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from api.channels import inbox, incidents, outbox, people
from api.clock import Clock, utc_now
from api.events.registering import forget_registrations
from api.feedback.audit import Subject
from api.keeping.anonymity import anonymise, has_ended, names_somebody
from api.keeping.live_and_calls import forget_calls
from api.storage.conversations import Conversations
from api.storage.database import Database
from api.storage.feedback_tables import AttachmentRow, AuditRow, CaseRow, DraftRow, OutboxRow, SessionRow
from api.storage.quality_tables import CorrectionRow, OwnAnswerRow, WordingRow
from api.storage.rows import lock_row

if TYPE_CHECKING:
    from api.settings import Settings

ANONYMISED = "expired"
ERASE_REQUESTED = "erase_requested"
TO_READ_DAYS = 3
"""Days in which a sender who has asked for erasure can still read the answer (and is sent the notice of it)."""
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Periods:
    """Days each kind is kept; the audit log is kept for good, it holds no personal data.

    Attributes:
        conversations: after the last message.
        drafts: of a PAKN that was not sent, after the last change.
        attachments: after the handling has ended.
        persons: after the handling has ended, until the sender is taken out.
        notices: after they were written.
        channel_keys: of messengers: events after they were worked off, messages after they were sent.
        quality: what the quality of answers has done with: closed reports of wrong records, and wordings and answers
            of the office that were taken back.
        calls: words and phone numbers of the hotline's call log.
        events: after an event has begun, until those who had registered for it are deleted.
    """

    conversations: int = 90
    drafts: int = 30
    attachments: int = 180
    persons: int = 365
    notices: int = 90
    channel_keys: int = 7
    quality: int = 365
    calls: int = 365
    events: int = 90

    @classmethod
    def of(cls, settings: Settings) -> Periods:
        """Take them from the settings."""
        return cls(
            conversations=settings.retention_days,
            drafts=settings.retention_draft_days,
            attachments=settings.retention_attachment_days,
            persons=settings.retention_person_days,
            notices=settings.retention_notice_days,
            channel_keys=settings.channel_keep_days,
            quality=settings.retention_quality_days,
            calls=settings.retention_call_days,
            events=settings.retention_event_days,
        )


@dataclass(frozen=True, slots=True)
class Cleared:
    """How many of each kind one run has deleted.

    Attributes:
        persons: PAKN that lost their sender.
        messengers: people on messengers who have not written for as long as a conversation is kept.
        channel_keys: events, messages and incidents of messengers.
    """

    conversations: int = 0
    drafts: int = 0
    attachments: int = 0
    persons: int = 0
    notices: int = 0
    logins: int = 0
    messengers: int = 0
    channel_keys: int = 0
    corrections: int = 0
    additions: int = 0
    calls: int = 0
    registrations: int = 0

    def counts(self) -> dict[str, int]:
        """Return them by kind."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


class Retention:
    """Deletes by age. Blocks; several processes may run it at the same time.

    The time of a PAKN runs from the last step of its handling. While an answer is owed nothing of it is deleted,
    whatever its age: that is told to a person who asks for erasure (docs/du-lieu-ca-nhan.md).
    """

    def __init__(self, database: Database, periods: Periods, clock: Clock = utc_now) -> None:
        self._database = database
        self._periods = periods
        self._clock = clock

    def run(self) -> Cleared:
        """Delete everything whose time is over; return how much it was.

        Raises:
            StorageUnavailable: the database does not answer; what was deleted before stays deleted.
        """
        periods, now = self._periods, self._clock()
        cleared = Cleared(
            conversations=Conversations(self._database).forget_older_than(periods.conversations, now=now),
            drafts=self._delete(DraftRow.id, DraftRow.code.is_(None), DraftRow.changed_at < _ago(now, periods.drafts)),
            attachments=self._attachments(_ago(now, periods.attachments)),
            persons=self._persons(now, _ago(now, periods.persons)),
            notices=self._delete(
                OutboxRow.number,
                or_(OutboxRow.sent_at.is_not(None), OutboxRow.dead_at.is_not(None)),
                OutboxRow.created_at < _ago(now, periods.notices),
            ),
            logins=self._delete(SessionRow.token_hash, SessionRow.expires_at < now),
            messengers=self._messengers(now),
            channel_keys=self._channel_keys(now),
            corrections=self._corrections(_ago(now, periods.quality)),
            additions=self._additions(_ago(now, periods.quality)),
            calls=self._calls(now),
            registrations=self._registrations(now),
        )
        if any(cleared.counts().values()):
            self._database.wipe_deleted()
        return cleared

    def _messengers(self, now: datetime) -> int:
        """Delete people of messengers, whether or not a channel is still configured."""
        with self._database.session() as session:
            return people.forget_old(session, now, self._periods.conversations)

    def _channel_keys(self, now: datetime) -> int:
        with self._database.session() as session:
            events = inbox.forget_old(session, now, self._periods.channel_keys)
            messages = outbox.forget_old(session, now, self._periods.channel_keys)
            return events + messages + incidents.forget_old(session, now)

    def _calls(self, now: datetime) -> int:
        with self._database.session() as session:
            return forget_calls(session, now, self._periods.calls)

    def _registrations(self, now: datetime) -> int:
        with self._database.session() as session:
            return forget_registrations(session, now, self._periods.events)

    def _corrections(self, cutoff: datetime) -> int:
        """Delete closed reports; while the rated answer is still there, its report keeps it from coming again."""
        done = (CorrectionRow.closed_at.is_not(None), CorrectionRow.closed_at < cutoff)
        return self._delete(CorrectionRow.id, *done, CorrectionRow.message_number.is_(None))

    def _additions(self, cutoff: datetime) -> int:
        """Delete what the office took back long ago; an own answer after the wordings that lead to it."""
        answers = select(OwnAnswerRow.id).where(OwnAnswerRow.removed_at < cutoff)
        wordings = self._delete(WordingRow.id, or_(WordingRow.removed_at < cutoff, WordingRow.answer_id.in_(answers)))
        return wordings + self._delete(OwnAnswerRow.id, OwnAnswerRow.removed_at < cutoff)

    def _attachments(self, cutoff: datetime) -> int:
        """Delete files of PAKN whose handling has ended; those of drafts go with their draft."""
        done = select(CaseRow.number).where(has_ended(), CaseRow.changed_at < cutoff)
        return self._delete(AttachmentRow.id, AttachmentRow.case_number.in_(done))

    def _persons(self, now: datetime, cutoff: datetime) -> int:
        """Anonymise PAKN whose time is over, and those that ended after their sender had asked for erasure."""
        requests = select(AuditRow.subject).where(
            AuditRow.subject_kind == Subject.CASE, AuditRow.action == ERASE_REQUESTED
        )
        asked = and_(CaseRow.code.in_(requests), CaseRow.changed_at < _ago(now, TO_READ_DAYS))
        due = and_(has_ended(), names_somebody(), or_(CaseRow.changed_at < cutoff, asked))

        with self._database.session() as session:
            numbers = session.scalars(select(CaseRow.number).where(due)).all()
        return sum(self._forget_sender(number, due, now) for number in numbers)

    def _forget_sender(self, number: int, due: ColumnElement[bool], now: datetime) -> bool:
        with self._database.session() as session:
            still = lock_row(session, CaseRow, CaseRow.number == number, due)  # it may have been opened again meanwhile
            if still is None:
                return False
            anonymise(session, still, at=now, action=ANONYMISED, actor=None)
            return True

    def _delete(self, key: InstrumentedAttribute[Any], *conditions: ColumnElement[bool]) -> int:
        """Delete rows in portions, so that nobody waits long for a lock."""

        def some() -> int:
            with self._database.session() as session:
                keys: Sequence[Any] = session.scalars(select(key).where(*conditions).limit(_AT_ONCE)).all()
                session.execute(delete(key.class_).where(key.in_(keys), *conditions))
                return len(keys)

        return _until_done(some)


def _until_done(some: Callable[[], int]) -> int:
    total = 0
    while count := some():
        total += count
    return total


def _ago(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)
