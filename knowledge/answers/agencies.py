"""Who handles a procedure, in readable words."""

from __future__ import annotations

import re

from knowledge.model import Procedure
from knowledge.text import one_line

_LEVEL_CAPITAL = re.compile(r"\bcấp (Xã|Tỉnh|Bộ|Huyện)\b")


def agencies(procedure: Procedure) -> tuple[str, ...]:
    """Return the handling agencies, each once; the deciding authority stands in where none is named."""
    text = procedure.agency or procedure.authority or ""
    names = (_readable(part) for part in text.replace("\n", ";").split(";"))
    return tuple(dict.fromkeys(name for name in names if name))


def _readable(name: str) -> str:
    return _LEVEL_CAPITAL.sub(lambda match: match.group().lower(), one_line(name)).strip(" .,-")
