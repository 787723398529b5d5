"""Two procedures compared: "cấp đổi với cấp lại khác gì nhau", "cái nào nhanh hơn".

What is compared is taken from the words, else from what is spoken of. Which one is better is never said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.choices import named
from actions.context import Context
from actions.finding import is_sure
from actions.hearing import Heard
from actions.host import Knowledge
from actions.returning import spoken_before
from actions.turn import Speaker
from knowledge.answer import AnswerStatus
from knowledge.answers.siblings import paper_words
from knowledge.answers.versus import which_two
from knowledge.aspects import Aspect, content_words
from knowledge.errors import ProcedureNotFound
from knowledge.results import Hit
from knowledge.text import fold, has_diacritics, normalise_query, words

_CODE = re.compile(r"(?<![\d.])\d\.\d{6}(?![\d])")
_NUMBERS = re.compile(r"\b([1-5])(?: ?(?:va|voi|,|-) ?| so voi )(?:so |cai |muc )*([1-5])\b")
_WHICH = r"(?:thi )?(?:(?:cai|ben|loai|thu tuc|viec|dang|ben) )?nao (?:\S+ ){0,3}?(?<!ket )(?<!giam )hon"
_PLAIN = re.compile(rf"\bso sanh(?: giup)?\b|\bkhac nhau\b(?: (?:o )?cho nao)?|\bkhac biet\b|\b{_WHICH}\b")
_LOOSE = re.compile(r"\bkhac (?:gi|cho nao|o cho nao|the nao|ra sao|sao)\b(?: (?:nhau|voi))?|\bco khac\b")
_WAYS = re.compile(r"\b(?:nop|online|truc tuyen|truc tiep|qua mang|buu dien|buu chinh|hinh thuc|cach nao|ke hoach)\b")
_JOINT = re.compile(r"\b(?:so voi|voi|va|hay(?: la)?|hoac|vs)\b|,")
_TALK = re.compile(
    r"\b(?:cho (?:toi|em|minh) hoi|giua|giup|(?:hai|2) (?:cai|thu tuc)(?: nay| do| tren)?|nhau|cai|(?:thi|la)$)\b"
)
_CHEAPER = re.compile(r"\b(?:re|phi|tien|ton|dat|mac)\b")
_QUICKER = re.compile(r"\b(?:nhanh|lau|cham|som|thoi (?:han|gian)|may ngay)\b")
_LONGEST = 22
"""Words of a question that only compares; a longer message tells a story."""
_MOST_JOINTS = 2
_MOST_HITS = 4


def compared(known: Knowledge, heard: Heard, context: Context, speaker: Speaker) -> Context | None:
    """Put two procedures side by side, or ask which two; ``None``: nothing is compared here."""
    if heard.code and heard.other:
        return _side_by_side(known, heard.code, heard.other, None, context, speaker)
    line = " ".join(normalise_query(heard.text).split())
    folded = fold(line)
    plain, loose = _PLAIN.search(folded), _LOOSE.search(folded)
    sign = plain or loose
    if not heard.text or len(folded) != len(line) or sign is None or _WAYS.search(folded):
        return None
    if len(line.split()) > _LONGEST:
        return None
    if sign is plain and folded[: sign.end()].endswith("hon") and not _is_more(line[: sign.end()]):
        return None
    asked = Aspect.FEE if _CHEAPER.search(folded) else Aspect.TIME if _QUICKER.search(folded) else None
    pair = _by_number(known, heard.text, folded, context)
    pair = pair if pair is not None else _meant(known, line, sign, context)
    if pair is None:
        return None
    if len(pair) == 2:
        return _side_by_side(known, pair[0].code, pair[1].code, asked, context, speaker)
    if len(pair) < 2 and (not plain or context.procedure_code):
        return None
    speaker.say(which_two(tuple(pair[:_MOST_HITS])))
    return context.choosing(tuple(pair[:_MOST_HITS]), (), None) if len(pair) > 1 else context


def _side_by_side(
    known: Knowledge, first: str, second: str, asked: Aspect | None, context: Context, speaker: Speaker
) -> Context:
    """Compare; the two are then spoken of: "cái nào rẻ hơn", "cái thứ hai" and "quay lại" go on from them."""
    try:
        speaker.say(known.compare(first, second, asked))
    except (ProcedureNotFound, ValueError):
        speaker.say(which_two(()))
        return context
    pair = tuple(hit for code in (first, second) if (hit := _hit(known, code)))
    if context.is_choosing and {hit.code for hit in pair} <= {hit.code for hit in context.candidates}:
        return context
    if context.procedure_code:
        return context.model_copy(update={"candidates": pair})
    return context.choosing(pair, (), None)


def _by_number(known: Knowledge, typed: str, folded: str, context: Context) -> Sequence[Hit] | None:
    """Return what two codes, or two numbers of the list shown, stand for; ``None``: there are no such two."""
    codes = list(dict.fromkeys(_CODE.findall(typed)))
    if len(codes) == 2:
        found = [hit for code in codes if (hit := _hit(known, code))]
        return found if len(found) == 2 else None
    numbers = _NUMBERS.search(folded)
    places = {int(number) - 1 for number in numbers.groups()} if numbers else set()
    if len(places) == 2 and max(places) < len(context.candidates):
        return [context.candidates[place] for place in sorted(places)]
    return None


def _meant(known: Knowledge, line: str, sign: re.Match[str], context: Context) -> Sequence[Hit] | None:
    """Return the two procedures meant, or all that may be; ``None``: the words are about something else."""
    pool = _pool(known, context)
    before, after = line[: sign.start()], line[sign.end() :]
    sides = [side for side in (_bare(before), _bare(after)) if _names(side)]
    if not sides:
        return _spoken_of(known, context)
    best: Sequence[Hit] | None = None
    for first, second in _splits(sides):
        found = _both(known, first, second, pool)
        if len(found) == 2:
            return found
        best = best or found or None
    if best:
        return best
    if len(sides) != 1:
        return None
    other = _resolved(known, sides[0], "", pool)
    here = _hit(known, context.procedure_code) if context.procedure_code else None
    if here and len(other) == 1:
        return (here, other[0]) if other[0].code != here.code else _spoken_of(known, context)
    return None


def _splits(sides: Sequence[str]) -> list[tuple[str, str]]:
    """Return how the words may part into two names: at the comparison itself, else at a joining word."""
    if len(sides) == 2:
        return [(sides[0], sides[1])]
    line = sides[0]
    joints = [(line[: one.start()], line[one.end() :]) for one in _JOINT.finditer(fold(line))]
    return [(_bare(one), _bare(other)) for one, other in joints if _names(one) and _names(other)][:_MOST_JOINTS]


def _both(known: Knowledge, first: str, second: str, pool: Sequence[Hit]) -> list[Hit]:
    """Return two hits where both sides are clear, else all that they may mean (none: one of them means nothing)."""
    one, other = _resolved(known, first, second, pool), _resolved(known, second, first, pool)
    if not one or not other:
        return []
    every = list({hit.code: hit for hit in (*one, *other)}.values())
    if len(one) == len(other) == 1:
        return every if len(every) == 2 else []
    fair = [*one[:1], *other[:1], *one[1:2], *other[1:3]] if len(one) > 1 else [*one, *other]
    hits = list({hit.code: hit for hit in fair}.values())[:_MOST_HITS]
    return hits if len(hits) > 2 else every[:_MOST_HITS]


def _resolved(known: Knowledge, side: str, beside: str, pool: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return the one procedure that words name (with what the other side says of the paper), or several they may."""
    if pool and (picked := named(side, pool, whole=True)):
        return (picked,)
    unsure: tuple[Hit, ...] = ()
    for asked in dict.fromkeys((_completed(side, beside), side)):
        result = known.search(asked)
        if result.prepared or result.about_plan:
            continue
        if is_sure(result):
            return result.hits[:1]
        if result.status is AnswerStatus.CHOOSE and not unsure:
            unsure = result.hits[: _MOST_HITS - 1]
    return unsure


