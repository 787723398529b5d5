"""Wishes in words, where Rasa is not there to understand them, or must not be asked."""

from __future__ import annotations

import re

from knowledge.text import fold, normalise_query

_BACK = re.compile(r"\b(?:gap lai|quay lai|tro lai) (?:voi )?(?:tro ly|may|bot)\b")
_PERSON = r"(?:nhan vien|can bo|tong dai vien|nguoi that|con nguoi|nguoi ho tro|tu van vien|nguoi truc|dien thoai vien)"
_WISH = re.compile(
    rf"\b(?:gap|noi chuyen voi|trao doi voi|chat voi|noi voi|lien he voi?|ket noi voi?) (?:mot )?{_PERSON}"
)
_YES = re.compile(r"(?:da |vang |u )*(?:co|vang|da|u|dong y|duoc|ok|oke|okay|muon|can)(?: (?:a|nhe|di|gap|muon))*")


def wants_person(text: str) -> bool:
    """Tell whether somebody asks for a person."""
    return bool(_WISH.search(_line(text)))


def wants_assistant(text: str) -> bool:
    """Tell whether somebody wants the assistant back."""
    return bool(_BACK.search(_line(text)))


def says_yes(text: str) -> bool:
    """Tell whether a text is nothing but a yes."""
    return bool(_YES.fullmatch(_line(text)))


def _line(text: str) -> str:
    return fold(normalise_query(text)).strip(" .!?,")
