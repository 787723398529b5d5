"""What kind of concern a message is, and what follows from it by law."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker

from actions.feedback.steps import Kind, Other

FEEDBACK = "feedback"
KINDS: dict[str, Kind] = {
    "report_conduct": Kind.CONDUCT,
    "report_regulation": Kind.REGULATION,
    "propose": Kind.PROPOSAL,
}
OTHERS: dict[str, Other] = {
    "complain": Other.COMPLAIN,
    "denounce": Other.DENOUNCE,
    "incident": Other.INCIDENT,
}
FAMILY = frozenset({FEEDBACK, *KINDS, *OTHERS})
"""Intents of people who want something to be heard."""

BELIEVED = 0.5
"""From this confidence on a kind is believed; below it one plain question settles it."""
FAMILY_LIKELY = 0.55
"""From this sum over :data:`FAMILY` on, an unclear message is asked about instead of searched for."""
STORY_WORDS = 8
"""A message of so many words tells what happened; a shorter one only wants to begin."""


def verdict(ranking: Mapping[str, float]) -> str | None:
    """Return the intent of the family that is believed; ``feedback`` in doubt; ``None`` when it is none of them."""
    if sum(ranking.get(name, 0.0) for name in FAMILY) < FAMILY_LIKELY:
        return None
    best = max(FAMILY, key=lambda name: ranking.get(name, 0.0))
    return best if ranking.get(best, 0.0) >= BELIEVED else FEEDBACK


def ranking_of(tracker: Tracker) -> dict[str, float]:
    """Return the intents of the latest message with their confidence."""
    message: dict[str, Any] = tracker.latest_message or {}
    listed = message.get("intent_ranking") or [message.get("intent") or {}]
    return {str(one.get("name")): float(one.get("confidence") or 0.0) for one in listed}