def _completed(side: str, beside: str) -> str:
    """Return a side with what only the other says: the paper ("cấp đổi"), or what is done with it ("doanh nghiệp")."""
    if not paper_words(side):
        said = set(paper_words(beside))
        return " ".join([side, *(word for word in words(beside) if fold(word) in said)])
    mine, other = set(paper_words(side)), set(paper_words(beside))
    deeds = [word for word in words(beside) if fold(word) not in other]
    has_deed = any(fold(word) not in mine for word in words(side))
    return side if has_deed or not deeds else " ".join([*deeds, side])


def _spoken_of(known: Knowledge, context: Context) -> Sequence[Hit] | None:
    """Return the choice on offer, else the procedure spoken of and the one before it."""
    if len(context.candidates) > 1:
        return context.candidates
    before = spoken_before(known, context)
    here = _hit(known, context.procedure_code) if context.procedure_code else None
    if here and before:
        return before[-1], here
    return before[-2:] if not here and len(before) > 1 else ()


def _pool(known: Knowledge, context: Context) -> list[Hit]:
    here = _hit(known, context.procedure_code) if context.procedure_code else None
    spoken = [*context.candidates, *([here] if here else ()), *spoken_before(known, context)]
    return list({hit.code: hit for hit in spoken}.values())


def _hit(known: Knowledge, code: str) -> Hit | None:
    try:
        record = known.procedure(code)
    except ProcedureNotFound:
        return None
    return Hit(code=record.code, name=record.name, score=0.0)


def _bare(side: str) -> str:
    """Return a side without the words of comparing."""
    folded = fold(side)
    kept = list(side)
    for pattern in (_TALK, _LOOSE, _PLAIN):
        for match in pattern.finditer(folded):
            kept[match.start() : match.end()] = " " * (match.end() - match.start())
    return " ".join("".join(kept).split()).strip(" ,.?!")


def _is_more(text: str) -> bool:
    """Tell whether a text ends with "hơn", not with the "hôn" of a marriage."""
    return text.endswith("hơn") or not has_diacritics(text)


def _names(side: str) -> bool:
    return bool(content_words(side)) or bool(re.search(r"\b(?:cap|doi|lai|moi|gia han)\b", fold(side)))
