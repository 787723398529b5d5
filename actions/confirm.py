"""Yes and no, to whatever stands open."""

from __future__ import annotations

import re

from actions import wording
from actions.choose import none_of_these
from actions.context import Context
from actions.doubt import meant_otherwise
from actions.finding import answer_about, offer
from actions.hearing import Heard
from actions.host import knowledge
from actions.plainly import said_plainly
from actions.turn import Speaker, Turn
from knowledge.answers import turns
from knowledge.text import fold

_THANKS = re.compile(r"\b(?:cam on|thanks?|tks|thank you|thanh kiu)\b")


class AffirmTurn(Turn):
    """Yes: to the only procedure offered; with several, which one is still to be said."""

    NAME = "action_affirm"

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Go on with what was offered."""
        if _THANKS.search(fold(heard.text)):
            speaker.say(wording.welcome())
            return context
        if after := said_plainly(knowledge(), heard, context, speaker):
            return after
        if context.is_choosing and len(context.candidates) == 1:
            code = context.candidates[0].code
            return answer_about(knowledge(), code, context, speaker, aspects=context.aspects, channel=context.channel)
        if context.is_choosing:
            return offer(context.candidates, context, speaker, aspects=context.aspects, channel=context.channel)
        if context.procedure_code:
            speaker.say(wording.what_else(context.procedure_name))
        else:
            speaker.say(turns.help())
        return context


class DenyTurn(Turn):
    """No: none of those offered, or nothing more."""

    NAME = "action_deny"

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Ask for other words, or close politely."""
        if after := meant_otherwise(knowledge(), heard, context, speaker):
            return after
        if context.is_choosing:
            return none_of_these(context, speaker)
        speaker.say(wording.nothing_more())
        return context
