"""The index of one snapshot, opened: a question in, signals of every procedure out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from knowledge.aspects import content_words
from knowledge.encoder.runtime import Encoder, Vectors
from knowledge.encoder.texts import query_text
from knowledge.errors import EncoderError
from knowledge.index.accents import Accents
from knowledge.index.deeds import DeedIndex
from knowledge.index.dense import DenseIndex
from knowledge.index.lexical import LexicalIndex
from knowledge.index.markers import MarkerIndex
from knowledge.index.ranking import Scores, Signals
from knowledge.index.titles import TitleIndex
from knowledge.index.tokens import FOLDED, document_tokens, question_tokens
from knowledge.lexicon import PhraseBook, official_words, terms
from knowledge.snapshot import Snapshot
from knowledge.text import has_diacritics, normalise_query

_REMEMBERED = 1024
_BESIDE = 4
"""Questions whose words are looked up at one time."""
_WHOLE_NAME = 0.999
_OFFICIAL_SHARE = np.float32(0.5)  # official words stand beside the citizen's own, they do not outweigh them


class IndexReader:
    """Opens the index of a snapshot.

    Args:
        snapshot: what to answer from.
        encoder: the encoder the index was made with.

    Raises:
        EncoderError: the index was made with another encoder.
    """

    def __init__(self, snapshot: Snapshot, encoder: Encoder) -> None:
        if snapshot.manifest.encoder != encoder.id:
            raise EncoderError(
                f"snapshot {snapshot.manifest.id} was indexed with {snapshot.manifest.encoder}, not {encoder.id}"
            )
        folder: Path = snapshot.folder / "index"
        # A follow-up searches the turn before it once more; the encoder is most of a search's time.
        self._vector = lru_cache(maxsize=_REMEMBERED)(lambda text: encoder.encode([text])[0])
        self._beside = ThreadPoolExecutor(_BESIDE, thread_name_prefix="search")
        self._name = LexicalIndex.load(folder / "name")
        self._body = LexicalIndex.load(folder / "body")
        self._said = LexicalIndex.load(folder / "said")
        self._everyday = LexicalIndex.load(folder / "everyday")
        self._accents = Accents.load(folder / "accents")
        self._dense = DenseIndex.load(folder / "dense")
        self._rows = {hit.code: row for row, hit in enumerate(snapshot.summaries)}
        self._priors: Scores = np.load(folder / "priors.npy")
        names = [hit.name for hit in snapshot.summaries]
        self._titles = TitleIndex(names)
        self._markers = MarkerIndex(names)
        self._deeds = DeedIndex(names, [hit.levels for hit in snapshot.summaries])
        self._phrases = PhraseBook([(term.popular, term.code) for term in terms() if term.code])

    def read(self, question: str) -> str:
        """Return a question as the index reads it: what is typed without diacritics gets those it most likely wants."""
        normal = normalise_query(question)
        return normal if has_diacritics(question) else self._accents.restored(normal)

    def vector(self, question: str) -> Vectors:
        """Return the vector of a question, shape (dimension,)."""
        vector: Vectors = self._vector(query_text(self.read(question)))
        return vector

    def knows(self, question: str) -> bool:
        """Tell whether at least a third of the words occur in records or wordings.

        In what Vietnamese people type it is four fifths, slips and shorthand included (development questions); one
        chance word ("and") of an English or random line would otherwise find something, and surely.
        """
        tokens = [
            token for token in question_tokens(self.read(question)) if token.startswith(FOLDED) and "_" not in token
        ]
        known = sum(self._said.knows(token) or self._body.knows(token) for token in tokens)
        return bool(known) and known >= len(tokens) / 3

    def phrase_rows(self, question: str) -> list[tuple[int, float]]:
        """Return the rows of procedures named by an exact lexicon phrase, with the share it covers."""
        found = self._phrases.find(question)
        return [(self._rows[item.code], item.share) for item in found if item.code in self._rows]

    def look(self, question: str) -> tuple[Vectors, Signals]:
        """Return the vector of a question, and what every index says of every procedure.

        The encoder works outside Python's lock, so the words are looked up beside it, in hardly more than its time.
        """
        self.read(question)  # once, not on both sides
        words = self._beside.submit(self._words, question)
        vector = self.vector(question)
        dense = self._dense.scores(vector)
        return vector, words.result()(dense_name=dense.name, dense_best=dense.best, crowd=dense.crowd)

    def _words(self, question: str) -> Callable[..., Signals]:
        """Return all signals but those of the vector, to be completed with these."""
        tokens = question_tokens(self.read(question))
        official = [token for text in official_words(question) for token in document_tokens(text)]
        phrase = np.zeros(len(self._rows), dtype=np.float32)
        for row, share in self.phrase_rows(question):
            phrase[row] = max(phrase[row], share)
        content = content_words(question)
        title = self._titles.scores(content)
        phrase = np.maximum(
            phrase, (title.jaccard >= _WHOLE_NAME).astype(np.float32)
        )  # a name is the surest phrase of all
        announced = self._markers.scores(question)
        return partial(
            Signals,
            name=self._lexical(self._name, tokens, official),
            body=self._lexical(self._body, tokens, official),
            said=self._lexical(self._said, tokens, official),
            everyday=self._everyday.scores(tokens),
            priors=self._priors,
            title=title.jaccard,
            name_covered=title.of_name,
            question_covered=title.of_question,
            unhinted=announced.unhinted,
            unannounced=announced.unannounced,
            agreement=self._deeds.agreement(question),
            phrase=phrase,
            words=min(len(content), 12) / 12,
        )

    @staticmethod
    def _lexical(index: LexicalIndex, tokens: Sequence[str], official: Sequence[str]) -> Scores:
        scores = index.scores(tokens)
        if official:
            scores += _OFFICIAL_SHARE * index.scores(official)
        return scores
