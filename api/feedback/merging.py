"""Several PAKN about one thing are answered once: found by likeness, merged by an official, never by the machine."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from api.errors import CaseNotFound, TransitionRefused
from api.feedback import wording
from api.feedback.audit import Action
from api.feedback.changes import Change, Office, merged_into
from api.feedback.model import OPEN, Completeness, Status
from api.feedback.office_base import OfficeSide
from api.feedback.office_model import CaseLine
from api.feedback.similar import SimilarTexts
from api.feedback.views import agency_name, case_line
from api.security.accounts import Actor, require
from api.security.roles import Permission
from api.storage.feedback_tables import AccountRow, CaseRow
from api.storage.rows import lock_row

_LOOK_BACK = timedelta(days=365)
_COMPARED = 3_000
_CLOSED = frozenset({Status.REJECTED, Status.WITHDRAWN})


class Merging(OfficeSide):
    """Similar PAKN, merging and separating. One transaction a method."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._similar = SimilarTexts()

    def similar(self, actor: Actor, code: str) -> tuple[CaseLine, ...]:
        """Return PAKN of the year before that read alike, the nearest first; those merged already are left out.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
        """
        with self._office.database.session() as session:
            row = self._read(session, actor, code)
            conditions = [
                CaseRow.completeness == Completeness.FULL.value,
                CaseRow.received_at >= self._office.clock() - _LOOK_BACK,
                CaseRow.merged_into.is_(None),
                CaseRow.status != Status.WITHDRAWN.value,
                CaseRow.number != row.number,
            ]
            if actor.agency_id:
                conditions.append(CaseRow.agency_id == actor.agency_id)
            columns = (CaseRow.number, CaseRow.title, CaseRow.content_masked)
            newest = select(*columns).where(*conditions).order_by(CaseRow.number.desc()).limit(_COMPARED)
            texts = [(number, f"{title}\n{content}") for number, title, content in session.execute(newest)]
            texts.append((row.number, f"{row.title}\n{row.content_masked}"))
            near = self._similar.nearest(row.number, texts)
            found = [session.get_one(CaseRow, number) for number, _ in near]
            deadlines, today = self._office.rules.deadlines, self._office.today()
            return tuple(
                case_line(
                    one,
                    agency_name(session, one),
                    session.get_one(AccountRow, one.assignee_id).name if one.assignee_id else None,
                    deadlines,
                    today,
                )
                for one in found
            )

    def merge(self, actor: Actor, code: str, into_code: str) -> None:
        """Handle a PAKN together with another: its sender is told, and gets the answer of the other without its sender.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: one of the two does not exist.
            TransitionRefused: the same one twice, a remark, or one that is closed.
        """
        require(actor, Permission.CASES_WORK)
        code, into = self._code(code), self._code(into_code)
        if code == into:
            raise TransitionRefused(wording.MERGE_SELF)
        with self._work(actor, code) as change:
            target = self._target(change, actor, into)
            change.full()
            change.on_its_own()
            if change.status not in OPEN:
                raise TransitionRefused(wording.MERGE_CLOSED)
            row, session = change.row, change.session
            row.merged_into = target.code
            change.done(Action.MERGED, wording.MERGED)
            for one in merged_into(session, row.code):
                other = Change(self._office, session, one, actor, change.at)
                one.merged_into = target.code
                other.done(Action.MERGED)
            self._catch_up(change, target)

    def separate(self, actor: Actor, code: str) -> None:
        """Handle a merged PAKN by itself again, from where it stands.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            TransitionRefused: it was not merged, or has its answer.
        """
        with self._work(actor, code) as change:
            if change.row.merged_into is None or change.row.answered_at:
                raise TransitionRefused(wording.NOT_MERGED)
            change.separate()

    def _target(self, change: Change, actor: Actor, code: str) -> CaseRow:
        target = lock_row(change.session, CaseRow, CaseRow.code == code)
        if target is None or (actor.agency_id and target.agency_id != actor.agency_id):
            raise CaseNotFound
        if target.merged_into:
            raise TransitionRefused(wording.IS_MERGED.format(code=target.merged_into))
        if Status(target.status) in _CLOSED or target.completeness != Completeness.FULL:
            raise TransitionRefused(wording.MERGE_CLOSED)
        return target

    def _catch_up(self, change: Change, target: CaseRow) -> None:
        """Bring those just merged to where the target stands: forwarded, being worked on, or answered."""
        steps = {
            Status.FORWARDED: wording.FORWARDED.format(agency=agency_name(change.session, target)),
            Status.IN_PROGRESS: wording.STARTED,
            Status.ANSWERED: wording.ANSWERED,
            Status.PUBLISHED: wording.ANSWERED,
        }
        public = steps.get(Status(target.status))
        if public is None:
            return
        for row in merged_into(change.session, target.code):
            if row.answered_at is None and row.status != target.status:
                Change(self._office, change.session, row, change.actor, change.at).follow(target, public)
