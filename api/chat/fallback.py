"""Answers without Rasa: search and the record itself, and plain words for what only a dialogue can do."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress

from api import wording
from api.chat.intake import Pressed, Question
from api.chat.payloads import Button, Press, read_button
from api.errors import ButtonRefused, KnowledgeUnavailable
from api.knowledge_keeper import KnowledgeBase, KnowledgeKeeper
from knowledge import answers
from knowledge.answer import Answer, AnswerStatus, NoteBlock
from knowledge.aspects import Aspect, aspects_in, channel_in, is_follow_up
from knowledge.errors import ProcedureNotFound
from knowledge.model import ChannelKind

log = logging.getLogger(__name__)


def answer_directly(
    keeper: KnowledgeKeeper, asked: Question | Pressed, code: str | None, earlier: Sequence[tuple[str, str | None]]
) -> Answer:
    """Answer from the loaded snapshot; blocks: call it from a worker thread. Never raises.

    Args:
        keeper: holds the loaded snapshot.
        asked: what the person sent.
        code: the procedure the conversation is about.
        earlier: text and payload of the person's messages before, oldest first.
    """
    try:
        knowledge = keeper.current()
        if isinstance(asked, Pressed):
            return _noted(_pressed(knowledge, asked.button, code))
        return _noted(_asked(knowledge, asked.text, code, earlier))
    except KnowledgeUnavailable:
        log.error("no_snapshot")
    except Exception:  # whatever broke, the person still gets words and the message is kept
        log.exception("fallback_failed")
    return answers.error()


def _asked(
    knowledge: KnowledgeBase, question: str, code: str | None, earlier: Sequence[tuple[str, str | None]]
) -> Answer:
    """Answer about the current procedure when the question names no other, else search."""
    if code and is_follow_up(question):
        aspects = aspects_in(question)
        with suppress(ProcedureNotFound):
            return knowledge.answer(code, aspects[0] if aspects else Aspect.OVERVIEW, channel=_channel(question))
    words = (_in_words(knowledge, text, payload) for text, payload in earlier)
    return knowledge.reply(question, history=[one for one in words if one])


def _channel(question: str) -> ChannelKind | None:
    kind = channel_in(question)
    return ChannelKind(kind) if kind else None


def _in_words(knowledge: KnowledgeBase, text: str, payload: str | None) -> str:
    """An earlier message for search: a chosen procedure stands there with its name."""
    with suppress(ButtonRefused, ProcedureNotFound):
        chosen = read_button(payload).code if payload else None
        return knowledge.procedure(chosen).name if chosen else text
    return text


def _pressed(knowledge: KnowledgeBase, button: Button, code: str | None) -> Answer:
    if button.press in (Press.CHOOSE, Press.ASK):
        wanted = button.code or code
        if wanted is None:
            return Answer(status=AnswerStatus.ASK_MORE, lead=wording.NAME_THE_PROCEDURE)
        try:
            return knowledge.answer(wanted, button.aspect or Aspect.OVERVIEW)
        except ProcedureNotFound:
            return answers.not_found(wanted)
    if button.press is Press.HELP:
        return answers.help()
    if button.press is Press.FEEDBACK:
        return answers.feedback_guidance()
    words = wording.RESTARTED if button.press is Press.RESTART else wording.NOT_NOW
    return Answer(status=AnswerStatus.ASK_MORE, lead=words)


def _noted(answer: Answer) -> Answer:
    note = NoteBlock(tone="info", text=wording.FROM_SEARCH)
    return answer.model_copy(update={"blocks": (*answer.blocks, note)})
