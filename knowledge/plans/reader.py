"""Reads a published plan (kế hoạch) into its document data and its passages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge.errors import CorruptFile
from knowledge.model import Passage, PlanDocument
from knowledge.plans.names import document_id, readable, split_number
from knowledge.plans.outline import Piece, outline, pieces
from knowledge.plans.pages import NUMBER, Page, cut
from knowledge.text import nfc, one_line

_DATED = re.compile(
    r"^\s*(?P<place>[^\W\d_][^\n\d,;:/]{1,40}?),\s*ngày\s*(?P<day>\d{1,2})?\s*"
    r"tháng\s*(?P<month>\d{1,2})?\s*năm\s*(?P<year>\d{4})?",
    re.MULTILINE,
)
_YEAR = re.compile(r"năm\s+(20\d\d)", re.IGNORECASE)
_ISSUES = re.compile(
    r"(?P<issuer>(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Sở|Ban|Bộ|Cục|Chi cục)\b[^.;:\d]{0,80}?)"
    r"\s*(?:\([^)]*\)\s*)?(?:ban hành|xây dựng) [Kk]ế hoạch"
)
_COMMITTEE = re.compile(r"^[UỦ][ỶYỷy]\s+ban\s+nhân\s+dân", re.IGNORECASE)
_NATION = re.compile(r"^(?:CỘNG H[ÒO][AÀ]|Độc lập|Số\s*:)", re.IGNORECASE)
_HEAD_LINES = 80


def is_plan(text: str) -> bool:
    """Tell whether a text is a plan: a line "KẾ HOẠCH" near its top, a number of a plan, numbered items."""
    page = cut(nfc(text))
    return page is not None and len(page.head) <= _HEAD_LINES and NUMBER.search("\n".join(page.head)) is not None


def plan_of(text: str, path: Path) -> tuple[PlanDocument, tuple[Passage, ...]]:
    """Read a plan from its text, wherever that was taken from; ``path`` is named in errors.

    What the copy leaves blank (number, day, signer) stays ``None``.

    Returns:
        The document and its passages in reading order.

    Raises:
        CorruptFile: the text has no title, number or numbered items of a plan.
    """
    page = cut(nfc(text))
    if page is None:
        raise CorruptFile(path, "no line 'KẾ HOẠCH' followed by numbered items")
    if not NUMBER.search("\n".join(page.head)):
        raise CorruptFile(path, "no number of a plan ('Số: …/KH-…') above the title")
    document = _document(page)
    names = (document.place,) if document.place else ()
    passages = [
        Passage(document_id=document.id, path=p.path, heading=p.heading, text=p.text) for p in _all(page, names)
    ]
    return document, tuple(distinct(passages))


def decoded(path: Path) -> str:
    """Return the text of a text file.

    Raises:
        CorruptFile: it is no text.
    """
    raw = path.read_bytes()
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise CorruptFile(path, f"not {encoding} text") from error
    if "\x00" in text:
        raise CorruptFile(path, "binary content")
    return nfc(text)


def _document(page: Page) -> PlanDocument:
    head = "\n".join(page.head)
    found = NUMBER.search(head)
    printed = one_line(found["printed"]) if found else ""
    dated = _DATED.search(NUMBER.sub("\n", head))
    place = one_line(dated["place"]) if dated else None
    issued = _issued(dated)
    year = issued.year if issued else _year(dated, page)
    names = (place,) if place else ()
    number, symbol = split_number(printed)
    return PlanDocument(
        id=document_id(printed, place=place, year=year),
        title=f"Kế hoạch {_lower_first(readable(' '.join(page.title), names))}",
        number=f"{number}/{symbol}" if number else None,
        issuer=_issuer(page, names),
        place=place,
        issued=issued,
        year=year,
        signer=_signer(page.signature),
    )


def _lower_first(title: str) -> str:
    """Return the title for the middle of a phrase; a leading acronym keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _issued(dated: re.Match[str] | None) -> date | None:
    if dated is None or not (dated["day"] and dated["month"] and dated["year"]):
        return None
    try:
        return date(int(dated["year"]), int(dated["month"]), int(dated["day"]))
    except ValueError:
        return None


def _year(dated: re.Match[str] | None, page: Page) -> int | None:
    if dated and dated["year"]:
        return int(dated["year"])
    in_title = _YEAR.search(" ".join(page.title))
    return int(in_title[1]) if in_title else None


def _issuer(page: Page, names: tuple[str, ...]) -> str | None:
    """Return who issued it: printed above the number, else named in the sentence that issues it."""
    printed: list[str] = []
    for line in page.head:
        if _NATION.match(line) or _DATED.search(line):
            continue
        if line == line.upper() and not any(c.isdigit() for c in line):
            printed.append(readable(line, names))
    if printed:
        first, *rest = printed[-2:]
        return one_line(_COMMITTEE.sub("UBND", f"{first} {' '.join(_lower_first(part) for part in rest)}"))
    found = list(_ISSUES.finditer(" ".join(page.preamble)))
    return one_line(found[-1]["issuer"]) if found else None


def _signer(signature: tuple[str, ...]) -> str | None:
    """Return the name under the offices: two to six capitalised words, none of them all in capitals."""
    for line in signature:
        parts = line.split()
        if 2 <= len(parts) <= 6 and all(part[:1].isupper() and not part.isupper() for part in parts):
            return line
    return None


def _all(page: Page, names: tuple[str, ...]) -> Iterator[Piece]:
    if page.preamble:
        yield Piece("căn cứ", (), "\n".join(page.preamble))
    yield from pieces(outline(page.body), names)
    if page.recipients:
        yield Piece("Nơi nhận", (), "\n".join(page.recipients))
    if page.signature:
        yield Piece("ký", (), "\n".join(page.signature))
    yield from _annex(page.annex, names)


def _annex(rows: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Piece]:
    """Yield the rows of annexes: table rows with their column names, totals, other paragraphs."""
    columns: list[str] = []
    heading, paragraph = ("Phụ lục",), 0
    for row in rows:
        cells = [cell.strip() for cell in row.split("\t")]
        filled = [cell for cell in cells if cell]
        if filled[0].startswith("PHỤ LỤC"):
            continue
        if not columns and len(filled) > 2:
            columns = cells
        elif columns and cells[0].isdigit():
            yield Piece(f"PHỤ LỤC.{cells[0]}", heading, _row_text(columns, cells))
        elif filled[0].lower().startswith("tổng"):
            yield Piece("PHỤ LỤC.tổng", heading, " ".join(filled))
        else:
            paragraph += 1
            yield Piece(f"PHỤ LỤC.¶{paragraph}", heading, readable(" ".join(filled), names))


def _row_text(columns: list[str], cells: list[str]) -> str:
    named = zip(columns[1:], cells[1:], strict=False)
    return "\n".join(f"{column}: {cell}" for column, cell in named if cell)


def distinct(passages: list[Passage]) -> Iterator[Passage]:
    """Yield passages with paths made unique: a number printed twice gets ``(2)``."""
    seen: dict[str, int] = {}
    for passage in passages:
        seen[passage.path] = count = seen.get(passage.path, 0) + 1
        yield passage if count == 1 else passage.model_copy(update={"path": f"{passage.path} ({count})"})
