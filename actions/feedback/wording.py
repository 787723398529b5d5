"""Every sentence of PAKN in dialogue: triage, the questions of the intake, the receipt, following a PAKN."""

from __future__ import annotations

from collections.abc import Sequence

from actions.feedback.fields import INTAKE, PERSONAL, Field, mark
from actions.feedback.port import CaseView, ConsentView, DraftView, ReceiptView
from actions.feedback.steps import Day, Do, Kind, Other, payload
from knowledge.answer import Answer, AnswerStatus, Block, ListBlock, NoteBlock, QuickReply, TextBlock
from knowledge.answers.turns import HANDOVER, HELP
from knowledge.results import Hit

KIND_NAMES: dict[str, str] = {
    Kind.CONDUCT: "Phản ánh về thái độ, cách làm việc của cán bộ",
    Kind.REGULATION: "Phản ánh về quy định, thủ tục",
    Kind.PROPOSAL: "Đề xuất, sáng kiến",
}

CANCEL = QuickReply(title="Hủy phản ánh", payload=payload(Do.CANCEL))
PREVIOUS = QuickReply(title="Quay lại câu trước", payload=payload(Do.PREVIOUS))
RESUME = QuickReply(title="Tiếp tục phản ánh", payload=payload(Do.RESUME))
REFUSE = QuickReply(title="Tôi không muốn cho biết", payload=payload(Do.REFUSE))
FOLLOW = QuickReply(title="Xem phản ánh đã gửi", payload=payload(Do.FOLLOW))
REMARK = QuickReply(title="Gửi góp ý không nêu tên", payload=payload(Do.REMARK))
_SKIP = payload(Do.SKIP)
_LEGAL = "Theo Nghị định 20/2008/NĐ-CP (sửa đổi bởi Nghị định 48/2013/NĐ-CP, Nghị định 92/2017/NĐ-CP)."


def _say(lead: str, *blocks: Block, replies: Sequence[QuickReply] = ()) -> Answer:
    return Answer(status=AnswerStatus.FEEDBACK, lead=lead, blocks=blocks, quick_replies=tuple(replies))


# Triage


def which() -> Answer:
    """Ask the one plain question that settles what a message is."""
    return _say(
        "Anh/chị muốn gửi loại nào?",
        ListBlock(
            ordered=True,
            items=(
                "Phản ánh về cán bộ: thái độ, chậm trễ, gây phiền hà, làm không đúng quy định",
                "Phản ánh về quy định, thủ tục: không hợp lý, chồng chéo, không đúng luật",
                "Đề xuất, sáng kiến cho thủ tục đơn giản hơn",
                "Khiếu nại một quyết định, hoặc tố cáo vi phạm pháp luật",
                "Sự cố ở nơi công cộng: đường, đèn, rác, ngập nước, tiếng ồn",
            ),
        ),
        NoteBlock(
            tone="warning", text="Việc khẩn cấp, anh/chị gọi ngay: 113 (công an), 114 (cháy, cứu nạn), 115 (cấp cứu)."
        ),
        replies=(
            QuickReply(title="Về cán bộ", payload=payload(Do.FILE, kind=Kind.CONDUCT)),
            QuickReply(title="Về quy định, thủ tục", payload=payload(Do.FILE, kind=Kind.REGULATION)),
            QuickReply(title="Đề xuất, sáng kiến", payload=payload(Do.FILE, kind=Kind.PROPOSAL)),
            QuickReply(title="Khiếu nại, tố cáo", payload=payload(Do.GUIDE, to=Other.COMPLAIN)),
            QuickReply(title="Sự cố đường, điện, rác", payload=payload(Do.GUIDE, to=Other.INCIDENT)),
        ),
    )


def offer(kind: Kind, *, kept: bool) -> Answer:
    """Offer to take a PAKN of a kind."""
    story = (
        "Lời anh/chị vừa kể đã được giữ trong bản nháp, chưa gửi cho ai; anh/chị không cần viết lại."
        if kept
        else "Trợ lý sẽ hỏi từng câu; chưa có gì được gửi cho tới khi anh/chị xem lại và bấm gửi."
    )
    others = [
        QuickReply(title=f"Không, đây là {name}", payload=payload(Do.FILE, kind=other))
        for other, name in (
            (Kind.CONDUCT, "chuyện cán bộ"),
            (Kind.REGULATION, "chuyện quy định"),
            (Kind.PROPOSAL, "đề xuất"),
        )
        if other is not kind
    ]
    return _say(
        f"Anh/chị có thể gửi ngay tại đây. Loại: {KIND_NAMES[kind]}.",
        TextBlock(text=story),
        NoteBlock(text=_LEGAL),
        replies=(
            QuickReply(title="Bắt đầu gửi phản ánh", payload=payload(Do.FILE, kind=kind)),
            *others,
            QuickReply(title="Không gửi", payload=payload(Do.CANCEL)),
        ),
    )


