"""What is said about the conversation itself; words about procedures stand in ``knowledge.answers``."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answer import Answer, AnswerStatus, LinkBlock, ListBlock, NoteBlock, QuickReply, TextBlock
from knowledge.answers.buttons import ask_payload, choose_payload, held_aspects
from knowledge.answers.choices import choice_titles
from knowledge.answers.turns import FEEDBACK, HANDOVER, HELP, RESTART
from knowledge.answers.wording import LONG_NAME, quoted
from knowledge.aspects import ASPECT_LABELS, Aspect
from knowledge.model import Procedure
from knowledge.results import Hit
from knowledge.text import one_line

_PORTAL = "https://dichvucong.gov.vn"
_NEXT = (Aspect.DOCUMENTS, Aspect.FEE, Aspect.TIME, Aspect.WHERE)
_PARTS = (Aspect.CONDITIONS, Aspect.DOCUMENTS, Aspect.STEPS, Aspect.WHERE, Aspect.FEE, Aspect.TIME)
"""Where what is asked is likeliest to stand, when it names no part."""
_MOST_PARTS = 4


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


def which_part(procedure: Procedure, asked: Sequence[Aspect]) -> Answer:
    """Say that it is not clear what is asked about the current procedure, or whether it is about that at all.

    Args:
        procedure: the one spoken of.
        asked: the parts that were named beside words nobody understood; offered first.
    """
    name = one_line(procedure.name)
    subject = f"thủ tục {quoted(name)}" if len(name) <= LONG_NAME else f"thủ tục mã {procedure.code}"
    held = held_aspects(procedure)
    parts = [aspect for aspect in dict.fromkeys((*asked, *_PARTS)) if aspect in held][:_MOST_PARTS]
    replies = (QuickReply(title=ASPECT_LABELS[part], payload=ask_payload(procedure.code, part)) for part in parts)
    agency = f" ({one_line(procedure.agency)})" if procedure.agency and len(procedure.agency) <= LONG_NAME else ""
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead=f"Trợ lý chưa rõ anh/chị hỏi phần nào của {subject}. Anh/chị chọn một phần dưới đây; "
        "nếu hỏi việc khác, anh/chị nói tên giấy tờ hoặc việc cần làm.",
        blocks=(NoteBlock(text=f"Điều bản công bố không ghi, anh/chị hỏi cơ quan giải quyết{agency}."),),
        quick_replies=(*replies, HANDOVER),
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


def nothing_before(others: Sequence[Hit] = ()) -> Answer:
    """Say that there is nothing earlier to return to; ``others``: spoken of, and left by going back."""
    titles = choice_titles(others)
    again = (
        QuickReply(title=title.short, payload=choose_payload(hit.code))
        for hit, title in zip(others, titles, strict=True)
    )
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead="Trước đó chưa có thủ tục hay danh sách nào khác để quay lại. Anh/chị muốn hỏi về thủ tục gì?",
        quick_replies=(*again, HELP, RESTART),
    )


def nothing_to_cancel() -> Answer:
    """Say that nothing is under way that could be cancelled."""
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead="Hiện không có việc gì đang làm dở để hủy. Anh/chị muốn hỏi về thủ tục gì?",
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


def calm() -> Answer:
    """Answer abuse: no reproach, and a way on."""
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead="Trợ lý rất tiếc vì anh/chị đang gặp chuyện không vừa ý.",
        blocks=(
            TextBlock(
                text="Anh/chị cho biết việc đang vướng, trợ lý tìm thủ tục giúp. Nếu bị gây khó hoặc chậm trễ, "
                "anh/chị có thể gửi phản ánh, hoặc gặp nhân viên hỗ trợ."
            ),
        ),
        quick_replies=(FEEDBACK, HANDOVER, HELP),
    )


def only_vietnamese() -> Answer:
    """Say in both languages that Vietnamese is needed."""
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead="Trợ lý chỉ hiểu tiếng Việt. This assistant understands Vietnamese only.",
        blocks=(
            TextBlock(
                text="Anh/chị viết câu hỏi bằng tiếng Việt, có dấu hay không dấu đều được. "
                "Please write in Vietnamese, for example: “đăng ký kết hôn với người nước ngoài cần giấy tờ gì”."
            ),
        ),
        quick_replies=(HANDOVER, HELP),
    )


def login_trouble() -> Answer:
    """Say what somebody can do who cannot log in; nothing secret is asked for."""
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead="Trợ lý không đặt lại mật khẩu và không gửi được mã OTP cho anh/chị.",
        blocks=(
            ListBlock(
                title="Anh/chị thử",
                items=(
                    "Ở màn hình đăng nhập của ứng dụng hoặc trang web, chọn mục quên mật khẩu và làm theo từng bước.",
                    "Không nhận được mã: kiểm tra số điện thoại đã đăng ký có đang dùng, còn sóng, chưa chặn tin nhắn.",
                    "Vẫn không được: với tài khoản VNeID, hỏi công an xã, phường; tài khoản khác, hỏi nơi đã cấp.",
                ),
            ),
            NoteBlock(tone="warning", text="Anh/chị đừng gửi mật khẩu hay mã OTP vào đây hoặc cho bất kỳ ai."),
        ),
        quick_replies=(HANDOVER, HELP),
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
