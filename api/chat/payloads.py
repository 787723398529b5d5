"""The only button payloads a client may send. Everything else that starts with "/" would be a command to Rasa.

``/choose{"code": …}`` · ``/ask{"aspect": …}`` · ``/ask{"code": …, "aspect": …}``, with ``"other": …`` (a second
procedure to compare) or ``"part": …`` (of a long list of papers) · ``/step{"do": …}`` (a step of a form,
:mod:`actions.feedback.steps`) · ``/survey{"score": …}``, ``/survey{"do": …}`` (the short survey) · ``/field``,
``/field{"group": …}``, ``/field{"field": …}`` (the menu of fields, with ``page``) · and the bare ones below.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from actions.feedback.steps import INTERNAL, Step
from api.errors import ButtonRefused
from knowledge.aspects import Aspect
from knowledge.fields import FieldStep

_FORM = re.compile(r"/([a-z]{2,12})(\{[^{}]{1,150}\})?")


class Press(StrEnum):
    """What a button asks for."""

    CHOOSE = "choose"
    ASK = "ask"
    RESTART = "restart"
    HELP = "help"
    BACK = "back"
    AFFIRM = "affirm"
    DENY = "deny"
    HANDOVER = "handover"
    FEEDBACK = "feedback"
    PLANS = "plans"
    TRACK = "track"
    ASSISTANT = "assistant"
    STEP = "step"
    SURVEY = "survey"
    FIELD = "field"


_Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.\-]{0,63}$")]


class _Choose(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    code: _Code


class _Ask(BaseModel):
    model_config = ConfigDict(extra="forbid")
    code: _Code | None = None
    aspect: Aspect
    other: _Code | None = None
    part: Annotated[str, StringConstraints(pattern=r"^\d{1,3}-\d{1,3}$")] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.other and (self.code is None or self.aspect is not Aspect.COMPARE):
            raise ValueError("two procedures are only compared")
        if self.part and self.aspect is not Aspect.DOCUMENTS:
            raise ValueError("only papers come in parts")
        return self


class SurveyStep(BaseModel):
    """Points from 1 to 5, or what else one can do with the survey."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    score: int | None = Field(None, ge=1, le=5, strict=True)
    do: Literal["words", "skip"] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.score is None) == (self.do is None):
            raise ValueError("score or do")
        return self


@dataclass(frozen=True, slots=True)
class Button:
    """A pressed button, checked.

    Attributes:
        payload: the canonical form that Rasa gets.
        other: a second procedure, to be compared with ``code``.
        part: of a long list of papers.
        step: of a form.
        survey: of the survey.
        field: of the menu of fields.
        own: made by the gateway out of typed words, not sent by a client.
    """

    press: Press
    payload: str
    code: str | None = None
    aspect: Aspect | None = None
    other: str | None = None
    part: str | None = None
    step: Step | None = None
    own: bool = False
    survey: SurveyStep | None = None
    field: FieldStep | None = None


def read_button(payload: str) -> Button:
    """Read a payload.

    Raises:
        ButtonRefused: it is none of ours.
    """
    form = _FORM.fullmatch(payload.strip())
    if form is None:
        raise ButtonRefused
    name, body = form.groups()
    try:
        press = Press(name)
        if press is Press.CHOOSE:
            chosen = _Choose.model_validate_json(body or "")
            return Button(press, _write(press, code=chosen.code), chosen.code)
        if press is Press.ASK:
            asked = _Ask.model_validate_json(body or "")
            return Button(press, _write(press, **asked.model_dump()), asked.code, asked.aspect, asked.other, asked.part)
        if press is Press.STEP:
            return _step(Step.model_validate_json(body or ""))
        if press is Press.SURVEY:
            survey = SurveyStep.model_validate_json(body or "")
            return Button(press, _write(press, **survey.model_dump()), survey=survey)
        if press is Press.FIELD:
            step = FieldStep.model_validate_json(body or "{}")
            return Button(press, step.payload, field=step)
    except (ValueError, ValidationError):
        raise ButtonRefused from None
    if body:
        raise ButtonRefused
    return Button(press, f"/{name}")


def _step(step: Step) -> Button:
    if step.do in INTERNAL:
        raise ValueError("only the gateway says this")
    return Button(Press.STEP, step.payload, step=step)


def own_step(step: Step) -> Button:
    """Return a step the gateway itself takes: what was typed is a command, or a value it has kept."""
    return Button(Press.STEP, step.payload, step=step, own=True)


def choose(code: str) -> str:
    """Return the payload that makes ``code`` the current procedure."""
    return _write(Press.CHOOSE, code=code)


def _write(press: Press, **values: str | int | None) -> str:
    return f"/{press}{json.dumps({key: value for key, value in values.items() if value is not None})}"
