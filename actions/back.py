"""Return to a choice or a procedure of before, or begin anew."""

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
from actions.host import knowledge
from actions.plainly import more_papers
from actions.returning import one_back, spoken_before, without_return
from actions.turn import Speaker, Turn
from knowledge.aspects import content_words
from knowledge.text import fold, normalise_query


class BackTurn(Turn):
    """Takes the place of Rasa's own action of this name, which would only forget two turns."""

    NAME = "action_back"

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Answer about the procedure named, or go one step back: to a choice, or to a procedure."""
        known = knowledge()
        if after := more_papers(known, heard, context, speaker):
            return after
        target = named(without_return(heard.text), spoken_before(known, context))
        if target:
            return answer_about(known, target.code, context.back_to(target.code), speaker, aspects=heard.aspects)
        return one_back(known, context, speaker)


# What "bắt đầu lại từ đầu" is made of; other words name a need.
_RESTART_WORDS = frozenset(
    fold(
        "bắt đầu lại từ làm hỏi xóa hết cuộc trò chuyện lịch sử chat đoạn reset restart bỏ qua quên mấy câu trên "
        "đi mới khởi động nói rối quá loạn hủy tạo mở thôi cho dễ muốn nhé nha tôi mình em này không được"
    ).split()
)


_AGAIN = re.compile(
    r"(?:(?:toi|em|minh|tui|con|muon|can|xin|thi) )*(?:lam|cap|xin) lai(?: (?:a|nhe|nha|di|do|cai do))*$"
)


class RestartTurn(AnswerTurn):
    """Takes the place of Rasa's own action of this name, which says nothing."""

    NAME = "action_restart"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Forget the context; the messages stay in the tracker until its session ends.

        A message that names a need is answered instead: forgetting cannot be undone.
        """
        events = super().run(dispatcher, tracker, domain)
        heard = Heard.of(tracker)
        if _names_a_need(heard) or _is_about(heard, Context.of(tracker)):
            return events
        return [AllSlotsReset()]

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Say that everything begins anew, or answer a question that was mistaken for this wish."""
        if _names_a_need(heard):
            return super().take(heard, context, speaker)
        if _is_about(heard, context):
            return _done_again(heard, context, speaker)
        speaker.say(wording.restarted(), forgets=True)
        return Context()


def _is_about(heard: Heard, context: Context) -> bool:
    """Tell whether "làm lại" is said of a paper just spoken of: people have papers made again."""
    spoken_of = bool(context.procedure_code or context.candidates)
    return spoken_of and bool(_AGAIN.match(fold(normalise_query(heard.text))))


def _done_again(heard: Heard, context: Context, speaker: Speaker) -> Context:
    known = knowledge()
    if context.procedure_code:
        speaker.say(wording.what_else(context.procedure_name))
        return context
    picked = named(heard.text, context.candidates)
    if picked:
        return answer_about(known, picked.code, context, speaker, aspects=context.aspects, channel=context.channel)
    return offer(context.candidates, context, speaker, aspects=context.aspects, channel=context.channel)


def _names_a_need(heard: Heard) -> bool:
    left = {fold(word) for word in content_words(heard.text)} - _RESTART_WORDS
    return heard.code is not None or len(left) > 1
