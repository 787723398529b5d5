"""``make tune``: fit the first look, the reranker and the confidence; print every set, write what is shipped.

Fitted on citizens' wordings kept from the encoder and on the first half of the development questions, those with
diacritics once more without; the second half is printed and never fitted on. The confidence also learns from
messages that no procedure answers (training data of the dialogue, out of scope). Needs a full snapshot (``make
bench`` builds one) and the collected data.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.bootstrap import ensure_snapshot
from knowledge.building import Content, build
from knowledge.encoder.pairs import is_rankers
from knowledge.encoder.runtime import Encoder, load_encoder
from knowledge.index.confidence import PARAMETERS, Parameters, shipped_parameters
from knowledge.index.corpus import Wordings
from knowledge.index.reranking import RERANKER, shipped_reranker
from knowledge.phrasings import phrasings
from knowledge.search import Searcher
from knowledge.snapshot import Snapshot, SnapshotStore
from knowledge.text import fold, has_diacritics
from tools.measures.quality import Question, development_questions
from tools.nlu_twins import NLU_FOLDER, read_examples
from tools.tuning.calibration import calibrate
from tools.tuning.cases import WORDINGS, half_of, linear_cases, listed_cases, with_same_names, wording_questions
from tools.tuning.linear import search_weights
from tools.tuning.network import places, train_reranker

STRAYS_SHARE = 4
"""Of so many messages out of scope one teaches the confidence."""
DRAWN = {WORDINGS: 1.0, "easy": 2.0, "hard": 4.0}
"""How often a question of each set is drawn while the reranker is trained; development questions are few."""


def without_rankers(full: Snapshot, encoder: Encoder, folder: Path) -> Snapshot:
    """Return the same records indexed without the wordings the ranking is fitted on."""
    store = SnapshotStore(folder)
    records = tuple(full)
    said = [row for row in phrasings() if not is_rankers(row)]
    content = Content(data_date=full.manifest.data_date, procedures=records, starter=frozenset(full.manifest.starter))
    info = build(store, content, encoder, wordings=Wordings.collect(records, said))
    return store.open(info.id)


def widened(questions: Sequence[Question], snapshot: Snapshot) -> list[Question]:
    """Accept records of the same name too."""
    names = {hit.code: fold(hit.name) for hit in snapshot.summaries}
    by_name: dict[str, list[str]] = defaultdict(list)
    for code, name in names.items():
        by_name[name].append(code)
    return [q.model_copy(update={"gold_codes": with_same_names(q.gold_codes, names, by_name)}) for q in questions]


def twins(questions: Sequence[Question]) -> list[Question]:
    """Return the questions that carry diacritics once more without them: half of what people type is like that."""
    return [
        q.model_copy(update={"question": fold(q.question), "history": tuple(map(fold, q.history))})
        for q in questions
        if has_diacritics(q.question)
    ]


def strays(searchers: Sequence[Searcher]) -> list[tuple[Searcher, str]]:
    """Return messages that no procedure answers, from the training data of the dialogue, asked of each searcher."""
    told = [
        text
        for file in sorted(NLU_FOLDER.glob("*.yml"))
        for text in read_examples(file).get("out_of_scope", ())
        if zlib.crc32(text.encode()) % STRAYS_SHARE == 0
    ]
    return [(searcher, text) for searcher in searchers for text in told]


def _line(ranks: npt.NDArray[np.int64]) -> str:
    within = " ".join(f"R@{k}={np.mean(ranks < k):.3f}" for k in (1, 5, 40))
    return f"n={len(ranks)} {within}"


def main() -> None:
    """Fit, print, write ``parameters.json`` and ``reranker.npz``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--snapshots", type=Path, default=Path("build/bench/var/snapshots"))
    parser.add_argument("--scratch", type=Path, default=Path("build/tune/snapshots"))
    parser.add_argument("--rounds", type=int, default=1500)
    chosen = parser.parse_args()
    encoder, start = load_encoder(threads=2), shipped_parameters()
    full = SnapshotStore(chosen.snapshots).open()
    part = without_rankers(full, encoder, chosen.scratch)
    codes = {hit.code: row for row, hit in enumerate(full.summaries)}
    if [hit.code for hit in part.summaries] != list(codes):
        raise SystemExit("the two snapshots hold different records")
    wordings = widened(wording_questions(), full)
    development = development_questions()
    fitted, held = ([q for q in development if half_of(q) == half] for half in (0, 1))

    learned = fitted + twins(fitted)

    partial, whole = (Searcher(snapshot, encoder, parameters=start) for snapshot in (part, full))
    weights = search_weights(
        linear_cases(partial, wordings, codes) + linear_cases(whole, learned, codes), start.weights, chosen.rounds
    )
    tuned = Parameters(weights=weights, calibration=start.calibration)

    partial, whole = (Searcher(snapshot, encoder, parameters=tuned) for snapshot in (part, full))
    lists = listed_cases(partial, wordings, codes) + listed_cases(whole, learned, codes)
    reranker = train_reranker(lists, DRAWN)
    away = listed_cases(whole, held, codes)
    for label, cases in (("fitted", lists), ("held out", away)):
        for name in sorted({case.origin for case in cases}):
            mine = [case for case in cases if case.origin == name]
            print(
                f"{name:9} {label:9} {_line(places(mine, reranker))}  before: {_line(places(mine, shipped_reranker()))}"
            )
    reranker.save(RERANKER)

    final = Searcher(full, encoder, parameters=tuned, reranker=reranker)
    ensure_snapshot(chosen.scratch / "starter", encoder=encoder)
    small = Searcher(SnapshotStore(chosen.scratch / "starter").open(), encoder, parameters=tuned, reranker=reranker)
    tuned = tuned.model_copy(update={"calibration": calibrate(final, fitted, strays((final, small)))})
    PARAMETERS.write_text(json.dumps(tuned.model_dump(), indent=2) + "\n", encoding="utf-8")
    print(f"{PARAMETERS.name} and {RERANKER.name} are written; sure from {tuned.calibration.sure}")


if __name__ == "__main__":
    main()
