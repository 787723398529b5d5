"""The intake form: one step in, the next question out. The draft at the desk is the truth, the slots mirror it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.feedback import wording
from actions.feedback.asking import Asking
from actions.feedback.fields import PERSONAL, SETTLED_BY, STORY, Field
from actions.feedback.port import Desk, FieldRefused
from actions.feedback.state import DROP, SEND, Intake, channel_of, comes_back, conversation_of
from actions.feedback.steps import Day, Do, Step
from actions.feedback.subjects import Offer, offer
from actions.host import desk, knowledge
from actions.turn import Speaker
from knowledge.results import Hit

FORM = "feedback_form"
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class IntakeForm(Action):  # type: ignore[misc]  # the SDK is not typed
    """Validates what was given for the field asked, and asks for the next; Rasa calls it at every turn of the form."""

    NAME = f"validate_{FORM}"

    def name(self) -> str:
        """Return the name Rasa gives to the validation of this form."""
        return self.NAME

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:  # noqa: ARG002
        """Take one step. No events: the message was no step, and Rasa lets another action answer it."""
        keeper, speaker = desk(), Speaker(dispatcher)
        step = Step.of(tracker)
        back = comes_back(tracker, stepped=step is not None)
        if step is None and not back:
            return []
        intake = Intake.of(tracker, keeper.draft(conversation_of(tracker), channel_of(tracker)))
        form = _Form(keeper, speaker)
        if back or step is None:
            return form.ask(intake, intake.asked or intake.next, back=True).events()
        after, ending = form.take(step, intake)
        return after.events(ending)


class _Form:
    """Carries steps out: changes the draft, speaks, returns the intake after it and how the form ended, if it did."""

    def __init__(self, keeper: Desk, speaker: Speaker) -> None:
        self._desk = keeper
        self._speaker = speaker
        self._asking = Asking(keeper, speaker)

    def take(self, step: Step, intake: Intake) -> tuple[Intake, str | None]:
        """Carry one step out."""
        if intake.aside == "cancel" and step.do in (Do.YES, Do.NO, Do.CANCEL):
            return self._decide_cancel(step.do is not Do.NO, intake)
        if step.do is Do.SEND and intake.next is Field.REVIEW:
            return intake.asking(None), SEND
        if step.do in (Do.SEND, Do.RESUME) and intake.sent_unheard:
            return intake.asking(None), SEND  # the desk gives the same receipt again
        try:
            return self._steps().get(step.do, self._unclear)(step, intake), None
        except FieldRefused as refusal:
            self._speaker.say(wording.problem(refusal.reason))
            return self.ask(intake, intake.asked or intake.next), None

    def _steps(self) -> dict[Do, Callable[[Step, Intake], Intake]]:
        return {
            Do.FILE: self._start,
            Do.KIND: self._start,
            Do.FILL: self._filled,
            Do.SKIP: self._skip,
            Do.PREVIOUS: lambda _, intake: self._back(intake),
            Do.RESUME: lambda _, intake: self._go_on(intake),
            Do.CHANGE: self._correct,
            Do.ABOUT: self._about,
            Do.AGENCY: lambda _, intake: self._go_on(intake),
            Do.PICK: self._pick,
            Do.PLACE: self._place,
            Do.SENDER: self._sender,
            Do.DAY: self._day,
            Do.YES: self._yes,
            Do.NO: self._no,
            Do.REFUSE: self._refuse,
            Do.REMARK: self._remark,
            Do.GUIDE: self._guide,
            Do.INSIST: self._insist,
            Do.WHY: self._why,
            Do.CANCEL: self._ask_cancel,
        }

    def ask(self, intake: Intake, field: Field | None, *, back: bool = False) -> Intake:
        """Ask for a field; the review is shown only when nothing is missing."""
        if field in (None, Field.REVIEW) or not intake.offers(field):
            field = intake.next
        if field is Field.SUBJECT and intake.picks and (offered := self._offer(intake)):
            return self._offers(offered, intake, back=back)
        self._asking.ask(field, intake, back=back)
        return intake.asking(field)

    def _go_on(self, intake: Intake) -> Intake:
        return self.ask(intake, intake.next)

    def _back(self, intake: Intake) -> Intake:
        """Leave what stands beside the question, or go to the question before it."""
        if intake.aside:
            return self.ask(intake.asking(intake.asked), intake.asked)
        if intake.asked is Field.TITLE:  # asked for out of turn
            return self._go_on(intake)
        return self.ask(intake, intake.previous)

    def _offer(self, intake: Intake) -> Offer:
        return offer(knowledge(), self._desk, intake.draft.agency)

    def _offers(self, offered: Offer, intake: Intake, *, back: bool = False) -> Intake:
        self._asking.offer(offered, back=back)
        return intake.asking(Field.SUBJECT, "pick")

    def _change(self, intake: Intake, **fields: object) -> Intake:
        return intake.kept(self._desk.change(intake.conversation, intake.channel, **fields))

    def _start(self, step: Step, intake: Intake) -> Intake:
        if step.kind:
            intake = self._change(intake, kind=step.kind.value)
        return self._go_on(intake)

    def _filled(self, step: Step, intake: Intake) -> Intake:
        """Go on after the gateway has kept a value, or said why it cannot."""
        field = step.field or intake.asked
        if step.problem:
            self._speaker.say(wording.problem(step.problem))
            return self.ask(intake, field)
        if step.hint:
            self._speaker.say(wording.problem(step.hint))
        renewed = {field, *(one for one, settles in SETTLED_BY.items() if settles is field)}
        intake = intake.model_copy(update={"passed": intake.passed - renewed})
        if field is Field.MORE:  # stands in the content; the draft does not show that it was asked
            return self._go_on(intake.passing(field))
        if field is Field.SUBJECT and (offered := self._offer(intake)):
            return self._offers(offered, intake)
        return self._go_on(intake)

    def _skip(self, step: Step, intake: Intake) -> Intake:
        field = intake.asked
        if field in (Field.MORE, Field.TITLE, Field.FILES, Field.SENDER, *SETTLED_BY):
            return self._go_on(intake.passing(field))  # what stands, stays
        if intake.picks:
            return self._go_on(intake)  # none of what is offered; what was written stays
        if field is Field.SUBJECT:
            return self._go_on(self._change(intake, agency=None, procedure_code=None).passing(field))
        if field is Field.PLACE:
            return self._go_on(self._change(intake, location=None).passing(field))
        if field is Field.WHEN:
            return self._go_on(self._change(intake, occurred_on=None).passing(field))
        if field in PERSONAL:
            return self._refuse(step, intake)
        return self._unclear(step, intake)

    def _correct(self, step: Step, intake: Intake) -> Intake:
        if step.field is Field.FILES and not intake.offers(Field.FILES):
            self._speaker.say(wording.files_later())
        asked = SETTLED_BY.get(step.field, step.field) if step.field else None
        return self.ask(intake.asking(intake.asked), asked)

    def _about(self, step: Step, intake: Intake) -> Intake:
        if intake.asked is not Field.SUBJECT:
            return self._unclear(step, intake)
        return self._go_on(self._change(intake, procedure_code=step.code, agency=None))

    def _pick(self, step: Step, intake: Intake) -> Intake:
        """Take the procedure or the agency that was offered under a number; the agency by its name."""
        chosen = self._offer(intake).chosen(step.number or 0) if intake.asked is Field.SUBJECT else None
        if chosen is None:
            return self._unclear(step, intake)
        if isinstance(chosen, Hit):
            return self._go_on(self._change(intake, procedure_code=chosen.code, agency=None))
        return self._go_on(self._change(intake, agency=chosen.name, procedure_code=None))

    def _place(self, step: Step, intake: Intake) -> Intake:
        """Take the commune of today that was chosen; the place as it was named stays beside it."""
        at_home = intake.asked is Field.ADDRESS_NOW
        offered = (intake.draft.homes if at_home else intake.draft.places)[: step.number or 0]
        if intake.asked not in SETTLED_BY or len(offered) != step.number:
            return self._unclear(step, intake)
        return self._go_on(self._change(intake, **{"sender_address" if at_home else "location": offered[-1].written}))

    def _sender(self, step: Step, intake: Intake) -> Intake:
        """Take who speaks; a name given as the other kind is asked for anew."""
        if intake.asked is not Field.SENDER or step.sender is None:
            return self._unclear(step, intake)
        other = step.sender != intake.draft.sender_kind
        nameless: dict[str, object] = {"sender_name": None} if other and intake.draft.sender_name else {}
        return self._go_on(self._change(intake, sender_kind=step.sender.value, **nameless).passing(Field.SENDER))

    def _day(self, step: Step, intake: Intake) -> Intake:
        if intake.asked is not Field.WHEN:
            return self._unclear(step, intake)
        today = datetime.now(_VIETNAM).date()
        day = today if step.day is Day.TODAY else today - timedelta(days=1)
        return self._go_on(self._change(intake, occurred_on=day.isoformat()))

    def _yes(self, step: Step, intake: Intake) -> Intake:
        if intake.aside == "refuse":
            return self._remark(step, intake)
        if intake.asked is Field.CONSENT:
            return self._go_on(self._change(intake, consent_version=self._desk.consent().version, anonymous=False))
        if intake.asked is Field.HIDDEN:
            return self._go_on(self._change(intake, identity_hidden=True).passing(Field.HIDDEN))
        if intake.asked in SETTLED_BY:  # one place: that one; of several, which?
            several = len(intake.draft.homes if intake.asked is Field.ADDRESS_NOW else intake.draft.places) > 1
            return self._unclear(step, intake) if several else self._place(Step(do=Do.PLACE, number=1), intake)
        return self._unclear(step, intake)

    def _no(self, step: Step, intake: Intake) -> Intake:
        if intake.aside == "refuse":
            return self.ask(intake, intake.asked)
        if intake.asked is Field.CONSENT:
            return self._refuse(step, intake)
        if intake.asked is Field.HIDDEN:
            return self._go_on(self._change(intake, identity_hidden=False).passing(Field.HIDDEN))
        if intake.asked in (Field.MORE, Field.FILES, *SETTLED_BY):
            return self._go_on(intake.passing(intake.asked))
        return self._unclear(step, intake)

    def _refuse(self, step: Step, intake: Intake) -> Intake:
        if intake.asked not in PERSONAL:
            return self._unclear(step, intake)
        self._speaker.say(wording.ask_remark(), asks=intake.asked)
        return intake.asking(intake.asked, "refuse")

    def _remark(self, step: Step, intake: Intake) -> Intake:
        if intake.asked not in PERSONAL:
            return self._unclear(step, intake)
        nothing = dict.fromkeys(("sender_name", "sender_address", "sender_phone", "sender_email", "consent_version"))
        return self._go_on(self._change(intake, anonymous=True, **nothing))

    def _guide(self, step: Step, intake: Intake) -> Intake:
        """What was written as content is something else by law; the gateway has not kept it."""
        if step.to is None:
            return self._unclear(step, intake)
        field = intake.asked if intake.asked in STORY else Field.CONTENT
        self._speaker.say(wording.not_for_this_form(step.to), asks=field, hides=True)
        return intake.asking(field, "insist")

    def _insist(self, step: Step, intake: Intake) -> Intake:
        if intake.aside != "insist":
            return self._unclear(step, intake)
        field = intake.asked if intake.asked in STORY else Field.CONTENT
        self._speaker.say(wording.insisted(), asks=f"{field}!")
        return intake.asking(field)

    def _why(self, step: Step, intake: Intake) -> Intake:  # noqa: ARG002
        self._speaker.say(wording.why())
        return self.ask(intake, intake.asked)

    def _ask_cancel(self, step: Step, intake: Intake) -> Intake:  # noqa: ARG002
        self._speaker.say(wording.ask_cancel(), asks=Field.REVIEW)
        return intake.model_copy(update={"aside": "cancel"})

    def _decide_cancel(self, sure: bool, intake: Intake) -> tuple[Intake, str | None]:
        if sure:
            return intake, DROP
        return self.ask(intake, intake.asked), None

    def _unclear(self, step: Step, intake: Intake) -> Intake:  # noqa: ARG002
        field = intake.asked or intake.next
        self._speaker.say(wording.unclear(field))
        return self.ask(intake, field)
