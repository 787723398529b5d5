"""A second look at an intent that is not believed: the words may be a question for all that."""

from __future__ import annotations

import re

from actions.context import Context
from actions.finding import follow, is_sure
from actions.following import among_offered, go_on
from actions.hearing import Heard
from actions.host import Knowledge
from actions.manners import out_of_place
from actions.plainly import said_plainly
from actions.turn import Speaker
from knowledge.answer import AnswerStatus
from knowledge.aspects import Aspect, aspects_in, content_words
from knowledge.text import normalise_query

CONFIDENT = 0.75
"""From this confidence on, the intent is believed without asking search."""
_DECLINES = re.compile(r"\b(?:không|khong|khỏi|khoi|thôi|đừng|chưa|chua|chẳng|cảm ơn|cam on|tạm biệt|chào)\b")
_OF_A_PROCEDURE = frozenset({Aspect.DOCUMENTS, Aspect.FEE, Aspect.WHERE, Aspect.CONDITIONS})
"""What is asked about a procedure, and not about a dossier handed in."""
_LEAST_WORDS = 3
"""Words of a need that a question must hold to count against an intent that is hardly believed."""
UNLIKELY = 0.5
"""Below this, words that come while something is to be chosen are about the choice."""


def meant_otherwise(known: Knowledge, heard: Heard, context: Context, speaker: Speaker) -> Context | None:
    """Answer words that go on with the context or surely name a procedure; ``None``: the intent stands."""
    if not heard.text:
        return None
    if after := said_plainly(known, heard, context, speaker):
        return after
    bare = aspects_in(heard.text) and not content_words(heard.text)  # "ai cấp", "thời gian"
    if bare and not _DECLINES.search(normalise_query(heard.text)):
        return go_on(known, heard, context, speaker)
    if heard.confidence >= CONFIDENT:
        return None
    if reply := out_of_place(heard.text):
        speaker.say(reply)
        return context
    result = known.search(heard.text, history=heard.history)
    asks = _OF_A_PROCEDURE.intersection(heard.aspects) and result.status is AnswerStatus.CHOOSE
    if is_sure(result) or (asks and len(content_words(heard.text)) >= _LEAST_WORDS):
        return follow(known, result, heard, context, speaker, aspects=heard.aspects)
    if context.is_choosing and heard.confidence < UNLIKELY:
        return among_offered(known, heard, context, speaker)
    return None
