"""Which legal documents the data at hand name: the plans in their passages, the procedures as their legal basis."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from knowledge.documents import Cited, Quoted
from knowledge.documents.numbers import Number, key_of, name_key, numbers_in, read_number
from knowledge.model import LegalBasis, Passage, PlanDocument, Procedure, ProcedureStatus
from knowledge.text import one_line

CODES_KEPT = 50
"""Procedures that a line of the register names; the count counts all of them."""
_TITLE_CHARACTERS = 300
_LAW = re.compile(r"(?<!\w)((?:Bộ luật|Luật|Pháp lệnh)\s+([^\W\d_])[^,.;:()\d/\n]{2,80})")
_ENDS_NAME = re.compile(r"\s+(?:và|của|số|năm|ngày|về|do|được|theo|tại|để|sửa đổi)(?!\w)|[“”\"]")
_NAMED_KIND = re.compile(r"Bộ luật|Luật|Nghị quyết|Pháp lệnh")
_NUMBERED = re.compile(
    r"(?:Nghị định|Nghị quyết|Thông tư|Quyết định|Luật)?(?:\s+số)?\s*\d+\S*(?:\s+ngày\s+\S+)?", re.IGNORECASE
)
_PLACED = re.compile(r"\((?:TP\.?|thành phố|tỉnh)\s+([^()\d]{2,30})\)", re.IGNORECASE)


@dataclass
class _Line:
    """A document while it is being collected."""

    number: Number | None
    place: str | None
    titles: Counter[str] = field(default_factory=Counter)
    codes: list[str] = field(default_factory=list)
    quoted: list[Quoted] = field(default_factory=list)
    days: set[date] = field(default_factory=set)
    issuer: str | None = None

    def _kind(self) -> str | None:
        """Return what kind it is: by its symbol, else (numbers of the National Assembly) by its mostly used name."""
        if self.number is None:
            return None
        named = Counter(match[0] for title in self.titles.elements() if (match := _NAMED_KIND.match(title)))
        return self.number.kind or (named.most_common(1)[0][0] if named else None)

    def cited(self, key: str) -> Cited:
        return Cited(
            key=key,
            number=self.number.printed if self.number else None,
            kind=self._kind(),
            title=self.titles.most_common(1)[0][0] if self.titles else None,
            issuer=self.issuer or (self.number.issuer if self.number else None),
            issued=next(iter(self.days)) if len(self.days) == 1 else None,
            place=self.place,
            procedures=len(self.codes),
            codes=tuple(self.codes[:CODES_KEPT]),
            quoted=tuple(dict.fromkeys(self.quoted)),
        )


@dataclass(frozen=True)
class Mention:
    """A document as one passage names it; ``number`` is ``None`` for a law called by its name."""

    key: str
    name: str
    number: Number | None
    place: str | None


def dated_numbers(passages: Iterable[Passage]) -> dict[str, Number]:
    """Return the numbers that are printed with their day somewhere in passages of one plan, by number."""
    found = (number for passage in passages for number in numbers_in(passage.text))
    return {number.printed: number for number in found if number.issued is not None}


def mentions(passage: Passage, plan: PlanDocument, dated: Mapping[str, Number]) -> tuple[Mention, ...]:
    """Return the documents a passage names, each once, without the plan itself.

    Args:
        passage: of ``plan``.
        plan: gives the place of numbers that every province gives out.
        dated: of all its passages; a number printed there with its day is the same one here without.
    """
    found: dict[str, Mention] = {}
    for number in numbers_in(passage.text):
        if number.printed == plan.number:
            continue
        meant = number if number.issued or number.year else dated.get(number.printed, number)
        place = plan.place if number.is_local else None
        found.setdefault(key_of(meant, place), Mention(key_of(meant, place), number.printed, number, place))
    for name in laws_in(passage.text):
        found.setdefault(name_key(name), Mention(name_key(name), name, None, None))
    return tuple(found.values())


def laws_in(text: str) -> tuple[str, ...]:
    """Return laws that are called by name alone; one whose number follows is left to the number."""
    line = one_line(text)
    names = []
    for match in _LAW.finditer(line):
        name = _ENDS_NAME.split(match[1])[0].strip()
        follows = line[match.start(1) + len(name) :][:12]
        if match[2].isupper() and len(name.split()) > 2 and not re.match(r"\s*\(?(?:số\s*)?\d", follows):
            names.append(name)
    return tuple(dict.fromkeys(names))


def cited_documents(
    procedures: Iterable[Procedure], documents: Iterable[PlanDocument], passages: Sequence[Passage]
) -> tuple[Cited, ...]:
    """Return every document that plans name or procedures in force rest on: those of the plans first."""
    lines: dict[str, _Line] = {}
    _from_plans(lines, documents, passages)
    for record in procedures:
        if record.status is ProcedureStatus.IN_FORCE:
            _from_procedure(lines, record)
    return tuple(line.cited(key) for key, line in lines.items())


def merged(cited: Iterable[Cited], more: Iterable[Cited]) -> tuple[Cited, ...]:
    """Return both in one list; a document that stands in both is one line."""
    lines = {one.key: one for one in cited}
    for one in more:
        there = lines.get(one.key)
        if there is None:
            lines[one.key] = one
        else:
            quoted = tuple(dict.fromkeys((*there.quoted, *one.quoted)))
            lines[one.key] = there.model_copy(update={"quoted": quoted, "title": there.title or one.title})
    return tuple(lines.values())


def _from_plans(lines: dict[str, _Line], documents: Iterable[PlanDocument], passages: Sequence[Passage]) -> None:
    for plan in documents:
        _the_plan_itself(lines, plan)
        own = [passage for passage in passages if passage.document_id == plan.id]
        dated = dated_numbers(own)
        for passage in own:
            for mention in mentions(passage, plan, dated):
                line = lines.setdefault(mention.key, _Line(mention.number, mention.place))
                printed = mention.number.printed_day if mention.number else None
                line.days.update([mention.number.issued] if mention.number and mention.number.issued else [])
                line.titles.update([] if mention.number else [mention.name])
                line.quoted.append(
                    Quoted(plan=plan.id, called=plan.number or plan.title, path=passage.path, printed=printed)
                )


def _the_plan_itself(lines: dict[str, _Line], plan: PlanDocument) -> None:
    number = read_number(plan.number)
    if number is None:
        return
    number = replace(number, issued=plan.issued)
    line = lines.setdefault(key_of(number, plan.place), _Line(number, plan.place))
    line.days.update([plan.issued] if plan.issued else [])
    line.issuer = plan.issuer
    line.titles[plan.title] += 1


def _from_procedure(lines: dict[str, _Line], record: Procedure) -> None:
    for key, number, place, title in dict.fromkeys(_of_basis(basis, record.province) for basis in record.legal_basis):
        if not key:
            continue
        line = lines.setdefault(key, _Line(number, place))
        if title:
            line.titles[title] += 1
        if line.codes[-1:] != [record.code]:
            line.codes.append(record.code)


@lru_cache(maxsize=16384)  # a few thousand documents stand under tens of thousands of records
def _of_basis(basis: LegalBasis, province: str | None) -> tuple[str, Number | None, str | None, str | None]:
    """Return key, number, place and title of a legal basis; an empty key where it names no document."""
    name = one_line(basis.name or "")[:_TITLE_CHARACTERS] or None
    number = read_number(basis.number) or (read_number(basis.name) if not basis.number else None)
    if number is None:
        return "", None, None, None
    placed = _PLACED.search(f"{basis.number or ''} {basis.name or ''}")
    place = (placed[1].strip() if placed else province) if number.is_local else None
    return key_of(number, place), number, place, name if name and _says_more(name) else None


def _says_more(name: str) -> bool:
    """Tell whether a published name is more than kind and number again."""
    return len(re.findall(r"[^\W\d_]{2,}", _NUMBERED.sub(" ", name))) > 2
