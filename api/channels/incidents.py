"""What the office should see about a channel; the same thing again only counts up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.channels.model import ChannelName
from api.storage.rows import insert_once
from api.storage.zalo_tables import ChannelIncidentRow

_DAYS = 90
_DETAIL_CHARACTERS = 300


class IncidentKind(StrEnum):
    """What happened; the value is stored."""

    SENDING = "sending"
    TOKEN = "token"  # noqa: S105 (a kind of incident)
    HELD = "held"
    WITHDRAWN = "withdrawn"
    WORK = "work"


INCIDENT_LABELS: dict[IncidentKind, str] = {
    IncidentKind.SENDING: "Không gửi được tin",
    IncidentKind.TOKEN: "Kết nối",
    IncidentKind.HELD: "Tin đang giữ lại",
    IncidentKind.WITHDRAWN: "Yêu cầu xoá dữ liệu",
    IncidentKind.WORK: "Lỗi khi xử lý",
}


@dataclass(frozen=True, slots=True)
class Incident:
    """One line for the office."""

    kind: IncidentKind
    label: str
    detail: str
    first_at: datetime
    last_at: datetime
    times: int


def note(session: Session, channel: ChannelName, kind: IncidentKind, detail: str, at: datetime) -> None:
    """Add a line or count it up, in the caller's transaction; ``detail`` must hold no personal data."""
    detail = detail[:_DETAIL_CHARACTERS]
    row = {"channel": channel, "kind": kind, "detail": detail, "first_at": at, "last_at": at, "times": 1}
    if not insert_once(session, ChannelIncidentRow, row):
        session.execute(
            update(ChannelIncidentRow)
            .where(
                ChannelIncidentRow.channel == channel,
                ChannelIncidentRow.kind == kind,
                ChannelIncidentRow.detail == detail,
            )
            .values(last_at=at, times=ChannelIncidentRow.times + 1)
        )


def latest(session: Session, channel: ChannelName, limit: int = 20) -> tuple[Incident, ...]:
    """Return the last lines, the newest first."""
    rows = session.scalars(
        select(ChannelIncidentRow)
        .where(ChannelIncidentRow.channel == channel)
        .order_by(ChannelIncidentRow.last_at.desc())
        .limit(limit)
    )
    return tuple(
        Incident(
            IncidentKind(row.kind),
            INCIDENT_LABELS[IncidentKind(row.kind)],
            row.detail,
            row.first_at,
            row.last_at,
            row.times,
        )
        for row in rows
    )


def forget_old(session: Session, now: datetime) -> int:
    """Delete lines nobody needs any more; return how many."""
    old = delete(ChannelIncidentRow).where(ChannelIncidentRow.last_at < now - timedelta(days=_DAYS))
    return len(session.scalars(old.returning(ChannelIncidentRow.number)).all())
