"""Runs retention at the start of the application and a few times a day."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from api.keeping.retention import Periods, Retention
from api.worker import in_thread

if TYPE_CHECKING:
    from api.metrics import Metrics
    from api.settings import Settings
    from api.storage.database import Database

log = logging.getLogger(__name__)

_SECONDS = 6 * 3600


async def keep_house(settings: Settings, database: Database, metrics: Metrics) -> None:
    """Delete what is old until cancelled; a run under way is seen to its end."""
    retention = Retention(database, Periods.of(settings))
    while True:
        try:
            cleared = await in_thread(retention.run)
            metrics.forgotten.inc(cleared.conversations)
            for kind, count in cleared.counts().items():
                metrics.cleared.labels(kind).inc(count)
            log.info("retention", extra=cleared.counts())
        except Exception as error:  # what could not be deleted now is deleted the next time
            log.error("retention_failed", exc_info=error)
        await asyncio.sleep(_SECONDS)
