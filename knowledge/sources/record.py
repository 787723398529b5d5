"""Published record → reading: the rules every format shares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from pydantic import ValidationError

from knowledge.model import (
    Channel,
    ChannelKind,
    Finding,
    LegalBasis,
    Procedure,
    ProcedureStatus,
)
from knowledge.sources.codes import CodeShape, clean_code, shape_of
from knowledge.sources.decisions import decision
from knowledge.sources.levels import levels_in
from knowledge.sources.names import procedure_name
from knowledge.sources.nulls import line_or_none, or_none, paragraphs
from knowledge.sources.papers import read_papers
from knowledge.sources.places import province_of
from knowledge.sources.raw import RawMethod, RawRecord
from knowledge.sources.reading import Origin, Reading, rejection, warning
from knowledge.sources.remarks import about_code, remarks
from knowledge.text import fold, one_line

_KINDS = {
    "truc tuyen": ChannelKind.ONLINE,
    "online": ChannelKind.ONLINE,
    "nop truc tuyen": ChannelKind.ONLINE,
    "buu chinh": ChannelKind.POSTAL,
    "dich vu buu chinh": ChannelKind.POSTAL,
    "qua dich vu buu chinh": ChannelKind.POSTAL,
    "postal": ChannelKind.POSTAL,
    "truc tiep": ChannelKind.IN_PERSON,
    "nop truc tiep": ChannelKind.IN_PERSON,
    "direct": ChannelKind.IN_PERSON,
}
_TYPES = {"ASSIGNED_REGULATION": "TTHC được luật giao quy định chi tiết"}
_CODE_WORD = re.compile(r"[A-Z]+(_[A-Z]+)*")
_RESULT_NOUN = (
    "Giấy|Văn bản|Quyết định|Thông báo|Chứng chỉ|Phiếu|Công văn|Thẻ|Bằng|Biên bản|Cập nhật|Xác nhận|Hợp đồng|Tờ|Bản|"
    "Trích lục|Danh sách|Chứng nhận|Kết quả|Báo cáo|Hộ chiếu|Tem|Sổ|Lệnh|Nghị quyết|Chấp thuận|Hồ sơ|Tài khoản|Tiền"
)
_RESULT_SPLIT = re.compile(rf"[;./]*\s*[,;]\s*(?=(?:[-–+]\s*)?(?:{_RESULT_NOUN})\b)(?![^(]*\))")
_KIND_OF_LAW = re.compile(
    r"^(?:luật|nghị định|thông tư|quyết định|nghị quyết|văn bản hợp nhất)\s+(?:số\s+)?(?=\d+[^ ]*/)", re.I
)
_TRAILING = " ;,./-–+"


@lru_cache(maxsize=1024)
def channel_kind(text: str) -> ChannelKind | None:
    """Return the way of filing a published word names."""
    return _KINDS.get(fold(one_line(text)).strip(" :."))


def split_results(text: str | None) -> tuple[str, ...]:
    """Split results joined by commas where a new document clearly begins; else keep them together."""
    line = line_or_none(text)
    return () if line is None else _tidy(_RESULT_SPLIT.split(line))


def read_record(raw: RawRecord, locator: str, *, as_of: date) -> Reading:
    """Turn a published record into a reading: accepted with its findings, or rejected with the reason.

    Args:
        raw: the published fields.
        locator: where the record stands in its file.
        as_of: day the data is read for; decides what has lapsed.
    """
    code = clean_code(raw.code or "")
    name = procedure_name(raw.name or "")
    refusal = _refusal(code, name)
    if refusal:
        return Reading(locator, findings=(refusal,), code=code or None)
    papers, reordered = read_papers(raw.papers)
    channels, unknown = _channels(raw.methods)
    conditions = or_none(raw.conditions)
    try:
        procedure = Procedure(
            code=code,
            name=name,
            status=_status(raw, code),
            field=line_or_none(raw.field),
            procedure_type=_procedure_type(raw.procedure_type),
            levels=raw.levels or levels_in(tuple(raw.level_texts)),
            agency=_joined(raw.agency),
            authority=_joined(raw.authority),
            receiving_address=or_none(raw.receiving_address),
            coordinating=_joined(raw.coordinating),
            promulgator=line_or_none(raw.promulgator),
            province=province_of(raw.promulgator, code),
            decision=decision(raw.decision, raw.decided),
            steps=paragraphs(raw.steps),
            channels=channels,
            papers=papers,
            subjects=_tidy(raw.subjects),
            results=_tidy(raw.results),
            conditions=conditions,
            legal_basis=_legal(raw.legal_basis),
            keywords=_keywords(raw.keywords),
            description=_description(raw.description, conditions),
            related=_tidy(raw.related),
            url=line_or_none(raw.url),
            updated=raw.updated,
        )
    except ValidationError as error:
        reason = f"Bản ghi không đúng cấu trúc: {error.errors()[0]['msg']}."
        return Reading(locator, findings=(rejection("record_invalid", reason),), code=code)
    findings = remarks(raw, procedure, reordered=reordered, unknown=unknown, as_of=as_of)
    return Reading(locator, procedure, tuple(dict.fromkeys(findings)), code)


def _refusal(code: str, name: str) -> Finding | None:
    if not code:
        return rejection("code_missing", "Bản ghi không có mã thủ tục nên không thể nhập.", "code")
    if shape_of(code) is CodeShape.BROKEN:
        return rejection("code_broken", f"Mã “{code[:64]}” không phải mã thủ tục hành chính.", "code")
    if not name:
        return rejection("name_missing", f"Thủ tục {code} không có tên nên không thể nhập.", "name")
    return None


def _status(raw: RawRecord, code: str) -> ProcedureStatus:
    shape = shape_of(code)
    if raw.internal or shape is CodeShape.INTERNAL:
        return ProcedureStatus.INTERNAL
    return ProcedureStatus.WITHDRAWN if raw.withdrawn or shape is CodeShape.DELETED else ProcedureStatus.IN_FORCE


def _procedure_type(text: str | None) -> str | None:
    """Return the type in words; a code of the portal without a known label is dropped."""
    line = line_or_none(text)
    if line is None or _CODE_WORD.fullmatch(line):
        return _TYPES.get(line or "")
    return line.replace("được giao luật quy định", "được luật giao quy định")


def _joined(text: str | None) -> str | None:
    """Return several agencies of one cell on one line, separated by semicolons."""
    cleaned = or_none(text)
    if cleaned is None:
        return None
    return "; ".join(dict.fromkeys(_tidy(cleaned.split("\n")))) or None


def _tidy(texts: Iterable[str]) -> tuple[str, ...]:
    lines = (line_or_none(text) for text in texts)
    return tuple(dict.fromkeys(line.strip(_TRAILING) for line in lines if line and line.strip(_TRAILING)))


def _channels(methods: Iterable[RawMethod]) -> tuple[tuple[Channel, ...], tuple[str, ...]]:
    channels: list[Channel] = []
    unknown: list[str] = []
    for method in methods:
        kind = channel_kind(method.channel)
        if kind is None:
            unknown.append(one_line(method.channel))
            continue
        channels.append(Channel(kind=kind, duration=method.duration, fees=method.fees, note=or_none(method.note)))
    return tuple(dict.fromkeys(channels)), tuple(unknown)


def _legal(rows: Iterable[tuple[str | None, str | None]]) -> tuple[LegalBasis, ...]:
    read = (LegalBasis(number=_number(number), name=line_or_none(name)) for number, name in rows)
    return tuple(dict.fromkeys(basis for basis in read if basis.number or basis.name))


def _number(text: str | None) -> str | None:
    """Return a document number without the kind of document some offices write before it."""
    line = line_or_none(text)
    return _KIND_OF_LAW.sub("", line) if line else None


def _keywords(text: str | None) -> tuple[str, ...]:
    line = line_or_none(text)
    return () if line is None else _tidy(re.split(r"\s*;\s*", line))


def _description(text: str | None, conditions: str | None) -> str | None:
    """Return the description unless it only repeats the conditions, as it often does."""
    description = or_none(text)
    repeats = description and conditions and fold(one_line(description)) == fold(one_line(conditions))
    return None if repeats else description


def no_record(locator: str, rule: str, message: str, *, code: str | None = None) -> Reading:
    """Return a rejected reading for a place of a file no record could be taken from."""
    return Reading(locator, findings=(rejection(rule, message),), code=code)


def thin_record(
    locator: str,
    *,
    code: str,
    name: str,
    field: str | None,
    promulgator: str | None,
    agency: str | None,
    url: str | None = None,
    subjects: Sequence[str] = (),
) -> Reading:
    """Read a row of a list: enough to fill gaps of a detail, thin when it stands alone."""
    code, name = clean_code(code or ""), procedure_name(name or "")
    refusal = _refusal(code, name)
    if refusal:
        return Reading(locator, findings=(refusal,), code=code or None, origin=Origin.LIST)
    raw = RawRecord(code=code, name=name)
    procedure = Procedure(
        code=code,
        name=name,
        status=_status(raw, code),
        field=line_or_none(field),
        agency=_joined((agency or "").replace(";", "\n")),
        promulgator=line_or_none(promulgator),
        province=province_of(promulgator, code),
        subjects=_tidy(subjects),
        url=line_or_none(url),
    )
    message = "Chỉ có thông tin danh sách (tên, cơ quan, lĩnh vực); chưa có hồ sơ, thời hạn và phí."
    findings = (warning("thin_record", message), *about_code(raw, procedure))
    return Reading(locator, procedure, findings, code, Origin.LIST)
