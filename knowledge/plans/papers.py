"""Reads a paper an office adds to its library: a plan as plans are read, any other by its numbering or articles."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from knowledge.documents.numbers import read_number
from knowledge.errors import CorruptFile, UnknownFormat
from knowledge.model import PLAN, Passage, PlanDocument
from knowledge.pdf import whole_text
from knowledge.plans.digests import Plan
from knowledge.plans.names import readable, slug
from knowledge.plans.outline import Piece, outline, pieces
from knowledge.plans.pages import join_broken
from knowledge.plans.reader import decoded, distinct, is_plan, plan_of
from knowledge.text import clean, fold, nfc, one_line

SUPPORTED = (".docx", ".pdf", ".txt", ".md")
"""Endings of files a paper can be read from."""
KINDS = (PLAN, "Thông báo", "Hướng dẫn", "Công văn", "Quyết định", "Quy chế", "Báo cáo", "Tài liệu khác")
LONGEST = 400_000
"""Characters of a paper; a longer one is a book."""

_HEAD_LINES = 40
_ARTICLE = re.compile(r"^Điều\s+(?P<number>\d+[a-zđ]?)\s*[.:]?\s*(?P<title>.*)$")
_DATED = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
_TITLE_LINE = re.compile(r"^(THÔNG BÁO|HƯỚNG DẪN|CÔNG VĂN|QUYẾT ĐỊNH|QUY CHẾ|BÁO CÁO|TÀI LIỆU)\b\s*(.*)$")
_TITLE_CHARACTERS = 300


@dataclass(frozen=True)
class Head:
    """What a paper says of itself, as far as it could be read; an official looks over it.

    Attributes:
        kind: one of :data:`KINDS`.
        number: as printed, e.g. ``15/TB-UBND``.
    """

    kind: str
    title: str = ""
    number: str | None = None
    issuer: str | None = None
    issued: date | None = None


def text_of(path: Path) -> str:
    """Return the text of a file, paragraphs and table rows one a line.

    Raises:
        UnknownFormat: the ending is none of :data:`SUPPORTED`.
        PdfUnreadable: a PDF that gives no text, with the reason.
        CorruptFile: the file cannot be read, holds no text, or too much of it.
    """
    name = path.name.lower()
    if name.endswith(".docx"):
        text = _word(path)
    elif name.endswith(".pdf"):
        text = whole_text(path)
    elif name.endswith(SUPPORTED):
        text = decoded(path)
    else:
        raise UnknownFormat(path, f"the ending is none of {', '.join(SUPPORTED)}")
    if not clean(text):
        raise CorruptFile(path, "no text in it")
    if len(text) > LONGEST:
        raise CorruptFile(path, f"more than {LONGEST} characters")
    return nfc(text)


def head_of(text: str, path: Path) -> Head:
    """Return what a paper says of itself."""
    if is_plan(text):
        document, _ = plan_of(text, path)
        return Head(PLAN, document.title, document.number, document.issuer, document.issued)
    lines = [one_line(line) for line in text.split("\n")[:_HEAD_LINES] if line.strip()]
    top = "\n".join(lines)
    number = next((found.printed for line in lines if "Số" in line and (found := read_number(line))), None)
    at = next((i for i, line in enumerate(lines) if _TITLE_LINE.match(line)), None)
    if at is None:
        return Head(KINDS[-1], "", number, None, _issued(top))
    match = _TITLE_LINE.match(lines[at])
    kind, beside = (match[1].capitalize(), match[2]) if match else (KINDS[-1], "")
    said = beside or (lines[at + 1] if at + 1 < len(lines) else "")
    title = f"{kind} {_lower_first(readable(said))}".strip()
    known = next((one for one in KINDS if one.lower() == kind.lower()), KINDS[-1])
    return Head(known, title[:_TITLE_CHARACTERS], number, None, _issued(top))


def read_paper(text: str, head: Head, path: Path, *, place: str | None = None) -> Plan:
    """Return the paper and its passages in reading order.

    Args:
        text: of :func:`text_of`.
        head: as an official has looked over it; its words win over those that were read.
        path: named in errors.
        place: of the deployment, for a paper that names none.

    Raises:
        CorruptFile: nothing in it can be quoted, or it is called a plan and is none.
    """
    if head.kind == PLAN:
        document, passages = plan_of(text, path)
        changes = {"title": head.title, "number": head.number, "issuer": head.issuer, "issued": head.issued}
        kept = {name: value for name, value in changes.items() if value}
        return document.model_copy(update=kept), passages
    identity = "-".join(part for part in ("paper", slug(head.number or ""), slug(head.title)[:60]) if part)
    document = PlanDocument(
        id=identity,
        kind=head.kind,
        title=head.title,
        number=head.number,
        issuer=head.issuer,
        place=place,
        issued=head.issued,
        year=head.issued.year if head.issued else None,
    )
    found = [
        Passage(document_id=identity, path=piece.path, heading=piece.heading, text=piece.text)
        for piece in _pieces(_body(text))
        if not _is_in(piece.text, head.title)
    ]
    if not found:
        raise CorruptFile(path, "no passage that could be quoted")
    return document, tuple(distinct(found))


def _is_in(text: str, title: str) -> bool:
    """Tell whether a line only repeats the title."""
    return fold(text.rstrip(". ")) in fold(title)


def _body(text: str) -> list[str]:
    """Return the lines behind the head: those above a line of capitals that names the kind are not content."""
    lines = [clean(line.replace("\t", " ")) for line in text.split("\n")]
    lines = [line for line in lines if line]
    at = next((i for i, line in enumerate(lines[:_HEAD_LINES]) if _TITLE_LINE.match(line)), None)
    return join_broken(lines[at + 1 :] if at is not None else lines)


def _pieces(lines: Sequence[str]) -> Iterator[Piece]:
    chunk: list[str] = []
    above, title = "", ""
    for line in lines:
        match = _ARTICLE.match(line)
        if match:
            yield from _chunk(chunk, above, title)
            chunk, above, title = [], f"Điều {match['number']}", match["title"].strip()
        else:
            chunk.append(line)
    yield from _chunk(chunk, above, title)


def _chunk(lines: Sequence[str], above: str, title: str) -> Iterator[Piece]:
    """Yield the passages of an article, or of what stands before the first one."""
    heading = (f"{above}. {title}",) if above and title else ()
    root = outline(lines)
    if above and title and not lines:
        yield Piece(above, (), title)
    for number, text in enumerate(root.paragraphs, start=1):
        only = above and len(root.paragraphs) == 1
        yield Piece(above if only else f"{above}.¶{number}".lstrip("."), heading, text)
    for piece in pieces(root):
        yield Piece(f"{above}.{piece.path}".lstrip("."), (*heading, *piece.heading), piece.text)


def _word(path: Path) -> str:
    try:
        document = Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise CorruptFile(path, f"not a readable Word document: {error}") from error
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            bullet = "- " if "Bullet" in str(block.style.name if block.style else "") else ""
            lines += [f"{bullet}{line}" for line in block.text.split("\n") if line.strip()]
        elif isinstance(block, Table):
            lines += ["\t".join(one_line(cell.text) for cell in row.cells) for row in block.rows]
    return "\n".join(lines)


def _issued(text: str) -> date | None:
    match = _DATED.search(text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def _lower_first(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
