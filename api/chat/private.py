"""What is typed into an open form: a command, a question, or a value that only the draft may hold.

Values go to the desk, sealed, before anything else hears of them; Rasa is told that a field is given, the record of
messages keeps a mark. Rules decide what is what (:mod:`actions.feedback.commands`); only what the content of a PAKN
is by law is asked of Rasa, which keeps nothing of it.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace

from actions.feedback.commands import belongs_elsewhere, is_question, read_command
from actions.feedback.fields import INTAKE, NOT_KEPT, SETTLED_BY, STORY, WRITTEN, Field, field_of, mark
from actions.feedback.port import FieldRefused
from actions.feedback.steps import Do, Other, Step
from actions.feedback.triage import OTHERS
from api.chat.bot import Bot
from api.chat.feedback_port import DeskPort
from api.chat.intake import Intake, Pressed, Question, Unreadable
from api.chat.payloads import Press, own_step
from api.errors import BotUnavailable
from knowledge.text import fold, normalise_query

SURE = 0.65
"""From this confidence on the content of a PAKN is taken for something else by law."""
CONTENT_CHARACTERS = 10_000
"""Longest content read in chat, as long as a request may be; the page takes more."""

_EXPLICIT = (
    (Other.DENOUNCE, re.compile(r"\b(?:to cao|to giac)\b")),
    (Other.COMPLAIN, re.compile(r"\b(?:khieu nai|khieu kien|khoi kien)\b")),
)
_DELICATE = re.compile(r"\b(?:hoi lo|tham nhung|tham o|an chan|bien thu|chiem doat|phong bi|bao ke)\b")
_EMERGENCY = "emergency"
_TITLED = {Do.PLACE: Field.PLACE, Do.PICK: Field.SUBJECT}
"""Buttons whose titles say what somebody has written."""
_DRAFT_NAMES: dict[Field, str] = {
    Field.CONTENT: "content",
    Field.MORE: "content",
    Field.TITLE: "title",
    Field.SUBJECT: "agency",
    Field.PLACE: "location",
    Field.WHEN: "occurred_on",
    Field.NAME: "sender_name",
    Field.ADDRESS: "sender_address",
}


def explicit(text: str) -> Other | None:
    """Return what a text calls itself: khiếu nại or tố cáo; a question about the procedure for it is neither."""
    line = fold(normalise_query(text))
    if re.search(r"\b(?:thu tuc|giai quyet|trinh tu|quy trinh)\b", line):
        return None
    return next((other for other, sign in _EXPLICIT if sign.search(line)), None)


def delicate(text: str) -> bool:
    """Tell whether a text may turn out to be one that must not be kept."""
    line = fold(normalise_query(text))
    return bool(_DELICATE.search(line)) or any(sign.search(line) for _, sign in _EXPLICIT)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation that waits for a field.

    Attributes:
        sure: the person has said that the content is a PAKN whatever it looks like.
    """

    conversation: str
    channel: str
    field: Field
    sure: bool = False


def waiting(conversation: str, channel: str, asks: str | None) -> Waiting | None:
    """Return what a conversation waits for; ``None`` when no form is open."""
    field = field_of((asks or "").removesuffix("!"))
    return Waiting(conversation, channel, field, str(asks).endswith("!")) if field else None


class FormIntake:
    """Reads what comes in while a form is open."""

    def __init__(self, port: DeskPort, bot: Bot | None) -> None:
        self._port = port
        self._bot = bot

    async def read(self, intake: Intake, now: Waiting) -> Intake:
        """Return what Rasa is to hear, and what is kept; values are in the draft when this returns.

        Raises:
            StorageUnavailable, StorageFull: the draft could not be written, so nothing was accepted.
        """
        if isinstance(intake, Unreadable):
            text = mark(now.field) if now.field in WRITTEN else NOT_KEPT
            return Unreadable(intake.reply, intake.status, text if intake.text else "")
        if isinstance(intake, Pressed):
            return _pressed(intake, now.field)
        if step := read_command(intake.typed, now.field):
            return _step(step, intake.text)
        if belongs_elsewhere(intake.typed) or is_question(intake.typed, now.field):
            return intake
        if now.field in SETTLED_BY:  # neither a number nor a yes: the place anew
            now = replace(now, field=SETTLED_BY[now.field])
        if now.field not in WRITTEN:
            return await self._unclear(intake)
        if now.field not in INTAKE:
            return _step(Step(do=Do.FILL, field=now.field, sealed=self._port.seal(intake.typed)), mark(now.field))
        if now.field in STORY and not now.sure:
            other = await self._other(intake.text)
            if isinstance(other, Other):
                return _step(Step(do=Do.GUIDE, to=other), NOT_KEPT)
            if other == _EMERGENCY:
                return intake
        return await asyncio.to_thread(self._keep, intake.typed, now)

    def _keep(self, typed: str, now: Waiting) -> Intake:
        try:
            if now.field is Field.MORE:
                told = self._port.draft(now.conversation, now.channel).content or ""
                again = told.endswith(f"\n\n{typed.strip()}")  # written once more because no answer came
                typed = told if again else f"{told}\n\n{typed}".strip()
            hints = self._port.keep(now.conversation, now.channel, **_values(now.field, typed))
        except FieldRefused as refusal:
            return _step(Step(do=Do.FILL, field=now.field, problem=refusal.reason), mark(now.field))
        return _step(Step(do=Do.FILL, field=now.field, hint=" ".join(hints) or None), mark(now.field))

    async def _other(self, text: str) -> Other | str | None:
        """Return what else by law a content is; Rasa forgets it at once."""
        try:
            if self._bot is None:
                raise BotUnavailable("absent")
            heard = await self._bot.understand(text)
        except BotUnavailable:
            return explicit(text)
        if heard.confidence < SURE:
            return None
        return OTHERS.get(heard.intent) or (_EMERGENCY if heard.intent == _EMERGENCY else None)

    async def _unclear(self, question: Question) -> Intake:
        """Words where a button was wanted: Rasa may know a yes or a no in them, but does not get them."""
        try:
            heard = (await self._bot.understand(question.text)).intent if self._bot else None
        except BotUnavailable:
            heard = None
        meant = {"affirm": Do.YES, "deny": Do.NO}.get(heard or "", Do.UNCLEAR)
        return _step(Step(do=meant), NOT_KEPT)


def _values(field: Field, typed: str) -> dict[str, object]:
    if field is Field.CONTACT:
        return {"sender_email": typed} if "@" in typed else {"sender_phone": typed}
    values: dict[str, object] = {_DRAFT_NAMES[field]: typed}
    return {**values, "procedure_code": None} if field is Field.SUBJECT else values


def _step(step: Step, kept: str) -> Pressed:
    return Pressed(own_step(step), kept)


def _pressed(intake: Pressed, asked: Field) -> Intake:
    """Keep the buttons that would leave a form without a word inside it."""
    step = intake.button.step
    if step and step.do in _TITLED:
        return Pressed(intake.button, mark(SETTLED_BY.get(asked, _TITLED[step.do])))
    if intake.button.press is Press.RESTART:
        return _step(Step(do=Do.CANCEL), intake.text)
    if intake.button.press is Press.BACK:
        return _step(Step(do=Do.PREVIOUS), intake.text)
    return intake
