"""One way of training for the lessons of the student and for the fine-tuning; needs the ``train`` extra."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SEED = 0


def fast_bfloat16() -> bool:
    """Tell whether this processor computes in bfloat16; emulated, it is three times slower than float32."""
    import torch

    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def fit(
    model: Any,
    columns: dict[str, list[Any]],
    loss: Any,
    work: Path,
    *,
    batch: int,
    rate: float,
    warmup: float,
    decay: float = 0.0,
    in_order: bool = False,
    bf16: bool = False,
) -> None:
    """Go through the rows once, on the CPU, and change the model.

    Args:
        model: a ``SentenceTransformer``.
        columns: the rows, as the loss takes them.
        loss: of sentence-transformers' kind.
        work: scratch folder.
        batch: rows a step.
        rate: highest learning rate.
        warmup: share of the steps until it is reached.
        decay: of the weights.
        in_order: whether the rows stand in batches already; else they are shuffled.
        bf16: whether to compute in bfloat16.
    """
    from datasets import Dataset
    from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments

    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(work / "checkpoints"),
        num_train_epochs=1,
        per_device_train_batch_size=batch,
        learning_rate=rate,
        weight_decay=decay,
        warmup_steps=warmup,
        bf16=bf16,
        use_cpu=True,
        seed=SEED,
        save_strategy="no",
        logging_steps=20,
        report_to="none",
        dataloader_drop_last=True,
        **({"batch_sampler": _in_order} if in_order else {}),
    )
    rows = Dataset.from_dict(columns)
    SentenceTransformerTrainer(model=model, args=arguments, train_dataset=rows, loss=loss).train()


def _in_order(dataset: Any, batch_size: int, drop_last: bool, **kwargs: Any) -> Any:
    from sentence_transformers.base.sampler import DefaultBatchSampler
    from torch.utils.data import SequentialSampler

    return DefaultBatchSampler(SequentialSampler(dataset), batch_size=batch_size, drop_last=drop_last, **kwargs)
