"""The Official Account as a channel: chooses the path of a message and reads Zalo's verdict."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from api.channels.model import ChannelName, MessageKind, Outcome, Parcel, Verdict
from api.channels.rendering import Style
from api.channels.zalo.client import NotReached, Refused, Unclear, ZaloClient
from api.channels.zalo.codes import PARAMETER_CODES, TOKEN_CODES, WINDOW_CODES, outcome_of
from api.channels.zalo.messages import Shape, template
from api.channels.zalo.tokens import NoToken, Tokens
from api.clock import Clock, utc_now

FREE = timedelta(hours=48)
"""Replies within it are free."""
OPEN = timedelta(days=7)
"""Replies within it are possible, and billed after :data:`FREE`."""

_LEFT = "Người nhận đã bỏ quan tâm OA; tin được giữ lại cho tới khi người nhận nhắn lại"
_BILLED = "Đã quá 48 giờ kể từ tin cuối của người nhận; gửi tiếp bị tính phí nên tin được giữ lại"
_CLOSED = "Đã quá 7 ngày kể từ tin cuối của người nhận; tin được giữ lại cho tới khi người nhận nhắn lại"
_NO_TOKEN = "Chưa có mã truy cập Zalo còn hiệu lực"  # noqa: S105 (a sentence)
_TOKEN_SECONDS = 10.0
_NOT_REACHED = "Không kết nối được máy chủ Zalo"
_UNCLEAR = "Zalo không trả lời rõ; chờ xác nhận rồi mới gửi lại"

_STYLE = Style()
_Call = Callable[[str], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Windows:
    """What this deployment does after the free window.

    Attributes:
        billed: send between 48 hours and 7 days, which costs.
        template_id: approved template for notices about a PAKN; empty: none.
        fields: its parameters.
    """

    billed: bool
    template_id: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class ZaloOa:
    """Sends messages of the outbox to Zalo."""

    client: ZaloClient
    tokens: Tokens
    shape: Shape
    windows: Windows
    sends_per_minute: int
    name: ChannelName = ChannelName.ZALO_OA
    style: Style = _STYLE
    clock: Clock = utc_now

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Send within the free window, else as the windows and the configuration allow."""
        if parcel.following is False:
            return Outcome(Verdict.HOLD, reason=_LEFT)
        age = self.clock() - parcel.last_at
        if age <= FREE or (age <= OPEN and self.windows.billed) or parcel.kind is MessageKind.TEST:
            outcome = await self._message(parcel)
            return await self._template(parcel, outcome) if outcome.code in WINDOW_CODES else outcome
        return await self._template(parcel, Outcome(Verdict.HOLD, reason=_BILLED if age <= OPEN else _CLOSED))

    async def _message(self, parcel: Parcel) -> Outcome:
        outcome = await self._try(self._sending(parcel, plain=False))
        if outcome.code in PARAMETER_CODES and parcel.message.choices:
            return await self._try(self._sending(parcel, plain=True))
        return outcome

    def _sending(self, parcel: Parcel, *, plain: bool) -> _Call:
        body = self.shape.message(parcel.recipient, parcel.thread, parcel.message, plain=plain)
        return lambda token: self.client.send(token, body)

    async def _template(self, parcel: Parcel, otherwise: Outcome) -> Outcome:
        """Send the approved template about a PAKN; without one the message is kept for the person's next visit."""
        if not self.windows.template_id or parcel.message.notice is None or parcel.thread is not None:
            return otherwise
        body: dict[str, Any] = template(
            parcel.recipient, self.windows.template_id, self.windows.fields, parcel.message.notice, parcel.key
        )
        return await self._try(lambda token: self.client.send_template(token, body))

    async def _try(self, call: _Call) -> Outcome:
        """Call with the token in force; a refused token is replaced once."""
        try:
            token = await self.tokens.access()
            try:
                return _sent(await call(token))
            except Refused as error:
                if error.code not in TOKEN_CODES:
                    raise
                return _sent(await call(await self.tokens.replace(token)))
        except NoToken:
            return Outcome(Verdict.PAUSE, reason=_NO_TOKEN, wait=_TOKEN_SECONDS)
        except NotReached:
            return Outcome(Verdict.RETRY, reason=_NOT_REACHED)
        except Unclear:
            return Outcome(Verdict.UNSURE, reason=_UNCLEAR)
        except Refused as error:
            return outcome_of(error.code)


def _sent(external_id: str) -> Outcome:
    return Outcome(Verdict.SENT, external_id=external_id or None)
