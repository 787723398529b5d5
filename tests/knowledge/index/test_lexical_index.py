"""BM25 over flat arrays."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.index.lexical import LexicalIndex
from knowledge.index.tokens import document_tokens, question_tokens

NAMES = ["Đăng ký khai sinh", "Đăng ký khai tử", "Cấp hộ chiếu phổ thông", "Đăng ký lại khai sinh cho người lớn tuổi"]


@pytest.fixture
def index() -> LexicalIndex:
    return LexicalIndex.build(document_tokens(name) for name in NAMES)


def best(index: LexicalIndex, question: str) -> int:
    return int(np.argmax(index.scores(question_tokens(question))))


@pytest.mark.parametrize("question", ["làm khai sinh", "lam khai sinh", "LÀM KHAI SINH"])
def test_a_question_finds_its_name_in_either_spelling(index: LexicalIndex, question: str) -> None:
    assert best(index, question) == 0


def test_the_rare_word_decides(index: LexicalIndex) -> None:
    assert best(index, "đăng ký khai tử") == 1


def test_unknown_words_score_nothing(index: LexicalIndex) -> None:
    assert not index.scores(question_tokens("gà rán")).any()


def test_scores_follow_the_formula() -> None:
    # One token in one of two documents of equal length: idf = ln(1 + 1.5/1.5), tf part = 2.2 / 2.2.
    index = LexicalIndex.build([["a"], ["b"]])
    assert index.scores(["a"]).tolist() == pytest.approx([np.log(2), 0.0])


def test_a_saved_index_gives_the_same_scores(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "name")
    again = LexicalIndex.load(tmp_path / "name")
    tokens = question_tokens("đăng ký lại khai sinh")
    assert np.array_equal(index.scores(tokens), again.scores(tokens))


def test_no_documents_is_no_error() -> None:
    assert LexicalIndex.build([]).scores(["a"]).shape == (0,)
