"""Danger to life, and what an assistant must never do."""

from __future__ import annotations

import re

from actions import wording
from actions.context import Context
from actions.courtesy import FixedTurn
from actions.hearing import Heard
from actions.turn import Speaker, Turn
from knowledge.answer import Answer
from knowledge.answers import turns
from knowledge.answers.turns import RefusalKind
from knowledge.text import fold, normalise_query

_SIGNS = (
    (RefusalKind.CREDENTIALS, re.compile(r"\b(?:otp|mat khau|ma pin|pin|password|dang nhap|mat ma)\b")),
    (RefusalKind.CARD_PICTURES, re.compile(r"\b(?:anh|hinh|chup)\b.*\b(?:can cuoc|chung minh|giay to|ho chieu|the)\b")),
    (
        RefusalKind.ACT_FOR,
        re.compile(
            r"\b(?:nop|lam|dien|ky|ki|dong|thanh toan|dang ky)\b.*\b(?:ho|gium|dum|thay|giup)\b"
            r"|\b(?:ho|gium|dum|thay|giup)\b.*\b(?:nop|dien|ky|dong tien)\b"
        ),
    ),
)
_NOT_ACTING = re.compile(r"\bgia\b|\bchay\b|\bhack\b|\bcua nguoi khac\b")


class EmergencyTurn(FixedTurn):
    """Names the emergency numbers before anything else."""

    NAME = "action_emergency"

    def words(self) -> Answer:
        """Return the numbers."""
        return wording.emergency()


class UnsafeTurn(Turn):
    """Refuses, with the advice that fits."""

    NAME = "action_unsafe"

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Refuse; the context stays."""
        kind = refusal_kind(heard.text)
        speaker.say(turns.refused(kind) if kind else wording.refused())
        return context


def refusal_kind(text: str) -> RefusalKind | None:
    """Return which refusal fits; ``None`` for forgery, bribery, prying and attempts to change the rules."""
    line = fold(normalise_query(text))
    if _NOT_ACTING.search(line) and not re.search(r"\botp\b", line):
        return None
    return next((kind for kind, sign in _SIGNS if sign.search(line)), None)
