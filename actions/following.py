"""A question search is not sure of, read in the light of what is spoken of: a procedure, or a choice that stands open.

"có cần phỏng vấn không", "em bị mất ở nước ngoài", "tôi ở Đồng Nai" name no procedure of their own. Searched alone they
find anything; so the procedure spoken of is kept, and what cannot be answered from its record is said to be so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions import wording
from actions.context import Context
from actions.finding import answer_about, follow, is_sure, offer
from actions.hearing import Heard
from actions.host import Knowledge
from actions.several import needs_apart
from actions.turn import Speaker
from knowledge.answer import AnswerStatus
from knowledge.answers.paper_parts import PapersWanted
from knowledge.aspects import Aspect, content_words, is_follow_up, refers_back
from knowledge.places import province_key, without_provinces
from knowledge.results import Hit, SearchResult
from knowledge.text import fold, words

_LOST = (AnswerStatus.ASK_MORE, AnswerStatus.NOT_FOUND, AnswerStatus.OUT_OF_SCOPE)
# Somebody who says where they are; below the province there may be a commune or a town.
_LIVES = re.compile(r"(?:(?:toi|em|minh|tui|con|chau|bac|nha|song|dang|hien|thi) )*(?:o|tai|ben|duoi)(?: \S+){0,4}$")
_HINT = 3
"""From so many words on, words without a need of their own still tell something ("một mình tôi thôi")."""
_NEEDS = 2
"""How many earlier needs go with words that narrow a choice down."""


def searched(known: Knowledge, heard: Heard, context: Context, speaker: Speaker) -> Context:
    """Search for what a message names; what search is not sure of is read in the light of the context."""
    if after := placed(known, heard, context, speaker):
        return after
    result = known.search(heard.text, history=_history(heard, context))
    settled = result.status is AnswerStatus.ANSWERED
    if result.prepared or result.about_plan:
        return follow(known, result, heard, context, speaker, aspects=heard.aspects)
    if hits := needs_apart(known, heard.text, settled=settled):
        return offer(hits, context, speaker, aspects=heard.aspects, channel=heard.channel, several=True)
    if settled:
        chosen = context.is_choosing and any(hit.code == result.hits[0].code for hit in context.candidates)
        aspects = heard.aspects or (context.aspects if chosen else ())
        return follow(known, result, heard, context, speaker, aspects=aspects)
    if context.procedure_code:
        return _about_current(known, result, heard, context, speaker)
    if context.candidates:
        return among_offered(known, heard, context, speaker)
    if result.status is AnswerStatus.OUT_OF_SCOPE and not content_words(heard.text):
        result = result.model_copy(update={"status": AnswerStatus.ASK_MORE})  # "bao lâu có": about what?
    return follow(known, result, heard, context, speaker, aspects=heard.aspects)


def go_on(known: Knowledge, heard: Heard, context: Context, speaker: Speaker) -> Context | None:
    """Go on with the current procedure or the open choice; ``None`` when there is neither."""
    if context.procedure_code:
        return answer_about(
            known,
            context.procedure_code,
            context,
            speaker,
            aspects=heard.aspects,
            channel=heard.channel,
            papers=PapersWanted(need=heard.text),
        )
    if context.candidates:
        return _offered_again(context.candidates, heard, context, speaker)
    return None


def among_offered(known: Knowledge, heard: Heard, context: Context, speaker: Speaker) -> Context:
    """Take words that are no choice as more about what is to be chosen: with what was asked before, they may settle it.

    Words about something else lead there: alone they find what is not offered, and surer.
    """
    codes = {hit.code for hit in context.candidates}
    needs = [said for said in heard.history if not is_follow_up(said)][-_NEEDS:]
    hints = needs and (content_words(heard.text) or len(words(heard.text)) >= _HINT)
    joined = known.search(" ".join([*needs, heard.text])) if hints else None
    if joined and is_sure(joined):
        return follow(known, joined, heard, context, speaker, aspects=heard.aspects or context.aspects)
    if not content_words(heard.text):
        return _offered_again(context.candidates, heard, context, speaker)
    alone = known.search(heard.text)
    fits = _lost(alone) or (joined is not None and joined.confidence >= alone.confidence)
    best = joined if joined and fits and not _names_its_own(alone, heard.text) else alone
    if _lost(best) or {hit.code for hit in best.hits[: len(codes)]} == codes:
        return _offered_again(context.candidates, heard, context, speaker)
    return offer(
        best.hits, context, speaker, aspects=heard.aspects or context.aspects, channel=heard.channel or context.channel
    )


def _about_current(known: Knowledge, result: SearchResult, heard: Heard, context: Context, speaker: Speaker) -> Context:
    code = str(context.procedure_code)
    lost = _lost(result)
    if result.status is AnswerStatus.OUT_OF_SCOPE and content_words(heard.text):
        return follow(known, result, heard, context, speaker, aspects=heard.aspects)
    if lost and heard.aspects and refers_back(heard.text):
        return answer_about(known, code, context, speaker, aspects=heard.aspects, channel=heard.channel)
    if not lost and result.hits[0].code != code:
        return follow(known, result, heard, context, speaker, aspects=heard.aspects)
    named = {fold(word) for word in words(context.procedure_name or "")}
    asked = tuple(aspect for aspect in heard.aspects if aspect is not Aspect.COMPARE)
    if asked and {fold(word) for word in content_words(heard.text)} <= named:
        return answer_about(known, code, context, speaker, aspects=asked, channel=heard.channel)
    speaker.say(wording.which_part(known.procedure(code), asked), band=result.band)
    return context


def placed(known: Knowledge, heard: Heard, context: Context, speaker: Speaker) -> Context | None:
    """Answer words that add no more than a place ("nộp ở đâu tại Đồng Nai"); ``None``: there is more, or no context."""
    rest, province = without_provinces(heard.text)
    if province is None or not (context.procedure_code or context.candidates):
        return None
    if content_words(rest) and not _LIVES.match(fold(rest)):
        return None
    if context.procedure_code:
        return answer_about(
            known,
            context.procedure_code,
            context,
            speaker,
            aspects=heard.aspects or (Aspect.WHERE,),
            channel=heard.channel,
        )
    there = [hit for hit in context.candidates if hit.province is None or _same(hit.province, province)]
    own = [hit for hit in there if hit.province]
    left = own if len(own) == 1 else there
    if len(left) != 1:
        return _offered_again(left or context.candidates, heard, context, speaker)
    aspects = heard.aspects or context.aspects
    return answer_about(known, left[0].code, context, speaker, aspects=aspects, channel=heard.channel)


def _offered_again(hits: Sequence[Hit], heard: Heard, context: Context, speaker: Speaker) -> Context:
    aspects, channel = heard.aspects or context.aspects, heard.channel or context.channel
    return offer(hits, context, speaker, aspects=aspects, channel=channel)


def _history(heard: Heard, context: Context) -> tuple[str, ...]:
    """Return the earlier questions, and the current procedure by name where the last of them does not name it."""
    name = context.procedure_name
    if not name:
        return heard.history
    there = {fold(word) for word in words(name)}
    last = next((said for said in reversed(heard.history) if not is_follow_up(said)), "")
    said = {fold(word) for word in content_words(last)}
    return heard.history if said and said <= there else (*heard.history, name)


def _names_its_own(alone: SearchResult, text: str) -> bool:
    """Tell whether all a message names stands in the name of what it finds by itself ("vậy còn hộ chiếu?")."""
    named = {fold(word) for word in content_words(text)}
    return bool(alone.hits and named) and named <= {fold(word) for word in words(alone.hits[0].name)}


def _lost(result: SearchResult) -> bool:
    return result.status in _LOST or not result.hits


def _same(one: str, other: str) -> bool:
    return province_key(one) == province_key(other)
