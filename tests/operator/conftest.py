"""A hotline at work: the office of tests/console with records that are answered as published."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.answer import Answer, AnswerStatus, Citation, TextBlock
from knowledge.answers import compose
from knowledge.aspects import Aspect
from knowledge.model import (
    Channel,
    ChannelKind,
    Decision,
    Duration,
    DurationState,
    Fee,
    FeeState,
    LegalBasis,
    Level,
    Paper,
    Procedure,
    ProcedureStatus,
    TimeUnit,
)
from tests.api.conftest import SmallKnowledge, World
from tests.console.conftest import office, quick_hashes

__all__ = ["office", "quick_hashes"]

DAY = date(2026, 7, 15)


def _days(number: int) -> Duration:
    return Duration(state=DurationState.STATED, amount=Decimal(number), unit=TimeUnit.WORKING_DAY)


def _sum(amount: int) -> Fee:
    return Fee(state=FeeState.AMOUNT, amount=Decimal(amount))


RESIDENCE = Procedure(
    code="1.004222",
    name="Đăng ký thường trú",
    field="Đăng ký, quản lý cư trú",
    levels=(Level.COMMUNE,),
    agency="Công an cấp xã",
    receiving_address="Trụ sở Công an cấp xã nơi cư trú",
    decision=Decision(number="1523/QĐ-BCA-C06"),
    channels=(
        Channel(kind=ChannelKind.ONLINE, duration=_days(7), fees=(_sum(10000),)),
        Channel(kind=ChannelKind.IN_PERSON, duration=_days(7), fees=(_sum(20000),)),
    ),
    papers=(
        Paper(name="Tờ khai thay đổi thông tin cư trú", originals=1),
        Paper(name="Giấy tờ chứng minh chỗ ở hợp pháp", copies=1),
    ),
    conditions="Có chỗ ở hợp pháp.",
    legal_basis=(LegalBasis(number="68/2020/QH14", name="Luật Cư trú"),),
    url="https://dichvucong.gov.vn/thu-tuc-hanh-chinh/thuong-tru",
)
BIRTH = Procedure(
    code="1.001193",
    name="Đăng ký khai sinh",
    field="Hộ tịch",
    levels=(Level.COMMUNE,),
    channels=(Channel(kind=ChannelKind.POSTAL, duration=_days(1), fees=(_sum(8000),)),),
)
LOCAL = Procedure(
    code="2.000001.000.00.00.H19",
    name="Hỗ trợ tiền điện",
    field="Công thương",
    levels=(Level.PROVINCE,),
    province="Đồng Nai",
)
OLD = Procedure(code="1.000002", name="Cấp sổ hộ khẩu", status=ProcedureStatus.WITHDRAWN, replaced_by="1.004222")


class Catalogue(SmallKnowledge):
    """Four procedures, answered by the real composers; the search ranks them as they stand here."""

    def __init__(self) -> None:
        super().__init__("20260715-hotline")
        self._records = {one.code: one for one in (RESIDENCE, BIRTH, LOCAL, OLD)}

    def answer(self, code: str, aspect: Aspect = Aspect.OVERVIEW, *, channel: ChannelKind | None = None) -> Answer:
        return compose(self.procedure(code), aspect, channel=channel, snapshot_date=DAY)

    def search(self, question: str, **more: object) -> object:  # type: ignore[override]
        found = super().search(question, **more)  # type: ignore[arg-type]
        hits = tuple(
            hit.model_copy(
                update={
                    "field": self._records[hit.code].field,
                    "levels": self._records[hit.code].levels,
                    "province": self._records[hit.code].province,
                    "status": self._records[hit.code].status,
                }
            )
            for hit in found.hits
        )
        aspects = (Aspect.FEE,) if "phí" in question else ()
        return found.model_copy(update={"hits": hits, "aspects": aspects})

    def procedures(self, **more: object) -> object:  # type: ignore[override]
        total, hits = super().procedures(**more)  # type: ignore[arg-type]
        placed = tuple(hit.model_copy(update={"province": self._records[hit.code].province}) for hit in hits)
        return total, placed

    def plan_answer(self, question: str) -> Answer | None:
        if "mục tiêu" not in question:
            return None
        return Answer(
            status=AnswerStatus.ANSWERED,
            lead="Theo mục II.1, Kế hoạch số 736/KH-UBND: “Nâng cao chất lượng phục vụ.”",
            name="Kế hoạch 736",
            blocks=(TextBlock(title="Trích mục II.1", text="“Nâng cao chất lượng phục vụ.”"),),
            citations=(Citation(decision="736/KH-UBND", document="Kế hoạch 736", path="II.1", snapshot_date=DAY),),
        )


@pytest.fixture
def world(new_data: Path, monkeypatch: pytest.MonkeyPatch, chosen_database_url: str) -> World:
    """A deployment without Rasa whose procedures have fees, limits and papers."""
    for name in list(os.environ):
        if name.startswith("MOTCUA_"):
            monkeypatch.delenv(name)
    return World(new_data, Catalogue(), {"database_url": chosen_database_url})
