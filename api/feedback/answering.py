"""The answer: written, approved by somebody else, sent."""

from __future__ import annotations

import secrets

from api.clock import local_day
from api.errors import TransitionRefused
from api.feedback import wording
from api.feedback.audit import Action
from api.feedback.fields import MAX_NOTE
from api.feedback.model import Status
from api.feedback.office_base import OfficeSide, words_of_office
from api.feedback.texts import version
from api.security.accounts import Actor
from api.security.roles import Permission
from api.storage.feedback_tables import CaseRow, NoteRow


class Answering(OfficeSide):
    """Writing and approving answers. One transaction a method."""

    def draft_answer(self, actor: Actor, code: str, text: str, *, seen: str | None = None) -> None:
        """Write the answer; the sender sees it when it is approved.

        Args:
            actor: who writes.
            code: of the PAKN.
            text: the whole answer.
            seen: :func:`api.feedback.texts.version` of the answer it was made from; ``None``: whatever stands there.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: ``text``.
            TransitionRefused: nobody has begun to work on it, or somebody has written since.
        """
        answer = words_of_office("text", text, "Câu trả lời")
        with self._work(actor, code) as change:
            change.on_its_own()
            if change.status is not Status.IN_PROGRESS:
                raise TransitionRefused(wording.WORK_FIRST)
            row = change.row
            if answer != row.answer:  # the same once more is a second press
                _refuse_unseen(row, seen)
            row.answer = answer
            row.answer_by = actor.name
            row.answer_author_id = actor.account_id
            change.done(Action.DRAFTED)

    def approve_answer(self, actor: Actor, code: str, *, seen: str | None = None) -> None:
        """Approve the answer; the sender is told and sees it, and so do senders merged into this PAKN.

        Args:
            actor: who approves.
            code: of the PAKN.
            seen: :func:`api.feedback.texts.version` of the answer that was read; ``None``: whatever stands there.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            TransitionRefused: no answer, not from this state, somebody has written since, or the author approves it
                alone.
        """
        with self._work(actor, code, Permission.ANSWER_APPROVE) as change:
            change.on_its_own()
            row = change.row
            if not row.answer or row.answer_author_id is None:
                raise TransitionRefused(wording.NO_ANSWER)
            if self._office.rules.four_eyes and row.answer_author_id == actor.account_id:
                raise TransitionRefused(wording.FOUR_EYES)
            _refuse_unseen(row, seen)
            change.move(Status.ANSWERED)
            row.answer_approved_by = actor.name
            row.answered_at = change.at
            row.answered_on = local_day(change.at)
            row.update_due_on = None
            change.done(Action.APPROVED, wording.ANSWERED, letter=row.answer)

    def return_answer(self, actor: Actor, code: str, text: str) -> None:
        """Give a written answer back to its author with a note instead of approving it.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: ``text``.
            TransitionRefused: no answer waits for approval.
        """
        said = words_of_office("text", text, "Lý do", most=MAX_NOTE)
        with self._work(actor, code, Permission.ANSWER_APPROVE) as change:
            row = change.row
            if change.status is not Status.IN_PROGRESS or row.answer_author_id is None:
                raise TransitionRefused(wording.NO_ANSWER)
            row.assignee_id = row.answer_author_id
            row.answer_author_id = None  # no longer waits for approval
            change.session.add(
                NoteRow(
                    id=secrets.token_hex(12),
                    case_number=row.number,
                    author=actor.name,
                    text=said,
                    created_at=change.at,
                )
            )
            change.done(Action.RETURNED)


def _refuse_unseen(row: CaseRow, seen: str | None) -> None:
    if seen is not None and seen != version(row.answer):
        raise TransitionRefused(wording.CHANGED_SINCE.format(who=row.answer_by or "Người khác"))
