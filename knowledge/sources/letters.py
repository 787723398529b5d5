"""Vietnamese letters as character classes: ``À-Ỵ`` would mix capitals and small letters."""

from __future__ import annotations

_LATIN = [chr(point) for point in range(0xC0, 0x1EFA)]

UPPER = "A-Z" + "".join(letter for letter in _LATIN if letter.isupper())
"""Capital letters, for use inside the brackets of a pattern."""

LOWER = "a-z" + "".join(letter for letter in _LATIN if letter.islower())
"""Small letters, for use inside the brackets of a pattern."""