def complaint() -> Answer:
    """Say what a khiếu nại is and where it goes; nothing of it is kept (Luật Khiếu nại 2011)."""
    return _say(
        "Đây là việc khiếu nại, theo Luật Khiếu nại 2011; kênh phản ánh, kiến nghị không giải quyết được.",
        ListBlock(
            title="Cách làm",
            items=(
                "Gửi đơn khiếu nại lần đầu đến chính cơ quan, người đã ra quyết định hoặc đã làm việc đó.",
                "Có thể nộp đơn tại nơi tiếp công dân của cơ quan đó, hoặc gửi qua bưu điện; giữ lại giấy nhận đơn.",
                "Không đồng ý với cách giải quyết thì khiếu nại lần hai lên cấp trên, hoặc khởi kiện tại Tòa án.",
            ),
        ),
        NoteBlock(text="Nội dung anh/chị vừa viết không được ghi thành phản ánh và không được lưu lại."),
        TextBlock(text="Nếu anh/chị chỉ muốn góp ý về thái độ cán bộ hay về quy định, anh/chị chọn gửi phản ánh."),
        replies=(*_instead(), HANDOVER),
    )


def denunciation() -> Answer:
    """Say where a tố cáo goes; nothing of it is kept (Luật Tố cáo 2018)."""
    return _say(
        "Đây là việc tố cáo, theo Luật Tố cáo 2018. Anh/chị đừng viết nội dung tố cáo ở đây.",
        ListBlock(
            title="Cách làm",
            items=(
                "Gửi đơn hoặc đến trình bày tại cơ quan quản lý người bị tố cáo, cơ quan thanh tra.",
                "Khi có dấu hiệu tội phạm: báo cơ quan công an.",
                "Đơn ghi rõ họ tên, địa chỉ, cách liên hệ của người tố cáo và hành vi bị tố cáo.",
                "Họ tên, địa chỉ và bút tích của người tố cáo được giữ bí mật; anh/chị có quyền yêu cầu được bảo vệ.",
            ),
        ),
        NoteBlock(
            tone="warning",
            text="Nội dung anh/chị vừa viết không được ghi nhận, không được lưu và không được chuyển cho ai.",
        ),
        TextBlock(text="Nếu có người đang bị đe dọa, anh/chị gọi ngay 113."),
        replies=(*_instead(), HANDOVER),
    )


def incident() -> Answer:
    """Point a fault in public places to 1022."""
    return _say(
        "Sự cố ở nơi công cộng (đường, đèn, cống, rác, điện, nước, tiếng ồn) do tổng đài 1022 nhận.",
        ListBlock(
            items=(
                "Gọi 1022 nếu nơi anh/chị ở có tổng đài này; nói rõ địa điểm và tình trạng.",
                "Nơi chưa có 1022: báo Ủy ban nhân dân xã, phường.",
            )
        ),
        NoteBlock(tone="warning", text="Nếu đang nguy hiểm cho người qua lại, anh/chị gọi 113, 114 hoặc 115."),
        TextBlock(text="Đây không phải phản ánh về quy định hành chính nên không ghi nhận ở kênh này."),
        replies=(
            QuickReply(title="Phản ánh cách cán bộ xử lý", payload=payload(Do.FILE, kind=Kind.CONDUCT)),
            HANDOVER,
        ),
    )


def _instead() -> tuple[QuickReply, ...]:
    return (
        QuickReply(title="Gửi phản ánh về cán bộ", payload=payload(Do.FILE, kind=Kind.CONDUCT)),
        QuickReply(title="Gửi phản ánh về quy định", payload=payload(Do.FILE, kind=Kind.REGULATION)),
    )


def not_for_this_form(other: Other) -> Answer:
    """Say why what was written as content is not taken."""
    answer = {Other.COMPLAIN: complaint, Other.DENOUNCE: denunciation, Other.INCIDENT: incident}[other]()
    insist = QuickReply(title="Đây vẫn là phản ánh, kiến nghị", payload=payload(Do.INSIST))
    return answer.model_copy(update={"quick_replies": (insist, CANCEL)})


# Questions of the intake

