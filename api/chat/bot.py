"""Rasa as the gateway sees it: a message in, messages out, or :class:`BotUnavailable`."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from api.errors import BotForgot, BotUnavailable
from knowledge.answer import Answer, QuickReply

_SLOW_IN_A_ROW = 2
_PAUSE = 10.0


class _Custom(BaseModel):
    """What an action sends beside its text (:meth:`actions.turn.Speaker.say`)."""

    model_config = ConfigDict(extra="ignore")
    answer: Answer | None = None
    band: str | None = None
    asks: str | None = None
    sealed: str | None = None
    hides: bool = False
    takes: str | None = None
    forgets: bool = False


class BotMessage(BaseModel):
    """One piece of Rasa's reply; its channel splits texts at empty lines and sends ``custom`` apart."""

    model_config = ConfigDict(extra="ignore")
    text: str | None = None
    buttons: tuple[QuickReply, ...] = ()
    custom: _Custom | None = None


_REPLY = TypeAdapter(tuple[BotMessage, ...])


class Verdict(BaseModel):
    """What Rasa takes a text for."""

    model_config = ConfigDict(extra="ignore")
    intent: str
    confidence: float


class Bot:
    """Client of one Rasa server.

    After two time-outs in a row it is left alone for ten seconds, so that people get their answer from search at
    once instead of waiting for the time-out each.

    Attributes:
        generation: name of this start of Rasa; another one has forgotten the conversations.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        token: str,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._headers = {"X-Gateway-Token": token}
        self._clock = clock
        self._slow = 0
        self._paused_until = 0.0
        self.generation = ""
        self.renew()

    def renew(self) -> None:
        """Note that Rasa has been started (anew)."""
        self.generation = secrets.token_hex(8)
        self._slow, self._paused_until = 0, 0.0

    async def say(self, sender: str, message: str, metadata: dict[str, Any]) -> Sequence[BotMessage]:
        """Hand a message over and return the reply.

        Args:
            sender: the Rasa session.
            message: masked text or a checked payload.
            metadata: what actions may want to know (channel, current procedure); with ``known`` set, Rasa must
                remember the session.

        Raises:
            BotForgot: it was to remember and does not.
            BotUnavailable: down, slow, broken or silent.
        """
        if self._clock() < self._paused_until:
            raise BotUnavailable("paused")
        body = {"sender": sender, "message": message, "metadata": metadata}
        try:
            response = await self._http.post("/webhooks/gateway/webhook", json=body, headers=self._headers)
        except httpx.TimeoutException:
            self._note_slow()
            raise BotUnavailable("timeout") from None
        except httpx.HTTPError:
            self.renew()  # it is not there: when it comes back, it will have forgotten
            raise BotUnavailable("refused") from None
        self._slow = 0
        return _read(response)

    async def understand(self, text: str) -> Verdict:
        """Return what a text is taken for; Rasa forgets it at once.

        Raises:
            BotUnavailable: down, slow or broken.
        """
        if self._clock() < self._paused_until:
            raise BotUnavailable("paused")
        try:
            response = await self._http.post("/webhooks/gateway/parse", json={"message": text}, headers=self._headers)
            response.raise_for_status()
            return Verdict.model_validate_json(response.content)
        except httpx.TimeoutException:
            self._note_slow()
            raise BotUnavailable("timeout") from None
        except httpx.HTTPError:
            raise BotUnavailable("refused") from None
        except ValidationError:
            raise BotUnavailable("broken") from None

    async def ready(self) -> bool:
        """Tell whether Rasa has its model loaded."""
        try:
            response = await self._http.get("/webhooks/gateway/", timeout=2.0)
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK

    def _note_slow(self) -> None:
        self._slow += 1
        if self._slow >= _SLOW_IN_A_ROW:
            self._slow = 0
            self._paused_until = self._clock() + _PAUSE


def _read(response: httpx.Response) -> Sequence[BotMessage]:
    if response.status_code == httpx.codes.CONFLICT:
        raise BotForgot
    if response.status_code != httpx.codes.OK:
        raise BotUnavailable("status")
    try:
        messages = _REPLY.validate_json(response.content)
    except ValidationError:
        raise BotUnavailable("broken") from None
    if not any(
        (message.text and message.text.strip()) or (message.custom and message.custom.answer) for message in messages
    ):
        raise BotUnavailable("silent")
    return messages
