"""A question about a procedure: a new one, or one more about the procedure spoken of."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.choices import named
from actions.context import Context
from actions.feedback.plain import tells_a_grievance
from actions.feedback.triage import ranking_of, verdict
from actions.feedback.turns import answered_by_office, say_triage
from actions.finding import answer_about, by_office
from actions.following import go_on, searched
from actions.hearing import Heard
from actions.host import knowledge
from actions.manners import out_of_place
from actions.plainly import said_plainly
from actions.returning import returned_to
from actions.turn import Speaker, Turn
from knowledge.answers import turns
from knowledge.answers.paper_parts import PapersWanted
from knowledge.aspects import is_follow_up


class AnswerTurn(Turn):
    """Finds out what the question is about, then answers every aspect it asks for."""

    NAME = "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Answer; a grievance the classifier took for a question is asked about instead (it names a procedure too)."""
        if tells_a_grievance(str((tracker.latest_message or {}).get("text") or "")):
            say_triage(tracker, Speaker(dispatcher))
            return []
        return super().run(dispatcher, tracker, domain)

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Answer, offer a choice, or ask."""
        known = knowledge()
        decided = None if heard.code else by_office(known, heard, context, speaker)
        if after := decided or said_plainly(known, heard, context, speaker):
            return after
        if heard.code:
            return answer_about(
                known,
                heard.code,
                context,
                speaker,
                aspects=heard.aspects or context.aspects,
                channel=heard.channel,
                papers=PapersWanted(at=heard.part, need=heard.text),
            )
        if not heard.text:
            return go_on(known, heard, context, speaker) or _ask(context, speaker)
        if reply := out_of_place(heard.text):
            speaker.say(reply)
            return context
        if context.is_choosing and (picked := named(heard.text, context.candidates, whole=True)):
            return answer_about(
                known,
                picked.code,
                context,
                speaker,
                aspects=heard.aspects or context.aspects,
                channel=heard.channel or context.channel,
            )
        if target := returned_to(known, heard.text, context):
            return answer_about(known, target.code, context.back_to(target.code), speaker, aspects=heard.aspects)
        if is_follow_up(heard.text) and (after := go_on(known, heard, context, speaker)):
            return after
        return searched(known, heard, context, speaker)


class FallbackTurn(AnswerTurn):
    """A message whose intent is unclear: search decides whether it names a procedure.

    Unless it is only unclear what kind of concern it is: then one plain question settles that.
    """

    NAME = "action_fallback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Answer, or ask which concern it is."""
        if verdict(ranking_of(tracker)):
            speaker = Speaker(dispatcher)
            answered = answered_by_office(tracker, speaker)
            if answered is not None:
                return answered
            say_triage(tracker, speaker)
            return []
        return super().run(dispatcher, tracker, domain)


def _ask(context: Context, speaker: Speaker) -> Context:
    speaker.say(turns.ask_more(""))
    return context
