"""What a PAKN concerns: a procedure out of the catalogue, or an agency by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from actions.feedback.port import AgencyView
from knowledge.answer import AnswerStatus
from knowledge.results import Hit, SearchResult
from knowledge.text import fold, one_line

_AGENCY = re.compile(
    r"^(?:ubnd|uy ban|cong an|phuong|xa|so|chi cuc|cuc|trung tam|bo phan|mot cua|phong|thue|toa an|"
    r"vien kiem sat|bao hiem|"
    r"benh vien|truong|ban quan ly|hai quan|kho bac|van phong|chi nhanh|tinh|thanh pho|bo|hoi|doi|tram|"
    r"buu dien|dien luc)\b"
)
_MOST = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """What a PAKN may concern, to choose from: procedures first, then agencies, numbered through from 1."""

    procedures: tuple[Hit, ...] = ()
    agencies: tuple[AgencyView, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.procedures or self.agencies)

    def chosen(self, number: int) -> Hit | AgencyView | None:
        """Return what stands under a number; ``None``: nothing does."""
        everything: tuple[Hit | AgencyView, ...] = (*self.procedures, *self.agencies)
        return everything[number - 1] if 0 < number <= len(everything) else None


class Directory(Protocol):
    """What is needed of the office's directory."""

    def agencies(self, text: str) -> tuple[AgencyView, ...]:
        """Return the few agencies that words may mean."""
        ...


class Searching(Protocol):
    """What is needed of the knowledge."""

    def search(self, question: str, *, history: Sequence[str] = (), limit: int = 10) -> SearchResult:
        """Return candidates for a question."""
        ...


def offer(known: Searching, directory: Directory, typed: str | None) -> Offer:
    """Return what words may mean; nothing for an agency that is written just as the directory has it."""
    if not typed:
        return Offer()
    agencies = directory.agencies(typed)
    if any(one_line(one.name).casefold() == one_line(typed).casefold() for one in agencies):
        return Offer()
    return Offer(candidates(known, typed), agencies)


def candidates(known: Searching, typed: str | None) -> tuple[Hit, ...]:
    """Return procedures to choose from; none when the words name an agency or nothing known."""
    if not typed or _AGENCY.match(fold(one_line(typed))):
        return ()
    result = known.search(typed)
    if result.status not in (AnswerStatus.ANSWERED, AnswerStatus.CHOOSE):
        return ()
    return tuple({hit.code: hit for hit in result.hits}.values())[:_MOST]
