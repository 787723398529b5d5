"""Reads ``procedures.jsonl`` (also gzipped): one national record a line."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import CorruptFile
from knowledge.model import Fee, FeeState
from knowledge.sources.durations import duration
from knowledge.sources.fees import fees_of_items, fees_of_text
from knowledge.sources.papers import RawPaper
from knowledge.sources.raw import RawMethod, RawRecord
from knowledge.sources.reading import Reading
from knowledge.sources.record import no_record, read_record, split_results

_GZIP = b"\x1f\x8b"


class _Row(BaseModel):
    """Fields we do not read are allowed to come and go."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _FeeItem(_Row):
    amount: Decimal | None = None
    note: str | None = None


class _Method(_Row):
    channel: str
    note: str | None = None
    time_raw: str | None = None
    fee_raw: str | None = None
    fee_items: tuple[_FeeItem, ...] = ()
    fee_suspect: bool = False


class _Document(_Row):
    name: str
    case: str | None = None
    form: str | None = None
    originals: int | None = None
    copies: int | None = None


class _Basis(_Row):
    number: str | None = None
    name: str | None = None


class _Record(_Row):
    code: str
    name: str
    level: str | None = None
    level_all: str | None = None
    procedure_type: str | None = None
    field: str | None = None
    agency: str | None = None
    authority: str | None = None
    receiving_address: str | None = None
    coordinating: str | None = None
    promulgator: str | None = None
    decision: str | None = None
    steps: str | None = None
    methods: tuple[_Method, ...] = ()
    documents: tuple[_Document, ...] = ()
    subjects: tuple[str, ...] = ()
    result: str | None = None
    legal_basis: tuple[_Basis, ...] = ()
    conditions: str | None = None
    keywords: str | None = None
    description: str | None = None
    url: str | None = None
    in_catalogue_2026_07: bool = True


def read_corpus(path: Path, *, as_of: date) -> Iterator[Reading]:
    """Yield one reading a line; a broken line is rejected with its number, the rest goes on.

    Raises:
        CorruptFile: the archive breaks off or no line at all is a JSON object.
    """
    objects = 0
    try:
        with _open(path) as lines:
            for position, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                reading = _read_line(line, f"dòng {position}", as_of)
                objects += all(finding.rule != "json_broken" for finding in reading.findings)
                yield reading
    except UnicodeDecodeError as error:
        raise CorruptFile(path, "not UTF-8 text") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CorruptFile(path, f"the archive is damaged: {error}") from error
    if not objects:
        raise CorruptFile(path, "no line holds a procedure")


def _open(path: Path) -> TextIO:
    with path.open("rb") as file:
        zipped = file.read(2) == _GZIP
    if zipped:
        return gzip.open(path, "rt", encoding="utf-8-sig")
    return path.open(encoding="utf-8-sig")


def _read_line(line: str, locator: str, as_of: date) -> Reading:
    try:
        data: Any = json.loads(line)
    except ValueError:
        return no_record(locator, "json_broken", "Dòng này không phải JSON hợp lệ.")
    code = data.get("code") if isinstance(data, dict) else None
    try:
        record = _Record.model_validate(data)
    except ValidationError as error:
        key = ".".join(str(part) for part in error.errors()[0]["loc"])
        message = f"Trường “{key}” thiếu hoặc sai kiểu nên không đọc được bản ghi."
        return no_record(locator, "record_invalid", message, code=code if isinstance(code, str) else None)
    return read_record(_raw(record, as_of), locator, as_of=as_of)


def _raw(record: _Record, as_of: date) -> RawRecord:
    return RawRecord(
        code=record.code,
        name=record.name,
        level_texts=(record.level, record.level_all),
        field=record.field,
        procedure_type=record.procedure_type,
        agency=record.agency,
        authority=record.authority,
        receiving_address=record.receiving_address,
        coordinating=record.coordinating,
        promulgator=record.promulgator,
        decision=record.decision,
        steps=record.steps,
        methods=[_method(method, as_of) for method in record.methods],
        papers=[RawPaper(d.name, d.case, d.originals, d.copies, d.form) for d in record.documents],
        subjects=record.subjects,
        results=split_results(record.result),
        conditions=record.conditions,
        legal_basis=[(basis.number, basis.name) for basis in record.legal_basis],
        keywords=record.keywords,
        description=record.description,
        url=record.url,
        withdrawn=not record.in_catalogue_2026_07,
    )


def _method(method: _Method, as_of: date) -> RawMethod:
    if method.fee_items:
        fees = fees_of_items(((item.amount, item.note) for item in method.fee_items), as_of=as_of)
    else:
        fees = fees_of_text(method.fee_raw, as_of=as_of, zero_is_shown_as_free=True)
    if method.fee_suspect and not any(fee.state is FeeState.SUSPECT for fee in fees):
        fees = tuple(_distrusted(fee) for fee in fees)
    return RawMethod(method.channel, duration(method.time_raw), fees, method.note)


def _distrusted(fee: Fee) -> Fee:
    """Return a sum its collector marked as suspect without the sum."""
    if fee.state is not FeeState.AMOUNT:
        return fee
    source = f"{fee.amount:f} {fee.currency}" + (f" ({fee.note})" if fee.note else "")
    return Fee(state=FeeState.SUSPECT, currency=fee.currency, note=fee.note, source=source)
