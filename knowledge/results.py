"""What a search returns: candidates, how sure they are, and what was asked about them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from knowledge.answer import Answer, AnswerStatus
from knowledge.aspects import Aspect
from knowledge.model import ChannelKind, Level, ProcedureStatus


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True)


class Band(StrEnum):
    """How sure the first hit is: SURE answers, BETWEEN offers a choice, UNSURE asks."""

    SURE = "sure"
    BETWEEN = "between"
    UNSURE = "unsure"


class Hit(_Data):
    """One candidate procedure, best first; ``score`` is comparable within one result only."""

    code: str
    name: str
    score: float
    field: str | None = None
    levels: tuple[Level, ...] = ()
    agency: str | None = None
    province: str | None = None
    status: ProcedureStatus = ProcedureStatus.IN_FORCE


class PlanHit(_Data):
    """One candidate passage of a plan document."""

    document_id: str
    path: str
    score: float


class SearchResult(_Data):
    """Candidates for a question.

    Attributes:
        question: as asked, cleaned.
        status: ANSWERED, CHOOSE, ASK_MORE, NOT_FOUND or OUT_OF_SCOPE.
        aspects: what was asked about the procedure, in order of mention; may be empty.
        channel: a way of filing the question restricts itself to.
        about_plan: True when the question is about a plan document, not about a procedure.
        from_history: True when the procedure comes from earlier turns.
        confidence: estimated chance that the first hit is right, 0 to 1; the band is made from it.
        by_office: True when the office itself has added just these words; that decides.
        prepared: an answer of the office's own to this question; it is said as it stands.
        cued: single phrases of the question led to that answer, not just these words.
    """

    question: str
    status: AnswerStatus
    band: Band
    aspects: tuple[Aspect, ...] = ()
    channel: ChannelKind | None = None
    hits: tuple[Hit, ...] = ()
    plan_hits: tuple[PlanHit, ...] = ()
    about_plan: bool = False
    from_history: bool = False
    confidence: float = 0.0
    by_office: bool = False
    prepared: Answer | None = None
    cued: bool = False


class SnapshotInfo(_Data):
    """A snapshot as a person sees it.

    Attributes:
        id: name of its folder.
        data_date: date of the data (not of the import).
        procedures: number of records in force.
        withdrawn: number of records remembered as withdrawn or internal.
        passages: number of plan passages.
        active: whether answers are made from it now.
    """

    id: str
    data_date: date
    procedures: int
    withdrawn: int = 0
    passages: int = 0
    active: bool = False
