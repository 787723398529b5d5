"""The steps of the office on one PAKN, from assignment to refusal; each checks role and state and writes the log."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from api.clock import local_day
from api.errors import InvalidField, TransitionRefused
from api.feedback import wording
from api.feedback.audit import Action
from api.feedback.changes import Change, search_text, sender_of
from api.feedback.fields import MAX_NOTE, FieldRules, check_fields, one_line_code
from api.feedback.intake import known_procedure, procedure_of
from api.feedback.model import Lateness, Status
from api.feedback.office_base import OfficeSide, agency_in_use, words_of_office
from api.feedback.redaction import redact
from api.feedback.texts import storable
from api.feedback.views import lateness_of
from api.security.accounts import Actor
from api.security.roles import Permission
from api.storage.feedback_tables import AccountRow, NoteRow

_FACTS = frozenset({"kind", "title", "procedure_code", "agency", "location", "occurred_on"})


class Handling(OfficeSide):
    """Assigning, forwarding, asking, starting, refusing, noting. One transaction a method."""

    def assign(self, actor: Actor, code: str, *, agency_id: str | None = None, account_id: str | None = None) -> None:
        """Say which agency or person takes care; ``""`` takes an assignment back, ``None`` leaves it.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: no such agency or account.
        """
        with self._work(actor, code) as change:
            row = change.row
            if agency_id is not None:
                row.agency_id = agency_in_use(change.session, agency_id).id if agency_id else None
            if account_id is not None:
                row.assignee_id = _account(change, account_id) if account_id else None
            change.done(Action.ASSIGNED)

    def forward(self, actor: Actor, code: str, agency_id: str) -> None:
        """Send it to the agency that has to answer (NĐ 20/2008: within the configured working days).

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: no such agency.
            TransitionRefused: not from this state.
        """
        with self._work(actor, code) as change:
            change.full()
            change.on_its_own()
            agency = agency_in_use(change.session, agency_id)
            change.move(Status.FORWARDED)
            change.row.agency_id = agency.id
            change.row.forwarded_at = change.row.forwarded_at or change.at
            change.done(Action.FORWARDED, wording.FORWARDED.format(agency=agency.name))

    def ask_more(self, actor: Actor, code: str, text: str) -> None:
        """Ask the sender for more information; the text goes to the sender.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: ``text``.
            TransitionRefused: not from this state.
        """
        asked = words_of_office("text", text, "Nội dung cần bổ sung", most=MAX_NOTE)
        with self._work(actor, code) as change:
            change.full()
            change.on_its_own()
            change.move(Status.NEEDS_MORE)
            change.row.question = asked
            change.done(Action.ASKED, wording.ASKED, letter=asked)

    def start(self, actor: Actor, code: str) -> None:
        """Begin to work on what was forwarded.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            TransitionRefused: not from this state.
        """
        with self._work(actor, code) as change:
            change.on_its_own()
            if change.row.answered_at:
                raise TransitionRefused(wording.not_now(change.status, Status.IN_PROGRESS))
            change.move(Status.IN_PROGRESS)
            change.done(Action.STARTED, wording.STARTED)

    def resume(self, actor: Actor, code: str, reason: str) -> None:
        """Take an answer back to correct it; what was published is taken down meanwhile.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: ``reason``.
            TransitionRefused: there is no answer.
        """
        said = words_of_office("reason", reason, "Lý do", most=MAX_NOTE)
        with self._work(actor, code, Permission.ANSWER_APPROVE) as change:
            if not change.row.answered_at:
                raise TransitionRefused(wording.not_now(change.status, Status.IN_PROGRESS))
            change.open_again()
            change.done(Action.REOPENED, wording.RESUMED, letter=said)

    def reject(self, actor: Actor, code: str, reason: str) -> None:
        """Refuse it with a reason, which goes to the sender.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: ``reason``.
            TransitionRefused: not from this state.
        """
        said = words_of_office("reason", reason, "Lý do", most=MAX_NOTE)
        with self._work(actor, code) as change:
            change.move(Status.REJECTED)
            change.row.reject_reason = said
            change.row.merged_into = None
            change.row.update_due_on = None
            change.done(Action.REJECTED, wording.REJECTED, letter=said)

    def reconsider(self, actor: Actor, code: str) -> None:
        """Take a refused one in again, or one whose sender was asked for more, with what there is.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            TransitionRefused: not from this state.
        """
        with self._work(actor, code) as change:
            change.move(Status.RECEIVED)
            change.row.question = None
            if change.row.reject_reason and change.row.answer_due_on:
                deadlines, today = self._office.rules.deadlines, local_day(change.at)
                change.row.forward_due_on = deadlines.forward_due(today)
                change.row.answer_due_on = deadlines.answer_due(today)
                change.row.update_due_on = deadlines.update_due(change.row.answer_due_on)
            change.row.reject_reason = None
            change.done(Action.RECONSIDERED, wording.RECONSIDERED)

    def withdraw(self, actor: Actor, code: str, reason: str) -> None:
        """Take it back for a sender who asked so by phone or in person.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: ``reason``.
            TransitionRefused: too late.
        """
        said = words_of_office("reason", reason, "Lý do", most=MAX_NOTE)
        with self._work(actor, code) as change:
            change.move(Status.WITHDRAWN)
            change.row.update_due_on = None
            change.row.merged_into = None
            change.done(Action.WITHDRAWN, wording.WITHDRAWN, letter=said)

    def note(self, actor: Actor, code: str, text: str) -> None:
        """Add an internal note; nobody outside the office sees it.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: ``text``.
        """
        said = words_of_office("text", text, "Ghi chú", most=MAX_NOTE)
        with self._work(actor, code) as change:
            change.session.add(
                NoteRow(
                    id=secrets.token_hex(12),
                    case_number=change.row.number,
                    author=actor.name,
                    text=said,
                    created_at=change.at,
                )
            )
            change.done(Action.NOTED)

    def edit_facts(self, actor: Actor, code: str, **fields: object) -> None:
        """Correct kind, title, procedure, agency named, place or day; the sender's own words stay as they are.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: a field that cannot be taken, or that an official may not change.
            TransitionRefused: nothing would change.
        """
        for name in fields:
            if name not in _FACTS:
                raise InvalidField(name, "Cán bộ không sửa được thông tin này.")
        rules = FieldRules(
            self._office.today(), "", lambda procedure: known_procedure(self._office.catalogue, procedure)
        )
        values = check_fields(fields, rules).values
        if "kind" in values and values["kind"] is None:
            raise InvalidField("kind", "Vui lòng chọn loại phản ánh, kiến nghị.")
        if "title" in values and not values["title"]:
            raise InvalidField("title", "Tiêu đề không được để trống.")
        with self._work(actor, code) as change:
            row = change.row
            before = search_text(row), change.before
            if "agency" in values:
                row.agency_named = values.pop("agency")
            if "title" in values:
                row.title = redact(values.pop("title"), sender_of(row))[:200]
            if "procedure_code" in values:
                row.procedure_name, row.field = procedure_of(self._office.catalogue, values["procedure_code"])
            for name, value in values.items():
                setattr(row, name, value.value if name == "kind" else value)
            if before == (search_text(row), type(change.before).of(row)):
                raise TransitionRefused(wording.SAME_FACTS)
            change.done(Action.EDITED)

    def set_national_code(self, actor: Actor, code: str, national: str) -> None:
        """Keep the code the national system gave when an official entered the PAKN there; empty takes it back.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: ``national_code``.
        """
        written = one_line_code("national_code", national)
        with self._work(actor, code) as change:
            change.row.national_code = written
            change.done(Action.NATIONAL_CODE)

    def report_delay(self, actor: Actor, code: str, text: str) -> None:
        """Tell the sender how things stand when the answer is late; the next update is then due.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: ``text``.
            TransitionRefused: it is not late.
        """
        said = words_of_office("text", text, "Nội dung", most=MAX_NOTE)
        with self._work(actor, code) as change:
            deadlines, today = self._office.rules.deadlines, local_day(change.at)
            due = change.row.answer_due_on
            if lateness_of(change.row, deadlines, today) is not Lateness.LATE or due is None or due >= today:
                raise TransitionRefused(wording.NOT_LATE)
            change.row.update_due_on = deadlines.update_due(today)
            change.done(Action.DELAY, wording.DELAY, letter=said)


def _account(change: Change, account_id: str) -> str:
    found = change.session.scalar(
        select(AccountRow.id).where(AccountRow.id == storable(account_id)[:32], AccountRow.active)
    )
    if found is None:
        raise InvalidField("account_id", wording.NO_ACCOUNT)
    return found
