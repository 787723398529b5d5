"""Answers without Rasa: search and the record itself, and plain words for what only a dialogue can do."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress

from actions.danger import in_danger
from actions.feedback.fields import MARK
from actions.feedback.plain import is_plain_report
from actions.feedback.steps import Do
from actions.feedback.turns import guidance
from actions.manners import out_of_place
from actions.placing import place_reply
from actions.safety import cannot_log_in, speaks_of_secrets
from actions.wording import emergency, login_trouble
from api import wording
from api.chat.intake import Pressed, Question
from api.chat.payloads import Button, Press, read_button
from api.chat.private import explicit
from api.errors import ButtonRefused, KnowledgeUnavailable
from api.knowledge_keeper import KnowledgeBase, KnowledgeKeeper
from knowledge import answers
from knowledge.answer import Answer, AnswerStatus, NoteBlock
from knowledge.answers.paper_parts import PapersWanted, is_long
from knowledge.answers.turns import RefusalKind
from knowledge.aspects import Aspect, aspects_in, channel_in, is_follow_up
from knowledge.errors import ProcedureNotFound
from knowledge.model import ChannelKind

log = logging.getLogger(__name__)


def answer_directly(
    keeper: KnowledgeKeeper,
    asked: Question | Pressed,
    code: str | None,
    earlier: Sequence[tuple[str, str | None]],
    province: str | None = None,
    place: str | None = None,
) -> Answer:
    """Answer from the loaded snapshot; blocks: call it from a worker thread. Never raises.

    Args:
        keeper: holds the loaded snapshot.
        asked: what the person sent.
        code: the procedure the conversation is about.
        earlier: text and payload of the person's messages before, oldest first.
        province: that the conversation is about; ``None``: the deployment's own.
        place: where the person has said to be, in words.
    """
    try:
        knowledge = keeper.current()
        if province:
            knowledge = knowledge.for_province(province, place) if place else knowledge.for_province(province)
        if isinstance(asked, Pressed):
            return _noted(_pressed(knowledge, asked.button, code, province))
        if code is None and (reply := place_reply(asked.text, province)):
            return _noted(reply)
        return _noted(_asked(knowledge, asked.text, code, earlier))
    except KnowledgeUnavailable:
        log.error("no_snapshot")
    except Exception:  # whatever broke, the person still gets words and the message is kept
        log.exception("fallback_failed")
    return answers.error()


def answer_in_form(intake: Question | Pressed, *, open_form: bool) -> Answer | None:
    """Answer what only the dialogue can go on with; ``None``: search answers.

    Args:
        intake: what the person sent.
        open_form: a PAKN is being taken in, or followed.
    """
    if isinstance(intake, Question):
        other = explicit(intake.text)
        return _noted(guidance(other), wording.DIALOGUE_DOWN) if other else None
    step = intake.button.step
    if step is None:
        return None
    if step.do is Do.GUIDE and step.to:
        return guidance(step.to)
    if step.problem:
        return Answer(status=AnswerStatus.FEEDBACK, lead=step.problem)
    words = wording.DRAFT_KEPT if open_form else wording.FORM_NOT_NOW
    return Answer(status=AnswerStatus.FEEDBACK, lead=words)


def _asked(
    knowledge: KnowledgeBase, question: str, code: str | None, earlier: Sequence[tuple[str, str | None]]
) -> Answer:
    """Answer about the current procedure when the question names no other, else search.

    What is plainly said to be a complaint is told where to go; the dialogue that would take it in is not there. A cry
    for help, a secret, abuse and the like are heard by their words too.
    """
    if in_danger(question):
        return emergency()
    if is_plain_report(question):
        return answers.feedback_guidance()
    if speaks_of_secrets(question):
        return login_trouble() if cannot_log_in(question) else answers.refused(RefusalKind.CREDENTIALS)
    if reply := out_of_place(question):
        return reply
    if code and is_follow_up(question):
        aspects = aspects_in(question)
        with suppress(ProcedureNotFound):
            aspect = aspects[0] if aspects else Aspect.OVERVIEW
            return _about(knowledge, code, aspect, PapersWanted(need=question), channel=_channel(question))
    words = (_in_words(knowledge, text, payload) for text, payload in earlier)
    return knowledge.reply(question, history=[one for one in words if one and not one.startswith(MARK)])


def _about(
    knowledge: KnowledgeBase, code: str, aspect: Aspect, papers: PapersWanted, *, channel: ChannelKind | None = None
) -> Answer:
    """Answer about a procedure; a long list of papers in parts, as in the dialogue."""
    if aspect is Aspect.DOCUMENTS and is_long(knowledge.procedure(code)):
        return knowledge.answer(code, aspect, channel=channel, papers=papers)
    return knowledge.answer(code, aspect, channel=channel)


def _channel(question: str) -> ChannelKind | None:
    kind = channel_in(question)
    return ChannelKind(kind) if kind else None


def _in_words(knowledge: KnowledgeBase, text: str, payload: str | None) -> str:
    """An earlier message for search: a chosen procedure stands there with its name."""
    with suppress(ButtonRefused, ProcedureNotFound):
        chosen = read_button(payload).code if payload else None
        return knowledge.procedure(chosen).name if chosen else text
    return text


def _pressed(knowledge: KnowledgeBase, button: Button, code: str | None, province: str | None) -> Answer:
    if button.press in (Press.CHOOSE, Press.ASK):
        wanted = button.code or code
        if wanted is None:
            return Answer(status=AnswerStatus.ASK_MORE, lead=wording.NAME_THE_PROCEDURE)
        try:
            if button.other:
                return knowledge.compare(wanted, button.other)
            return _about(knowledge, wanted, button.aspect or Aspect.OVERVIEW, PapersWanted(at=button.part))
        except (ProcedureNotFound, ValueError):
            return answers.not_found(wanted)
    if button.field:
        return knowledge.fields(button.field)
    if button.press is Press.HELP:
        return answers.help()
    if button.press is Press.FEEDBACK:
        return answers.feedback_guidance()
    if button.press is Press.HANDOVER:
        return answers.handed_over(province)
    words = wording.RESTARTED if button.press is Press.RESTART else wording.NOT_NOW
    return Answer(status=AnswerStatus.ASK_MORE, lead=words)


def _noted(answer: Answer, text: str = wording.FROM_SEARCH) -> Answer:
    note = NoteBlock(tone="info", text=text)
    return answer.model_copy(update={"blocks": (*answer.blocks, note)})
