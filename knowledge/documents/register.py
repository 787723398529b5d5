"""The register: documents as the data name them, joined with what is stated of them, found by number or name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from knowledge.documents import Cited, Force, LegalDocument, Statement
from knowledge.documents.citing import Mention
from knowledge.documents.numbers import Number, read_number
from knowledge.documents.questions import Asked
from knowledge.text import fold

_LAW = re.compile(r"^(?:bo luat|luat|phap lenh)(?: [a-z]+)+?(?= (?:so|nam|ngay|va|cua|duoc|sua doi)\b|[^a-z ]|$)")


class Register:
    """Every document known here; immutable, safe to share between threads.

    Args:
        cited: documents as the data name them.
        statements: what is stated of them; of two about one document the later counts.
    """

    def __init__(self, cited: Iterable[Cited], statements: Iterable[Statement]) -> None:
        lines = {one.key: one for one in cited}
        stated = {one.key: one for one in statements}
        for key, statement in stated.items():
            lines.setdefault(key, _only_stated(statement))
        self.documents = tuple(LegalDocument(cited=one, statement=stated.get(key)) for key, one in lines.items())
        self._by_key = {one.key: one for one in self.documents}

    def get(self, key: str) -> LegalDocument | None:
        """Return a document by its key."""
        return self._by_key.get(key)

    def of(self, mention: Mention) -> LegalDocument:
        """Return the document a passage names; one that nobody has put down is "not verified"."""
        number = mention.number
        bare = Cited(
            key=mention.key,
            number=number.printed if number else None,
            kind=number.kind if number else None,
            title=None if number else mention.name,
            issued=number.issued if number else None,
            place=mention.place,
        )
        return self._by_key.get(mention.key) or LegalDocument(cited=bare)

    def find(self, asked: Asked) -> tuple[LegalDocument, ...]:
        """Return the documents a question may mean, those with a statement first; empty: none is known here."""
        if asked.number is None:
            name = max((one for one in self._laws if f" {one} " in f" {asked.text} "), key=len, default=None)
            found = self._laws[name] if name else []
        else:
            found = [one for one, number in self._numbered[asked.number] if _is_meant(asked, one, number)]
        return tuple(sorted(found, key=lambda one: (one.force is Force.UNKNOWN, -one.cited.procedures)))

    @cached_property
    def _numbered(self) -> defaultdict[str, list[tuple[LegalDocument, Number]]]:
        index: defaultdict[str, list[tuple[LegalDocument, Number]]] = defaultdict(list)
        for one in self.documents:
            if number := read_number(one.number):
                index[re.split(r"[/-]", number.printed)[0].lstrip("0").lower()].append((one, number))
        return index

    @cached_property
    def _laws(self) -> dict[str, list[LegalDocument]]:
        index: defaultdict[str, list[LegalDocument]] = defaultdict(list)
        for one in self.documents:
            if match := _LAW.match(fold(one.title or "")):
                index[match[0]].append(one)
        return dict(index)


def _is_meant(asked: Asked, document: LegalDocument, number: Number) -> bool:
    year = number.year or (document.issued.year if document.issued else None)
    symbol = fold(number.symbol)
    if asked.year and year and asked.year != year:
        return False
    if asked.symbol and not (symbol == asked.symbol or symbol.startswith(f"{asked.symbol}-")):
        return False
    kinds = symbol.split("-")
    return not asked.kind or any(re.fullmatch(asked.kind, kind) for kind in kinds[:1])


def _only_stated(statement: Statement) -> Cited:
    number = read_number(statement.number)
    return Cited(
        key=statement.key,
        number=statement.number,
        kind=number.kind if number else None,
        title=statement.title,
        issuer=number.issuer if number else None,
        issued=statement.issued,
        place=statement.place,
    )
