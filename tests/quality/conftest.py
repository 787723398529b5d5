"""An office whose citizens have asked things: conversations as the gateway keeps them, pages as a browser sees them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from api.storage.conversations import RatingValue, Said, Via, new_id
from knowledge.answer import AnswerStatus
from tests.console.conftest import Office, office, quick_hashes, world

__all__ = ["office", "quick_hashes", "world"]

_numbers = itertools.count(1)


@dataclass
class Town:
    """Citizens who ask, and the office that looks at what was asked."""

    office: Office

    @property
    def services(self) -> Any:
        return self.office.services

    def asks(
        self,
        text: str,
        status: AnswerStatus = AnswerStatus.NOT_FOUND,
        *,
        band: str | None = "unsure",
        channel: str = "web",
        code: str | None = None,
        pressed: str | None = None,
    ) -> str:
        """Let somebody ask something, answered with a status; returns the id of the answer."""
        kept = self.services.conversations
        conversation = kept.accept(None, channel, text, None)
        if pressed:
            kept.answer(replace(conversation, turns=1), [self._said(AnswerStatus.CHOOSE, None, None)], Via.BOT, 5)
            conversation = kept.accept(conversation.id, channel, pressed, '/choose{"code": "1.001193"}')
        said = self._said(status, band, code)
        kept.answer(replace(conversation, turns=2), [said], Via.BOT, 12)
        return said.id

    def is_offered(self, text: str, *next_turns: tuple[str, str | None, AnswerStatus, str | None]) -> str:
        """Let somebody be offered two procedures, and go on.

        Args:
            text: what was asked.
            next_turns: words, payload, status and procedure of each turn after it.

        Returns:
            The id of the message with the choice.
        """
        kept = self.services.conversations
        conversation = kept.accept(None, "web", text, None)
        offered = self._said(AnswerStatus.CHOOSE, "between", None)
        replies = [{"title": code, "payload": f'/choose{{"code": "{code}"}}'} for code in ("1.004222", "1.001193")]
        offered.answer["quick_replies"] = replies
        kept.answer(replace(conversation, turns=1), [offered], Via.BOT, 5)
        for number, (words, payload, status, code) in enumerate(next_turns, 2):
            conversation = kept.accept(conversation.id, "web", words, payload)
            kept.answer(replace(conversation, turns=number), [self._said(status, "sure", code)], Via.BOT, 5)
        return offered.id

    def rates_down(self, answer_id: str, reason: str | None = None) -> None:
        """Let somebody say that an answer is not right."""
        self.services.conversations.rate(answer_id, RatingValue.DOWN, reason)

    def rates_up(self, answer_id: str) -> None:
        """Let somebody say that an answer helped after all."""
        self.services.conversations.rate(answer_id, RatingValue.UP, None)

    def collected(self) -> int:
        """Take in what was asked; returns how many turns were new."""
        taken: int = self.services.quality.collect()
        return taken

    @staticmethod
    def _said(status: AnswerStatus, band: str | None, code: str | None) -> Said:
        answer = {"status": status.value, "lead": "Câu trả lời.", **({"code": code} if code else {})}
        return Said(new_id(), f"Câu trả lời {next(_numbers)}.", [], answer, status.value, band)


@pytest.fixture
def town(office: Office) -> Town:
    """A town whose people have not asked anything yet."""
    return Town(office)


@pytest.fixture
def refused() -> Callable[[Any], str]:
    """Return the alert of a page."""

    def alert(seen: Any) -> str:
        found = seen.soup.select_one("[role=alert], .problem-text, .notice.bad")
        return found.get_text(" ", strip=True) if found else ""

    return alert
