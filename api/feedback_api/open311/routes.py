"""Open311 GeoReport v2 over HTTP."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from api.clock import VIETNAM
from api.errors import AccessDenied
from api.feedback.model import Receipt
from api.feedback_api.consent import consent_in_force
from api.feedback_api.intake import take_whole
from api.feedback_api.open311 import catalogue, formats
from api.feedback_api.open311.discovery import discovery
from api.feedback_api.open311.examples import POST_BODY, POSTED, REQUEST, documented
from api.feedback_api.open311.formats import Form as Ending
from api.feedback_api.open311.posting import fields_of
from api.feedback_api.open311.reading import MOST, ServiceRequests, Wanted
from api.feedback_api.open311.route import Open311Route, Refused
from api.security.access import same_secret
from api.services import LimitedAddress, Services, ServicesDep
from api.settings import Settings

ROOT = "/open311/v2"
_DAYS = 90
_NO_SERVICE = "Không có dịch vụ mang service_code này."
_BAD_DATE = "start_date và end_date theo ISO 8601, ví dụ 2026-11-01T00:00:00+07:00."
_BAD_RANGE = f"Khoảng thời gian không quá {_DAYS} ngày và start_date phải trước end_date."
_BAD_STATUS = "status chỉ nhận open, closed."


_USUAL = Settings.model_construct(office_name="", consent_version="1")
_DEFINED = catalogue.definition("pakn_hanh_vi", consent_in_force(_USUAL))

router = APIRouter(prefix=ROOT, tags=["open311"], dependencies=[LimitedAddress], route_class=Open311Route)

Ended = Annotated[Ending, Path(description="`json` or `xml`.")]
ApiKey = Annotated[str, Query(max_length=200, description="Key of a program; it sees what is not published too.")]


@router.get(
    "/discovery.{form}",
    summary="Where the interface is and what it speaks",
    responses=documented("discovery", discovery(_USUAL, "https://example.vn/open311/v2"), 429),
)
async def read_discovery(form: Ended, request: Request, found: ServicesDep) -> Response:
    """Return addresses, formats, and how this endpoint reads the standard."""
    base = (found.settings.public_url or str(request.base_url).rstrip("/")) + ROOT
    return formats.respond(form, "discovery", discovery(found.settings, base))


@router.get(
    "/services.{form}", summary="List the services", responses=documented("services", catalogue.services(), 429)
)
async def list_services(form: Ended) -> Response:
    """Return one service for each kind of PAKN."""
    return formats.respond(form, "services", catalogue.services())


@router.get(
    "/services/{service_code}.{form}",
    summary="Define a service",
    responses=documented("service_definition", _DEFINED, 404, 429),
)
async def define_service(service_code: str, form: Ended, found: ServicesDep) -> Response:
    """Return the attributes of a service, the consent text among them."""
    if service_code not in catalogue.KIND_OF:
        raise Refused(404, _NO_SERVICE)
    made = catalogue.definition(service_code, consent_in_force(found.settings))
    return formats.respond(form, "service_definition", made)


@router.get(
    "/requests.{form}",
    summary="List service requests",
    responses=documented("service_requests", [REQUEST], 400, 429),
)
async def list_requests(
    form: Ended,
    found: ServicesDep,
    *,
    service_request_id: Annotated[str, Query(max_length=20_000, description="Ids, comma-separated; alone.")] = "",
    service_code: Annotated[str, Query(max_length=300, description="Services, comma-separated.")] = "",
    start_date: Annotated[str, Query(max_length=40, description="ISO 8601; by default 90 days before the end.")] = "",
    end_date: Annotated[str, Query(max_length=40, description="ISO 8601; by default now.")] = "",
    status: Annotated[str, Query(max_length=40, description="`open`, `closed` or both, comma-separated.")] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=MOST)] = MOST,
    api_key: ApiKey = "",
) -> Response:
    """Return at most 1,000 requests received in at most 90 days, the newest first.

    Without a key: what is published, as it was redacted. With one: every PAKN, personal numbers masked.
    """
    reader, trusted = _reader(found), _trusted(found, api_key)
    if service_request_id.strip():
        ids = _split(service_request_id)
        return formats.respond(form, "service_requests", await asyncio.to_thread(reader.some, ids, trusted=trusted))
    since, until = _range(start_date, end_date)
    wanted = Wanted(
        kinds=frozenset(_kinds(service_code)),
        statuses=_statuses(status),
        since=since,
        until=until,
        offset=(page - 1) * page_size,
        limit=page_size,
    )
    return formats.respond(form, "service_requests", await asyncio.to_thread(reader.listed, wanted, trusted=trusted))


@router.post(
    "/requests.{form}",
    summary="Send a service request",
    openapi_extra=POST_BODY,
    responses={**documented("service_requests", [POSTED], 400, 429), 403: {"description": "No key, or a wrong one."}},
)
async def post_request(
    form: Ended,
    request: Request,
    found: ServicesDep,
    *,
    idempotency_key: Annotated[str | None, Header(min_length=8, max_length=200)] = None,
) -> Response:
    """Take a PAKN from a program with a key. ``attribute[…]`` as the definition of the service says.

    Storing takes no time, so the answer carries both: the id, and the token of the standard's batch type.
    """
    async with request.form(max_files=found.settings.attachment_count + 1, max_fields=100) as sent:
        values = {name: value for name, value in sent.items() if isinstance(value, str)}
        if not _trusted(found, values.get("api_key", "")):
            raise AccessDenied
        receipt, token = await take_whole(
            found,
            fields_of(values),
            key=idempotency_key,
            files=_files(sent.values()),
            not_identity_papers=values.get("attribute[not_identity_paper]") == "true",
        )
    return formats.respond(form, "service_requests", [_receipt(receipt, token)])


@router.get(
    "/requests/{request_id}.{form}",
    summary="Look at a service request",
    responses=documented("service_requests", [REQUEST], 404, 429),
)
async def read_request(request_id: str, form: Ended, found: ServicesDep, api_key: ApiKey = "") -> Response:
    """Return one request. A tracking code without a key shows where it stands, not what it says."""
    one = await asyncio.to_thread(_reader(found).one, request_id[:120], trusted=_trusted(found, api_key))
    return formats.respond(form, "service_requests", [one])


@router.get(
    "/tokens/{token}.{form}",
    summary="Turn a token into an id",
    responses=documented(
        "service_requests", [{"service_request_id": POSTED["service_request_id"], "token": POSTED["token"]}], 404, 429
    ),
)
async def read_token(token: str, form: Ended, found: ServicesDep) -> Response:
    """Return the id that a token became."""
    code = await asyncio.to_thread(_reader(found).code_of, token[:64])
    return formats.respond(form, "service_requests", [{"service_request_id": code, "token": token}])


@router.api_route("/{path:path}", methods=["GET", "POST"], include_in_schema=False)
async def without_ending(path: str, request: Request) -> Response:
    """Lead an address without an ending to the one with it; everything else is told in the standard's shape."""
    if re.fullmatch(r"(?:discovery|services|requests|tokens)(?:/[\w-]+)?", path) is None:
        raise Refused(404, "Không có địa chỉ này.")
    wants_xml = "xml" in request.headers.get("accept", "")
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{ROOT}/{path}.{'xml' if wants_xml else 'json'}{query}", 307)


