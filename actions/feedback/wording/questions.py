"""The questions of the intake, and what was not understood."""

from __future__ import annotations

from collections.abc import Sequence

from actions.feedback.fields import BELONGS, COUNTED, MARK, PERSONAL, Field, mark
from actions.feedback.port import ConsentView, DraftView, PlaceView
from actions.feedback.steps import Day, Do, Sender, payload
from actions.feedback.subjects import Offer
from actions.feedback.wording.common import (
    CANCEL,
    KIND_NAMES,
    PREVIOUS,
    REFUSE,
    SENDER_NAMES,
    SKIP,
    say,
)
from knowledge.answer import Answer, ListBlock, NoteBlock, QuickReply, TextBlock

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
    Field.FILES: (
        "Anh/chị có tệp, ảnh muốn gửi kèm không? Ví dụ: giấy hẹn, văn bản trả lời, ảnh chụp tại nơi làm việc.",
        "Thêm ở khung “Tệp, ảnh gửi kèm” bên dưới; không có, hoặc đã đủ, thì bấm “Sang câu sau”.",
    ),
    Field.SENDER: (
        "Anh/chị gửi với tư cách cá nhân, hay thay mặt tổ chức, doanh nghiệp?",
        "Hỏi để ghi đúng người gửi; ai gửi cũng được xem xét như nhau.",
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


_ORGANISATION = (
    "Xin anh/chị cho biết tên tổ chức, doanh nghiệp và người liên hệ.",
    "Ghi chung một dòng, ví dụ: Công ty A, người liên hệ Nguyễn Văn An. Quy định yêu cầu phản ánh có tên người gửi.",
)


def question(field: Field, draft: DraftView, *, back: bool = False) -> Answer:
    """Ask for a field, say why, how far it is, and how to go round it."""
    speaks_for = field is Field.NAME and draft.sender_kind == Sender.ORGANISATION
    lead, why = _ORGANISATION if speaks_for else _QUESTIONS[field]
    asked = [one for one in COUNTED if not draft.anonymous or one not in PERSONAL]
    counted = BELONGS.get(field, field)
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
        Field.FILES: (QuickReply(title="Sang câu sau", payload=SKIP),),
        Field.SENDER: tuple(
            QuickReply(title=name, payload=payload(Do.SENDER, sender=kind)) for kind, name in SENDER_NAMES.items()
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


def title(draft: DraftView, *, back: bool = False) -> tuple[Answer, dict[str, str]]:
    """Show the title as it stands and ask for another; return the answer with a gap, and what fills it."""
    start = "Trở lại phản ánh của anh/chị. " if back else ""
    gap = mark(Field.TITLE)
    answer = say(
        f"{start}Anh/chị muốn đặt tiêu đề thế nào?",
        TextBlock(title="Tiêu đề đang có", text=gap),
        TextBlock(text="Ghi ngắn gọn trong một dòng, không ghi tên riêng hay số điện thoại."),
        replies=(QuickReply(title="Giữ tiêu đề này", payload=SKIP), CANCEL),
    )
    return answer, {gap: draft.title or ""}


def places(offered: Sequence[PlaceView], *, back: bool = False) -> tuple[Answer, dict[str, str]]:
    """Ask which commune of today a place means; return the answer with gaps, and what fills them."""
    return _former(offered, "Nơi anh/chị ghi", back=back)


def homes(offered: Sequence[PlaceView], *, back: bool = False) -> tuple[Answer, dict[str, str]]:
    """Ask the same of the sender's address."""
    return _former(offered, "Địa chỉ anh/chị ghi", back=back)


def _former(offered: Sequence[PlaceView], written: str, *, back: bool) -> tuple[Answer, dict[str, str]]:
    start = "Trở lại phản ánh của anh/chị. " if back else ""
    gaps = [f"{MARK}: nơi {number}]" for number in range(1, len(offered) + 1)]
    several = len(gaps) > 1
    lead = f"{written} là tên cũ. Từ 01/07/2025 không còn cấp huyện, nhiều xã, phường đã hợp lại. "
    lead += "Nơi đó nay có thể là nơi nào dưới đây?" if several else "Nơi đó nay có phải là nơi dưới đây không?"
    answer = say(
        f"{start}{lead}",
        ListBlock(items=tuple(gaps), ordered=several),
        TextBlock(text="Không rõ thì bấm “Giữ như đã ghi”; cán bộ sẽ xác định. Ghi lại nơi khác cũng được."),
        replies=(
            *(
                QuickReply(title=gap if several else f"Đúng, {gap}", payload=payload(Do.PLACE, number=number))
                for number, gap in enumerate(gaps, 1)
            ),
            QuickReply(title="Giữ như đã ghi", payload=SKIP),
            PREVIOUS,
            CANCEL,
        ),
    )
    return answer, {gap: place.name for gap, place in zip(gaps, offered, strict=True)}


def pick(offered: Offer, *, back: bool = False) -> tuple[Answer, dict[str, str]]:
    """Let the person say which procedure or agency was meant; return the answer with gaps, and what fills them.

    The agencies stand in gaps: which ones are offered tells what was written.
    """
    start = "Trở lại phản ánh của anh/chị. " if back else ""
    hits, agencies = offered.procedures, offered.agencies
    gaps = [f"{MARK}: cơ quan {number}]" for number in range(1, len(agencies) + 1)]
    names = [f"{MARK}: tên cơ quan {number}]" for number in range(1, len(agencies) + 1)]
    lead = "Ý anh/chị là thủ tục nào?" if not agencies else "Ý anh/chị là cơ quan nào?"
    if hits and agencies:
        lead = "Ý anh/chị là thủ tục hay cơ quan nào?"
    answer = say(
        f"{start}{lead}",
        ListBlock(items=(*(hit.name for hit in hits), *names), ordered=True),
        TextBlock(text=_NONE_OF_AGENCIES if agencies else _NONE_OF_PROCEDURES),
        replies=(
            *(QuickReply(title=_short(hit.name), payload=payload(Do.ABOUT, code=hit.code)) for hit in hits),
            *(
                QuickReply(title=gap, payload=payload(Do.PICK, number=number))
                for number, gap in enumerate(gaps, len(hits) + 1)
            ),
            QuickReply(title="Để nguyên như đã ghi" if agencies else "Đây là tên cơ quan", payload=payload(Do.AGENCY)),
            PREVIOUS,
            CANCEL,
        ),
    )
    titles = {gap: _short(one.name) for gap, one in zip(gaps, agencies, strict=True)}
    return answer, {**titles, **{name: one.name for name, one in zip(names, agencies, strict=True)}}


_NONE_OF_PROCEDURES = "Nếu anh/chị vừa ghi tên cơ quan, hãy bấm “Đây là tên cơ quan”."
_NONE_OF_AGENCIES = (
    "Không có ở trên thì bấm “Để nguyên như đã ghi”; cán bộ sẽ xác định. Ghi lại tên đầy đủ hơn cũng được."
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
    Field.PLACE_NOW: "Trợ lý chưa rõ ý anh/chị. Anh/chị bấm một nơi, hoặc bấm “Giữ như đã ghi”.",
    Field.TITLE: "Tiêu đề chưa rõ. Anh/chị ghi một dòng ngắn, hoặc bấm “Giữ tiêu đề này”.",
    Field.SENDER: "Trợ lý chưa rõ anh/chị gửi với tư cách nào. Anh/chị bấm một nút, hoặc gõ “cá nhân”, “tổ chức”.",
    Field.ADDRESS_NOW: "Trợ lý chưa rõ ý anh/chị. Anh/chị bấm một nơi, hoặc bấm “Giữ như đã ghi”.",
    Field.FILES: "Tệp được thêm ở khung “Tệp, ảnh gửi kèm” bên dưới, không gõ vào đây. Không có thì gõ “không”.",
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
