"""What is answered without a search: a term that is asked for, and the menu of fields."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy

import numpy as np

from knowledge.answer import Answer, AnswerStatus
from knowledge.fields import FieldStep
from knowledge.fields.asking import fields_asked
from knowledge.fields.menu import FieldMenu
from knowledge.glossary import read_glossary
from knowledge.glossary.asking import term_asked
from knowledge.glossary.saying import say
from knowledge.index.corpus import PRIORS
from knowledge.places import province_key
from knowledge.results import Band, Hit, SearchResult
from knowledge.snapshot import Snapshot
from knowledge.text import clean

_OFTEN = [PRIORS.index(name) for name in ("spoken", "starter", "citizen")]
"""What tells that people ask for a procedure before anybody has asked for it here."""

_MENUS = 64
"""Menus kept; there are fewer provinces."""


class Explainer:
    """Explains terms and shows the fields of one snapshot; may be used by many threads.

    Args:
        snapshot: whose procedures the menu holds.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._hits = snapshot.summaries
        priors = np.load(snapshot.folder / "index" / "priors.npy")
        rows = priors[:, _OFTEN].sum(axis=1)
        self._often = {hit.code: float(row) for hit, row in zip(self._hits, rows, strict=True)}
        self._asked: Mapping[str, int] = {}
        self._menus: dict[str | None, FieldMenu] = {}

    def with_asked(self, asked: Mapping[str, int]) -> Explainer:
        """Return the same with how often each procedure was asked for; shares all else."""
        other = copy(self)
        other._asked, other._menus = dict(asked), {}
        return other

    def decided(self, question: str, province: str | None) -> SearchResult | None:
        """Return the answer to a message that asks only for a term or for the procedures of a field."""
        answer = self.answer(question, province)
        if answer is None:
            return None
        return SearchResult(
            question=clean(question), status=AnswerStatus.ANSWERED, band=Band.SURE, by_office=True, prepared=answer
        )

    def answer(self, question: str, province: str | None) -> Answer | None:
        """Return what is said; ``None``: a question for the search."""
        if term := term_asked(question):
            return say(term, read_glossary())
        wanted = fields_asked(question)
        if wanted is None:
            return None
        menu = self.menu(province)
        step = menu.step_named(wanted) if wanted else FieldStep()
        return menu.answer(step) if step else None

    def menu(self, province: str | None) -> FieldMenu:
        """Return the fields as people of a province see them."""
        key = province_key(province) if province else None
        found = self._menus.get(key)
        if found is None:
            found = FieldMenu(self._hits, self._weight, province)
            if len(self._menus) < _MENUS:
                self._menus[key] = found
        return found

    def _weight(self, hit: Hit) -> tuple[float, ...]:
        return float(self._asked.get(hit.code, 0)), self._often[hit.code]
