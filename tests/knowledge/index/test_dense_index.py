"""Vectors in faiss: names first, further wordings after."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.index.dense import EXACT_BELOW, DenseIndex, VectorBook, keys_of


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


@pytest.fixture
def index() -> DenseIndex:
    names = np.stack([unit(1, 0, 0, 0), unit(0, 1, 0, 0), unit(0, 0, 1, 0)])
    wordings = np.stack([unit(0, 0, 0, 1)])
    return DenseIndex.build(names, wordings, np.array([1], dtype=np.int32))


def test_a_wording_counts_for_its_procedure_but_not_for_its_name(index: DenseIndex) -> None:
    scores = index.scores(unit(0, 0, 0, 1))
    assert int(np.argmax(scores.best)) == 1
    assert scores.best[1] == pytest.approx(1, abs=1e-3)
    assert scores.name[1] == pytest.approx(0, abs=1e-3)


def test_a_saved_index_gives_the_same_scores(index: DenseIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "dense")
    again = DenseIndex.load(tmp_path / "dense")
    question = unit(0.2, 0.9, 0.1, 0.3)
    assert np.allclose(index.scores(question).best, again.scores(question).best)


@pytest.fixture(scope="module")
def many() -> np.ndarray:
    """Vectors around a few hundred themes, more than are all compared."""
    dice = np.random.default_rng(7)
    themes = dice.normal(size=(300, 32))
    found = themes[dice.integers(0, 300, EXACT_BELOW + 500)] + 0.5 * dice.normal(size=(EXACT_BELOW + 500, 32))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def test_among_many_vectors_the_nearest_is_still_found(many: np.ndarray) -> None:
    names = many[:1000]
    index = DenseIndex.build(names, many[1000:], np.arange(len(many) - 1000, dtype=np.int32) % 1000)
    asked = many[::100] + np.float32(0.02)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    owners = np.concatenate([np.arange(1000), np.arange(len(many) - 1000) % 1000])
    nearest = owners[(asked @ many.T).argmax(axis=1)]
    found = [int(np.argmax(index.scores(question).best)) for question in asked]
    assert np.mean(nearest == found) > 0.95


def test_many_vectors_are_read_back_by_the_key_of_their_text(many: np.ndarray, tmp_path: Path) -> None:
    texts = [f"text {number}" for number in range(len(many))]
    DenseIndex.build(many[:1000], many[1000:], np.zeros(len(many) - 1000, dtype=np.int32)).save(
        tmp_path / "dense", texts
    )
    out = np.zeros((3, many.shape[1]), dtype=np.float32)
    missing = VectorBook(tmp_path / "dense").fill(keys_of([texts[5], "never seen", texts[-1]]), out)
    assert missing.tolist() == [1]
    assert np.allclose(out[[0, 2]], many[[5, -1]], atol=1e-3)


def test_a_question_far_from_all_but_a_few_vectors_gets_scores_for_every_procedure() -> None:
    names = np.eye(400, 512, dtype=np.float32)
    others = np.tile(np.eye(1, 512, 511, dtype=np.float32), (EXACT_BELOW, 1))
    index = DenseIndex.build(names, others, np.zeros(EXACT_BELOW, dtype=np.int32))
    scores = index.scores(names[7])
    assert int(np.argmax(scores.best)) == 7
    assert np.isfinite(scores.best).all()
    assert np.isfinite(scores.crowd).all()
