"""From a published record to what a person is told; nothing is added that the record does not say."""

from knowledge.answers.compose import compose
from knowledge.answers.plan import plan_answer
from knowledge.answers.turns import (
    RefusalKind,
    ask_more,
    choose,
    error,
    feedback_guidance,
    greeting,
    handed_over,
    help,  # noqa: A004 - the word the payload /help uses
    not_found,
    out_of_scope,
    refused,
)

__all__ = [
    "RefusalKind",
    "ask_more",
    "choose",
    "compose",
    "error",
    "feedback_guidance",
    "greeting",
    "handed_over",
    "help",
    "not_found",
    "out_of_scope",
    "plan_answer",
    "refused",
]
