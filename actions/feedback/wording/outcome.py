"""Around the questions of the intake: why, cancelling, the review, the receipt."""

from __future__ import annotations

from actions.feedback.fields import Field, mark
from actions.feedback.port import DraftView, ReceiptView
from actions.feedback.steps import Do, Sender, payload
from actions.feedback.wording.common import (
    CANCEL,
    FOLLOW,
    KIND_NAMES,
    REMARK,
    SENDER_NAMES,
    say,
)
from knowledge.answer import Answer, Block, ListBlock, NoteBlock, QuickReply, TextBlock
from knowledge.answers.turns import HANDOVER, HELP


def why() -> Answer:
    """Say what the answers are for, who sees them, and what can be typed at any time."""
    return say(
        "Thông tin này chỉ dùng để xử lý và trả lời phản ánh; được mã hóa, lưu riêng, không đăng công khai.",
        TextBlock(text="Lúc nào anh/chị cũng có thể gõ: “quay lại”, “bỏ qua”, “sửa số điện thoại”, “hủy”."),
        TextBlock(text="Anh/chị cũng có thể hỏi về thủ tục; hỏi xong trợ lý trở lại câu đang dở."),
    )


def ask_cancel() -> Answer:
    """Ask before a draft is thrown away."""
    return say(
        "Anh/chị chắc chắn muốn hủy? Những gì đã ghi sẽ bị xóa.",
        replies=(
            QuickReply(title="Hủy và xóa", payload=payload(Do.YES)),
            QuickReply(title="Không, điền tiếp", payload=payload(Do.NO)),
        ),
    )


def cancelled() -> Answer:
    """Say that nothing was sent and nothing is left."""
    return say("Đã hủy. Bản nháp đã được xóa, không có gì được gửi đi.", replies=(HELP, HANDOVER))


def ask_remark() -> Answer:
    """Offer a remark without personal data."""
    return say(
        "Không có họ tên, địa chỉ và cách liên hệ thì chỉ nhận được là “góp ý không đủ thông tin”.",
        ListBlock(
            items=(
                "Góp ý vẫn được đọc và thống kê riêng.",
                "Góp ý không có thời hạn trả lời và không tra cứu được.",
            )
        ),
        replies=(REMARK, QuickReply(title="Tiếp tục, tôi sẽ cho biết", payload=payload(Do.NO)), CANCEL),
    )


def insisted() -> Answer:
    """Ask for the content again, which is then taken as it is."""
    return say(
        "Vâng. Nội dung lúc nãy không được lưu, xin anh/chị viết lại; lần này trợ lý sẽ nhận là phản ánh, kiến nghị.",
        replies=(CANCEL,),
    )


def nothing_open() -> Answer:
    """Say that no intake is open."""
    return say(
        "Hiện không có phản ánh nào đang viết dở.",
        replies=(QuickReply(title="Gửi phản ánh mới", payload="/feedback"), FOLLOW, HELP),
    )


def sent_before(code: str) -> Answer:
    """Say that a second click sent nothing twice."""
    return say(f"Phản ánh này đã được nhận, mã {code}. Bấm lại không gửi thêm lần nữa.", replies=(FOLLOW, HELP))


