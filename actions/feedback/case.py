"""Following a PAKN in chat: status by code and proof, adding, withdrawing, rating, asking for a second look."""

from __future__ import annotations

import json
import logging
from typing import Any

from pydantic import BaseModel, ConfigDict
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.feedback import wording
from actions.feedback.codes import may_be_code, named_case
from actions.feedback.fields import Field, slot
from actions.feedback.port import CaseView, Desk, FieldRefused, NoSuchCase, StepRefused
from actions.feedback.state import REQUESTED, comes_back, remembered
from actions.feedback.steps import Do, Step
from actions.host import desk
from actions.turn import Speaker
from knowledge.errors import MotCuaError

log = logging.getLogger(__name__)

FORM = "case_form"
DO_SLOT = "case_do"
CHANGES = frozenset({Do.MORE, Do.WITHDRAW, Do.REOPEN})


class Following(BaseModel):
    """Where following a PAKN stands.

    Attributes:
        sent: code of the PAKN sent last in this conversation.
        code: as typed. ``proof`` and ``text`` are sealed: neither stands in Rasa's memory as it was typed.
        do: what is to be changed; ``None``: only looked at.
        asked: the field asked for last; ``None``: nothing more is needed.
    """

    model_config = ConfigDict(frozen=True)

    sent: str | None = None
    code: str | None = None
    proof: str | None = None
    do: Do | None = None
    text: str | None = None
    asked: Field | None = None

    @classmethod
    def of(cls, tracker: Tracker) -> Following:
        """Read the slots."""
        slots = {name: tracker.get_slot(f"case_{name}") for name in ("code", "proof", "do", "text")}
        requested = next((field for field in Field if slot(field) == tracker.get_slot(REQUESTED)), None)
        return cls(**slots, sent=tracker.get_slot("feedback_code"), asked=requested or remembered(tracker))

    def with_(self, **changes: object) -> Following:
        """Return it with other values."""
        return self.model_copy(update=changes)

    @property
    def events(self) -> list[Any]:
        """The events that make the slots mirror this."""
        values = {"case_code": self.code, "case_proof": self.proof, DO_SLOT: self.do, "case_text": self.text}
        requested = slot(self.asked) if self.asked else None
        return [*(SlotSet(name, value) for name, value in values.items()), SlotSet(REQUESTED, requested)]


