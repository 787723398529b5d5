"""Return to a procedure spoken of before, or begin anew."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher

from actions import wording
from actions.answer import AnswerTurn
from actions.choices import named
from actions.context import Context
from actions.finding import answer_about, offer
from actions.hearing import Heard
from actions.host import Knowledge, knowledge
from actions.turn import Speaker, Turn
from knowledge.aspects import content_words
from knowledge.errors import ProcedureNotFound
from knowledge.results import Hit
from knowledge.text import fold

# "quay lại" itself must not be taken for the "lại" of "cấp lại".
_RETURN = re.compile(
    r"\b(?:quay|trở|lùi|lui|xem|coi|nói|mở|về|tro|lui|noi|mo|ve|back|way)(?: (?:lại|về|tiếp|lai|ve|tiep))+\b"
)


class BackTurn(Turn):
    """Takes the place of Rasa's own action of this name, which would only forget two turns."""

    NAME = "action_back"

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Answer about the procedure named, or the one before the current."""
        known = knowledge()
        before = [hit for code in context.previous if (hit := _as_hit(known, code))]
        target = named(_RETURN.sub(" ", heard.text.lower()), before) or (before[-1] if before else None)
        if target:
            return answer_about(known, target.code, context.back_to(target.code), speaker, aspects=heard.aspects)
        if context.procedure_code and len(context.candidates) > 1:
            return offer(context.candidates, context, speaker)
        speaker.say(wording.nothing_before())
        return context


# What "bắt đầu lại từ đầu" is made of; other words name a need.
_RESTART_WORDS = frozenset(
    fold(
        "bắt đầu lại từ làm hỏi xóa hết cuộc trò chuyện lịch sử chat đoạn reset restart bỏ qua quên mấy câu trên "
        "đi mới khởi động nói rối quá loạn hủy tạo mở thôi cho dễ muốn nhé nha tôi mình em này không được"
    ).split()
)


class RestartTurn(AnswerTurn):
    """Takes the place of Rasa's own action of this name, which says nothing."""

    NAME = "action_restart"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Forget the context; the messages stay in the tracker until its session ends.

        A message that names a need is answered instead: forgetting cannot be undone.
        """
        events = super().run(dispatcher, tracker, domain)
        if _names_a_need(Heard.of(tracker)):
            return events
        return [AllSlotsReset()]

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Say that everything begins anew, or answer a question that was mistaken for this wish."""
        if _names_a_need(heard):
            return super().take(heard, context, speaker)
        speaker.say(wording.restarted())
        return Context()


def _names_a_need(heard: Heard) -> bool:
    left = {fold(word) for word in content_words(heard.text)} - _RESTART_WORDS
    return heard.code is not None or len(left) > 1


def _as_hit(known: Knowledge, code: str) -> Hit | None:
    """Return a procedure spoken of before with its name; ``None`` when a new snapshot no longer holds it."""
    try:
        return Hit(code=code, name=known.procedure(code).name, score=0.0)
    except ProcedureNotFound:
        return None
