"""A choice among the procedures offered: by button, number or name."""

from __future__ import annotations

import re

from actions import wording
from actions.choices import named, ordinal
from actions.context import Context
from actions.doubt import meant_otherwise
from actions.finding import answer_about, find, offer
from actions.hearing import Heard
from actions.host import knowledge
from actions.plainly import said_plainly
from actions.turn import Speaker, Turn
from knowledge.answers import turns
from knowledge.aspects import content_words
from knowledge.results import Hit
from knowledge.text import fold

_OTHER = re.compile(r"\b(?:cai|thu tuc|viec|giay|loai) (?:kia|con lai|khac|thu hai)\b|^con lai\b")


class ChooseTurn(Turn):
    """Answers about the procedure chosen, with what was asked before the choice."""

    NAME = "action_choose"

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Take the choice, or offer again what cannot be told apart."""
        known = knowledge()
        if after := said_plainly(known, heard, context, speaker):
            return after
        aspects, channel = heard.aspects or context.aspects, heard.channel or context.channel
        if heard.code:
            return answer_about(known, heard.code, context, speaker, aspects=aspects, channel=channel)
        place = ordinal(heard.text, len(context.candidates)) if context.candidates else None
        if place is not None and place == len(context.candidates):
            return none_of_these(context, speaker)
        picked = context.candidates[place] if place is not None else named(heard.text, context.candidates)
        picked = picked or _other_one(heard.text, context)
        if picked:
            return answer_about(known, picked.code, context, speaker, aspects=aspects, channel=channel)
        if context.candidates:
            return offer(context.candidates, context, speaker, aspects=aspects, channel=channel)
        if after := meant_otherwise(known, heard, context, speaker):
            return after
        if ordinal(heard.text, 5) is None and content_words(heard.text):
            return find(known, heard.text, heard, context, speaker, aspects=heard.aspects, history=heard.history)
        speaker.say(wording.nothing_to_choose())
        return context


def _other_one(text: str, context: Context) -> Hit | None:
    """Return the one of two that has not been spoken of yet ("còn cái kia"); ``None`` where that is not said."""
    others = [hit for hit in context.candidates if hit.code != context.procedure_code]
    return others[0] if len(others) == 1 and context.procedure_code and _OTHER.search(fold(text)) else None


def none_of_these(context: Context, speaker: Speaker) -> Context:
    """Ask for more words when nothing offered is meant."""
    speaker.say(turns.ask_more(""))
    return context.undecided()
