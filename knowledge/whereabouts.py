"""Where a person says to be ("em ở Cao Bằng", "nhà tôi ở phường Tam Thanh, Lạng Sơn"), for the rest of a conversation.

Only the province and the commune are read, never a street or a house. A place of something else (of birth, of a paper)
is not where the person is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.places import province_meant, province_names, spellings
from knowledge.spelling import standard_tones
from knowledge.text import fold, has_diacritics, one_line, words

_AT = r"(?:o|tai|ben|duoi|tren|trong|ngoai|cu tru|sinh song|song|thuoc|nguoi)"
# What stands before a place that something else is of: "sinh ở", "cấp tại", "quê ở", "chuyển từ".
_OF_ELSE = re.compile(
    r"\b(?:(?<!khai )sinh(?: ra)?|que(?: quan)?(?: (?:toi|em|minh|chong|vo|bo|me))?|goc|mat|chet|cap|hoc|tu|chuyen di|"
    r"khoi|lam viec|ke hoach) (?:o|tai|ben|duoi)$|\bnguoi goc$"
)
_HERE = re.compile(rf"(?:^|.*\b){_AT}$")
_COMMUNE = re.compile(r"\b(?P<kind>phuong|xa|thi tran|dac khu) (?P<name>[^\W\d_]\S*(?: [^\s,]+){0,3})\s*,?\s*$")
_DISTRICT = re.compile(r"[, ]*\b(?:quan|huyen|thi xa|thanh pho|tp\.?) [^,]{1,30}$")
_NO_NAME = frozenset(words("nao em toi minh khac nay do kia cu moi khong hay co thi duoc la gan ban nha chung"))
_WHO = (
    r"(?:da|vang|u|thi|la|khong|phai|a|toi|em|minh|tui|con|chau|bac|anh|chi|co|chu|nha|gia dinh|vo chong|dang|hien|nay|"
    rf"gio|bay|doi|sang|qua|noi|tinh|so|{_AT})"
)
_ALONE_BEFORE = re.compile(rf"(?:{_WHO}(?:[ ,.:]+|$))*$")
_ALONE_AFTER = re.compile(r"(?:[ ,.!]+(?:a|nhe|nha|oi|ban|ad|day|do|co|viet nam|vn|roi|ak|ah))*[ ,.!]*$")
_OTHER = re.compile(
    r"(?:(?:toi|em|minh|cho|muon|can|xin|da|a|thoi) )*(?:"
    r"(?:(?:doi|chon|chuyen|sang|xem|tinh|hoi)(?: lai| sang| qua| cho)? )?(?:noi|cho|tinh|dia phuong|khu vuc) khac"
    r"|(?:doi|chon lai|sua) (?:noi|dia phuong|tinh))(?: (?:a|di|nhe|nha|duoc khong))*$"
)
LONGEST_COMMUNE = 60


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What a message says of where its person is.

    Attributes:
        province: as it is named today; ``None``: only a commune is named, or nothing is.
        commune: as typed, with its kind.
        alone: the message says nothing else.
        other: the place counted with so far is to count no more ("đổi nơi khác").
    """

    province: str | None = None
    commune: str | None = None
    alone: bool = False
    other: bool = False

    def said(self, province: str | None = None) -> str | None:
        """Return the place in words; ``province`` stands in where the message names none."""
        there = self.province or province
        if there is None:
            return None
        return f"{self.commune}, {there}" if self.commune else there


def province_of(said: str) -> str:
    """Return the province of a place in words (:meth:`Whereabouts.said`)."""
    return said.rpartition(", ")[2]


def whereabouts_in(text: str) -> Whereabouts | None:
    """Read where the person of a message says to be; ``None``: the message does not tell."""
    line = one_line(text).strip()
    folded = fold(line)
    if len(folded) != len(line):
        return None
    if _OTHER.match(folded):
        return Whereabouts(alone=True, other=True)
    found = [one for match in province_names().finditer(folded) if (one := _of_province(line, folded, match))]
    places = {one.said() for one in found}
    if len(places) == 1:
        return found[0]
    return None if found else _commune_alone(line, folded)


def _of_province(line: str, folded: str, match: re.Match[str]) -> Whereabouts | None:
    typed, name = line[match.start("name") : match.end("name")], match["name"]
    province = province_meant(name)
    if province is None or not _is_spelt(typed, name):
        return None
    left = folded[: match.start()].rstrip(" ,")
    commune, lead = _commune_before(line, left)
    if commune is None:
        lead = _DISTRICT.sub("", left).rstrip(" ,")
    alone = bool(_ALONE_BEFORE.match(lead)) and bool(_ALONE_AFTER.match(folded[match.end() :]))
    if not alone and (not _HERE.match(lead) or _OF_ELSE.search(lead)):
        return None
    return Whereabouts(province, commune, alone)


def _commune_before(line: str, left: str) -> tuple[str | None, str]:
    """Return the commune that ends a text, as typed, and what stands before it."""
    ends = _DISTRICT.sub("", left) if _COMMUNE.search(_DISTRICT.sub("", left)) else left
    match = _COMMUNE.search(ends.rstrip(" ,"))
    if match is None or match["name"].split()[0] in _NO_NAME or match.end() - match.start() > LONGEST_COMMUNE:
        return None, left
    kind, name = line[match.start("kind") : match.end("kind")].lower(), line[match.start("name") : match.end("name")]
    name = name.strip(" ,.")
    return f"{kind} {name if name != name.lower() else name.title()}", ends[: match.start()].rstrip(" ,")


def _commune_alone(line: str, folded: str) -> Whereabouts | None:
    """Return a commune named without its province, where the message says nothing else."""
    trimmed = folded.rstrip(" .!")
    commune, lead = _commune_before(line, trimmed)
    if commune is None or not re.search(r"\b(?:o|tai)$", lead) or not _ALONE_BEFORE.match(lead):
        return None
    return Whereabouts(commune=commune, alone=True)


def _is_spelt(typed: str, name: str) -> bool:
    """Tell whether letters with marks are those of the name: "giá lại" is no province."""
    if not has_diacritics(typed):
        return True
    said = standard_tones(typed).lower()
    return any(said == standard_tones(one).lower() for one in spellings(name))
