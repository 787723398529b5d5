"""Which concern a message is: PAKN of three kinds, khiếu nại, tố cáo, a fault in a public place, danger, a question …

``data/README.md`` says how each file was made; one kind of author wrote everything, so expect less from real traffic.

* ``triage_heldout.tsv`` (271): first look 0.731 macro-F1 with hand-written examples only. It was then looked at line
  by line; crossings, cues and further examples followed. It is a development set since.
* ``triage_fresh.tsv`` (220): first look 0.818 after that; looked at line by line on 23/11/2026.
* ``triage_last.tsv`` (96): only its sum was looked at.
* ``triage_dev.tsv`` (366, with what is out of scope): steered the examples of 22/11/2026, looked at line by line.
* ``triage_sealed.tsv`` (281, the same labels): run when those examples were final; ``data/README.md`` tells the rest.
* ``triage_blind.tsv`` (210) and ``triage_open.tsv`` (210, with most of the stories): by an author who saw nothing of
  ours. First look, on both: 0.737. Many examples by other authors followed; the lines of the first were never read.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.text import fold, normalise_query
from tools.measures.understanding import JOINED, macro_f1

pytestmark = pytest.mark.bot

DATA = Path(__file__).parent / "data"
FLOORS = {
    "triage_heldout.tsv": 0.935,
    "triage_fresh.tsv": 0.88,
    "triage_last.tsv": 0.93,
    "triage_dev.tsv": 0.94,
    "triage_sealed.tsv": 0.94,
    "triage_blind.tsv": 0.87,
    "triage_open.tsv": 0.84,
}
INDEPENDENT = ("triage_blind.tsv", "triage_open.tsv")
BARE_MAY_LOSE = 0.035
"""How much lower macro-F1 may be when all diacritics are taken off."""
OUTSIDE = "out_of_scope"
WITH_OUTSIDE = ("triage_dev.tsv", "triage_sealed.tsv")
REPORTS = {"feedback", "report_conduct", "report_regulation", "propose"}
KEPT_APART = {"complain", "denounce"}


def rows(name: str) -> list[dict[str, str]]:
    lines = (DATA / name).read_text("utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def score_of(wanted: list[str], heard: list[dict[str, Any]]) -> float:
    return macro_f1([(intent, found["best"]) for intent, found in zip(wanted, heard, strict=True)])


@pytest.fixture(scope="module")
def heard(parse: Any) -> dict[str, list[dict[str, Any]]]:
    texts = [row["text"] for name in FLOORS for row in rows(name)]
    found = iter(parse(texts))
    return {name: [next(found) for _ in rows(name)] for name in FLOORS}


@pytest.fixture(scope="module")
def heard_bare(parse: Any) -> dict[str, list[dict[str, Any]]]:
    found = iter(parse([fold(row["text"]) for name in WITH_OUTSIDE for row in rows(name)]))
    return {name: [next(found) for _ in rows(name)] for name in WITH_OUTSIDE}


@pytest.mark.parametrize("name", list(FLOORS))
def test_concerns_are_told_apart(heard: dict[str, list[dict[str, Any]]], name: str) -> None:
    wanted = [row["intent"] for row in rows(name)]
    joined = JOINED if name in INDEPENDENT else {}
    score = score_of(wanted, [{**one, "best": joined.get(one["best"], one["best"])} for one in heard[name]])
    print(f"{name}: macro-F1 {score:.3f}, n={len(wanted)}")  # noqa: T201
    assert score >= FLOORS[name]


@pytest.mark.parametrize("name", WITH_OUTSIDE)
def test_messages_without_diacritics_are_understood_as_well(
    heard: dict[str, list[dict[str, Any]]], heard_bare: dict[str, list[dict[str, Any]]], name: str
) -> None:
    wanted = [row["intent"] for row in rows(name)]
    typed, bare = (score_of(wanted, those[name]) for those in (heard, heard_bare))
    print(f"{name}: macro-F1 as typed {typed:.3f}, without diacritics {bare:.3f}")  # noqa: T201
    assert bare >= typed - BARE_MAY_LOSE


def test_what_is_not_our_task_is_heard_and_little_else_is_taken_for_it(heard: dict[str, list[dict[str, Any]]]) -> None:
    pairs = [
        (row["intent"], found["best"])
        for name in WITH_OUTSIDE
        for row, found in zip(rows(name), heard[name], strict=True)
    ]
    right = sum(wanted == best == OUTSIDE for wanted, best in pairs)
    recall = right / sum(wanted == OUTSIDE for wanted, _ in pairs)
    precision = right / sum(best == OUTSIDE for _, best in pairs)
    print(f"out of scope: recall {recall:.3f}, precision {precision:.3f}")  # noqa: T201
    assert recall >= 0.9
    assert precision >= 0.95


def test_there_are_enough_of_them_and_half_are_written_as_people_type() -> None:
    every = [row for name in FLOORS for row in rows(name)]
    assert len(every) >= 500
    assert sum(row["slice"] != "clean" for row in every) >= len(every) * 0.4
    assert min(Counter(row["intent"] for row in every).values()) >= 20


def test_a_denunciation_is_hardly_ever_offered_to_be_sent_as_a_pakn(heard: dict[str, list[dict[str, Any]]]) -> None:
    """Believed (action_feedback asks below 0.5) and wrong: the one mistake that would keep what may not be kept."""
    pairs = [(row["intent"], found) for name in FLOORS for row, found in zip(rows(name), heard[name], strict=True)]
    apart = [(intent, found) for intent, found in pairs if intent in KEPT_APART]
    wrong = [found for _, found in apart if found["intent"] in REPORTS - {"feedback"} and found["confidence"] >= 0.5]
    print(f"khiếu nại, tố cáo taken for PAKN: {len(wrong)}/{len(apart)}")  # noqa: T201
    assert len(wrong) / len(apart) <= 0.06


def test_danger_is_hardly_ever_missed(heard: dict[str, list[dict[str, Any]]]) -> None:
    pairs = [(row["intent"], found["best"]) for n in FLOORS for row, found in zip(rows(n), heard[n], strict=True)]
    danger = [best for intent, best in pairs if intent == "emergency"]
    assert sum(best == "emergency" for best in danger) / len(danger) >= 0.85


def test_none_of_them_is_in_the_training_data(repository: Path) -> None:
    trained = set()
    for path in (repository / "bot/data/nlu").rglob("*.yml"):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            trained.update(fold(normalise_query(line.removeprefix("- "))) for line in block["examples"].splitlines())
    assert not [row["text"] for n in FLOORS for row in rows(n) if fold(normalise_query(row["text"])) in trained]
