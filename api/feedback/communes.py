"""Former communes and what they became on 01/07/2025, to be confirmed by whoever named one.

The table comes with the package ``vietnam-address-converter`` (Apache-2.0): 10,043 former communes, each with the
communes of today it became part of; it names 3,320 of the 3,321 there are. A former commune may have been divided, and
a name may fit several: nothing is ever replaced by what stands here, it is offered.

The table is read when somebody names a place that may be a former one (about a second, some 50 MB), not at import.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from api.feedback.places import SETTLED
from knowledge.places import province_key, province_today
from knowledge.text import fold, has_diacritics, nfc, one_line

MOST = 8
"""More communes than these are no help to choose from."""
LONGEST = 200
"""Characters of a place of the event."""
_CITIES = frozenset({"ha noi", "hue", "hai phong", "da nang", "can tho", "ho chi minh"})
_SHORT = {"p": "phuong", "x": "xa", "tt": "thi tran", "q": "quan", "h": "huyen", "tx": "thi xa", "tp": "thanh pho"}
_ALIASES = (
    (re.compile(r"\b(?:tp ?hcm|thanh pho hcm|hcm|sai gon)(?=[ ,]*$)"), "ho chi minh"),
    (re.compile(r"\bthua thien hue(?=[ ,]*$)"), "hue"),
    (re.compile(r"\b(?:brvt|br vt)(?=[ ,]*$)"), "ba ria vung tau"),
)
_WARD = ("thi tran", "phuong", "xa")
_DISTRICT = ("thanh pho", "thi xa", "huyen", "quan")
_PROVINCE = ("thanh pho", "tinh")
_TOKEN = re.compile(r"[^\W\d_]+|\d+|,")
_NOTED = re.compile(rf"(?P<before>.*?)(?P<province>[^,()]*){re.escape(SETTLED)} (?P<old>[^()]*)\)\s*")
_KIND = re.compile(r"^(?:Thành Phố|Thị Trấn|Thị Xã|Đặc Khu|Phường|Xã|Huyện|Quận)(?= )", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today that a place may mean.

    Attributes:
        name: such as ``"xã Vĩnh Kim, tỉnh Đồng Tháp"``.
        old: what it was named by, such as ``"xã Bàn Long, huyện Châu Thành, tỉnh Tiền Giang"``.
        written: the whole place, with the commune of today in it and the former name behind.
    """

    name: str
    old: str
    written: str


Words = tuple[str, ...]
"""A name, folded, by its words."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A unit's name; ``kind`` and ``words`` folded."""

    full: str
    kind: str
    words: Words


@dataclass(frozen=True, slots=True)
class _Former:
    """A former commune (or an island district without any) and one commune it became part of."""

    ward: _Name
    district: _Name
    province: str
    now: str


@dataclass(frozen=True, slots=True)
class _Table:
    """Former communes by province and district; ``current``: province and name of each commune of today."""

    former: dict[Words, dict[_Name, list[_Former]]]
    current: dict[str, frozenset[_Name]]


def communes_today(place: str, longest: int = LONGEST) -> tuple[Commune, ...]:
    """Return the communes of today a place may mean; blocks the first time.

    ``longest``: characters that a whole place may have; beyond it the former name is left out.

    None: the place names no former unit, names one of today, was settled before, or may mean more than :data:`MOST`.
    """
    typed = _as_typed(one_line(place))
    words = _words(typed)
    if len(words) < 3 or not ("," in words or any(_has(words, kind) for kind in (*_WARD, *_DISTRICT))):
        return ()
    found, said = _former_of(words, has_diacritics(typed), nfc(typed).lower())
    by_name = {one.now: one for one in found}
    if len(by_name) > MOST:
        return ()
    whole = bool(said)
    lead = _lead(typed, said or found[0].district.words, _WARD if whole else _DISTRICT) if found else ""
    return tuple(_commune(one, lead, longest, whole=whole) for one in by_name.values())


