"""An answer as data: every channel renders the same thing its own way."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.aspects import Aspect


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True)


class AnswerStatus(StrEnum):
    """The closed list of outcomes of a turn."""

    ANSWERED = "answered"
    CHOOSE = "choose"
    ASK_MORE = "ask_more"
    NOT_FOUND = "not_found"
    OUT_OF_SCOPE = "out_of_scope"
    HANDED_OVER = "handed_over"
    FEEDBACK = "feedback"
    REFUSED = "refused"
    ERROR = "error"


class TextBlock(_Data):
    """A paragraph, with or without a heading."""

    kind: Literal["text"] = "text"
    title: str | None = None
    text: str


class ListBlock(_Data):
    """Steps or papers."""

    kind: Literal["list"] = "list"
    title: str | None = None
    items: tuple[str, ...]
    ordered: bool = False


class TableBlock(_Data):
    """A comparison; the first column holds row headings."""

    kind: Literal["table"] = "table"
    title: str | None = None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class NoteBlock(_Data):
    """A remark the reader must not miss, e.g. that a value is unclear at its source."""

    kind: Literal["note"] = "note"
    tone: Literal["info", "warning"] = "info"
    text: str


class LinkBlock(_Data):
    """A link to an official page or form.

    Attributes:
        note: who published what it leads to, and what for, where that is not the record's own source.
    """

    kind: Literal["link"] = "link"
    title: str
    url: str
    note: str | None = None


Block = Annotated[TextBlock | ListBlock | TableBlock | NoteBlock | LinkBlock, Field(discriminator="kind")]


class QuickReply(_Data):
    """A suggested next turn: what the button says and what it sends."""

    title: str
    payload: str


class Citation(_Data):
    """Where a fact comes from.

    Attributes:
        code: procedure code; ``None`` for a plan passage.
        decision: number of the publishing decision, or of the plan.
        snapshot_date: date of the data the answer was made from.
        url: official page, where known.
        document: title of a plan.
        path: section path inside a plan.
    """

    code: str | None = None
    decision: str | None = None
    snapshot_date: date | None = None
    url: str | None = None
    document: str | None = None
    path: str | None = None


class Answer(_Data):
    """What the system says in one turn.

    Attributes:
        lead: the direct answer in one or two sentences; readable alone.
        blocks: details, in reading order.
        aspect: the aspect answered; ``None`` when the turn is not about one.
    """

    status: AnswerStatus
    lead: str
    code: str | None = None
    name: str | None = None
    aspect: Aspect | None = None
    blocks: tuple[Block, ...] = ()
    quick_replies: tuple[QuickReply, ...] = ()
    citations: tuple[Citation, ...] = ()
