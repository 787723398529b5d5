"""What a person's text means on a messenger: a pressed button, a number of the last menu, or words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.channels.model import Choice
from api.chat.payloads import choose, read_button
from api.errors import ButtonRefused

_MARK = "#"
_NUMBER = re.compile(r"(?:số\s*)?([1-9])\s*[.)]?", re.IGNORECASE)
_PROCEDURE = re.compile(r"TTHC_([0-9A-Za-z][0-9A-Za-z.\-]{0,63})", re.IGNORECASE)
_WORDS = {"PAKN": "/feedback", "TRO_GIUP": "/help", "BAT_DAU_LAI": "/restart", "GAP_CAN_BO": "/handover"}
"""Payloads an office may put into the fixed menu of its OA, beside ``#TTHC_<code>``."""


@dataclass(frozen=True, slots=True)
class Picked:
    """For the gateway: words, or a payload it lets through with the title a person saw."""

    text: str
    payload: str | None = None


def pick(text: str, menu: Sequence[Choice]) -> Picked:
    """Read a person's text.

    Args:
        text: as it came; Zalo sends the payload of a pressed button as text.
        menu: of the last message to this person.
    """
    said = text.strip()
    number = _NUMBER.fullmatch(said)
    if number and int(number.group(1)) <= len(menu):
        chosen = menu[int(number.group(1)) - 1]
        return Picked(chosen.title, chosen.payload)
    payload = _payload(said.removeprefix(_MARK))
    if payload is None:
        return Picked(said.removeprefix(_MARK).lstrip() if said.startswith(_MARK) else text)
    title = next((choice.title for choice in menu if choice.payload == payload), said)
    return Picked(title, payload)


def _payload(said: str) -> str | None:
    """Return the payload in canonical form, or ``None`` for words; the whitelist is the gateway's own."""
    if procedure := _PROCEDURE.fullmatch(said):
        said = choose(procedure.group(1))
    said = _WORDS.get(said.upper(), said)
    try:
        return read_button(said).payload
    except ButtonRefused:
        return None