def _commune(one: _Former, lead: str, longest: int, *, whole: bool) -> Commune:
    parts = (*((one.ward.full,) if whole else ()), one.district.full, one.province)
    old = ", ".join(part for part in parts if part)
    written = f"{lead}{one.now} {SETTLED} {old})"
    return Commune(one.now, old, written if len(written) <= longest else f"{lead}{one.now}"[:longest])


def _as_typed(place: str) -> str:
    """Undo the remark on a merged province (:func:`api.feedback.places.current_place`); one on a commune settles it."""
    noted = _NOTED.fullmatch(place)
    if noted is None:
        return place
    return noted["before"] + noted["old"] if province_today(noted["old"]) else ""


def _words(typed: str) -> Words:
    found = [_SHORT.get(token, token.lstrip("0") or "0") for token in _TOKEN.findall(fold(typed))]
    text = " ".join(found)
    for sign, name in _ALIASES:
        text = sign.sub(name, text)
    return tuple(text.split())


def _former_of(words: Words, marked: bool, said: str) -> tuple[list[_Former], Words]:
    """Return the former communes meant, and the words of the name when a commune was named."""
    table = _table()
    key = next((key for key in table.former if _ends(words, key)), None)
    if key is None and not any(_has(words, kind) for kind in _DISTRICT[1:]):
        return [], ()
    rest = _cut(words, key, _PROVINCE) if key else words
    groups = [table.former[key]] if key else list(table.former.values())
    district, before = _district_in(rest, groups)
    if district:
        wards = _wards_in(before, district, marked, said)
        if wards:
            return wards, wards[0].ward.words
        if not any(_has(before, kind) for kind in _WARD):
            return (district, ()) if key else ([], ())
    return _by_province(before if district else rest, key, table, marked, said) if key else ([], ())


def _by_province(words: Words, key: Words, table: _Table, marked: bool, said: str) -> tuple[list[_Former], Words]:
    """Look for a commune named with its province alone; one there is today needs no other name."""
    today = province_today(" ".join(key)) or ""
    rows = [one for group in table.former[key].values() for one in group]
    if province_key(today) == " ".join(key):
        if any(_names(words, name) for name in table.current[today]):
            return [], ()
        for other, groups in table.former.items():  # a former commune may be said with its province of today
            if other != key and province_today(" ".join(other)) == today:
                rows += [one for group in groups.values() for one in group]
    wards = _wards_in(words, rows, marked, said)
    return wards, wards[0].ward.words if wards else ()


def _district_in(words: Words, groups: Iterable[dict[_Name, list[_Former]]]) -> tuple[list[_Former], Words]:
    """Return the communes of the districts named last, and the words before the name."""
    best = (-1, 0)
    found: list[_Former] = []
    for name, rows in ((name, rows) for group in groups for name, rows in group.items()):
        at = (_last(words, name), len(name.words))
        if at[0] < 0 or at < best:
            continue
        found = [*(found if at == best else ()), *rows]
        best = at
    end = best[0] + best[1]
    return found, _cut(words[:end], words[best[0] : end], _DISTRICT) if found else ()


def _wards_in(words: Words, rows: Iterable[_Former], marked: bool, said: str) -> list[_Former]:
    """Return the communes that stand at the end of the words; with marks typed, those that bear the same."""
    fitting = [one for one in rows if _names(words, one.ward)]
    longest = max((len(one.ward.words) for one in fitting), default=0)
    fitting = [one for one in fitting if len(one.ward.words) == longest]
    same = [one for one in fitting if _KIND.sub("", one.ward.full).strip().lower() in said]
    return same if marked and same else fitting


def _names(words: Words, name: _Name) -> bool:
    """Tell whether words end with a commune: a kind that is said must be its own, a number needs one."""
    if not name.words or not _ends(words, name.words):
        return False
    before = words[: -len(name.words)]
    kind = next((kind for kind in (*_WARD, "dac khu") if _ends(before, tuple(kind.split()))), None)
    return kind == name.kind if kind else not name.words[0].isdigit()


