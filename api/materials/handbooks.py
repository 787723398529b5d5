"""The handbooks of the office, read where they can be, and searched by officials."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from api.feedback.attachments import DOCX, CheckedFile
from knowledge.errors import CorruptFile, SourceError
from knowledge.materials import MaterialKind
from knowledge.model import Passage, PlanDocument
from knowledge.plans.papers import KINDS, Head, read_paper, text_of
from knowledge.plans.search import ANSWERABLE, PlanIndex

MOST_PASSAGES = 10
_NOWHERE = Path("handbook.docx")


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one handbook; ``identity`` is that of its material."""

    identity: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that fits what was asked: of which handbook, and where in it."""

    identity: str
    path: str
    heading: str
    text: str


def readable(kind: str, file: CheckedFile) -> str | None:
    """Return the text of a handbook in Word; ``None`` for anything else, which is found by its title only."""
    if kind != MaterialKind.HANDBOOK or file.media_type != DOCX:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _NOWHERE.name
        path.write_bytes(file.content)
        try:
            return text_of(path)
        except SourceError:
            return None


def passages_for(question: str, texts: Sequence[Text]) -> tuple[Found, ...]:
    """Return the passages that state what was asked, best first; with or without diacritics."""
    shelf = _shelf(tuple(texts))
    hits = shelf.index.search_all(question, MOST_PASSAGES) if question.strip() else ()
    kept = [shelf.passages[hit.document_id, hit.path] for hit in hits if hit.score >= ANSWERABLE]
    return tuple(Found(one.document_id, one.path, one.heading[-1] if one.heading else "", one.text) for one in kept)


@dataclass(frozen=True, slots=True)
class _Shelf:
    index: PlanIndex
    passages: dict[tuple[str, str], Passage]


@lru_cache(maxsize=1)
def _shelf(texts: tuple[Text, ...]) -> _Shelf:
    documents: list[PlanDocument] = []
    passages: list[Passage] = []
    for one in texts:
        try:
            document, several = read_paper(one.words, Head(KINDS[-1], one.title), _NOWHERE)
        except CorruptFile:
            continue
        documents.append(document.model_copy(update={"id": one.identity}))
        passages += [passage.model_copy(update={"document_id": one.identity}) for passage in several]
    return _Shelf(PlanIndex(documents, passages), {(one.document_id, one.path): one for one in passages})
