"""The published answers in memory, and the search over them.

What is published is redacted by an official, open to everybody and small (thousands at most), so one process can hold
all of it. Whether something was published, changed or taken back is asked of the database at each use: it takes
effect at once, in every process, without a restart.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from api.errors import AnswerNotPublished
from api.feedback.model import PublishedCase
from api.feedback.views import published_case
from api.paging import Page
from api.storage.database import Database
from api.storage.feedback_tables import AgencyRow, CaseRow
from knowledge.index.lexical import LexicalIndex
from knowledge.index.tokens import document_tokens, question_tokens
from knowledge.text import fold, words

PAGE_SIZE = 10

_ENOUGH = 0.5
"""A case must hold more than this share of the words of a query."""
Stamp = tuple[int, datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class _Loaded:
    stamp: Stamp
    cases: tuple[PublishedCase, ...]
    index: LexicalIndex
    held: tuple[frozenset[str], ...]
    by_slug: dict[str, PublishedCase]


class PublishedAnswers:
    """Everything published; safe to use from several threads. Blocks: call it from a worker thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    def page(
        self, query: str = "", *, field: str | None = None, number: int = 1, size: int = PAGE_SIZE
    ) -> Page[PublishedCase]:
        """Return one page: the newest first, or the best fitting first when there is a query.

        Args:
            query: words; a case must hold more than half of them, with or without diacritics.
            field: only this field, exactly as it is named.
            number: of the page, from 1; beyond the last one it is empty.
            size: cases a page.
        """
        loaded = self._current()
        found = self._searched(loaded, query) if query.strip() else list(loaded.cases)
        if field:
            found = [case for case in found if case.field == field]
        first = (number - 1) * size
        return Page(tuple(found[first : first + size]), len(found), number, size)

    def one(self, slug: str) -> PublishedCase:
        """Return one case.

        Raises:
            AnswerNotPublished: never published, or taken back.
        """
        found = self._current().by_slug.get(slug)
        if found is None:
            raise AnswerNotPublished
        return found

    def fields(self) -> tuple[tuple[str, int], ...]:
        """Return the fields in alphabetical order, each with the number of its cases."""
        count = Counter(case.field for case in self._current().cases if case.field)
        return tuple(sorted(count.items(), key=lambda pair: fold(pair[0])))

    def revision(self) -> Stamp:
        """Return what changes whenever something is published, changed or taken back."""
        with self._database.session() as session:
            return _stamp(session)

    def every(self) -> tuple[PublishedCase, ...]:
        """Return all of them, the newest first."""
        return self._current().cases

    def _searched(self, loaded: _Loaded, query: str) -> list[PublishedCase]:
        asked = _syllables(query)
        scores = loaded.index.scores(question_tokens(query))
        share = [len(asked & held) / len(asked) if asked else 0.0 for held in loaded.held]
        ranked = sorted(range(len(loaded.cases)), key=lambda row: (-share[row], -float(scores[row])))
        return [loaded.cases[row] for row in ranked if share[row] > _ENOUGH]

    def _current(self) -> _Loaded:
        with self._database.session() as session:
            stamp = _stamp(session)
            loaded = self._loaded
            if loaded is not None and loaded.stamp == stamp:
                return loaded
            cases = _read(session)
        with self._lock:
            self._loaded = _load(stamp, cases)
            return self._loaded


def published() -> ColumnElement[bool]:
    """Return the condition that a row is open to everybody now."""
    return and_(CaseRow.published_slug.is_not(None), CaseRow.published_at.is_not(None))


def _stamp(session: Session) -> Stamp:
    """What changes whenever a published answer is added, edited or taken back."""
    row = session.execute(
        select(func.count(), func.max(CaseRow.published_at), func.max(CaseRow.changed_at)).where(published())
    ).one()
    return row[0], row[1], row[2]


def _read(session: Session) -> tuple[PublishedCase, ...]:
    rows = session.execute(
        select(CaseRow, AgencyRow.name)
        .outerjoin(AgencyRow, AgencyRow.id == CaseRow.agency_id)
        .where(published())
        .order_by(CaseRow.published_at.desc(), CaseRow.number.desc())
    )
    return tuple(published_case(row, agency) for row, agency in rows)


def _load(stamp: Stamp, cases: tuple[PublishedCase, ...]) -> _Loaded:
    texts = [_searched_text(case) for case in cases]
    return _Loaded(
        stamp,
        cases,
        LexicalIndex.build(document_tokens(text) for text in texts),
        tuple(_syllables(text) for text in texts),
        {case.slug: case for case in cases},
    )


def _searched_text(case: PublishedCase) -> str:
    """Return what a query is held against; the questions count twice."""
    asked = " ".join((case.asked or "", *case.wordings, case.question))
    return f"{asked} {asked} {case.answer}"


def _syllables(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words(text))
