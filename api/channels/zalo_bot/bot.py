"""The Zalo Bot API as a channel: text only, with the numbered menu in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import httpx
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from api.channels.model import ChannelName, Outcome, Parcel, Verdict
from api.channels.rendering import Style
from knowledge.errors import MotCuaError

_SECONDS = 10.0
_PER_MINUTE = 600
_STYLE = Style(buttons=0)
_RATE = 429
_GONE = frozenset({400, 404})
_DENIED = frozenset({401, 403})


class BotRefused(MotCuaError):
    """The Bot API said no.

    Attributes:
        code: its error code.
    """

    def __init__(self, code: int) -> None:
        super().__init__(f"error {code}")
        self.code = code


class BotNotReached(MotCuaError):
    """No connection: the request has not left this machine."""


class BotUnclear(MotCuaError):
    """The request left, and no usable answer came."""


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) else value


class _Result(BaseModel):
    model_config = ConfigDict(extra="ignore")
    message_id: Annotated[str, BeforeValidator(_as_text)] = ""
    display_name: str = ""
    account_name: str = ""


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore")
    ok: bool
    error_code: int = 0
    result: Any = None


class BotClient:
    """Calls the Bot API; every method raises :class:`BotRefused`, :class:`BotNotReached` or :class:`BotUnclear`.

    Args:
        http: without a base address.
        url: address of the Bot API.
        token: of the bot; part of every address, so addresses are never logged.
    """

    def __init__(self, http: httpx.AsyncClient, url: str, token: str) -> None:
        self._http = http
        self._root = f"{url}/bot{token}"

    async def send(self, chat: str, text: str) -> str:
        """Send a text; return the id of the message."""
        result = await self._call("sendMessage", {"chat_id": chat, "text": text})
        return result.message_id

    async def set_webhook(self, url: str, secret: str) -> None:
        """Tell Zalo where to send events."""
        await self._call("setWebhook", {"url": url, "secret_token": secret})

    async def name(self) -> str:
        """Return the bot's name, to check the token."""
        result = await self._call("getMe", {})
        return result.display_name or result.account_name

    async def _call(self, method: str, body: dict[str, str]) -> _Result:
        try:
            response = await self._http.post(f"{self._root}/{method}", json=body, timeout=_SECONDS)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise BotNotReached from None
        except httpx.HTTPError:
            raise BotUnclear from None
        try:
            found = _Body.model_validate_json(response.content)
        except ValidationError:
            raise BotUnclear from None
        if not found.ok:
            raise BotRefused(found.error_code or response.status_code)
        try:
            return _Result.model_validate(found.result) if isinstance(found.result, dict) else _Result()
        except ValidationError:
            return _Result()


@dataclass(frozen=True, slots=True)
class ZaloBot:
    """Sends messages of the outbox through the Bot API, which has neither echoes nor windows we know of."""

    client: BotClient
    name: ChannelName = ChannelName.ZALO_BOT
    style: Style = _STYLE
    sends_per_minute: int = _PER_MINUTE

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Send one text."""
        try:
            sent = await self.client.send(parcel.recipient, parcel.message.text)
        except BotNotReached:
            return Outcome(Verdict.RETRY, reason="Không kết nối được máy chủ Zalo Bot")
        except BotUnclear:
            return Outcome(Verdict.UNSURE, reason="Zalo Bot không trả lời rõ; gửi lại sau")
        except BotRefused as error:
            return _refused(error.code)
        return Outcome(Verdict.SENT, external_id=sent or None)


def _refused(code: int) -> Outcome:
    if code == _RATE:
        return Outcome(Verdict.PAUSE, code, "Gửi quá nhanh so với giới hạn của Zalo Bot; tự gửi lại sau", wait=20.0)
    if code in _DENIED:
        return Outcome(Verdict.HOLD, code, f"Zalo Bot không nhận mã bí mật hoặc người nhận đã chặn (mã {code})")
    if code in _GONE:
        return Outcome(Verdict.DEAD, code, f"Zalo Bot không nhận tin này (mã {code})")
    return Outcome(Verdict.RETRY, code, f"Zalo Bot báo lỗi (mã {code})")
