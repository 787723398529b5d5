"""The questions of the intake, and what was not understood."""

from __future__ import annotations

from collections.abc import Sequence

from actions.feedback.fields import COUNTED, PERSONAL, Field
from actions.feedback.port import ConsentView, DraftView
from actions.feedback.steps import Day, Do, payload
from actions.feedback.wording.common import (
    CANCEL,
    KIND_NAMES,
    PREVIOUS,
    REFUSE,
    SKIP,
    say,
)
from knowledge.answer import Answer, ListBlock, NoteBlock, QuickReply, TextBlock
from knowledge.results import Hit

_QUESTIONS: dict[Field, tuple[str, str]] = {
    Field.KIND: ("Anh/chị muốn gửi loại nào?", "Hỏi để chuyển đúng nơi xử lý."),
    Field.CONTENT: (
        "Anh/chị kể rõ sự việc: việc gì, ai làm, ảnh hưởng thế nào?",
        "Cơ quan dựa vào nội dung này để xem xét. Viết từ 20 ký tự; đừng ghi số căn cước hay mật khẩu.",
    ),
    Field.MORE: (
        "Anh/chị có muốn kể thêm gì không? Ví dụ: ngày giờ, số lần, ai làm, giấy hẹn ghi gì.",
        "Không bắt buộc. Viết thêm ở đây, hoặc gõ “không” để sang câu sau.",
    ),
    Field.SUBJECT: (
        "Việc này liên quan đến thủ tục nào, hoặc cơ quan nào?",
        "Hỏi để tìm đúng cơ quan trả lời. Gõ tên thủ tục hoặc tên cơ quan; bấm “Bỏ qua” nếu không rõ.",
    ),
    Field.PLACE: (
        "Việc xảy ra ở đâu? Ghi xã, phường và tỉnh, thành phố.",
        "Hỏi để biết nơi chịu trách nhiệm. Bấm “Bỏ qua” nếu không gắn với một nơi.",
    ),
    Field.WHEN: (
        "Việc xảy ra ngày nào? Ví dụ: hôm qua, 05/11/2026.",
        "Hỏi để cơ quan kiểm tra lại được. Bấm “Bỏ qua” nếu không nhớ.",
    ),
    Field.NAME: (
        "Xin anh/chị cho biết họ và tên.",
        "Quy định yêu cầu phản ánh có họ tên người gửi thì mới được xử lý và trả lời.",
    ),
    Field.ADDRESS: (
        "Xin anh/chị cho biết địa chỉ (số nhà hoặc thôn, xã hoặc phường, tỉnh hoặc thành phố).",
        "Quy định yêu cầu có địa chỉ người gửi; cơ quan dùng để gửi trả lời khi cần.",
    ),
    Field.CONTACT: (
        "Xin anh/chị cho số điện thoại hoặc thư điện tử.",
        "Cơ quan dùng để hỏi thêm và báo kết quả. Bốn số cuối, hoặc thư điện tử, dùng để tra cứu phản ánh.",
    ),
    Field.HIDDEN: (
        "Anh/chị có muốn giữ kín danh tính với nơi bị phản ánh không?",
        "Nếu giữ kín, họ tên và cách liên hệ chỉ cơ quan tiếp nhận biết.",
    ),
}


def question(field: Field, draft: DraftView, *, back: bool = False) -> Answer:
    """Ask for a field, say why, how far it is, and how to go round it."""
    lead, why = _QUESTIONS[field]
    asked = [one for one in COUNTED if not draft.anonymous or one not in PERSONAL]
    counted = Field.CONTENT if field is Field.MORE else field
    progress = f"Bước {asked.index(counted) + 1}/{len(asked)}. " if counted in asked else ""
    start = "Trở lại phản ánh của anh/chị. " if back else ""
    return say(f"{start}{progress}{lead}", TextBlock(text=why), replies=_replies(field))


def _replies(field: Field) -> tuple[QuickReply, ...]:
    skip = QuickReply(title="Bỏ qua", payload=SKIP)
    own: dict[Field, tuple[QuickReply, ...]] = {
        Field.KIND: tuple(
            QuickReply(title=name, payload=payload(Do.KIND, kind=kind)) for kind, name in KIND_NAMES.items()
        ),
        Field.MORE: (QuickReply(title="Không, hết rồi", payload=SKIP),),
        Field.SUBJECT: (skip,),
        Field.PLACE: (skip,),
        Field.WHEN: (
            QuickReply(title="Hôm nay", payload=payload(Do.DAY, day=Day.TODAY)),
            QuickReply(title="Hôm qua", payload=payload(Do.DAY, day=Day.YESTERDAY)),
            skip,
        ),
        Field.NAME: (REFUSE,),
        Field.ADDRESS: (REFUSE,),
        Field.CONTACT: (REFUSE,),
        Field.HIDDEN: (
            QuickReply(title="Có, giữ kín", payload=payload(Do.YES)),
            QuickReply(title="Không cần", payload=payload(Do.NO)),
        ),
    }
    back = () if field is Field.KIND else (PREVIOUS,)
    return (*own.get(field, ()), *back, CANCEL)


