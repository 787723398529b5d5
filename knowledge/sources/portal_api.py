"""Reads the national portal's JSON: one detail, details in a list or an envelope, and items of its search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.model import Fee, Level
from knowledge.sources.dates import from_milliseconds
from knowledge.sources.durations import duration_of
from knowledge.sources.fees import lines_of
from knowledge.sources.money import currency_named
from knowledge.sources.papers import RawPaper
from knowledge.sources.raw import RawMethod, RawRecord
from knowledge.sources.reading import Reading
from knowledge.sources.record import no_record, read_record, thin_record

DETAIL_PAGE = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/"
"""Official page of a procedure; the portal's id follows."""

_GONE = {"INACTIVE", "DELETED", "EXPIRED", "ABOLISHED", "REPEALED", "CANCELED", "CANCELLED"}


class _Part(BaseModel):
    """A piece of the interface; keys we do not read may come and go, and any may be null."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Named(_Part):
    name: str | None = None
    code: str | None = None


class _Step(_Part):
    name: str | None = None
    description: str | None = None


class _Fee(_Part):
    value: Decimal | None = None
    currencyName: str | None = None  # noqa: N815 - the portal's own key
    description: str | None = None


class _Method(_Part):
    submissionMethod: str = ""  # noqa: N815
    processingTime: Decimal | str | None = None  # noqa: N815
    processingTimeUnit: str | None = None  # noqa: N815
    description: str | None = None
    fees: tuple[_Fee, ...] | None = None


class _Attachment(_Part):
    fileName: str | None = None  # noqa: N815


class _Paper(_Part):
    name: str | None = None
    originalQty: int | None = None  # noqa: N815
    copyQty: int | None = None  # noqa: N815
    attachments: tuple[_Attachment, ...] | None = None


class _Case(_Part):
    name: str | None = None
    profileComponents: tuple[_Paper, ...] | None = None  # noqa: N815


class _Proposal(_Part):
    proposalNumber: str | None = None  # noqa: N815
    decisionNumber: str | None = None  # noqa: N815
    decisionDate: int | None = None  # noqa: N815


class _Detail(_Part):
    id: str | None = None
    code: str | None = None
    codeNotation: str | None = None  # noqa: N815
    name: str = ""
    state: str | None = None
    isInternal: bool | None = None  # noqa: N815
    isWard: bool | None = None  # noqa: N815
    isProvince: bool | None = None  # noqa: N815
    isMinistry: bool | None = None  # noqa: N815
    isOtherAgency: bool | None = None  # noqa: N815
    formalityType: str | None = None  # noqa: N815
    decisionNo: str | None = None  # noqa: N815
    procedureProposal: _Proposal | None = None  # noqa: N815
    departmentPromulgateName: str | None = None  # noqa: N815
    categoriesDetails: tuple[_Named, ...] | None = None  # noqa: N815
    unitGroupsExecuting: tuple[_Named, ...] | None = None  # noqa: N815
    departmentsExecuting: tuple[_Named, ...] | None = None  # noqa: N815
    executingAgencies: str | None = None  # noqa: N815
    unitGroupsAuthority: tuple[_Named, ...] | None = None  # noqa: N815
    departmentsAuthority: tuple[_Named, ...] | None = None  # noqa: N815
    authorizedAgencies: str | None = None  # noqa: N815
    unitGroupsCoordinating: tuple[_Named, ...] | None = None  # noqa: N815
    departmentsCoordinating: tuple[_Named, ...] | None = None  # noqa: N815
    coordinatingAgencies: str | None = None  # noqa: N815
    dossierReceivingAddresses: str | None = None  # noqa: N815
    executionSteps: tuple[_Step, ...] | None = None  # noqa: N815
    executionMethods: tuple[_Method, ...] | None = None  # noqa: N815
    executionCases: tuple[_Case, ...] | None = None  # noqa: N815
    profileComponents: tuple[_Paper, ...] | None = None  # noqa: N815
    subjectTypesDetails: tuple[_Named, ...] | None = None  # noqa: N815
    resultsDetails: tuple[_Named, ...] | None = None  # noqa: N815
    requirementsAndConditions: str | None = None  # noqa: N815
    legalBasisesDetails: tuple[_Named, ...] | None = None  # noqa: N815
    procedureRelatedGroup: tuple[_Named | str, ...] | None = None  # noqa: N815
    keywords: str | None = None
    description: str | None = None
    updatedAt: int | None = None  # noqa: N815
    createdAt: int | None = None  # noqa: N815


class _Item(_Part):
    id: str | None = None
    code: str | None = None
    codeNotation: str | None = None  # noqa: N815
    name: str = ""
    categories: tuple[str, ...] | None = None
    departments: tuple[str, ...] | None = None
    departmentPromulgate: str | None = None  # noqa: N815
    formalityTargetType: tuple[str, ...] | None = None  # noqa: N815


def is_portal_json(data: object) -> bool:
    """Tell whether parsed JSON has the shape of the portal's interface."""
    return any(True for _ in _records(data))


