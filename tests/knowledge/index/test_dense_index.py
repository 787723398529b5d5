"""Vectors in faiss: names first, further wordings after."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.index.dense import DenseIndex


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
