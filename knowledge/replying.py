"""Parts of the facade that need nothing of a loaded snapshot: one answer made, and what a search result says."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Protocol

from knowledge.answer import Answer, AnswerStatus
from knowledge.answers import ask_more, choose, compose, not_found, out_of_scope
from knowledge.answers.joining import together
from knowledge.answers.placing import with_place
from knowledge.aspects import Aspect
from knowledge.errors import CorruptFile
from knowledge.model import ChannelKind, Procedure
from knowledge.results import SearchResult

log = logging.getLogger(__name__)

MOST_ASPECTS = 3
"""Aspects answered in one turn; more than that is not read."""


class Answering(Protocol):
    """Answers one aspect of a procedure (:meth:`knowledge.service.Knowledge.answer`)."""

    def __call__(self, code: str, aspect: Aspect, *, channel: ChannelKind | None) -> Answer:
        """Return the answer."""
        ...


def composed(record: Procedure, aspect: Aspect, guides_folder: Path | None, **asked: Any) -> Answer:
    """Compose an answer (arguments of :func:`knowledge.answers.compose`); a guide that is being edited is passed over.

    The shipped guide serves meanwhile.
    """
    try:
        return compose(record, aspect, guides_folder=guides_folder, **asked)
    except CorruptFile as broken:
        log.warning("guide_broken", extra={"file": broken.path.name})
        return compose(record, aspect, **asked)


def procedure_reply(answer: Answering, result: SearchResult, said_place: str | None) -> Answer:
    """Return what a search result says: the facts, a choice, or a question back."""
    if result.status is AnswerStatus.ANSWERED:
        aspects = result.aspects[:MOST_ASPECTS] or (Aspect.OVERVIEW,)
        code = result.hits[0].code
        return together([answer(code, aspect, channel=result.channel) for aspect in aspects])
    if result.status is AnswerStatus.CHOOSE:
        return with_place(choose(result.hits, result.aspects[0] if result.aspects else None), said_place)
    if result.status is AnswerStatus.OUT_OF_SCOPE:
        return out_of_scope()
    return not_found(result.question) if result.status is AnswerStatus.NOT_FOUND else ask_more(result.question)
