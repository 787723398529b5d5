"""Which concern a message is, and where it goes by law."""

from __future__ import annotations

from actions.feedback.steps import Do, Kind, Other, payload
from actions.feedback.wording.common import (
    CANCEL,
    KIND_NAMES,
    LEGAL,
    say,
)
from knowledge.answer import Answer, ListBlock, NoteBlock, QuickReply, TextBlock
from knowledge.answers.turns import HANDOVER


def which() -> Answer:
    """Ask the one plain question that settles what a message is."""
    return say(
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
    return say(
        f"Anh/chị có thể gửi ngay tại đây. Loại: {KIND_NAMES[kind]}.",
        TextBlock(text=story),
        NoteBlock(text=LEGAL),
        replies=(
            QuickReply(title="Bắt đầu gửi phản ánh", payload=payload(Do.FILE, kind=kind)),
            *others,
            QuickReply(title="Không gửi", payload=payload(Do.CANCEL)),
        ),
    )


def complaint() -> Answer:
    """Say what a khiếu nại is and where it goes; nothing of it is kept (Luật Khiếu nại 2011)."""
    return say(
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
    return say(
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
    return say(
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
