"""Quick replies: what a person is likely to need next, only where the record has it."""

from __future__ import annotations

import json

from knowledge.answer import QuickReply
from knowledge.answers import wording
from knowledge.answers.channels import offered
from knowledge.answers.papers import real_papers
from knowledge.aspects import Aspect
from knowledge.model import Procedure

LIMIT = 5
"""Most buttons one message can carry (Zalo OA v3)."""

_DEFAULT = (Aspect.DOCUMENTS, Aspect.FEE, Aspect.TIME, Aspect.ONLINE, Aspect.WHERE, Aspect.STEPS, Aspect.COMPARE)
_NEXT: dict[Aspect, tuple[Aspect, ...]] = {
    Aspect.OVERVIEW: (Aspect.DOCUMENTS, Aspect.FEE, Aspect.STEPS, Aspect.ONLINE, Aspect.WHERE, Aspect.TIME),
    Aspect.FEE: (Aspect.TIME, Aspect.DOCUMENTS, Aspect.COMPARE, Aspect.ONLINE, Aspect.WHERE),
    Aspect.TIME: (Aspect.FEE, Aspect.DOCUMENTS, Aspect.COMPARE, Aspect.ONLINE, Aspect.WHERE),
    Aspect.DOCUMENTS: (Aspect.FORMS, Aspect.FEE, Aspect.TIME, Aspect.ONLINE, Aspect.WHERE),
    Aspect.ONLINE: (Aspect.DOCUMENTS, Aspect.FEE, Aspect.COMPARE, Aspect.IN_PERSON, Aspect.POSTAL),
    Aspect.POSTAL: (Aspect.DOCUMENTS, Aspect.FEE, Aspect.COMPARE, Aspect.ONLINE, Aspect.IN_PERSON),
    Aspect.IN_PERSON: (Aspect.DOCUMENTS, Aspect.FEE, Aspect.COMPARE, Aspect.ONLINE, Aspect.POSTAL),
    Aspect.COMPARE: (Aspect.ONLINE, Aspect.POSTAL, Aspect.IN_PERSON, Aspect.DOCUMENTS, Aspect.FEE),
    Aspect.RESULT: (Aspect.TIME, Aspect.DOCUMENTS, Aspect.FEE, Aspect.STEPS),
    Aspect.CONDITIONS: (Aspect.DOCUMENTS, Aspect.STEPS, Aspect.FEE, Aspect.LEGAL),
}


def ask_payload(code: str, aspect: Aspect, **more: str) -> str:
    """Return the payload that asks for an aspect of a procedure; ``part``: of a long list of papers."""
    return "/ask" + json.dumps({"code": code, "aspect": aspect.value, **more}, ensure_ascii=False)


def compare_payload(code: str, other: str) -> str:
    """Return the payload that puts two procedures side by side."""
    return ask_payload(code, Aspect.COMPARE, other=other)


def choose_payload(code: str) -> str:
    """Return the payload that chooses a procedure."""
    return "/choose" + json.dumps({"code": code}, ensure_ascii=False)


def next_questions(procedure: Procedure, aspect: Aspect) -> tuple[QuickReply, ...]:
    """Return up to :data:`LIMIT` aspects to go on with, the one just answered left out."""
    held = held_aspects(procedure)
    order = dict.fromkeys((*_NEXT.get(aspect, ()), *_DEFAULT))
    chosen = [other for other in order if other is not aspect and other in held][:LIMIT]
    return tuple(QuickReply(title=wording.label(other), payload=ask_payload(procedure.code, other)) for other in chosen)


def held_aspects(procedure: Procedure) -> frozenset[Aspect]:
    """Return the aspects a record says something about."""
    kinds = offered(procedure)
    held = {wording.CHANNEL_ASPECT[kind] for kind in kinds}
    present = {
        Aspect.FEE: bool(kinds),
        Aspect.TIME: bool(kinds),
        Aspect.COMPARE: len(kinds) > 1,
        Aspect.DOCUMENTS: bool(real_papers(procedure)),
        Aspect.FORMS: any(paper.form for paper in procedure.papers),
        Aspect.STEPS: bool(procedure.steps),
        Aspect.WHERE: bool(procedure.agency or procedure.authority or procedure.receiving_address),
        Aspect.CONDITIONS: procedure.conditions is not None,
        Aspect.LEGAL: bool(procedure.legal_basis),
        Aspect.RESULT: bool(procedure.results),
    }
    return frozenset(held | {aspect for aspect, holds in present.items() if holds})
