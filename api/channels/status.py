"""How a channel is doing, for the office; and what the office can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from api.channels import inbox, incidents, outbox, people, switches, wording
from api.channels.hub import Channels
from api.channels.incidents import Incident
from api.channels.model import CHANNEL_TITLES, ChannelName, MessageKind, MessageState, Outgoing, Verdict
from api.channels.switches import Switch
from api.channels.zalo.client import NotReached, Refused, Unclear
from api.channels.zalo.tokens import NoToken, TokenState
from api.channels.zalo_bot.bot import BotNotReached, BotRefused, BotUnclear
from api.settings import Settings

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Status:
    """One channel at one moment.

    Attributes:
        missing: settings that are still needed.
        counts: messages of the outbox by state.
        people: who wrote in the last 24 hours.
        token: of Zalo OA; ``None`` for other channels.
    """

    name: ChannelName
    title: str
    configured: bool
    missing: tuple[str, ...]
    switch: Switch
    waiting_events: int
    counts: dict[MessageState, int]
    people: int
    last_received: datetime | None
    last_sent: datetime | None
    token: TokenState | None
    incidents: tuple[Incident, ...]


def read(channels: Channels, name: ChannelName) -> Status:
    """Return how a channel is doing; blocks."""
    token = channels.tokens.state() if name is ChannelName.ZALO_OA else None
    with channels.database.session() as session:
        return Status(
            name=name,
            title=CHANNEL_TITLES[name],
            configured=name in channels.adapters,
            missing=missing(channels, name),
            switch=switches.read(session, name),
            waiting_events=inbox.waiting(session, name),
            counts=outbox.counts(session, name),
            people=people.count(session, name, channels.clock() - _DAY),
            last_received=inbox.last_received(session, name),
            last_sent=outbox.last_sent(session, name),
            token=token,
            incidents=incidents.latest(session, name),
        )


def missing(channels: Channels, name: ChannelName) -> tuple[str, ...]:
    """Return the settings a channel still needs."""
    settings = channels.settings
    if name is ChannelName.WEBHOOK:
        return tuple(key for key, value in _webhook_settings(settings).items() if not value)
    if name is ChannelName.ZALO_BOT:
        needed = {"MOTCUA_ZALO_BOT_TOKEN": settings.zalo_bot_token, "MOTCUA_ZALO_BOT_SECRET": settings.zalo_bot_secret}
        return tuple(key for key, value in needed.items() if not value.get_secret_value())
    plain = {"MOTCUA_ZALO_APP_ID": settings.zalo_app_id}
    if settings.zalo_signed_by == "oa_id":
        plain["MOTCUA_ZALO_OA_ID"] = settings.zalo_oa_id
    secret = {"MOTCUA_ZALO_APP_SECRET": settings.zalo_app_secret, "MOTCUA_ZALO_OA_SECRET": settings.zalo_oa_secret}
    return (
        *(key for key, value in plain.items() if not value),
        *(key for key, value in secret.items() if not value.get_secret_value()),
    )


def switch(channels: Channels, name: ChannelName, *, enabled: bool, notice: str, by: str) -> None:
    """Turn a channel on or off for every process at once; blocks."""
    with channels.database.session() as session:
        switches.change(session, name, enabled=enabled, notice=notice, at=channels.clock(), by=by)


def send_again(channels: Channels, name: ChannelName) -> int:
    """Try dead and held messages again; return how many; blocks."""
    with channels.database.session() as session:
        revived = channels.outbox.revive(session, name, channels.clock())
    channels.wake_senders()
    return revived


def send_test(channels: Channels, name: ChannelName, external_id: str) -> bool:
    """Put a test message to a person who has written before into the outbox; False when there is none; blocks."""
    now = channels.clock()
    with channels.database.session() as session:
        person = people.name_of(name, external_id)
        if people.find(session, person) is None:
            return False
        key = f"t:{now:%Y%m%d%H%M%S%f}"
        channels.outbox.put(session, name, person, key, Outgoing(text=wording.TEST_MESSAGE), kind=MessageKind.TEST)
    channels.wake_senders()
    return True


async def check(channels: Channels, name: ChannelName) -> tuple[bool, str]:
    """Ask the channel who we are; return whether all is well, and a Vietnamese sentence."""
    lacking = missing(channels, name)
    if lacking:
        return False, f"Chưa đủ cài đặt: {', '.join(lacking)}."
    if name is ChannelName.WEBHOOK:
        return await _check_webhook(channels)
    return await (_check_oa(channels) if name is ChannelName.ZALO_OA else _check_bot(channels))


async def _check_webhook(channels: Channels) -> tuple[bool, str]:
    outcome = await channels.webhook.ping()
    if outcome.verdict is Verdict.SENT:
        return True, "Kênh của cơ quan đã nhận lời chào có chữ ký."
    return False, f"{outcome.reason}. Kiểm tra MOTCUA_WEBHOOK_URL và bí mật ở hai bên."


def _webhook_settings(settings: Settings) -> dict[str, str]:
    return {
        "MOTCUA_WEBHOOK_URL": settings.webhook_url,
        "MOTCUA_WEBHOOK_SECRET": settings.webhook_secret.get_secret_value(),
    }


async def _check_oa(channels: Channels) -> tuple[bool, str]:
    try:
        token = await channels.tokens.access()
        profile = await channels.zalo_client.profile(token)
    except NoToken:
        state = channels.tokens.state()
        return False, f"{state.broken or 'Chưa lấy được mã truy cập; xem lỗi gần đây'}."
    except NotReached:
        return False, "Không kết nối được máy chủ Zalo. Kiểm tra đường truyền và tường lửa."
    except Unclear:
        return False, "Máy chủ Zalo trả lời không rõ. Vui lòng thử lại sau ít phút."
    except Refused as error:
        return False, f"Zalo từ chối (mã {error.code})."
    expected = channels.settings.zalo_oa_id
    if expected and profile.oa_id and profile.oa_id != expected:
        return False, f"Mã truy cập thuộc OA “{profile.name}”, không phải OA đã đặt ở MOTCUA_ZALO_OA_ID."
    return True, f"Đã kết nối OA “{profile.name}”."


async def _check_bot(channels: Channels) -> tuple[bool, str]:
    try:
        return True, f"Đã kết nối Zalo Bot “{await channels.bot_client.name()}”."
    except BotNotReached:
        return False, "Không kết nối được máy chủ Zalo Bot. Kiểm tra đường truyền và tường lửa."
    except BotUnclear:
        return False, "Máy chủ Zalo Bot trả lời không rõ. Vui lòng thử lại sau ít phút."
    except BotRefused as error:
        return False, f"Zalo Bot từ chối (mã {error.code}). Kiểm tra MOTCUA_ZALO_BOT_TOKEN."
