"""The small student: every second layer of the base model, taught to give the vectors of the whole.

Half the layers halve the time of a question. The student also hears every text without diacritics and must
answer with the vector of the text *with* them: what people leave out no longer moves the meaning.
Needs the ``train`` extra.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.encoder.fitting import fit
from knowledge.encoder.noise import Guesses
from knowledge.encoder.texts import passage_text, phrase_text, query_text
from knowledge.phrasings import phrasings, targets
from knowledge.text import fold

LAYERS = (0, 2, 4, 7, 9, 11)  # first and last stay, the rest evenly between them
RATE = 3e-4
BATCH = 64


def write_student(base: Path, out: Path, layers: Sequence[int] = LAYERS) -> None:
    """Write the chosen layers of a Transformers model folder as a model of their own."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    model = AutoModel.from_pretrained(base, add_pooling_layer=False)
    model.encoder.layer = torch.nn.ModuleList(model.encoder.layer[i] for i in layers)
    model.config.num_hidden_layers = len(layers)
    model.save_pretrained(out)
    AutoTokenizer.from_pretrained(base).save_pretrained(out)


def lessons(passes: int) -> tuple[list[str], list[int], list[str]]:
    """Return what the student reads and what the teacher reads for it.

    Returns:
        The texts the student reads, for each the number of the text its vector must match, and those texts.
    """
    clean: list[str] = []
    for row in phrasings():
        clean += [query_text(row.marked), phrase_text(row.marked)]
    for target in targets().values():
        clean += [passage_text(target.name, target.field, target.level), query_text(target.name)]
    guesses, chance = Guesses([row.marked for row in phrasings()]), random.Random(0)
    read: list[tuple[str, int]] = []
    for turn in range(passes):
        # Of a wording's two prefixes each pass takes one, once as it is and once as a hurried person types it.
        chosen = list(range(turn % 2, len(clean), 2))
        chance.shuffle(chosen)
        for number in chosen:
            text = clean[number]
            prefix, _, words = text.partition(": ")
            hurried = fold(words) if prefix == "passage" else guesses.read(words, chance)
            read += [(text, number), (f"{prefix}: {hurried}", number)]
    return [text for text, _ in read], [number for _, number in read], clean


def teach(student: Any, teacher: Any, passes: int, work: Path) -> None:
    """Train the student on the teacher's vectors; word embeddings stay frozen.

    Args:
        student: a ``SentenceTransformer``, changed in place.
        teacher: the ``SentenceTransformer`` to imitate.
        passes: how often the texts are gone through.
        work: scratch folder.
    """
    from sentence_transformers.sentence_transformer.losses import MSELoss

    read, numbers, clean = lessons(passes)
    vectors = teacher.encode(clean, batch_size=BATCH, show_progress_bar=True)
    columns = {"sentence": read, "label": [vectors[number].tolist() for number in numbers]}
    fit(student, columns, MSELoss(student), work, batch=BATCH, rate=RATE, warmup=0.05)
