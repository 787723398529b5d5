"""What the hosting process gives to the actions: the knowledge they answer from, and the desk that keeps PAKN."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from actions.feedback.port import Desk
from knowledge.answer import Answer
from knowledge.aspects import Aspect
from knowledge.errors import ConfigurationError
from knowledge.model import ChannelKind, Procedure
from knowledge.results import SearchResult


class Knowledge(Protocol):
    """What the actions need of a loaded snapshot (``knowledge.service.Knowledge``)."""

    def search(self, question: str, *, history: Sequence[str] = (), limit: int = 10) -> SearchResult:
        """Return candidates for a question; ``history`` are earlier messages, oldest first."""
        ...

    def decided(self, question: str) -> SearchResult | None:
        """Return what the office has added for just these words; ``None`` when nothing was."""
        ...

    def procedure(self, code: str) -> Procedure:
        """Return a record, withdrawn ones too; raises ``ProcedureNotFound``."""
        ...

    def answer(self, code: str, aspect: Aspect = Aspect.OVERVIEW, *, channel: ChannelKind | None = None) -> Answer:
        """Answer about one procedure; raises ``ProcedureNotFound``."""
        ...

    def plan_answer(self, question: str) -> Answer | None:
        """Answer from the plan documents, or ``None`` when no passage fits."""
        ...


class _Host:
    """Holds the provider; asked at every turn, so that a newly activated snapshot takes effect at once."""

    provider: Callable[[], Knowledge] | None = None
    desk: Desk | None = None


def use(provider: Callable[[], Knowledge]) -> None:
    """Set where the actions get the knowledge from; called once when the process starts."""
    _Host.provider = provider


def knowledge() -> Knowledge:
    """Return the knowledge to answer this turn from.

    Raises:
        ConfigurationError: the process has not called :func:`use`.
    """
    if _Host.provider is None:
        raise ConfigurationError("actions.host", "no knowledge has been given to the actions")
    return _Host.provider()


def use_desk(desk: Desk) -> None:
    """Set where PAKN are kept; called once when the process starts."""
    _Host.desk = desk


def desk() -> Desk:
    """Return the desk.

    Raises:
        ConfigurationError: the process has not called :func:`use_desk`.
    """
    if _Host.desk is None:
        raise ConfigurationError("actions.host", "no desk has been given to the actions")
    return _Host.desk
