"""Reads the text rendering of portal details: ``Mã thủ tục: …`` and indented blocks below headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from knowledge.sources.durations import duration
from knowledge.sources.fees import fees_of_text
from knowledge.sources.papers import RawPaper
from knowledge.sources.raw import RawMethod
from knowledge.sources.reading import Reading
from knowledge.sources.record import read_record, split_results
from knowledge.sources.sections import Section, labelled, name_and_number, record_of, section_of
from knowledge.text import fold, nfc

_TITLE = "Chi tiết thủ tục hành chính"
_QUANTITY = re.compile(r"^\s*Số lượng:\s*Bản chính:\s*(\d+)\s*,\s*Bản sao:\s*(\d+)", re.IGNORECASE)
_FORM = re.compile(r"^\s{6,}(?:Mẫu đơn, tờ khai|Biểu mẫu|Mẫu|Tệp đính kèm)\s*:\s*(.+)$", re.IGNORECASE)
_CASE = re.compile(r"^\s{1,3}\[\s*(.*?)\s*\]\s*$")
_PAPER = re.compile(r"^\s{2,5}-\s(.*)$")
_BULLET = re.compile(r"^\s{1,3}\*\s+(.*)$")
_METHOD_LABELS = {"hinh thuc nop": "kind", "thoi han giai quyet": "time", "phi, le phi": "fee", "mo ta": "note"}
_ENDS_A_SENTENCE = (".", ";", ":", "!", "?")


def is_portal_text(text: str) -> bool:
    """Tell whether a text is this rendering: a line with the code and one with a heading of its own."""
    found = {section for line in text.splitlines()[:400] if (section := _heading(line))}
    return {Section.CODE, Section.NAME} <= found and bool(found & {Section.STEPS, Section.METHODS, Section.PAPERS})


def read_portal_text(text: str, *, as_of: date) -> Iterator[Reading]:
    """Yield one reading a record; several records in one file start with the title line each."""
    starts = [match.start() for match in re.finditer(rf"^{_TITLE}", nfc(text), re.MULTILINE)] or [0]
    for position, (start, end) in enumerate(zip(starts, [*starts[1:], None], strict=True), start=1):
        yield _read(nfc(text)[start:end].splitlines(), f"bản ghi thứ {position}", as_of)


def _heading(line: str) -> Section | None:
    if line[:1].isspace() or ":" not in line:
        return None
    return section_of(line.split(":", 1)[0])


def _read(lines: Sequence[str], locator: str, as_of: date) -> Reading:
    blocks: dict[Section, list[str]] = {}
    current: list[str] | None = None
    for line in lines:
        found = labelled(line) if line[:1].strip() else None
        if found:
            current = blocks.setdefault(found[0], [])
            if found[1]:
                current.append(found[1])
        elif current is not None and line.strip():
            current.append(line)
    texts = {section: "\n".join(block) for section, block in blocks.items()}
    texts[Section.STEPS] = _unwrapped(blocks.get(Section.STEPS, ()))
    record = record_of(
        texts,
        methods=list(_methods(blocks.get(Section.METHODS, ()), as_of)),
        papers=list(_papers(blocks.get(Section.PAPERS, ()))),
        legal_basis=[name_and_number(line) for line in _bullets(blocks.get(Section.LEGAL, ()))],
        results=split_results(texts.get(Section.RESULT)),
    )
    return read_record(record, locator, as_of=as_of)


def _unwrapped(lines: Sequence[str]) -> str:
    """Join lines the rendering broke inside a sentence."""
    out: list[str] = []
    for line in map(str.strip, lines):
        if out and line[:1].islower() and not out[-1].endswith(_ENDS_A_SENTENCE):
            out[-1] += " " + line
        else:
            out.append(line)
    return "\n".join(out)


def _bullets(lines: Sequence[str]) -> list[str]:
    out: list[str] = []
    for line in lines:
        match = _BULLET.match(line)
        if match:
            out.append(match[1])
        elif out:
            out[-1] += " " + line.strip()
        else:
            out.append(line.strip())
    return out


def _methods(lines: Sequence[str], as_of: date) -> Iterator[RawMethod]:
    rows: list[dict[str, str]] = []
    key = ""
    for line in lines:
        label, _, text = line.strip(" *").partition(":")
        name = _METHOD_LABELS.get(fold(label.strip()))
        if name == "kind":
            rows.append({})
        if not rows:
            continue
        key = name or key
        rows[-1][key] = text.strip() if name else f"{rows[-1].get(key, '')}\n{line.strip()}"
    for row in rows:
        fees = fees_of_text(row.get("fee"), as_of=as_of)
        yield RawMethod(row.get("kind", ""), duration(row.get("time")), fees, row.get("note"))


def _papers(lines: Sequence[str]) -> Iterator[RawPaper]:
    case: str | None = None
    name: list[str] = []
    form: str | None = None
    for line in lines:
        quantity = _QUANTITY.match(line)
        if quantity and name:
            yield RawPaper("\n".join(name), case, int(quantity[1]), int(quantity[2]), form)
            name, form = [], None
        elif heading := _CASE.match(line):
            case = heading[1]
        elif attached := _FORM.match(line):
            form = attached[1]
        elif (paper := _PAPER.match(line)) and not name:
            name = [paper[1]]
        elif name:
            name.append(line.strip())
    if name:
        yield RawPaper("\n".join(name), case, None, None, form)
