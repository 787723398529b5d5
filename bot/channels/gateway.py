"""The only input channel: JSON in, JSON out, and only for the gateway that knows the shared secret."""

from __future__ import annotations

import hmac
import inspect
import json
from typing import Any, Awaitable, Callable

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request

from bot import action_calls, graph_run

MIN_TOKEN = 16
"""Shortest secret accepted, in characters."""
MAX_TEXT = 64000
"""Longest message read, in characters: a sealed one is several times as long as what the gateway lets people type."""
MAX_SENDER = 128
KNOWN = "known"
"""In the metadata: the gateway relies on what was said before. If it is forgotten, 409 asks for the context first."""


class BadMessage(ValueError):
    """The body is not ``{"sender": str, "message": str, "metadata"?: object}``."""


class WholeMessages(CollectingOutputChannel):
    """Collects each bot message in one piece; the stock channel cuts texts at empty lines."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep text, buttons and custom data of one message together."""
        parts = {key: message[key] for key in ("text", "buttons", "custom") if message.get(key)}
        if parts:
            await self._persist_message({"recipient_id": recipient_id, **parts})


class GatewayInput(InputChannel):
    """``POST /webhooks/gateway/webhook`` with header ``X-Gateway-Token``; ``GET /webhooks/gateway/`` tells health."""

    @classmethod
    def name(cls) -> str:
        """Return the channel's part of the address."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayInput:
        """Read ``token`` from credentials.yml.

        Raises:
            ValueError: the token is missing or too short.
        """
        token = str((credentials or {}).get("token") or "")
        if len(token) < MIN_TOKEN:
            raise ValueError(f"bot.channels.gateway needs a token of {MIN_TOKEN} characters or more")
        return cls(token)

    def __init__(self, token: str) -> None:
        self._token = token
        action_calls.lighten()
        graph_run.straighten()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the three routes."""
        module = inspect.getmodule(self)
        blueprint = Blueprint("gateway_webhook", module.__name__ if module else None)

        @blueprint.after_server_stop
        async def close(*_: Any) -> None:
            await action_calls.close()

        @blueprint.get("/")
        async def health(request: Request) -> response.HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)  # Rasa's own "/" says 200 even with no model
            ready = bool(agent and agent.is_ready())
            return response.json({"ready": ready}, status=200 if ready else 503)

        @blueprint.post("/webhook")
        async def receive(request: Request) -> response.HTTPResponse:
            if not self._knows(request):
                return response.json({"error": "unauthorized"}, status=401)
            try:
                message = read_message(request.body)
            except BadMessage as problem:
                return response.json({"error": str(problem)}, status=400)
            out = WholeMessages()
            message.output_channel, message.input_channel = out, self.name()
            if (message.metadata or {}).get(KNOWN) and not await _remembers(request.app.ctx.agent, message.sender_id):
                return response.json({"error": "forgotten"}, status=409)
            await on_new_message(message)
            return response.json(out.messages)

        @blueprint.post("/parse")
        async def parse(request: Request) -> response.HTTPResponse:
            """Tell what a text means without keeping anything of it."""
            if not self._knows(request):
                return response.json({"error": "unauthorized"}, status=401)
            try:
                text = read_message(request.body, sender="-").text
            except BadMessage as problem:
                return response.json({"error": str(problem)}, status=400)
            found = (await request.app.ctx.agent.parse_message(text))["intent"]
            return response.json({"intent": found["name"], "confidence": found["confidence"]})

        return blueprint

    def _knows(self, request: Request) -> bool:
        shown = request.headers.get("x-gateway-token", "").encode("utf-8", "replace")
        return hmac.compare_digest(shown, self._token.encode())


async def _remembers(agent: Agent, sender: str) -> bool:
    return agent.tracker_store is not None and await agent.tracker_store.retrieve(sender) is not None


def read_message(body: bytes, sender: str | None = None) -> UserMessage:
    """Read the body of a post; ``sender`` stands in for one that the body need not name.

    Raises:
        BadMessage: not JSON, or a part is missing, empty or too long.
    """
    try:
        data = json.loads(body)
    except ValueError:
        raise BadMessage("not JSON") from None
    if not isinstance(data, dict):
        raise BadMessage("not an object")
    sender, text, metadata = sender or data.get("sender"), data.get("message"), data.get("metadata")
    if not isinstance(sender, str) or not 0 < len(sender) <= MAX_SENDER:
        raise BadMessage(f"sender: a text of 1 to {MAX_SENDER} characters")
    if not isinstance(text, str) or not 0 < len(text) <= MAX_TEXT:
        raise BadMessage(f"message: a text of 1 to {MAX_TEXT} characters")
    if metadata is not None and not isinstance(metadata, dict):
        raise BadMessage("metadata: an object")
    return UserMessage(text, None, sender, metadata=metadata)
