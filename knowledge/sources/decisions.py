"""The publishing decision: with and without "Quyết định số", with and without its date."""

from __future__ import annotations

import re
from datetime import date

from knowledge.model import Decision
from knowledge.sources.dates import date_in
from knowledge.sources.nulls import line_or_none

_LABEL = re.compile(r"^(?:(?:quyết định|qđ)\s+)?(?:số\b)?\s*[:.]?\s*(?=\d)", re.IGNORECASE)
_DATE_PART = re.compile(r"\s*,?\s*(?:ký\s+)?\bngày\b.*$", re.IGNORECASE)
_SPACED_SLASH = re.compile(r"\s*/\s*\.?")


def decision(text: str | None, issued: date | None = None) -> Decision | None:
    """Read the number, and the date where one is known.

    The number stays as published but for its label, spaces around the slash and a full stop left
    over from typing.
    """
    line = line_or_none(text)
    if line is None:
        return None
    dated = _DATE_PART.search(line)
    number = _LABEL.sub("", _DATE_PART.sub("", line)).strip(" .;,")
    number = _SPACED_SLASH.sub("/", number).replace("./", "/").replace("_", "-")
    if not number:
        return None
    return Decision(number=number, issued=issued or (date_in(dated.group()) if dated else None))
