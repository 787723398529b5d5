"""The survey in a conversation: pressed points, words that are announced first, and when to ask at all."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from api.chat.intake import Intake, Question
from api.chat.payloads import SurveyStep
from api.chat.replies import plain
from api.storage.conversations import Conversation, Said
from api.survey import words
from api.survey.store import Surveys
from knowledge.answer import AnswerStatus

WORDS = "survey"
"""What a conversation waits for (``ConversationRow.asks``) after "Viết góp ý"."""
_NO_MOMENT = (AnswerStatus.HANDED_OVER, AnswerStatus.FEEDBACK, AnswerStatus.ERROR)


class SurveyTalk:
    """What the gateway asks of the survey."""

    def __init__(self, surveys: Surveys) -> None:
        self._surveys = surveys

    async def pressed(self, step: SurveyStep, at: Conversation) -> tuple[Said, Conversation]:
        """Take a button of the survey; a form that is open stays open."""
        free = at.asks is None or at.asks == WORDS
        if step.score is not None:
            await asyncio.to_thread(self._surveys.rate, at.id, step.score)
            text = words.THANKS.format(level=words.LEVELS[step.score - 1], score=step.score)
            return plain(text, [words.WRITE] if free else []), replace(at, asks=None if free else at.asks)
        if step.do == "words" and free:
            return plain(words.WRITE_NOW, [words.SKIP]), replace(at, asks=WORDS)
        await asyncio.to_thread(self._surveys.skip, at.id)
        return plain(words.SKIPPED), replace(at, asks=None if free else at.asks)

    async def written(self, typed: str, at: Conversation) -> tuple[Said, Conversation]:
        """Keep announced words."""
        await asyncio.to_thread(self._surveys.write, at.id, typed)
        return plain(words.WRITTEN), replace(at, asks=None)

    async def completed(self, conversation: Conversation, intake: Intake, replies: Sequence[Said]) -> Sequence[Said]:
        """Return the replies to a message that ends a need with the question behind them, where it is time to ask."""
        if not (isinstance(intake, Question) and conversation.asks is None and words.is_finished(intake.text)):
            return replies
        if not replies or any(one.status in _NO_MOMENT for one in replies):
            return replies
        asked = await asyncio.to_thread(self._surveys.ask, conversation.id)
        return [*(_bare(one) for one in replies), asked] if asked else replies


def _bare(one: Said) -> Said:
    """Return a message without its buttons: those of the survey count from 1."""
    answer = {**one.answer, "quick_replies": []} if one.answer else None
    return replace(one, buttons=[], answer=answer)
