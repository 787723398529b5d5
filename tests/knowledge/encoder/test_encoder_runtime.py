"""The shipped encoder, as a deployment runs it."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder.runtime import Encoder, OnnxEncoder, load_encoder
from knowledge.encoder.texts import passage_text, query_text
from knowledge.errors import EncoderError


def test_vectors_are_unit_length_and_in_the_order_of_the_texts(encoder: Encoder) -> None:
    texts = [query_text("khai sinh cho con"), query_text("x"), query_text("đổi bằng lái xe ô tô hết hạn " * 5)]
    vectors = encoder.encode(texts)
    assert vectors.shape == (3, encoder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert (vectors * alone).sum(axis=1).min() > 0.98  # int8 activations depend a little on the batch


def test_meaning_is_nearer_than_another_need(encoder: Encoder) -> None:
    question = encoder.encode([query_text("làm giấy khai sinh cho em bé")])[0]
    right, wrong = encoder.encode(
        [passage_text("Thủ tục đăng ký khai sinh", "Hộ tịch", "Cấp Xã"), passage_text("Cấp giấy phép xây dựng", "", "")]
    )
    assert question @ right > question @ wrong


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_a_missing_model_is_said_clearly(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="cannot be loaded"):
        OnnxEncoder(tmp_path)


@pytest.mark.skipif(find_spec("sentence_transformers") is not None, reason="the 'train' extra is installed")
def test_naming_a_model_without_the_extra_says_what_to_install() -> None:
    with pytest.raises(EncoderError, match="train"):
        load_encoder("some/model")
