"""Publishing an approved answer without its sender, under the question it answers."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from api.errors import InvalidField, TransitionRefused
from api.feedback import wording
from api.feedback.asked import checked_question, checked_wordings, suggested_question
from api.feedback.audit import Action
from api.feedback.changes import Change, sender_of
from api.feedback.model import Completeness, Status
from api.feedback.office_base import OfficeSide, words_of_office
from api.feedback.office_model import Proposal
from api.feedback.redaction import placeholders, redact, traces
from api.security.accounts import Actor, require
from api.security.roles import Permission
from api.storage.feedback_tables import CaseRow
from knowledge.text import fold, words

_SLUG_CHARACTERS = 80
_LEAST_QUESTION = 10
_READY = frozenset({Status.ANSWERED, Status.PUBLISHED})


class Publishing(OfficeSide):
    """Proposing, publishing and taking back. One transaction a method."""

    def proposal(self, actor: Actor, code: str) -> Proposal:
        """Return question and answer with the sender covered, to be read and changed before publishing.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            TransitionRefused: it is a remark, or there is no approved answer; the sentence says which.
        """
        require(actor, Permission.SENDER_SEE)
        with self._office.database.session() as session:
            row = self._read(session, actor, code)
            if row.completeness == Completeness.REMARK:
                raise TransitionRefused(wording.REMARK_HAS_NO_HANDLING)
            _refuse_unanswered(row)
            sender = sender_of(row)
            question = row.published_question or redact(row.content, sender)
            return Proposal(
                question=question,
                answer=row.published_answer or redact(row.answer or "", sender),
                asked=row.published_asked or suggested_question(question),
                wordings=tuple(row.published_wordings or ()),
            )

    def publish(
        self,
        actor: Actor,
        code: str,
        question: str,
        answer: str,
        *,
        asked: str,
        wordings: Sequence[str] = (),
        keep_marks: bool = False,
    ) -> str:
        """Publish the redacted texts on the page of questions and answers; the originals stay as they are.

        Args:
            actor: who publishes.
            code: of the PAKN.
            question: what was sent in, redacted.
            answer: of the agency, redacted.
            asked: the short question this answers; the assistant says the answer to it.
            wordings: other ways to put it.
            keep_marks: whoever publishes has read every mark that covers something and wants it to stand.

        Returns:
            The name under which it stands there.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: ``question``, ``answer``, ``asked`` or ``wordings`` cannot be taken, or still tells the
                sender; ``marks``: a mark of the redaction stands in a text and nobody has confirmed it.
            TransitionRefused: there is no approved answer, or it is a remark.
        """
        asks = words_of_office("question", question, "Câu hỏi")
        said = words_of_office("answer", answer, "Câu trả lời")
        if len(asks) < _LEAST_QUESTION:
            raise InvalidField("question", f"Câu hỏi cần ít nhất {_LEAST_QUESTION} ký tự.")
        short = checked_question(asked)
        others = checked_wordings(wordings, short)
        with self._work(actor, code, Permission.PUBLISH) as change:
            change.full()
            _refuse_unanswered(change.row)
            _refuse_traces(change, question=asks, answer=said, asked=short, wordings="\n".join(others))
            left = placeholders(f"{asks}\n{said}")
            if left and not keep_marks:
                raise InvalidField("marks", wording.STILL_COVERED.format(marks=", ".join(left)))
            row = change.row
            again = change.status is Status.PUBLISHED
            if not again:
                change.move(Status.PUBLISHED)
            row.published_question, row.published_answer = asks, said
            row.published_asked, row.published_wordings = short, list(others)
            row.published_search = fold(f"{short} {' '.join(others)} {asks} {said} {row.procedure_name or ''}")
            row.published_slug = row.published_slug or _slug(short)
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


def _refuse_unanswered(row: CaseRow) -> None:
    """Refuse anything about publishing while no approved answer is in force, and say which of the two is missing."""
    status = Status(row.status)
    if status not in _READY:
        raise TransitionRefused(wording.not_to_publish(status, drafted=row.answer_author_id is not None))


def _refuse_traces(change: Change, **texts: str) -> None:
    for name, text in texts.items():
        left = traces(text, sender_of(change.row))
        if left:
            raise InvalidField(name, wording.STILL_PERSONAL.format(what=", ".join(left)))


def _slug(question: str) -> str:
    """Return a readable name for an address, with a random end so that it is never taken."""
    readable = re.sub(r"[^a-z0-9]+", "-", " ".join(fold(word) for word in words(question)))
    return f"{readable[:_SLUG_CHARACTERS].strip('-')}-{secrets.token_hex(4)}"