_QUESTIONS: dict[Field, tuple[str, str]] = {
    Field.KIND: ("Anh/chị muốn gửi loại nào?", "Hỏi để chuyển đúng nơi xử lý."),
    Field.CONTENT: (
        "Anh/chị kể rõ sự việc: việc gì, ai làm, ảnh hưởng thế nào?",
        "Cơ quan dựa vào nội dung này để xem xét. Viết từ 20 ký tự; đừng ghi số căn cước hay mật khẩu.",
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
    asked = [one for one in INTAKE[:-1] if not draft.anonymous or one not in PERSONAL]
    progress = f"Bước {asked.index(field) + 1}/{len(asked)}. " if field in asked else ""
    start = "Trở lại phản ánh của anh/chị. " if back else ""
    return _say(f"{start}{progress}{lead}", TextBlock(text=why), replies=_replies(field))


def _replies(field: Field) -> tuple[QuickReply, ...]:
    skip = QuickReply(title="Bỏ qua", payload=_SKIP)
    own: dict[Field, tuple[QuickReply, ...]] = {
        Field.KIND: tuple(
            QuickReply(title=name, payload=payload(Do.KIND, kind=kind)) for kind, name in KIND_NAMES.items()
        ),
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
    step = INTAKE.index(Field.CONSENT) + 1
    start = "Trở lại phản ánh của anh/chị. " if back else ""
    return _say(
        f"{start}Bước {step}/{len(INTAKE) - 1}. Trước khi hỏi họ tên, cách liên hệ, {text.office} xin anh/chị đồng ý.",
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
    return _say(
        "Ý anh/chị là thủ tục nào?",
        ListBlock(items=tuple(hit.name for hit in hits), ordered=True),
        TextBlock(text="Nếu anh/chị vừa ghi tên cơ quan, hãy bấm “Đây là tên cơ quan”."),
        replies=(
            *(QuickReply(title=_short(hit.name), payload=payload(Do.ABOUT, code=hit.code)) for hit in hits),
            QuickReply(title="Đây là tên cơ quan", payload=payload(Do.AGENCY)),
            QuickReply(title="Bỏ qua", payload=_SKIP),
        ),
    )


def problem(reason: str) -> Answer:
    """Say why a value cannot be taken."""
    return _say(reason)


def unclear(field: Field) -> Answer:
    """Say that a button is wanted."""
    if field is Field.CONTENT:
        return _say("Nội dung không thể bỏ trống. Anh/chị viết vài câu về sự việc.")
    return _say("Trợ lý chưa rõ ý anh/chị. Anh/chị vui lòng bấm một nút bên dưới.")


def why() -> Answer:
    """Say what the answers are for, who sees them, and what can be typed at any time."""
    return _say(
        "Thông tin này chỉ dùng để xử lý và trả lời phản ánh; được mã hóa, lưu riêng, không đăng công khai.",
        TextBlock(text="Lúc nào anh/chị cũng có thể gõ: “quay lại”, “bỏ qua”, “sửa số điện thoại”, “hủy”."),
        TextBlock(text="Anh/chị cũng có thể hỏi về thủ tục; hỏi xong trợ lý trở lại câu đang dở."),
    )


def ask_cancel() -> Answer:
    """Ask before a draft is thrown away."""
    return _say(
        "Anh/chị chắc chắn muốn hủy? Những gì đã ghi sẽ bị xóa.",
        replies=(
            QuickReply(title="Hủy và xóa", payload=payload(Do.YES)),
            QuickReply(title="Không, điền tiếp", payload=payload(Do.NO)),
        ),
    )


def cancelled() -> Answer:
    """Say that nothing was sent and nothing is left."""
    return _say("Đã hủy. Bản nháp đã được xóa, không có gì được gửi đi.", replies=(HELP, HANDOVER))


def ask_remark() -> Answer:
    """Offer a remark without personal data."""
    return _say(
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
    return _say(
        "Vâng. Nội dung lúc nãy không được lưu, xin anh/chị viết lại; lần này trợ lý sẽ nhận là phản ánh, kiến nghị.",
        replies=(CANCEL,),
    )


def nothing_open() -> Answer:
    """Say that no intake is open."""
    return _say(
        "Hiện không có phản ánh nào đang viết dở.",
        replies=(QuickReply(title="Gửi phản ánh mới", payload="/feedback"), FOLLOW, HELP),
    )


def sent_before(code: str) -> Answer:
    """Say that a second click sent nothing twice."""
    return _say(f"Phản ánh này đã được nhận, mã {code}. Bấm lại không gửi thêm lần nữa.", replies=(FOLLOW, HELP))


def review(draft: DraftView, procedure: str | None) -> tuple[Answer, dict[str, str]]:
    """Show everything once more; return the answer with gaps, and what fills them for the person alone."""
    contact = ", ".join(value for value in (draft.sender_phone, draft.sender_email) if value)
    secrets = {
        mark(Field.CONTENT): draft.content or "",
        mark(Field.NAME): draft.sender_name or "",
        mark(Field.ADDRESS): draft.sender_address or "",
        mark(Field.CONTACT): contact,
        mark(Field.PLACE): draft.location or "không ghi",
        mark(Field.SUBJECT): procedure or draft.agency or "không ghi",
    }
    when = f"{draft.occurred_on:%d/%m/%Y}" if draft.occurred_on else "không ghi"
    lines = [
        f"Loại: {KIND_NAMES.get(draft.kind or '', '')}",
        f"Nội dung: {mark(Field.CONTENT)}",
        f"Thủ tục, cơ quan: {mark(Field.SUBJECT)}",
        f"Nơi xảy ra: {mark(Field.PLACE)}",
        f"Ngày xảy ra: {when}",
    ]
    if draft.attachments:
        lines.append(f"Tệp kèm theo: {draft.attachments}")
    if draft.anonymous:
        lines.append("Người gửi: không nêu tên (góp ý không đủ thông tin)")
        for field in (Field.NAME, Field.ADDRESS, Field.CONTACT):
            del secrets[mark(field)]
    else:
        lines += [
            f"Họ và tên: {mark(Field.NAME)}",
            f"Địa chỉ: {mark(Field.ADDRESS)}",
            f"Liên hệ: {mark(Field.CONTACT)}",
            f"Giữ kín danh tính: {'có' if draft.identity_hidden else 'không'}",
            f"Đã đồng ý cho xử lý dữ liệu cá nhân (phiên bản {draft.consent_version})",
        ]
    what = "góp ý" if draft.anonymous else "phản ánh"
    answer = _say(
        "Xin anh/chị xem lại. Chưa có gì được gửi.",
        ListBlock(title="Nội dung sẽ gửi", items=tuple(lines)),
        TextBlock(text="Muốn sửa mục nào, anh/chị gõ ví dụ: “sửa số điện thoại”."),
        replies=(
            QuickReply(title=f"Gửi {what}", payload=payload(Do.SEND)),
            QuickReply(title="Sửa nội dung", payload=payload(Do.CHANGE, field=Field.CONTENT)),
            *(
                ()
                if draft.anonymous
                else (QuickReply(title="Sửa liên hệ", payload=payload(Do.CHANGE, field=Field.CONTACT)),)
            ),
            CANCEL,
        ),
    )
    return answer, secrets


def receipt(given: ReceiptView) -> Answer:
    """Show the receipt."""
    first, _, rest = given.text.partition("\n")
    replies = (FOLLOW, HELP) if given.full else (HELP, HANDOVER)
    note = NoteBlock(text=f"Anh/chị ghi lại mã {given.code}.")
    return _say(first, TextBlock(text=rest.strip()), note, replies=replies)


def not_sent() -> Answer:
    """Say that sending failed and nothing is lost."""
    return _say(
        "Chưa gửi được vì hệ thống đang gặp trục trặc. Bản nháp còn nguyên; anh/chị bấm gửi lại sau ít phút.",
        replies=(QuickReply(title="Gửi lại", payload=payload(Do.SEND)), CANCEL),
    )


# Following a PAKN


def ask_case(field: Field, *, what: Do | None = None, code: str | None = None) -> Answer:
    """Ask for what is needed to find a PAKN, or to change it."""
    stop = QuickReply(title="Thôi, không tra nữa", payload=payload(Do.CANCEL))
    if field is Field.CASE_CODE:
        return _say(
            "Anh/chị cho biết mã tra cứu. Mã có trong tin nhắn tiếp nhận, ví dụ KN-7M3Q-X0VD-9.", replies=(stop,)
        )
    if field is Field.CASE_PROOF:
        return _say(
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
    skip = (QuickReply(title="Bỏ qua", payload=_SKIP),) if what is Do.WITHDRAW else ()
    return _say(words[what or Do.MORE], replies=(*skip, stop))


def ask_sure(what: Do, code: str) -> Answer:
    """Ask for a plain confirmation."""
    words = {
        Do.MORE: f"Gửi thêm thông tin này vào phản ánh {code}?",
        Do.WITHDRAW: f"Anh/chị chắc chắn muốn rút phản ánh {code}? Rút rồi thì không mở lại được.",
        Do.REOPEN: f"Đề nghị xem xét lại câu trả lời của phản ánh {code}? Chỉ đề nghị được một lần.",
    }
    return _say(
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
    return _say(f"{start}Phản ánh {found.code}: {found.status}.", *blocks, replies=_case_replies(found)), secrets


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
    return _say("Không tìm thấy phản ánh khớp với mã và thông tin xác nhận này. Anh/chị vui lòng nhập lại.")


def case_stopped() -> Answer:
    """Say that the look-up has ended."""
    return _say("Vâng, trợ lý dừng ở đây. Không có gì thay đổi.", replies=(FOLLOW, HELP))


def case_unavailable() -> Answer:
    """Say that the look-up cannot be done now."""
    return _say(
        "Hệ thống tra cứu phản ánh đang gặp trục trặc. Anh/chị thử lại sau ít phút.", replies=(FOLLOW, HANDOVER)
    )


def _short(name: str, limit: int = 60) -> str:
    return name if len(name) <= limit else name[: limit - 1].rsplit(" ", 1)[0] + "…"
