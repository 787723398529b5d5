"""One spelling for one word: where the tone mark stands.

Published texts and people write both "uỷ ban" and "ủy ban", "hoà giải" and "hòa giải", and a hurried hand puts the mark
on the wrong vowel ("đảm baỏ"). underthesea knows the rule; it is asked once a word.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")
_KNOWN_WORDS = 65_536


@lru_cache(maxsize=_KNOWN_WORDS)
def _standard(word: str) -> str:
    if word.isascii():
        return word
    from underthesea import text_normalize

    return str(text_normalize(word))


def standard_tones(text: str) -> str:
    """Return the text with every tone mark where the standard puts it; anything else is left as it is."""
    return _WORD.sub(lambda match: _standard(match.group()), text)
