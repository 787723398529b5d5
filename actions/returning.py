"""Going back to a procedure spoken of before."""

from __future__ import annotations

import re

from actions.choices import named
from actions.context import Context
from actions.host import Knowledge
from knowledge.errors import ProcedureNotFound
from knowledge.results import Hit

# "quay lại" itself must not be taken for the "lại" of "cấp lại".
_RETURN = re.compile(
    r"\b(?:quay|trở|lùi|lui|xem|coi|nói|mở|về|tro|lui|noi|mo|ve|back|way)(?: (?:lại|về|tiếp|lai|ve|tiep))+\b"
)


def spoken_before(known: Knowledge, context: Context) -> list[Hit]:
    """Return the procedures spoken of before the current one, the latest last."""
    return [hit for code in context.previous if (hit := _as_hit(known, code))]


def without_return(text: str) -> str:
    """Return a text without the words of going back."""
    return _RETURN.sub(" ", text.lower())


def returned_to(known: Knowledge, text: str, context: Context) -> Hit | None:
    """Return the earlier procedure a question goes back to by name ("thôi quay lại tạm trú, phí bao nhiêu").

    ``None`` when it does not say that it goes back, or names something else.
    """
    if not context.previous or not _RETURN.search(text.lower()):
        return None
    return named(without_return(text), spoken_before(known, context), whole=True)


def _as_hit(known: Knowledge, code: str) -> Hit | None:
    """Return a procedure spoken of before with its name; ``None`` when a new snapshot no longer holds it."""
    try:
        return Hit(code=code, name=known.procedure(code).name, score=0.0)
    except ProcedureNotFound:
        return None
