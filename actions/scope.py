"""A message that does not seem to be about procedures."""

from __future__ import annotations

import re

from actions.answer import AnswerTurn
from actions.context import Context
from actions.doubt import CONFIDENT, meant_otherwise
from actions.finding import by_office
from actions.hearing import Heard
from actions.host import knowledge
from actions.turn import Speaker
from knowledge.answers import turns
from knowledge.aspects import content_words
from knowledge.text import fold

_ASKS = re.compile(r"\b(?:bao nhieu|bao lau|the nao|ra sao|thi sao|duoc khong)\b")
_ELLIPTIC = 2
"""Words of a need that a question about what is spoken of may hold ("bao nhiêu một trang")."""


class OutOfScopeTurn(AnswerTurn):
    """Declines; in doubt search has the last word, for the catalogue is wider than any training set."""

    NAME = "action_out_of_scope"

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Decline, or answer what the office has added, what goes on with the context, or search knows beyond doubt."""
        known = knowledge()
        if after := by_office(known, heard, context, speaker) or meant_otherwise(known, heard, context, speaker):
            return after
        if _goes_on(heard, context):
            return super().take(heard, context, speaker)
        speaker.say(turns.out_of_scope())
        return context


def _goes_on(heard: Heard, context: Context) -> bool:
    """Tell whether a doubtful message asks something in few words while a procedure is spoken of."""
    if heard.confidence >= CONFIDENT or not (context.procedure_code or context.candidates):
        return False
    asks = heard.aspects or _ASKS.search(fold(heard.text))
    return bool(asks) and len(content_words(heard.text)) <= _ELLIPTIC
