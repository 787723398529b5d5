"""Who writes to us: the channel's id becomes a keyed hash, and the hash leads to the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, literal, null, select, update
from sqlalchemy.orm import Session

from api.channels.model import OPENS_WINDOW, ChannelName, Choice, Incoming
from api.security.vault import vault
from api.storage.feedback_tables import CaseRow, DraftRow
from api.storage.forgetting import forget_conversations
from api.storage.rows import insert_once
from api.storage.tables import UtcTime
from api.storage.zalo_tables import ChannelEventRow, ChannelMessageRow, ChannelPersonRow

_BEFORE_ALL_WINDOWS = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a channel, as the worker sees them."""

    person: str
    conversation_id: str | None
    quiet_until: datetime | None
    greeted: bool
    menu: tuple[Choice, ...]


def name_of(channel: ChannelName, external_id: str) -> str:
    """Return the keyed hash that stands for the person everywhere outside the person's own row."""
    return vault().hash("channel-person", channel, external_id)


def meet(session: Session, incoming: Incoming, now: datetime) -> str:
    """Make sure the person of an event is known; return their name."""
    name = name_of(incoming.channel, incoming.user)
    row = {
        "person": name,
        "channel": incoming.channel,
        "external_id": incoming.user,
        "thread": incoming.thread,
        "created_at": now,
        "last_at": incoming.at if incoming.kind in OPENS_WINDOW else incoming.at - _BEFORE_ALL_WINDOWS,
    }
    insert_once(session, ChannelPersonRow, row)
    return name


def heard(session: Session, person: str, incoming: Incoming) -> None:
    """Note that the person spoke: the windows open again, and a person who left is back."""
    at = literal(incoming.at, UtcTime)
    changes: dict[str, object] = {"thread": incoming.thread} if incoming.thread else {}
    session.execute(
        update(ChannelPersonRow)
        .where(ChannelPersonRow.person == person)
        .values(
            last_at=case((ChannelPersonRow.last_at < at, at), else_=ChannelPersonRow.last_at),
            following=case((ChannelPersonRow.following.is_(False), null()), else_=ChannelPersonRow.following),
            **changes,
        )
    )


def find(session: Session, person: str) -> Person | None:
    """Return somebody, or ``None`` when their data has been erased."""
    row = session.get(ChannelPersonRow, person)
    if row is None:
        return None
    menu = tuple(Choice.model_validate(one) for one in row.menu or ())
    return Person(row.person, row.conversation_id, row.quiet_until, row.greeted_at is not None, menu)


def of_conversation(session: Session, conversation_id: str) -> tuple[str, ChannelName] | None:
    """Return name and channel of the person who holds a conversation, or ``None``."""
    row = session.execute(
        select(ChannelPersonRow.person, ChannelPersonRow.channel).where(
            ChannelPersonRow.conversation_id == conversation_id
        )
    ).first()
    return (row[0], ChannelName(row[1])) if row else None


def erase(session: Session, person: str) -> tuple[str, ...]:
    """Delete what is known of somebody: conversation, open drafts, unsent messages, the person.

    What is left are keys of events, so that a repeated event stays known, and PAKN that were received: they are
    records of the office.

    Returns:
        codes of the person's PAKN, for the office to decide on.
    """
    row = session.get(ChannelPersonRow, person)
    if row is None:
        return ()
    conversation = row.conversation_id
    cases: tuple[str, ...] = ()
    if conversation:
        cases = tuple(session.scalars(select(CaseRow.code).where(CaseRow.conversation_id == conversation)))
        session.execute(delete(DraftRow).where(DraftRow.conversation_id == conversation, DraftRow.code.is_(None)))
        forget_conversations(session, [conversation])
    session.execute(delete(ChannelMessageRow).where(ChannelMessageRow.person == person))
    session.execute(update(ChannelEventRow).where(ChannelEventRow.person == person).values(body=None))
    session.delete(row)
    session.flush()
    return cases


def forget_old(session: Session, now: datetime, days: int) -> int:
    """Delete people who have not written for ``days``; their conversations went the same day by themselves.

    Returns:
        how many.
    """
    old = ChannelPersonRow.last_at < now - timedelta(days=days)
    waiting = select(ChannelEventRow.number).where(
        ChannelEventRow.person == ChannelPersonRow.person, ChannelEventRow.state == "waiting"
    )
    gone = delete(ChannelPersonRow).where(old, ~waiting.exists()).returning(ChannelPersonRow.person)
    return len(session.scalars(gone).all())


def count(session: Session, channel: ChannelName, since: datetime) -> int:
    """Return how many people wrote since a moment."""
    query = select(func.count()).where(ChannelPersonRow.channel == channel, ChannelPersonRow.last_at >= since)
    return session.scalar(query) or 0
