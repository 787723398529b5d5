"""The frame every action shares: hear, take the turn, say the answers, set the new context."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.context import Context
from actions.hearing import Heard
from knowledge.answer import Answer
from knowledge.render import as_text
from knowledge.results import Band


class Speaker:
    """Sends answers to the channel: as text for any, as data for those that can show it."""

    def __init__(self, dispatcher: CollectingDispatcher) -> None:
        self._dispatcher = dispatcher

    def say(
        self,
        answer: Answer,
        *,
        band: Band | None = None,
        asks: str | None = None,
        sealed: str | None = None,
        hides: bool = False,
        takes: str | None = None,
        forgets: bool = False,
    ) -> None:
        """Say one message.

        Args:
            answer: what to say.
            band: how sure the search was that led to it, for the records of the gateway.
            asks: the field this asks for; what is typed next is its value.
            sealed: what fills the gaps of the answer, for the person alone.
            hides: what the person said may not be kept.
            takes: the field of a draft that what the person said belongs into.
            forgets: what the gateway knows of the conversation counts no more.
        """
        custom: dict[str, Any] = {"answer": answer.model_dump(mode="json")}
        notes = {"band": band and band.value, "asks": asks, "sealed": sealed, "hides": hides or None, "takes": takes}
        notes["forgets"] = forgets or None
        custom.update({name: value for name, value in notes.items() if value is not None})
        buttons = [{"title": reply.title, "payload": reply.payload} for reply in answer.quick_replies]
        self._dispatcher.utter_message(text=as_text(answer), buttons=buttons, json_message=custom)


class Turn(Action, ABC):  # type: ignore[misc]  # the SDK is not typed
    """An action as a function from a message and a context to answers and the next context."""

    NAME: ClassVar[str]

    def name(self) -> str:
        """Return the name the domain lists."""
        return self.NAME

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:  # noqa: ARG002
        """Carry the turn out and return the events for Rasa."""
        before = Context.of(tracker)
        after = self.take(Heard.of(tracker), before, Speaker(dispatcher))
        return [*after.changes_from(before), *_rest(tracker)]

    @abstractmethod
    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Say what is to be said and return the context after it."""


def _rest(tracker: Tracker) -> list[Any]:
    """Say at once that the person is next: the rules would say the same, after asking every policy.

    In a form they say otherwise: the form asks again.
    """
    in_form = bool((tracker.active_loop or {}).get("name"))
    return [] if in_form else [FollowupAction("action_listen")]
