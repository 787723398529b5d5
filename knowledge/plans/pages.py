"""A plan as it lies on a page: dirt away, broken lines joined, cut into head, body, end and annex."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.plans.outline import is_item, is_numbered
from knowledge.text import clean, fold

TITLE = re.compile(r"^KẾ HOẠCH(?:\s+(?!VÀ\b)(?P<rest>\S.*))?$")
NUMBER = re.compile(r"Số\s*:?\s*(?P<printed>(?:\d+[a-zA-Z]?)?\s*/\s*KH(?:\s*-\s*[A-ZĐ]+)?)")
_ANNEX = re.compile(r"^PHỤ LỤC\b")
_RECIPIENTS = re.compile(r"^Nơi nhận\s*:?")
_RULE = re.compile(r"^[-–—_=*.\s]*$")
_DIRT = re.compile(
    r"^(?:Đang tải nội dung\b.*|Hệ thống pháp luật|Tải về|Lưu trữ|Bản in|Mục lục|Trang \d+(?:/\d+)?|\d{1,3})$",
    re.IGNORECASE,
)
_GAP = re.compile(r"(?<=\S) {4,}(?=\S)")
_EMPHASIS = re.compile(r"\*+([^*]*)\*+")
_STRAY = re.compile(r"(?:\s+(?:[✓✔]|\*[A-Za-z]\*)|(?<=[).])\s+[A-Z])+$")
_END = re.compile(r"[.;:!?…/”\"]$")
_ACRONYM = re.compile(r"^[A-ZĐ]{2,}\b")


@dataclass(frozen=True)
class Page:
    """The parts of a plan.

    Attributes:
        head: lines above "KẾ HOẠCH": agency, number, place and date.
        title: lines of the title.
        preamble: paragraphs between title and first numbered item.
        body: numbered items and their paragraphs, one a line.
        recipients: lines under "Nơi nhận".
        signature: lines of the signature: offices and name.
        annex: lines of the annexes with their column breaks (tabs).
    """

    head: tuple[str, ...]
    title: tuple[str, ...]
    preamble: tuple[str, ...]
    body: tuple[str, ...]
    recipients: tuple[str, ...]
    signature: tuple[str, ...]
    annex: tuple[str, ...]


def cut(text: str) -> Page | None:
    """Cut a text into the parts of a plan; ``None`` where it has no title line or no numbered item."""
    rows = [row for row in (_tidy(raw) for raw in _breaks(text)) if row]
    start = next((i for i, row in enumerate(rows) if TITLE.match(row.strip())), None)
    if start is None:
        return None
    beside = TITLE.match(rows[start].strip())
    after = ([beside["rest"]] if beside and beside["rest"] else []) + rows[start + 1 :]
    first = next((i for i, row in enumerate(after) if is_numbered(row.strip())), None)
    if first is None:
        return None
    annex_at = next((i for i, row in enumerate(after) if i > first and _ANNEX.match(row.strip())), len(after))
    main = [line for row in after[:annex_at] for line in _cells(row)]
    end = next((i for i, line in enumerate(main) if _RECIPIENTS.match(line)), len(main))
    lines = join_broken(main[:end])
    begin = next(i for i, line in enumerate(lines) if is_numbered(line))
    title, preamble = _title_and_preamble(lines[:begin])
    body, signature = _split_signature(lines[begin:])
    recipients, tail = _split_end(main[end:])
    return Page(
        head=tuple(line for row in rows[:start] for line in _cells(row)),
        title=title,
        preamble=preamble,
        body=body,
        recipients=_listed(recipients),
        signature=(*signature, *tail),
        annex=tuple(after[annex_at:]),
    )


def join_broken(lines: list[str]) -> list[str]:
    """Join a paragraph that a page break or a fixed line width has cut in two.

    A line that goes on in lower case, or with an acronym after a line without closing mark, belongs to
    the line before it; a numbering mark always starts anew.
    """
    joined: list[str] = []
    for line in lines:
        goes_on = line[:1].islower() or (_ACRONYM.match(line) and line != line.upper())
        if joined and not is_item(line) and goes_on and not _END.search(joined[-1]):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _breaks(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").split("\n")


def _tidy(row: str) -> str:
    """Clean a row cell by cell; empty for page dirt. Tabs and wide gaps stay as tabs: they part columns."""
    row = _GAP.sub("\t", row)
    cells = [_STRAY.sub("", clean(_EMPHASIS.sub(_keep_emphasis, cell))) for cell in row.split("\t")]
    line = "\t".join(cells)
    return "" if _RULE.match(line) or _DIRT.match(line.strip()) else line


def _keep_emphasis(match: re.Match[str]) -> str:
    """Return what was set in bold or italics; a lone letter in italics is a misread pen stroke."""
    inner = match[1].strip()
    return "" if len(inner) == 1 and inner.isalpha() else match[1]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("\t") if cell.strip() and not _RULE.match(cell)]


def _title_and_preamble(lines: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the title from the reasons: these start with a verb of law or are long sentences."""
    for number, line in enumerate(lines):
        if number and (
            line.startswith(("Căn cứ", "Thực hiện", "Thi hành", "Triển khai", "Để ", "Nhằm ")) or _END.search(line)
        ):
            return tuple(lines[:number]), tuple(lines[number:])
    return tuple(lines[:1]), tuple(lines[1:])


def _is_office(line: str) -> bool:
    """Tell whether a line of capitals names the office that signs ("KT. GIÁM ĐỐC")."""
    folded = fold(line)
    offices = ("chu tich", "giam doc", "uy ban nhan dan", "bo truong", "cuc truong", "chanh van phong", "truong ban")
    return line == line.upper() and any(office in folded for office in offices)


def _split_signature(lines: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    at = next((i for i, line in enumerate(lines) if _is_office(line)), len(lines))
    return tuple(lines[:at]), tuple(lines[at:])


def _split_end(lines: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part recipients from the signature, which stands below them or in a second column beside them."""
    recipients: list[str] = []
    signature: list[str] = []
    for line in lines:
        signs = _is_office(line) or (signature and not line.startswith("-"))
        (signature if signs else recipients).append(line)
    return tuple(recipients), tuple(signature)


def _listed(recipients: tuple[str, ...]) -> tuple[str, ...]:
    """Return the recipients, without the word "Nơi nhận" itself."""
    return tuple(rest for line in recipients if (rest := _RECIPIENTS.sub("", line).strip(" -")))
