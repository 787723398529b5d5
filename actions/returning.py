"""Going back to a procedure spoken of before."""

from __future__ import annotations

import re

from actions import wording
from actions.choices import named
from actions.context import Context
from actions.finding import answer_about, offer
from actions.host import Knowledge
from actions.turn import Speaker
from knowledge.errors import ProcedureNotFound
from knowledge.results import Hit
from knowledge.text import fold

# "quay lại" itself must not be taken for the "lại" of "cấp lại".
_RETURN = re.compile(
    r"\b(?:quay|trở|lùi|lui|xem|coi|nói|mở|về|tro|lui|noi|mo|ve|back|way)(?: (?:lại|về|tiếp|lai|ve|tiep))+\b"
)


_BARE = re.compile(
    r"(?:(?:cho|toi|em|minh|muon|xin|da|a|thoi|gio|lai|cai|cau|thu tuc|muc|trang|danh sach|lua chon|buoc|mot|luc|hoi|"
    r"ban|vua|nay|truoc|do|roi|di|nhe|nha|ay)(?: |$))*$"
)
_PLAINLY = re.compile(
    r"\b(?:quay|trở|lùi|lui|tro) (?:lại|về|lai|ve)\b|\b(?:xem|mở|mo|về|ve) (?:lại|lai)\b.*\b(?:danh|lựa|lua)\b"
)
"""Not "xem tiếp" (go on) or "nói lại" (once more), which only an intent tells from going back."""
_MOST_NAMED = 3


def one_back(known: Knowledge, context: Context, speaker: Speaker) -> Context:
    """Go back to the choice offered, or the procedure spoken of, before; say so when there is neither."""
    found = context.one_back()
    if found is None:
        speaker.say(wording.nothing_before(spoken_before(known, context)[-_MOST_NAMED:]))
        return context
    stop, before = found
    if stop.code:
        return answer_about(known, stop.code, before, speaker)
    return offer(stop.candidates, before, speaker, aspects=stop.aspects, channel=stop.channel)


def only_returns(text: str) -> bool:
    """Tell whether a message says that it goes back, and nothing else ("xem lại danh sách lúc nãy")."""
    return bool(_PLAINLY.search(text.lower())) and bool(_BARE.match(fold(without_return(text)).strip(" .!?,")))


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
