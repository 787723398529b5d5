"""How complete the records are: counted by agency and by field, led to the records, taken out as files."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from api.knowledge_desk.coverage import By, Coverage, Part
from knowledge.model import (
    Channel,
    ChannelKind,
    Duration,
    DurationState,
    Fee,
    FeeState,
    Form,
    LegalBasis,
    Paper,
    Procedure,
    TimeUnit,
)
from tests.api.conftest import SmallKnowledge

PAGE = "/admin/kien-thuc/do-day-du"
COMPLETE = Procedure(
    code="1",
    name="Đủ",
    field="Hộ tịch",
    agency="Xã A",
    steps=("Bước 1",),
    papers=(Paper(name="Tờ khai", form=Form(name="Mẫu 1", url="https://vidu.vn/mau-1.docx")),),
    channels=(
        Channel(
            kind=ChannelKind.ONLINE,
            duration=Duration(state=DurationState.STATED, amount=Decimal(3), unit=TimeUnit.DAY),
            fees=(Fee(state=FeeState.FREE),),
        ),
    ),
    legal_basis=(LegalBasis(number="60/2014/QH13"),),
)


def silent(kind: ChannelKind, *fees: Fee) -> Channel:
    return Channel(kind=kind, duration=Duration(state=DurationState.NOT_STATED), fees=fees)


def lacks(**changes: Any) -> set[Part]:
    """What a record lacks that differs so from the complete one."""
    knowledge = SmallKnowledge()
    knowledge._records = {"1": COMPLETE.model_copy(update=changes)}
    (line,) = Coverage.of(knowledge).lines  # type: ignore[arg-type]
    return set(line.lacks)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"steps": ()}, {Part.STEPS}),
        ({"papers": ()}, {Part.PAPERS}),
        ({"papers": (Paper(name="Trường hợp 1", is_note=True),)}, {Part.PAPERS}),
        ({"papers": (Paper(name="Tờ khai", form=Form(name="Mẫu 1")),)}, {Part.FORMS}),
        ({"legal_basis": ()}, {Part.LEGAL}),
        ({"channels": ()}, {Part.FEE, Part.TIME, Part.ONLINE}),
        ({"channels": (silent(ChannelKind.ONLINE, Fee(state=FeeState.LOCAL)),)}, {Part.TIME}),
        ({"channels": (silent(ChannelKind.ONLINE, Fee(state=FeeState.NOT_STATED)),)}, {Part.TIME, Part.FEE}),
        ({"channels": (silent(ChannelKind.POSTAL, Fee(state=FeeState.SUSPECT)),)}, {Part.TIME, Part.FEE, Part.ONLINE}),
    ],
)
def test_what_a_record_does_not_tell_the_citizen_is_lacking(changes: dict[str, Any], expected: set[Part]) -> None:
    assert lacks(**changes) == expected


@pytest.mark.parametrize(("by", "first"), [(By.AGENCY, "agency"), (By.FIELD, "field")])
def test_the_table_counts_every_record_once_and_leads_to_those_that_lack(office: Any, by: By, first: str) -> None:
    coverage = Coverage.of(office.services.keeper.current())
    rows = coverage.rows(by)

    assert sum(row.total for row in rows) == len(coverage.lines) == office.services.keeper.current().procedures()[0]
    for part in Part:
        assert sum(row.lacking[part] for row in rows) == coverage.total().lacking[part]
    page = office.admin.get(f"{PAGE}?theo={by.value}")
    assert rows[0].group[:40] in page.text
    row = next(row for row in rows[:50] if any(row.lacking.values()))
    part = next(one for one in Part if row.lacking[one])
    behind = next(one for one in page.links() if f"muc={part.value}" in one and "nhom=" in one)
    listed = office.admin.get(behind)
    assert "thủ tục" in listed.text
    codes = [one for one in listed.links() if one.startswith("/admin/kien-thuc/thu-tuc/")]
    assert codes
    assert office.admin.get(codes[0]).status == 200
    assert {getattr(line, first) for line in coverage.lacking(by, row.group, part)} == {row.group}


def test_the_files_hold_what_the_page_shows(office: Any) -> None:
    coverage = Coverage.of(office.services.keeper.current())
    plain = office.admin.request("GET", f"{PAGE}.csv?theo=linh-vuc")
    book = load_workbook(io.BytesIO(office.admin.request("GET", f"{PAGE}.xlsx").content))

    lines = list(csv.reader(io.StringIO(plain.content.decode("utf-8-sig"))))
    assert lines[0][:2] == ["Lĩnh vực", "Số thủ tục"]
    assert lines[1][:2] == ["Tất cả", str(len(coverage.lines))]
    assert len(lines) == 2 + len(coverage.rows(By.FIELD))
    assert book.sheetnames == ["Cơ quan thực hiện", "Lĩnh vực", "Thủ tục còn thiếu"]
    assert book["Thủ tục còn thiếu"].max_row == 4 + len(coverage.lacking(By.AGENCY, None, None))
    assert PAGE in office.admin.get("/admin/kien-thuc").links()


def test_the_report_is_for_those_who_may_see_the_data(office: Any) -> None:
    assert office.viewer.get(PAGE).status == 403
    assert office.officer.get(PAGE).status == 200
