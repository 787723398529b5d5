"""Where an intake stands: what the draft holds, what was passed over, what is asked now."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.feedback.fields import INTAKE, OPTIONAL, PERSONAL, Field, before, field_of, slot
from actions.feedback.port import DraftView

GIVEN, SKIPPED, SEND, DROP = "co", "bo_qua", "gui", "huy"
"""What the slots of the form hold: never a value, only that there is one."""
REQUESTED = "requested_slot"
ASIDE = "feedback_aside"


class Intake(BaseModel):
    """An immutable picture of an open intake.

    Attributes:
        conversation, channel: whose it is.
        draft: as it is kept; the slots only mirror it.
        passed: optional fields passed over, and those answered with a button that the draft cannot show.
        asked: the field asked for last.
        aside: a question beside the fields: ``cancel``, ``refuse``, ``pick`` (a procedure, an agency) or ``insist``.
    """

    model_config = ConfigDict(frozen=True)

    conversation: str
    channel: str
    draft: DraftView
    passed: frozenset[Field] = frozenset()
    asked: Field | None = None
    aside: str | None = None

    @classmethod
    def of(cls, tracker: Tracker, draft: DraftView) -> Intake:
        """Read the slots; after they were forgotten, what the gateway remembers: the field asked last."""
        asked = field_of(tracker.get_slot(REQUESTED)) or remembered(tracker)
        asked = asked if asked in INTAKE else None
        passed = {field for field in INTAKE if tracker.get_slot(slot(field)) == SKIPPED}
        if not passed and asked:
            passed = {field for field in before(_reached(draft, asked)) if field in OPTIONAL and not _has(draft, field)}
        passed |= {field for field in (Field.SENDER, Field.HIDDEN) if asked and field in before(asked)}
        return cls(
            conversation=conversation_of(tracker),
            channel=channel_of(tracker),
            draft=draft,
            passed=frozenset(passed),
            asked=asked,
            aside=tracker.get_slot(ASIDE),
        )

    @property
    def picks(self) -> bool:
        """Tell whether procedures and agencies are offered for what was written."""
        return self.asked is Field.SUBJECT and self.aside == "pick"

    def given(self, field: Field) -> bool:
        """Tell whether a field needs no asking any more."""
        if field in (Field.REVIEW, Field.TITLE):
            return field is Field.TITLE
        return not self._concerns(field) or field in self.passed or _has(self.draft, field)

    def offers(self, field: Field) -> bool:
        """Tell whether there is anything to say to a field that not every intake has."""
        if field is Field.FILES:
            return self.draft.takes_files
        if field is Field.PLACE_NOW:
            return bool(self.draft.places)
        if field is Field.ADDRESS_NOW:
            return bool(self.draft.homes)
        return field is not Field.TITLE or bool(self.draft.title)

    def _concerns(self, field: Field) -> bool:
        return self.offers(field) and not (self.draft.anonymous and field in PERSONAL)

    @property
    def next(self) -> Field:
        """The first field still to be asked for; the review at the end."""
        return next(field for field in INTAKE if not self.given(field))

    @property
    def sent_unheard(self) -> bool:
        """Tell whether the review was shown and its draft is gone: it was sent, and the receipt never arrived."""
        return self.asked is Field.REVIEW and self.draft_is_gone

    @property
    def draft_is_gone(self) -> bool:
        """Tell whether nothing is left of what was told: it was sent, thrown away, or kept too long."""
        return not (self.draft.kind or self.draft.content)

    @property
    def previous(self) -> Field:
        """The field asked before the present one."""
        earlier = [
            field for field in before(self.asked or Field.KIND) if self._concerns(field) and field != Field.TITLE
        ]
        return earlier[-1] if earlier else Field.KIND

    def passing(self, field: Field) -> Intake:
        """Return the intake with a field answered by a button or passed over."""
        return self.model_copy(update={"passed": self.passed | {field}, "aside": None})

    def asking(self, field: Field | None, aside: str | None = None) -> Intake:
        """Return the intake with a field asked for."""
        passed = self.passed - {field} if field else self.passed
        return self.model_copy(update={"asked": field, "aside": aside, "passed": passed})

    def kept(self, draft: DraftView) -> Intake:
        """Return the intake with the draft as it is kept now."""
        return self.model_copy(update={"draft": draft})

    def events(self, review: str | None = None) -> list[Any]:
        """Return the events that make the slots mirror this; ``review``: how the form ended."""
        marks = [SlotSet(slot(field), self._mark(field)) for field in INTAKE[:-1]]
        over = review is not None
        ending = [SlotSet(slot(Field.REVIEW), review), SlotSet(ASIDE, None if over else self.aside)]
        requested = None if over or self.asked is None else slot(self.asked)
        return [*marks, *ending, SlotSet(REQUESTED, requested)]

    def _mark(self, field: Field) -> str | None:
        if field in self.passed:
            return SKIPPED
        return GIVEN if self.given(field) else None


def _reached(draft: DraftView, asked: Field) -> Field:
    """Return how far an intake has come: a field may be asked for once more after later ones were given."""
    return max((asked, *(field for field in INTAKE if _has(draft, field))), key=INTAKE.index)


def _has(draft: DraftView, field: Field) -> bool:
    values: dict[Field, object] = {
        Field.KIND: draft.kind,
        Field.CONTENT: draft.content,
        Field.SUBJECT: draft.procedure_code or draft.agency,
        Field.PLACE: draft.location,
        Field.WHEN: draft.occurred_on,
        Field.FILES: draft.attachments,
        Field.CONSENT: draft.consent_version,
        Field.SENDER: draft.sender_name,
        Field.NAME: draft.sender_name,
        Field.ADDRESS: draft.sender_address,
        Field.CONTACT: draft.sender_phone or draft.sender_email,
    }
    return bool(values.get(field))


def metadata_of(tracker: Tracker) -> dict[str, Any]:
    """Return what the gateway sent beside the latest message."""
    found = (tracker.latest_message or {}).get("metadata")
    return found if isinstance(found, dict) else {}


def remembered(tracker: Tracker) -> Field | None:
    """Return the field the gateway remembers as asked last."""
    return field_of(str(metadata_of(tracker).get("asks") or ""))


def conversation_of(tracker: Tracker) -> str:
    """Return the conversation: the gateway's id without the number of the Rasa session."""
    return str(tracker.sender_id).rpartition("-")[0] or str(tracker.sender_id)


def channel_of(tracker: Tracker) -> str:
    """Return the channel the conversation runs on."""
    return str(metadata_of(tracker).get("channel") or "web")


def is_in(tracker: Tracker, form: str) -> bool:
    """Tell whether a form is open."""
    return bool((tracker.active_loop or {}).get("name") == form)


def comes_back(tracker: Tracker, *, stepped: bool) -> bool:
    """Tell whether the form runs again because something else has just been answered.

    Args:
        tracker: of the conversation.
        stepped: the latest message is a step; then ``action_step`` has opened the form for it.
    """
    since: set[str] = set()
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            break
        if event.get("event") == "action" and "_form" not in str(event.get("name")):
            since.add(str(event.get("name")))
    since -= {"action_listen", "action_extract_slots", "action_session_start"}
    return bool(since - {"action_step"}) or (bool(since) and not stepped)
