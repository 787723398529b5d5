"""Looks dossiers up: for a chat, for an operator, for a program. A code is personal: it is in no log."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable
from dataclasses import dataclass

from api.dossiers import words
from api.dossiers.codes import asks_without_code, named_in, read_code
from api.dossiers.model import DossierStatus, DossierStatusProvider, LookUpFailed, Outcome
from api.errors import InvalidField, RateLimited
from api.metrics import Metrics
from api.security.rates import RateLimit
from knowledge.answer import Answer
from knowledge.signposts import Place

log = logging.getLogger(__name__)

_EVERYBODY = "*"
_ALL_PER_MINUTE = 240
"""Look-ups a minute this process asks of the office's system, whoever wants them."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What one look-up came to; ``answer`` says it, with a gap for the code."""

    code: str
    outcome: Outcome
    status: DossierStatus | None
    answer: Answer


@dataclass(frozen=True, slots=True)
class InChat:
    """What a chat says; ``secrets`` fill its gaps for the person alone."""

    answer: Answer
    secrets: dict[str, str]


class Dossiers:
    """Used from the event loop only.

    Args:
        provider: the office's system; ``None``: none is connected.
        places: gives the contacts for people of a province (``None``: the deployment's own); blocks.
        metrics: counts outcomes.
        per_minute: look-ups a minute for one address or conversation; 0: no limit.
    """

    def __init__(
        self,
        provider: DossierStatusProvider | None,
        places: Callable[[str | None], tuple[Place, ...]],
        metrics: Metrics,
        per_minute: int,
    ) -> None:
        self._provider = provider
        self._places = places
        self._metrics = metrics
        self._limit = RateLimit(per_minute)
        self._all = RateLimit(_ALL_PER_MINUTE if per_minute else 0)

    def help(self, province: str | None = None) -> Answer:
        """Return what is said without a code to people of a province (``None``: the deployment's own); blocks."""
        return words.how(self._places(province), connected=self._provider is not None)

    async def look_up(self, typed: str, *, who: str, province: str | None = None) -> LookedUp:
        """Look a dossier up.

        Args:
            typed: the code as typed.
            who: address or conversation the look-up counts for.
            province: where the person is; ``None``: not known, the deployment's own then.

        Raises:
            InvalidField: the code has not the shape of one.
            RateLimited: too many look-ups.
        """
        code = read_code(typed)
        places = await asyncio.to_thread(self._places, province)
        if self._provider is None:
            return self._ended(code, Outcome.NOT_CONNECTED, words.not_found(Outcome.NOT_CONNECTED, places))
        self._limit.take(who)
        self._all.take(_EVERYBODY)
        try:
            status = await self._provider.look_up(code)
        except LookUpFailed as trouble:
            log.warning("dossier_look_up_failed", extra={"reason": trouble.reason})
            return self._ended(code, Outcome.UNAVAILABLE, words.not_found(Outcome.UNAVAILABLE, places))
        if status is None:
            return self._ended(code, Outcome.UNKNOWN, words.not_found(Outcome.UNKNOWN, places))
        return self._ended(code, Outcome.FOUND, words.found(status, places), status)

    async def in_chat(self, typed: str, *, who: str, province: str | None = None) -> InChat | None:
        """Answer a message that asks where a dossier stands and names its code; ``None``: it does not."""
        named = named_in(typed)
        if named is None or not named.asks:
            return None
        try:
            found = await self.look_up(named.typed, who=who, province=province)
        except InvalidField:
            return InChat(words.wrong_shape(await asyncio.to_thread(self._places, province)), {})
        except RateLimited as refusal:
            return InChat(words.too_often(math.ceil(refusal.retry_after)), {})
        return InChat(found.answer, {words.GAP: found.code})

    async def without_code(self, typed: str, province: str | None = None) -> Answer | None:
        """Answer somebody who asks about their dossier without a code; ``None``: they ask something else."""
        return await asyncio.to_thread(self.help, province) if asks_without_code(typed) else None

    def _ended(self, code: str, outcome: Outcome, answer: Answer, status: DossierStatus | None = None) -> LookedUp:
        self._metrics.dossiers.labels(outcome).inc()
        return LookedUp(code, outcome, status, answer)
