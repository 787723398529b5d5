"""How an intake ends: sent, or thrown away."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.feedback import wording
from actions.feedback.fields import Field, slot
from actions.feedback.intake import FORM
from actions.feedback.port import Incomplete
from actions.feedback.state import ASIDE, DROP, REQUESTED, SEND, Intake, channel_of, conversation_of
from actions.host import desk
from actions.turn import Speaker
from knowledge.errors import MotCuaError

log = logging.getLogger(__name__)

CODE_SLOT = "feedback_code"


class EndOfIntake(Action):  # type: ignore[misc]
    """Sends the PAKN, or drops the draft: whatever the form ended with.

    A form also ends when the process that validates it does not answer. Then nothing is sent: only the slot the
    validation sets says that the person pressed "send", and the desk refuses a draft that is not complete.
    """

    NAME = "action_feedback_end"

    def name(self) -> str:
        """Return the name the domain lists."""
        return self.NAME

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:  # noqa: ARG002
        """End the intake."""
        conversation, channel, speaker = conversation_of(tracker), channel_of(tracker), Speaker(dispatcher)
        ending = tracker.get_slot(slot(Field.REVIEW))
        if ending == DROP:
            desk().drop(conversation, channel)
            speaker.say(wording.cancelled())
            return _forgotten()
        if ending != SEND:
            return _open_again()
        try:
            receipt = desk().submit(conversation, channel)
        except Incomplete:
            if Intake.of(tracker, desk().draft(conversation, channel)).draft_is_gone:
                speaker.say(wording.draft_gone())
            return _open_again()
        except MotCuaError:
            log.exception("feedback_not_sent")
            speaker.say(wording.not_sent(), asks=Field.REVIEW)
            return [SlotSet(slot(Field.REVIEW), None), ActiveLoop(FORM), SlotSet(REQUESTED, slot(Field.REVIEW))]
        speaker.say(wording.receipt(receipt))
        return [*_forgotten(), SlotSet(CODE_SLOT, receipt.code)]


def _open_again() -> list[Any]:
    """Ask for what is missing; the draft knows."""
    return [SlotSet(slot(Field.REVIEW), None), SlotSet(REQUESTED, None), FollowupAction(FORM)]


def _forgotten() -> list[Any]:
    names = [slot(field) for field in Field if not field.startswith("case_")]
    return [SlotSet(name, None) for name in (*names, ASIDE)]
