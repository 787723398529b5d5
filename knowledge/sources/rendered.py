"""Takes apart tables whose cells a crawler glued into one line of text.

Where two numbers touch and could be cut in more than one place, the value is left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from knowledge.model import Duration, DurationState, Fee, FeeState
from knowledge.sources.durations import duration
from knowledge.sources.fees import fees_of_text
from knowledge.sources.letters import LOWER, UPPER
from knowledge.sources.money import NUMBER
from knowledge.sources.papers import RawPaper
from knowledge.sources.raw import RawMethod

_METHOD_HEAD = re.compile(r"^.*?Phí, lệ phí\s*Mô tả\s*", re.DOTALL)
_KIND = re.compile(
    r"(Trực tuyến|Dịch vụ bưu chính|Trực tiếp)"
    r"(?=\s*(?:\d|Theo mô tả|Không quy định|Miễn phí|Phí\s*:|Lệ phí\s*:|Không có thông tin|OTHER))"
)
_TIME = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(Ngày làm việc|Ngày|Giờ|Tháng|Năm)", re.IGNORECASE)
_BARE_TIME = re.compile(r"\s*(\d+?)(?=\s*(?:Miễn phí|Phí\s*:|Lệ phí\s*:|Không có thông tin|[^\d\s.,]|$))")
_SUM = re.compile(rf"\s*({NUMBER})\s*(Việt Nam Đồng|VNĐ|VND|USD)")
_FREE = re.compile(r"\s*Miễn phí")
_LABELLED = re.compile(r"\s*((?:Phí|Lệ phí)\s*:\s*(?:[\d.,]+\s*)?Đồng)\s*Xem chi tiết")
_NOTHING = re.compile(r"\s*Không có thông tin(?:\(\d+\))?")

_PAPER_HEAD = re.compile(r"Tên giấy tờ\s*Mẫu đơn, tờ khai\s*Số lượng")
_QUANTITY = re.compile(
    r"\s*(?:Bản chính:\s*(\d+)\s*-?\s*Bản sao:\s*(\d+)|(\d) bản chính(?:\s*,?\s*(\d) bản sao)?|(\d) bản sao)",
    re.IGNORECASE,
)
_FILES = (
    re.compile(rf"^(.*[{LOWER}).;,])([{UPPER}][^,;]*\.(?:docx?|pdf|xlsx?))$", re.DOTALL),
    re.compile(r"^(.*[).;,])\s+([^,;.]*\.(?:docx?|pdf|xlsx?))$", re.DOTALL),
)

_LEGAL_HEAD = re.compile(r"^\s*Tên văn bản pháp lý\s*Mã văn bản\s*")
_ONE_NUMBER = r"\d+(?:\.\d+)?/\d{4}/(?:QH\d{1,2}|[A-ZĐ]+(?:-[A-ZĐ]+)*)"
_LEGAL_NUMBER = re.compile(rf"(?P<twice>{_ONE_NUMBER})(?P=twice)|(?P<once>{_ONE_NUMBER})(?=[{UPPER}][{LOWER}]|\s|$)")
_GLUED_YEAR = re.compile(r"((?:19|20)\d{2})(\d{1,3}/)")
_NEW_TITLE = re.compile(r"$|(?:Luật|Bộ luật|Nghị|Thông|Quyết|Văn|Sửa|Hướng|Quy|Về|Chỉ|Pháp|Hiến|Hiệp|Công)")
_LEGAL_LABEL = re.compile(r"(?:Luật|Nghị định|Thông tư|Nghị quyết|Quyết định)(?: số)?\s*$")


def methods_of(text: str, *, as_of: date) -> list[RawMethod]:
    """Read the glued table of ways of filing."""
    body = _METHOD_HEAD.sub("", text, count=1)
    starts = list(_KIND.finditer(body))
    ends = [match.start() for match in starts[1:]] + [len(body)]
    return [_method(match[1], body[match.end() : end], as_of) for match, end in zip(starts, ends, strict=True)]


def _method(kind: str, row: str, as_of: date) -> RawMethod:
    limit, rest = _limit(row)
    fees: list[Fee] = []
    if limit is None:  # the number of an unnamed unit runs into the sum: nobody can tell where to cut
        match = _SUM.match(row)
        glued = row if match is None else row[: match.end()]
        fees.append(Fee(state=FeeState.SUSPECT, source=glued.strip()))
        limit, rest = Duration(state=DurationState.NOT_STATED), row[len(glued) :]
        rest = rest[len(_bracket(rest)) :]
    read, note = _fees(rest, as_of)
    return RawMethod(kind, limit, (*fees, *read), note)


def _limit(row: str) -> tuple[Duration | None, str]:
    if match := _TIME.match(row):
        return duration(f"{match[1]} {match[2]}"), row[match.end() :]
    if _SUM.match(row):
        return None, row
    if match := _BARE_TIME.match(row):
        return duration(match[1]), row[match.end() :]
    return Duration(state=DurationState.NOT_STATED), row


def _fees(rest: str, as_of: date) -> tuple[tuple[Fee, ...], str]:
    fees: list[Fee] = []
    while True:
        if match := _SUM.match(rest) or _FREE.match(rest):
            bracket = _bracket(rest[match.end() :])
            raw = match.group().strip() + bracket
            fees.extend(fees_of_text(raw, as_of=as_of, zero_is_shown_as_free=True))
            rest = rest[match.end() + len(bracket) :]
        elif match := _LABELLED.match(rest):
            if any(char.isdigit() for char in match[1]):
                fees.extend(fees_of_text(match[1], as_of=as_of))
            else:
                fees.append(Fee(state=FeeState.NOT_STATED, source=match.group().strip()))
            rest = rest[match.end() :]
        elif match := _NOTHING.match(rest):
            rest = rest[match.end() :]
        else:
            return tuple(dict.fromkeys(fees)), rest.strip()


def _bracket(text: str) -> str:
    """Return the balanced bracket a text starts with, or nothing."""
    if not text.startswith("("):
        return ""
    depth = 0
    for position, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return text[: position + 1]
    return ""


def papers_of(text: str) -> list[RawPaper]:
    """Read the glued tables of papers; the words before a table's head are its case."""
    heads = list(_PAPER_HEAD.finditer(text))
    papers: list[RawPaper] = []
    case = text[: heads[0].start()].strip() if heads else ""
    for position, head in enumerate(heads):
        end = heads[position + 1].start() if position + 1 < len(heads) else len(text)
        rows, left = _rows(text[head.end() : end], case or None)
        papers.extend(rows)
        case = left
    if case and heads:
        papers.append(RawPaper(case, papers[-1].case if papers else None))
    return papers


