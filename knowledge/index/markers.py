"""Special cases and audiences that a name announces: passed over unless the question hints at them.

"Làm giấy khai tử" means the ordinary registration, although the name of the one with a foreign element holds
the same words and more. The driving licence of the police is for those who speak of the police.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.text import fold

Scores = npt.NDArray[np.float32]

_FOREIGN = (
    r"nuoc ngoai|ngoai quoc|viet kieu|quoc tich|nguoi tay|ong tay|dai su|lanh su|han quoc|nhat ban|dai loan|trung quoc"
    r"|campuchia|\b(?:lao|my|uc|duc|phap|nhat|han|nga|anh quoc|singapore|malaysia)\b"
)
_CASES = (
    ("yeu to nuoc ngoai|o nuoc ngoai|nguoi nuoc ngoai", _FOREIGN),
    ("bien gioi", r"bien gioi|lang gieng|campuchia|trung quoc|\blao\b"),
    ("dang ky lai", r"\blai\b|that lac|bi mat|mat giay|mat ban|hong|rach|chay"),
    ("luu dong", "luu dong|tai nha|den nha"),
    ("ket hop", "ket hop|nhan (?:cha|bo|me|con)|cha me con"),
    ("lien thong", "lien thong|cung luc|mot lan|mot the|gop"),
    (
        r"^(?!.*(?:khieu nai|to cao|cong dan)).*(?:cong an nhan dan|trong cong an)",
        r"cong an|canh sat|chien si|luc luong|trong nganh",
    ),
    (r"duong sat|\blai tau\b(?! bay)", r"duong sat|tau|toa xe|dau may|xe lua|duong ray"),
    ("hang khong|tau bay", "hang khong|bay"),
    ("vat lieu no|thuoc no", r"\bno\b|thuoc|\bmin\b"),
    ("di san (?:van hoa|tu lieu)", "di san|di tich|co vat|bao vat|tu lieu|nghe nhan|vat the"),
)
"""What a name announces, and what in a question hints at it; both folded."""
_ABROAD = 0
"""The case whose hints are so plain that a name without it is the wrong one."""


class Announced(NamedTuple):
    """Disagreements about special cases, shape (names,) each.

    Attributes:
        unhinted: cases the name announces and the question does not hint at.
        unannounced: the question speaks of a foreign element and the name does not.
    """

    unhinted: Scores
    unannounced: Scores


class MarkerIndex:
    """Which names announce which special case.

    Args:
        names: names of the procedures, in order.
    """

    def __init__(self, names: Sequence[str]) -> None:
        plain = [fold(name) for name in names]
        self._held = [
            np.array([re.search(marker, name) is not None for name in plain], dtype=np.float32) for marker, _ in _CASES
        ]
        self._hints = [re.compile(hints) for _, hints in _CASES]

    def scores(self, question: str) -> Announced:
        """Return, for every name, how its special cases and those of the question agree."""
        plain = fold(question)
        unhinted = np.zeros_like(self._held[0])
        for held, hints in zip(self._held, self._hints, strict=True):
            if not hints.search(plain):
                unhinted += held
        abroad = self._hints[_ABROAD].search(plain) is not None
        unannounced = 1 - self._held[_ABROAD] if abroad else np.zeros_like(unhinted)
        return Announced(unhinted, unannounced)
