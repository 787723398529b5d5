"""PAKN as service requests, read from the database.

Who asks without a key sees what is open to everybody: the published answers, redacted by an official, under their
public name (never the tracking code, which is the sender's). Who knows a tracking code sees where that PAKN stands,
not what it says. A program with a key sees every PAKN, its content with personal numbers masked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from api.clock import VIETNAM
from api.errors import CaseNotFound, InvalidField
from api.feedback.codes import read_code
from api.feedback.labels import KIND_LABELS, STATUS_LABELS
from api.feedback.model import OPEN, Completeness, Kind, Status
from api.feedback_api.open311.catalogue import SERVICE_OF
from api.published.index import published
from api.security.masking import mask
from api.storage.database import Database
from api.storage.feedback_tables import AgencyRow, CaseRow, DraftRow

MOST = 1000
"""Requests in one answer, as the standard says."""
_CLOSED = frozenset(Status) - OPEN


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests are asked for.

    Attributes:
        since, until: moments of receipt, both included.
        offset, limit: of the page.
    """

    kinds: frozenset[Kind]
    statuses: frozenset[str]
    since: datetime
    until: datetime
    offset: int = 0
    limit: int = MOST


class ServiceRequests:
    """Reads; blocks: call it from a worker thread.

    Args:
        database: of the deployment.
        prefix: of its tracking codes.
    """

    def __init__(self, database: Database, prefix: str) -> None:
        self._database = database
        self._prefix = prefix

    def listed(self, wanted: Wanted, *, trusted: bool) -> list[dict[str, Any]]:
        """Return the newest first; ``trusted``: the caller has a key."""
        conditions = [CaseRow.received_at >= wanted.since, CaseRow.received_at <= wanted.until]
        if wanted.kinds:
            conditions.append(CaseRow.kind.in_([kind.value for kind in wanted.kinds]))
        if wanted.statuses:
            conditions.append(CaseRow.status.in_([one.value for one in _meant(wanted.statuses)]))
        query = _visible(*conditions, trusted=trusted).order_by(CaseRow.received_at.desc(), CaseRow.number.desc())
        with self._database.session() as session:
            rows = session.execute(query.offset(wanted.offset).limit(wanted.limit)).all()
        return [_shown(row, agency, trusted=trusted) for row, agency in rows]

    def some(self, ids: Sequence[str], *, trusted: bool) -> list[dict[str, Any]]:
        """Return those of the ids that exist, each once; in the order they are named."""
        with self._database.session() as session:
            found = [self._one(session, one, trusted=trusted) for one in dict.fromkeys(ids[:MOST])]
        return [one for one in found if one]

    def one(self, request_id: str, *, trusted: bool) -> dict[str, Any]:
        """Return one request by its public name or its tracking code.

        Raises:
            CaseNotFound: neither fits.
        """
        with self._database.session() as session:
            found = self._one(session, request_id, trusted=trusted)
        if found is None:
            raise CaseNotFound
        return found

    def code_of(self, token: str) -> str:
        """Return the tracking code that a token became.

        Raises:
            CaseNotFound: no such token, or nothing became of it.
        """
        with self._database.session() as session:
            code = session.scalar(select(DraftRow.code).where(DraftRow.id == token))
        if not code:
            raise CaseNotFound
        return code

    def _one(self, session: Session, request_id: str, *, trusted: bool) -> dict[str, Any] | None:
        by_name = _visible(CaseRow.published_slug == request_id, trusted=False)
        row = session.execute(by_name).first()
        if row is not None:
            return _shown(row[0], row[1], trusted=trusted)
        row = session.execute(_joined().where(CaseRow.code == self._code(request_id))).first()
        if row is None:
            return None
        return _shown(row[0], row[1], trusted=True) if trusted else _standing(row[0], row[1])

    def _code(self, text: str) -> str:
        """Return the code as it is stored; text that is none is found nowhere."""
        try:
            return read_code(text, self._prefix)
        except InvalidField:
            return ""


def _joined() -> Select[CaseRow, str]:
    return select(CaseRow, AgencyRow.name).outerjoin(AgencyRow, AgencyRow.id == CaseRow.agency_id)


def _visible(*conditions: ColumnElement[bool], trusted: bool) -> Select[CaseRow, str]:
    allowed = or_(CaseRow.completeness == Completeness.FULL.value, published()) if trusted else published()
    return _joined().where(allowed, *conditions)


def _meant(statuses: frozenset[str]) -> frozenset[Status]:
    return (OPEN if "open" in statuses else frozenset()) | (_CLOSED if "closed" in statuses else frozenset())


def _standing(row: CaseRow, agency: str | None) -> dict[str, Any]:
    """Return where a PAKN stands, without a word of what it says."""
    kind, status = Kind(row.kind), Status(row.status)
    return {
        "service_request_id": row.code,
        "status": "open" if status in OPEN else "closed",
        "status_notes": STATUS_LABELS[status],
        "service_name": KIND_LABELS[kind],
        "service_code": SERVICE_OF[kind],
        "description": None,
        "agency_responsible": agency,
        "service_notice": _notice(row, status),
        "requested_datetime": _local(row.received_at),
        "updated_datetime": _local(row.changed_at),
        "expected_datetime": _end_of(row.answer_due_on),
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _shown(row: CaseRow, agency: str | None, *, trusted: bool) -> dict[str, Any]:
    out = _standing(row, agency)
    is_published = row.published_slug is not None and row.published_at is not None
    if trusted:
        answer = row.published_answer if is_published else mask(row.answer) if row.answer else None
        out["description"] = row.content_masked
        out["address"] = mask(row.location) if row.location else None
        out["agency_responsible"] = agency or row.agency_named
    else:
        answer = row.published_answer
        out["service_request_id"] = row.published_slug
        out["description"] = row.published_question
    if answer and (is_published or Status(row.status) in _ANSWERED):
        out["status_notes"] = answer
    return out


_ANSWERED = frozenset({Status.ANSWERED, Status.PUBLISHED})


def _notice(row: CaseRow, status: Status) -> str | None:
    if row.answer_due_on is None or status not in OPEN:
        return None
    return f"Hạn trả lời: {row.answer_due_on:%d/%m/%Y}."


def _local(moment: datetime | None) -> str | None:
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds") if moment else None


def _end_of(day: date | None) -> str | None:
    return datetime.combine(day, time(23, 59, 59), VIETNAM).isoformat() if day else None
