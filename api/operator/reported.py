"""What was reported as wrong, and what came of it: whoever reported it, or reads the sheet out next, must know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from api.knowledge_desk.corrections import Correction, Corrections
from api.quality.states import State
from api.security.accounts import Actor

_SHOWN = 5
LABELS: Mapping[State, str] = {
    State.OPEN: "Đang chờ kiểm tra",
    State.DONE: "Đã xử lý",
    State.IGNORED: "Đã xem, không sai",
}


@dataclass(frozen=True, slots=True)
class Reported:
    """Reports as the hotline sees them.

    Attributes:
        waiting: how many nobody has settled yet.
        latest: the newest few, settled or not.
    """

    waiting: int
    latest: tuple[Correction, ...]
    labels: ClassVar[Mapping[State, str]] = LABELS


def on_record(corrections: Corrections, code: str) -> Reported:
    """Return what was reported about one procedure, by whomever."""
    waiting = corrections.list(code=code).total
    return Reported(waiting, corrections.list(None, code=code).items[:_SHOWN])


def of_person(corrections: Corrections, actor: Actor) -> Reported:
    """Return what one person of the office reported."""
    waiting = corrections.list(by=actor.name).total
    return Reported(waiting, corrections.list(None, by=actor.name).items[:_SHOWN])
