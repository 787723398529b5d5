"""What a question says about plans: whether it is about one, about which, and which kind of fact it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from knowledge.model import PlanDocument
from knowledge.plans.names import slug, split_number
from knowledge.plans.words import Fact, cues, facts, provinces
from knowledge.text import fold, one_line, spell_out, words

PLAN_QUESTION = 0.5
"""From this score on, a question is taken to be about a plan."""

_OF_PROVINCE = 0.2
_NUMBER = re.compile(r"\b(?P<number>\d+)\s*[/ ]\s*kh\b|\bke hoach (?:so )?(?P<called>(?!20\d\d\b)\d{2,5})\b(?!\s*/)")
_YEAR = re.compile(r"(?<![\d/\-–])\b(20[12]\d)\b(?!\s*[-–/]\s*\d)")
_DATE = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b")
_DATA = {
    "issued": re.compile(
        r"ban hanh (?:vao )?(?:ngay|khi|luc|thang) (?:nao|may)|ngay ban hanh|ngay ky|ky ngay (?:nao|may)"
    ),
    "number": re.compile(
        r"^(?!.*(?:dien thoai|duong day|tong dai)).*"
        r"(?:(?:ke hoach|mang|co|la) (?:\S+ ){0,6}so (?:may|bao nhieu|hieu gi)\b|so hieu (?:la )?gi)"
    ),
    "issuer": re.compile(r"\b(?:ai|co quan nao|don vi nao|so nao) ban hanh\b"),
}
_SIGNER = re.compile(r"\bai (?:la nguoi )?ky\b|\bnguoi (?:nao )?ky\b|\bky ten\b")


@dataclass(frozen=True)
class Target:
    """The documents a question may mean.

    Attributes:
        ids: candidate documents; all of them where the question names none.
        named: whether the question names a document by number, place, agency or year.
        rest: the question without the words that name the document; they say nothing about the passage.
    """

    ids: frozenset[str]
    named: bool
    rest: str


def plan_question_score(question: str) -> float:
    """Return how much a question sounds like one about a plan document, from 0 to 1."""
    text = _folded(question)
    score = sum(cue.weight for cue in cues() if cue.pattern.search(text))
    return min(1.0, max(0.0, score + (_OF_PROVINCE if _names_plan_of_province(text) else 0.0)))


def is_plan_question(question: str) -> bool:
    """Tell whether a question is about a plan document and not about filing a procedure."""
    return plan_question_score(question) >= PLAN_QUESTION


def facts_asked(question: str) -> tuple[Fact, ...]:
    """Return the kinds of facts the question wants; empty where any passage on the matter will do."""
    text = _folded(question)
    return tuple(fact for fact in facts() if fact.asked.search(text))


def asks_signer(question: str) -> bool:
    """Tell whether the question wants to know who signed."""
    return _SIGNER.search(_folded(question)) is not None


def data_asked(question: str) -> str | None:
    """Return which field of the document itself is asked for: ``number``, ``issued``, ``issuer`` or none."""
    text = _folded(question)
    return next((name for name, pattern in _DATA.items() if pattern.search(text)), None)


def target(question: str, documents: Iterable[PlanDocument], known_numbers: frozenset[str]) -> Target:
    """Return which documents a question means.

    A number, province or year of which there is no document leaves none: the answer then is that no such
    plan is held, not a passage of another one.

    Args:
        question: as asked.
        documents: the plans held.
        known_numbers: numbers of documents that passages quote; naming one does not name a plan of ours.
    """
    text = _folded(question)
    candidates = {document.id: document for document in documents}
    numbers = _numbers_in(text, {_number_of(d) for d in candidates.values()}, known_numbers)
    places = _places_in(text)
    if numbers:
        candidates = {i: d for i, d in candidates.items() if _number_of(d) in numbers}
    if places:
        candidates = {i: d for i, d in candidates.items() if _place_of(d) in places}
    dated = {i: d for i, d in candidates.items() if d.issued and d.issued in _dates_in(text)}
    candidates = dated or candidates
    agencies = {i: agency for i, d in candidates.items() if (agency := _agency(d)) and agency in text}
    if agencies:
        candidates = {i: candidates[i] for i in agencies}
    years = {int(year) for year in _YEAR.findall(text)}
    fitting = {i: d for i, d in candidates.items() if d.year in years}
    of_year = bool(fitting) or any(f"nam {year}" in text for year in years)
    if of_year:
        candidates = fitting
    names = [*numbers, *places, *agencies.values(), *(str(d.year) for d in fitting.values())]
    return Target(frozenset(candidates), bool(names or dated) or of_year, _without(question, names))


def _without(question: str, names: Iterable[str]) -> str:
    """Take names out of a question, whatever its diacritics, with the symbols and titles that go with them."""
    tokens = one_line(question).lower().split()
    text = f" {' '.join(tokens)} "
    plain = "".join(fold(c) or c for c in text)
    for name in sorted(names, key=len, reverse=True):
        frame = (
            r"(?:(?<!van phong )(?:ubnd|uy ban nhan dan|tinh|thanh pho|tp\.?) +){0,3}"
            + r"\W+".join(map(re.escape, name.split()))
            + r"(?: *[/ ] *kh(?:[- ](?:uy ban nhan dan|\w+))?)?"
        )
        for match in reversed(list(re.finditer(rf"(?<!\w){frame}(?!\w)", plain))):
            text, plain = (t[: match.start()] + " " + t[match.end() :] for t in (text, plain))
    return text.strip()


def _folded(question: str) -> str:
    """Return the question folded, shorthand written out, with numbers such as ``736/KH-UBND`` kept."""
    return " ".join(fold(token) for token in spell_out(one_line(question).lower().split()))


def _number_of(document: PlanDocument) -> str:
    return (split_number(document.number)[0] or "") if document.number else ""


def _place_of(document: PlanDocument) -> str:
    return slug(document.place or "").replace("-", " ")


def _agency(document: PlanDocument) -> str | None:
    """Return the folded name of an issuing department ("so xay dung"); committees are named by place."""
    name = fold(document.issuer or "")
    return " ".join(words(name)[:3]) if name.startswith("so ") else None


def _names_plan_of_province(text: str) -> bool:
    """Tell whether "kế hoạch" is followed by a province, at most three words later ("của UBND tỉnh …")."""
    return any(re.search(rf"\bke hoach (?:\S+ ){{0,3}}?{name}\b", text) for name in _places_in(text))


def _dates_in(text: str) -> set[date]:
    """Return the dates written in a question; one that does not exist is no date."""
    found = set()
    for day, month, year in _DATE.findall(text):
        with suppress(ValueError):
            found.add(date(int(year), int(month), int(day)))
    return found


def _numbers_in(text: str, ours: set[str], known: frozenset[str]) -> set[str]:
    """Return numbers of plans named in a question; one that is only quoted in passages is left to the search."""
    found = {match["number"] or match["called"] for match in _NUMBER.finditer(text)}
    return {number for number in found if number in ours or number not in known}


def _places_in(text: str) -> set[str]:
    """Return the provinces named, folded; a shorter name within a longer one is not counted twice."""
    plain, found = f" {' '.join(words(text))} ", set()
    for name in provinces():
        if f" {name} " in plain:
            found.add(name)
            plain = plain.replace(f" {name} ", " ")
    return found
