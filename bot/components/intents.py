"""Intents by logistic regression over n-grams of the text as typed and without diacritics, and over its cues.

Half of what people type carries no marks, and shorthand is common: both spellings side by side beat
dense features and DIET on unseen messages, at about a millisecond. Cues (``cues.py``) carry over to words that
no example holds. The model is arrays and JSON, so
that nothing in it can run code when it is loaded.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Sequence

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.components.cues import cues_of
from knowledge.text import fold, normalise_query

RANKING = 10
"""How many intents are listed with their confidence."""

STORY_WORDS = 20
"""A longer message tells a story; so many of its last words are heard once more."""

END_SHARE = 0.5
"""Weight of the end of a story beside the whole."""

MIN_EXAMPLES = 2
"""An n-gram seen in fewer examples is left out."""

TOLERANCE = 1e-4
"""Ten times coarser, training stops so early that one example more or less changes two answers of a hundred."""

# The gateway puts one made-up word such as [SoDienThoai] in the place of a personal number (api/security/masking.py);
# which kind of number it was says nothing about what is wanted.
_MARK = re.compile(r"\[[A-Za-z]{4,}\]")
_DIGIT = re.compile(r"\d")
_VIEWS: tuple[Dict[str, Any], ...] = (
    {"analyzer": "char_wb", "ngram_range": (2, 5)},  # as typed
    {"analyzer": "char_wb", "ngram_range": (2, 5)},  # without diacritics
    {"analyzer": "word", "token_pattern": r"\S+", "ngram_range": (1, 2)},  # words without diacritics
    {"analyzer": "word", "token_pattern": r"\S+"},  # cues
)
_WEIGHTS = (1.0, 1.0, 1.0, 0.4)


def spellings(text: str) -> tuple[str, str]:
    """Return a message as the classifier sees it: normalised, and the same without diacritics.

    Digits lose their value (which number it is says nothing about what is wanted) but keep their
    count; a single digit stays, for "số 2" is a choice.
    """
    text = _MARK.sub(" số riêng ", text)
    normal = normalise_query(text)
    normal = " ".join(_DIGIT.sub("0", word) if len(word) > 1 else word for word in normal.split())
    return normal, fold(normal)


@dataclass
class _Model:
    """What training leaves behind."""

    vectorizers: List[TfidfVectorizer]
    coefficients: np.ndarray
    bias: np.ndarray
    names: List[str]

    def __post_init__(self) -> None:
        # One row an n-gram: as a transposed view it would be copied, all of it, for every message.
        self._columns = np.ascontiguousarray(self.coefficients.T)
        ends = np.cumsum([len(vectorizer.vocabulary_) for vectorizer in self.vectorizers])
        self._views = [
            _View(vectorizer, start, weight)
            for vectorizer, start, weight in zip(self.vectorizers, (0, *ends[:-1]), _WEIGHTS, strict=True)
        ]

    def probabilities(self, text: str) -> np.ndarray:
        """Return the probabilities of a text, in the order of ``names``.

        The same as the vectorizers and a sparse product give, without their checks: a fifth of the time.
        """
        scores = self.bias.astype(np.float64)
        for view, spelling in zip(self._views, _spelled(text), strict=True):
            places, values = view.row(spelling)
            scores = scores + values @ self._columns[places]
        scores = np.exp(scores - scores.max())
        return scores / scores.sum()

    def heard(self, text: str) -> np.ndarray:
        """Return the probabilities of a message; of a long one the end, where stories say their need, counts more."""
        whole, words = self.probabilities(text), text.split()
        if len(words) <= STORY_WORDS:
            return whole
        end = self.probabilities(" ".join(words[-STORY_WORDS:]))
        both = np.exp((np.log(whole) + END_SHARE * np.log(end)) / (1 + END_SHARE))
        return both / both.sum()

    def save(self, folder: Path) -> None:
        """Write arrays and JSON."""
        weights = {f"idf{number}": each.idf_ for number, each in enumerate(self.vectorizers)}
        np.savez(folder / "arrays.npz", coefficients=self.coefficients, bias=self.bias, **weights)
        vocabularies = [{gram: int(place) for gram, place in v.vocabulary_.items()} for v in self.vectorizers]
        content = {"names": self.names, "vocabularies": vocabularies}
        (folder / "vocabulary.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> _Model:
        """Read what :meth:`save` wrote."""
        content = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        with np.load(folder / "arrays.npz", allow_pickle=False) as arrays:
            vectorizers = _vectorizers(content["vocabularies"])
            for number, vectorizer in enumerate(vectorizers):
                vectorizer.idf_ = arrays[f"idf{number}"]
            return cls(vectorizers, arrays["coefficients"], arrays["bias"], content["names"])


class _View:
    """One vectorizer's row of a text: the columns it fills and their values."""

    def __init__(self, vectorizer: TfidfVectorizer, start: int, weight: float) -> None:
        self._grams = vectorizer.build_analyzer()
        self._places = vectorizer.vocabulary_
        self._idf = vectorizer.idf_
        self._start = start
        self._weight = weight

    def row(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Return places and values: (1 + ln count) x idf, brought to length 1 and weighted."""
        counts = Counter(place for gram in self._grams(text) if (place := self._places.get(gram)) is not None)
        places = np.fromiter(counts, np.intp, len(counts))
        values = (1.0 + np.log(np.fromiter(counts.values(), np.float64, len(counts)))) * self._idf[places]
        length = np.sqrt(values @ values)
        return places + self._start, values * (self._weight / length if length else 0.0)


def _vectorizers(vocabularies: Sequence[Dict[str, int] | None] = (None,) * len(_VIEWS)) -> List[TfidfVectorizer]:
    return [
        TfidfVectorizer(vocabulary=vocabulary, min_df=1 if vocabulary else MIN_EXAMPLES, sublinear_tf=True, **view)
        for view, vocabulary in zip(_VIEWS, vocabularies, strict=True)
    ]


def _spelled(text: str) -> tuple[str, str, str, str]:
    """Return a text as each view reads it."""
    typed, bare = spellings(text)
    return typed, bare, bare, cues_of(bare)


def _fitted(vectorizers: Sequence[TfidfVectorizer], texts: Sequence[str]) -> csr_matrix:
    views = zip(*map(_spelled, texts), strict=True)
    columns = [v.fit_transform(view) for v, view in zip(vectorizers, views, strict=True)]
    return hstack([column * weight for column, weight in zip(columns, _WEIGHTS, strict=True)]).tocsr()


def _class_weights(intents: Sequence[str], balance: float) -> Dict[str, float]:
    """Weigh a rare intent more than a common one; ``balance`` 0 does not, 1 makes all intents equal."""
    counts = Counter(intents)
    most = max(counts.values())
    return {intent: (most / count) ** balance for intent, count in counts.items()}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class VietnameseIntentClassifier(IntentClassifier, GraphComponent):
    """The classifier as a component of Rasa's graph (which reads the annotations of these methods)."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings: ``C``, the inverse strength of regularisation, ``balance`` of intents, and the seed."""
        return {"C": 10.0, "balance": 0.3, "random_state": 42}

    @staticmethod
    def required_packages() -> List[str]:
        """Return what must be installed."""
        return ["sklearn"]

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Check the settings.

        Raises:
            ValueError: ``C`` is not above zero, or ``balance`` not from 0 to 1.
        """
        if float(config.get("C", 1.0)) <= 0:
            raise ValueError("VietnameseIntentClassifier: C must be above 0")
        if not 0 <= float(config.get("balance", 0.0)) <= 1:
            raise ValueError("VietnameseIntentClassifier: balance must be from 0 to 1")

    def __init__(
        self, config: Dict[str, Any], storage: ModelStorage, resource: Resource, model: _Model | None = None
    ) -> None:
        self.validate_config(config)
        self._config, self._storage, self._resource, self._model = config, storage, resource, model

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - Rasa calls by these names
    ) -> VietnameseIntentClassifier:
        """Make an untrained component."""
        return cls({**cls.get_default_config(), **config}, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the intent examples and store the model."""
        from sklearn.linear_model import LogisticRegression

        examples = [m for m in training_data.intent_examples if m.get(INTENT) and m.get(TEXT)]
        vectorizers = _vectorizers()
        intents = [m.get(INTENT) for m in examples]
        features = _fitted(vectorizers, [m.get(TEXT) for m in examples])
        regression = LogisticRegression(
            C=float(self._config["C"]),
            tol=TOLERANCE,
            max_iter=1000,
            class_weight=_class_weights(intents, float(self._config["balance"])),
            random_state=self._config["random_state"],
        ).fit(features, intents)
        self._model = _Model(
            vectorizers,
            regression.coef_.astype(np.float32),
            regression.intercept_.astype(np.float32),
            [str(name) for name in regression.classes_],
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - Rasa calls by these names
        **kwargs: Any,  # noqa: ARG003
    ) -> VietnameseIntentClassifier:
        """Read a trained component back."""
        with model_storage.read_from(resource) as folder:
            return cls({**cls.get_default_config(), **config}, model_storage, resource, _Model.load(folder))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Classify the training examples, for components that come later."""
        self.process(training_data.intent_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the intent and the ranking of each message that has text."""
        if self._model is None:
            return messages
        for message in messages:
            if not message.get(TEXT):
                continue
            row = self._model.heard(message.get(TEXT))
            ranking = [
                {INTENT_NAME_KEY: self._model.names[place], PREDICTED_CONFIDENCE_KEY: float(row[place])}
                for place in np.argsort(-row)[:RANKING]
            ]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages
