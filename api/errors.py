"""Errors of the web process; they hang below the project's one tree.

MotCuaError
├── ConversationNotFound   no conversation of this id (never was, or forgotten by retention)
├── MessageNotFound        no message of the assistant of this id
├── ButtonRefused          a button payload that this product never hands out
├── RateLimited            too many requests from one address or in one conversation
├── BotUnavailable         Rasa is down, slow, broken or silent
├── BotForgot              Rasa no longer knows a conversation it was to go on with
├── FormOpen               a conversation waits for a field of a form, which comes first
├── KnowledgeUnavailable   no snapshot is loaded
├── StorageUnavailable     the database does not answer
├── AccessDenied           a guarded route without its secret
├── BodyTooLarge           a request body beyond the limit
├── VaultLocked            sealed personal data without its key
├── DraftNotFound          no open intake of this id
├── CaseNotFound           no PAKN of this code, or the proof does not fit it
├── AnswerNotPublished     no published answer at this address
├── InvalidField           one field of an intake is not acceptable; says which and why
├── IncompleteFeedback     an intake was submitted before everything needed was given
├── AttachmentRefused      a file that may not be attached; says why
├── TransitionRefused      the PAKN is not in a state for this
├── BadCredentials         wrong user name or password, or a locked account
└── StartUpFailed          the supervisor cannot start; says why in one line
"""

from __future__ import annotations

from knowledge.errors import MotCuaError


class ConversationNotFound(MotCuaError):
    """No conversation of this id. The id is a secret of its owner, so it is not repeated here."""


class MessageNotFound(MotCuaError):
    """No message of the assistant of this id."""


class ButtonRefused(MotCuaError):
    """A payload outside the whitelist of :mod:`api.chat.payloads`."""


class RateLimited(MotCuaError):
    """Too many requests.

    Attributes:
        retry_after: seconds until the next request has a chance.
    """

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"retry after {retry_after:.1f} s")
        self.retry_after = retry_after


class BotUnavailable(MotCuaError):
    """Rasa gave nothing that could be shown.

    Attributes:
        reason: one word for logs and metrics: ``absent``, ``refused``, ``timeout``, ``status``, ``broken``, ``silent``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BotForgot(MotCuaError):
    """Rasa keeps conversations in memory, bounded; this one it has dropped. Tell it the context and ask again."""


class FormOpen(MotCuaError):
    """The conversation waits for a field of a form: the message is to be read as that first."""


class KnowledgeUnavailable(MotCuaError):
    """Nothing to answer from: no snapshot is active, or the active one cannot be loaded."""


class StorageUnavailable(MotCuaError):
    """The database refused or did not answer; nothing was accepted."""


class AccessDenied(MotCuaError):
    """The caller may not use this route."""


class BodyTooLarge(MotCuaError):
    """The request body passes the limit.

    Attributes:
        limit: in bytes.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(f"body over {limit} bytes")
        self.limit = limit


class StartUpFailed(MotCuaError):
    """``motcua serve`` cannot start.

    Attributes:
        reason: Vietnamese sentence for the person at the terminal.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class VaultLocked(MotCuaError):
    """Sealed data cannot be read: its key is missing."""


class DraftNotFound(MotCuaError):
    """No open intake of this id."""


class CaseNotFound(MotCuaError):
    """No PAKN of this code, or the proof does not fit: the two are not told apart."""


class AnswerNotPublished(MotCuaError):
    """No published answer at this address (any more)."""


class InvalidField(MotCuaError):
    """A field that cannot be taken.

    Attributes:
        field: its name.
        reason: Vietnamese sentence for the sender.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field)
        self.field = field
        self.reason = reason


class IncompleteFeedback(MotCuaError):
    """Submitted too early.

    Attributes:
        missing: names of the fields still needed.
    """

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class AttachmentRefused(MotCuaError):
    """A file that may not be attached.

    Attributes:
        reason: Vietnamese sentence for the sender.
    """

    def __init__(self, reason: str) -> None:
        super().__init__("attachment refused")
        self.reason = reason


class TransitionRefused(MotCuaError):
    """The PAKN is not in a state for this step.

    Attributes:
        reason: Vietnamese sentence.
    """

    def __init__(self, reason: str) -> None:
        super().__init__("transition refused")
        self.reason = reason


class BadCredentials(MotCuaError):
    """Wrong user name or password; the two are not told apart.

    Attributes:
        retry_after: seconds until a locked account opens again; 0: not locked.
    """

    def __init__(self, retry_after: float = 0.0) -> None:
        super().__init__("bad credentials")
        self.retry_after = retry_after
