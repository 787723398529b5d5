"""Errors of the web process; they hang below the project's one tree.

MotCuaError
├── ConversationNotFound   no conversation of this id (never was, or forgotten by retention)
├── MessageNotFound        no message of the assistant of this id
├── ButtonRefused          a button payload that this product never hands out
├── RateLimited            too many requests from one address or in one conversation
├── BotUnavailable         Rasa is down, slow, broken or silent
├── KnowledgeUnavailable   no snapshot is loaded
├── StorageUnavailable     the database does not answer
├── AccessDenied           a guarded route without its secret
├── BodyTooLarge           a request body beyond the limit
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
