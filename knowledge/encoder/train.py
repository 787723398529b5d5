"""Fine-tune the small encoder on citizens' wordings (``make train``); needs the ``train`` extra.

Recipe: each wording is pulled towards its procedure (or, now and then, towards another wording of the same
need), away from everything else in the batch. Half of a batch comes from one field, so that the negatives
are siblings: first issue, change, re-issue of one paper. A third of the questions lose their diacritics and
some carry a slip of the finger, because that is how people write. Word embeddings stay frozen: the cut
vocabulary must keep meaning for words the training never shows.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.encoder.base import write_base_model
from knowledge.encoder.texts import passage_text, phrase_text, query_text
from knowledge.phrasings import Phrasing, Target, phrasings, targets
from knowledge.text import fold, normalise_query

BATCH = 40
RATE = 4e-5
TEMPERATURE = 0.03
MAX_TOKENS = 64
SHARE_FOLDED = 0.35
SHARE_SLIP = 0.1
SHARE_PHRASE_POSITIVE = 0.3


def vocabulary_texts() -> Iterator[str]:
    """Yield every text the project holds in the spellings it is met in, for the vocabulary cut."""
    for row in phrasings():
        yield from (row.text, row.text.lower(), fold(row.text), normalise_query(row.text))
    for target in targets().values():
        for text in (target.name, target.field, target.level):
            yield from (text, text.lower(), fold(text))


def noisy(text: str, chance: random.Random) -> str:
    """Return the text as a hurried person might type it: plain, without diacritics, or with one letter lost."""
    roll = chance.random()
    if roll < SHARE_FOLDED:
        return fold(text)
    if roll < SHARE_FOLDED + SHARE_SLIP:
        at = chance.randrange(max(1, len(text) - 1))
        return text[:at] + text[at + 1 :]
    return text


def _positive(row: Phrasing, siblings: list[Phrasing], target: Target, chance: random.Random) -> str:
    others = [other.text for other in siblings if other.text != row.text]
    if others and chance.random() < SHARE_PHRASE_POSITIVE:
        return phrase_text(chance.choice(others))
    return passage_text(target.name, target.field, target.level)


def one_pass(by_code: dict[str, list[Phrasing]], known: dict[str, Target], turn: int) -> list[tuple[str, str]]:
    """Return one (question, passage) pair a procedure, ordered so that half of each batch is of one field."""
    chance = random.Random(turn)
    by_field: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, rows in by_code.items():
        row = rows[turn % len(rows)]
        pair = query_text(noisy(row.text, chance)), _positive(row, rows, known[code], chance)
        by_field[known[code].field].append(pair)
    chunks: list[list[tuple[str, str]]] = []
    rest: list[tuple[str, str]] = []
    half = BATCH // 2
    for pairs in by_field.values():
        chance.shuffle(pairs)
        whole = len(pairs) // half * half
        chunks.extend(pairs[i : i + half] for i in range(0, whole, half))
        rest.extend(pairs[whole:])
    chance.shuffle(rest)
    chunks.extend(rest[i : i + half] for i in range(0, len(rest), half))
    chance.shuffle(chunks)
    return [pair for chunk in chunks for pair in chunk]


def training_pairs(epochs: int) -> list[tuple[str, str]]:
    """Return all pairs of all epochs in the order they are trained on."""
    by_code: dict[str, list[Phrasing]] = defaultdict(list)
    for row in phrasings():
        by_code[row.code].append(row)
    passes = epochs * max(len(rows) for rows in by_code.values())
    known = targets()
    return [pair for turn in range(passes) for pair in one_pass(by_code, known, turn)]


def _in_order(dataset: Any, batch_size: int, drop_last: bool, **kwargs: Any) -> Any:
    from sentence_transformers.base.sampler import DefaultBatchSampler
    from torch.utils.data import SequentialSampler

    return DefaultBatchSampler(SequentialSampler(dataset), batch_size=batch_size, drop_last=drop_last, **kwargs)


def _fast_bfloat16() -> bool:
    """Tell whether this processor computes in bfloat16; emulated, it is three times slower than float32."""
    import torch

    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def load_trainable(folder: Path) -> Any:
    """Return the Transformers model of a folder as a mean-pooling ``SentenceTransformer`` on the CPU."""
    from sentence_transformers import SentenceTransformer, models

    transformer = models.Transformer(str(folder), max_seq_length=MAX_TOKENS)
    pooling = models.Pooling(transformer.get_embedding_dimension(), "mean")
    return SentenceTransformer(modules=[transformer, pooling, models.Normalize()], device="cpu")


def train(work: Path, epochs: int) -> Path:
    """Cut the vocabulary, fine-tune, and write the model to ``work/tuned``.

    Args:
        work: scratch folder; the cut base model is kept in ``work/base`` and reused.
        epochs: how often every wording is seen.

    Returns:
        The folder of the tuned model.

    Raises:
        EncoderError: the ``train`` extra is not installed.
    """
    base = work / "base"
    if not (base / "config.json").is_file():
        write_base_model(base, vocabulary_texts())
    from datasets import Dataset
    from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesSymmetricRankingLoss

    model = load_trainable(base)
    for name, weight in model.named_parameters():
        weight.requires_grad = "word_embeddings" not in name
    pairs = training_pairs(epochs)
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(work / "checkpoints"),
        num_train_epochs=1,  # the epochs stand in the pairs, each with fresh noise
        per_device_train_batch_size=BATCH,
        learning_rate=RATE,
        weight_decay=0.01,
        warmup_steps=0.1,
        bf16=_fast_bfloat16(),
        use_cpu=True,
        seed=0,
        batch_sampler=_in_order,
        save_strategy="no",
        logging_steps=20,
        report_to="none",
        dataloader_drop_last=True,
    )
    dataset = Dataset.from_dict({"anchor": [q for q, _ in pairs], "positive": [p for _, p in pairs]})
    loss = MultipleNegativesSymmetricRankingLoss(model, scale=1 / TEMPERATURE)
    SentenceTransformerTrainer(model=model, args=arguments, train_dataset=dataset, loss=loss).train()
    model.save(str(work / "tuned"))
    return work / "tuned"


def main() -> None:
    """Train, export and put the result where the project ships it."""
    from knowledge.encoder.export import export

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("build/encoder"))
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "model")
    chosen = parser.parse_args()
    export(train(chosen.work, chosen.epochs), chosen.out, epochs=chosen.epochs)


if __name__ == "__main__":
    main()
