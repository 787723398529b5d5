"""Write the unaccented twin of every hand-written NLU example: half of what people type has no marks.

Run ``python -m tools.nlu_twins`` after editing ``bot/data/nlu/*.yml``; it rewrites ``bot/data/nlu/twins/``.
With ``--check`` it writes nothing and exits 1 when a twin is missing or stale, or when one text stands
under two intents.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from knowledge.text import fold, nfc, one_line

NLU_FOLDER = Path(__file__).resolve().parents[1] / "bot" / "data" / "nlu"
TWINS = "twins"
_HEAD = "# Made by tools/nlu_twins.py from ../{name}; edit that file and run it again.\n"


def read_examples(path: Path) -> dict[str, list[str]]:
    """Return the examples of one NLU file by intent.

    Raises:
        ValueError: the file has another shape than ``nlu: [{intent, examples}]``.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    found: dict[str, list[str]] = defaultdict(list)
    try:
        for block in content["nlu"]:
            lines = str(block["examples"]).splitlines()
            found[str(block["intent"])] += [nfc(line.removeprefix("- ").strip()) for line in lines if line.strip()]
    except (KeyError, TypeError) as problem:
        raise ValueError(f"{path.name}: not a list of intents with examples") from problem
    return dict(found)


def twins_of(examples: Sequence[str]) -> list[str]:
    """Return the examples without marks, once each, leaving out those that have no marks to lose."""
    own = {one_line(example).lower() for example in examples}
    twins = dict.fromkeys(fold(one_line(example)) for example in examples)
    return [twin for twin in twins if twin not in own]


def render(examples: Mapping[str, Sequence[str]], name: str) -> str:
    """Return the text of a twin file."""
    lines = [_HEAD.format(name=name), 'version: "3.1"\nnlu:\n']
    for intent, twins in examples.items():
        lines.append(f"  - intent: {intent}\n    examples: |\n")
        lines += [f"      - {twin}\n" for twin in twins]
    return "".join(lines)


def planned(folder: Path) -> dict[Path, str]:
    """Return the text each twin file should have; a file whose examples all lack marks gets none."""
    plan: dict[Path, str] = {}
    taken: set[str] = set()
    for path in sorted(folder.glob("*.yml")):
        twins = {
            intent: [twin for twin in twins_of(lines) if twin not in taken]
            for intent, lines in read_examples(path).items()
        }
        taken.update(twin for lines in twins.values() for twin in lines)
        twins = {intent: lines for intent, lines in twins.items() if lines}
        if twins:
            plan[folder / TWINS / path.name] = render(twins, path.name)
    return plan


def ambiguous(folder: Path) -> dict[str, set[str]]:
    """Return texts that stand, with or without marks, under more than one intent."""
    intents: dict[str, set[str]] = defaultdict(set)
    for path in folder.glob("*.yml"):
        for intent, lines in read_examples(path).items():
            for line in lines:
                intents[fold(one_line(line))].add(intent)
    return {text: names for text, names in intents.items() if len(names) > 1}


def stale(folder: Path) -> list[Path]:
    """Return twin files that are missing, differ from the plan or have no source any more."""
    plan = planned(folder)
    wrong = [path for path, text in plan.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    return wrong + [path for path in (folder / TWINS).glob("*.yml") if path not in plan]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the twins; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when something is stale")
    parser.add_argument("--folder", type=Path, default=NLU_FOLDER)
    options = parser.parse_args(arguments)
    folder: Path = options.folder
    for text, names in sorted(ambiguous(folder).items()):
        print(f"one text under several intents: {text!r} in {', '.join(sorted(names))}", file=sys.stderr)
    if ambiguous(folder):
        return 1
    wrong = stale(folder)
    if options.check:
        for path in wrong:
            print(f"stale: {path.relative_to(folder)}", file=sys.stderr)
        return 1 if wrong else 0
    plan = planned(folder)
    for path in wrong:
        if path in plan:
            path.parent.mkdir(exist_ok=True)
            path.write_text(plan[path], encoding="utf-8")
        else:
            path.unlink()
    print(f"{len(plan)} twin files, {len(wrong)} rewritten")
    return 0


if __name__ == "__main__":
    sys.exit(main())
