"""Vietnamese text as people and portals write it: normal form, folding, shorthand, tokens.

Standard library only, so that Rasa's environment can read the same rules.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

SHORTHAND_FILE = Path(__file__).parent / "lexicon" / "shorthand.tsv"

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u3000]{2,}|[\t\u00a0\u2000-\u200a\u202f\u3000]")
_BLANK_LINES = re.compile(r"\n{3,}")
_WORD = re.compile(r"[^\W_]+(?:[.,/]\d+)*", re.UNICODE)
_REPEATED = re.compile(r"(\D)\1{2,}")
_REMEMBERED = 2048  # one turn reads the same words a dozen times

_MARKS = re.compile("[\u0300-\u036f]")


def _plain_letters() -> dict[int, str]:
    """Return the map of every accented Latin letter to its plain one; "đ" does not decompose and is added."""
    table = {ord("đ"): "d"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = _MARKS.sub("", unicodedata.normalize("NFD", chr(code)))
        if plain != chr(code):
            table[code] = plain
    return table


_PLAIN = _plain_letters()


def nfc(text: str) -> str:
    """Return the text in Unicode normal form C, as TCVN 6909:2001 asks of electronic text."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Take the dirt out of published or typed text and keep its line breaks.

    Invisible marks (U+200E and the like), control characters, tabs and non-breaking spaces go;
    runs of spaces become one, more than one empty line becomes one.
    """
    text = _INVISIBLE.sub("", nfc(text.replace("\r\n", "\n").replace("\r", "\n")))
    text = _SPACES.sub(" ", _CONTROL.sub(" ", text.replace("\v", "\n")))
    lines = (line.strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """Return :func:`clean` text with every line break turned into a space."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """Return the text in lower case without diacritics: ``"Đường"`` → ``"duong"``."""
    if text.isascii():  # half of what people type; nothing to replace
        return text.lower()
    return _MARKS.sub("", nfc(text.lower()).translate(_PLAIN))


def has_diacritics(text: str) -> bool:
    """Tell whether any letter carries a Vietnamese mark."""
    return nfc(text).lower() != fold(text)


def words(text: str) -> list[str]:
    """Split into lower-case syllables and numbers; ``1.004194`` and ``10.000`` stay whole."""
    return _WORD.findall(nfc(text).lower())


@cache
def shorthand() -> dict[str, str]:
    """Return the table of teencode and common abbreviations, as typed → written out.

    Only forms with one sense stand in it; the ambiguous ones are left to the ranking.
    """
    with SHORTHAND_FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {nfc(row["form"]).lower(): nfc(row["meaning"]).lower() for row in rows}


def spell_out(tokens: Iterable[str]) -> list[str]:
    """Write shorthand out, token by token, and shorten drawn-out letters (``"khôngggg"``).

    Numbers, codes and unknown tokens pass through unchanged.
    """
    return [word for typed in tokens for word in _spelt_out(typed)]


@lru_cache(maxsize=_REMEMBERED)
def _spelt_out(typed: str) -> tuple[str, ...]:
    table = shorthand()
    known = typed in table or typed[0].isdigit()
    token = typed if known else _REPEATED.sub(r"\1", typed)
    return tuple(table.get(token, token).split())


@lru_cache(maxsize=64)
def normalise_query(text: str) -> str:
    """Return a question in the form search works on: clean, lower case, shorthand written out."""
    return " ".join(spell_out(words(clean(text))))


def national_code(code: str) -> str:
    """Return a procedure code without the suffix an office adds: ``2.000815.000.00.00.H19`` → ``2.000815``."""
    return ".".join(code.split(".")[:2])


def bigrams(tokens: list[str]) -> list[str]:
    """Return neighbouring pairs joined by ``_``: most Vietnamese words have two syllables."""
    return [f"{a}_{b}" for a, b in pairwise(tokens)]
