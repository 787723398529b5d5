"""The menu of fields in a conversation: pressed pages, and bare numbers typed under one. Works without Rasa."""

from __future__ import annotations

import asyncio
import logging
import re

from api import wording
from api.chat.intake import Intake, Pressed, Question
from api.chat.payloads import read_button
from api.chat.replies import plain, said
from api.errors import KnowledgeUnavailable
from api.knowledge_keeper import KnowledgeKeeper
from api.storage.conversations import Conversation, Conversations, Role, Said
from knowledge.answer import AnswerStatus
from knowledge.fields import FieldStep
from knowledge.fields.menu import is_menu

log = logging.getLogger(__name__)

_NUMBER = re.compile(r"(?:số\s*)?([1-9])\s*[.)]?", re.IGNORECASE)
_LAST = 2
"""Messages that are looked at: the one just typed, and the one before it."""


class FieldMenus:
    """What the gateway asks of the menu."""

    def __init__(self, keeper: KnowledgeKeeper, conversations: Conversations) -> None:
        self._keeper = keeper
        self._conversations = conversations

    async def picked(self, intake: Intake, conversation_id: str) -> Intake:
        """Return the button that a bare number means under a page of the menu; anything else as it is.

        Rasa is not told of the menu, so a number after it would mean nothing there.
        """
        number = _NUMBER.fullmatch(intake.text.strip()) if isinstance(intake, Question) else None
        if number is None:
            return intake
        kept, _ = await asyncio.to_thread(self._conversations.transcript, conversation_id, _LAST)
        buttons = next((one.buttons for one in reversed(kept) if one.role is Role.ASSISTANT), [])
        place = int(number.group(1)) - 1
        if place >= len(buttons) or not is_menu(button["payload"] for button in buttons):
            return intake
        return Pressed(read_button(buttons[place]["payload"]), buttons[place]["title"])

    async def page(self, step: FieldStep, at: Conversation) -> Said:
        """Return a page as people of the conversation's province see it."""
        try:
            knowledge = self._keeper.current()
            here = knowledge.for_province(at.home) if at.home else knowledge
            return said(await asyncio.to_thread(here.fields, step))
        except KnowledgeUnavailable:
            log.error("no_snapshot")
            return plain(wording.NOT_NOW, status=AnswerStatus.ERROR)
