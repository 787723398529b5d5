"""What people read of the survey, and by which words they say that their need is finished."""

from __future__ import annotations

import re

from knowledge.answer import QuickReply
from knowledge.text import fold, normalise_query

ASK = "Anh/chị có hài lòng với phần trả lời vừa rồi không? Câu hỏi này chỉ hỏi một lần, không trả lời cũng được."
LEVELS = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
"""In the order of the points, so that on a messenger the number somebody types is the points."""
SKIP = QuickReply(title="Bỏ qua", payload='/survey{"do": "skip"}')
WRITE = QuickReply(title="Viết góp ý", payload='/survey{"do": "words"}')
CHOICES = (*(QuickReply(title=one, payload=f'/survey{{"score": {n}}}') for n, one in enumerate(LEVELS, 1)), SKIP)

THANKS = (
    "Cảm ơn anh/chị đã đánh giá “{level}” ({score}/5). Muốn nói rõ hơn, anh/chị bấm “Viết góp ý”; "
    "không thì cứ hỏi câu tiếp theo."
)
WRITE_NOW = (
    "Mời anh/chị viết góp ý trong một tin. Anh/chị đừng ghi số căn cước, mật khẩu, mã OTP. "
    "Phản ánh, kiến nghị cần cơ quan trả lời thì gửi ở mục Phản ánh."
)
WRITTEN = "Đã ghi góp ý. Cảm ơn anh/chị. Anh/chị cần thêm gì, cứ hỏi tiếp."
SKIPPED = "Dạ vâng. Anh/chị cần thêm gì, cứ hỏi tiếp."

_DONE = re.compile(r"\b(?:cam on|cam ta|thanks|thank you|tks|tam biet)\b")
_THANKFUL = (
    "da vang u ok oke okie duoc roi ro hieu biet the la du thoi toi minh em chau con xin rat chan thanh cam on ta "
    "thanks thank you tks tam biet chao ban anh chi co chu bac bot tro ly nhieu lam qua nha nhe nhen a ah vi giup "
    "do tu van huong dan tra loi su hen gap lai"
)
_COURTESY = frozenset(_THANKFUL.split())
"""Words, without marks, of which thanks and leave-taking consist."""
_MOST_WORDS = 15


def is_finished(text: str) -> bool:
    """Tell whether a message only thanks or takes leave; with a question in it, the need is not finished."""
    line = re.findall(r"\w+", fold(normalise_query(text)))
    return len(line) <= _MOST_WORDS and bool(_DONE.search(" ".join(line))) and _COURTESY.issuperset(line)
