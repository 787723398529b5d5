"""An office with PAKN of several months, and reports on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.feedback.model import Channel, DraftFields, Kind
from api.feedback.rules import FeedbackRules
from api.reports.build import Report, Reports
from api.reports.periods import Against, Period, of_days
from api.reports.raw import case_lines
from api.settings import Settings
from api.storage.database import Database
from tests.api.feedback.conftest import FIELDS, Clock, Deployment, procedures, quick_passwords

__all__ = ["quick_passwords"]

KEPT_DAYS = 90


@dataclass
class Desk:
    """The office with its reports."""

    office: Deployment

    @property
    def reports(self) -> Reports:
        return Reports(self.office.database, self.office.rules, procedures, KEPT_DAYS, self.office.clock)

    def go_to(self, day: date, hour: int = 9) -> None:
        self.office.clock.go_to(day, hour)

    def today(self) -> date:
        return self.reports.today()

    def days(self, start: date, end: date) -> Period:
        return of_days(start, end, self.today())

    def report(self, start: date, end: date, against: Against = Against.BEFORE, actor: Any = None) -> Report:
        return self.reports.report(actor or self.office.viewer, self.days(start, end), against)

    def lines(self, start: date, end: date) -> list[list[Any]]:
        load, labels, reasons = self.reports.load(self.office.viewer, self.days(start, end))
        with self.office.database.session() as session:
            return case_lines(session, load, labels, reasons)

    def sent(self, **changes: Any) -> str:
        """A PAKN a citizen has just sent."""
        return self.office.sent(**{"occurred_on": None, **changes}).code

    def in_progress(self, **changes: Any) -> str:
        return self.office.in_progress(**{"occurred_on": None, **changes})

    def answered(self, **changes: Any) -> str:
        return self.office.answered(**{"occurred_on": None, **changes})

    def registered(self, **changes: Any) -> str:
        """A PAKN an operator has entered; ``channel`` and ``received_on`` go to the form, the others are its fields."""
        form = {name: changes.pop(name) for name in ("channel", "received_on") if name in changes}
        fields = replace(DraftFields(**{**FIELDS, "kind": Kind.CONDUCT, "occurred_on": None}), **changes)
        return self.office.casework.register(self.office.operator, fields, **{"channel": Channel.PAPER, **form}).code


@pytest.fixture
def desk(new_data: Path, database_url: str) -> Iterator[Desk]:
    """The office with its reports, on Monday 02/11/2026."""
    settings = Settings.load(data=new_data, database_url=database_url, office_name="UBND phường Trấn Biên")
    database = Database.open(settings)
    yield Desk(Deployment(database, Clock(), FeedbackRules.of(settings)))
    database.close()
