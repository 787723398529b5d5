"""Turns about PAKN outside the forms: triage, guidance, and steps that open a form."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.context import Context
from actions.feedback import case, intake, wording
from actions.feedback.commands import read_command
from actions.feedback.ending import CODE_SLOT
from actions.feedback.fields import INTAKE, Field
from actions.feedback.plain import is_plain_report
from actions.feedback.state import channel_of, conversation_of, is_in, remembered
from actions.feedback.steps import Do, Other, Step
from actions.feedback.triage import BELIEVED, FEEDBACK, KINDS, OTHERS, STORY_WORDS, ranking_of, verdict
from actions.finding import by_office
from actions.hearing import Heard
from actions.host import desk, knowledge
from actions.placing import only_placed
from actions.turn import Speaker
from knowledge.answer import Answer
from knowledge.aspects import aspects_in
from knowledge.text import fold

PAYLOAD = "/"
ANSWER = "action_answer"
"""Answers whatever is a question after all."""
_ASKS = re.compile(r"(?:\b(?:khong|ko|k|hong|hok|ha|a|gi|nao|sao|dau|bao lau|bao nhieu)\s*|\?\s*)$")


class FeedbackTurn(Action):  # type: ignore[misc]  # the SDK is not typed
    """Finds out what somebody wants to be heard about: a PAKN, another way by law, or one plain question."""

    NAME: ClassVar[str] = "action_feedback"

    def name(self) -> str:
        """Return the name the domain lists."""
        return self.NAME

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:  # noqa: ARG002
        """Triage; nothing is stored before it, and a khiếu nại or tố cáo not after it either."""
        speaker = Speaker(dispatcher)
        if is_in(tracker, intake.FORM) or is_in(tracker, case.FORM):
            return []  # the form asks again
        answered = answered_by_office(tracker, speaker)
        if answered is not None:
            return answered
        if _rather_asks(tracker):
            return [FollowupAction(ANSWER)]
        say_triage(tracker, speaker)
        return []


def _rather_asks(tracker: Tracker) -> bool:
    """Tell whether a message that is hardly believed to be of the family asks about a procedure."""
    text = str((tracker.latest_message or {}).get("text") or "")
    if text.startswith(PAYLOAD) or is_plain_report(text) or max(ranking_of(tracker).values(), default=0.0) >= BELIEVED:
        return False
    return bool(aspects_in(text)) and bool(_ASKS.search(fold(text)))


def answered_by_office(tracker: Tracker, speaker: Speaker) -> list[Any] | None:
    """Say what the office has prepared for just these words, and return the events; ``None`` when it has nothing.

    A message that is only a place is answered too: a classifier takes it for any of the family. A question that has an
    answer is no PAKN, however much it sounds like a proposal. Words that say by themselves that somebody wants to be
    heard are one, even where the same words were published once.
    """
    heard, before = Heard.of(tracker), Context.of(tracker)
    if is_plain_report(heard.text):
        return None
    known = knowledge()
    after = by_office(known, heard, before, speaker, cued=False) or only_placed(known, heard, before, speaker)
    return None if after is None else after.changes_from(before)


def say_triage(tracker: Tracker, speaker: Speaker) -> None:
    """Say what a message of the family leads to."""
    text = str((tracker.latest_message or {}).get("text") or "")
    heard = FEEDBACK if text.startswith(PAYLOAD) else verdict(ranking_of(tracker)) or FEEDBACK
    tells = len(text.split()) >= STORY_WORDS
    if heard in OTHERS:
        speaker.say(guidance(OTHERS[heard]), hides=OTHERS[heard] is not Other.INCIDENT)
    elif heard in KINDS:
        takes = Field.CONTENT.value if tells else None
        speaker.say(wording.offer(KINDS[heard], kept=tells), takes=takes)
    else:
        speaker.say(wording.which(), hides=tells)


def guidance(other: Other) -> Answer:
    """Return where something goes that is no PAKN."""
    return {
        Other.COMPLAIN: wording.complaint,
        Other.DENOUNCE: wording.denunciation,
        Other.INCIDENT: wording.incident,
    }[other]()


class StepTurn(Action):  # type: ignore[misc]
    """A step while no form is open: it opens one, or says that there is none to step on.

    Words that are no step ("có số điện thoại nào không") are answered like any other.
    """

    NAME: ClassVar[str] = "action_step"

    def name(self) -> str:
        """Return the name the domain lists."""
        return self.NAME

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:  # noqa: ARG002
        """Carry the step out."""
        speaker = Speaker(dispatcher)
        if is_in(tracker, intake.FORM) or is_in(tracker, case.FORM):
            return []  # words the form could not read; it asks again
        step, asks = Step.of(tracker) or _typed(tracker), remembered(tracker)
        if step is None:
            return [FollowupAction(ANSWER)]
        if step.do is Do.GUIDE and step.to and not asks:
            speaker.say(guidance(step.to))
            return []
        if step.do is Do.FILE or asks in INTAKE or (step.do is Do.RESUME and _has_draft(tracker)):
            return [FollowupAction(intake.FORM)]
        if asks or step.do in (Do.FOLLOW, Do.RATE) or step.do in case.CHANGES:
            return follow(step, tracker, speaker)
        return _nothing_open(step, tracker, speaker)


class TrackTurn(Action):  # type: ignore[misc]
    """Somebody asks after a PAKN already sent."""

    NAME: ClassVar[str] = "action_track"

    def name(self) -> str:
        """Return the name the domain lists."""
        return self.NAME

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:  # noqa: ARG002
        """Begin to follow; an open intake goes first."""
        if is_in(tracker, intake.FORM) or is_in(tracker, case.FORM):
            return []
        return [*case.begin(tracker), FollowupAction(case.FORM)]


def follow(step: Step, tracker: Tracker, speaker: Speaker) -> list[Any]:
    """Take a step of following a PAKN; the form opens when something is to be asked, and asks it."""
    now = case.Following.of(tracker)
    if step.do is not Do.RATE or not now.proof:
        return [FollowupAction(case.FORM)]
    after = case.Follower(desk(), speaker).take(step, now)
    return [event for event in after.events if event["name"] != "requested_slot"]


def _nothing_open(step: Step, tracker: Tracker, speaker: Speaker) -> list[Any]:
    sent = tracker.get_slot(CODE_SLOT)
    if step.do is Do.CANCEL:
        desk().drop(conversation_of(tracker), channel_of(tracker))
        speaker.say(wording.cancelled())
        return [SlotSet(CODE_SLOT, None)]
    speaker.say(wording.sent_before(str(sent)) if sent and step.do is Do.SEND else wording.nothing_open())
    return []


def _has_draft(tracker: Tracker) -> bool:
    draft = desk().draft(conversation_of(tracker), channel_of(tracker))
    return bool(draft.kind or draft.content)


def _typed(tracker: Tracker) -> Step | None:
    text = str((tracker.latest_message or {}).get("text") or "")
    step = read_command(text, Field.REVIEW)
    return step if step and step.do in (Do.CANCEL, Do.RESUME) else None
