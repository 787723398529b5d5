"""What people type that no search can answer: abuse, prying, a wish for a telephone number or to stop, English.

Rules on the words themselves: a classifier takes such messages for whatever they resemble, and search finds something
near for any of them. A rule only speaks when nothing else of a need is left in the message.
"""

from __future__ import annotations

import re

from actions import wording
from actions.host import province
from knowledge.answer import Answer
from knowledge.answers import turns
from knowledge.aspects import aspects_in, content_words
from knowledge.text import fold, has_diacritics, normalise_query, words

# With marks as written; a message without any may mean other words too ("cho" is not "chó").
_ABUSE = frozenset(
    words(
        "đm đmm đcm vcl vl vkl cc clgt cl đéo éo địt đụ cặc lồn buồi đĩ ngu dốt óc chó khốn nạn mày tụi bay mất dạy "
        "chết tiệt rác rưởi lừa đảo bố láo đồ bọn lũ dm dmm dcm"
    )
)
_ABUSE_PLAIN = frozenset(words("deo eo dit du ngu khon nan may"))
_STRONG = re.compile(
    r"(?<!\w)(?:đm+|đcm|dm+|dcm|vcl|vkl|vl|clgt|cc|đéo|địt|đụ|cặc|lồn|đồ ngu|đồ khốn|ngu (?:như|quá|thế|vl|vậy)|"
    r"ngu ngu|(?:bọn|tụi|lũ|chúng) (?:mày|bay|khốn|chó|ngu)|óc chó|khốn nạn|mất dạy|đồ lừa đảo|"
    r"bot ngu|deo (?:hieu|biet|duoc))"
    r"(?!\w)"
)
_LEFT_OF_ABUSE = 3
"""Words of a need that a message of abuse may still hold ("đm làm ăn như …"); with more it is a question in anger."""

_PERSON = (
    r"(?:(?:ong|ba)(?! (?:noi|ngoai|xa)\b)|hang xom|nguoi (?:khac|yeu|ta)|chong cu|vo cu|con no|chu xe|ban toi|dua)"
)
_DATA = (
    r"(?:so (?:can cuoc|cccd|cmnd|chung minh|dien thoai|tai khoan|ho chieu)|sdt|can cuoc cong dan|thong tin ca nhan|"
    r"dia chi(?: nha)?|tien an)"
)
_PRIES = re.compile(
    rf"\b(?:xin|cho|tra|tim|lay|xem|biet|check|kiem tra)\b.{{0,30}}\b{_DATA} (?:cua )?(?:mot )?{_PERSON}\b"
    r"|\b(?:tra|tim|xem|biet|kiem tra)\b.{0,30}\b(?:qua|tu|theo|bang) (?:cai )?bien so\b"
    r"|\b(?:tra|tim|xem|biet)\b.{0,20}\b(?:chu xe|bien so)\b.{0,20}\b(?:la ai|cua ai|nha ai|o dau)\b"
)

_NUMBER = re.compile(r"\b(?:so dien thoai|dien thoai|sdt|hotline|duong day nong|tong dai|so may)\b")
_NUMBER_WORDS = frozenset(
    words(fold("số điện thoại sđt hotline đường dây nóng tổng đài máy gọi liên hệ hỗ trợ bao nhiêu"))
)

_CANCELS = re.compile(r"(?:huy|huy bo|huy di|thoat|dung lai)(?: (?:di|nhe|a|thoi))?$")

_ENGLISH = frozenset(
    words(
        "how what where when which who why do does can i you the a an to of for with my is are need want register "
        "registration marriage birth certificate passport visa document documents fee fees permit license apply "
        "application please help hello thank"
    )
)
_LEAST_ENGLISH = 0.6


def out_of_place(text: str) -> Answer | None:
    """Return what to say to such a message; ``None``: it is a question like any other."""
    if pries(text):
        return wording.refused()
    if is_abuse(text):
        return wording.calm()
    if asks_whom_to_call(text):
        return turns.handed_over(province())
    if _CANCELS.match(fold(normalise_query(text))):
        return wording.nothing_to_cancel()
    return wording.only_vietnamese() if is_english(text) else None


def is_abuse(text: str) -> bool:
    """Tell whether a message only scolds."""
    line = " ".join(words(text))
    if not _STRONG.search(line) or aspects_in(text):
        return False
    known = _ABUSE if has_diacritics(line) else _ABUSE | _ABUSE_PLAIN
    left = [word for word in content_words(text) if word not in known]
    return len(left) <= _LEFT_OF_ABUSE


def pries(text: str) -> bool:
    """Tell whether a message asks for what only concerns somebody else."""
    return bool(_PRIES.search(fold(normalise_query(text))))


def asks_whom_to_call(text: str) -> bool:
    """Tell whether a message asks for a telephone number and for nothing else."""
    if not _NUMBER.search(fold(normalise_query(text))):
        return False
    return all(fold(word) in _NUMBER_WORDS for word in content_words(text))


def is_english(text: str) -> bool:
    """Tell whether a message is written in English."""
    typed = words(text)
    return len(typed) > 1 and sum(word in _ENGLISH for word in typed) / len(typed) >= _LEAST_ENGLISH
