"""Answers to several aspects of one procedure as one."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answer import Answer


def together(answers: Sequence[Answer]) -> Answer:
    """Join answers to several aspects of one procedure into one."""
    first = answers[0]
    if len(answers) == 1:
        return first
    blocks = [block for answer in answers for block in answer.blocks]
    unique = [block for i, block in enumerate(blocks) if block not in blocks[:i]]
    lead = " ".join(answer.lead for answer in answers)
    return first.model_copy(update={"lead": lead, "blocks": tuple(unique)})