def read_portal_json(data: object, *, as_of: date) -> Iterator[Reading]:
    """Yield one reading a record of parsed portal JSON."""
    for position, (record, url) in enumerate(_records(data), start=1):
        locator = f"bản ghi thứ {position}"
        code = record.get("codeNotation") or record.get("code")
        try:
            if _is_detail(record):
                yield read_record(_raw(_Detail.model_validate(record), url, as_of), locator, as_of=as_of)
            else:
                yield _thin(_Item.model_validate(record), url, locator)
        except ValidationError as error:
            key = ".".join(str(part) for part in error.errors()[0]["loc"])
            message = f"Trường “{key}” thiếu hoặc sai kiểu nên không đọc được bản ghi."
            yield no_record(locator, "record_invalid", message, code=str(code) if code else None)


def _records(data: object) -> Iterator[tuple[Mapping[str, Any], str | None]]:
    """Walk the envelopes the interface and its crawlers use, down to details and search items."""
    if isinstance(data, list):
        for entry in data:
            yield from _records(entry)
    elif isinstance(data, dict):
        if _is_detail(data) or _is_item(data):
            yield data, None
        elif isinstance(data.get("detail"), dict):
            url = data.get("sourceUrl")
            for record, own in _records(data["detail"]):
                yield record, url if isinstance(url, str) else own
        else:
            for key in ("data", "items", "records"):
                if key in data:
                    yield from _records(data[key])
                    break


def _is_detail(data: Mapping[str, Any]) -> bool:
    return "name" in data and ("executionSteps" in data or "executionMethods" in data)


def _is_item(data: Mapping[str, Any]) -> bool:
    return "name" in data and "code" in data and ("departmentPromulgate" in data or "categories" in data)


def _thin(item: _Item, url: str | None, locator: str) -> Reading:
    return thin_record(
        locator,
        code=item.codeNotation or item.code or "",
        name=item.name,
        field="; ".join(item.categories or ()),
        promulgator=item.departmentPromulgate,
        agency="\n".join(item.departments or ()),
        subjects=item.formalityTargetType or (),
        url=url or _page(item.id),
    )


def _raw(detail: _Detail, url: str | None, as_of: date) -> RawRecord:
    proposal = detail.procedureProposal or _Proposal()
    return RawRecord(
        code=detail.codeNotation or detail.code or "",
        name=detail.name,
        levels=_levels(detail),
        field="; ".join(_names(detail.categoriesDetails)),
        procedure_type=detail.formalityType,
        agency=_several(detail.unitGroupsExecuting, detail.departmentsExecuting, detail.executingAgencies),
        authority=_several(detail.unitGroupsAuthority, detail.departmentsAuthority, detail.authorizedAgencies),
        receiving_address=detail.dossierReceivingAddresses,
        coordinating=_several(
            detail.unitGroupsCoordinating, detail.departmentsCoordinating, detail.coordinatingAgencies
        ),
        promulgator=detail.departmentPromulgateName,
        decision=detail.decisionNo or proposal.proposalNumber or proposal.decisionNumber,
        decided=from_milliseconds(proposal.decisionDate),
        steps="\n".join(text for step in detail.executionSteps or () for text in (step.name, step.description) if text),
        methods=[_method(method, as_of) for method in detail.executionMethods or ()],
        papers=list(_papers(detail)),
        subjects=_names(detail.subjectTypesDetails),
        results=_names(detail.resultsDetails),
        conditions=detail.requirementsAndConditions,
        legal_basis=[(basis.code, basis.name) for basis in detail.legalBasisesDetails or ()],
        keywords=detail.keywords,
        description=detail.description,
        related=[_related(entry) for entry in detail.procedureRelatedGroup or ()],
        url=url or _page(detail.id),
        updated=from_milliseconds(detail.updatedAt or detail.createdAt),
        withdrawn=(detail.state or "").upper() in _GONE,
        internal=bool(detail.isInternal),
    )


def _page(identifier: str | None) -> str | None:
    return DETAIL_PAGE + identifier if identifier else None


def _related(entry: _Named | str) -> str:
    return entry if isinstance(entry, str) else " ".join(part for part in (entry.code, entry.name) if part)


def _names(entries: tuple[_Named, ...] | None) -> tuple[str, ...]:
    return tuple(entry.name for entry in entries or () if entry.name)


def _several(groups: tuple[_Named, ...] | None, offices: tuple[_Named, ...] | None, text: str | None) -> str:
    return "\n".join((*_names(groups), *_names(offices))) or text or ""


def _levels(detail: _Detail) -> tuple[Level, ...]:
    flags = {
        Level.MINISTRY: detail.isMinistry,
        Level.PROVINCE: detail.isProvince,
        Level.COMMUNE: detail.isWard,
        Level.OTHER: detail.isOtherAgency,
    }
    return tuple(level for level, flag in flags.items() if flag)


def _method(method: _Method, as_of: date) -> RawMethod:
    limit = duration_of(method.processingTime, method.processingTimeUnit)
    fees: list[Fee] = []
    for item in method.fees or ():
        currency = currency_named(item.currencyName)
        fees.extend(lines_of(item.value, item.description, currency=currency, as_of=as_of))
    return RawMethod(method.submissionMethod, limit, tuple(dict.fromkeys(fees)), method.description)


def _papers(detail: _Detail) -> Iterator[RawPaper]:
    cases = (_Case(profileComponents=detail.profileComponents), *(detail.executionCases or ()))
    for case in cases:
        for paper in case.profileComponents or ():
            files = "; ".join(file.fileName for file in paper.attachments or () if file.fileName)
            yield RawPaper(paper.name or "", case.name, paper.originalQty, paper.copyQty, files or None)
