"""The live hand-over of one application, put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from api.handover.citizens import Citizens
from api.handover.floor import Floor
from api.handover.operators import Operators

if TYPE_CHECKING:
    from api.metrics import Metrics
    from api.settings import Settings
    from api.storage.database import Database


@dataclass(frozen=True, slots=True)
class Handover:
    """Both sides and what they share."""

    floor: Floor
    citizens: Citizens
    operators: Operators

    @classmethod
    def of(cls, settings: Settings, database: Database, metrics: Metrics) -> Self:
        """Make it from the settings."""
        floor = Floor.of(settings, database, metrics)
        return cls(floor, Citizens(floor), Operators(floor))
