"""A conversation with the forms of PAKN: real actions, real desk on SQLite, and what Rasa does around a form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rasa_sdk.executor import ActionExecutor

from actions import host
from actions.feedback.fields import field_of
from actions.feedback.steps import Do, Step
from api.action_host import carried_out
from api.chat.feedback_port import DeskPort
from api.feedback.desk import FeedbackDesk
from api.feedback.rules import FeedbackRules
from api.feedback_api.consent import consent_in_force
from api.settings import Settings
from api.storage.database import Database
from knowledge.answer import Answer

FORMS = ("feedback_form", "case_form")
ENDS = {"feedback_form": "action_feedback_end"}
CONVERSATION = "cuocTroChuyenThu1"
STORY = "Cán bộ tiếp nhận bắt tôi nộp thêm giấy xác nhận cư trú dù luật không yêu cầu."
PERSON = {"name": "Nguyễn Thị Hoa", "address": "12 Lê Lợi, phường Tam Hiệp, tỉnh Đồng Nai", "phone": "0912345678"}


@contextmanager
def opened_desk(data: Path, knowledge: Any, database_url: str) -> Iterator[tuple[FeedbackDesk, DeskPort]]:
    """A real desk on a database of its own, in this data folder or at this address."""
    settings = Settings(data=data, database_url=database_url)
    database = Database.open(settings)

    def catalogue(code: str) -> tuple[str, str | None] | None:
        found = knowledge._records.get(code)
        return (found.name, None) if found else None

    desk = FeedbackDesk(database, FeedbackRules.of(settings), catalogue, clock=lambda: datetime.now(UTC))
    port = DeskPort(desk, consent_in_force(settings))
    before = host._Host.desk
    host.use_desk(port)
    try:
        yield desk, port
    finally:
        host._Host.desk = before
        database.close()


class FormTalk:
    """Keeps slots, loop and events as Rasa's tracker does, and runs a form as Rasa's FormAction does."""

    def __init__(self, executor: ActionExecutor, rules: dict[str, str], port: DeskPort) -> None:
        self._executor, self._rules, self.port = executor, rules, port
        self.desk: FeedbackDesk | None = None
        self.slots: dict[str, Any] = {}
        self.events: list[dict[str, Any]] = []
        self.channel = "web"
        self.loop: str | None = None
        self.asks: str | None = None
        self.custom: list[dict[str, Any]] = []

    def step(self, do: Do, **parts: Any) -> list[Answer]:
        """Press a button of a form, or take a step the gateway takes."""
        return self.hear(Step.model_validate({"do": do, **parts}).payload)

    def press(self, payload: str) -> list[Answer]:
        """Press a button."""
        return self.hear(payload)

    def fill(self, field: str, **values: Any) -> list[Answer]:
        """Give a value as the gateway does: the desk keeps it, Rasa hears that it is there."""
        self.port.keep(CONVERSATION, self.channel, **values)
        return self.step(Do.FILL, field=field)

    def say(self, text: str, intent: str, ranking: dict[str, float] | None = None) -> list[Answer]:
        """Say something Rasa has understood."""
        ranked = ranking or {intent: 0.9}
        listed = [{"name": name, "confidence": value} for name, value in ranked.items()]
        return self._turn({"text": text, "intent": listed[0], "intent_ranking": listed, "entities": []}, intent)

    def hear(self, payload: str) -> list[Answer]:
        """Hear a payload as Rasa parses it."""
        intent, _, body = payload.removeprefix("/").partition("{")
        values = json.loads("{" + body) if body else {}
        entities = [{"entity": name, "value": value} for name, value in values.items()]
        message = {"text": payload, "intent": {"name": intent, "confidence": 1.0}, "entities": entities}
        return self._turn(message, intent)

    def forget(self) -> None:
        """Lose everything, as a restarted Rasa does; the gateway still knows what was asked."""
        self.slots, self.events, self.loop = {}, [], None

    def _turn(self, message: dict[str, Any], intent: str) -> list[Answer]:
        message["metadata"] = {"channel": self.channel, "asks": self.asks}
        self.custom = []
        self._message = message
        self.events.append({"event": "user", "text": message["text"], "parse_data": message})
        if self.loop and self._form(self.loop):
            return self._said()
        follow = self._run(self._rules[intent])
        if follow in FORMS:
            self.loop = follow
            self._form(follow)
        elif self.loop:
            self._form(self.loop)
        return self._said()

    def _said(self) -> list[Answer]:
        asked = [one["asks"] for one in self.custom if one.get("asks")]
        self.asks = asked[-1] if asked else None
        return [Answer.model_validate(one["answer"]) for one in self.custom]

    def _form(self, form: str) -> bool:
        before = len(self.events)
        self._run(f"validate_{form}")
        if not any(event["event"] == "slot" for event in self.events[before:]):
            return False
        if self.slots.get("requested_slot") is None:
            self.loop = None
            follow = self._run(ENDS[form]) if form in ENDS else None
            if follow in FORMS:
                self.loop = follow
                self._form(follow)
        return True

    def _run(self, action: str) -> str | None:
        tracker = {
            "sender_id": f"{CONVERSATION}-1",
            "slots": self.slots,
            "latest_message": self._message,
            "events": self.events,
            "paused": False,
            "followup_action": None,
            "active_loop": {"name": self.loop} if self.loop else {},
            "latest_action_name": "action_listen",
        }
        result = carried_out(self._executor.run({"next_action": action, "tracker": tracker, "domain": {}}))
        assert result is not None
        self.events.append({"event": "action", "name": action})
        follow = None
        for event in result.events:
            self.events.append(event)
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "active_loop":
                self.loop = event["name"]
            elif event["event"] == "followup":
                follow = event["name"]
        self.custom += [response["custom"] for response in result.responses]
        return follow

    @property
    def asked(self) -> str | None:
        """The field asked for last."""
        field = field_of((self.asks or "").removesuffix("!"))
        return field.value if field else None


def to_the_name(talk: Any) -> None:
    talk.step(Do.FILE, kind="hanh_vi")
    talk.fill("content", content=STORY)
    for _ in ("more", "subject", "place", "when", "files"):
        talk.step(Do.SKIP)
    talk.step(Do.YES)
    talk.step(Do.SENDER, sender="ca_nhan")


def to_the_review(talk: Any) -> None:
    to_the_name(talk)
    talk.fill("name", sender_name=PERSON["name"])
    talk.fill("address", sender_address=PERSON["address"])
    talk.fill("contact", sender_phone=PERSON["phone"])
    talk.step(Do.YES)


def sent(talk: Any) -> str:
    to_the_review(talk)
    talk.step(Do.SEND)
    return str(talk.slots["feedback_code"])
