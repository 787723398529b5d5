"""Worlds for answers: records built by hand, one fact at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from knowledge.answer import Answer
from knowledge.answers import compose
from knowledge.aspects import Aspect
from knowledge.model import (
    Channel,
    ChannelKind,
    Currency,
    Decision,
    Duration,
    DurationState,
    Fee,
    FeeState,
    LegalBasis,
    Level,
    Paper,
    Procedure,
    TimeUnit,
)

SNAPSHOT = date(2026, 7, 15)


class World:
    """Short names for the parts of a record."""

    snapshot = SNAPSHOT

    def dong(self, amount: int, note: str | None = None) -> Fee:
        return Fee(state=FeeState.AMOUNT, amount=Decimal(amount), note=note)

    def dollars(self, amount: int, note: str | None = None) -> Fee:
        return Fee(state=FeeState.AMOUNT, amount=Decimal(amount), currency=Currency.USD, note=note)

    def fee(self, state: FeeState, **fields: Any) -> Fee:
        return Fee(state=state, **fields)

    def working_days(self, amount: str) -> Duration:
        return Duration(state=DurationState.STATED, amount=Decimal(amount), unit=TimeUnit.WORKING_DAY)

    def no_time(self, source: str | None = None) -> Duration:
        return Duration(state=DurationState.NOT_STATED, source=source)

    def row(self, kind: ChannelKind, *fees: Fee, time: Duration | None = None, note: str | None = None) -> Channel:
        return Channel(kind=kind, duration=time or self.working_days("3"), fees=fees, note=note)

    def procedure(self, *channels: Channel, **fields: Any) -> Procedure:
        base: dict[str, Any] = {
            "code": "1.004194",
            "name": "Đăng ký tạm trú",
            "agency": "Công an cấp Xã",
            "levels": (Level.COMMUNE,),
            "decision": Decision(number="9354/QĐ-BCA-C06"),
            "url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/mau",
            "steps": ("Bước 1: Chuẩn bị hồ sơ.", "Bước 2: Nộp hồ sơ.", "- Đủ thì nhận phiếu hẹn."),
            "papers": (Paper(name="Tờ khai", originals=1),),
            "results": ("Thông báo kết quả",),
            "legal_basis": (LegalBasis(number="68/2020/QH14", name="Luật Cư trú"),),
        }
        return Procedure(channels=channels, **{**base, **fields})

    def ask(self, procedure: Procedure, aspect: Aspect = Aspect.OVERVIEW, **how: Any) -> Answer:
        return compose(procedure, aspect, snapshot_date=SNAPSHOT, **how)


@pytest.fixture(scope="session")
def world() -> World:
    return World()


@pytest.fixture(scope="session")
def residence(world: World) -> Procedure:
    """Temporary residence as published: other fees online than in person, no postal filing."""
    free = world.fee(FeeState.FREE, note="Miễn phí Đồng - Trường hợp công dân thuộc diện được miễn theo Thông tư 75")
    online = (
        world.dong(7000, "- Đăng ký tạm trú (cá nhân, hộ gia đình): + Trường hợp nộp trực tuyến thu 7.000 đồng/lần."),
        world.dong(5000, "- Đăng ký tạm trú theo danh sách: + Trường hợp nộp trực tuyến thu 5.000 đồng/người/lần."),
        free,
    )
    counter = (
        world.dong(10000, "- Đăng ký tạm trú theo danh sách: + Trường hợp nộp trực tiếp thu 10.000 đồng/người/lần;"),
        world.dong(15000, "Đăng ký tạm trú (cá nhân, hộ gia đình): + Trường hợp nộp trực tiếp thu 15.000 đồng/lần;"),
        free,
    )
    return world.procedure(world.row(ChannelKind.ONLINE, *online), world.row(ChannelKind.IN_PERSON, *counter))


@pytest.fixture(scope="session")
def shown() -> Callable[[Answer], str]:
    """Everything an answer shows, as plain text."""
    from knowledge.render import as_text

    return as_text
