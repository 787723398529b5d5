"""What a person typed, made safe: cleaned, without markup and commands, masked, and of a length one can read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from api import wording
from api.chat.payloads import Button, read_button
from api.errors import ButtonRefused
from api.security.masking import mask
from knowledge.answer import AnswerStatus
from knowledge.text import clean

_HIDDEN_PARTS = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_COMMAND_MARKS = re.compile(r"^[/\s\\]+")
_INTENT_JSON = re.compile(r"^/\s*\w+\s*(?:@[\d.]+)?\s*[{(].*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Question:
    """A text for Rasa and search; masked, so it is also what is kept.

    Attributes:
        typed: as it was typed, for the draft of a PAKN alone.
    """

    text: str
    typed: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A pressed button; ``text`` is its title as the person saw it."""

    button: Button
    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Nothing to hand on: the gateway answers with ``reply`` by itself; ``text`` is what is kept."""

    reply: str
    status: AnswerStatus
    text: str


Intake = Question | Pressed | Unreadable


def take_in(text: str, payload: str | None, limit: int) -> Intake:
    """Read what a client sent.

    Args:
        text: as typed; for a button its title.
        payload: of a button; one that does not start with "/" is a question of its own.
        limit: characters of a question that are read.

    Raises:
        ButtonRefused: a payload that is none of ours.
    """
    if payload and payload.lstrip().startswith("/"):
        return Pressed(read_button(payload), _shown(text, limit))
    if payload and payload.strip():
        text = payload
    typed = clean(text)
    if typed.startswith("/"):
        try:
            return Pressed(read_button(typed), typed)  # channels without buttons send the payload as text
        except ButtonRefused:
            typed = _without_command(typed)
    return _question(typed, limit)


def _question(typed: str, limit: int) -> Intake:
    if not typed:
        return Unreadable(wording.EMPTY, AnswerStatus.ASK_MORE, "")
    if len(typed) > limit:
        return Unreadable(
            wording.TOO_LONG.format(limit=f"{limit:,}".replace(",", ".")), AnswerStatus.REFUSED, _shown(typed, limit)
        )
    plain = _COMMAND_MARKS.sub("", clean(_without_markup(typed)))
    if not any(unicodedata.category(character)[0] in "LN" for character in plain):
        return Unreadable(wording.NO_WORDS, AnswerStatus.ASK_MORE, _shown(typed, limit))
    return Question(mask(plain), plain)


def _without_command(typed: str) -> str:
    """Take the command out of ``/intent{…}``; what follows the mark of a plain ``/word`` stays as words."""
    return "" if _INTENT_JSON.match(typed) else _COMMAND_MARKS.sub("", typed)


def _without_markup(typed: str) -> str:
    return _TAG.sub(" ", _COMMENT.sub(" ", _HIDDEN_PARTS.sub(" ", typed)))


def _shown(text: str, limit: int) -> str:
    """What is kept of a text that is not handed on; masked as a whole before it is cut, so no number is halved."""
    return mask(clean(_without_markup(text)))[:limit]
