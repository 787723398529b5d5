"""A bare number: a procedure code, a choice, or something personal that is not needed."""

from __future__ import annotations

from actions import wording
from actions.choices import ordinal
from actions.context import Context
from actions.finding import answer_about
from actions.hearing import Heard
from actions.host import knowledge
from actions.plainly import said_plainly
from actions.turn import Speaker, Turn


class NumberTurn(Turn):
    """Takes a code or a choice; for anything else says that no personal number is needed."""

    NAME = "action_number"

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Read the number; it is never repeated."""
        if after := said_plainly(knowledge(), heard, context, speaker):
            return after
        if heard.code:
            return answer_about(knowledge(), heard.code, context, speaker, aspects=heard.aspects)
        place = ordinal(heard.text, len(context.candidates)) if context.candidates else None
        if place is not None and place < len(context.candidates):
            code = context.candidates[place].code
            return answer_about(knowledge(), code, context, speaker, aspects=context.aspects, channel=context.channel)
        speaker.say(wording.no_personal_numbers())
        return context
