"""How well messages nobody trained on are understood.

``data/nlu_heldout.tsv`` was written before the training data and is never trained on. On the first run 279 of 295
intents were right (94.6 %; clean 134/145, without marks 70/73, noisy 75/77), sixteen more lines left out because
training held the same words. One failure led to five further examples for people in despair; then the last twenty
lines were added, unseen by any run. When the intent for feedback was split (tests/bot/test_triage.py), nine of its
thirteen lines got the narrower label their words ask for. On 22/11/2026, after much was added for triage, 293 of 315
were right; the failures were looked at and examples of the small intents followed (307): a development set since. One
author wrote both sides: expect less from real traffic.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
import yaml

from knowledge.text import fold, normalise_query

pytestmark = pytest.mark.bot

HELD_OUT = list(
    csv.DictReader((Path(__file__).parent / "data" / "nlu_heldout.tsv").read_text("utf-8").splitlines(), delimiter="\t")
)
FLOORS = {"all": 0.93, "clean": 0.90, "bare": 0.93, "noisy": 0.93}


@pytest.fixture(scope="module")
def parsed(parse):
    return parse([row["text"] for row in HELD_OUT])


def test_held_out_intents_stay_above_their_floor(parsed):
    total, right = Counter(), Counter()
    for row, found in zip(HELD_OUT, parsed, strict=True):
        for part in ("all", row["slice"]):
            total[part] += 1
            right[part] += found["best"] == row["intent"]
    for part, count in total.items():
        print(f"held-out intents, {part}: {right[part]}/{count} = {right[part] / count:.3f}")  # noqa: T201
    assert total["all"] >= 300
    assert total["bare"] + total["noisy"] >= total["all"] // 2
    assert {part: right[part] / total[part] >= floor for part, floor in FLOORS.items()} == dict.fromkeys(FLOORS, True)


def test_what_is_believed_is_mostly_right(parsed):
    kept = [(row["intent"], found["intent"]) for row, found in zip(HELD_OUT, parsed, strict=True)
            if found["intent"] != "nlu_fallback"]  # fmt: skip
    right = sum(wanted == heard for wanted, heard in kept)
    print(f"above the threshold: {len(kept)}/{len(HELD_OUT)}, of them right: {right}")  # noqa: T201
    assert len(kept) / len(HELD_OUT) >= 0.93
    assert right / len(kept) >= 0.94


def test_held_out_messages_are_not_in_the_training_data(repository):
    trained = set()
    for path in (repository / "bot/data/nlu").rglob("*.yml"):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            trained.update(fold(normalise_query(line.removeprefix("- "))) for line in block["examples"].splitlines())
    assert not [row["text"] for row in HELD_OUT if fold(normalise_query(row["text"])) in trained]


def test_entities_are_heard_with_the_intent(parse):
    both, code, button = parse(
        [
            "làm hộ chiếu hết nhiu tiền, mấy bữa có",
            "thủ tục 1.004194 nộp onl phí sao",
            '/ask{"code": "1.004194", "aspect": "fee"}',
        ]
    )
    assert both["intent"] == "ask"
    assert [value for name, value in both["entities"] if name == "aspect"] == ["fee", "time"]
    assert ["code", "1.004194"] in code["entities"]
    assert ["channel", "online"] in code["entities"]
    assert button["intent"] == "ask"
    assert sorted(button["entities"]) == [["aspect", "fee"], ["code", "1.004194"]]


def test_a_message_is_parsed_in_milliseconds(parsed):
    times = sorted(found["seconds"] for found in parsed)
    print(f"parse p50 {times[len(times) // 2] * 1e3:.1f} ms, p95 {times[int(len(times) * 0.95)] * 1e3:.1f} ms")  # noqa: T201
    assert times[len(times) // 2] < 0.020
