"""What a message comes from and comes to: the values :class:`api.chat.gateway.Gateway` works with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from api.chat.bot import BotMessage
from api.chat.intake import Intake, Pressed, Question
from api.chat.payloads import Press
from api.storage.conversations import Conversation, Said, Via
from knowledge.whereabouts import whereabouts_in


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message brought; ``asks``: the field of a form that is waited for now."""

    conversation_id: str
    said: Sequence[Said]
    province: str | None = None
    asks: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn comes to.

    Attributes:
        said: as it is kept.
        secrets: what fills the gaps in it, for the person alone.
        kept: takes the place of what the person typed in the record; ``None``: that stays.
    """

    said: Sequence[Said]
    via: Via
    after: Conversation
    secrets: Mapping[str, str] = field(default_factory=dict)
    kept: str | None = None


class Origin(NamedTuple):
    """Where a message comes from.

    Attributes:
        id: of the conversation; ``None``: a new one.
        province: key of the province of the page around the chat.
    """

    id: str | None
    channel: str
    province: str | None


def is_sealed(messages: Sequence[BotMessage]) -> bool:
    """Tell whether a reply has gaps that only the person may see filled."""
    return any(message.custom and message.custom.sealed for message in messages)


def asks_after(messages: Sequence[BotMessage]) -> str | None:
    """Return the field that a reply asks for last."""
    asked = [message.custom.asks for message in messages if message.custom and message.custom.asks]
    return asked[-1] if asked else None


def code_after(replies: Sequence[Said], before: str | None) -> str | None:
    """Return the procedure the conversation is about after the replies."""
    codes = [one.answer["code"] for one in replies if one.answer and one.answer.get("code")]
    return codes[-1] if codes else before


def placed(intake: Intake, before: Conversation) -> Conversation:
    """Return the conversation with where its person says to be; until a restart that counts before their page."""
    if not isinstance(intake, Question) or before.asks is not None:
        return before
    found = whereabouts_in(intake.text)
    if found is None:
        return before
    return replace(before, place=None if found.other else found.said(before.home) or before.place)


def begun_anew(after: Conversation, intake: Intake, messages: Sequence[BotMessage] = ()) -> Conversation:
    """Return the conversation without what its person has begun anew from."""
    pressed = isinstance(intake, Pressed) and intake.button.press is Press.RESTART
    if pressed or any(message.custom and message.custom.forgets for message in messages):
        return replace(after, code=None, place=None)
    return after


def names_its_procedure(intake: Question | Pressed) -> bool:
    """Tell whether a message needs nothing of what was spoken of before."""
    return isinstance(intake, Pressed) and (intake.button.code is not None or intake.button.press is Press.RESTART)
