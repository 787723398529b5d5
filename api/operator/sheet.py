"""A procedure as a sheet for the phone: each aspect with words to read out, an SMS, and the details."""

from __future__ import annotations

from dataclasses import dataclass

from api.knowledge_keeper import KnowledgeBase
from api.operator.changes import Changes, Earlier
from api.operator.reading import read_out
from knowledge.answer import Answer, ListBlock, TableBlock
from knowledge.aspects import ASPECT_LABELS, Aspect
from knowledge.model import Procedure, ProcedureStatus
from knowledge.render import as_sms, source_line

KEYS: dict[Aspect, str] = {
    Aspect.FEE: "1",
    Aspect.TIME: "2",
    Aspect.DOCUMENTS: "3",
    Aspect.ONLINE: "4",
    Aspect.POSTAL: "5",
    Aspect.IN_PERSON: "6",
    Aspect.WHERE: "7",
    Aspect.CONDITIONS: "8",
    Aspect.LEGAL: "9",
}
"""The key that jumps to an aspect, in the order in which callers ask."""

_OPEN_PAPERS = 15
"""Lines of papers that are read at a glance; beyond it each case is opened when the caller has named theirs."""

_ORDER = (Aspect.OVERVIEW, *KEYS, Aspect.FORMS, Aspect.STEPS, Aspect.RESULT)


@dataclass(frozen=True, slots=True)
class Part:
    """One aspect.

    Attributes:
        key: the key that jumps here; empty for an aspect without one.
        sms: with Vietnamese marks; ``sms_plain`` is the same without.
    """

    aspect: Aspect
    label: str
    key: str
    answer: Answer
    read: str
    sms: str
    sms_plain: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the page shows about one procedure.

    Attributes:
        comparison: the ways of filing side by side; ``None`` when the record is out of force.
        source: the line every answer ends with.
        changes: ``None`` without an earlier snapshot.
    """

    record: Procedure
    parts: tuple[Part, ...]
    comparison: TableBlock | None
    source: str
    changes: Changes | None

    @property
    def papers_fit(self) -> bool:
        """Tell whether the papers of all cases can be shown at once."""
        papers = next((part.answer.blocks for part in self.parts if part.aspect is Aspect.DOCUMENTS), ())
        lists = [block for block in papers if isinstance(block, ListBlock)]
        return len(lists) < 2 or sum(len(block.items) for block in lists) <= _OPEN_PAPERS


def sheet(knowledge: KnowledgeBase, code: str, earlier: Earlier) -> Sheet:
    """Make the sheet of a procedure; of one out of force only what says so.

    Raises:
        ProcedureNotFound: no such code.
    """
    record = knowledge.procedure(code)
    in_force = record.status is ProcedureStatus.IN_FORCE
    parts = tuple(_part(aspect, knowledge.answer(code, aspect)) for aspect in (_ORDER if in_force else _ORDER[:1]))
    return Sheet(
        record=record,
        parts=parts,
        comparison=_table(knowledge.answer(code, Aspect.COMPARE)) if in_force else None,
        source=source_line(parts[0].answer),
        changes=earlier.changes(record, knowledge.info.data_date),
    )


def _part(aspect: Aspect, answer: Answer) -> Part:
    return Part(
        aspect=aspect,
        label=ASPECT_LABELS[aspect],
        key=KEYS.get(aspect, ""),
        answer=answer,
        read=read_out(answer),
        sms=as_sms(answer),
        sms_plain=as_sms(answer, accents=False),
    )


def _table(answer: Answer) -> TableBlock | None:
    return next((block for block in answer.blocks if isinstance(block, TableBlock)), None)
