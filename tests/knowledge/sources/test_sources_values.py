"""Durations, names, codes, places, levels, decisions, dates and "nothing" words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.model import DurationState, Level, TimeUnit
from knowledge.sources.codes import CodeShape, shape_of
from knowledge.sources.dates import date_in, from_milliseconds, lapsed
from knowledge.sources.decisions import decision
from knowledge.sources.durations import duration, duration_of
from knowledge.sources.levels import levels_in
from knowledge.sources.money import number
from knowledge.sources.names import procedure_name
from knowledge.sources.nulls import is_nothing, or_none, paragraphs
from knowledge.sources.places import province_of


@pytest.mark.parametrize(
    ("raw", "amount", "unit"),
    [
        ("3 WORKING_DAY", "3", TimeUnit.WORKING_DAY),
        ("3.5 ngày làm việc", "3.5", TimeUnit.WORKING_DAY),
        ("7,5 ngày làm việc", "7.5", TimeUnit.WORKING_DAY),
        ("30 ngày", "30", TimeUnit.DAY),
        ("02 Giờ", "2", TimeUnit.HOUR),
        ("6 MONTH", "6", TimeUnit.MONTH),
        ("1 năm", "1", TimeUnit.YEAR),
        ("Không quá 08 ngày làm việc. OTHER", "8", TimeUnit.WORKING_DAY),
        ("Trong thời hạn 05 (năm) ngày làm việc", "5", TimeUnit.WORKING_DAY),
    ],
)
def test_a_number_with_a_unit_is_stated(raw: str, amount: str, unit: TimeUnit) -> None:
    read = duration(raw)

    assert (read.state, read.amount, read.unit) == (DurationState.STATED, Decimal(amount), unit)


@pytest.mark.parametrize(
    "raw", ["1 OTHER", "OTHER", "0 OTHER", "- OTHER", "Không OTHER", "Theo mô tả OTHER", "1", "0 Giờ", "15/12 OTHER"]
)
def test_a_number_without_a_unit_is_no_time_limit(raw: str) -> None:
    read = duration(raw)

    assert (read.state, read.amount, read.source) == (DurationState.NOT_STATED, None, raw)


@pytest.mark.parametrize(
    "raw",
    [
        "a) Không quá 05 ngày làm việc đối với thủ tục đổi tên. b) Không quá 10 ngày làm việc đối với chuyển nhượng.",
        "Không quá 10 ngày làm việc. Đối với các xã miền núi thì thời gian tăng thêm 10 ngày.",
        "Chậm nhất là ngay trước khi tàu rời cảng",
    ],
)
def test_a_paragraph_stays_words_with_its_cases(raw: str) -> None:
    read = duration(f"{raw} OTHER")

    assert (read.state, read.text, read.amount) == (DurationState.TEXT, raw, None)


def test_the_two_fields_of_the_interface_are_read_together() -> None:
    assert duration_of(Decimal(7), "WORKING_DAY").amount == 7
    assert duration_of(1, "OTHER").state is DurationState.NOT_STATED
    assert duration_of(None, None).source is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("7000", 7000), ("7.000", 7000), ("3,500,000", 3500000), ("1.5", "1.5"), ("15.000.0000", 150000000)],
)
def test_numbers_group_thousands_before_three_digits_only(text: str, value: int | str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        (
            "THỦ TỤC ĐĂNG KÝ SINH HOẠT TÔN GIÁO TẬP TRUNG CỦA NGƯỜI NƯỚC NGOÀI TẠI VIỆT NAM (CẤP TỈNH)",
            "Thủ tục đăng ký sinh hoạt tôn giáo tập trung của người nước ngoài tại Việt Nam (cấp tỉnh)",
        ),
        (
            "Thủ tục gia hạn dự án thuộc thẩm quyền \ncủa Chủ tịch",
            "Thủ tục gia hạn dự án thuộc thẩm quyền của Chủ tịch",
        ),
        ("Thủ tục hải quan đối với\u00a0xăng dầu", "Thủ tục hải quan đối với xăng dầu"),
        ("Đăng k\u200eý tạm trú", "Đăng ký tạm trú"),
        ("Cấp Giấy chứng nhận OCOP", "Cấp Giấy chứng nhận OCOP"),
        ("MỞ RỘNG PHẠM VI HOẠT ĐỘNG QUỸ LOẠI III THEO ĐIỀU 34", "Mở rộng phạm vi hoạt động quỹ loại III theo Điều 34"),
    ],
)
def test_names_lose_dirt_and_capitals_and_nothing_else(published: str, shown: str) -> None:
    assert procedure_name(published) == shown


@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("1.001193", CodeShape.NATIONAL),
        ("2.000488.000.00.00.H10", CodeShape.LOCAL),
        ("1.000948.H38", CodeShape.LOCAL),
        ("6.001430", CodeShape.INTERNAL),
        ("1.014955-Xoa", CodeShape.DELETED),
        ("1.0133611", CodeShape.ODD),
        ("abc", CodeShape.BROKEN),
        ("", CodeShape.BROKEN),
    ],
)
def test_the_shape_of_a_code_is_known(code: str, shape: CodeShape) -> None:
    assert shape_of(code) is shape


@pytest.mark.parametrize(
    ("promulgator", "code", "province"),
    [
        ("UBND tỉnh Bắc Ninh", "1.115438", "Bắc Ninh"),
        ("UBND Thành phố Huế", "1.115438", "Huế"),
        ("Ủy ban nhân dân thành phố Hồ Chí Minh", "1.115438", "Hồ Chí Minh"),
        ("Sở Xây dựng - tỉnh Quảng Ngãi", "1.115438", "Quảng Ngãi"),
        ("Trung tâm phục vụ hành chính công Thành phố Hà Nội", "1.115438", "Hà Nội"),
        ("Bộ Tư pháp", "1.001193", None),
        ("Ủy ban nhân dân cấp tỉnh", "1.001193", None),
        (None, "1.000948.H38", "Lào Cai"),
        (None, "2.000488.000.00.00.H10", None),
    ],
)
def test_the_province_is_read_only_where_it_is_certain(
    promulgator: str | None, code: str, province: str | None
) -> None:
    assert province_of(promulgator, code) == province


@pytest.mark.parametrize(
    ("texts", "levels"),
    [
        (("Cấp Xã", "Cấp xã, Cấp tỉnh"), (Level.PROVINCE, Level.COMMUNE)),
        (("Cấp Bộ/Trung ương", None), (Level.MINISTRY,)),
        (("Cấp bộ/ngành, Cơ quan khác",), (Level.MINISTRY, Level.OTHER)),
        ((None,), ()),
    ],
)
def test_levels_are_joined_from_every_field_that_names_them(
    texts: tuple[str | None, ...], levels: tuple[Level, ...]
) -> None:
    assert levels_in(texts) == levels


@pytest.mark.parametrize(
    ("text", "number", "issued"),
    [
        ("163/QĐ-BTP", "163/QĐ-BTP", None),
        ("Quyết định số 6375/QĐ-BQP", "6375/QĐ-BQP", None),
        ("Quyết định số 12/QĐ-UBND ngày 05/3/2026", "12/QĐ-UBND", date(2026, 3, 5)),
        ("SỐ 64/QĐ-NHNN", "64/QĐ-NHNN", None),
        ("1521/QĐ-UBND.", "1521/QĐ-UBND", None),
        ("628 /QĐ-BCT", "628/QĐ-BCT", None),
        ("168./QĐ-BNV", "168/QĐ-BNV", None),
        ("QĐ2338-BTP", "QĐ2338-BTP", None),
    ],
)
def test_decisions_are_read_with_and_without_their_label(text: str, number: str, issued: date | None) -> None:
    read = decision(text)

    assert read is not None
    assert (read.number, read.issued) == (number, issued)


def test_no_decision_is_made_up() -> None:
    assert decision("Không có thông tin") is None


@pytest.mark.parametrize(
    "text", [None, "", "Không", "KHÔNG.", "-", "--", "Không có thông tin", "không quy định", "Không có thông tin(1)"]
)
def test_words_for_nothing_mean_null(text: str | None) -> None:
    assert is_nothing(text)
    assert or_none(text) is None


def test_a_text_that_only_begins_with_no_is_kept() -> None:
    assert or_none("Không quá 60 tuổi") == "Không quá 60 tuổi"


def test_steps_that_run_on_in_one_line_are_taken_apart_but_a_reference_is_not() -> None:
    text = "Bước 1: Nộp hồ sơ. Bước 2: Nếu thiếu thì làm lại Bước 1 từ đầu; Bước 3: Nhận kết quả."

    assert paragraphs(text) == (
        "Bước 1: Nộp hồ sơ.",
        "Bước 2: Nếu thiếu thì làm lại Bước 1 từ đầu;",
        "Bước 3: Nhận kết quả.",
    )


def test_dates_are_read_in_vietnam() -> None:
    assert date_in("ngày 05 tháng 3 năm 2026") == date(2026, 3, 5)
    assert date_in("31/02/2026") is None
    assert from_milliseconds(1768496400000) == date(2026, 1, 16)
    assert from_milliseconds(True) is None
    assert from_milliseconds("x") is None


def test_a_text_has_lapsed_when_its_last_day_is_over() -> None:
    text = "áp dụng đến hết ngày 31/12/2023"

    assert lapsed(text, date(2024, 1, 1))
    assert not lapsed(text, date(2023, 12, 31))
    assert not lapsed(text + " và đến hết ngày 31/12/2026", date(2026, 7, 1))
    assert not lapsed("theo Thông tư ngày 31/12/2023", date(2026, 7, 1))
