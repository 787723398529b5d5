"""The kill switch of each channel: off at once for every process, with a notice for whoever writes meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from api.channels.model import ChannelName
from api.storage.rows import insert_once
from api.storage.zalo_tables import ChannelSwitchRow


@dataclass(frozen=True, slots=True)
class Switch:
    """Whether a channel answers.

    Attributes:
        notice: what people get while it is off; empty: nothing.
    """

    enabled: bool = True
    notice: str = ""
    changed_at: datetime | None = None
    changed_by: str = ""


def read(session: Session, channel: ChannelName) -> Switch:
    """Return the switch; a channel that nobody has touched is on."""
    row = session.get(ChannelSwitchRow, channel)
    return Switch(row.enabled, row.notice, row.changed_at, row.changed_by) if row else Switch()


def change(session: Session, channel: ChannelName, *, enabled: bool, notice: str, at: datetime, by: str) -> None:
    """Turn a channel on or off in the caller's transaction."""
    values = {"enabled": enabled, "notice": notice, "changed_at": at, "changed_by": by}
    if not insert_once(session, ChannelSwitchRow, {"channel": channel, **values}):
        session.execute(update(ChannelSwitchRow).where(ChannelSwitchRow.channel == channel).values(**values))
