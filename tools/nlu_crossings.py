"""Write NLU examples that cross one matter with several stances, so that the matter itself says nothing.

"đăng ký tạm trú" in a question, in a complaint about an official and in a proposal: without such examples the
classifier takes every mention of a procedure for a question. The parts stand in ``bot/data/nlu_parts/*.tsv``;
run ``python -m tools.nlu_crossings`` after editing them, then ``python -m tools.nlu_twins``. ``--check`` writes
nothing and exits 1 when the file is stale.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "bot" / "data"
PARTS = "nlu_parts"
TARGET = "crossings.yml"
PER_FRAME = 4
"""Examples made of one frame."""
_SEED = 20261122
_GAP = re.compile(r"\{(\w+)\}")
_HEAD = "# Made by tools/nlu_crossings.py from ../nlu_parts; edit those files and run it again.\n"


def read_parts(folder: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the fillers by the name of their gap, and the frames by intent.

    Raises:
        ValueError: a frame has a gap that nothing fills.
    """
    fillers, frames = _read(folder / "fillers.tsv", "gap"), _read(folder / "frames.tsv", "intent")
    unknown = {gap for lines in frames.values() for line in lines for gap in _GAP.findall(line)} - set(fillers)
    if unknown:
        raise ValueError(f"frames.tsv: nothing fills {', '.join(sorted(unknown))}")
    return fillers, frames


def _read(path: Path, key: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found.setdefault(row[key], []).append(row["text"])
    return found


def crossings(fillers: Mapping[str, Sequence[str]], frames: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the examples by intent: every filler is used about equally often under every intent."""
    made = {}
    for intent, lines in frames.items():
        decks = {gap: _deck(gap, intent, texts) for gap, texts in fillers.items()}
        made[intent] = list(dict.fromkeys(_fill(line, decks) for line in lines for _ in range(PER_FRAME)))
    return made


def _deck(gap: str, intent: str, texts: Sequence[str]) -> Iterator[str]:
    """Deal the fillers out in an order that is random but always the same, again and again."""
    order = random.Random(f"{_SEED}/{gap}/{intent}")
    while True:
        yield from order.sample(list(texts), len(texts))


def _fill(frame: str, decks: Mapping[str, Iterator[str]]) -> str:
    text = _GAP.sub(lambda gap: next(decks[gap.group(1)]), frame)
    return text[0].upper() + text[1:]


def render(made: Mapping[str, Sequence[str]]) -> str:
    """Return the text of the NLU file."""
    lines = [_HEAD, 'version: "3.1"\nnlu:\n']
    for intent, examples in made.items():
        lines.append(f"  - intent: {intent}\n    examples: |\n")
        lines += [f"      - {example}\n" for example in examples]
    return "".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the file; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when the file is stale")
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args(arguments)
    target: Path = options.data / "nlu" / TARGET
    made = crossings(*read_parts(options.data / PARTS))
    text = render(made)
    stale = not target.is_file() or target.read_text(encoding="utf-8") != text
    if options.check:
        if stale:
            print(f"stale: {TARGET}", file=sys.stderr)
        return int(stale)
    target.write_text(text, encoding="utf-8")
    print(", ".join(f"{intent} {len(examples)}" for intent, examples in made.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
