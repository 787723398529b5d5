"""What is said about the conversation itself; words about procedures stand in ``knowledge.answers``."""

from __future__ import annotations

from knowledge.answer import Answer, AnswerStatus, LinkBlock, ListBlock, NoteBlock, QuickReply, TextBlock
from knowledge.answers.turns import FEEDBACK, HANDOVER, HELP, RESTART
from knowledge.aspects import ASPECT_LABELS, Aspect

_PORTAL = "https://dichvucong.gov.vn"
_NEXT = (Aspect.DOCUMENTS, Aspect.FEE, Aspect.TIME, Aspect.WHERE)


def restarted() -> Answer:
    """Say that the conversation begins anew."""
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead="Đã bắt đầu lại. Anh/chị cần làm thủ tục gì?",
        blocks=(TextBlock(text="Anh/chị chỉ cần nói việc mình cần, ví dụ: làm lại căn cước bị mất."),),
        quick_replies=(HELP, HANDOVER),
    )


def welcome() -> Answer:
    """Answer thanks."""
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead="Dạ, không có gì. Anh/chị cần hỏi thêm điều gì cứ nhắn tiếp.",
        quick_replies=(RESTART, FEEDBACK),
    )


def goodbye() -> Answer:
    """Take leave."""
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead="Chào anh/chị. Khi cần, anh/chị quay lại hỏi bất cứ lúc nào.",
    )


def who_i_am() -> Answer:
    """Say that a machine is speaking, and what it is good for."""
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead="Đây là trợ lý tự động, không phải người thật.",
        blocks=(
            TextBlock(
                text="Trợ lý trả lời về thủ tục hành chính theo bản đã công bố, có ghi rõ nguồn. "
                "Muốn nói chuyện với người, anh/chị chọn gặp nhân viên hỗ trợ."
            ),
        ),
        quick_replies=(HELP, HANDOVER),
    )


def what_else(name: str | None) -> Answer:
    """Ask which part of the current procedure is of interest."""
    subject = f"thủ tục “{name}”" if name else "thủ tục này"
    replies = tuple(
        QuickReply(title=ASPECT_LABELS[aspect], payload=f'/ask{{"aspect": "{aspect.value}"}}') for aspect in _NEXT
    )
    return Answer(
        status=AnswerStatus.ASK_MORE, lead=f"Anh/chị muốn biết thêm phần nào của {subject}?", quick_replies=replies
    )


def nothing_more() -> Answer:
    """Close politely."""
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead="Dạ vâng. Anh/chị cần hỏi thủ tục khác thì cứ nhắn tiếp.",
        quick_replies=(HELP, HANDOVER),
    )


def nothing_to_choose() -> Answer:
    """Say that nothing has been offered to choose from."""
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead="Hiện chưa có danh sách nào để chọn. Anh/chị cho biết cần làm thủ tục gì?",
        quick_replies=(HELP,),
    )


def nothing_before() -> Answer:
    """Say that there is no earlier procedure to return to."""
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead="Trước đó chưa có thủ tục nào khác để quay lại. Anh/chị muốn hỏi về thủ tục gì?",
        quick_replies=(HELP, RESTART),
    )


def plans() -> Answer:
    """Say how to ask about plans."""
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead="Anh/chị muốn hỏi nội dung nào của kế hoạch?",
        blocks=(
            ListBlock(
                title="Ví dụ",
                items=(
                    "Kế hoạch 736/KH-UBND giao việc gì cho đơn vị vận hành tổng đài 1022?",
                    "Kế hoạch của Hà Nội yêu cầu công khai những gì?",
                ),
            ),
        ),
        quick_replies=(HELP, HANDOVER),
    )


def dossier_status() -> Answer:
    """Show where the state of a dossier can be seen."""
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead="Trợ lý không xem được hồ sơ của từng người. Anh/chị tra cứu bằng mã hồ sơ ghi trên giấy tiếp nhận.",
        blocks=(
            ListBlock(
                title="Cách tra cứu",
                items=(
                    "Trên Cổng Dịch vụ công quốc gia: mở mục tra cứu hồ sơ, nhập mã hồ sơ.",
                    "Hồ sơ nộp trực tuyến: đăng nhập Cổng bằng VNeID để xem.",
                    "Hỏi nơi đã nhận hồ sơ, mang theo giấy tiếp nhận hồ sơ và hẹn trả kết quả.",
                ),
            ),
            LinkBlock(title="Cổng Dịch vụ công quốc gia", url=_PORTAL),
            NoteBlock(text="Anh/chị không cần gửi mã hồ sơ hay giấy tờ vào khung trò chuyện này."),
        ),
        quick_replies=(HANDOVER, FEEDBACK),
    )


def no_personal_numbers() -> Answer:
    """Say that no personal number is needed."""
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead="Anh/chị không cần gửi số điện thoại, số giấy tờ ở đây. Trợ lý không dùng đến các số này.",
        blocks=(
            TextBlock(
                text="Anh/chị chỉ cần nói việc cần làm. Nếu là mã thủ tục, mã có dạng 1.004194; "
                "nếu là mã hồ sơ, mã có dạng H18.12-240101-0001."
            ),
        ),
        quick_replies=(HELP, HANDOVER),
    )


def emergency() -> Answer:
    """Name the emergency numbers."""
    return Answer(
        status=AnswerStatus.OUT_OF_SCOPE,
        lead="Nếu có người đang gặp nguy hiểm, anh/chị gọi ngay: 113 (công an), 114 (cứu hỏa, cứu nạn), "
        "115 (cấp cứu y tế).",
        blocks=(
            NoteBlock(tone="warning", text="Trợ lý tự động không gọi giúp được. Anh/chị gọi ngay, đừng chờ ở đây."),
            TextBlock(
                text="Nếu anh/chị đang thấy tuyệt vọng, xin đừng ở một mình: hãy gọi 115 hoặc nói ngay với "
                "người thân ở gần."
            ),
        ),
        quick_replies=(HANDOVER,),
    )


def refused() -> Answer:
    """Refuse forgery, bribery, prying and attempts to change the rules."""
    return Answer(
        status=AnswerStatus.REFUSED,
        lead="Trợ lý không giúp được việc này.",
        blocks=(
            NoteBlock(
                tone="warning",
                text="Trợ lý chỉ hướng dẫn thủ tục theo quy định đã công bố; không cung cấp thông tin của người khác "
                "và không hỗ trợ việc trái quy định.",
            ),
        ),
        quick_replies=(HELP, FEEDBACK),
    )
