"""How many SMS a text takes: 7 bits a character where the GSM alphabet has all of them, else 16 (3GPP TS 23.038)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
"""Characters that take the place of two."""


class SmsAlphabet(StrEnum):
    """What a text is sent in; one accented Vietnamese letter makes the whole text UCS-2."""

    GSM_7 = "gsm7"
    UCS_2 = "ucs2"


_ALONE = {SmsAlphabet.GSM_7: 160, SmsAlphabet.UCS_2: 70}
_JOINED = {SmsAlphabet.GSM_7: 153, SmsAlphabet.UCS_2: 67}


@dataclass(frozen=True, slots=True)
class SmsSize:
    """What a text costs to send.

    Attributes:
        units: septets or 16-bit units, as the alphabet counts.
        segments: messages that are paid for.
    """

    alphabet: SmsAlphabet
    units: int
    segments: int


def sms_size(text: str) -> SmsSize:
    """Count a text as a gateway does."""
    gsm = all(char in _BASIC or char in _EXTENDED for char in text)
    alphabet = SmsAlphabet.GSM_7 if gsm else SmsAlphabet.UCS_2
    units = [_width(char, gsm=gsm) for char in text]
    total = sum(units)
    if total <= _ALONE[alphabet]:
        return SmsSize(alphabet, total, 1 if total else 0)
    return SmsSize(alphabet, total, _segments(units, _JOINED[alphabet]))


def _width(char: str, *, gsm: bool) -> int:
    if gsm:
        return 2 if char in _EXTENDED else 1
    return len(char.encode("utf-16-le")) // 2


def _segments(units: list[int], room: int) -> int:
    """Count joined messages; a character of two units is never torn."""
    count, used = 1, 0
    for unit in units:
        if used + unit > room:
            count, used = count + 1, 0
        used += unit
    return count
