"""What the encoder is shown."""

from __future__ import annotations

from knowledge.encoder.pairs import is_rankers, training_pairs
from knowledge.phrasings import phrasings


def test_each_wording_is_shown_once_an_epoch_and_the_rankers_never() -> None:
    taught = sum(not is_rankers(row) for row in phrasings())

    assert len(training_pairs(1)) == taught
    assert len(training_pairs(2)) == 2 * taught


def test_the_pairs_are_the_same_every_time() -> None:
    assert training_pairs(1)[:500] == training_pairs(1)[:500]
