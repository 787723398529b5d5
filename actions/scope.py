"""A message that does not seem to be about procedures."""

from __future__ import annotations

from actions.context import Context
from actions.finding import by_office, follow, is_sure
from actions.hearing import Heard
from actions.host import knowledge
from actions.turn import Speaker, Turn
from knowledge.answers import turns

CONFIDENT = 0.75
"""From this confidence on, the intent is believed without asking search."""


class OutOfScopeTurn(Turn):
    """Declines; in doubt search has the last word, for the catalogue is wider than any training set."""

    NAME = "action_out_of_scope"

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Decline, or answer what the office has added or search knows beyond doubt."""
        known = knowledge()
        if after := by_office(known, heard, context, speaker):
            return after
        if heard.text and heard.confidence < CONFIDENT:
            result = known.search(heard.text, history=heard.history)
            if is_sure(result):
                return follow(known, result, heard, context, speaker, aspects=heard.aspects)
        speaker.say(turns.out_of_scope())
        return context
