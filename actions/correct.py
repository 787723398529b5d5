"""A correction: something else was meant."""

from __future__ import annotations

from actions.choices import named, ordinal
from actions.context import Context
from actions.corrections import meant
from actions.finding import answer_about, find, offer
from actions.hearing import Heard
from actions.host import Knowledge, knowledge
from actions.placing import only_placed
from actions.turn import Speaker, Turn
from knowledge.answers import turns
from knowledge.aspects import aspects_in, is_follow_up
from knowledge.results import Hit


class CorrectTurn(Turn):
    """Answers what is meant instead; where that is not said, offers what else was near, or asks."""

    NAME = "action_correct"

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Switch to what is meant."""
        if after := only_placed(knowledge(), heard, context, speaker):
            return after
        wanted = meant(heard.text)
        if not wanted:
            return _something_else(context, speaker)
        aspects = aspects_in(wanted)
        known = knowledge()
        if is_follow_up(wanted) and context.procedure_code:
            return answer_about(known, context.procedure_code, context, speaker, aspects=aspects)
        return _switch(known, wanted, heard, context, speaker)


def _switch(known: Knowledge, wanted: str, heard: Heard, context: Context, speaker: Speaker) -> Context:
    """Take another one of the procedures offered, or search anew without the rejected one."""
    aspects = aspects_in(wanted)
    others = _others(context)
    place = ordinal(wanted, len(context.candidates)) if context.candidates else None
    picked = context.candidates[place] if place is not None and place < len(context.candidates) else None
    picked = picked or named(wanted, others, whole=True)
    if picked:
        return answer_about(known, picked.code, context, speaker, aspects=aspects)
    rejected, without = context.procedure_code, context.rejected().undecided()
    return find(known, wanted, heard, without, speaker, aspects=aspects, rejected=rejected)


def _something_else(context: Context, speaker: Speaker) -> Context:
    others = _others(context)
    if context.procedure_code and others:
        return offer(others, context.rejected(), speaker, aspects=context.aspects)
    speaker.say(turns.ask_more(""))
    return context.rejected().undecided()


def _others(context: Context) -> tuple[Hit, ...]:
    return tuple(hit for hit in context.candidates if hit.code != context.procedure_code)
