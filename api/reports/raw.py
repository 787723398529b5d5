"""The lines behind the numbers: PAKN and questions of a period, without the people.

A PAKN appears as it stood at the end of the period, so that counting its lines gives the numbers of the report. Texts
are the masked ones; nothing that identifies a sender is here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.clock import VIETNAM
from api.feedback.labels import CHANNEL_LABELS, KIND_LABELS, STATUS_LABELS
from api.feedback.model import Completeness
from api.reports.chat import CHANNELS, Asked
from api.reports.numbers import Labels
from api.reports.wording import STATUS_LABELS as ANSWER_LABELS
from api.reports.workload import ORIGIN_LABELS, OUTCOME_LABELS, Item, Workload
from api.security.masking import mask
from api.storage.conversations import RatingValue
from api.storage.feedback_tables import CaseRow

Cell = str | int | date | datetime | None

_BATCH = 500
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_GONE = "[hồ sơ đã xoá theo thời hạn lưu]"
COMPLETENESS_LABELS = {Completeness.FULL: "Đủ thông tin", Completeness.REMARK: "Góp ý không đủ thông tin"}
RATING_LABELS = {RatingValue.UP: "Hữu ích", RatingValue.DOWN: "Chưa hữu ích"}

CASE_COLUMNS = (
    "Mã",
    "Mức đủ thông tin",
    "Nguồn",
    "Kết quả cuối kỳ",
    "Trạng thái cuối kỳ",
    "Ngày nhận",
    "Kênh",
    "Loại",
    "Lĩnh vực",
    "Mã thủ tục",
    "Thủ tục",
    "Cơ quan",
    "Hạn chuyển",
    "Ngày chuyển",
    "Hạn trả lời",
    "Ngày trả lời",
    "Số ngày làm việc để trả lời",
    "Ngày công khai",
    "Số sao",
    "Gộp vào",
    "Lý do từ chối",
    "Ngày xảy ra",
    "Nơi xảy ra",
    "Tiêu đề",
    "Nội dung (đã che)",
)
QUESTION_COLUMNS = (
    "Lúc",
    "Cuộc trò chuyện số",
    "Kênh",
    "Gõ hay bấm nút",
    "Câu hỏi (đã che)",
    "Kết quả",
    "Mã thủ tục",
    "Trả lời bằng",
    "Mili giây",
    "Đánh giá",
)
_VIA = {"bot": "Trợ lý", "search": "Tìm kiếm", "gateway": "Cổng"}


@dataclass(frozen=True, slots=True)
class _Texts:
    title: str
    content: str
    location: str | None
    occurred_on: date | None


def case_lines(session: Session, load: Workload, labels: Labels, reasons: Mapping[str, str]) -> list[list[Cell]]:
    """Return one line a PAKN, remarks at the end; the columns are :data:`CASE_COLUMNS`."""
    items = (*load.items, *load.remarks)
    texts = _texts(session, [item.life.code for item in items])
    return [_case_line(item, labels, reasons, texts.get(item.life.code)) for item in items]


def question_lines(asked: Iterable[Asked]) -> Iterator[list[Cell]]:
    """Yield one line a message of a person; the columns are :data:`QUESTION_COLUMNS`."""
    for one in asked:
        yield [
            one.at,
            one.conversation,
            CHANNELS.get(one.channel, one.channel),
            "Bấm nút" if one.pressed else "Gõ",
            mask(one.text),  # masked when it came in; a later rule may know more
            ANSWER_LABELS[one.status] if one.status else None,
            one.code,
            _VIA.get(one.via, one.via) if one.via else None,
            one.latency_ms,
            RATING_LABELS[one.rating] if one.rating else None,
        ]


def as_csv(columns: Sequence[str], lines: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file that a spreadsheet opens well: UTF-8 with its mark, dates as people write them, no formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_written(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe goes before a sign that starts one."""
    return f"'{text}" if text.lstrip(" \n").startswith(DANGEROUS) else text


def _case_line(item: Item, labels: Labels, reasons: Mapping[str, str], texts: _Texts | None) -> list[Cell]:
    standing = item.standing
    full = standing.completeness is Completeness.FULL
    code, name = labels.procedure(item)
    field = labels.field(item)
    agency = labels.agency(item)
    return [
        item.life.code,
        COMPLETENESS_LABELS[standing.completeness],
        ORIGIN_LABELS[item.origin],
        OUTCOME_LABELS[item.outcome] if full else None,
        STATUS_LABELS[standing.status],
        item.life.received_on,
        CHANNEL_LABELS[standing.channel],
        KIND_LABELS[standing.kind],
        field[1] if field[0] else None,
        code or None,
        name if code else None,
        agency[1] if agency[0] else None,
        standing.forward_was_due_on or standing.forward_due_on,
        standing.forwarded_on,
        standing.answer_due_on,
        standing.answered_on,
        item.days_to_answer,
        standing.published_on,
        standing.stars,
        standing.merged_into,
        reasons.get(item.life.code),
        texts.occurred_on if texts else None,
        texts.location if texts else None,
        texts.title if texts else _GONE,
        texts.content if texts else _GONE,
    ]


def _texts(session: Session, codes: Sequence[str]) -> dict[str, _Texts]:
    found: dict[str, _Texts] = {}
    for start in range(0, len(codes), _BATCH):
        rows = session.execute(
            select(CaseRow.code, CaseRow.title, CaseRow.content_masked, CaseRow.location, CaseRow.occurred_on).where(
                CaseRow.code.in_(codes[start : start + _BATCH])
            )
        )
        for code, title, content, location, occurred in rows:
            place = mask(location) if location else None
            found[code] = _Texts(mask(title), mask(content), place, occurred)
    return found


def _written(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return harmless(cell) if isinstance(cell, str) else cell
