"""What the application holds of events."""

from __future__ import annotations

from dataclasses import dataclass

from api.events.calendar import Events
from api.events.registering import Registrations
from api.security.rates import RateLimit
from api.settings import Settings
from api.storage.database import Database

_PER_MINUTE = 6


@dataclass(frozen=True, slots=True)
class EventDesk:
    """Calendar and registrations.

    Attributes:
        limit: of registrations and cancellations for one address.
    """

    events: Events
    registrations: Registrations
    limit: RateLimit

    @classmethod
    def of(cls, settings: Settings, database: Database, events: Events) -> EventDesk:
        """Make it."""
        limit = RateLimit(_PER_MINUTE if settings.rate_per_address else 0)
        return cls(events, Registrations(database, settings.consent_version), limit)
