"""Recall, bands and refusals on a file of questions with their right codes."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.answer import AnswerStatus
from knowledge.encoder.runtime import load_encoder
from knowledge.results import Band, SearchResult
from knowledge.service import Knowledge
from knowledge.text import fold, has_diacritics
from tools.measures import Calibrated, Quality, Recall, Reliability, Share

DEPTH = 10
ROOT = Path(__file__).resolve().parents[2]
EASY = ROOT.parent / "shared" / "data" / "questions_dev.jsonl"
HARD = ROOT / "tests" / "knowledge" / "data" / "hard_dev.tsv"
_ANSWERABLE = "answer"
_OUTSIDE = "refuse"
_OTHER_SCOPE = frozenset({"intake:near_intent", "intake:out_of_scope"})
"""Groups of the collected set that are labelled "clarify" because the product they were written for did not hold
the procedure; ours does, so their label says nothing about us."""


class Question(BaseModel):
    """One development question; ``gold_codes`` are the codes any of which is right."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    question: str
    history: tuple[str, ...] = ()
    expect: str
    gold_codes: tuple[str, ...] = ()
    group: str
    origin: str = "easy"

    @property
    def is_judged(self) -> bool:
        """Tell whether the label of the question holds for this product."""
        return self.group not in _OTHER_SCOPE

    @property
    def kinds(self) -> tuple[str, ...]:
        """The slices the question belongs to."""
        context = "follow-up turns" if self.history else "single questions"
        spelling = "with diacritics" if has_diacritics(self.question) else "without diacritics"
        return "all", context, spelling, f"group {self.group}"


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read a JSONL file of questions."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return TypeAdapter(tuple[Question, ...]).validate_python(rows)


def read_hard(path: Path) -> tuple[Question, ...]:
    """Read the hard development set (``tests/knowledge/data/README.md``)."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Question(
                id=row["id"],
                question=row["question"],
                history=tuple(turn for turn in row["history"].split(" || ") if turn),
                expect=_ANSWERABLE,
                gold_codes=tuple(row["codes"].split("|")),
                group=row["style"],
                origin="hard",
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        )


def development_questions() -> tuple[Question, ...]:
    """Return both development sets: the collected one (easier) and our own (hard)."""
    return (*read_questions(EASY), *read_hard(HARD))


def rank_of(result: SearchResult, question: Question) -> int:
    """Return the place of the first right hit, from 0; ``DEPTH`` when none is among the first ten."""
    for place, hit in enumerate(result.hits[:DEPTH]):
        if hit.code in question.gold_codes:
            return place
    return DEPTH


def measure_quality(name: str, questions: Sequence[Question], snapshots: Path) -> Quality:
    """Search every question of a set in the active snapshot."""
    knowledge = Knowledge.open(snapshots, encoder=load_encoder())
    rows = [(row, knowledge.search(row.question, history=row.history)) for row in questions if row.is_judged]
    answerable = [(row, result) for row, result in rows if row.expect == _ANSWERABLE]
    slices: dict[str, list[int]] = defaultdict(list)
    for row, result in answerable:
        for kind in row.kinds:
            slices[kind].append(rank_of(result, row))
        if has_diacritics(row.question):  # the very same questions, so that only the marks make a difference
            without = knowledge.search(fold(row.question), history=[fold(turn) for turn in row.history])
            slices["those with diacritics, these taken off"].append(rank_of(without, row))
    outside = [result for row, result in rows if row.expect == _OUTSIDE]
    wrong = sum(_is_wrong_and_sure(row, result) for row, result in rows)
    return Quality(
        name=name,
        questions=len(rows),
        recalls=tuple(_recall(kind, ranks) for kind, ranks in _ordered(slices)),
        bands=tuple(_reliability(band, answerable) for band in Band),
        wrong_sure=Share(hits=wrong, n=len(rows)),
        calibration=_calibration(rows),
        turned_away=Share(hits=sum(r.status is not AnswerStatus.ANSWERED for r in outside), n=len(outside)),
    )


def _ordered(slices: dict[str, list[int]]) -> Iterable[tuple[str, list[int]]]:
    return sorted(slices.items(), key=lambda item: (item[0].startswith("group"), -len(item[1]), item[0]))


def _recall(kind: str, ranks: list[int]) -> Recall:
    n = len(ranks)
    reciprocal = sum(1 / (rank + 1) for rank in ranks if rank < DEPTH) / n if n else 0.0
    first, third, fifth = (Share(hits=sum(rank < k for rank in ranks), n=n) for k in (1, 3, 5))
    return Recall(kind=kind, first=first, third=third, fifth=fifth, reciprocal=reciprocal)


def _reliability(band: Band, rows: list[tuple[Question, SearchResult]]) -> Reliability:
    ranks = [rank_of(result, row) for row, result in rows if result.band is band]
    return Reliability(band=band.value, right=Share(hits=sum(rank == 0 for rank in ranks), n=len(ranks)))


RANGES = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)


def _calibration(rows: Sequence[tuple[Question, SearchResult]]) -> tuple[Calibrated, ...]:
    """Compare the estimated chance with what came true, range by range; exact codes and choices by rule have none."""
    found = []
    for low, high in pairwise(RANGES):
        mine = [(row, result) for row, result in rows if low < result.confidence <= high]
        if mine:
            right = sum(row.expect == _ANSWERABLE and rank_of(result, row) == 0 for row, result in mine)
            estimated = sum(result.confidence for _, result in mine) / len(mine)
            found.append(Calibrated(low=low, high=high, estimated=estimated, right=Share(hits=right, n=len(mine))))
    return tuple(found)


def _is_wrong_and_sure(row: Question, result: SearchResult) -> bool:
    stated = result.status is AnswerStatus.ANSWERED and not result.about_plan
    return stated and result.hits[0].code not in row.gold_codes
