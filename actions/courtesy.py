"""Turns that are about the conversation, not about a procedure."""

from __future__ import annotations

from abc import ABC, abstractmethod

from actions import wording
from actions.context import Context
from actions.doubt import meant_otherwise
from actions.finding import by_office
from actions.hearing import Heard
from actions.host import dossier_help, knowledge, province
from actions.turn import Speaker, Turn
from knowledge.answer import Answer
from knowledge.answers import turns


class FixedTurn(Turn, ABC):
    """Says the same whatever came before, and leaves the context as it is."""

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:  # noqa: ARG002
        """Say it."""
        speaker.say(self.words())
        return context

    @abstractmethod
    def words(self) -> Answer:
        """Return what is said."""


class OfficeFirstTurn(FixedTurn, ABC):
    """Says the same, except to words that the office has added for a procedure or an answer of its own."""

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Do what the office has decided, else say it."""
        return by_office(knowledge(), heard, context, speaker) or super().take(heard, context, speaker)


class DoubtedTurn(OfficeFirstTurn, ABC):
    """Says the same, unless the intent is doubtful and the words go on with what is spoken of, or name a procedure.

    Short words are taken for courtesies they are not: "một mình tôi thôi" is an answer to "one member or several?".
    """

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Go on where the words do, else say it."""
        return meant_otherwise(knowledge(), heard, context, speaker) or super().take(heard, context, speaker)


class GreetTurn(FixedTurn):
    """Greets and says that an automatic assistant speaks."""

    NAME = "action_greet"

    def words(self) -> Answer:
        """Return the greeting."""
        return turns.greeting()


class ThankTurn(FixedTurn):
    """Answers thanks."""

    NAME = "action_thank"

    def words(self) -> Answer:
        """Return the reply to thanks."""
        return wording.welcome()


class GoodbyeTurn(DoubtedTurn):
    """Takes leave."""

    NAME = "action_goodbye"

    def words(self) -> Answer:
        """Return the farewell."""
        return wording.goodbye()


class HelpTurn(DoubtedTurn):
    """Says what can be asked."""

    NAME = "action_help"

    def words(self) -> Answer:
        """Return the help."""
        return turns.help()


class ChitchatTurn(DoubtedTurn):
    """Says who is speaking: people must be able to know that it is a machine (Luật 134/2025/QH15 Đ.11)."""

    NAME = "action_chitchat"

    def words(self) -> Answer:
        """Return who is speaking."""
        return wording.who_i_am()


class StatusTurn(DoubtedTurn):
    """Says how the state of a dossier is looked up; a code never gets here, the gateway looks it up itself."""

    NAME = "action_status"

    def words(self) -> Answer:
        """Return the signpost, or the wish for the code where a system is connected."""
        return dossier_help()


class HandoverTurn(FixedTurn):
    """Hands over to a person; the gateway holds the hand-over, not Rasa."""

    NAME = "action_handover"

    def words(self) -> Answer:
        """Return the announcement the gateway acts on."""
        return turns.handed_over(province())
