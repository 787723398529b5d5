"""Steps of the intake as commands: what a button sends, and what the gateway makes of typed words.

``/step{"do": "skip"}`` and the like. Those in :data:`INTERNAL` come from the gateway only, never from a client.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from rasa_sdk import Tracker

from actions.feedback.fields import INTAKE
from actions.feedback.fields import Field as Asked

INTENT = "step"


class Do(StrEnum):
    """What is to be done."""

    FILE = "file"
    KIND = "kind"
    SKIP = "skip"
    PREVIOUS = "previous"
    CANCEL = "cancel"
    RESUME = "resume"
    CHANGE = "change"
    ABOUT = "about"
    AGENCY = "agency"
    PICK = "pick"
    PLACE = "place"
    SENDER = "sender"
    DAY = "day"
    YES = "yes"
    NO = "no"
    REFUSE = "refuse"
    REMARK = "remark"
    SEND = "send"
    GUIDE = "guide"
    INSIST = "insist"
    FOLLOW = "follow"
    MORE = "more"
    WITHDRAW = "withdraw"
    RATE = "rate"
    REOPEN = "reopen"
    FILL = "fill"
    UNCLEAR = "unclear"
    WHY = "why"


INTERNAL = frozenset({Do.FILL, Do.UNCLEAR})


class Kind(StrEnum):
    """Kinds of PAKN (NĐ 20/2008/NĐ-CP Đ.5)."""

    CONDUCT = "hanh_vi"
    REGULATION = "quy_dinh"
    PROPOSAL = "de_xuat"


class Sender(StrEnum):
    """Who speaks."""

    PERSON = "ca_nhan"
    ORGANISATION = "to_chuc"


class Day(StrEnum):
    """Days that have a button."""

    TODAY = "today"
    YESTERDAY = "yesterday"


class Other(StrEnum):
    """What is no PAKN and has a law or a number of its own."""

    COMPLAIN = "complain"
    DENOUNCE = "denounce"
    INCIDENT = "incident"


_NEEDS: dict[Do, tuple[str, ...]] = {
    Do.KIND: ("kind",),
    Do.CHANGE: ("field",),
    Do.ABOUT: ("code",),
    Do.PICK: ("number",),
    Do.PLACE: ("number",),
    Do.SENDER: ("sender",),
    Do.DAY: ("day",),
    Do.GUIDE: ("to",),
    Do.RATE: ("stars",),
    Do.FILL: ("field",),
}
_MAY: dict[Do, tuple[str, ...]] = {Do.FILE: ("kind",), Do.FILL: ("problem", "sealed", "hint"), Do.FOLLOW: ("case",)}


class Step(BaseModel):
    """One step.

    Attributes:
        field: the one to change, or the one that was filled.
        code: of a procedure.
        number: of what was offered for the field asked, from 1.
        case: tracking code of a PAKN.
        problem: why what was typed for ``field`` cannot be taken; never holds the value.
        hint: what the person should know about what was taken.
        sealed: what was typed for ``field``, sealed; only for following a PAKN.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    do: Do
    kind: Kind | None = None
    field: Asked | None = None
    code: str | None = Field(None, pattern=r"^[0-9A-Za-z][0-9A-Za-z.\-]{0,63}$")
    number: int | None = Field(None, ge=1, le=9, strict=True)
    day: Day | None = None
    sender: Sender | None = None
    to: Other | None = None
    stars: int | None = Field(None, ge=1, le=5, strict=True)
    case: str | None = Field(None, pattern=r"^[0-9A-Za-z\-]{9,24}$")
    problem: str | None = None
    hint: str | None = None
    sealed: str | None = None

    @model_validator(mode="after")
    def _only_what_belongs_to_it(self) -> Step:
        given = {name for name in self.model_fields_set - {"do"} if getattr(self, name) is not None}
        needed = set(_NEEDS.get(self.do, ()))
        if not needed <= given <= needed | set(_MAY.get(self.do, ())):
            raise ValueError("wrong parts for this step")
        if self.do is Do.CHANGE and self.field not in INTAKE[:-1]:
            raise ValueError("not a field one can change")
        return self

    @classmethod
    def of(cls, tracker: Tracker) -> Step | None:
        """Read the step of the latest message; ``None`` when it is none."""
        message: dict[str, Any] = tracker.latest_message or {}
        name = str((message.get("intent") or {}).get("name") or "")
        if name in ("affirm", "deny"):
            return cls(do=Do.YES if name == "affirm" else Do.NO)
        if name != INTENT:
            return None
        parts = {one.get("entity"): one.get("value") for one in message.get("entities") or []}
        try:
            return cls.model_validate({key: parts[key] for key in parts if key in cls.model_fields})
        except ValidationError:
            return None

    @property
    def payload(self) -> str:
        """The step as a message to Rasa."""
        values = self.model_dump(mode="json", exclude_none=True)
        return f"/{INTENT}{json.dumps(values, ensure_ascii=False)}"


def payload(do: Do, **parts: object) -> str:
    """Return the payload of a step."""
    return Step.model_validate({"do": do, **parts}).payload
