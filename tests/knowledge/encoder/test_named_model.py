"""A sentence-transformers model that a deployer names (``MOTCUA_ENCODER``); needs the ``train`` extra.

The model here is tiny, with weights drawn by chance: what is tried is the way, not the quality.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.answer import AnswerStatus
from knowledge.bootstrap import ensure_snapshot
from knowledge.encoder.runtime import SHIPPED, Encoder, load_encoder
from knowledge.errors import EncoderError
from knowledge.service import Knowledge
from knowledge.snapshot import SnapshotStore

pytest.importorskip("sentence_transformers", reason="the 'train' extra is not installed (docs/deployer.md)")

_WIDTH = 32


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as ``SentenceTransformer.save`` writes it: one layer of BERT over the shipped vocabulary."""
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("models")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(SHIPPED / "tokenizer.json"), pad_token="<pad>", unk_token="<unk>"
    )
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=_WIDTH,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=80,
        pad_token_id=tokenizer.pad_token_id,
    )
    BertModel(config).save_pretrained(folder / "bare")
    tokenizer.save_pretrained(folder / "bare")
    SentenceTransformer(str(folder / "bare"), device="cpu").save(str(folder / "named"))
    return folder / "named"


def test_a_deployment_indexes_again_with_the_named_model_and_answers(model: Path, tmp_path: Path) -> None:
    encoder = load_encoder(str(model))
    vectors = encoder.encode(["query: khai sinh", "query: hộ chiếu"])
    assert vectors.shape == (2, _WIDTH) == (2, encoder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)

    shipped = ensure_snapshot(tmp_path)
    named = ensure_snapshot(tmp_path, encoder=encoder)
    assert named != shipped
    assert SnapshotStore(tmp_path).open(named).manifest.encoder == encoder.id
    found = Knowledge.open(tmp_path, encoder=encoder).search("thủ tục đăng ký khai sinh")
    assert found.status in (AnswerStatus.ANSWERED, AnswerStatus.CHOOSE)
    assert "1.001193" in [hit.code for hit in found.hits]
    assert ensure_snapshot(tmp_path, encoder=encoder) == named  # once, not at every start


def test_an_index_of_another_model_is_refused_with_both_names(model: Path, tmp_path: Path, encoder: Encoder) -> None:
    named = load_encoder(str(model))
    ensure_snapshot(tmp_path, encoder=named)
    with pytest.raises(EncoderError, match=rf"{named.id}.*{encoder.id}"):
        Knowledge.open(tmp_path, encoder=encoder)


def test_a_folder_without_a_model_is_said_clearly(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="cannot be loaded"):
        load_encoder(str(tmp_path))
