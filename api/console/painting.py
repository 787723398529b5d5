"""Templates: every ``templates`` folder of a room of ``api``, escaped by default, with the formats people read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.clock import VIETNAM
from api.feedback.labels import CHANNEL_LABELS, KIND_LABELS, STATUS_LABELS
from api.feedback.model import Channel, Kind, Lateness, Status
from api.security.roles import ROLE_LABELS, Role

_ROOMS = Path(__file__).resolve().parents[1]

LATENESS_LABELS: dict[Lateness, str] = {
    Lateness.NONE: "Không có hạn",
    Lateness.IN_TIME: "Trong hạn",
    Lateness.SOON: "Sắp đến hạn",
    Lateness.LATE: "Quá hạn",
    Lateness.DONE_IN_TIME: "Xong đúng hạn",
    Lateness.DONE_LATE: "Xong quá hạn",
}
_LABELS: dict[type[StrEnum], Mapping[Any, str]] = {
    Kind: KIND_LABELS,
    Channel: CHANNEL_LABELS,
    Status: STATUS_LABELS,
    Lateness: LATENESS_LABELS,
    Role: ROLE_LABELS,
}


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the one environment; a template of room ``x`` lies in ``api/x/templates/x/``."""
    folders = sorted(path for path in _ROOMS.glob("*/templates") if path.is_dir())
    made = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(day=day, moment=moment, number=number, label=label)
    return made


def day(value: date | datetime | None, otherwise: str = "—") -> str:
    """``2026-07-15`` → ``15/07/2026``; a moment becomes the day it is in Vietnam."""
    if value is None:
        return otherwise
    found = value.astimezone(VIETNAM) if isinstance(value, datetime) else value
    return found.strftime("%d/%m/%Y")


def read_day(text: str) -> date | None:
    """Return a typed day, ``15/07/2026`` or ISO; ``None``: it is none.

    Days are typed as text: a browser shows its own kind of date field in the order of its own language.
    """
    found = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", text.strip())
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text.strip())
    except ValueError:
        return None


def moment(value: datetime | None, otherwise: str = "—") -> str:
    """Return day and time in Vietnam: ``15/07/2026 08:05``."""
    if value is None:
        return otherwise
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")


def number(value: float, digits: int = 0) -> str:
    """``1234.5`` → ``1.235``; with one digit: ``1.234,5``."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def label(value: StrEnum | None, otherwise: str = "—") -> str:
    """Return the Vietnamese name of a kind, channel, status, deadline colour or role."""
    return otherwise if value is None else _LABELS[type(value)][value]