def _rows(body: str, case: str | None) -> tuple[list[RawPaper], str]:
    rows: list[RawPaper] = []
    position = 0
    for match in _QUANTITY.finditer(body):
        name, form = _split_file(body[position : match.start()].strip())
        originals = match[1] or match[3] or "0"
        copies = match[2] or match[4] or match[5] or "0"
        rows.append(RawPaper(name, case, int(originals), int(copies), form))
        position = match.end()
    return rows, body[position:].strip()


def _split_file(cell: str) -> tuple[str, str | None]:
    """Cut the name of a form file off the paper it is glued to, where a capital or a stop marks the place."""
    match = next((found for pattern in _FILES if (found := pattern.match(cell))), None)
    return (match[1].rstrip(" ,"), match[2]) if match else (cell, None)


def legal_of(text: str) -> Iterator[tuple[str | None, str | None]]:
    """Read the glued table of legal documents as (number, name)."""
    body = _LEGAL_HEAD.sub("", text)
    position = 0
    for match in _LEGAL_NUMBER.finditer(body):
        name, number = body[position : match.start()], match["twice"] or match["once"]
        apart = name[-1:].isspace()
        if match["twice"]:  # a title that ends in the number its own cell repeats
            name += number
        elif apart and not _NEW_TITLE.match(body, match.end()):
            continue  # inside a title; the number of its own cell is still to come
        elif year := _GLUED_YEAR.match(number):  # "Luật Cư trú 2020" and "68/2020/QH14" touch
            name, number = f"{name.rstrip()} {year[1]}", number[4:]
        elif apart:
            name = _LEGAL_LABEL.sub("", name)
        yield number, name.strip() or None
        position = match.end()
    if rest := body[position:].strip():
        yield None, rest
