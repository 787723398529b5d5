"""A procedure and what was asked about it → an answer with its source and the next questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from knowledge.answer import Answer, AnswerStatus, Block, LinkBlock, NoteBlock, QuickReply
from knowledge.answers import buttons, filing, texts, wording
from knowledge.answers.citations import cite
from knowledge.answers.compare import compare
from knowledge.answers.draft import Ask, Draft
from knowledge.answers.fees import fee
from knowledge.answers.numbers import day
from knowledge.answers.overview import overview
from knowledge.answers.paper_parts import PapersWanted, is_long, papers_in_parts, part_buttons
from knowledge.answers.papers import documents, forms
from knowledge.answers.placing import place_note
from knowledge.answers.shorten import is_shortened
from knowledge.answers.stale import procedure_notes, shown_text
from knowledge.answers.times import time
from knowledge.aspects import Aspect
from knowledge.model import ChannelKind, Procedure, ProcedureStatus
from knowledge.text import fold

_COMPOSERS: dict[Aspect, Callable[[Ask], Draft]] = {
    Aspect.OVERVIEW: overview,
    Aspect.STEPS: texts.steps,
    Aspect.DOCUMENTS: documents,
    Aspect.FEE: fee,
    Aspect.TIME: time,
    Aspect.ONLINE: filing.online,
    Aspect.POSTAL: filing.postal,
    Aspect.IN_PERSON: filing.in_person,
    Aspect.WHERE: filing.where,
    Aspect.CONDITIONS: texts.conditions,
    Aspect.FORMS: forms,
    Aspect.LEGAL: texts.legal,
    Aspect.RESULT: texts.result,
    Aspect.COMPARE: compare,
}


def compose(
    procedure: Procedure,
    aspect: Aspect = Aspect.OVERVIEW,
    *,
    channel: ChannelKind | None = None,
    snapshot_date: date,
    province: str | None = None,
    guides_folder: Path | None = None,
    papers: PapersWanted | None = None,
    said_place: str | None = None,
) -> Answer:
    """Answer one aspect of a procedure from its record alone.

    Args:
        procedure: the record.
        aspect: what was asked; an overview of one way of filing becomes that way's how-to.
        channel: restricts fees and times to one way of filing.
        snapshot_date: date of the data, shown with the source.
        province: the deployment's province, to mark a record of another one.
        guides_folder: folder with a deployment's own guides (see :mod:`knowledge.guides`).
        papers: a long list of papers comes in parts, and this one is wanted; ``None``: the whole list at once.
        said_place: where the person has said to be; an answer that depends on it says so.

    Raises:
        CorruptFile: a guide of the deployment's own is broken.
    """
    if aspect is Aspect.OVERVIEW and channel is not None:
        aspect = wording.CHANNEL_ASPECT[channel]
    ask = Ask(procedure, snapshot_date, channel, province, guides_folder)
    if procedure.status is not ProcedureStatus.IN_FORCE:
        return _out_of_force(ask, aspect)
    in_parts = papers if aspect is Aspect.DOCUMENTS and papers and is_long(procedure) else None
    draft = papers_in_parts(ask, in_parts) if in_parts else _COMPOSERS[aspect](ask)
    shown = shown_text(draft.lead, draft.blocks)
    leading_on = part_buttons(procedure, in_parts) if in_parts else ()
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead=draft.lead,
        code=procedure.code,
        name=procedure.name,
        aspect=aspect,
        blocks=(
            *draft.blocks,
            *_remarks(ask, shown),
            *_full_text_link(procedure, draft, shown),
            *place_note(aspect, said_place),
        ),
        quick_replies=(*leading_on, *buttons.next_questions(procedure, aspect))[: buttons.LIMIT],
        citations=(cite(procedure, snapshot_date),),
    )


def _remarks(ask: Ask, shown: str) -> tuple[Block, ...]:
    notes: list[Block] = []
    own = ask.procedure.province
    if own and ask.province and fold(own) != fold(ask.province):
        notes.append(NoteBlock(tone="warning", text=wording.other_province(own)))
    return (*notes, *procedure_notes(shown, ask.snapshot_date, ask.guides_folder))


def _full_text_link(procedure: Procedure, draft: Draft, shown: str) -> tuple[Block, ...]:
    """Return a link to the publication where text was left out or a value is unclear."""
    if procedure.url is None or not (is_shortened(shown) or wording.UNCLEAR in shown):
        return ()
    if any(isinstance(block, LinkBlock) and block.url == procedure.url for block in draft.blocks):
        return ()
    return (LinkBlock(title=wording.READ_FULL, url=procedure.url),)


def _out_of_force(ask: Ask, aspect: Aspect) -> Answer:
    """Say first that a record is withdrawn or internal, and give none of its figures."""
    procedure = ask.procedure
    replies: tuple[QuickReply, ...] = (QuickReply(title="Gặp nhân viên hỗ trợ", payload="/handover"),)
    if procedure.status is ProcedureStatus.INTERNAL:
        lead, advice = wording.internal(procedure.name, procedure.code), wording.INTERNAL_ADVICE
    else:
        lead = wording.withdrawn(procedure.name, procedure.code, day(ask.snapshot_date))
        advice = wording.WITHDRAWN_ADVICE
        if procedure.replaced_by:
            lead = f"{lead} {wording.replaced_by(procedure.replaced_by)}"
            successor = QuickReply(title="Xem thủ tục thay thế", payload=buttons.choose_payload(procedure.replaced_by))
            replies = (successor, *replies)
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead=lead,
        code=procedure.code,
        name=procedure.name,
        aspect=aspect,
        blocks=(NoteBlock(tone="warning", text=advice),),
        quick_replies=replies,
        citations=(cite(procedure, ask.snapshot_date),),
    )
