"""What people are told about a hand-over. No figure that is not counted, no promise nobody keeps."""

from __future__ import annotations

from datetime import datetime

from api.handover.hours import opening_text
from knowledge.answer import Answer, AnswerStatus, NoteBlock, QuickReply
from knowledge.answers.turns import FEEDBACK, HANDOVER

BACK = QuickReply(title="Gặp lại trợ lý", payload="/assistant")

OFFER = (
    "Trợ lý tự động chưa giúp được anh/chị qua hai câu vừa rồi. Anh/chị có muốn gặp nhân viên hỗ trợ không? "
    "Nếu muốn, anh/chị bấm “Gặp nhân viên hỗ trợ” hoặc trả lời “có”; không thì cứ hỏi tiếp."
)
_PRIVACY = "Anh/chị đừng gửi mật khẩu, mã OTP hay ảnh giấy tờ; số điện thoại, số giấy tờ gửi ở đây được che đi."
_WAYS = (
    "Trong lúc đó, anh/chị có thể: hỏi tiếp trợ lý tự động; gửi phản ánh, kiến nghị để cơ quan trả lời; gọi tổng đài "
    "1022 nếu nơi anh/chị ở có tổng đài này; hoặc đến Trung tâm Phục vụ hành chính công gần nhất."
)
TAKEN = (
    "Nhân viên hỗ trợ đã vào cuộc trò chuyện và đọc được những gì anh/chị đã hỏi. Từ lúc này trợ lý tự động giữ im "
    f"lặng. {_PRIVACY} Muốn gặp lại trợ lý, anh/chị bấm nút hoặc nhắn “gặp lại trợ lý”."
)
HANDED_BACK = (
    "Nhân viên hỗ trợ đã chuyển cuộc trò chuyện lại cho trợ lý tự động. "
    "Trợ lý xin tiếp tục: mời anh/chị hỏi về thủ tục."
)
CLOSED = (
    "Nhân viên hỗ trợ đã kết thúc cuộc trò chuyện. Cảm ơn anh/chị. Cần thêm gì, anh/chị cứ hỏi; trợ lý tự động trả lời."
)
LEFT = "Trợ lý tự động đã trở lại. Mời anh/chị hỏi tiếp."
NOT_WAITING = "Trợ lý tự động đang trả lời anh/chị. Mời anh/chị nhập câu hỏi."
OPERATOR_GONE = (
    "Nhân viên hỗ trợ bị mất kết nối. Anh/chị vẫn giữ chỗ ở đầu hàng chờ; nhân viên khác sẽ tiếp tục. "
    "Trong lúc chờ, trợ lý tự động trả lời anh/chị."
)
PUT_BACK = "Nhân viên hỗ trợ đã chuyển anh/chị cho người khác. Anh/chị vẫn giữ chỗ ở đầu hàng chờ."
EXPIRED = f"Xin lỗi anh/chị, chưa có nhân viên hỗ trợ nào rảnh nên hàng chờ đã dừng. {_WAYS}"
_CLOSED_NOW = "Hiện ngoài giờ làm việc nên chưa có nhân viên hỗ trợ."
LEFT_REMARK = "Người dân đã gặp lại trợ lý tự động."
MEDIA_REMARK = "Người dân gửi hình ảnh, tệp hoặc nội dung không phải chữ; hệ thống không nhận và không lưu."
CUT_REMARK = "Tin trên dài quá nên chỉ giữ phần đầu."
TAKEN_ALREADY = "Cuộc trò chuyện này đã có người khác nhận."
GONE = "Cuộc trò chuyện này không còn (người dân đã xoá, hoặc hết thời gian lưu)."
NOT_YOURS = "Anh/chị không (còn) giữ cuộc trò chuyện này nên chưa gửi được."
NOT_WAITING_ANY_MORE = "Người này không còn chờ nữa."
EMPTY_ANSWER = "Vui lòng nhập câu trả lời."
LONG_ANSWER = "Câu trả lời dài quá {most} ký tự."


def queued(place: int, expected: int | None) -> Answer:
    """Say that somebody waits now, or still.

    Args:
        place: in the queue, from 1.
        expected: minutes such waits took of late; ``None``: not known, so nothing is said.
    """
    parts = [f"Anh/chị đang chờ gặp nhân viên hỗ trợ, thứ {place} trong hàng chờ."]
    if expected is not None:
        parts.append(f"Gần đây người chờ thường đợi khoảng {expected} phút.")
    parts.append("Trong lúc chờ, anh/chị vẫn hỏi được trợ lý tự động. Không chờ nữa thì bấm “Gặp lại trợ lý”.")
    return Answer(
        status=AnswerStatus.HANDED_OVER,
        lead=" ".join(parts),
        blocks=(NoteBlock(text="Nhân viên sẽ đọc được những gì anh/chị đã hỏi ở đây. " + _PRIVACY),),
        quick_replies=(BACK,),
    )


def with_somebody() -> Answer:
    """Say that an operator is already there."""
    return Answer(status=AnswerStatus.HANDED_OVER, lead=TAKEN, quick_replies=(BACK,))


def closed(opening: datetime | None, now: datetime) -> Answer:
    """Say that nobody is there, and when somebody will be."""
    return Answer(status=AnswerStatus.HANDED_OVER, lead=closed_text(opening, now), quick_replies=(FEEDBACK,))


def closed_text(opening: datetime | None, now: datetime) -> str:
    """Say the same as one text."""
    when = f" Nhân viên có mặt lại lúc {opening_text(opening, now)}." if opening else ""
    return f"{_CLOSED_NOW}{when} {_WAYS}"


def expired_buttons() -> list[QuickReply]:
    """Return what can be pressed after a wait in vain."""
    return [HANDOVER, FEEDBACK]
