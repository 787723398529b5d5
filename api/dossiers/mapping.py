"""How an office's system says it: where in its JSON a value stands, and which of its words means which state."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from api.clock import local_day
from api.dossiers.model import STATE_LABELS, DossierState, DossierStatus, LookUpFailed
from knowledge.text import clean, fold, one_line

FIELDS = ("state", "code", "updated", "due", "agency")
_PATH = re.compile(r"[\w\-]+(?:\.[\w\-]+)*")
_AGENCY_CHARACTERS = 200
_LATEST_SECONDS = 4_102_444_800
_MILLISECONDS_FROM = 100_000_000_000


@dataclass(frozen=True, slots=True)
class Mapping:
    """Paths such as ``data.trangThai`` (a number is a place in a list), and the office's own words for states.

    Attributes:
        paths: by field of :data:`FIELDS`; ``state`` is always there.
        states: by word, folded.
    """

    paths: dict[str, str]
    states: dict[str, DossierState]

    @classmethod
    def read(cls, fields: str, states: str) -> Mapping:
        """Read the two settings: ``state=data.trangThai,due=data.henTra`` and ``1=da_tiep_nhan,2=yeu_cau_bo_sung``.

        Raises:
            ValueError: an unknown field or state, a broken path, or no path for the state.
        """
        paths = _pairs(fields)
        if "state" not in paths or set(paths) - set(FIELDS) or not all(map(_PATH.fullmatch, paths.values())):
            raise ValueError("fields")
        own = {_key(word): DossierState(state) for word, state in _pairs(states).items()}
        known = {_key(name): state for state, label in STATE_LABELS.items() for name in (state.value, label)}
        return cls(paths, known | own)

    def status(self, body: Any, code: str) -> DossierStatus | None:
        """Read an answer; ``None`` when it says that there is no such dossier (nothing stands where its state would).

        Raises:
            LookUpFailed: it is of another shape, speaks of another dossier, or of a state we have no word for.
        """
        told = _at(body, self.paths["state"])
        if told is None:
            return None
        if "code" in self.paths and _key(_at(body, self.paths["code"])) != _key(code):
            raise LookUpFailed("other_code")
        state = self.states.get(_key(told)) if isinstance(told, str | int) else None
        if state is None:
            raise LookUpFailed("state")
        return DossierStatus(
            state=state,
            updated=_day(self._optional(body, "updated")),
            due=_day(self._optional(body, "due")),
            agency=_text(self._optional(body, "agency")),
        )

    def _optional(self, body: Any, field: str) -> Any:
        """Return a part that an answer may do without."""
        with suppress(LookUpFailed):
            return _at(body, self.paths[field]) if field in self.paths else None
        return None


def _pairs(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in text.split(","):
        if not one.strip():
            continue
        name, sign, value = (part.strip() for part in one.partition("="))
        if not (sign and name and value) or name in found:
            raise ValueError("pairs")
        found[name] = value
    return found


def _at(body: Any, path: str) -> Any:
    """Return what stands at a path; ``None`` where the way ends in null or an empty list. Raises ``LookUpFailed``."""
    for part in path.split("."):
        if body is None or body == []:
            return None
        if isinstance(body, dict) and part in body:
            body = body[part]
        elif isinstance(body, list) and part.isdigit() and int(part) < len(body):
            body = body[int(part)]
        else:
            raise LookUpFailed("broken")
    return body


def _key(value: Any) -> str:
    return " ".join(fold(str(value)).split())


def _text(value: Any) -> str | None:
    return one_line(clean(value))[:_AGENCY_CHARACTERS] or None if isinstance(value, str) else None


def _day(value: Any) -> date | None:
    """Return a day in Vietnam from ISO text, ``dd/mm/yyyy`` (with or without a time) or Unix time; else ``None``."""
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            seconds = value / 1000 if value >= _MILLISECONDS_FROM else value
            return local_day(datetime.fromtimestamp(seconds, UTC)) if 0 < seconds < _LATEST_SECONDS else None
        if not isinstance(value, str):
            return None
        if found := re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)", value.strip()):
            return date(int(found[3]), int(found[2]), int(found[1]))
        moment = datetime.fromisoformat(value.strip())
        return local_day(moment) if moment.tzinfo else moment.date()
    except ValueError:
        return None
