"""The context of a conversation: which procedure it is about, what is offered, what came before."""

from __future__ import annotations

import logging
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from knowledge.aspects import Aspect
from knowledge.model import ChannelKind
from knowledge.results import Hit

log = logging.getLogger(__name__)

KEPT_BEFORE = 5
"""How many earlier procedures can be returned to."""


class Stop(BaseModel):
    """Where the conversation stood before: at a procedure, or at a choice (then ``code`` is ``None``)."""

    model_config = ConfigDict(frozen=True)

    code: str | None = None
    candidates: tuple[Hit, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    channel: ChannelKind | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """What could be answered about there."""
        return (self.code,) if self.code else tuple(hit.code for hit in self.candidates)


class Context(BaseModel):
    """An immutable picture of the slots; the field names are the slot names.

    Attributes:
        candidates: procedures last offered, in the order shown; kept after the choice, so that
            another of them can still be named.
        previous: codes spoken of before, the latest last.
        aspects: asked for while the procedure is still to be chosen.
        channel: way of filing named while the procedure is still to be chosen.
        trail: where "quay lại" leads, the latest last.
        part: where the long list of papers shown last goes on; only right after it.
    """

    model_config = ConfigDict(frozen=True)

    procedure_code: str | None = None
    procedure_name: str | None = None
    candidates: tuple[Hit, ...] = ()
    previous: tuple[str, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    channel: ChannelKind | None = None
    trail: tuple[Stop, ...] = ()
    part: str | None = None

    @classmethod
    def of(cls, tracker: Tracker) -> Context:
        """Read the slots; slots of another version of the product start anew."""
        slots = {name: tracker.get_slot(name) for name in cls.model_fields}
        try:
            return cls.model_validate({name: value for name, value in slots.items() if value is not None})
        except ValidationError:
            log.warning("context_unreadable")
            return cls()

    @property
    def is_choosing(self) -> bool:
        """Whether procedures are offered and none has been chosen yet."""
        return bool(self.candidates) and self.procedure_code is None

    def about(self, code: str, name: str | None) -> Context:
        """Return the context once a procedure is answered about; the one before can be returned to."""
        offered = any(hit.code == code for hit in self.candidates)
        return Context(
            procedure_code=code,
            procedure_name=name,
            candidates=self.candidates if offered else (),
            previous=tuple(other for other in self._with_current_before() if other != code),
            trail=self._trail_to(code),
        )

    def choosing(
        self, candidates: tuple[Hit, ...], aspects: tuple[Aspect, ...], channel: ChannelKind | None
    ) -> Context:
        """Return the context once procedures are offered, remembering what was asked about them."""
        previous = self._with_current_before()
        trail = self._trail_to(*(hit.code for hit in candidates))
        return Context(candidates=candidates, previous=previous, aspects=aspects, channel=channel, trail=trail)

    def rejected(self) -> Context:
        """Return the context without its procedure, which was not what the person meant."""
        return self.model_copy(update={"procedure_code": None, "procedure_name": None})

    def undecided(self) -> Context:
        """Return the context with nothing offered any more."""
        return self.model_copy(update={"candidates": (), "aspects": (), "channel": None})

    def back_to(self, code: str) -> Context:
        """Return the context before going back to a procedure by name; what came after it on the way is left out."""
        current = (self.procedure_code,) if self.procedure_code else ()
        rest = tuple(other for other in self.previous if other not in (code, *current))
        places = [place for place, stop in enumerate(self.trail) if stop.code == code]
        return Context(previous=(*current, *rest), trail=self.trail[: places[-1]] if places else self.trail)

    def one_back(self) -> tuple[Stop, Context] | None:
        """Return where "quay lại" leads, and the context before going there; ``None``: nothing came before."""
        if not self.trail:
            return None
        return self.trail[-1], Context(previous=self._with_current_before(), trail=self.trail[:-1])

    def _here(self) -> Stop | None:
        if self.procedure_code:
            return Stop(code=self.procedure_code)
        return Stop(candidates=self.candidates, aspects=self.aspects, channel=self.channel) if self.candidates else None

    def _trail_to(self, *there: str) -> tuple[Stop, ...]:
        """Return the way back from ``there``; staying at one place, or within one choice, adds nothing to it."""
        here, last = self._here(), self.trail[-1] if self.trail else None
        within = last is not None and bool(last.candidates) and set(there) <= set(last.codes)
        if here is None or here == last or here.codes == there or (here.code and within):
            return self.trail
        return (*self.trail, here)[-KEPT_BEFORE:]

    def _with_current_before(self) -> tuple[str, ...]:
        if self.procedure_code is None:
            return self.previous
        rest = tuple(other for other in self.previous if other != self.procedure_code)
        return (*rest, self.procedure_code)[-KEPT_BEFORE:]

    def changes_from(self, old: Context) -> list[Any]:
        """Return the events that turn the old slots into these."""
        before, after = old.model_dump(mode="json"), self.model_dump(mode="json")
        return [SlotSet(name, value) for name, value in after.items() if before[name] != value]
