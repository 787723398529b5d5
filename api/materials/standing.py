"""How the procedure of a material stands in the data in use: named, in force, and with which papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.knowledge_keeper import KnowledgeBase
from api.materials.model import Kept
from knowledge.answers.papers import real_papers
from knowledge.errors import ProcedureNotFound
from knowledge.model import ProcedureStatus
from knowledge.text import fold, one_line

_WITHDRAWN = "Thủ tục không còn trong danh mục đang áp dụng, nên tài liệu này không hiện ra với ai."
_INTERNAL = "Thủ tục nội bộ cơ quan, nên tài liệu này không hiện ra với người dân."
_UNKNOWN = "Dữ liệu đang dùng không có thủ tục mang mã này, nên tài liệu không hiện ra với ai."
_GONE_PAPER = "Bản công bố đang dùng không còn ghi giấy tờ mà tài liệu này dùng cho. Anh/chị xem lại."


@dataclass(frozen=True, slots=True)
class Standing:
    """One procedure as materials see it.

    Attributes:
        name: ``None``: the data in use do not hold it.
        note: what keeps its materials from being shown; empty when nothing does.
        papers: names of the papers of the record, each once.
    """

    code: str
    name: str | None
    note: str
    papers: tuple[str, ...]

    def remark(self, paper: str | None) -> str:
        """Return what an official should know of a material for this paper; empty: nothing."""
        return self.note or (_GONE_PAPER if paper and paper not in self.papers else "")


def standing_of(knowledge: KnowledgeBase, code: str) -> Standing:
    """Look a procedure up; blocks."""
    try:
        record = knowledge.procedure(code)
    except ProcedureNotFound:
        return Standing(code, None, _UNKNOWN, ())
    notes = {ProcedureStatus.WITHDRAWN: _WITHDRAWN, ProcedureStatus.INTERNAL: _INTERNAL}
    papers = tuple(dict.fromkeys(one_line(paper.name) for paper in real_papers(record)))
    return Standing(code, one_line(record.name), notes.get(record.status, ""), papers)


def with_words(knowledge: KnowledgeBase, kept: Iterable[Kept], typed: str) -> Iterator[tuple[Kept, Standing | None]]:
    """Yield the materials whose code, procedure, title or publisher hold all words, each with its procedure; blocks.

    Words are compared without marks; a handbook about no single procedure has ``None``.
    """
    needed = fold(typed).split()
    known: dict[str, Standing] = {}
    for one in kept:
        code = one.shown.code
        if code and code not in known:
            known[code] = standing_of(knowledge, code)
        standing = known[code] if code else None
        named = (code, standing and standing.name, one.shown.title, one.shown.publisher)
        words = fold(" ".join(part for part in named if part))
        if all(word in words for word in needed):
            yield one, standing
