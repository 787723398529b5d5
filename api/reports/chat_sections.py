"""The part of a report about the assistant, as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from api.reports import wording
from api.reports.chat import UNANSWERED, ChatNumbers
from api.reports.grids import COMPARED_COLUMNS, Column, Form, Grid, Row, Section, Value, compared, counted
from api.reports.satisfaction import satisfaction_grid


def chat_section(now: ChatNumbers, before: ChatNumbers, top: int | None) -> Section:
    """Return the section.

    Args:
        now: of the period.
        before: of the one it is held against.
        top: procedures that are listed; ``None``: all of them.
    """
    grids = (
        _summary(now, before),
        _channels(now),
        counted(
            "luot-tra-loi",
            "Lượt trả lời theo kết quả",
            "Lượt trả lời",
            "Kết quả",
            [(wording.STATUS_LABELS[status], number) for status, number in now.answers.items() if number],
        ),
        satisfaction_grid(now.satisfaction),
        _procedures(now, top),
        _questions("cau-hoi", "Câu hỏi nhiều nhất", "Câu hỏi", now.questions_asked),
        _questions("chua-tra-loi", "Câu hỏi nhiều nhất chưa trả lời được", "Chưa trả lời", now.questions_unanswered),
    )
    return Section("tro-ly", "Trợ lý tự động", grids, (wording.texts_since(now.texts_since),))


def _summary(now: ChatNumbers, before: ChatNumbers) -> Grid:
    def line(label: str, of: Callable[[ChatNumbers], Value], form: Form = Form.WHOLE, *, part: bool = False) -> Row:
        return compared(label, of(now), of(before), form, part=part)

    rows = (
        line("Cuộc trò chuyện", lambda n: n.conversations),
        line("Câu hỏi gõ", lambda n: n.questions),
        line("Lượt bấm nút", lambda n: n.presses),
        line("Lượt trả lời", lambda n: n.answered),
        line("Chưa trả lời được", lambda n: n.unanswered, part=True),
        *(
            compared(wording.STATUS_LABELS[status], now.answers[status], before.answers[status], part=True)
            for status in UNANSWERED
        ),
        line("Tỷ lệ chưa trả lời được", _unanswered_share, Form.PERCENT, part=True),
        line("Chuyển người hỗ trợ", lambda n: n.handed_over, part=True),
        line("Đánh giá hữu ích", lambda n: n.up),
        line("Đánh giá chưa hữu ích", lambda n: n.down),
    )
    return Grid("tro-ly-chung", "Số liệu chung về trợ lý", "Trợ lý", COMPARED_COLUMNS, rows)


def _unanswered_share(numbers: ChatNumbers) -> float | None:
    return numbers.unanswered / numbers.answered if numbers.answered else None


def _channels(now: ChatNumbers) -> Grid:
    columns = (Column("Kênh", Form.TEXT), Column("Cuộc trò chuyện"), Column("Câu hỏi gõ"))
    rows = [Row(line) for line in now.by_channel]
    if rows:
        rows.append(Row(("Tổng", now.conversations, now.questions), total=True))
    return Grid("tro-ly-kenh", "Trò chuyện theo kênh", "Trợ lý theo kênh", columns, tuple(rows))


def _procedures(now: ChatNumbers, top: int | None) -> Grid:
    columns = (Column("Mã", Form.TEXT), Column("Thủ tục", Form.TEXT), Column("Lượt trả lời"))
    rows = [Row(line) for line in now.procedures[:top]]
    rest = now.procedures[len(rows) :]
    if rest:
        rows.append(Row(("", f"Còn lại ({len(rest)} thủ tục)", sum(number for _, _, number in rest))))
    if rows:
        rows.append(Row(("", "Tổng", sum(number for _, _, number in now.procedures)), total=True))
    return Grid("tro-ly-thu-tuc", "Thủ tục được hỏi nhiều", "Thủ tục được hỏi", columns, tuple(rows))


def _questions(key: str, title: str, sheet: str, lines: Sequence[tuple[str, int]]) -> Grid:
    columns = (Column("Câu hỏi (đã che số riêng tư)", Form.TEXT), Column("Số lần"))
    return Grid(key, title, sheet, columns, tuple(Row(line) for line in lines))
