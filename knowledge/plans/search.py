"""Finds the passages of plans that a question asks for, with a score that says how far to trust them.

Small and lexical on purpose: a few hundred passages, questions that use the plan's own words. The score
is the share of the question's meaningful words (weighted by rarity) that the passage and the titles above
it cover; a passage that lacks the kind of fact asked for (a sum, a date, a number) stays below the bar.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.model import Passage, PlanDocument
from knowledge.plans.questions import asks_signer, data_asked, facts_asked, target
from knowledge.plans.words import Fact, fillers, same, section_cues
from knowledge.results import PlanHit
from knowledge.text import bigrams, fold, has_diacritics, spell_out, words

ANSWERABLE = 0.5
"""From this score on a passage may be quoted as the answer; below it the plan does not state what was asked."""

_CLOSE = 0.8
_NOT_STATED = 0.35
_IN_TITLE = 0.85
_IN_UPPER_TITLE = 0.55
_ONLY_FOLDED = 0.7
_PAIR = 0.6
_STRANGE_PAIR = 0.2
_SECTION_BONUS = 0.35
_SECTION_BASE = 0.15
_UPPER_SECTION = 0.5
_NAMED_SECTION = 2.0
_LENGTH_WEIGHT = 0.08
_NUMBER = re.compile(r"\b(\d+)/KH\b")
_PATH_WORDS = {"căn cứ": "căn cứ", "ký": "người ký chữ ký", "Nơi nhận": "nơi nhận gửi", "PHỤ LỤC": "phụ lục"}


@dataclass(frozen=True)
class _Entry:
    """A passage with its terms (words and pairs) and how strongly each stands in it, accented and folded."""

    passage: Passage
    accented: dict[str, float]
    folded: dict[str, float]
    path: str
    title: str
    title_words: frozenset[str]
    upper: str
    length: int


class PlanIndex:
    """A search over the passages of plan documents; immutable, safe to share between threads."""

    def __init__(self, documents: Iterable[PlanDocument], passages: Iterable[Passage]) -> None:
        self._documents = {document.id: document for document in documents}
        self._entries = tuple(_entry(passage) for passage in passages if passage.document_id in self._documents)
        self._pairs = frozenset(term for entry in self._entries for term in entry.folded if "_" in term)
        self._quoted = frozenset(n for entry in self._entries for n in _NUMBER.findall(entry.passage.text))

    def search(self, question: str, limit: int = 5) -> tuple[PlanHit, ...]:
        """Return the passages that fit best, best first.

        A score of at least :data:`ANSWERABLE` means the passage states what was asked; with none, the
        honest answer is that the plan does not say it. No hits at all: no plan of that number, province
        or year is held.

        Args:
            question: as asked, with or without diacritics.
            limit: most hits to return.
        """
        meant = target(question, self._documents.values(), self._quoted)
        entries = [entry for entry in self._entries if entry.passage.document_id in meant.ids]
        if asks_signer(question):
            return self._signatures(entries, meant.named)[:limit]
        if meant.named and (field := data_asked(question)):
            return self._documents_stating(field, entries)[:limit]
        terms = _terms(meant.rest, self._pairs)
        if meant.named and not terms.pairs:
            return _opening(entries)[:limit]
        return _best(question, terms, entries)[:limit]

    def search_all(self, question: str, limit: int = 5) -> tuple[PlanHit, ...]:
        """Return the passages that fit best, whichever document or place the question names; scores as above."""
        return _best(question, _terms(question, self._pairs), self._entries)[:limit]

    def _documents_stating(self, field: str, entries: Sequence[_Entry]) -> tuple[PlanHit, ...]:
        """Return the opening of each plan: answerable where its printed head bears the number, date or issuer."""
        first = {entry.passage.document_id: entry.passage.path for entry in reversed(entries)}
        stated = {i: getattr(self._documents[i], field) is not None for i in first}
        hits = [PlanHit(document_id=i, path=path, score=1.0 if stated[i] else _NOT_STATED) for i, path in first.items()]
        return tuple(sorted(hits, key=lambda hit: -hit.score))

    def _signatures(self, entries: Sequence[_Entry], named: bool) -> tuple[PlanHit, ...]:
        """Return the signature passages: certain only where the document is named and bears a name."""
        hits = []
        for entry in entries:
            if entry.passage.path == "ký":
                signed = self._documents[entry.passage.document_id].signer is not None
                score = (1.0 if named else ANSWERABLE) if signed else _NOT_STATED
                hits.append(PlanHit(document_id=entry.passage.document_id, path="ký", score=score))
        return tuple(sorted(hits, key=lambda hit: -hit.score))


def quotable(hits: Sequence[PlanHit]) -> tuple[PlanHit, ...]:
    """Return the hits an answer may quote: of the first hit's plan, above the bar, close to the best.

    Empty where the plan does not state what was asked.
    """
    return tuple(
        hit
        for hit in hits
        if hit.score >= max(ANSWERABLE, _CLOSE * hits[0].score) and hit.document_id == hits[0].document_id
    )


@dataclass(frozen=True)
class _Terms:
    """Meaningful words and pairs of a question: (as typed, folded)."""

    pairs: tuple[tuple[str, str], ...]
    has_marks: bool
    said: frozenset[str]


def _best(question: str, terms: _Terms, entries: Sequence[_Entry]) -> tuple[PlanHit, ...]:
    wanted, sections, rarity = facts_asked(question), _sections(question), _rarity(terms, entries)
    scored = [(_score(entry, terms, sections, rarity), entry.passage) for entry in entries]
    scored = [(_held_back(score, passage, wanted), passage) for score, passage in scored if score > 0]
    scored.sort(key=lambda pair: -pair[0])
    return tuple(
        PlanHit(document_id=passage.document_id, path=passage.path, score=round(min(1.0, score), 4))
        for score, passage in scored
    )


def _opening(entries: Sequence[_Entry]) -> tuple[PlanHit, ...]:
    """Return the first passages of a plan that is named and nothing more asked: why and what for."""
    return tuple(
        PlanHit(document_id=entry.passage.document_id, path=entry.passage.path, score=ANSWERABLE) for entry in entries
    )


def _rarity(terms: _Terms, entries: Sequence[_Entry]) -> dict[str, float]:
    """Weigh terms by how few of the passages in question hold them: what the whole plan is about weighs little."""
    total = len(entries)
    counts = {folded: sum(folded in entry.folded for entry in entries) for _, folded in terms.pairs}
    weights = {term: math.log(1 + (total + 0.5) / (count + 0.5)) for term, count in counts.items()}
    # A pair that stands nowhere is often an accident of word order, a word that stands nowhere is a miss.
    return {
        term: weight * (1.0 if "_" not in term else _PAIR if counts[term] else _STRANGE_PAIR)
        for term, weight in weights.items()
    }


def _score(entry: _Entry, terms: _Terms, sections: Sequence[re.Pattern[str]], rarity: dict[str, float]) -> float:
    reached = possible = 0.0
    for typed, folded in terms.pairs:
        weight = rarity.get(folded, 0.0)
        found = entry.folded.get(folded, 0.0)
        if terms.has_marks and typed not in entry.accented:
            found *= _ONLY_FOLDED
        possible += weight
        reached += weight * found
    covered = reached / possible if possible else 0.0
    bonus = _SECTION_BONUS * _pointed_at(entry, terms, sections)
    return (covered + bonus * (_SECTION_BASE + covered)) * (1 - _LENGTH_WEIGHT * entry.length / (entry.length + 60))


def _pointed_at(entry: _Entry, terms: _Terms, sections: Sequence[re.Pattern[str]]) -> float:
    """Tell how far a question points to a section: most by its full title, then by kind, less to one above."""
    if entry.title_words and entry.title_words <= terms.said:
        return _NAMED_SECTION
    if any(section.search(text) for section in sections for text in (entry.path, entry.title)):
        return 1.0
    return _UPPER_SECTION if any(section.search(entry.upper) for section in sections) else 0.0


def _held_back(score: float, passage: Passage, wanted: Sequence[Fact]) -> float:
    """Keep a passage below the bar that does not state the kind of fact asked for."""
    if all(fact.stated.search(passage.text) for fact in wanted):
        return score
    return min(score, 1.0) * _NOT_STATED


def _read_as(tokens: list[str], *, folded: bool) -> list[str]:
    """Replace words and phrases by what they are read as, longest first."""
    out: list[str] = []
    at = 0
    starts = _same_by_start(folded)
    while at < len(tokens):
        for form, meaning in starts.get(tokens[at], ()):
            if tuple(tokens[at : at + len(form)]) == form:
                out.extend(meaning)
                at += len(form)
                break
        else:
            out.append(tokens[at])
            at += 1
    return out


@cache
def _same_by_start(folded: bool) -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    starts: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for form, meaning in same():
        row = (tuple(map(fold, form)), tuple(map(fold, meaning))) if folded else (form, meaning)
        starts.setdefault(row[0][0], []).append(row)
    return starts


def _without_fillers(tokens: list[str], known_pairs: frozenset[str] = frozenset()) -> list[str]:
    """Drop filler words.

    Without diacritics a filler may be another word ("tai" of "tài chính"): one that makes a known pair
    with its neighbour stays.
    """
    out: list[str] = []
    at = 0
    while at < len(tokens):
        size = next((n for n in (3, 2, 1) if " ".join(tokens[at : at + n]) in fillers()), 0)
        around = tokens[max(at - 1, 0) : at + 2]
        if not size or (size == 1 and any(pair in known_pairs for pair in bigrams(around))):
            out.append(tokens[at])
            size = 1
        at += size
    return out


def _with_pairs(tokens: list[str]) -> list[str]:
    return [*tokens, *bigrams(tokens)]


def _entry(passage: Passage) -> _Entry:
    label = " ".join(said for start, said in _PATH_WORDS.items() if passage.path.startswith(start))
    *upper, own = ("", *passage.heading)
    parts = ((passage.text, 1.0), (f"{own} {label}", _IN_TITLE), (" ".join(upper), _IN_UPPER_TITLE))
    accented: dict[str, float] = {}
    folded: dict[str, float] = {}
    for text, strength in parts:
        for term in _with_pairs(_without_fillers(_read_as(words(text), folded=False))):
            accented[term] = max(accented.get(term, 0.0), strength)
            folded[fold(term)] = max(folded.get(fold(term), 0.0), strength)
    return _Entry(
        passage,
        accented,
        folded,
        path=fold(passage.path),
        title=fold(own),
        title_words=frozenset(map(fold, _without_fillers(_read_as(words(own), folded=False)))),
        upper=fold(" > ".join(upper)),
        length=len(words(passage.text)),
    )


def _terms(question: str, known_pairs: frozenset[str]) -> _Terms:
    """Return the words that say what is looked for: no filler words, not the name of the document."""
    marks = has_diacritics(question)
    tokens = [token for token in spell_out(words(question)) if len(token) > 1 or token.isdigit()]
    if marks:
        tokens = _without_fillers(_read_as(tokens, folded=False))
    else:
        tokens = _without_fillers(_read_as([fold(token) for token in tokens], folded=True), known_pairs)
    pairs = tuple((term, fold(term)) for term in dict.fromkeys(_with_pairs(tokens)))
    return _Terms(pairs, marks, frozenset(map(fold, tokens)))


def _sections(question: str) -> list[re.Pattern[str]]:
    text = fold(" ".join(words(question)))
    return [cue.section for cue in section_cues() if cue.asked.search(text)]