def review(draft: DraftView, procedure: str | None) -> tuple[Answer, dict[str, str]]:
    """Show everything once more; return the answer with gaps, and what fills them for the person alone."""
    contact = ", ".join(value for value in (draft.sender_phone, draft.sender_email) if value)
    secrets = {
        mark(Field.CONTENT): draft.content or "",
        mark(Field.TITLE): draft.title or "",
        mark(Field.NAME): draft.sender_name or "",
        mark(Field.ADDRESS): draft.sender_address or "",
        mark(Field.CONTACT): contact,
        mark(Field.PLACE): draft.location or "không ghi",
        mark(Field.SUBJECT): procedure or draft.agency or "không ghi",
    }
    speaks_for = draft.sender_kind == Sender.ORGANISATION
    called = "Tên tổ chức, người liên hệ" if speaks_for else "Họ và tên"
    when = f"{draft.occurred_on:%d/%m/%Y}" if draft.occurred_on else "không ghi"
    lines = [
        f"Loại: {KIND_NAMES.get(draft.kind or '', '')}",
        f"Nội dung: {mark(Field.CONTENT)}",
        f"Tiêu đề: {mark(Field.TITLE)}",
        f"Thủ tục, cơ quan: {mark(Field.SUBJECT)}",
        f"Nơi xảy ra: {mark(Field.PLACE)}",
        f"Ngày xảy ra: {when}",
    ]
    if draft.attachments:
        secrets[mark(Field.FILES)] = "; ".join(draft.attachments)
        lines.append(f"Tệp kèm theo ({len(draft.attachments)}): {mark(Field.FILES)}")
    elif draft.takes_files:
        lines.append("Tệp kèm theo: không có")
    if draft.anonymous:
        lines.append("Người gửi: không nêu tên (góp ý không đủ thông tin)")
        for field in (Field.NAME, Field.ADDRESS, Field.CONTACT):
            del secrets[mark(field)]
    else:
        lines += [
            f"Gửi với tư cách: {SENDER_NAMES[draft.sender_kind].lower()}",
            f"{called}: {mark(Field.NAME)}",
            f"Địa chỉ: {mark(Field.ADDRESS)}",
            f"Liên hệ: {mark(Field.CONTACT)}",
            f"Giữ kín danh tính: {'có' if draft.identity_hidden else 'không'}",
            f"Đã đồng ý cho xử lý dữ liệu cá nhân (phiên bản {draft.consent_version})",
        ]
    what = "góp ý" if draft.anonymous else "phản ánh"
    answer = say(
        "Xin anh/chị xem lại. Chưa có gì được gửi.",
        ListBlock(title="Nội dung sẽ gửi", items=tuple(lines)),
        TextBlock(text="Muốn sửa mục nào, anh/chị gõ ví dụ: “sửa số điện thoại”."),
        replies=(
            QuickReply(title=f"Gửi {what}", payload=payload(Do.SEND)),
            QuickReply(title="Sửa nội dung", payload=payload(Do.CHANGE, field=Field.CONTENT)),
            QuickReply(title="Sửa tiêu đề", payload=payload(Do.CHANGE, field=Field.TITLE)),
            *(
                ()
                if draft.anonymous
                else (QuickReply(title="Sửa liên hệ", payload=payload(Do.CHANGE, field=Field.CONTACT)),)
            ),
            *(
                (QuickReply(title="Thêm, bỏ tệp", payload=payload(Do.CHANGE, field=Field.FILES)),)
                if draft.takes_files
                else ()
            ),
            CANCEL,
        ),
    )
    return answer, secrets


def receipt(given: ReceiptView) -> Answer:
    """Show the receipt."""
    first, _, rest = given.text.partition("\n")
    replies = (FOLLOW, HELP) if given.full else (HELP, HANDOVER)
    blocks: list[Block] = [TextBlock(text=rest.strip())]
    if given.files_page:
        blocks.append(TextBlock(title="Muốn gửi kèm tệp, ảnh", text=_FILES_PAGE.format(page=given.files_page)))
    return say(first, *blocks, NoteBlock(text=f"Anh/chị ghi lại mã {given.code}."), replies=replies)


_FILES_PAGE = (
    "Mở trang {page}, ghi 4 số cuối của số điện thoại (hoặc thư điện tử) đã khai, rồi chọn “Bổ sung thông tin”. "
    "Đừng gửi ảnh căn cước, hộ chiếu."
)


def files_later() -> Answer:
    """Say that this channel takes no files, and when they can come."""
    return say("Ở kênh này chưa gửi được tệp. Gửi phản ánh xong, anh/chị được chỉ trang để thêm tệp.")


def draft_gone() -> Answer:
    """Say that what was told before is no longer there."""
    return say("Không còn bản nháp nào đang viết dở (đã hủy, hoặc đã quá thời gian giữ). Xin anh/chị khai lại từ đầu.")


def not_sent() -> Answer:
    """Say that sending failed and nothing is lost."""
    return say(
        "Chưa gửi được vì hệ thống đang gặp trục trặc. Bản nháp còn nguyên; anh/chị bấm gửi lại sau ít phút.",
        replies=(QuickReply(title="Gửi lại", payload=payload(Do.SEND)), CANCEL),
    )
