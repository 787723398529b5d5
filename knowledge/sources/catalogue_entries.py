"""The entries of a starter-set file, as ``knowledge/catalogue/README.md`` describes them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from knowledge.model import (
    Channel,
    ChannelKind,
    Currency,
    Decision,
    Duration,
    DurationState,
    Fee,
    FeeState,
    Form,
    LegalBasis,
    Level,
    Paper,
    Procedure,
    TimeUnit,
)
from knowledge.text import clean

SMALLEST_FEE = 1000
"""In đồng; no fee of a procedure is smaller, so a smaller number has lost its thousands."""

_TIME = re.compile(r"(\d+(?:[.,]\d+)?) (hour|day|working_day|month|year)")
_TIME_WITH_WRONG_UNIT = re.compile(r"\d+(?:[.,]\d+)? ?[A-Za-z_]+")


def _text(value: object) -> object:
    """Clean a text; anything else is left for pydantic to refuse."""
    return clean(value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_text), Field(min_length=1)]


class Entry(BaseModel):
    """A mapping of the file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FeeEntry(Entry):
    """A fee: exactly one of ``amount``, ``free``, ``local`` and ``text``."""

    amount: int | float | None = None
    currency: str | None = None
    free: bool | None = None
    local: bool | None = None
    text: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> FeeEntry:
        if sum(value is not None for value in (self.amount, self.free, self.local, self.text)) != 1:
            raise ValueError("mỗi mục phí phải có đúng một trong các khóa amount, free, local, text")
        if self.free is False or self.local is False:
            raise ValueError("free và local chỉ nhận giá trị true; nếu không đúng thì bỏ cả mục")
        if self.currency is not None and (self.amount is None or self.currency not in set(Currency)):
            raise ValueError("currency chỉ đi cùng amount và nhận VND hoặc USD")
        if self.amount is not None and self.amount < (1 if self.currency == Currency.USD else SMALLEST_FEE):
            raise ValueError(f"số tiền {self.amount} quá nhỏ: số 0 không có nghĩa là miễn phí, ghi đủ số đồng")
        return self

    def read(self) -> Fee:
        """Return the fee it stands for."""
        if self.amount is not None:
            currency = Currency(self.currency or Currency.VND)
            return Fee(state=FeeState.AMOUNT, amount=Decimal(str(self.amount)), currency=currency, note=self.note)
        if self.free:
            return Fee(state=FeeState.FREE, note=self.note)
        if self.local:
            return Fee(state=FeeState.LOCAL, note=self.note)
        return Fee(state=FeeState.TEXT, note=self.note, source=self.text)


class ChannelEntry(Entry):
    """A way of filing, for one case."""

    kind: Annotated[ChannelKind, Field(strict=False)]
    time: Text | None = None
    fees: tuple[FeeEntry, ...] = ()
    note: Text | None = None

    @field_validator("time")
    @classmethod
    def _known_unit(cls, value: str | None) -> str | None:
        if value and _TIME_WITH_WRONG_UNIT.fullmatch(value) and not _TIME.fullmatch(value):
            raise ValueError(f'"{value}" phải viết như "3 working_day" (hour, day, working_day, month, year)')
        return value

    def read(self) -> Channel:
        """Return the channel it stands for."""
        return Channel(
            kind=self.kind, duration=_duration(self.time), fees=tuple(fee.read() for fee in self.fees), note=self.note
        )


class PaperEntry(Entry):
    """A paper of the file."""

    name: Text
    originals: Annotated[int, Field(ge=0)] = 0
    copies: Annotated[int, Field(ge=0)] = 0
    case: Text | None = None
    form: Text | None = None

    def read(self) -> Paper:
        """Return the paper it stands for."""
        form = Form(name=self.form) if self.form else None
        return Paper(name=self.name, case=self.case, originals=self.originals, copies=self.copies, form=form)


class LegalEntry(Entry):
    """A legal document; at least a number or a name."""

    number: Text | None = None
    name: Text | None = None

    @model_validator(mode="after")
    def _something(self) -> LegalEntry:
        if not (self.number or self.name):
            raise ValueError("cần có number hoặc name")
        return self


class ProcedureEntry(Entry):
    """A procedure of the starter set: complete for every aspect."""

    code: Annotated[str, Field(pattern=r"^[1-9]\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.H\d{2})?$")]
    name: Text
    plain: Text
    aliases: Annotated[tuple[Text, ...], Field(min_length=1)]
    decision: Text | None = None
    promulgator: Text | None = None
    levels: Annotated[tuple[Annotated[Level, Field(strict=False)], ...], Field(min_length=1)]
    agency: Text
    where: Text | None = None
    subjects: Annotated[tuple[Text, ...], Field(min_length=1)]
    result: Annotated[tuple[Text, ...], Field(min_length=1)]
    steps: Annotated[tuple[Text, ...], Field(min_length=1)]
    channels: Annotated[tuple[ChannelEntry, ...], Field(min_length=1)]
    papers: Annotated[tuple[PaperEntry, ...], Field(min_length=1)]
    conditions: Text | None = None
    legal_basis: Annotated[tuple[LegalEntry, ...], Field(min_length=1)]
    url: Annotated[str, Field(pattern=r"^https://")] | None = None

    @field_validator("name")
    @classmethod
    def _no_leading_label(cls, value: str) -> str:
        if value.lower().startswith("thủ tục "):
            raise ValueError('tên viết không có chữ "Thủ tục" ở đầu')
        return value

    def read(self, field: str) -> Procedure:
        """Return the procedure it stands for; ``field`` is the one of the file."""
        return Procedure(
            code=self.code,
            name=self.name,
            field=field,
            levels=self.levels,
            agency=self.agency,
            receiving_address=self.where,
            promulgator=self.promulgator,
            decision=Decision(number=self.decision) if self.decision else None,
            steps=self.steps,
            channels=tuple(channel.read() for channel in self.channels),
            papers=tuple(paper.read() for paper in self.papers),
            subjects=self.subjects,
            results=self.result,
            conditions=self.conditions,
            legal_basis=tuple(LegalBasis(number=basis.number, name=basis.name) for basis in self.legal_basis),
            url=self.url,
            aliases=self.aliases,
            plain=self.plain,
        )


def _duration(text: str | None) -> Duration:
    if text is None:
        return Duration(state=DurationState.NOT_STATED)
    if match := _TIME.fullmatch(text):
        amount = Decimal(match[1].replace(",", "."))
        return Duration(state=DurationState.STATED, amount=amount, unit=TimeUnit(match[2]))
    return Duration(state=DurationState.TEXT, text=text)
