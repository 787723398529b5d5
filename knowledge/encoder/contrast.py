"""The loss of the fine-tuning: multiple negatives, both ways, without computing the padding.

A batch mixes fragments of five tokens with stories of sixty. Encoded in pieces of like length it costs little more
than half, and the loss is the same.
"""

from __future__ import annotations

from typing import Any

PIECES = 4


def contrast(model: Any, temperature: float) -> Any:
    """Return the loss for pairs of (question, passage): each must be nearest to the other in the whole batch.

    Source: multiple negatives ranking (Henderson et al., 2017), symmetric as in CLIP (Radford et al., 2021).

    Args:
        model: a ``SentenceTransformer`` with normalised vectors.
        temperature: cosines are divided by it.
    """
    import torch

    class Contrast(torch.nn.Module):  # type: ignore[misc]  # torch is not installed where types are checked
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, sentence_features: Any, labels: Any = None) -> Any:  # noqa: ARG002 - the trainer's names
            questions, passages = (self._encode(features) for features in sentence_features)
            cosines = questions @ passages.T / temperature
            own = torch.arange(len(questions), device=cosines.device)
            both = torch.nn.functional.cross_entropy(cosines, own), torch.nn.functional.cross_entropy(cosines.T, own)
            return sum(both) / 2

        def _encode(self, features: Any) -> Any:
            lengths = features["attention_mask"].sum(dim=1)
            order = torch.argsort(lengths)
            vectors = []
            for piece in torch.chunk(order, PIECES):
                longest = int(lengths[piece].max())
                part = {name: features[name][piece, :longest] for name in ("input_ids", "attention_mask")}
                vectors.append(self.model(part)["sentence_embedding"])
            return torch.cat(vectors)[torch.argsort(order)]

    return Contrast()
