"""Delivers to the office's address: signed, tried again until taken, refused for good only where the office says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

import httpx
from pydantic import BaseModel, ConfigDict, Field

from api.channels.model import ChannelName, Choice, MessageKind, Notice, Outcome, Parcel, Verdict
from api.channels.rendering import Style
from api.channels.webhook.signature import sign

_PER_MINUTE = 1200
_STYLE = Style(characters=2000, buttons=5)
_OPERATOR_MARK = "Nhân viên hỗ trợ: "
_RATE, _GONE = 429, 410
_FOR_GOOD = frozenset({400, 404, 413, 415, 422})
_LONGEST_PAUSE = 300.0
_PAUSE = 20.0


class Told(StrEnum):
    """Why a message goes out."""

    ANSWER = "answer"
    NOTICE = "notice"
    OPERATOR = "operator"
    TEST = "test"


class Delivery(BaseModel):
    """Body of one request to the office's address. ``text`` alone is the whole message, its menu numbered in it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "e42.0",
                    "event": "answer",
                    "user_id": "u-7",
                    "text": "Lệ phí là 8.000 đồng.",
                    "choices": [{"title": "Trợ giúp", "payload": "/help"}],
                }
            ]
        }
    )

    id: str = Field(description="The same however often it is tried: take a second one for a copy.")
    event: Told
    user_id: str
    text: str
    choices: tuple[Choice, ...] = ()
    case: Notice | None = Field(None, description="With a notice about a PAKN: its code and the step.")


class WebhookSender:
    """The office's address as a channel.

    Args:
        http: without a base address.
        url: where deliveries go.
        secret: shared with the office.
        timeout: seconds for one try.
        clock: gives the moment of the signature.
    """

    name = ChannelName.WEBHOOK
    style = _STYLE
    sends_per_minute = _PER_MINUTE

    def __init__(
        self, http: httpx.AsyncClient, url: str, secret: str, timeout: float, clock: Callable[[], datetime]
    ) -> None:
        self._http = http
        self._url = url
        self._secret = secret
        self._timeout = timeout
        self._clock = clock

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Send one message; any status from 200 to 299 means that the office has it."""
        return await self._post(delivery_of(parcel).model_dump_json(exclude_none=True).encode())

    async def ping(self) -> Outcome:
        """Ask whether the address takes our signature: a signed ``{"event": "ping"}``."""
        return await self._post(json.dumps({"event": "ping"}).encode())

    async def _post(self, body: bytes) -> Outcome:
        headers = {"Content-Type": "application/json"}
        headers |= sign(self._secret, int(self._clock().timestamp()), body)
        try:
            async with self._http.stream(
                "POST", self._url, content=body, headers=headers, timeout=self._timeout, follow_redirects=False
            ) as response:
                return _outcome(response)
        except httpx.TimeoutException:
            return Outcome(Verdict.RETRY, reason="Kênh của cơ quan trả lời quá chậm; tự gửi lại sau")
        except httpx.HTTPError:
            return Outcome(Verdict.RETRY, reason="Không kết nối được kênh của cơ quan; tự gửi lại sau")


def delivery_of(parcel: Parcel) -> Delivery:
    """Return what the office gets for a message."""
    return Delivery(
        id=parcel.key,
        event=_event(parcel),
        user_id=parcel.recipient,
        text=parcel.message.text,
        choices=parcel.message.choices,
        case=parcel.message.notice,
    )


def _event(parcel: Parcel) -> Told:
    if parcel.kind is MessageKind.REPLY:
        return Told.ANSWER
    if parcel.kind is MessageKind.TEST:
        return Told.TEST
    return Told.OPERATOR if parcel.message.text.startswith(_OPERATOR_MARK) else Told.NOTICE


def _outcome(response: httpx.Response) -> Outcome:
    code = response.status_code
    if response.is_success:
        return Outcome(Verdict.SENT)
    if code == _RATE:
        wait = min(float(_seconds(response.headers.get("retry-after", ""))), _LONGEST_PAUSE)
        return Outcome(Verdict.PAUSE, code, "Kênh của cơ quan yêu cầu gửi chậm lại; tự gửi lại sau", wait=wait)
    if code == _GONE:
        return Outcome(Verdict.MUTE, code, "Kênh của cơ quan báo người này không còn nhận tin (mã 410)")
    if code in _FOR_GOOD:
        return Outcome(Verdict.DEAD, code, f"Kênh của cơ quan không nhận tin này (mã {code})")
    return Outcome(Verdict.RETRY, code, f"Kênh của cơ quan báo lỗi (mã {code}); tự gửi lại sau")


def _seconds(told: str) -> float:
    return float(told) if told.isascii() and told.isdigit() and len(told) <= 6 else _PAUSE
