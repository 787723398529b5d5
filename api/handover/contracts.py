"""The hand-over as the chat's clients see it (docs: /openapi.json)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from api.handover.model import Line, Speaker, Standing, State
from knowledge.answer import QuickReply


class LiveState(StrEnum):
    """``waiting``: in the queue, the assistant still answers. ``with_operator``: a person answers, it is silent."""

    NONE = "none"
    WAITING = "waiting"
    WITH_OPERATOR = "with_operator"


_STATES = {State.WAITING: LiveState.WAITING, State.TAKEN: LiveState.WITH_OPERATOR, State.ENDED: LiveState.NONE}


class Live(BaseModel):
    """Where a conversation stands with a person of the office."""

    state: LiveState
    place: int | None = Field(None, description="Place in the queue, from 1.")
    expected_minutes: int | None = Field(
        None, description="How long people waited of late, from real waits; left out when there are too few of them."
    )
    last: int = Field(0, description="Number of the newest message; ask for what comes after it.")

    @classmethod
    def of(cls, where: Standing) -> Self:
        """Take it from where the citizen stands."""
        return cls(state=_STATES[where.state], place=where.place, expected_minutes=where.expected, last=where.last)


class LiveMessage(BaseModel):
    """Something a person of the office, or the system about the hand-over, says to the citizen."""

    id: str
    number: int
    role: str = Field(description="`operator` (a person) or `notice` (the system).")
    text: str
    at: datetime
    buttons: tuple[QuickReply, ...] = ()


class News(BaseModel):
    """What is new for the citizen's page."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "state": "with_operator",
                    "last": 12,
                    "messages": [
                        {
                            "id": "handover-0000000012",
                            "number": 12,
                            "role": "operator",
                            "text": "Chào anh/chị, tôi đã xem câu hỏi của anh/chị.",
                            "at": "2026-11-23T03:04:05Z",
                        }
                    ],
                }
            ]
        }
    )

    state: LiveState
    place: int | None = None
    expected_minutes: int | None = None
    last: int
    messages: tuple[LiveMessage, ...]


def name_of(line: Line) -> str:
    """Return the id of a message on the page; it cannot be rated, so it opens nothing."""
    return f"handover-{line.number:010}"


def message_of(line: Line) -> LiveMessage:
    """Return a message as the page gets it."""
    role = "operator" if line.speaker is Speaker.OPERATOR else "notice"
    return LiveMessage.model_validate(
        {"id": name_of(line), "number": line.number, "role": role, "text": line.text, "at": line.at}
        | ({"buttons": line.buttons} if line.buttons else {})
    )
