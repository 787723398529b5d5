"""Questions about plan documents; never mixed with advice on a procedure."""

from __future__ import annotations

import re

from actions import wording
from actions.context import Context
from actions.finding import by_office, follow, is_sure
from actions.hearing import Heard
from actions.host import knowledge
from actions.turn import Speaker, Turn
from knowledge.answers import turns
from knowledge.aspects import refers_back
from knowledge.text import fold

_THAT_PLAN = re.compile(r"\bke hoach (?:do|nay|tren|ay|kia|vua roi|noi tren)\b")
_PLAN = re.compile(r"\b(?:ke hoach|kh|\d+/kh)\b")


class PlanTurn(Turn):
    """Answers with the passage and its place; "kế hoạch đó" means the plan asked about before."""

    NAME = "action_plan"

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Answer from the plans; where they are silent, search may still know a procedure beyond doubt."""
        if not heard.text:
            speaker.say(wording.plans())
            return context
        known = knowledge()
        if after := by_office(known, heard, context, speaker, cued=False):
            return after  # "PAPI là gì": the term is explained before a passage that only names it
        question = heard.text
        if heard.plan_questions and (refers_back(heard.text) or _THAT_PLAN.search(fold(heard.text))):
            question = f"{_meant(heard.plan_questions)} {heard.text}"
        if answer := known.plan_answer(question):
            speaker.say(answer)
            return context
        result = known.search(heard.text, history=heard.history)
        if is_sure(result):
            return follow(known, result, heard, context, speaker, aspects=heard.aspects)
        speaker.say(turns.not_found(heard.text))
        return context


def _meant(earlier: tuple[str, ...]) -> str:
    """Return the latest question that speaks of a plan; "PAPI là gì" in between is about a term only."""
    return next((said for said in reversed(earlier) if _PLAN.search(fold(said))), earlier[-1])
