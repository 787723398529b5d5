"""From words to procedures: search, answer, offer a choice, or ask."""

from __future__ import annotations

from collections.abc import Sequence

from actions.context import Context
from actions.hearing import Heard, of_one
from actions.host import Knowledge, said_place
from actions.turn import Speaker
from knowledge.answer import Answer, AnswerStatus
from knowledge.answers import turns
from knowledge.answers.paper_parts import PapersWanted, is_long, next_part
from knowledge.answers.placing import with_place
from knowledge.aspects import Aspect
from knowledge.errors import ProcedureNotFound
from knowledge.model import ChannelKind
from knowledge.results import Band, Hit, SearchResult
from knowledge.text import national_code

MOST_ASPECTS = 3
"""More messages at once than this are not read."""


def answer_about(
    knowledge: Knowledge,
    code: str,
    context: Context,
    speaker: Speaker,
    *,
    aspects: Sequence[Aspect] = (),
    channel: ChannelKind | None = None,
    band: Band | None = None,
    papers: PapersWanted | None = None,
) -> Context:
    """Answer about one procedure, one message an aspect, and make it the current one.

    ``papers``: which part of a long list of them is wanted; the first one when nothing else is said.
    """
    try:
        record = knowledge.procedure(code)
    except ProcedureNotFound:
        if (national := national_code(code)) != code:  # an office's own number for a national procedure
            return answer_about(
                knowledge, national, context, speaker, aspects=aspects, channel=channel, band=band, papers=papers
            )
        speaker.say(turns.no_such_code())
        return context
    wanted = tuple(aspects)[:MOST_ASPECTS] or (Aspect.OVERVIEW,)
    in_parts = (papers or PapersWanted()) if Aspect.DOCUMENTS in wanted and is_long(record) else None
    answers = [
        knowledge.answer(record.code, aspect, channel=channel, papers=in_parts)
        if in_parts
        else knowledge.answer(record.code, aspect, channel=channel)
        for aspect in wanted
    ]
    for answer in answers:
        speaker.say(answer, band=band)
    after = context.about(record.code, answers[0].name)
    return after.model_copy(update={"part": next_part(record, in_parts)}) if in_parts else after


def offer(
    hits: Sequence[Hit],
    context: Context,
    speaker: Speaker,
    *,
    aspects: Sequence[Aspect] = (),
    channel: ChannelKind | None = None,
    band: Band | None = None,
    several: bool = False,
) -> Context:
    """Offer procedures to choose from and remember what was asked about them.

    ``several``: they are for different needs of one message.
    """
    offered = tuple({hit.code: hit for hit in hits}.values())[: turns.MAX_CHOICES]
    again = context.is_choosing and [hit.code for hit in offered] == [hit.code for hit in context.candidates]
    asked = turns.choose(offered, aspects[0] if aspects else None, again=again, several=several)
    speaker.say(with_place(asked, said_place()), band=band)
    return context.choosing(offered, tuple(aspects), channel)


def find(
    knowledge: Knowledge,
    text: str,
    heard: Heard,
    context: Context,
    speaker: Speaker,
    *,
    aspects: Sequence[Aspect],
    history: Sequence[str] = (),
    rejected: str | None = None,
) -> Context:
    """Search for what a message names and do what the result says.

    ``text`` are the words to search with (a correction leaves out what is not meant), ``aspects``
    what they ask for, ``rejected`` a code the person has just said they do not mean.
    """
    result = knowledge.search(text, history=history)
    return follow(knowledge, result, heard, context, speaker, aspects=aspects, rejected=rejected)


def follow(
    knowledge: Knowledge,
    result: SearchResult,
    heard: Heard,
    context: Context,
    speaker: Speaker,
    *,
    aspects: Sequence[Aspect],
    rejected: str | None = None,
) -> Context:
    """Do what a search result says; arguments as in :func:`find`."""
    asked = tuple(aspects) or of_one(result.question, result.aspects)
    channel = heard.channel or result.channel
    if result.prepared:
        speaker.say(result.prepared, band=result.band)
        return context
    hits = tuple(hit for hit in result.hits if hit.code != rejected)
    if result.about_plan:
        speaker.say(knowledge.plan_answer(result.question) or turns.not_found(result.question))
        return context
    sure = result.status is AnswerStatus.ANSWERED and hits[:1] == result.hits[:1]
    if sure and hits:
        return answer_about(
            knowledge,
            hits[0].code,
            context,
            speaker,
            aspects=asked,
            channel=channel,
            band=result.band,
            papers=PapersWanted(need=heard.text),
        )
    if hits and result.status in (AnswerStatus.ANSWERED, AnswerStatus.CHOOSE):
        return offer(hits, context, speaker, aspects=asked, channel=channel, band=result.band)
    speaker.say(_nothing_found(result), band=result.band)
    return context


def by_office(
    knowledge: Knowledge, heard: Heard, context: Context, speaker: Speaker, *, cued: bool = True
) -> Context | None:
    """Do what the office has added for just these words; ``None`` when it has added nothing.

    Asked before anything is guessed from the context or the intent: the office knows best what its words mean.
    ``cued``: an answer to single phrases of the message will do as well.
    """
    result = knowledge.decided(heard.text) if heard.text else None
    if result is None or (result.cued and not cued):
        return None
    return follow(knowledge, result, heard, context, speaker, aspects=heard.aspects)


def is_sure(result: SearchResult) -> bool:
    """Tell whether a result names one procedure beyond doubt."""
    return result.status is AnswerStatus.ANSWERED and result.band is Band.SURE and bool(result.hits)


def _nothing_found(result: SearchResult) -> Answer:
    if result.status is AnswerStatus.NOT_FOUND:
        return turns.not_found(result.question)
    if result.status is AnswerStatus.OUT_OF_SCOPE:
        return turns.out_of_scope()
    return turns.ask_more(result.question)
