"""How well the dialogue engine understands single messages: intents, what lies outside its task, aspects.

Measured with the trained pipeline of Rasa itself, on the files of ``tests/bot/data`` (its README says how each was
made and which of them has been looked at).
"""

from __future__ import annotations

import csv
import json
import random
import subprocess
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from api.serving.bot_home import BotHome
from api.serving.training import ensure_model
from knowledge.text import fold
from tools.measures import Confusion, LabelScore, Recognition, Share, Style, Timing

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "bot" / "data"
SETS = {
    "independent": "triage_blind.tsv",
    "independent, looked at": "triage_open.tsv",
    "sealed": "triage_sealed.tsv",
    "development": "triage_dev.tsv",
    "older, last": "triage_last.tsv",
    "older, fresh": "triage_fresh.tsv",
    "older, development": "triage_heldout.tsv",
    "all intents": "nlu_heldout.tsv",
}
"""Name of each set and its file."""
ASPECT_SET = ("independent, aspects", "aspects_blind.tsv")
JOINED = {"propose": "report_regulation", "goodbye": "thank"}
"""Intents that the independent sets do not tell apart."""
OUTSIDE = "out_of_scope"
_RESAMPLES = 1000
_SEED = 20261122


class Utterance(BaseModel):
    """One labelled message; ``aspects`` are joined by commas, ``-`` for none, empty where nobody labelled them."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    intent: str
    slice: str
    text: str
    aspects: str = ""


class Heard(BaseModel):
    """What the pipeline made of one message (``bot/tools/parse_lines.py``); ``best`` is never the fallback."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    intent: str
    best: str
    confidence: float
    entities: tuple[tuple[str, str], ...]
    seconds: float

    @property
    def aspects(self) -> frozenset[str]:
        """The aspects heard."""
        return frozenset(value for name, value in self.entities if name == "aspect")


def read_utterances(file: str) -> tuple[Utterance, ...]:
    """Read one of the files of :data:`SETS`."""
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return tuple(
            Utterance.model_validate(row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        )


def measure_understanding(work: Path) -> tuple[Recognition, ...]:
    """Train the pipeline where ``work`` does not hold it yet, and measure it on every set.

    Raises:
        RuntimeError: the messages could not be parsed; holds the end of what was said.
    """
    home = BotHome(ROOT, work)
    model = ensure_model(home, None, work / "logs", lambda: None)
    sets = {name: read_utterances(file) for name, file in (*SETS.items(), ASPECT_SET)}
    texts = [row.text for rows in sets.values() for row in rows]
    heard = iter(_parsed(home, model, [*texts, *map(fold, texts)]))
    typed = {name: [next(heard) for _ in rows] for name, rows in sets.items()}
    bare = {name: [next(heard) for _ in rows] for name, rows in sets.items()}
    return tuple(recognition(name, rows, typed[name], bare[name]) for name, rows in sets.items())


def recognition(name: str, rows: Sequence[Utterance], typed: Sequence[Heard], bare: Sequence[Heard]) -> Recognition:
    """Score one set.

    Args:
        name: what it is called in the report.
        rows: the messages.
        typed: what was heard in each.
        bare: what was heard in each without its diacritics.
    """
    joined = JOINED if name.startswith("independent") else {}
    pairs = [(row.intent, joined.get(found.best, found.best)) for row, found in zip(rows, typed, strict=True)]
    bare_pairs = [(row.intent, joined.get(found.best, found.best)) for row, found in zip(rows, bare, strict=True)]
    styles: dict[str, list[bool]] = defaultdict(list)
    for row, (wanted, best) in zip(rows, pairs, strict=True):
        styles[row.slice].append(wanted == best)
    labelled = [(row, found) for row, found in zip(rows, typed, strict=True) if row.aspects]
    scores = label_scores(pairs)
    outside = sum(wanted == best == OUTSIDE for wanted, best in pairs)
    return Recognition(
        name=name,
        macro_f1=macro_f1(pairs),
        interval=_interval(pairs),
        bare_macro_f1=macro_f1(bare_pairs),
        right=Share(hits=sum(wanted == best for wanted, best in pairs), n=len(pairs)),
        styles=tuple(Style(name=style, right=Share(hits=sum(hits), n=len(hits))) for style, hits in styles.items()),
        labels=tuple(LabelScore(intent=label, f1=f1, n=n) for label, f1, n in scores),
        outside_recall=Share(hits=outside, n=sum(wanted == OUTSIDE for wanted, _ in pairs)),
        outside_precision=Share(hits=outside, n=sum(best == OUTSIDE for _, best in pairs)),
        aspects=Share(hits=sum(found.aspects == _aspects(row) for row, found in labelled), n=len(labelled)),
        confusions=tuple(
            Confusion(wanted=wanted, heard=best, times=times)
            for (wanted, best), times in Counter(pair for pair in pairs if pair[0] != pair[1]).most_common()
        ),
        parse=Timing.of([found.seconds for found in typed]),
    )


def label_scores(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, float, int]]:
    """Return each wanted label with its F1 and how often it was wanted, best first; ``pairs`` are (wanted, heard)."""
    meant, said = Counter(wanted for wanted, _ in pairs), Counter(best for _, best in pairs)
    right = Counter(wanted for wanted, best in pairs if wanted == best)
    scores = [(label, 2 * right[label] / (n + said[label]), n) for label, n in meant.items()]
    return sorted(scores, key=lambda score: (-score[1], score[0]))


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean F1 over the wanted labels."""
    scores = label_scores(pairs)
    return sum(f1 for _, f1, _ in scores) / len(scores)


def _interval(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Return the 95 % interval of the macro-F1 over resamples that keep the number of each label."""
    chance = random.Random(_SEED)
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in pairs:
        groups[pair[0]].append(pair)
    found = sorted(
        macro_f1([pair for group in groups.values() for pair in chance.choices(group, k=len(group))])
        for _ in range(_RESAMPLES)
    )
    return found[int(_RESAMPLES * 0.025)], found[int(_RESAMPLES * 0.975) - 1]


def _aspects(row: Utterance) -> frozenset[str]:
    return frozenset(row.aspects.split(",")) - {"-"}


def _parsed(home: BotHome, model: Path, texts: Sequence[str]) -> tuple[Heard, ...]:
    script = ROOT / "bot" / "tools" / "parse_lines.py"
    done = subprocess.run(
        [str(home.python), "-W", "ignore", str(script), str(model)],
        cwd=ROOT, env=home.environment(), input="\n".join(texts), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"the messages could not be parsed:\n{done.stderr[-2000:]}")
    return TypeAdapter(tuple[Heard, ...]).validate_python(json.loads(done.stdout.splitlines()[-1]))
