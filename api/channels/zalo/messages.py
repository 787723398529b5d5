"""Bodies of Zalo's send calls, in the documented shapes."""

from __future__ import annotations

from typing import Any

from api.channels.model import Choice, Notice, Outgoing
from api.channels.rendering import size

TITLE_CHARACTERS = 100
PAYLOAD_CHARACTERS = 1000
NOTICE_VALUES = ("code", "event")


class Shape:
    """How this deployment's OA wants its buttons.

    Args:
        buttons: False sends text only (its menu is numbered in the text anyway).
        prefix: in front of a payload; Zalo's rules for keywords want ``#``.
        template_type: older documents ask for one; empty leaves it out, as the present ones do.
    """

    def __init__(self, *, buttons: bool, prefix: str, template_type: str) -> None:
        self._buttons = buttons
        self._prefix = prefix
        self._template_type = template_type

    def message(self, recipient: str, thread: str | None, message: Outgoing, *, plain: bool = False) -> dict[str, Any]:
        """Return the body of ``/v3.0/oa/message/cs``; ``plain`` leaves the buttons out."""
        content: dict[str, Any] = {"text": message.text}
        if self._buttons and message.choices and not plain and thread is None:
            content["attachment"] = {"type": "template", "payload": self._payload(message.choices)}
        return {"recipient": _recipient(recipient, thread), "message": content}

    def _payload(self, choices: tuple[Choice, ...]) -> dict[str, Any]:
        buttons = [
            {"title": cut(choice.title, TITLE_CHARACTERS), "type": "oa.query.hide", "payload": self._sent(choice)}
            for choice in choices
            if size(self._sent(choice)) <= PAYLOAD_CHARACTERS
        ]
        typed = {"template_type": self._template_type} if self._template_type else {}
        return {**typed, "buttons": buttons}

    def _sent(self, choice: Choice) -> str:
        return f"{self._prefix}{choice.payload}"


def template(recipient: str, template_id: str, fields: dict[str, str], notice: Notice, key: str) -> dict[str, Any]:
    """Return the body of ``/v3.0/oa/message/template``.

    Args:
        recipient: user id.
        template_id: of a template Zalo has approved.
        fields: parameter of the template → one of :data:`NOTICE_VALUES`.
        notice: what may be shown.
        key: of our message, so that Zalo's reports can be matched.
    """
    data = {name: str(getattr(notice, value)) for name, value in fields.items()}
    return {"user_id": recipient, "template_id": template_id, "template_data": data, "tracking_id": key[:48]}


def cut(text: str, limit: int) -> str:
    """Return ``text`` within ``limit``, cut at a word."""
    if size(text) <= limit:
        return text
    kept = text[: limit - 1]
    while size(kept) > limit - 1:
        kept = kept[:-1]
    return f"{kept.rsplit(' ', 1)[0]}…"


def _recipient(recipient: str, thread: str | None) -> dict[str, str]:
    """Return who gets it; a visitor who is not logged in has no user id (shape not verified, see docs/zalo.md)."""
    return {"user_id": recipient} if thread is None else {"anonymous_id": recipient, "conversation_id": thread}
