"""What a PAKN concerns: a procedure out of the catalogue, or an agency by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

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


class Searching(Protocol):
    """What is needed of the knowledge."""

    def search(self, question: str, *, history: Sequence[str] = (), limit: int = 10) -> SearchResult:
        """Return candidates for a question."""
        ...


def candidates(known: Searching, typed: str | None) -> tuple[Hit, ...]:
    """Return procedures to choose from; none when the words name an agency or nothing known."""
    if not typed or _AGENCY.match(fold(one_line(typed))):
        return ()
    result = known.search(typed)
    if result.status not in (AnswerStatus.ANSWERED, AnswerStatus.CHOOSE):
        return ()
    return tuple({hit.code: hit for hit in result.hits}.values())[:_MOST]
