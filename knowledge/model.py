"""What was published: a procedure with the parts the law names, and passages of plans.

The parts follow NĐ 63/2010/NĐ-CP Đ.8 khoản 2: name, order of steps, ways of filing, papers and
their number, time limit, subjects, agencies; and where they apply forms, result, conditions, fees.
Every value is a copy of a published field or a reading of it; a reading that is not certain says so
in its ``state`` and keeps the source text beside it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class _Published(BaseModel):
    """Immutable, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ChannelKind(StrEnum):
    """How a file can be handed in."""

    ONLINE = "online"
    POSTAL = "postal"
    IN_PERSON = "in_person"


class Level(StrEnum):
    """Level of the agency that handles the procedure (two local levels since 01/7/2025)."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    COMMUNE = "commune"
    OTHER = "other"


class ProcedureStatus(StrEnum):
    """Where a record stands in its life."""

    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"
    INTERNAL = "internal"


class FeeState(StrEnum):
    """How far a fee can be trusted.

    AMOUNT: a sum that may be printed. FREE: the text itself says so. LOCAL: the text says that
    the province (or another rule) sets it. TEXT: only words, shown as they are. SUSPECT: a number
    that contradicts its note or its unit; never printed as a sum. NOT_STATED: nothing, or a bare
    zero, which on the national portal does not mean free.
    """

    AMOUNT = "amount"
    FREE = "free"
    LOCAL = "local"
    TEXT = "text"
    SUSPECT = "suspect"
    NOT_STATED = "not_stated"


class Currency(StrEnum):
    """Currencies seen in fees."""

    VND = "VND"
    USD = "USD"


class Fee(_Published):
    """One line of a fee table.

    Attributes:
        state: see :class:`FeeState`.
        amount: the sum in ``currency``; set only when ``state`` is AMOUNT.
        currency: unit of ``amount``.
        note: for whom or for what this line holds, as published.
        source: the raw text the line was read from, for a SUSPECT or TEXT fee.
    """

    state: FeeState
    amount: Decimal | None = None
    currency: Currency = Currency.VND
    note: str | None = None
    source: str | None = None


class TimeUnit(StrEnum):
    """Units of a time limit."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"


class DurationState(StrEnum):
    """STATED: number and unit. TEXT: only words. NOT_STATED: nothing, or a number without a unit."""

    STATED = "stated"
    TEXT = "text"
    NOT_STATED = "not_stated"


class Duration(_Published):
    """A time limit.

    Attributes:
        amount: in ``unit``; set only when ``state`` is STATED.
        text: the published words when ``state`` is TEXT.
        source: the raw value (such as ``"1 OTHER"``) when it could not be read.
    """

    state: DurationState
    amount: Decimal | None = None
    unit: TimeUnit | None = None
    text: str | None = None
    source: str | None = None


class Channel(_Published):
    """One way of filing, for one case: a procedure may have several rows of one kind.

    Attributes:
        note: the published description of the row; often names the case or the address.
    """

    kind: ChannelKind
    duration: Duration
    fees: tuple[Fee, ...] = ()
    note: str | None = None


class Form(_Published):
    """A form to fill in: its (cleaned) file name or title, and a link where one was published."""

    name: str
    url: str | None = None


class Paper(_Published):
    """One line of the file to hand in.

    Attributes:
        case: heading the paper stands under, ``None`` for the common ones.
        originals: number of originals.
        copies: number of copies.
        is_note: a heading or remark published as a "paper" of quantity 0/0.
    """

    name: str
    case: str | None = None
    originals: int = 0
    copies: int = 0
    form: Form | None = None
    is_note: bool = False


class LegalBasis(_Published):
    """A legal document the procedure rests on."""

    number: str | None = None
    name: str | None = None


class Decision(_Published):
    """The decision that published the procedure, e.g. ``3152/QĐ-BTP``."""

    number: str
    issued: date | None = None


class Procedure(_Published):
    """One published administrative procedure (thủ tục hành chính).

    Attributes:
        code: as published, e.g. ``1.004194`` or ``2.000488.000.00.00.H10``.
        levels: levels of the handling agency; empty when not published.
        agency: who handles it, as published.
        province: set when a province published the record for itself; ``None`` for national ones.
        steps: paragraphs in published order.
        results: what the citizen receives.
        updated: when the record was last changed at its source.
        replaced_by: code of the successor of a withdrawn record, where known.
        aliases: citizens' words for it, written by this project; never shown as published.
        plain: the need in one plain sentence, written by this project.
    """

    code: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1)
    status: ProcedureStatus = ProcedureStatus.IN_FORCE
    field: str | None = None
    procedure_type: str | None = None
    levels: tuple[Level, ...] = ()
    agency: str | None = None
    authority: str | None = None
    receiving_address: str | None = None
    coordinating: str | None = None
    promulgator: str | None = None
    province: str | None = None
    decision: Decision | None = None
    steps: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    papers: tuple[Paper, ...] = ()
    subjects: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    conditions: str | None = None
    legal_basis: tuple[LegalBasis, ...] = ()
    keywords: tuple[str, ...] = ()
    description: str | None = None
    related: tuple[str, ...] = ()
    url: str | None = None
    updated: date | None = None
    replaced_by: str | None = None
    aliases: tuple[str, ...] = ()
    plain: str | None = None

    def channels_of(self, kind: ChannelKind) -> tuple[Channel, ...]:
        """Return the rows of one way of filing, in published order; empty when it is not offered."""
        return tuple(channel for channel in self.channels if channel.kind is kind)


PLAN = "Kế hoạch"
"""Kind of a plan document; papers of other kinds are added by an office."""


class PlanDocument(_Published):
    """A plan (kế hoạch), or another paper an office has added, as a document.

    Attributes:
        id: short stable name, e.g. ``736-KH-UBND-2020``.
        kind: what it is called, e.g. "Thông báo".
        number: printed number; ``None`` where the copy leaves it blank.
        issued: date printed; ``None`` where blank.
        year: year printed, where the full date is blank.
    """

    id: str
    title: str
    kind: str = PLAN
    number: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued: date | None = None
    year: int | None = None
    signer: str | None = None


class Passage(_Published):
    """A piece of a plan with its place in it.

    Attributes:
        document_id: id of the :class:`PlanDocument`.
        path: section path, e.g. ``II.2.1.c`` or ``IV.1.-4`` (the fourth dash item).
        heading: titles of the sections above it, outermost first.
        text: the passage; for a shipped digest, our own words.
        is_digest: True when ``text`` is a digest and not the published wording.
    """

    document_id: str
    path: str
    heading: tuple[str, ...] = ()
    text: str
    is_digest: bool = False


class Severity(StrEnum):
    """Weight of a finding of an import."""

    WARNING = "warning"
    REJECTED = "rejected"


class Finding(_Published):
    """Something an import noticed in one record.

    Attributes:
        rule: short stable name of the rule, e.g. ``fee_suspect``.
        field: the field of :class:`Procedure` it is about.
        message: Vietnamese sentence for the admin.
    """

    rule: str
    severity: Severity
    message: str
    field: str | None = None
