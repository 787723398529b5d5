"""What every part of the office's side starts with: may this account, and the PAKN locked for a change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.errors import CaseNotFound, InvalidField
from api.feedback import wording
from api.feedback.changes import Change, Office
from api.feedback.codes import read_code
from api.feedback.fields import MAX_CONTENT
from api.feedback.texts import free_text, storable
from api.security.accounts import Actor, require
from api.security.roles import Permission, may
from api.storage.feedback_tables import AgencyRow, CaseRow


class OfficeSide:
    """Base of the parts of :class:`api.feedback.casework.Casework`."""

    def __init__(self, office: Office) -> None:
        self._office = office

    @contextmanager
    def _work(self, actor: Actor, code: str, permission: Permission = Permission.CASES_WORK) -> Iterator[Change]:
        require(actor, permission)
        with self._office.change(self._code(code), actor) as change:
            yield change

    def _read(self, session: Session, actor: Actor, code: str) -> CaseRow:
        require(actor, Permission.CASES_READ)
        row = session.scalar(select(CaseRow).where(CaseRow.code == self._code(code)))
        if row is None or (actor.agency_id and row.agency_id != actor.agency_id):
            raise CaseNotFound
        return row

    def _code(self, typed: str) -> str:
        return read_code(typed, self._office.rules.prefix)


def sees_sender(actor: Actor, row: CaseRow) -> bool:
    """Tell whether an account may see who sent a PAKN.

    Another agency does not see a sender who wants the identity kept (NĐ 20/2008: forwarded without the name).
    """
    if not may(actor.role, Permission.SENDER_SEE):
        return False
    return not (actor.agency_id and row.identity_hidden)


def agency_in_use(session: Session, agency_id: str) -> AgencyRow:
    """Return an agency that PAKN can be forwarded to.

    Raises:
        InvalidField: there is none, or it is no longer in use.
    """
    agency = session.get(AgencyRow, storable(agency_id)[:32])
    if agency is None or not agency.active:
        raise InvalidField("agency_id", wording.NO_AGENCY)
    return agency


def words_of_office(name: str, text: str, what: str, *, most: int = MAX_CONTENT) -> str:
    """Return what an official wrote, cleaned.

    Raises:
        InvalidField: nothing, or too long.
    """
    return free_text(name, text, least=3, most=most, what=what)
