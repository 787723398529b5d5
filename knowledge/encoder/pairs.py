"""What the encoder learns from: each wording beside its procedure, with look-alikes in the same batch.

In-batch negatives teach only as much as they resemble the right answer. So the pairs are laid out in runs of
siblings (first issue, change, re-issue, extension of one paper; one licence at two levels): records of one field,
sorted by their name without the words that tell siblings apart. A batch joins a few such runs.
"""

from __future__ import annotations

import random
import re
import zlib
from collections import defaultdict
from collections.abc import Sequence

from knowledge.encoder.noise import Guesses
from knowledge.encoder.texts import passage_text, phrase_text, query_text
from knowledge.phrasings import Phrasing, Target, phrasings, targets
from knowledge.text import fold

BATCH = 64
RUN = 16
"""Siblings that stand together in a batch."""
SHARE_PHRASE_POSITIVE = 0.35
RANKER_SHARE = 8
"""Of so many wordings one is kept from the encoder: the ranking is fitted on those."""

Pair = tuple[str, str]

# What a name does with the paper, not which paper it is.
_DEEDS = re.compile(
    r"\b(?:thu tuc|cap lai|cap doi|cap moi|cap|doi|gia han|dieu chinh|sua doi|bo sung|thu hoi|cham dut|dang ky|"
    r"lan dau|lai|thay doi|xac nhan|cong nhan|phe duyet|tham dinh|chap thuan|cho phep|quyet dinh|giai quyet)\b"
)


def is_rankers(row: Phrasing) -> bool:
    """Tell whether a wording is kept from the encoder so that the ranking can be fitted on it."""
    return zlib.crc32(row.text.encode()) % RANKER_SHARE == 0


def sibling_key(target: Target) -> tuple[str, str, str]:
    """Return a sort key that puts siblings side by side."""
    name = fold(target.name)
    return fold(target.field), " ".join(_DEEDS.sub(" ", name).split()), name


def _positive(row: Phrasing, siblings: Sequence[Phrasing], target: Target, chance: random.Random) -> str:
    others = [other.marked for other in siblings if other.text != row.text]
    if others and chance.random() < SHARE_PHRASE_POSITIVE:
        return phrase_text(chance.choice(others))
    return passage_text(target.name, target.field, target.level)


def one_pass(
    by_code: dict[str, list[Phrasing]], known: dict[str, Target], turn: int, guesses: Guesses, chance: random.Random
) -> list[Pair]:
    """Return one (question, passage) pair a procedure, in runs of siblings.

    Procedures of one and the same name never share a run: each would be the other's wrong answer.
    """
    order = sorted(by_code, key=lambda code: sibling_key(known[code]))
    start = chance.randrange(RUN)
    runs: list[list[Pair]] = []
    put_aside: list[Pair] = []
    run: list[Pair] = []
    names: set[str] = set()
    for number, code in enumerate(order):
        rows = by_code[code]
        row = rows[turn]
        pair = query_text(guesses.read(row.text, chance)), _positive(row, rows, known[code], chance)
        name = fold(known[code].name)
        if name in names:
            put_aside.append(pair)
            continue
        names.add(name)
        run.append(pair)
        if (number + start) % RUN == RUN - 1:
            runs.append(run)
            run, names = [], set()
    if run:
        runs.append(run)
    chance.shuffle(put_aside)
    runs.extend(put_aside[i : i + RUN] for i in range(0, len(put_aside), RUN))
    chance.shuffle(runs)
    return [pair for one in runs for pair in one]


def training_pairs(epochs: int, said: Sequence[Phrasing] | None = None) -> list[Pair]:
    """Return all pairs of all epochs in the order they are trained on; each epoch shows every wording once.

    A pass holds one wording of each procedure that has one left, so the first passes of an epoch hold all siblings
    and the last ones only what people often ask for; passes of all epochs are mixed.

    Args:
        epochs: how often each wording is shown.
        said: the wordings; ``None`` for all the project holds.
    """
    taught = phrasings() if said is None else said
    by_code: dict[str, list[Phrasing]] = defaultdict(list)
    for row in taught:
        if not is_rankers(row):
            by_code[row.code].append(row)
    chance = random.Random(0)
    for rows in by_code.values():
        chance.shuffle(rows)
    known = targets()
    turns = [turn for _ in range(epochs) for turn in range(max(len(rows) for rows in by_code.values()))]
    chance.shuffle(turns)
    guesses, passes = Guesses([row.marked for row in taught]), []
    for number, turn in enumerate(turns):
        left = {code: rows for code, rows in by_code.items() if turn < len(rows)}
        passes.append(one_pass(left, known, turn, guesses, random.Random(number)))
    return [pair for one in passes for pair in one]
