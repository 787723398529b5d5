"""What all turns about PAKN share: the names of the kinds, the buttons, one way to say something."""

from __future__ import annotations

from collections.abc import Sequence

from actions.feedback.steps import Do, Kind, Sender, payload
from knowledge.answer import Answer, AnswerStatus, Block, QuickReply

KIND_NAMES: dict[str, str] = {
    Kind.CONDUCT: "Phản ánh về thái độ, cách làm việc của cán bộ",
    Kind.REGULATION: "Phản ánh về quy định, thủ tục",
    Kind.PROPOSAL: "Đề xuất, sáng kiến",
}

SENDER_NAMES: dict[str, str] = {Sender.PERSON: "Cá nhân", Sender.ORGANISATION: "Tổ chức, doanh nghiệp"}

CANCEL = QuickReply(title="Hủy phản ánh", payload=payload(Do.CANCEL))
PREVIOUS = QuickReply(title="Quay lại câu trước", payload=payload(Do.PREVIOUS))
RESUME = QuickReply(title="Tiếp tục phản ánh", payload=payload(Do.RESUME))
REFUSE = QuickReply(title="Tôi không muốn cho biết", payload=payload(Do.REFUSE))
FOLLOW = QuickReply(title="Xem phản ánh đã gửi", payload=payload(Do.FOLLOW))
REMARK = QuickReply(title="Gửi góp ý không nêu tên", payload=payload(Do.REMARK))
SKIP = payload(Do.SKIP)
LEGAL = "Theo Nghị định 20/2008/NĐ-CP (sửa đổi bởi Nghị định 48/2013/NĐ-CP, Nghị định 92/2017/NĐ-CP)."


def say(lead: str, *blocks: Block, replies: Sequence[QuickReply] = ()) -> Answer:
    """Return an answer of the dialogue about PAKN."""
    return Answer(status=AnswerStatus.FEEDBACK, lead=lead, blocks=blocks, quick_replies=tuple(replies))
