"""The office's side of PAKN: everything somebody with an account can do, checked by role and written to the log."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from api.clock import VIETNAM, Clock, local_day, utc_now
from api.errors import (
    AccessDenied,
    AttachmentRefused,
    CaseNotFound,
    InvalidField,
    StorageUnavailable,
    TransitionRefused,
)
from api.feedback import wording
from api.feedback.answering import Answering
from api.feedback.changes import Office
from api.feedback.directory import Directory
from api.feedback.drafts import Drafts
from api.feedback.fields import Catalogue
from api.feedback.handling import Handling
from api.feedback.intake import Origin, create_case, receipt_of
from api.feedback.kept_files import keep_file
from api.feedback.listing import Listing
from api.feedback.merging import Merging
from api.feedback.model import Channel, DraftFields, Receipt
from api.feedback.office_model import BulkResult
from api.feedback.publishing import Publishing
from api.feedback.rules import FeedbackRules
from api.feedback.texts import storable
from api.notices import Notices
from api.security.accounts import Actor, require
from api.security.roles import Permission
from api.storage.database import Database
from api.storage.feedback_tables import CaseRow

BULK_LIMIT = 200
_KEY_CHARACTERS = 48


class Casework(Listing, Handling, Answering, Publishing, Merging, Directory):
    """Everything the office can do. Every method is one transaction and blocks: call it from a worker thread.

    The account comes first; what its role may not do is refused with ``AccessDenied``. All methods raise
    :class:`api.errors.StorageUnavailable` or :class:`knowledge.errors.StorageFull`; then nothing was changed.

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

    @property
    def rules(self) -> FeedbackRules:
        """The rules in force."""
        return self._office.rules

    def register(
        self,
        actor: Actor,
        fields: DraftFields,
        *,
        channel: Channel = Channel.PHONE_1022,
        received_on: date | None = None,
        files: Sequence[tuple[str, bytes]] = (),
        key: str | None = None,
    ) -> Receipt:
        """Enter a PAKN that came by phone, on paper or in person; words are written down as they were said.

        Args:
            actor: who enters it.
            fields: as the sender gave them; checked like those of the sender's own form.
            channel: how it came.
            received_on: day of a paper that came earlier; deadlines run from it. Today by default.
            files: names and contents; the official vouches that none shows an identity paper.
            key: of the form; the same key gives the same receipt (double click).

        Raises:
            AccessDenied: the role may not.
            InvalidField: a field that cannot be taken.
            IncompleteFeedback: with the names of the fields still needed.
            AttachmentRefused: a file that cannot be taken.
        """
        require(actor, Permission.CASES_REGISTER)
        office = self._office
        intake = Drafts(office)
        checked = intake.checked(fields)
        received = self._moment(received_on)
        origin = Origin(Channel(channel), f"reg-{_key(key)}", actor=actor)
        try:
            with office.database.session() as session:
                kept = session.scalar(select(CaseRow).where(CaseRow.draft_id == origin.key))
                if kept is not None:
                    return receipt_of(kept, office)
                row = create_case(session, office, checked, origin, received)
                for name, content in files:
                    keep_file(session, row, name, content, office.rules.files, office.clock(), declared=True)
                return receipt_of(row, office)
        except StorageUnavailable as error:
            if not isinstance(error.__cause__, IntegrityError):
                raise
        with office.database.session() as session:  # the other click of two at once was first
            return receipt_of(session.scalars(select(CaseRow).where(CaseRow.draft_id == origin.key)).one(), office)

    def bulk(self, actor: Actor, codes: Sequence[str], action: str, **arguments: Any) -> BulkResult:
        """Do one step on several PAKN, each by itself: one that is refused does not stop the others.

        Args:
            actor: who does it.
            codes: at most 200.
            action: ``assign``, ``forward``, ``start``, ``ask_more``, ``reject``, ``note`` or ``approve_answer``.
            arguments: of that method.

        Raises:
            InvalidField: no such step, or too many codes.
        """
        steps: dict[str, Callable[..., None]] = {
            "assign": self.assign,
            "forward": self.forward,
            "start": self.start,
            "ask_more": self.ask_more,
            "reject": self.reject,
            "note": self.note,
            "approve_answer": self.approve_answer,
        }
        if action not in steps:
            raise InvalidField("action", "Không có thao tác này.")
        if len(codes) > BULK_LIMIT:
            raise InvalidField("codes", f"Mỗi lần chọn tối đa {BULK_LIMIT} phản ánh.")
        done: list[str] = []
        failed: list[tuple[str, str]] = []
        for code in dict.fromkeys(codes):
            try:
                steps[action](actor, code, **arguments)
                done.append(code)
            except (TransitionRefused, InvalidField, AttachmentRefused) as error:
                failed.append((code, error.reason))
            except CaseNotFound:
                failed.append((code, wording.UNKNOWN_CASE))
            except AccessDenied:
                failed.append((code, wording.NOT_ALLOWED))
        return BulkResult(tuple(done), tuple(failed))

    def _moment(self, day: date | None) -> datetime:
        now = self._office.clock()
        if day is None or day == local_day(now):
            return now
        if day > local_day(now):
            raise InvalidField("received_on", "Ngày nhận không thể sau hôm nay.")
        return datetime.combine(day, time(12), VIETNAM).astimezone(UTC)


def _key(given: str | None) -> str:
    return storable(given or secrets.token_urlsafe(24))[:_KEY_CHARACTERS]
