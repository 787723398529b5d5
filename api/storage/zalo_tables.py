"""Tables of the messenger channels: inbox, people, outbox, tokens, leases. What a person wrote is sealed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.security.vault import Sealed
from api.storage.tables import Table, UtcTime


class ChannelPersonRow(Table):
    """Somebody who writes to us on a channel.

    Attributes:
        person: keyed hash of channel and the channel's own id; the only name used outside this row.
        external_id: the channel's id, sealed: it is personal data.
        thread: the channel's own conversation id that a reply to an anonymous visitor needs, sealed.
        following: ``False`` after the person unfollowed or blocked us; ``None``: never told.
        quiet_until: a human of the office is answering; the assistant keeps still until then.
        last_at: the person's last message; the windows of the channel count from it.
        menu: titles and payloads of the last numbered menu.
    """

    __tablename__ = "channel_person"
    __table_args__ = (
        Index("ix_channel_person_conversation", "conversation_id"),
        Index("ix_channel_person_last_at", "last_at"),
    )

    person: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str] = mapped_column(Sealed)
    thread: Mapped[str | None] = mapped_column(Sealed)
    conversation_id: Mapped[str | None] = mapped_column(String(64))
    following: Mapped[bool | None]
    quiet_until: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_at: Mapped[datetime] = mapped_column(UtcTime)
    greeted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    menu: Mapped[list[dict[str, str]] | None] = mapped_column(JSON(none_as_null=True))


class ChannelEventRow(Table):
    """One event from outside, kept before the sender gets its 200.

    Attributes:
        key: what makes it the same event when it comes again (the message id).
        body: :class:`api.channels.model.Incoming` as JSON, sealed; erased when the event is done.
        at: the channel's time stamp; events of one person are worked off in this order.
        attempts: times a worker took it.
    """

    __tablename__ = "channel_event"
    __table_args__ = (
        UniqueConstraint("channel", "key"),
        Index("ix_channel_event_next", "state", "next_at"),
        Index("ix_channel_event_person", "person", "state"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(160))
    person: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    body: Mapped[str | None] = mapped_column(Sealed)
    at: Mapped[datetime] = mapped_column(UtcTime)
    received_at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UtcTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ChannelMessageRow(Table):
    """One message to a person.

    Attributes:
        key: makes the same message once, however often the work that wrote it was repeated.
        body: :class:`api.channels.model.Outgoing` as JSON, sealed; erased when it was sent.
        text_hash: keyed hash of the text, to know the channel's echo of it.
        tried_at: when the last try began; a try without a known end waits for the echo.
        external_id: the channel's id of the message.
        code: the channel's error code of the last try.
        error: what is wrong, in Vietnamese, for the office.
    """

    __tablename__ = "channel_message"
    __table_args__ = (
        Index("ix_channel_message_next", "channel", "state", "next_at"),
        Index("ix_channel_message_person", "person", "state"),
        Index("ix_channel_message_external", "external_id"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    person: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    body: Mapped[str | None] = mapped_column(Sealed)
    text_hash: Mapped[str] = mapped_column(String(64))
    case_code: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UtcTime)
    tried_at: Mapped[datetime | None] = mapped_column(UtcTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    external_id: Mapped[str | None] = mapped_column(String(160))
    code: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(200))


class ChannelLeaseRow(Table):
    """One job that one process does at a time (sending, refreshing a token)."""

    __tablename__ = "channel_lease"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime] = mapped_column(UtcTime)


class ChannelTokenRow(Table):
    """The token pair of a channel, sealed.

    Attributes:
        refresh: single use; the pair that replaces it is stored before it is used.
        generation: grows with every stored pair.
        refreshing_since: a refresh was begun and its end is not known.
        seed: keyed hash of the refresh token of the settings that this row began with.
        broken: why a person has to connect again, in Vietnamese; ``None``: all is well.
    """

    __tablename__ = "channel_token"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    access: Mapped[str | None] = mapped_column(Sealed)
    refresh: Mapped[str] = mapped_column(Sealed)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime)
    generation: Mapped[int] = mapped_column(default=0)
    refreshing_since: Mapped[datetime | None] = mapped_column(UtcTime)
    tried_at: Mapped[datetime | None] = mapped_column(UtcTime)
    stored_at: Mapped[datetime] = mapped_column(UtcTime)
    seed: Mapped[str | None] = mapped_column(String(64))
    broken: Mapped[str | None] = mapped_column(String(200))


class ChannelSwitchRow(Table):
    """Whether a channel answers; ``notice`` is what people get while it does not."""

    __tablename__ = "channel_switch"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    enabled: Mapped[bool] = mapped_column(default=True)
    notice: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_by: Mapped[str] = mapped_column(String(120))


class ChannelIncidentRow(Table):
    """Something the office should see; the same thing again only counts up. Holds no personal data."""

    __tablename__ = "channel_incident"
    __table_args__ = (UniqueConstraint("channel", "kind", "detail"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(String(300))
    first_at: Mapped[datetime] = mapped_column(UtcTime)
    last_at: Mapped[datetime] = mapped_column(UtcTime)
    times: Mapped[int] = mapped_column(default=1)
