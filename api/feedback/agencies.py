"""Agencies of the directory by the words a person uses for them: without marks, shortened, mistyped, in part."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from api.storage.database import Database
from api.storage.feedback_tables import AgencyRow
from knowledge.text import fold, has_diacritics, one_line, words

MOST = 4
"""Agencies offered at once; whoever means another writes more of its name."""

_SPELT_OUT: tuple[tuple[str, str], ...] = (
    (r"ub ?nd|uy ban nd|uy ban(?! nhan dan)|ub", "uy ban nhan dan"),
    (r"hd ?nd|hoi dong nd", "hoi dong nhan dan"),
    (r"ca(?= (?:phuong|xa|tinh|huyen|thanh pho|p|x|tp)\b)", "cong an"),
    (r"bhxh|bao hiem(?! xa hoi)", "bao hiem xa hoi"),
    (
        r"tt ?(?:pv)?hcc|(?:(?:trung tam|tt) )?(?:phuc vu )?(?:hanh chinh cong|hcc)",
        "trung tam phuc vu hanh chinh cong",
    ),
    (r"(?:bo phan )?(?:1|mot) cua|bo phan tiep nhan va tra ket qua", "mot cua"),
    (r"vpdkdd|vpdk(?: dat dai)?", "van phong dang ky dat dai"),
    (r"gd ?va ?dt|gd ?dt", "giao duc dao tao"),
    (r"nn ?va ?mt|nn ?mt", "nong nghiep moi truong"),
    (r"kh ?va ?cn|kh ?cn", "khoa hoc cong nghe"),
    (r"vh ?tt ?(?:va )?dl", "van hoa the thao du lich"),
    (r"p(?= )", "phuong"),
    (r"x(?= )", "xa"),
    (r"tp", "thanh pho"),
)
"""As agencies are shortened in letters and on signs; read after folding, in this order."""
_SHORT = tuple((re.compile(rf"\b(?:{short})\b"), whole) for short, whole in _SPELT_OUT)

_APART = "(?<!phuong )(?<!xa )(?<!khu )(?<!co )(?<!can )"
"""Not in "phường Phong Điền", "thuế cơ sở", "cán bộ"."""
_KINDS: tuple[tuple[str, str], ...] = (
    ("counter", "trung tam phuc vu hanh chinh cong|mot cua"),
    ("committee", "uy ban nhan dan"),
    ("council", "hoi dong nhan dan"),
    ("police", "cong an"),
    ("insurance", "bao hiem xa hoi"),
    ("court", "toa an(?: nhan dan)?"),
    ("procuracy", "vien kiem sat(?: nhan dan)?"),
    ("land", "(?:chi nhanh )?van phong dang ky dat dai"),
    ("department", f"{_APART}so"),
    ("branch", "chi cuc"),
    ("office", f"{_APART}cuc"),
    ("ministry", f"{_APART}bo(?! phan)"),
    ("division", f"{_APART}phong"),
    ("centre", "trung tam"),
    ("board", "ban quan ly"),
    ("tax", "thue"),
    ("customs", "hai quan"),
    ("treasury", "kho bac(?: nha nuoc)?"),
    ("school", f"{_APART}truong"),
    ("hospital", "benh vien"),
    ("station", f"{_APART}tram"),
)
"""What an agency is; two that are said to be of different kinds are never the same one."""
_KIND = tuple((name, re.compile(rf"\b(?:{sign})\b")) for name, sign in _KINDS)
_LEVEL = re.compile(r"\b(?:phuong|xa(?! hoi)|dac khu|tinh|thanh pho|thi tran|thi xa|huyen|quan(?! ly))\b")
_IDLE = re.compile(r"\b(?:va|o|cua|thuoc|can bo|co quan)\b")
_COMMON = frozenset(re.findall(r"[a-z]{2,}", " ".join([_LEVEL.pattern, _IDLE.pattern, *(sign for _, sign in _KINDS)])))
_LEAST_FUZZY = 4


def agency_names(database: Database) -> tuple[str, ...]:
    """Return the names of the agencies in use, in alphabetical order; blocks."""
    with database.session() as session:
        return tuple(session.scalars(select(AgencyRow.name).where(AgencyRow.active).order_by(AgencyRow.name)))


def agencies_like(typed: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return the names that words may mean, the likeliest first, at most :data:`MOST`.

    A name fits when what sets it apart ("Tân Phú", "xây dựng") is said, or a part of it, and when it is of the kind
    that is said (a committee, the police, a department). A level that differs (xã, phường) only makes it less likely:
    many have changed. Words that say a kind and a level alone fit every agency of both.
    """
    read = [(name, _read(name)) for name in names]
    known = {word for _, one in read for word in one.all} | _COMMON
    asked = _read(typed, known)
    own = _marked(typed)
    fitting = [(_rank(asked, one, own, name), name) for name, one in read if _fits(asked, one)]
    return tuple(name for _, name in sorted(fitting)[:MOST])


