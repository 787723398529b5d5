"""The log of changes: who did what when, before and after, without personal data; lines are only ever added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from api.storage.feedback_tables import AuditRow, CaseRow

if TYPE_CHECKING:
    from api.security.accounts import Actor

SENDER_NAME = "Người gửi"
SYSTEM_NAME = "Hệ thống"
COVERED = "[đã che]"


class Subject(StrEnum):
    """What a line is about; the value is stored."""

    CASE = "pakn"
    ACCOUNT = "account"
    AGENCY = "agency"
    TEMPLATE = "template"
    OUTBOX = "outbox"
    KNOWLEDGE = "knowledge"
    QUALITY = "quality"
    ANNOUNCEMENT = "announcement"
    CHANNEL = "channel"
    REPORT = "report"
    HANDOVER = "handover"
    CALL = "call"
    SIGNPOST = "signpost"
    EVENT = "event"
    DOCUMENT = "document"
    LIBRARY = "library"
    MATERIAL = "material"


class Action(StrEnum):
    """What was done to a PAKN; the value is stored."""

    RECEIVED = "received"
    SEEN = "seen"
    ASSIGNED = "assigned"
    FORWARDED = "forwarded"
    ASKED = "asked"
    ADDED = "added"
    STARTED = "started"
    DRAFTED = "drafted"
    APPROVED = "approved"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    REJECTED = "rejected"
    RECONSIDERED = "reconsidered"
    WITHDRAWN = "withdrawn"
    RATED = "rated"
    REOPENED = "reopened"
    RETURNED = "returned"
    NOTED = "noted"
    MERGED = "merged"
    FOLLOWED = "followed"
    SEPARATED = "separated"
    EDITED = "edited"
    NATIONAL_CODE = "national_code"
    DELAY = "delay"


_OPEN_COLUMNS = (
    "status",
    "kind",
    "completeness",
    "channel",
    "agency_id",
    "assignee_id",
    "procedure_code",
    "occurred_on",
    "forward_due_on",
    "answer_due_on",
    "update_due_on",
    "answered_on",
    "answer_approved_by",
    "published_slug",
    "stars",
    "reopened",
    "merged_into",
    "national_code",
)
_COVERED_COLUMNS = (
    "title",
    "content_masked",
    "location",
    "agency_named",
    "question",
    "answer",
    "published_question",
    "published_answer",
    "published_asked",
    "published_wordings",
    "reject_reason",
    "stars_note",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the log watches of a PAKN at one moment."""

    open: dict[str, Any]
    covered: dict[str, Any]

    @classmethod
    def of(cls, row: CaseRow) -> Facts:
        """Take them from the row."""
        return cls(
            {name: _plain(getattr(row, name)) for name in _OPEN_COLUMNS},
            {name: getattr(row, name) for name in _COVERED_COLUMNS},
        )

    def change_to(self, later: Facts) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return before and after, only of what changed; texts are covered."""
        before = {name: value for name, value in self.open.items() if later.open[name] != value}
        after = {name: later.open[name] for name in before}
        for name, value in self.covered.items():
            if later.covered[name] != value:
                before[name] = _cover(value)
                after[name] = _cover(later.covered[name])
        return before, after

    def first(self) -> dict[str, Any]:
        """Return what a new PAKN starts with."""
        return {name: value for name, value in self.open.items() if value is not None}


def write(
    session: Session,
    *,
    at: datetime,
    actor: Actor | None,
    action: str,
    subject_kind: Subject,
    subject: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    public_note: str | None = None,
    by: str = SENDER_NAME,
) -> AuditRow:
    """Add a line in the caller's transaction.

    Args:
        session: of the change itself, so that neither exists without the other.
        at: moment of the change.
        actor: account, or ``None`` for the sender or the system.
        action: what was done; an :class:`Action` for a PAKN.
        subject_kind: what kind of thing changed.
        subject: its code or id.
        before: values before, without personal data.
        after: values after, without personal data.
        public_note: the step as the sender sees it; ``None``: the sender does not see it.
        by: name to show when there is no account.
    """
    row = AuditRow(
        at=at,
        actor=actor.name if actor else by,
        actor_id=actor.account_id if actor else None,
        action=action,
        subject_kind=subject_kind,
        subject=subject,
        before=dict(before) if before else None,
        after=dict(after) if after else None,
        public_note=public_note,
    )
    session.add(row)
    return row


@dataclass(frozen=True, slots=True)
class Journal:
    """Writes the lines about one kind of thing.

    Attributes:
        kind: of the things.
        clock: gives the moment of a line.
    """

    kind: Subject
    clock: Callable[[], datetime]

    def line(
        self,
        session: Session,
        actor: Actor,
        action: str,
        subject: str,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any],
    ) -> None:
        """Add a line in the caller's transaction; see :func:`write`."""
        write(
            session,
            at=self.clock(),
            actor=actor,
            action=action,
            subject_kind=self.kind,
            subject=subject,
            before=before,
            after=after,
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _cover(value: Any) -> str | None:
    return None if value is None else COVERED
