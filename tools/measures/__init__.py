"""What ``make bench`` measures, as data; the report is written from these and from nothing else."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True)


class Machine(_Figures):
    """Where the figures were taken."""

    processor: str
    cores: int
    python: str
    day: date

    @classmethod
    def here(cls) -> Self:
        """Describe this machine."""
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").is_file() else ""
        names = [line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith("model name")]
        return cls(
            processor=names[0] if names else platform.machine(),
            cores=len(os.sched_getaffinity(0)),
            python=platform.python_version(),
            day=date.today(),
        )


class Share(_Figures):
    """A share of n with its 95 % interval (Wilson score)."""

    hits: int
    n: int

    @property
    def value(self) -> float:
        """The share, 0..1; 0 for n = 0."""
        return self.hits / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Bounds of the 95 % interval."""
        if not self.n:
            return 0.0, 1.0
        z, n, p = 1.96, self.n, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        """The share with its interval, as a report shows it."""
        low, high = self.interval
        return f"{self.value:.3f} ({low:.2f}–{high:.2f})"


class Recall(_Figures):
    """How high the right procedure stands, for one kind of question."""

    kind: str
    first: Share
    third: Share
    fifth: Share
    reciprocal: float


class Reliability(_Figures):
    """How often the first hit is right in one band, over questions that have an answer."""

    band: str
    right: Share


class Calibrated(_Figures):
    """Questions whose estimated chance lies in one range, and how often the first hit was right.

    Attributes:
        low, high: bounds of the range.
        estimated: mean of the estimated chances.
    """

    low: float
    high: float
    estimated: float
    right: Share


class Quality(_Figures):
    """Quality of the search on one set of questions.

    Attributes:
        wrong_sure: turns answered as sure with the wrong procedure, of all turns.
        turned_away: questions outside the assistant's task that got no procedure stated as fact.
        calibration: of all judged questions that were searched, those without an answer included.
    """

    name: str
    questions: int
    recalls: tuple[Recall, ...]
    bands: tuple[Reliability, ...]
    wrong_sure: Share
    turned_away: Share
    calibration: tuple[Calibrated, ...] = ()


class Building(_Figures):
    """Import and load of the full snapshot; seconds and MiB."""

    records: int
    seconds: float
    load_seconds: float
    serve_mib: float


class Timing(_Figures):
    """Latency of one thing, milliseconds."""

    n: int
    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Self:
        """Summarise single durations given in seconds."""
        ordered = sorted(seconds)
        at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 for share in (0.5, 0.95)]
        return cls(n=len(ordered), p50=at[0], p95=at[1])


class Turns(_Figures):
    """Chat turns over HTTP through gateway, Rasa and actions.

    Attributes:
        start_seconds: from the command to the first answer, everything already built.
        one_user: latency of one conversation at a time.
        per_second: turns a second with ``users`` conversations at once.
        total_mib: memory of all processes after the load (unique set where the system tells it).
    """

    start_seconds: float
    one_user: Timing
    users: int
    per_second: float
    busy: Timing
    failed: int
    total_mib: float


class Speed(_Figures):
    """All timing figures of one run.

    Attributes:
        typing: one request of the hotline's search box while somebody types; ``None`` in figures taken before it was.
    """

    building: Building
    search: Timing
    turns: Turns
    typing: Timing | None = None


class Style(_Figures):
    """Messages of one style (clean, bare, noisy …) and how many were understood."""

    name: str
    right: Share


class LabelScore(_Figures):
    """F1 of one intent on a set."""

    intent: str
    f1: float
    n: int


class Confusion(_Figures):
    """How often messages of one intent were heard as another."""

    wanted: str
    heard: str
    times: int


class Recognition(_Figures):
    """How well one set of labelled messages was understood.

    Attributes:
        interval: 95 % interval of ``macro_f1`` (bootstrap).
        bare_macro_f1: of the same messages with all diacritics taken off.
        right: messages whose intent was heard.
        outside_recall, outside_precision: of the intent for what is not the assistant's task.
        aspects: messages whose aspects were heard exactly, of those labelled.
        parse: time of one message in the pipeline.
    """

    name: str
    macro_f1: float
    interval: tuple[float, float]
    bare_macro_f1: float
    right: Share
    styles: tuple[Style, ...]
    labels: tuple[LabelScore, ...]
    outside_recall: Share
    outside_precision: Share
    aspects: Share
    confusions: tuple[Confusion, ...]
    parse: Timing


class Figures(_Figures):
    """Everything one run of ``make bench`` found; ``understanding`` is empty in figures taken before it was."""

    machine: Machine
    quality: tuple[Quality, ...]
    speed: Speed
    understanding: tuple[Recognition, ...] = ()
