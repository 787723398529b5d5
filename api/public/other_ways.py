"""Words in a PAKN that point to another way: danger, denunciation, complaint. The sender is told before sending.

Words alone decide nothing: somebody may well report how an office handled a complaint. So nothing is refused.
"""

from __future__ import annotations

import re

from knowledge.text import fold, nfc, one_line

_URGENT = (
    "Nếu việc này đang nguy hiểm, anh/chị gọi ngay 113 (công an), 114 (cháy, cứu nạn), 115 (cấp cứu). "
    "Trang này không có người trực."
)
_DENUNCIATION = (
    "Nội dung có nhắc đến tố cáo. Nếu anh/chị muốn tố cáo người vi phạm pháp luật, xin đừng gửi ở đây: gửi cơ quan có "
    "thẩm quyền theo Luật Tố cáo để được giữ bí mật và bảo vệ."
)
_COMPLAINT = (
    "Nội dung có nhắc đến khiếu nại. Nếu anh/chị muốn khiếu nại một quyết định, hành vi, xin gửi đơn đến chính cơ quan "
    "đã ra quyết định hoặc có hành vi đó, theo Luật Khiếu nại."
)
_BURNING = "đang cháy"  # folded it would also be "đang chạy", which is running
_SIGNS = (
    (re.compile(r"\b(?:chay nha|hoa hoan|cap cuu|danh nhau|dam chem|nguy kich|keu cuu)\b"), _URGENT),
    (re.compile(r"\b(?:to cao|to giac)\b"), _DENUNCIATION),
    (re.compile(r"\bkhieu nai\b"), _COMPLAINT),
)


def other_ways(text: str) -> tuple[str, ...]:
    """Return what to tell the sender of this text, the most urgent first; empty for most."""
    said = one_line(fold(text))
    found = [advice for sign, advice in _SIGNS if sign.search(said)]
    if _BURNING in nfc(text).lower() and _URGENT not in found:
        found.insert(0, _URGENT)
    return tuple(found)
