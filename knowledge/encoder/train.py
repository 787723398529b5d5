"""Train the small encoder on citizens' wordings (``make train``); needs the ``train`` extra.

Recipe: multilingual-e5-small with a cut vocabulary; a student of half its layers learns to give the same vectors
(:mod:`knowledge.encoder.student`); then each wording is pulled towards its procedure, or now and then towards
another wording of the same need, and away from everything else in its batch (:mod:`knowledge.encoder.pairs`).
Word embeddings stay frozen: the cut vocabulary must keep meaning for words the training never shows.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.encoder.base import write_base_model
from knowledge.encoder.contrast import contrast
from knowledge.encoder.fitting import fast_bfloat16, fit
from knowledge.encoder.pairs import BATCH, training_pairs
from knowledge.encoder.student import teach, write_student
from knowledge.phrasings import phrasings, targets
from knowledge.text import fold, normalise_query

RATE = 1e-4
TEMPERATURE = 0.03
MAX_TOKENS = 64
LESSONS = 2
"""How often the student goes through its texts."""


def vocabulary_texts() -> Iterator[str]:
    """Yield every text the project holds in the spellings it is met in, for the vocabulary cut."""
    for row in phrasings():
        yield from (row.text, row.text.lower(), fold(row.text), normalise_query(row.text))
    for target in targets().values():
        for text in (target.name, target.field, target.level):
            yield from (text, text.lower(), fold(text))


def load_trainable(folder: Path) -> Any:
    """Return the Transformers model of a folder as a mean-pooling ``SentenceTransformer`` on the CPU."""
    from sentence_transformers import SentenceTransformer, models

    transformer = models.Transformer(str(folder), max_seq_length=MAX_TOKENS)
    pooling = models.Pooling(transformer.get_embedding_dimension(), "mean")
    return SentenceTransformer(modules=[transformer, pooling, models.Normalize()], device="cpu")


def _freeze_words(model: Any) -> None:
    for name, weight in model.named_parameters():
        weight.requires_grad = "word_embeddings" not in name


def taught_student(work: Path) -> Path:
    """Return the folder of the student that knows what the base model knows; made when missing.

    Args:
        work: scratch folder; the cut base model is kept in ``work/base`` and the student in ``work/taught``.

    Raises:
        EncoderError: the ``train`` extra is not installed.
    """
    base, taught = work / "base", work / "taught"
    if not (base / "config.json").is_file():
        write_base_model(base, vocabulary_texts())
    if not (taught / "modules.json").is_file():
        write_student(base, work / "student")
        student = load_trainable(work / "student")
        _freeze_words(student)
        teach(student, load_trainable(base), LESSONS, work)
        student.save(str(taught))
    return taught


def train(work: Path, epochs: int) -> Path:
    """Teach the student, fine-tune it, and write the model to ``work/tuned``.

    Args:
        work: scratch folder, see :func:`taught_student`.
        epochs: how often every wording is seen.

    Returns:
        The folder of the tuned model.

    Raises:
        EncoderError: the ``train`` extra is not installed.
    """
    taught = taught_student(work)
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(taught), device="cpu")
    _freeze_words(model)
    pairs = training_pairs(epochs)
    fit(
        model,
        {"anchor": [question for question, _ in pairs], "positive": [passage for _, passage in pairs]},
        contrast(model, TEMPERATURE),
        work,
        batch=BATCH,
        rate=RATE,
        warmup=0.1,
        decay=0.01,
        in_order=True,  # the epochs stand in the pairs, each with fresh noise
        bf16=fast_bfloat16(),
    )
    model.save(str(work / "tuned"))
    return work / "tuned"


def main() -> None:
    """Train, export and put the result where the project ships it."""
    from knowledge.encoder.export import export

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("build/encoder"))
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "model")
    chosen = parser.parse_args()
    export(train(chosen.work, chosen.epochs), chosen.out, epochs=chosen.epochs)


if __name__ == "__main__":
    main()
