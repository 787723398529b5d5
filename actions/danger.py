"""Words that say by themselves that somebody is in danger, whatever a classifier makes of them, and without one too."""

from __future__ import annotations

import re

from knowledge.text import fold, normalise_query

_DANGER = re.compile(
    r"\b(?:cuu (?:toi|em|con|chau|voi|mang|nguoi)|dang chay|chay (?:nha|roi|lon)|chay no|hoa hoan|dien giat|duoi nuoc|"
    r"(?:danh|dam|giet|hanh hung|bao hanh|de doa|hiep|cuong hiep|xam hai) (?:toi|em|con|chau|minh|me|vo|nguoi|dap)|"
    r"bi (?:danh|dam|chem|giet|bat coc|hiep|cuop|de doa|bao hanh|xam hai)|bat coc|tu tu|tu sat|muon chet|"
    r"khong muon song|tai nan|ngat xiu|bat tinh|ngung tho|dot quy|chay mau|cap cuu|sap nha)\b"
)
_CALM = re.compile(
    r"\b(?:thu tuc|ho so|giay|dang ky|tro cap|boi thuong|bao hiem|che do|cap phep|chung nhan|xac nhan|nghiem thu|"
    r"tham dinh|trinh bao|don|phi|le phi|tra cuu|bao lau|o dau)\b"
)


def in_danger(text: str) -> bool:
    """Tell whether a text cries for help; one about papers ("trợ cấp tai nạn lao động") does not."""
    line = fold(normalise_query(text))
    return bool(_DANGER.search(line)) and not _CALM.search(line)
