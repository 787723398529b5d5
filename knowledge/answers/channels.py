"""Which ways of filing a record offers, and facts that several of them share."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from knowledge.answer import Block, NoteBlock
from knowledge.answers import wording
from knowledge.answers.draft import Ask
from knowledge.model import ChannelKind, Procedure

Fact = TypeVar("Fact", bound=Hashable)


def offered(procedure: Procedure) -> tuple[ChannelKind, ...]:
    """Return the published ways of filing, in the order of :data:`wording.CHANNEL_ORDER`."""
    kinds = {channel.kind for channel in procedure.channels}
    return tuple(kind for kind in wording.CHANNEL_ORDER if kind in kinds)


def missing(procedure: Procedure) -> tuple[ChannelKind, ...]:
    """Return the ways of filing a record with channels does not offer; empty when it has no channels."""
    kinds = offered(procedure)
    return tuple(kind for kind in wording.CHANNEL_ORDER if kind not in kinds) if kinds else ()


def asked(ask: Ask) -> tuple[ChannelKind, ...]:
    """Return the ways an answer is about: the one asked for where it is offered, else all offered."""
    kinds = offered(ask.procedure)
    return (ask.channel,) if ask.channel in kinds else kinds


def grouped(
    kinds: Sequence[ChannelKind], fact: Callable[[ChannelKind], Fact]
) -> list[tuple[tuple[ChannelKind, ...], Fact]]:
    """Return each fact once, with the ways of filing it holds for, in order of first mention."""
    groups: dict[Fact, list[ChannelKind]] = {}
    for kind in kinds:
        groups.setdefault(fact(kind), []).append(kind)
    return [(tuple(members), value) for value, members in groups.items()]


def in_one_phrase(procedure: Procedure, phrase: Callable[[Procedure, ChannelKind], str]) -> str:
    """Return a fact for every way of filing in one phrase: once where it is the same for all of them."""
    groups = grouped(offered(procedure), lambda kind: phrase(procedure, kind))
    if len(groups) == 1:
        return groups[0][1]
    return "; ".join(f"{wording.channels_in_words(members)} {value}" for members, value in groups)


def refusal(procedure: Procedure, kind: ChannelKind) -> str:
    """Say that ``kind`` is not offered, and what is instead; for a record without rows, that nothing is known."""
    kinds = offered(procedure)
    if not kinds:
        return f"{wording.NO_CHANNELS} {wording.NO_CHANNELS_ADVICE}"
    return f"{wording.not_offered([kind])} {wording.alternatives(kinds)}"


def channel_notes(ask: Ask) -> tuple[Block, ...]:
    """Return the remark on ways that are not offered, for an answer that lists values a way."""
    gaps = missing(ask.procedure)
    if not gaps or (ask.channel is not None and ask.channel not in gaps):
        return ()
    text = wording.not_offered(gaps)
    if ask.channel is not None:
        text = f"{wording.not_offered([ask.channel])} {wording.alternatives(offered(ask.procedure))}"
    return (NoteBlock(text=text),)


def lead_in(ask: Ask) -> str:
    """Return the words before an answer about a way that is not offered; empty otherwise."""
    if ask.channel is None or ask.channel in offered(ask.procedure):
        return ""
    return refusal(ask.procedure, ask.channel)
