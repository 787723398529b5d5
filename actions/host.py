"""What the hosting process gives to the actions: the knowledge they answer from, and the desk that keeps PAKN."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from actions import wording
from actions.feedback.port import Desk
from knowledge.answer import Answer
from knowledge.answers.paper_parts import PapersWanted
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

    def answer(
        self,
        code: str,
        aspect: Aspect = Aspect.OVERVIEW,
        *,
        channel: ChannelKind | None = None,
        papers: PapersWanted | None = None,
    ) -> Answer:
        """Answer about one procedure, a long list of papers in parts; raises ``ProcedureNotFound``."""
        ...

    def compare(self, first: str, second: str, asked: Aspect | None = None) -> Answer:
        """Put two procedures side by side; raises ``ProcedureNotFound``."""
        ...

    def plan_answer(self, question: str) -> Answer | None:
        """Answer from the plan documents, or ``None`` when no passage fits."""
        ...

    def for_province(self, province: str | None, said: str | None = None) -> Knowledge:
        """Return the same for people of another province; ``said``: how they have named their place."""
        ...


_province: ContextVar[str | None] = ContextVar("province", default=None)
"""Of the conversation whose turn is taken; each runs in a context of its own."""
_said_place: ContextVar[str | None] = ContextVar("said_place", default=None)
"""Where its person has said to be; never kept here."""


class _Host:
    """Holds the provider; asked at every turn, so that a newly activated snapshot takes effect at once."""

    provider: Callable[[], Knowledge] | None = None
    desk: Desk | None = None
    dossier_help: Callable[[str | None], Answer] | None = None


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
    province = _province.get()
    here, said = _Host.provider(), _said_place.get()
    if said:
        return here.for_province(province, said)
    return here.for_province(province) if province else here


def said_place() -> str | None:
    """Return where the person of this turn has said to be, in words; ``None``: not said."""
    return _said_place.get()


def province() -> str | None:
    """Return the province this turn is answered for; ``None``: the deployment's own."""
    return _province.get()


@contextmanager
def in_province(province: str | None, said: str | None = None) -> Iterator[None]:
    """Let what runs meanwhile answer for a province (``None``: the deployment's own), for a place the person named."""
    token, place = _province.set(province), _said_place.set(said)
    try:
        yield
    finally:
        _province.reset(token)
        _said_place.reset(place)


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


def use_dossier_help(say: Callable[[str | None], Answer]) -> None:
    """Set what is said to somebody of a province who asks about a dossier; called once when the process starts."""
    _Host.dossier_help = say


def dossier_help() -> Answer:
    """Return where and how the state of a dossier is looked up, for the place of this turn."""
    return _Host.dossier_help(province()) if _Host.dossier_help else wording.dossier_status()
