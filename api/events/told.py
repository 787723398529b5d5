"""Who knows of the last change of a session, by which way, and whom the office still has to call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.events.telling import What, key_of
from api.storage.event_tables import EventRow, RegistrationRow
from api.storage.feedback_tables import OutboxRow


class Way(StrEnum):
    """How somebody stands towards the last change of their session."""

    NOTHING = "nothing"
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    OPEN = "open"
    CALLED = "called"


WAY_LABELS = {
    Way.NOTHING: "—",
    Way.WAITING: "Thư đang chờ gửi",
    Way.SENT: "Đã gửi thư",
    Way.FAILED: "Thư không gửi được",
    Way.OPEN: "Chưa báo",
    Way.CALLED: "Đã báo trực tiếp",
}
BY_HAND = (Way.OPEN, Way.FAILED)
"""Ways in which the office has something left to do."""
WHAT_LABELS = {
    What.CHANGED: "Đổi ngày giờ, địa điểm hoặc địa chỉ",
    What.CANCELLED: "Huỷ buổi",
    What.RESTORED: "Vẫn tổ chức",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """How many know of the last change of one session.

    Attributes:
        at: when it was changed.
        counts: people by way; those who have registered since know it anyway and are not counted.
    """

    what: What
    at: datetime
    counts: dict[Way, int]

    @property
    def by_mail(self) -> int:
        """People a letter was written to."""
        return sum(self.counts.get(way, 0) for way in (Way.WAITING, Way.SENT, Way.FAILED))

    @property
    def by_hand(self) -> int:
        """People the office still has to tell."""
        return sum(self.counts.get(way, 0) for way in BY_HAND)


def ways_of(session: Session, event: EventRow, people: Iterable[RegistrationRow]) -> dict[str, Way]:
    """Return how each of those who have registered for a session stands, by the id of the registration."""
    at = event.told_at
    if at is None:
        return {}
    concerned = [one for one in people if one.created_at <= at]
    keys = {one.id: key_of(event.id, one.contact_hash, at) for one in concerned if one.mailed_at == at}
    letters = {
        key: Way.SENT if sent else Way.FAILED if dead else Way.WAITING
        for key, sent, dead in session.execute(
            select(OutboxRow.key, OutboxRow.sent_at, OutboxRow.dead_at).where(OutboxRow.key.in_(set(keys.values())))
        )
    }
    found: dict[str, Way] = {}
    for one in concerned:
        if one.called_at and one.called_at >= at:
            found[one.id] = Way.CALLED
        elif one.id in keys:  # a letter that is no longer kept has gone out long ago
            found[one.id] = letters.get(keys[one.id], Way.SENT)
        else:
            found[one.id] = Way.OPEN
    return found


def summary_of(session: Session, event: EventRow, people: Sequence[RegistrationRow]) -> Summary | None:
    """Return how many know of the last change; ``None``: there was none, or it concerned nobody."""
    ways = ways_of(session, event, people)
    if not ways or event.told_at is None or event.told_what is None:
        return None
    return Summary(What(event.told_what), event.told_at, dict(Counter(ways.values())))
