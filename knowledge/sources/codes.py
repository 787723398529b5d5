"""Procedure codes: what shapes there are and what they tell."""

from __future__ import annotations

import re
from enum import StrEnum

from knowledge.text import one_line

_NATIONAL = re.compile(r"[1-9]\.\d{6}")
_LOCAL = re.compile(r"[1-9]\.\d{6}(\.\d{3}\.\d{2}\.\d{2})?\.(H\d{2})")
_DELETED = re.compile(r"[1-9]\.\d{4,10}[-_ ]?(xoa|xóa|huy|hủy|del|old)\w*", re.IGNORECASE)
_LIKE_A_CODE = re.compile(r"[1-9]\.\d{4,10}([.\-_]\w+)*")


class CodeShape(StrEnum):
    """Shape of a code.

    NATIONAL ``1.001193``. LOCAL ``2.000488.000.00.00.H10`` or ``1.000948.H38``, of a province before 2021.
    INTERNAL ``6.00xxxx``, between agencies and not for citizens. DELETED ``1.014955-Xoa``. ODD: close to a
    code (``1.0133611``). BROKEN: no code at all.
    """

    NATIONAL = "national"
    LOCAL = "local"
    INTERNAL = "internal"
    DELETED = "deleted"
    ODD = "odd"
    BROKEN = "broken"


def clean_code(text: str) -> str:
    """Return a code without blanks and quotes around it."""
    return one_line(text).strip(" '\"`.")


def shape_of(code: str) -> CodeShape:
    """Tell the shape of a cleaned code."""
    if _NATIONAL.fullmatch(code):
        return CodeShape.INTERNAL if code.startswith("6.00") else CodeShape.NATIONAL
    if _LOCAL.fullmatch(code):
        return CodeShape.LOCAL
    if _DELETED.fullmatch(code):
        return CodeShape.DELETED
    return CodeShape.ODD if _LIKE_A_CODE.fullmatch(code) else CodeShape.BROKEN


def local_suffix(code: str) -> str | None:
    """Return the office suffix (``H10``) of an old provincial code."""
    match = _LOCAL.fullmatch(code)
    return match[2] if match else None
