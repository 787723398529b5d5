"""What a test reads of answers."""

from __future__ import annotations

from knowledge.answer import Answer, AnswerStatus
from knowledge.aspects import Aspect


def about(answers: list[Answer]) -> list[tuple[str | None, Aspect | None]]:
    return [(answer.code, answer.aspect) for answer in answers]


def statuses(answers: list[Answer]) -> list[AnswerStatus]:
    return [answer.status for answer in answers]


def buttons(answer: Answer) -> list[str]:
    return [reply.payload for reply in answer.quick_replies]
