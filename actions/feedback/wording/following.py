"""Following a PAKN that was sent."""

from __future__ import annotations

from actions.feedback.fields import Field
from actions.feedback.port import CaseView
from actions.feedback.steps import Do, payload
from actions.feedback.wording.common import (
    FOLLOW,
    SKIP,
    say,
)
from knowledge.answer import Answer, Block, ListBlock, QuickReply, TextBlock
from knowledge.answers.turns import HANDOVER, HELP


def ask_case(field: Field, *, what: Do | None = None, code: str | None = None) -> Answer:
    """Ask for what is needed to find a PAKN, or to change it."""
    stop = QuickReply(title="Thôi, không tra nữa", payload=payload(Do.CANCEL))
    if field is Field.CASE_CODE:
        return say(
            "Anh/chị cho biết mã tra cứu. Mã có trong tin nhắn tiếp nhận, ví dụ KN-7M3Q-X0VD-C.", replies=(stop,)
        )
    if field is Field.CASE_PROOF:
        return say(
            f"Anh/chị cho biết 4 số cuối của số điện thoại, hoặc thư điện tử, đã ghi trong phản ánh {code}.",
            TextBlock(text="Hỏi để chỉ người gửi xem được. Câu trả lời này không được lưu trong trò chuyện."),
            TextBlock(text="Muốn xem phản ánh khác, anh/chị gõ mã của phản ánh đó."),
            replies=(stop,),
        )
    words = {
        Do.MORE: "Anh/chị viết thông tin cần bổ sung.",
        Do.WITHDRAW: "Anh/chị cho biết lý do rút (có thể bỏ qua).",
        Do.REOPEN: "Anh/chị cho biết vì sao câu trả lời chưa thỏa đáng (từ 10 ký tự).",
    }
    skip = (QuickReply(title="Bỏ qua", payload=SKIP),) if what is Do.WITHDRAW else ()
    return say(words[what or Do.MORE], replies=(*skip, stop))


def no_code() -> Answer:
    """Say that what was typed holds no code, and what somebody can do who has lost it."""
    return say(
        "Chưa thấy mã tra cứu trong tin anh/chị vừa gửi.",
        TextBlock(
            text="Không có mã thì không xem được ở đây. Anh/chị tìm trong tin nhắn tiếp nhận, hoặc gặp nhân viên."
        ),
        replies=(HANDOVER,),
    )


def ask_sure(what: Do, code: str) -> Answer:
    """Ask for a plain confirmation."""
    words = {
        Do.MORE: f"Gửi thêm thông tin này vào phản ánh {code}?",
        Do.WITHDRAW: f"Anh/chị chắc chắn muốn rút phản ánh {code}? Rút rồi thì không mở lại được.",
        Do.REOPEN: f"Đề nghị xem xét lại câu trả lời của phản ánh {code}? Chỉ đề nghị được một lần.",
    }
    return say(
        words[what],
        replies=(
            QuickReply(title="Đồng ý", payload=payload(Do.YES)),
            QuickReply(title="Không", payload=payload(Do.NO)),
        ),
    )


_DONE = {
    Do.MORE: "Đã gửi thêm thông tin.",
    Do.WITHDRAW: "Đã rút phản ánh.",
    Do.REOPEN: "Đã gửi đề nghị xem xét lại.",
    Do.RATE: "Cảm ơn anh/chị đã đánh giá.",
}
ANSWER_GAP = "[Riêng tư: câu trả lời của cơ quan]"
QUESTION_GAP = "[Riêng tư: câu hỏi của cơ quan]"


def case(found: CaseView, done: Do | None = None) -> tuple[Answer, dict[str, str]]:
    """Show where a PAKN stands and what can be done; the office's words are shown to the person alone."""
    secrets: dict[str, str] = {}
    blocks: list[Block] = []
    start = f"{_DONE[done]} " if done else ""
    if found.due:
        late = " Đã quá hạn; cơ quan phải báo lý do." if found.late else ""
        blocks.append(TextBlock(text=f"Hạn trả lời: {found.due:%d/%m/%Y}.{late}"))
    if found.agency:
        blocks.append(TextBlock(text=f"Cơ quan xử lý: {found.agency}."))
    if found.question:
        secrets[QUESTION_GAP] = found.question
        blocks.append(TextBlock(title="Cơ quan hỏi thêm", text=QUESTION_GAP))
    if found.answer:
        secrets[ANSWER_GAP] = found.answer
        blocks.append(TextBlock(title="Câu trả lời", text=ANSWER_GAP))
    steps = tuple(f"{step.at:%d/%m/%Y %H:%M}: {step.label}" for step in found.steps)
    if steps:
        blocks.append(ListBlock(title="Các bước", items=steps))
    return say(f"{start}Phản ánh {found.code}: {found.status}.", *blocks, replies=_case_replies(found)), secrets


def _case_replies(found: CaseView) -> tuple[QuickReply, ...]:
    stars = ((5, "Hài lòng (5 sao)"), (3, "Tạm được (3 sao)"), (1, "Không hài lòng (1 sao)"))
    replies: list[QuickReply] = []
    if found.may_add:
        replies.append(QuickReply(title="Bổ sung thông tin", payload=payload(Do.MORE)))
    if found.may_withdraw:
        replies.append(QuickReply(title="Rút phản ánh", payload=payload(Do.WITHDRAW)))
    if found.may_rate:
        replies += [QuickReply(title=title, payload=payload(Do.RATE, stars=count)) for count, title in stars]
    if found.may_reopen:
        replies.append(QuickReply(title="Đề nghị xem xét lại", payload=payload(Do.REOPEN)))
    return tuple(replies) or (HELP,)


def no_case() -> Answer:
    """Say that nothing fits; which of the two is wrong is not told."""
    return say("Không tìm thấy phản ánh khớp với mã và thông tin xác nhận này. Anh/chị vui lòng nhập lại.")


def case_stopped() -> Answer:
    """Say that the look-up has ended."""
    return say("Vâng, trợ lý dừng ở đây. Không có gì thay đổi.", replies=(FOLLOW, HELP))


def case_unavailable() -> Answer:
    """Say that the look-up cannot be done now."""
    return say("Hệ thống tra cứu phản ánh đang gặp trục trặc. Anh/chị thử lại sau ít phút.", replies=(FOLLOW, HANDOVER))