def _reader(found: Services) -> ServiceRequests:
    return ServiceRequests(found.database, found.settings.pakn_prefix)


def _trusted(found: Services, key: str) -> bool:
    keys = found.settings.georeport_keys.get_secret_value().split(",")
    return sum(same_secret(key, one.strip()) for one in keys) > 0  # every key is compared, whatever is found


def _files(values: Any) -> tuple[UploadFile, ...]:
    return tuple(one for one in values if isinstance(one, UploadFile) and one.filename)


def _receipt(receipt: Receipt, token: str) -> dict[str, Any]:
    notice = f"Hạn trả lời: {receipt.answer_due_on:%d/%m/%Y}." if receipt.answer_due_on else None
    return {"service_request_id": receipt.code, "token": token, "service_notice": notice, "account_id": None}


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _kinds(services: str) -> list[Any]:
    try:
        return [catalogue.KIND_OF[one] for one in _split(services)]
    except KeyError:
        raise Refused(404, _NO_SERVICE) from None


def _statuses(text: str) -> frozenset[str]:
    asked = frozenset(_split(text.lower()))
    if asked - {"open", "closed"}:
        raise Refused(400, _BAD_STATUS)
    return asked


def _range(start: str, end: str) -> tuple[datetime, datetime]:
    since, until = _moment(start), _moment(end)
    whole = timedelta(days=_DAYS)
    until = until or (min(since + whole, datetime.now(UTC)) if since else datetime.now(UTC))
    since = since or until - whole
    if not since <= until <= since + whole:
        raise Refused(400, _BAD_RANGE)
    return since, until


def _moment(text: str) -> datetime | None:
    """A moment without a zone is one in Vietnam. A ``+`` that a program did not encode arrives as a space."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(re.sub(r" (\d\d:?\d\d)$", r"+\1", text.strip()))
        return (read if read.tzinfo else read.replace(tzinfo=VIETNAM)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(400, _BAD_DATE) from None
