"""What the chat gateway asks before and after a turn: is a person listening, does somebody want one?"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from api.chat.intake import Intake, Pressed, Question, Unreadable
from api.chat.payloads import Press, read_button
from api.chat.replies import plain, said
from api.handover import words
from api.handover.citizens import Citizens
from api.handover.floor import Floor
from api.handover.wishes import says_yes, wants_assistant, wants_person
from api.storage.conversations import Said
from knowledge.answer import Answer, AnswerStatus, NoteBlock
from knowledge.answers.turns import HANDOVER

_HELPLESS = (AnswerStatus.NOT_FOUND, AnswerStatus.ASK_MORE, AnswerStatus.ERROR)
"""Ends of a turn that brought the person no further."""


class Reception:
    """Stands between the gateway and the hand-over; without hand-over it does nothing at all."""

    def __init__(self, floor: Floor, citizens: Citizens) -> None:
        self._floor = floor
        self._citizens = citizens

    async def pass_on(self, conversation_id: str | None, intake: Intake, typed: str, key: str | None) -> Intake | None:
        """Return what the assistant is to hear.

        Args:
            conversation_id: of the message; a new conversation has no operator.
            intake: as read.
            typed: the text as it came, for what a channel made a button of.
            key: the same for the same message sent again.

        Returns:
            ``None``: the message is kept for the operator who talks with the person, and the assistant is silent.
        """
        if not self._floor.enabled or conversation_id is None:
            return intake
        if isinstance(intake, Question) and wants_assistant(intake.text):
            where = await asyncio.to_thread(self._citizens.standing, conversation_id)
            if where.is_open:
                return Pressed(read_button(words.BACK.payload), intake.text)
        if isinstance(intake, Pressed) and intake.button.press is Press.ASSISTANT:
            return intake
        text, remark = _for_operator(intake, typed)
        heard = await asyncio.to_thread(self._citizens.hear, conversation_id, text, key=key, remark=remark)
        return None if heard else intake

    async def silences(self, conversation_id: str) -> bool:
        """Tell whether an operator came while the assistant was thinking: its answer is then not said."""
        return self._floor.enabled and await asyncio.to_thread(self._citizens.was_heard, conversation_id)

    async def back(self, conversation_id: str) -> Said:
        """Take the person back to the assistant."""
        left = self._floor.enabled and await asyncio.to_thread(self._citizens.leave, conversation_id)
        return plain(words.LEFT if left else words.NOT_WAITING)

    async def completed(
        self, conversation_id: str, channel: str, intake: Intake, replies: Sequence[Said], *, searched: bool
    ) -> Sequence[Said]:
        """Return the replies with what the hand-over has to say.

        Args:
            conversation_id: of the turn.
            channel: of the person.
            intake: what the person sent.
            replies: of the assistant.
            searched: Rasa was not there, so a wish in words has to be understood here.
        """
        if not self._floor.enabled:
            return replies
        announced = any(one.status == AnswerStatus.HANDED_OVER for one in replies)
        if announced or await self._wishes(conversation_id, intake, searched):
            entered = said(await asyncio.to_thread(self._citizens.ask, conversation_id, channel))
            if not announced:
                return [entered]
            return [entered if one.status == AnswerStatus.HANDED_OVER else one for one in replies]
        if await self._is_helpless(conversation_id, intake, replies):
            return [*replies[:-1], _offering(replies[-1])]
        return replies

    async def _wishes(self, conversation_id: str, intake: Intake, searched: bool) -> bool:
        if isinstance(intake, Pressed):
            return intake.button.press is Press.HANDOVER
        if not isinstance(intake, Question):
            return False
        if searched and wants_person(intake.text):
            return True
        if not says_yes(intake.text):
            return False
        _, before = await asyncio.to_thread(self._citizens.last_answer, conversation_id)
        return words.OFFER in before

    async def _is_helpless(self, conversation_id: str, intake: Intake, replies: Sequence[Said]) -> bool:
        """Tell whether this is the second turn in a row that did not help, with operators there."""
        if not (isinstance(intake, Question) and replies and replies[-1].status in _HELPLESS and replies[-1].answer):
            return False
        status, _ = await asyncio.to_thread(self._citizens.last_answer, conversation_id)
        if status not in _HELPLESS or not self._floor.is_open():
            return False
        where = await asyncio.to_thread(self._citizens.standing, conversation_id)
        return not where.is_open


def _for_operator(intake: Intake, typed: str) -> tuple[str, str]:
    """Return what the operator gets to read, and a remark to it."""
    if isinstance(intake, Unreadable):
        return intake.text, words.CUT_REMARK if intake.status is AnswerStatus.REFUSED else ""
    if isinstance(intake, Pressed):
        return intake.text or typed, ""
    return intake.text, ""


def _offering(reply: Said) -> Said:
    answer = Answer.model_validate(reply.answer)
    others = tuple(one for one in answer.quick_replies if one.payload != HANDOVER.payload)
    whole = answer.model_copy(
        update={"blocks": (*answer.blocks, NoteBlock(text=words.OFFER)), "quick_replies": (HANDOVER, *others)}
    )
    return said(whole, band=reply.band)
