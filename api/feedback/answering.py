"""The answer: written, approved by somebody else, sent; and published without its sender."""

from __future__ import annotations

import re
import secrets

from api.errors import InvalidField, TransitionRefused
from api.feedback import wording
from api.feedback.audit import Action
from api.feedback.changes import Change, sender_of
from api.feedback.deadlines import local_day
from api.feedback.fields import MAX_NOTE
from api.feedback.model import Proposal, Status
from api.feedback.office_base import OfficeSide, words_of_office
from api.feedback.redaction import redact, traces
from api.security.accounts import Actor, require
from api.security.roles import Permission
from api.storage.feedback_tables import NoteRow
from knowledge.text import fold, words

_SLUG_CHARACTERS = 80
_LEAST_QUESTION = 10


class Answering(OfficeSide):
    """Writing, approving and publishing answers. One transaction a method."""

    def draft_answer(self, actor: Actor, code: str, text: str) -> None:
        """Write the answer; the sender sees it when it is approved.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: ``text``.
            TransitionRefused: nobody has begun to work on it.
        """
        answer = words_of_office("text", text, "Câu trả lời")
        with self._work(actor, code) as change:
            change.on_its_own()
            if change.status is not Status.IN_PROGRESS:
                raise TransitionRefused(wording.WORK_FIRST)
            row = change.row
            row.answer = answer
            row.answer_by = actor.name
            row.answer_author_id = actor.account_id
            change.done(Action.DRAFTED)

    def approve_answer(self, actor: Actor, code: str) -> None:
        """Approve the answer; the sender is told and sees it, and so do senders merged into this PAKN.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            TransitionRefused: no answer, not from this state, or the author approves it alone.
        """
        with self._work(actor, code, Permission.ANSWER_APPROVE) as change:
            change.on_its_own()
            row = change.row
            if not row.answer or row.answer_author_id is None:
                raise TransitionRefused(wording.NO_ANSWER)
            if self._office.rules.four_eyes and row.answer_author_id == actor.account_id:
                raise TransitionRefused(wording.FOUR_EYES)
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

    def proposal(self, actor: Actor, code: str) -> Proposal:
        """Return question and answer with the sender covered, to be read and changed before publishing.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
        """
        require(actor, Permission.SENDER_SEE)
        with self._office.database.session() as session:
            row = self._read(session, actor, code)
            sender = sender_of(row)
            return Proposal(
                row.published_question or redact(row.content, sender),
                row.published_answer or redact(row.answer or "", sender),
            )

    def publish(self, actor: Actor, code: str, question: str, answer: str) -> str:
        """Publish the redacted texts on the page of questions and answers; the originals stay as they are.

        Returns:
            The name under which it stands there.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: ``question`` or ``answer``: too short, or the sender still stands in it.
            TransitionRefused: it is not answered, or a remark.
        """
        asked = words_of_office("question", question, "Câu hỏi")
        said = words_of_office("answer", answer, "Câu trả lời")
        if len(asked) < _LEAST_QUESTION:
            raise InvalidField("question", f"Câu hỏi cần ít nhất {_LEAST_QUESTION} ký tự.")
        with self._work(actor, code, Permission.PUBLISH) as change:
            change.full()
            _refuse_traces(change, question=asked, answer=said)
            row = change.row
            again = change.status is Status.PUBLISHED
            if not again:
                change.move(Status.PUBLISHED)
            row.published_question = asked
            row.published_answer = said
            row.published_search = fold(f"{asked} {said} {row.procedure_name or ''}")
            row.published_slug = row.published_slug or _slug(asked)
            row.published_at = row.published_at or change.at
            change.done(Action.PUBLISHED, None if again else wording.PUBLISHED)
            return row.published_slug

    def unpublish(self, actor: Actor, code: str) -> None:
        """Take it off the page; the answer stays with its sender.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            TransitionRefused: it is not published.
        """
        with self._work(actor, code, Permission.PUBLISH) as change:
            if change.status is not Status.PUBLISHED:
                raise TransitionRefused(wording.not_now(change.status, Status.ANSWERED))
            change.row.status = Status.ANSWERED.value  # not a step of the law: only the page changes
            change.row.published_at = None
            change.done(Action.UNPUBLISHED, wording.UNPUBLISHED)


def _refuse_traces(change: Change, **texts: str) -> None:
    for name, text in texts.items():
        left = traces(text, sender_of(change.row))
        if left:
            raise InvalidField(name, wording.STILL_PERSONAL.format(what=", ".join(left)))


def _slug(question: str) -> str:
    """Return a readable name for an address, with a random end so that it is never taken."""
    readable = re.sub(r"[^a-z0-9]+", "-", " ".join(fold(word) for word in words(question)))
    return f"{readable[:_SLUG_CHARACTERS].strip('-')}-{secrets.token_hex(4)}"
