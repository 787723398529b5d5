"""What is said about a dossier: its state as the office's system tells it, and always the way to look it up oneself."""

from __future__ import annotations

from collections.abc import Sequence

from api.dossiers.codes import EXAMPLE, SHAPE
from api.dossiers.model import STATE_LABELS, DossierState, DossierStatus, Outcome
from knowledge.answer import Answer, AnswerStatus, Block, LinkBlock, ListBlock, NoteBlock, TextBlock
from knowledge.answers.numbers import day
from knowledge.answers.turns import FEEDBACK, HANDOVER
from knowledge.signposts import Place, PlaceKind

GAP = "[MaHoSo]"
"""Stands for the code wherever an answer is kept (:class:`api.security.masking.Personal`)."""

_MEANING: dict[DossierState, str] = {
    DossierState.RECEIVED: "Nơi nhận đã nhận hồ sơ. Anh/chị chờ đến ngày hẹn ghi trên giấy hẹn.",
    DossierState.NEEDS_MORE: "Hồ sơ còn thiếu. Anh/chị xem thông báo của nơi nhận để biết cần nộp thêm gì.",
    DossierState.PAYMENT_DUE: "Hồ sơ chờ thanh toán. Anh/chị chỉ trả tiền theo thông báo chính thức của nơi nhận.",
    DossierState.FINANCIAL_DUTY: (
        "Hồ sơ chờ anh/chị thực hiện nghĩa vụ tài chính. Anh/chị làm theo thông báo chính thức của cơ quan giải quyết."
    ),
    DossierState.REFUSED: "Hồ sơ bị từ chối. Lý do ghi trong thông báo của cơ quan giải quyết.",
    DossierState.STOPPED: "Hồ sơ đã dừng xử lý. Anh/chị hỏi nơi nhận để biết lý do.",
    DossierState.WITHDRAWAL_ASKED: "Đã có yêu cầu rút hồ sơ. Nếu không phải anh/chị yêu cầu, hãy hỏi ngay nơi nhận.",
    DossierState.FINISHED: "Hồ sơ đã có kết quả. Anh/chị nhận theo cách đã chọn khi nộp.",
    DossierState.HANDED_OUT: "Kết quả đã được trả.",
}
_HOW = (
    "Trên Cổng Dịch vụ công quốc gia: mở mục tra cứu hồ sơ, nhập mã hồ sơ.",
    "Hồ sơ nộp trực tuyến: đăng nhập Cổng bằng VNeID để xem.",
    "Hỏi nơi đã nhận hồ sơ, mang theo giấy tiếp nhận hồ sơ và hẹn trả kết quả.",
)
_REPLIES = (HANDOVER, FEEDBACK)
_LEADS = {
    Outcome.UNKNOWN: f"Hệ thống của cơ quan không có hồ sơ mang mã {GAP}.",
    Outcome.UNAVAILABLE: f"Hiện chưa tra được hồ sơ {GAP} vì hệ thống của cơ quan không trả lời.",
    Outcome.NOT_CONNECTED: f"Trợ lý chưa nối với hệ thống nào để xem hồ sơ {GAP}. Anh/chị tra cứu như sau.",
}
_NOTES = {
    Outcome.UNKNOWN: "Anh/chị xem lại từng ký tự trên giấy hẹn; hồ sơ nộp ở nơi khác thì tra ở nơi đó hoặc trên Cổng.",
    Outcome.UNAVAILABLE: "Việc này không ảnh hưởng đến hồ sơ. Anh/chị thử lại sau ít phút hoặc tra theo cách dưới đây.",
}


def found(status: DossierStatus, places: Sequence[Place]) -> Answer:
    """Return the state as the office's system tells it."""
    facts = [f"Trạng thái: {STATE_LABELS[status.state]}"]
    facts += [f"Cập nhật ngày: {day(status.updated)}"] if status.updated else []
    facts += [f"Ngày hẹn trả kết quả: {day(status.due)}"] if status.due else []
    facts += [f"Nơi xử lý: {status.agency}"] if status.agency else []
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead=f"Hồ sơ {GAP}: {STATE_LABELS[status.state].lower()}.",
        blocks=(
            ListBlock(items=tuple(facts)),
            TextBlock(text=_MEANING[status.state]),
            NoteBlock(text="Thông tin do hệ thống của cơ quan trả lời lúc này; giấy tờ chính thức là căn cứ."),
            *_ways(places)[1:],
        ),
        quick_replies=_REPLIES,
    )


def aloud(answer: Answer) -> str:
    """Return what an operator reads out: the direct answer and what it means, without what only a screen shows."""
    said = [one.text for one in answer.blocks if isinstance(one, TextBlock | NoteBlock)][:1]
    listed = [one for one in answer.blocks if isinstance(one, ListBlock)]
    facts = [item for item in listed[0].items if item.startswith("Ngày hẹn")] if listed else []
    return " ".join([answer.lead, *(f"{one}." for one in facts), *said])


def not_found(outcome: Outcome, places: Sequence[Place]) -> Answer:
    """Say that nothing can be told, why, and where to look."""
    note: tuple[Block, ...] = (NoteBlock(text=_NOTES[outcome]),) if outcome in _NOTES else ()
    return Answer(
        status=AnswerStatus.ANSWERED,  # a question left open is what the assistant does not know
        lead=_LEADS[outcome],
        blocks=(*note, *_ways(places)),
        quick_replies=_REPLIES,
    )


def wrong_shape(places: Sequence[Place]) -> Answer:
    """Say what a right code looks like."""
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead="Mã hồ sơ này chưa đúng dạng nên chưa tra được.",
        blocks=(TextBlock(text=SHAPE), *_ways(places)),
        quick_replies=_REPLIES,
    )


def how(places: Sequence[Place], *, connected: bool) -> Answer:
    """Answer somebody who asks about their dossier without its code."""
    if connected:
        return Answer(
            status=AnswerStatus.ASK_MORE,
            lead=f"Anh/chị gửi mã hồ sơ ghi trên giấy hẹn, ví dụ {EXAMPLE}, để trợ lý hỏi hệ thống của cơ quan.",
            blocks=(NoteBlock(text="Không cần gửi họ tên, số căn cước hay ảnh giấy tờ."), *_ways(places)),
            quick_replies=_REPLIES,
        )
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead="Trợ lý không xem được hồ sơ của từng người. Anh/chị tra cứu bằng mã hồ sơ ghi trên giấy tiếp nhận.",
        blocks=(
            *_ways(places),
            NoteBlock(text=f"Mã hồ sơ có dạng {EXAMPLE}. Anh/chị không cần gửi giấy tờ vào khung trò chuyện này."),
        ),
        quick_replies=_REPLIES,
    )


def too_often(seconds: int) -> Answer:
    """Ask to wait."""
    return Answer(
        status=AnswerStatus.REFUSED,
        lead=f"Anh/chị tra cứu hơi nhiều. Vui lòng thử lại sau {max(1, seconds)} giây.",
        quick_replies=_REPLIES,
    )


def _ways(places: Sequence[Place]) -> tuple[Block, ...]:
    asked = tuple(
        f"Gọi {one.name}: {one.address} (theo {one.source.short})." for one in places if one.kind is PlaceKind.PHONE
    )
    links = tuple(
        LinkBlock(title=one.name, url=one.address) for one in places if one.kind is PlaceKind.WEB and one.address
    )
    return (ListBlock(title="Cách tra cứu", items=(*_HOW, *asked)), *links)
