"""Which province a record belongs to."""

from __future__ import annotations

import re

from knowledge.sources.codes import local_suffix
from knowledge.sources.letters import UPPER
from knowledge.text import one_line

_CAPITALISED = rf"[{UPPER}][^\W\d_]*"
_OF_PROVINCE = re.compile(
    rf"(?:^|[\s-])(?i:tỉnh|thành phố|tp\.?)\s+({_CAPITALISED}(?:(?:\s|\s?[-–]\s?){_CAPITALISED})*)\s*$"
)
_ISSUED_LOCALLY = re.compile(r"^(UBND|ủy ban nhân dân|uỷ ban nhân dân|sở|trung tâm|hđnd|hội đồng)\b", re.IGNORECASE)

SUFFIXES: dict[str, str] = {"H38": "Lào Cai"}
"""Office suffixes of old codes whose province is certain: seen on that province's own portal."""


def province_of(promulgator: str | None, code: str) -> str | None:
    """Return the short name of the province that published a record, ``None`` for national ones.

    Read from the promulgator ("UBND tỉnh Bắc Ninh", "Ủy ban nhân dân thành phố Huế"), else from the
    suffix of an old code where it is certain.
    """
    if promulgator:
        text = one_line(promulgator)
        match = _OF_PROVINCE.search(text)
        if match and _ISSUED_LOCALLY.match(text):
            return match[1]
    suffix = local_suffix(code)
    return SUFFIXES.get(suffix) if suffix else None
