"""A message as Rasa understood it, and the earlier ones it stands after."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ConfigDict
from rasa_sdk import Tracker

from actions.corrections import meant
from knowledge.aspects import Aspect, content_words
from knowledge.model import ChannelKind
from knowledge.text import fold

PAYLOAD = "/"
HISTORY = 4
"""How many earlier questions search is told."""

# Two things compared; not the ways of filing one.
_DIFFERENT = re.compile(r"^(?!.*\b(?:nop|cach|hinh thuc|online|truc tuyen|truc tiep|buu)\b).*\b(?:khac|giong|hon)\b")
_QUESTIONS = ("ask", "nlu_fallback")
_FRESH_STARTS = ("restart", "back")


class Earlier(BaseModel):
    """A message the person sent before."""

    model_config = ConfigDict(frozen=True)
    intent: str
    text: str


class Heard(BaseModel):
    """What a turn starts from.

    Attributes:
        text: as typed; empty when a button was pressed.
        code: a procedure code typed or sent by a button.
        confidence: of the intent, 0 to 1.
        other: a second procedure, to be compared with ``code``.
        part: of a long list of papers.
        earlier: earlier messages since the conversation last began anew, oldest first.
    """

    model_config = ConfigDict(frozen=True)

    text: str = ""
    code: str | None = None
    aspects: tuple[Aspect, ...] = ()
    channel: ChannelKind | None = None
    confidence: float = 1.0
    other: str | None = None
    part: str | None = None
    earlier: tuple[Earlier, ...] = ()

    @classmethod
    def of(cls, tracker: Tracker) -> Heard:
        """Read the latest message of a tracker."""
        message: dict[str, Any] = tracker.latest_message or {}
        text = str(message.get("text") or "")
        entities = [(entity.get("entity"), entity.get("value")) for entity in message.get("entities") or []]
        aspects = [value for name, value in entities if name == "aspect" and value in list(Aspect)]
        channels = [value for name, value in entities if name == "channel" and value in list(ChannelKind)]
        return cls(
            text="" if text.startswith(PAYLOAD) else text,
            code=next((str(value) for name, value in entities if name == "code"), None),
            aspects=of_one(text, tuple(dict.fromkeys(Aspect(value) for value in aspects))),
            channel=ChannelKind(channels[0]) if channels else None,
            confidence=float((message.get("intent") or {}).get("confidence") or 0.0),
            other=next((str(value) for name, value in entities if name == "other"), None),
            part=next((str(value) for name, value in entities if name == "part"), None),
            earlier=_earlier(tracker.events),
        )

    @property
    def history(self) -> tuple[str, ...]:
        """The earlier questions about procedures."""
        return tuple(said.text for said in self.earlier if said.intent in _QUESTIONS)[-HISTORY:]

    @property
    def plan_questions(self) -> tuple[str, ...]:
        """The earlier questions about plans."""
        return tuple(said.text for said in self.earlier if said.intent == "plans")


def of_one(text: str, aspects: tuple[Aspect, ...]) -> tuple[Aspect, ...]:
    """Leave the comparison of ways of filing out where two things are compared ("khác gì cấp lại", "rẻ hơn không")."""
    two = Aspect.COMPARE in aspects and _DIFFERENT.search(fold(text)) and content_words(text)
    return tuple(aspect for aspect in aspects if not (two and aspect is Aspect.COMPARE))


def _earlier(events: list[dict[str, Any]]) -> tuple[Earlier, ...]:
    """Read the messages before the latest; a restart, a return or a correction begins them anew."""
    said: list[Earlier] = []
    users = [event for event in events if event.get("event") == "user"]
    for event in users[:-1]:
        text = str(event.get("text") or "")
        intent = str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or "")
        if intent in _FRESH_STARTS:
            said = []
        elif intent == "correct":
            right = meant(text)
            said = [Earlier(intent="ask", text=right)] if right else []
        elif text and not text.startswith(PAYLOAD):
            said.append(Earlier(intent=intent, text=text))
    return tuple(said)