def consent(text: ConsentView, *, back: bool = False) -> Answer:
    """Ask for consent with the text in force; only an explicit yes counts (Luật 91/2025/QH15)."""
    step = COUNTED.index(Field.CONSENT) + 1
    start = "Trở lại phản ánh của anh/chị. " if back else ""
    return say(
        f"{start}Bước {step}/{len(COUNTED)}. Trước khi hỏi họ tên, cách liên hệ, {text.office} xin anh/chị đồng ý.",
        TextBlock(title="Để làm gì", text=text.purpose),
        TextBlock(title="Dữ liệu nào", text=text.data),
        TextBlock(title="Ai được biết", text=text.shared_with),
        TextBlock(title="Quyền của anh/chị", text=text.rights),
        NoteBlock(
            text=f"{text.statement} (Phiên bản {text.version}.) Không đồng ý thì vẫn gửi được góp ý không nêu tên."
        ),
        replies=(
            QuickReply(title="Tôi đồng ý", payload=payload(Do.YES)),
            QuickReply(title="Tôi không đồng ý", payload=payload(Do.NO)),
            PREVIOUS,
            CANCEL,
        ),
    )


def pick(hits: Sequence[Hit]) -> Answer:
    """Let the person say which procedure was meant, or that it was the name of an agency."""
    return say(
        "Ý anh/chị là thủ tục nào?",
        ListBlock(items=tuple(hit.name for hit in hits), ordered=True),
        TextBlock(text="Nếu anh/chị vừa ghi tên cơ quan, hãy bấm “Đây là tên cơ quan”."),
        replies=(
            *(QuickReply(title=_short(hit.name), payload=payload(Do.ABOUT, code=hit.code)) for hit in hits),
            QuickReply(title="Đây là tên cơ quan", payload=payload(Do.AGENCY)),
            QuickReply(title="Bỏ qua", payload=SKIP),
        ),
    )


def problem(reason: str) -> Answer:
    """Say why a value cannot be taken."""
    return say(reason)


def unclear(field: Field) -> Answer:
    """Say what was not understood, with an example of what is."""
    return say(_UNCLEAR.get(field, "Trợ lý chưa rõ ý anh/chị. Anh/chị vui lòng bấm một nút bên dưới."))


_UNCLEAR: dict[Field, str] = {
    Field.KIND: "Trợ lý chưa rõ anh/chị gửi loại nào. Anh/chị bấm một nút, hoặc gõ: “cán bộ”, “quy định”, “đề xuất”.",
    Field.CONTENT: "Nội dung không thể bỏ trống. Anh/chị viết vài câu, ví dụ: “Hồ sơ hẹn trả ngày 05/11, nay chưa có”.",
    Field.WHEN: "Trợ lý chưa hiểu đây là ngày nào. Anh/chị ghi ví dụ: “hôm qua”, “5/11”, hoặc bấm “Bỏ qua”.",
    Field.CONSENT: "Trợ lý chưa rõ anh/chị có đồng ý hay không. Anh/chị gõ “đồng ý” hoặc “không đồng ý”, hoặc bấm nút.",
    Field.NAME: "Phần họ tên chưa có. Anh/chị ghi ví dụ: Nguyễn Văn An; không muốn nêu tên thì gõ “ẩn danh”.",
    Field.ADDRESS: "Phần địa chỉ chưa có. Anh/chị ghi ví dụ: số 5, khu phố 2, phường Trấn Biên, tỉnh Đồng Nai.",
    Field.CONTACT: "Trợ lý chưa thấy số điện thoại, thư điện tử. Anh/chị ghi ví dụ: 0912 345 678 hoặc ten@example.vn.",
    Field.HIDDEN: "Trợ lý chưa rõ anh/chị có muốn giữ kín danh tính không. Anh/chị gõ “có” hoặc “không”, hoặc bấm nút.",
    Field.REVIEW: "Trợ lý chưa rõ ý anh/chị. Anh/chị gõ “gửi” để gửi, “sửa số điện thoại” để sửa, “hủy” để thôi.",
    Field.CASE_SURE: "Trợ lý chưa rõ anh/chị có chắc hay không. Anh/chị gõ “đồng ý” hoặc “không”, hoặc bấm nút.",
}


def _short(name: str, limit: int = 60) -> str:
    return name if len(name) <= limit else name[: limit - 1].rsplit(" ", 1)[0] + "…"
