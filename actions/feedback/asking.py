"""What is said for each field of the intake: a question, or what only the person may see, sealed."""

from __future__ import annotations

import json

from actions.feedback import wording
from actions.feedback.fields import Field
from actions.feedback.port import Desk
from actions.feedback.state import Intake
from actions.feedback.subjects import Offer
from actions.host import knowledge
from actions.turn import Speaker
from knowledge.answer import Answer
from knowledge.errors import ProcedureNotFound

Shown = tuple[Answer, dict[str, str]]
"""An answer with gaps, and what fills them for the person alone."""


class Asking:
    """Asks for fields; what was given goes to the person sealed, never into the record of messages."""

    def __init__(self, keeper: Desk, speaker: Speaker) -> None:
        self._desk = keeper
        self._speaker = speaker

    def ask(self, field: Field, intake: Intake, *, back: bool = False) -> None:
        """Ask for one field.

        Args:
            field: to be asked for.
            intake: as it stands.
            back: something else was answered in between.
        """
        answer, secrets = self._question(field, intake, back=back)
        self._say(answer, secrets, field)

    def offer(self, offered: Offer, *, back: bool = False) -> None:
        """Ask which of some procedures and agencies was meant."""
        answer, secrets = wording.pick(offered, back=back)
        self._say(answer, secrets, Field.SUBJECT)

    def _question(self, field: Field, intake: Intake, *, back: bool) -> Shown:
        draft = intake.draft
        match field:
            case Field.REVIEW:
                return wording.review(draft, procedure_name(intake))
            case Field.PLACE_NOW:
                return wording.places(draft.places, back=back)
            case Field.ADDRESS_NOW:
                return wording.homes(draft.homes, back=back)
            case Field.TITLE:
                return wording.title(draft, back=back)
            case Field.CONSENT:
                return wording.consent(self._desk.consent(), back=back), {}
            case _:
                return wording.question(field, draft, back=back), {}

    def _say(self, answer: Answer, secrets: dict[str, str], asks: Field) -> None:
        sealed = self._desk.seal(json.dumps(secrets, ensure_ascii=False)) if secrets else None
        self._speaker.say(answer, asks=asks, sealed=sealed)


def procedure_name(intake: Intake) -> str | None:
    """Return the name of the procedure concerned; its code when there is no such procedure (any more)."""
    if not intake.draft.procedure_code:
        return None
    try:
        return knowledge().procedure(intake.draft.procedure_code).name
    except ProcedureNotFound:
        return intake.draft.procedure_code