@dataclass(frozen=True, slots=True)
class _Read:
    """A name, taken apart.

    Attributes:
        kinds: what it is said to be; more than one in "một cửa UBND xã".
        levels: words such as "xa"; ``own``: the words that set it apart.
        all: every word of it.
    """

    kinds: frozenset[str]
    levels: frozenset[str]
    own: tuple[str, ...]
    all: tuple[str, ...]


def _read(text: str, known: Collection[str] = ()) -> _Read:
    line = _spelt_out(text)
    if known:
        line = " ".join(_corrected(word, known) for word in line.split())
    every, kinds = tuple(line.split()), set()
    for name, sign in _KIND:
        line, found = sign.subn(" ", line)
        if found:
            kinds.add(name)
    levels = frozenset(_LEVEL.findall(line))
    own = _IDLE.sub(" ", _LEVEL.sub(" ", line)).split()
    return _Read(frozenset(kinds), levels, tuple(own), every)


def _spelt_out(text: str) -> str:
    plain = fold(one_line(text)).replace("&", " va ")
    line = " ".join(word.lstrip("0") for word in re.findall(r"\w+", plain))
    for sign, whole in _SHORT:
        line = sign.sub(whole, line)
    return " ".join(line.split())


def _corrected(word: str, known: Collection[str]) -> str:
    """Return the one word of the directory that differs in a letter; a short word must merely lack one."""
    if word in known or len(word) < _LEAST_FUZZY - 1 or word.isdigit():
        return word
    near = [one for one in known if len(one) >= _LEAST_FUZZY and _one_edit(word, one)]
    return near[0] if len(near) == 1 else word


def _one_edit(one: str, other: str) -> bool:
    """Tell whether a letter was added, left out, changed, or two were swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _fits(asked: _Read, name: _Read) -> bool:
    if not asked.all or (asked.kinds and name.kinds and not asked.kinds & name.kinds):
        return False
    if not asked.own:
        return asked.kinds <= name.kinds and asked.levels <= name.levels and bool(asked.kinds)
    if not name.own:
        return bool(asked.kinds & name.kinds) and bool(name.levels) and name.levels <= asked.levels
    if _stands_in(asked.own, name.own):
        return True
    names_it = bool(asked.kinds) or 2 * len(name.own) >= len(asked.own)  # "giấy phép xây dựng" names no department
    return names_it and _stands_in(name.own, asked.own)


def _stands_in(part: Sequence[str], whole: Sequence[str]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def _marked(typed: str) -> frozenset[str]:
    """Return the words typed with marks: they tell "Tấn Phú" from "Tân Phú"."""
    return frozenset(word for word in words(typed) if has_diacritics(word))


def _rank(asked: _Read, name: _Read, own: frozenset[str], text: str) -> tuple[int, int, int, int]:
    said = set(words(text))
    plain = {fold(word) for word in said}
    other_marks = sum(word not in said and fold(word) in plain for word in own)
    differs = len(set(asked.own) ^ set(name.own))
    return other_marks, differs, len(asked.levels ^ name.levels), len(asked.kinds ^ name.kinds)