class Follower:
    """Takes one step; a PAKN is only ever shown to whoever gives code and proof."""

    def __init__(self, keeper: Desk, speaker: Speaker) -> None:
        self._desk = keeper
        self._speaker = speaker

    def take(self, step: Step, now: Following) -> Following:
        """Carry one step out; what is still needed is asked for."""
        try:
            return self._take(step, now)
        except NoSuchCase:
            self._speaker.say(wording.no_case())
            return self._ask(Following(do=now.do, sent=now.sent), Field.CASE_CODE)
        except FieldRefused as refusal:
            self._speaker.say(wording.problem(refusal.reason))
            again = Field.CASE_TEXT if now.text else Field.CASE_CODE
            return self._ask(now.with_(text=None, **({} if now.text else {"code": None, "proof": None})), again)
        except StepRefused as refusal:
            self._speaker.say(wording.problem(refusal.reason))
            return now.with_(do=None, text=None, asked=None)
        except MotCuaError:
            log.exception("case_unavailable")
            self._speaker.say(wording.case_unavailable())
            return now.with_(do=None, text=None, asked=None)

    def ask_again(self, now: Following) -> Following:
        """Ask once more after something else was answered."""
        return self._ask(now, now.asked) if now.asked else self._go_on(Following(code=now.sent, sent=now.sent))

    def _take(self, step: Step, now: Following) -> Following:
        if step.do is Do.FOLLOW or (step.do is Do.RATE and not now.proof):
            return self._go_on(Following(code=step.case or now.sent, sent=now.sent))
        if step.do in CHANGES:
            return self._go_on(now.with_(do=step.do, text=None))
        if step.do is Do.RATE and now.code and now.proof and step.stars:
            return self._show(now, self._desk.rate(now.code, self._desk.unseal(now.proof), step.stars), Do.RATE)
        if step.do is Do.FILL and step.field and step.sealed:
            return self._filled(step.field, step.sealed, now)
        if step.do in (Do.CANCEL, Do.NO, Do.PREVIOUS):
            self._speaker.say(wording.case_stopped())
            return now.with_(do=None, text=None, asked=None)
        if step.do is Do.SKIP and now.asked is Field.CASE_TEXT and now.do is Do.WITHDRAW:
            return self._sure(now)
        if step.do is Do.YES and now.asked is Field.CASE_SURE and now.do and now.code and now.proof:
            return self._change(now, now.do, now.code, self._desk.unseal(now.proof))
        self._speaker.say(wording.unclear(Field.CASE_SURE))
        return self.ask_again(now)

    def _filled(self, field: Field, sealed: str, now: Following) -> Following:
        if field is Field.CASE_CODE:
            typed = self._desk.unseal(sealed)
            if not may_be_code(typed):
                self._speaker.say(wording.no_code())
                return self._ask(now.with_(code=None, proof=None), Field.CASE_CODE)
            return self._go_on(now.with_(code=typed, proof=None))
        if field is Field.CASE_PROOF:
            other = named_case(self._desk.unseal(sealed))  # another PAKN than the one sent last
            return self._go_on(now.with_(code=other, proof=None) if other else now.with_(proof=sealed))
        return self._sure(now.with_(text=sealed))

    def _go_on(self, now: Following) -> Following:
        if not now.code:
            return self._ask(now, Field.CASE_CODE)
        if not now.proof:
            return self._ask(now, Field.CASE_PROOF)
        found = self._desk.case(now.code, self._desk.unseal(now.proof))
        now = now.with_(code=found.code)
        return self._ask(now, Field.CASE_TEXT) if now.do else self._show(now, found)

    def _sure(self, now: Following) -> Following:
        self._speaker.say(wording.ask_sure(now.do or Do.MORE, now.code or ""), asks=Field.CASE_SURE)
        return now.with_(asked=Field.CASE_SURE)

    def _change(self, now: Following, what: Do, code: str, proof: str) -> Following:
        text = self._desk.unseal(now.text) if now.text else ""
        if what is Do.WITHDRAW:
            found = self._desk.withdraw(code, proof, text or None)
        elif what is Do.REOPEN:
            found = self._desk.reopen(code, proof, text)
        else:
            found = self._desk.add(code, proof, text)
        return self._show(now, found, what)

    def _ask(self, now: Following, field: Field) -> Following:
        if field is Field.CASE_SURE:
            return self._sure(now)
        self._speaker.say(wording.ask_case(field, what=now.do, code=now.code), asks=field)
        return now.with_(asked=field)

    def _show(self, now: Following, found: CaseView, done: Do | None = None) -> Following:
        answer, secrets = wording.case(found, done)
        sealed = self._desk.seal(json.dumps(secrets, ensure_ascii=False)) if secrets else None
        self._speaker.say(answer, sealed=sealed)
        return now.with_(do=None, text=None, asked=None)


class CaseForm(Action):  # type: ignore[misc]  # the SDK is not typed
    """Validates what was given, and asks for the next; Rasa calls it at every turn of the form."""

    NAME = f"validate_{FORM}"

    def name(self) -> str:
        """Return the name Rasa gives to the validation of this form."""
        return self.NAME

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:  # noqa: ARG002
        """Take one step. No events: the message was no step, and Rasa lets another action answer it."""
        step, follower = Step.of(tracker), Follower(desk(), Speaker(dispatcher))
        if comes_back(tracker, stepped=step is not None):
            return follower.ask_again(Following.of(tracker)).events
        return follower.take(step, Following.of(tracker)).events if step else []


def begin(tracker: Tracker) -> list[Any]:
    """Return the events with which following begins anew."""
    return Following(sent=tracker.get_slot("feedback_code")).events
