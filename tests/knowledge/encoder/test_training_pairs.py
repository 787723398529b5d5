"""What the encoder is shown."""

from __future__ import annotations

import random

from knowledge.encoder.noise import Guesses
from knowledge.encoder.pairs import is_rankers, training_pairs
from knowledge.phrasings import phrasings
from knowledge.text import fold, has_diacritics


def test_each_wording_is_shown_once_an_epoch_and_the_rankers_never() -> None:
    said = phrasings()[:600]
    taught = sum(not is_rankers(row) for row in said)

    assert len(training_pairs(1, said)) == taught < len(said)
    assert len(training_pairs(2, said)) == 2 * taught


def test_the_pairs_are_the_same_every_time() -> None:
    said = phrasings()[:300]

    assert training_pairs(1, said) == training_pairs(1, said)


def test_what_is_typed_without_marks_is_read_with_guessed_ones_that_are_not_always_right() -> None:
    said = [row.marked for row in phrasings()[:400]]
    guesses, chance = Guesses(said), random.Random(0)
    bare = [fold(text) for text in said]
    read = [guesses.read(text, chance) for text in bare]

    guessed = [row for row in zip(said, read, strict=True) if has_diacritics(row[1])]
    assert len(guessed) > len(said) / 2
    assert any(meant == got for meant, got in guessed)
    assert any(fold(meant) == fold(got) and meant.lower() != got.lower() for meant, got in guessed)


def test_a_wording_and_its_marks_are_the_same_letters() -> None:
    rows = phrasings()

    assert [row for row in rows if fold(row.text) != fold(row.marked)] == []
    assert sum(has_diacritics(row.marked) for row in rows) > 0.99 * len(rows)
