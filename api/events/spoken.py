"""What the assistant says when somebody asks when the office meets people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from api.events.model import KIND_LABELS, Event
from knowledge.answer import Answer, AnswerStatus, Block, LinkBlock, ListBlock, NoteBlock
from knowledge.extras import Cue

ID = "events"
MOST = 3
NOTHING = "Hiện cơ quan chưa công bố buổi đối thoại hay trao đổi trực tuyến nào sắp diễn ra."
_SOURCE = "Nguồn: lịch do cơ quan đăng trên trang này."
_SESSION = (
    *("doi thoai", "giao luu truc tuyen", "trao doi truc tuyen", "toa dam", "hoi nghi doanh nghiep"),
    *("gap go doanh nghiep", "gap mat doanh nghiep", "lich su kien", "su kien sap toi"),
)
_ASKED = (
    *("khi nao", "bao gio", "luc nao", "ngay nao", "hom nao", "may gio", "o dau", "lich", "dang ky", "tham gia"),
    *("tham du", "sap toi", "sap dien ra", "co buoi", "buoi", "to chuc", "dat cau hoi", "gui cau hoi", "khong"),
)
_OTHERS = ("tai noi lam viec", "nguoi lao dong", "tranh chap", "khieu nai", "to cao", "hoa giai")
"""Dialogues a law prescribes at work or in a complaint: those are procedures."""


def cue(coming: Sequence[Event], now: datetime, base: str = "") -> Cue:
    """Return the prepared answer and what leads to it.

    Args:
        coming: what is still to begin, the next first.
        now: decides whether questions are still taken.
        base: address people open this product at; empty: links stay relative.
    """
    return Cue(id=ID, needs=(_SESSION, _ASKED), unless=_OTHERS, answer=spoken(coming, now, base))


def spoken(coming: Sequence[Event], now: datetime, base: str = "") -> Answer:
    """Return the answer of the assistant."""
    address = f"{base}/su-kien"
    link = LinkBlock(title="Xem lịch và đăng ký", url=address)
    if not coming:
        said = NoteBlock(text="Có việc cần phản ánh, kiến nghị, anh/chị gửi ngay được ở đây, không phải chờ buổi nào.")
        return Answer(status=AnswerStatus.ANSWERED, lead=NOTHING, blocks=(said, link))
    first = coming[0]
    blocks: list[Block] = [
        ListBlock(title="Sắp diễn ra", items=tuple(line(one, now) for one in coming[:MOST])),
        NoteBlock(text=_SOURCE),
        link,
    ]
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead=f"Buổi gần nhất: “{first.title}”, lúc {first.when}. Anh/chị đăng ký và gửi câu hỏi trước ở trang lịch.",
        blocks=tuple(blocks),
    )


def line(event: Event, now: datetime) -> str:
    """Return an event in one line."""
    where = event.place or "qua mạng"
    until = f"; nhận câu hỏi đến hết ngày {event.last_question_day:%d/%m/%Y}" if event.takes_questions(now) else ""
    return f"{event.title} ({KIND_LABELS[event.kind].lower()}): {event.when}, {where}{until}"
