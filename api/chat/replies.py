"""Makes kept messages out of what Rasa or search said."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.chat.bot import BotMessage
from api.storage.conversations import Said, new_id
from knowledge.answer import Answer, AnswerStatus, QuickReply
from knowledge.render import as_text


def said(answer: Answer, *, band: str | None = None, buttons: Sequence[QuickReply] = ()) -> Said:
    """Turn an answer into a message; its quick replies are the buttons unless others are given."""
    return Said(
        id=new_id(),
        text=as_text(answer),
        buttons=_plain(buttons or answer.quick_replies),
        answer=answer.model_dump(mode="json", exclude_none=True),
        status=answer.status,
        band=band,
    )


def plain(text: str, buttons: Sequence[QuickReply] = (), status: AnswerStatus | None = None) -> Said:
    """Turn words without data into a message."""
    answer = Answer(status=status, lead=text).model_dump(mode="json", exclude_none=True) if status else None
    return Said(id=new_id(), text=text, buttons=_plain(buttons), answer=answer, status=status)


def from_bot(messages: Sequence[BotMessage]) -> list[Said]:
    """Join Rasa's pieces: texts in a row become one message; an answer takes the place of its own text."""
    out: list[Said] = []
    waiting = _Waiting()
    for message in messages:
        answer = message.custom.answer if message.custom else None
        if answer is not None:
            left_over = waiting.drop_what_is_in(as_text(answer))
            out += waiting.release()
            band = message.custom.band if message.custom else None
            out.append(said(answer, band=band, buttons=message.buttons or left_over))
        elif message.text and message.text.strip():
            if waiting.buttons:
                out += waiting.release()
            waiting.texts.append(message.text.strip())
            waiting.buttons = message.buttons
    return out + waiting.release()


def secrets_of(messages: Sequence[BotMessage], unseal: Callable[[str], str]) -> dict[str, str]:
    """Return what fills the gaps of a reply: gap → value."""
    found: dict[str, str] = {}
    for message in messages:
        if message.custom and message.custom.sealed:
            found.update(json.loads(unseal(message.custom.sealed)))
    return found


def filled(said: Said, secrets: Mapping[str, str]) -> Said:
    """Return a message as the person gets it: with its gaps filled. What is kept is the one with gaps."""
    if not secrets:
        return said
    buttons = _fill(said.buttons, secrets)
    return replace(said, text=_fill(said.text, secrets), answer=_fill(said.answer, secrets), buttons=buttons)


def _fill(part: Any, secrets: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        for gap, value in secrets.items():
            part = part.replace(gap, value)
        return part
    if isinstance(part, dict):
        return {key: _fill(value, secrets) for key, value in part.items()}
    return [_fill(value, secrets) for value in part] if isinstance(part, list) else part


class _Waiting:
    """Texts that may still turn out to belong to an answer that follows them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.buttons: tuple[QuickReply, ...] = ()

    def drop_what_is_in(self, whole: str) -> tuple[QuickReply, ...]:
        """Forget texts that the answer says anyway; return their buttons when none is left to carry them."""
        said_again = _words(whole)
        self.texts = [text for text in self.texts if _words(text) not in said_again]
        if self.texts:
            return ()
        buttons, self.buttons = self.buttons, ()
        return buttons

    def release(self) -> list[Said]:
        """Return what waited as one message (or none)."""
        texts, buttons = self.texts, self.buttons
        self.texts, self.buttons = [], ()
        return [plain("\n\n".join(texts), buttons)] if texts else []


def _words(text: str) -> str:
    return " ".join(text.split())


def _plain(buttons: Sequence[QuickReply]) -> list[dict[str, str]]:
    return [{"title": button.title, "payload": button.payload} for button in buttons]