def _last(words: Words, name: _Name) -> int:
    """Return where a district is named last: after its kind, or as a part of its own; -1: nowhere."""
    size = len(name.words)
    for at in range(len(words) - size, -1, -1):
        if words[at : at + size] != name.words or not (at + size == len(words) or words[at + size] == ","):
            continue
        before = words[:at]
        if any(_ends(before, tuple(kind.split())) for kind in _DISTRICT):
            return at
        if before and before[-1] == "," and not name.words[0].isdigit():
            return at
    return -1


def _ends(words: Sequence[str], end: Sequence[str]) -> bool:
    return len(words) >= len(end) and tuple(words[len(words) - len(end) :]) == tuple(end)


def _has(words: Words, kind: str) -> bool:
    parts = tuple(kind.split())
    return any(words[at : at + len(parts)] == parts for at in range(len(words)))


def _cut(words: Words, end: Words, kinds: Iterable[str]) -> Words:
    """Return the words without the name at their end, its kind and the commas before it."""
    rest = words[: len(words) - len(end)]
    kind = next((kind for kind in kinds if _ends(rest, tuple(kind.split()))), "")
    rest = rest[: len(rest) - len(kind.split())]
    while rest and rest[-1] == ",":
        rest = rest[:-1]
    return rest


def _lead(typed: str, said: Words, kinds: Sequence[str]) -> str:
    """Return what stands before a unit, such as a hamlet or a street, ready to be followed by another name."""
    plain = fold(typed)
    if len(plain) != len(nfc(typed)):
        return ""
    name = r"\W+".join(re.escape(word) if not word.isdigit() else f"0*{word}" for word in said)
    short = [word for word, whole in _SHORT.items() if whole in kinds]
    kind = rf"(?:\b(?:{'|'.join([*kinds, *short])})[.\s]*)?"
    found = re.search(rf"{kind}(?<![^\W\d_]){name}(?!\w)", plain)
    return nfc(typed)[: found.start()] if found else ""


@cache
def _table() -> _Table:
    rows: list[dict[str, Any]] = import_module("vietnam_address_converter.data").DEFAULT_DATA["mapping"]["rows"]
    former: dict[Words, dict[_Name, list[_Former]]] = {}
    current: dict[str, set[_Name]] = {}
    for row in rows:
        old, new = row["old"], row["new"]
        province, today = _province(old["province_name"]), province_today(new["province_name"]) or ""
        ward, district, now = (
            _name(name, kinds)
            for name, kinds in (
                (old["ward_name"], _WARD),
                (old["district_name"], _DISTRICT),
                (new["ward_name"], (*_WARD, "dac khu")),
            )
        )
        key = tuple(re.findall(r"\w+", province_key(old["province_name"])))
        one = _Former(ward, district, province, f"{now.full}, {_province(today)}")
        former.setdefault(key, {}).setdefault(district, []).append(one)
        current.setdefault(today, set()).add(now)
    ordered = {key: former[key] for key in sorted(former, key=len, reverse=True)}
    return _Table(ordered, {name: frozenset(found) for name, found in current.items()})


@cache
def _name(name: str, kinds: tuple[str, ...]) -> _Name:
    full = _KIND.sub(lambda found: found.group().lower(), nfc(name).strip())
    folded = fold(full)
    kind = next((kind for kind in kinds if folded.startswith(f"{kind} ")), "")
    return _Name(full, kind, tuple(word.lstrip("0") for word in re.findall(r"[^\W\d_]+|\d+", folded[len(kind) :])))


@cache
def _province(name: str) -> str:
    bare = re.sub(r"(?i)^(?:tỉnh|thành phố) ", "", nfc(name).strip())
    return f"thành phố {bare}" if province_key(bare) in _CITIES else f"tỉnh {bare}"
