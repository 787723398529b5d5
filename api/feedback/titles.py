"""A title made of the content: its first sentence that says something, or the first clause of it; short and masked."""

from __future__ import annotations

import re

from knowledge.text import fold, one_line

LONGEST = 90
"""Characters of a title that is made."""
_LEAST_WORDS = 3
_LEAST_CLAUSE = 60
"""A clause shorter than this tells too little to stand alone."""

_SHORTENED = re.compile(r"\b(?:tp|tx|tt|p|q|h|x|ths|ts|bs|ong|ba|mr|mrs|st|sn|so|v\.v)$")
_SENTENCE = re.compile(r"(?:[.!?…]+(?=\s|$))|\n+")
_CLAUSE = re.compile(r"[,;:](?=\s)|\s[–-](?=\s)")
_COURTESY = re.compile(
    r"^(?:(?:kinh (?:gui|thua|chao)|xin chao|chao|da chao|alo)\b[^,;:]*"
    r"|(?:da |thua )*(?:toi|em|chung toi|minh)? ?la\b[^,;:]{0,60}"
    r"|(?:toi|em|chung toi|minh)? ?(?:xin |muon |can |co )*(?:duoc )?(?:phan anh|kien nghi|gop y|trinh bay)"
    r"(?: (?:viec|nhu) sau| mot (?:so )?viec| su viec)*)$"
)
_NAMES_ITSELF = re.compile(r"^(?:da |thua )*(?:(?:toi|em|chung toi|minh) ten\b|(?:ho )?ten(?: toi| em| minh)? la\b)")
_ENDS = " \t.,;:!?…–-\"'“”"


def made_title(masked: str) -> str:
    """Return a title for a content that has been masked.

    Never longer than :data:`LONGEST` characters (and "…"), cut at the end of a clause, else between words; a mark
    of the masking stays whole. What greets, or only says that something follows, is passed over when more follows.
    """
    sentences = [one for one in (one_line(part).strip(_ENDS) for part in _sentences(masked)) if one]
    bodies = [_without_opening(one) for one in sentences]
    telling = [one for one in bodies if len(one.split()) >= _LEAST_WORDS and not _is_courtesy(one)]
    line = _shortened(next(iter(telling or bodies), ""))
    return line[:1].upper() + line[1:]


def _sentences(text: str) -> list[str]:
    """Split at the ends of sentences; the full stop of "TP." or "P." ends none."""
    found, start = [], 0
    for sign in _SENTENCE.finditer(text):
        before = fold(text[start : sign.start()])
        if sign.group() == "." and _SHORTENED.search(before):
            continue
        found.append(text[start : sign.end()])
        start = sign.end()
    return [*found, text[start:]]


def _is_courtesy(sentence: str) -> bool:
    line = fold(sentence)
    return bool(_COURTESY.match(line) or _NAMES_ITSELF.match(line))


def _without_opening(sentence: str) -> str:
    """Take "Kính gửi UBND phường," or "Tôi xin phản ánh:" off the front of what it introduces."""
    if _NAMES_ITSELF.match(fold(sentence)):  # with an address, as often as not
        return sentence
    for sign in _CLAUSE.finditer(sentence):
        rest = sentence[sign.end() :].strip(_ENDS)
        if _is_courtesy(sentence[: sign.start()].strip(_ENDS)) and len(rest.split()) >= _LEAST_WORDS:
            return _without_opening(rest)
    return sentence


def _shortened(line: str) -> str:
    if len(line) <= LONGEST:
        return line
    clauses = [sign.start() for sign in _CLAUSE.finditer(line[: LONGEST + 1])]
    if clauses and clauses[-1] >= _LEAST_CLAUSE:
        return line[: clauses[-1]].strip(_ENDS)
    cut = line[:LONGEST].rsplit(" ", 1)[0]
    if cut.count("[") > cut.count("]"):  # in the middle of a mark such as "[số điện thoại]"
        cut = cut[: cut.rindex("[")]
    return cut.strip(_ENDS) + "…"
