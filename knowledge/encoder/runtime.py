"""Encoders at run time: text in, unit vectors out, on the CPU, without a hub."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from knowledge.errors import EncoderError

Vectors = npt.NDArray[np.float32]

SHIPPED = Path(__file__).parent / "model"
_BATCH = 32
_ALONE = 52
"""Tokens read of a text that comes alone: a question, and somebody waits. A tenth of the development questions are
longer; reading 64 tokens of them takes a quarter more time and puts no more of them right."""


class Encoder(Protocol):
    """Anything that turns texts into unit vectors.

    Attributes:
        id: name and version; an index remembers which encoder made it.
        dimension: length of a vector.
    """

    id: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text, shape ``(len(texts), dimension)``; texts carry their e5 prefix."""
        ...


class OnnxEncoder:
    """The shipped encoder: int8 ONNX on one thread, so that a busy server's requests do not fight for cores.

    Args:
        folder: holds ``model.onnx``, ``tokenizer.json`` and ``card.json``.
        threads: batches computed side by side; more than one pays only while an index is built.

    Raises:
        EncoderError: a file is missing or cannot be read.
    """

    def __init__(self, folder: Path = SHIPPED, *, threads: int = 1) -> None:
        from tokenizers import Tokenizer

        try:
            card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = _session(folder / "model.onnx")
        except Exception as error:
            raise EncoderError(f"the encoder in {folder.name} cannot be loaded: {error}") from error
        self._threads = threads
        self.id: str = card["id"]
        self.dimension: int = card["dimension"]
        self._tokenizer.enable_truncation(card["max_tokens"])
        self._tokenizer.enable_padding(pad_id=self._tokenizer.token_to_id("<pad>"), pad_token="<pad>")  # noqa: S106

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors; long lists are sorted by length and cut into batches, which spares padding."""
        out = np.empty((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        chunks = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]

        def fill(chunk: list[int]) -> None:
            out[chunk] = self._run([texts[i] for i in chunk])

        if self._threads == 1 or len(chunks) < 2:
            for chunk in chunks:
                fill(chunk)
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                list(pool.map(fill, chunks))
        return out

    def _run(self, texts: list[str]) -> Vectors:
        if len(texts) == 1:
            read = self._tokenizer.encode(texts[0]).ids
            ids = np.array([read if len(read) <= _ALONE else [*read[: _ALONE - 1], read[-1]]], dtype=np.int64)
            mask = np.ones_like(ids)
        else:
            encodings = self._tokenizer.encode_batch(texts)
            ids = np.array([one.ids for one in encodings], dtype=np.int64)
            mask = np.array([one.attention_mask for one in encodings], dtype=np.int64)
        (vectors,) = self._session.run(["vector"], {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors, dtype=np.float32)


def _session(model: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False  # the arena keeps its peak for ever
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


class SentenceTransformerEncoder:
    """A larger model that a deployer names: any sentence-transformers model folder or name.

    Raises:
        EncoderError: sentence-transformers is not installed, or the model cannot be loaded.
    """

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncoderError("a named model needs the 'train' extra (see docs/deployer.md)") from error
        try:
            self._model: Any = SentenceTransformer(name, device="cpu")
        except Exception as error:
            raise EncoderError(f"model {name!r} cannot be loaded: {error}") from error
        self.id = "st-" + re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")
        self.dimension = int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of the texts."""
        vectors = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


def load_encoder(name: str | None = None, *, threads: int = 1) -> Encoder:
    """Return the encoder a deployment uses.

    Args:
        name: ``None`` for the shipped one; a sentence-transformers model otherwise.
        threads: see :class:`OnnxEncoder`.

    Raises:
        EncoderError: it cannot be loaded.
    """
    return SentenceTransformerEncoder(name) if name else OnnxEncoder(threads=threads)
