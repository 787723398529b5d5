"""The words of the handbooks that are published, and the passages in them that state what is asked."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select

from api.materials.model import Kept, Readers
from api.materials.reading import BREAK
from api.storage.database import Database
from api.storage.material_tables import MaterialFileRow
from knowledge.errors import CorruptFile
from knowledge.materials import MaterialKind
from knowledge.model import Passage, PlanDocument
from knowledge.plans.papers import KINDS, Head, read_paper
from knowledge.plans.search import ANSWERABLE, PlanIndex
from knowledge.text import fold

MOST_PASSAGES = 10
_NOWHERE = Path("handbook")
_SURE = (60, 30, 15)
"""Letters of a passage by which its page is looked for, the most telling first."""

Books = tuple[tuple[Kept, ...], tuple["Text", ...]]


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one handbook; ``identity`` is that of its material."""

    identity: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that fits what was asked: of which handbook, and where in it.

    Attributes:
        page: where it begins; ``None`` for a file without pages of its own.
    """

    identity: str
    path: str
    heading: str
    text: str
    page: int | None = None

    @property
    def place(self) -> str:
        """Item and page in words, ``mục II.1, trang 12``; empty when neither is known."""
        item = ".".join(part for part in self.path.split(".") if not part.startswith("¶"))
        return ", ".join(part for part in (item and f"mục {item}", self.page and f"trang {self.page}") if part)


class Handbooks:
    """The handbooks on the shelf; what is read of them is kept until something on the shelf changes.

    Args:
        database: keeps their words.
        shown: gives the materials that are published today, for whomever.
        revision: gives what changes whenever they do.
    """

    def __init__(self, database: Database, shown: Callable[[], Iterable[Kept]], revision: Callable[[], object]) -> None:
        self._database = database
        self._shown = shown
        self._revision = revision
        self._lock = threading.Lock()
        self._known: tuple[object, Books] | None = None

    def published(self) -> Books:
        """Return the handbooks of today, for whomever, and the words of those that could be read; blocks."""
        with self._lock:
            revision = self._revision()
            if self._known is None or self._known[0] != revision:
                self._known = revision, self._read()
            return self._known[1]

    def passages(self, question: str, readers: Collection[Readers], code: str = "") -> tuple[tuple[Found, Kept], ...]:
        """Return what states the thing asked in the handbooks that these readers may see, best first; blocks.

        Args:
            question: with or without diacritics.
            readers: who asks.
            code: only handbooks of this procedure.
        """
        books, texts = self.published()
        seen = {one.shown.id: one for one in books if one.readers in readers and (not code or one.shown.code == code)}
        return tuple((one, seen[one.identity]) for one in passages_for(question, texts, seen))

    def _read(self) -> Books:
        shown = {one.shown.id: one for one in self._shown() if one.shown.kind is MaterialKind.HANDBOOK}
        words = select(MaterialFileRow.material_id, MaterialFileRow.text).where(
            MaterialFileRow.material_id.in_(list(shown)), MaterialFileRow.text.is_not(None)
        )
        with self._database.session() as session:
            rows = session.execute(words.order_by(MaterialFileRow.material_id)).all()
        texts = tuple(Text(identity, shown[identity].shown.title, text or "") for identity, text in rows)
        return tuple(shown.values()), texts


def passages_for(question: str, texts: Sequence[Text], of: Collection[str] | None = None) -> tuple[Found, ...]:
    """Return the passages that state what was asked, best first; with or without diacritics.

    Args:
        question: what is asked.
        texts: the handbooks.
        of: ids of those whose passages are wanted; all by default.
    """
    if not question.strip():
        return ()
    shelf = _shelf(tuple(texts))
    hits = shelf.index.search_all(question, len(shelf.passages))
    fitting = (hit for hit in hits if hit.score >= ANSWERABLE and (of is None or hit.document_id in of))
    return tuple(shelf.found(hit.document_id, hit.path) for hit, _ in zip(fitting, range(MOST_PASSAGES), strict=False))


@dataclass(frozen=True, slots=True)
class _Shelf:
    index: PlanIndex
    passages: dict[tuple[str, str], tuple[Passage, int | None]]

    def found(self, identity: str, path: str) -> Found:
        one, page = self.passages[identity, path]
        return Found(identity, path, one.heading[-1] if one.heading else "", one.text, page)


@lru_cache(maxsize=1)
def _shelf(texts: tuple[Text, ...]) -> _Shelf:
    documents: list[PlanDocument] = []
    passages: dict[tuple[str, str], tuple[Passage, int | None]] = {}
    for one in texts:
        try:
            document, several = read_paper(one.words.replace(BREAK, "\n"), Head(KINDS[-1], one.title), _NOWHERE)
        except CorruptFile:
            continue
        documents.append(document.model_copy(update={"id": one.identity}))
        for passage, page in zip(several, _pages(one.words, several), strict=True):
            passages[one.identity, passage.path] = (passage.model_copy(update={"document_id": one.identity}), page)
    return _Shelf(PlanIndex(documents, [one for one, _ in passages.values()]), passages)


def _pages(words: str, passages: Iterable[Passage]) -> Iterator[int | None]:
    """Yield the page each passage begins on; passages come in the order of reading."""
    pages = [_letters(page) for page in words.split(BREAK)]
    whole = "".join(pages)
    ends: list[int] = []
    for page in pages:
        ends.append(len(page) + (ends[-1] if ends else 0))
    cursor = 0
    for passage in passages:
        found = _find(whole, _letters(passage.text), cursor) if len(pages) > 1 else -1
        cursor = max(cursor, found + 1)
        yield None if found < 0 else bisect_right(ends, found) + 1


def _find(whole: str, wanted: str, cursor: int) -> int:
    for letters in _SURE:
        for start in (cursor, 0):
            if (at := whole.find(wanted[:letters], start)) >= 0:
                return at
    return -1


def _letters(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())
