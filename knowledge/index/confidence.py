"""How likely the first hit is right, and the band that follows from it."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from knowledge.index.ranking import Weights
from knowledge.results import Band

PARAMETERS = Path(__file__).parent / "parameters.json"


class Evidence(NamedTuple):
    """What speaks for the first hit.

    Attributes:
        chance: log-odds of the reranker's chance of the first name.
        margin: how far the chance of the next name is behind it, 0 to 1.
        similarity: cosine to its nearest vector.
        content: words of the question that name a need, at most six, divided by six.
        title: how much more nearly the question is its name than that of any other hit.
        phrase: share of the question an exact phrase for it covers.
        off_topic: how much nearer (cosine) the nearest off-topic example is than the nearest procedure.
        accented: 1 for a question with diacritics.
    """

    chance: float
    margin: float
    similarity: float
    content: float
    title: float
    phrase: float
    off_topic: float
    accented: float


class Calibration(BaseModel):
    """A logistic model over :class:`Evidence`, with the thresholds of the bands (``make tune`` fits it)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    intercept: float
    coefficients: tuple[float, ...]
    sure: float
    between: float

    def probability(self, evidence: Evidence) -> float:
        """Return the estimated chance that the first hit is right."""
        total = self.intercept + sum(c * x for c, x in zip(self.coefficients, evidence, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def band(self, probability: float) -> Band:
        """Return the band of a probability."""
        if probability >= self.sure:
            return Band.SURE
        return Band.BETWEEN if probability >= self.between else Band.UNSURE


class Parameters(BaseModel):
    """Everything about ranking that is fitted, not decided."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: Weights
    calibration: Calibration


@cache
def shipped_parameters() -> Parameters:
    """Read the parameters the project ships."""
    return Parameters.model_validate(json.loads(PARAMETERS.read_text(encoding="utf-8")))
