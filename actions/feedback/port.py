"""What the dialogue needs of the desk that keeps PAKN; the hosting process gives it (:mod:`actions.host`)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from actions.feedback.steps import Sender
from knowledge.errors import MotCuaError


class FieldRefused(MotCuaError):
    """A value that cannot be taken.

    Attributes:
        reason: Vietnamese sentence for the sender; does not repeat the value.
    """

    def __init__(self, reason: str) -> None:
        super().__init__("field refused")
        self.reason = reason


class Incomplete(MotCuaError):
    """Submitted before everything needed was given."""


class NoSuchCase(MotCuaError):
    """No PAKN of this code, or the proof does not fit: the two are not told apart."""


class StepRefused(MotCuaError):
    """The PAKN is not in a state for this, or it was tried too often.

    Attributes:
        reason: Vietnamese sentence.
    """

    def __init__(self, reason: str) -> None:
        super().__init__("step refused")
        self.reason = reason


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class PlaceView(_View):
    """A commune as it is today, for a place named as it was.

    Attributes:
        name: such as ``"Xã Vĩnh Kim, tỉnh Đồng Tháp"``.
        written: the whole place, as it stands in the draft once this one is chosen.
    """

    name: str
    written: str


class AgencyView(_View):
    """An agency of the office's directory."""

    name: str


class DraftView(_View):
    """An intake that is not submitted yet; ``None``: not given.

    Attributes:
        title: as it will stand in the PAKN, the person's own or the one made of the content.
        places: communes of today that ``location`` may mean; empty when it names no former one.
        homes: the same for ``sender_address``.
        attachments: names of the files that came with it.
        takes_files: the channel it is written in can take files.
    """

    kind: str | None = None
    title: str | None = None
    content: str | None = None
    procedure_code: str | None = None
    agency: str | None = None
    location: str | None = None
    places: tuple[PlaceView, ...] = ()
    occurred_on: date | None = None
    sender_kind: str = Sender.PERSON
    sender_name: str | None = None
    sender_address: str | None = None
    homes: tuple[PlaceView, ...] = ()
    sender_phone: str | None = None
    sender_email: str | None = None
    identity_hidden: bool = True
    consent_version: str | None = None
    anonymous: bool = False
    attachments: tuple[str, ...] = ()
    takes_files: bool = False


class ConsentView(_View):
    """The consent text in force (Luật 91/2025/QH15): who handles which data for what, and which rights remain."""

    version: str
    office: str
    purpose: str
    data: str
    shared_with: str
    rights: str
    statement: str


class ReceiptView(_View):
    """What a sender gets; ``text`` is the whole receipt.

    Attributes:
        files_page: where files can be added afterwards; ``None``: the channel took them, or nobody can come back.
    """

    code: str
    full: bool
    text: str
    files_page: str | None = None


class StepView(_View):
    """One step of the handling."""

    at: datetime
    label: str


class CaseView(_View):
    """A PAKN as its sender may see it."""

    code: str
    status: str
    agency: str | None
    due: date | None
    late: bool
    steps: tuple[StepView, ...]
    question: str | None
    answer: str | None
    may_add: bool
    may_withdraw: bool
    may_rate: bool
    may_reopen: bool


class Desk(Protocol):
    """The citizen's side of PAKN. All raise errors of :mod:`knowledge.errors` when nothing could be kept."""

    def draft(self, conversation: str, channel: str) -> DraftView:
        """Return the open draft of a conversation; opens one when there is none."""
        ...

    def change(self, conversation: str, channel: str, **fields: object) -> DraftView:
        """Set fields of the draft; raises :class:`FieldRefused`."""
        ...

    def drop(self, conversation: str, channel: str) -> None:
        """Forget the draft."""
        ...

    def agencies(self, text: str) -> tuple[AgencyView, ...]:
        """Return the few agencies of the directory that words may mean, the likeliest first."""
        ...

    def submit(self, conversation: str, channel: str) -> ReceiptView:
        """Make a PAKN of the draft; committed before it returns. Raises :class:`Incomplete`.

        When nothing has been told since the last one was sent, its receipt comes again.
        """
        ...

    def consent(self) -> ConsentView:
        """Return the consent text in force."""
        ...

    def case(self, code: str, proof: str) -> CaseView:
        """Return a PAKN; raises :class:`NoSuchCase`, :class:`FieldRefused` (mistyped code), :class:`StepRefused`."""
        ...

    def add(self, code: str, proof: str, text: str) -> CaseView:
        """Add information; raises the same."""
        ...

    def withdraw(self, code: str, proof: str, reason: str | None) -> CaseView:
        """Take a PAKN back; raises the same."""
        ...

    def rate(self, code: str, proof: str, stars: int) -> CaseView:
        """Rate the answer, 1 to 5; raises the same."""
        ...

    def reopen(self, code: str, proof: str, reason: str) -> CaseView:
        """Ask once for a second look; raises the same."""
        ...

    def seal(self, text: str) -> str:
        """Return a text so that only this deployment can read it again."""
        ...

    def unseal(self, sealed: str) -> str:
        """Return what was sealed."""
        ...
