"""A message that says only where somebody is: noted (by the gateway), and asked what it is about."""

from __future__ import annotations

from actions.context import Context
from actions.following import placed
from actions.hearing import Heard
from actions.host import Knowledge, province
from actions.turn import Speaker
from knowledge.answer import Answer
from knowledge.answers.placing import place_noted, which_place, which_province
from knowledge.answers.turns import HANDOVER, HELP
from knowledge.whereabouts import whereabouts_in

_REPLIES = (HELP, HANDOVER)


def only_placed(known: Knowledge, heard: Heard, context: Context, speaker: Speaker) -> Context | None:
    """Answer a message that is only a place: about what is spoken of, else by asking; ``None``: it says more."""
    reply = place_reply(heard.text, province())
    if reply is None:
        return None
    if after := placed(known, heard, context, speaker):
        return after
    speaker.say(reply)
    return context


def place_reply(text: str, home: str | None) -> Answer | None:
    """Return what is said to a message that is only a place; ``home``: the province counted with so far."""
    said = whereabouts_in(text) if text else None
    if said is None or not said.alone:
        return None
    if said.other:
        return which_place(_REPLIES)
    where = said.said(home)
    return place_noted(where, _REPLIES) if where else which_province(str(said.commune), _REPLIES)
