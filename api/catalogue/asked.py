"""How often procedures were asked for lately, beside what the office has added: puts the menu of fields in order."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from api.clock import Clock, local_day, utc_now
from api.knowledge_keeper import ExtrasSource
from api.storage.chat_counts import Measure, counts_between
from api.storage.database import Database
from knowledge.extras import Extras

DAYS = 90
"""What was asked longer ago says nothing about this season."""


class WithAsked:
    """Another :class:`ExtrasSource` together with the counts up to yesterday; they are read once a day."""

    def __init__(self, others: ExtrasSource, database: Database, clock: Clock = utc_now) -> None:
        self._others = others
        self._database = database
        self._clock = clock

    def revision(self) -> object:
        """Return what changes with the others, and every day."""
        return self._others.revision(), local_day(self._clock())

    def load(self) -> Extras:
        """Return everything."""
        today = local_day(self._clock())
        with self._database.session() as session:
            counts = counts_between(session, today - timedelta(days=DAYS), today - timedelta(days=1))
        asked: Counter[str] = Counter()
        for one in counts:
            if one.measure is Measure.PROCEDURE:
                asked[one.subject] += one.number
        return self._others.load().model_copy(update={"asked": dict(asked)})
