"""Raw fee → Fee: trap 1 (zero is not free) and trap 2 (lost thousands and currencies)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.model import Currency, Fee, FeeState
from knowledge.sources.fees import fee, fees_of_items, fees_of_text

TODAY = date(2026, 7, 15)


def read(amount: int | None, note: str | None = None) -> Fee:
    return fee(None if amount is None else Decimal(amount), note, as_of=TODAY)


@pytest.mark.parametrize("note", [None, "", "Không", "Không có.", "không quy định", "Chưa quy định.", "-", "0"])
def test_zero_without_words_is_not_stated_and_never_free(note: str | None) -> None:
    assert read(0, note).state is FeeState.NOT_STATED
    assert read(0, note).amount is None


@pytest.mark.parametrize("note", ["Miễn phí", "miễn lệ phí.", "Không thu phí", "Không thu lệ phí", "Miễn phí Đồng"])
def test_words_that_say_free_make_it_free(note: str) -> None:
    assert read(0, note) == Fee(state=FeeState.FREE)


def test_the_condition_of_a_free_line_is_kept() -> None:
    line = read(
        0, "Miễn phí Đồng - Trường hợp công dân thuộc diện được miễn phí theo Điều 4 Thông tư số 75/2022/TT-BTC"
    )

    assert line.state is FeeState.FREE
    assert line.note is not None
    assert line.note.startswith("Trường hợp công dân thuộc diện được miễn phí")


@pytest.mark.parametrize(
    "note",
    [
        "Miễn phí từ ngày 07/4/2026 đến 30/6/2026 theo Thông tư 40/2026/TT-BTC",
        "Miễn lệ phí. Phí cấp bản sao Trích lục kết hôn theo Thông tư số 281/2016/TT-BTC",
        "- Miễn lệ phí. - Phí công bố nội dung đăng ký doanh nghiệp: 100.000 đồng/lần",
        "không thu phí cấp Giấy chứng nhận; phí in và dán tem: 20.000 đồng",
    ],
)
def test_free_for_a_while_or_beside_a_fee_stays_words(note: str) -> None:
    assert read(0, note) == Fee(state=FeeState.TEXT, source=note)


@pytest.mark.parametrize(
    "note",
    [
        "Theo quy định của Hội đồng nhân dân cấp tỉnh",
        "do Ủy ban nhân dân cấp tỉnh quy định.",
        "Mức lệ phí (nếu có) theo quyết định của HĐND tỉnh",
    ],
)
def test_a_fee_the_province_sets_is_local(note: str) -> None:
    assert read(0, note).state is FeeState.LOCAL
    assert read(None, note).state is FeeState.LOCAL
    assert read(0, note).note == note.strip()


def test_a_rule_of_a_ministry_is_shown_as_words_and_not_as_local() -> None:
    assert read(0, "Theo quy định của Bộ Tài chính").state is FeeState.TEXT


def test_sums_inside_the_words_of_a_zero_line_are_shown_as_words() -> None:
    line = read(0, "+ Các tổ chức: 200.000 đồng/hồ sơ. + Dưới 02 ha: 1.500.000 đồng/hồ sơ")

    assert line.state is FeeState.TEXT
    assert line.amount is None


def test_a_bare_label_beside_a_zero_says_nothing() -> None:
    line = read(0, "Phí thẩm định hồ sơ Cấp đổi Giấy chứng nhận đối với cá nhân (Đất)")

    assert line.state is FeeState.NOT_STATED
    assert line.note is not None


@pytest.mark.parametrize(
    ("amount", "note"),
    [
        (20, "20.000 vnđ /tờ khai"),
        (10, "10 USD/người"),
        (70, "Cấp mới hộ chiếu"),
        (200, None),
        (40000, "50.000đ/giấy thông hành (Thông tư số 25/2021/TT-BTC)"),
        (5000, "Trường hợp công dân nộp hồ sơ qua cổng dịch vụ công trực tuyến thu 7.000 đồng/lần"),
        (160000, "160.000đ/hộ chiếu (áp dụng đến hết ngày 31/12/2023)"),
    ],
)
def test_a_sum_that_contradicts_its_note_its_unit_or_the_calendar_is_never_printed(
    amount: int, note: str | None
) -> None:
    line = read(amount, note)

    assert line.state is FeeState.SUSPECT
    assert line.amount is None
    assert line.source is not None
    assert str(amount) in line.source


@pytest.mark.parametrize(
    ("amount", "note"),
    [
        (7000, "thu 7.000 đồng/lần đăng ký"),
        (4500000, "4,5 triệu đồng"),
        (800000, "áp dụng mức phí 400.000 đồng/hồ sơ kể từ ngày 01/7/2025 đến hết ngày 31/12/2026"),
        (5500000, "Thông tư số 59/2023/TT-BTC: 11.000.000 đồng (Từ ngày 01 tháng 7 năm 2025 áp dụng mức mới)"),
        (15000000, "đồng/lần cấp (Miễn phí từ ngày 07/4/2026 đến 30/6/2026)"),
        (50000, None),
    ],
)
def test_a_sum_its_note_supports_or_explains_is_printed(amount: int, note: str | None) -> None:
    line = read(amount, note)

    assert line.state is FeeState.AMOUNT
    assert line.amount == amount
    assert line.currency is Currency.VND


@pytest.mark.parametrize("note", ["Phí: 5.000.000-10.000.000 Đồng", "tính theo tỷ lệ bằng 0,1% giá trị hợp đồng"])
def test_a_range_or_a_rate_is_words_and_not_one_sum(note: str) -> None:
    assert read(5000000, note).state is FeeState.TEXT


def test_lines_that_say_the_same_appear_once() -> None:
    note = "Do Hội đồng nhân dân cấp tỉnh quy định"

    assert len(fees_of_items([(None, note), (None, note), (None, note)], as_of=TODAY)) == 1


def test_several_fees_squeezed_into_one_note_are_taken_apart() -> None:
    note = "Đồng (Sát hạch thực hành)  Phí: 400000 Đồng (Sát hạch bổ sung)  Phí: 600000 Đồng (Cấp lần đầu)"

    lines = fees_of_items([(Decimal(250000), note)], as_of=TODAY)

    assert [(line.amount, line.note) for line in lines] == [
        (250000, "Sát hạch thực hành"),
        (400000, "Sát hạch bổ sung"),
        (600000, "Cấp lần đầu"),
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("7000 VNĐ (cá nhân) | 5000 VNĐ (theo danh sách)", [(7000, "cá nhân"), (5000, "theo danh sách")]),
        ("3,500,000 Việt Nam Đồng(Phí thẩm định)", [(3500000, "Phí thẩm định")]),
        ("Phí : 50.000 Đồng (Phí sơ tuyển)", [(50000, "Phí sơ tuyển")]),
        ("10000 VNĐ ()", [(10000, None)]),
    ],
)
def test_rendered_cells_are_read(raw: str, expected: list[tuple[int, str | None]]) -> None:
    assert [(line.amount, line.note) for line in fees_of_text(raw, as_of=TODAY)] == expected


def test_dollars_that_are_named_are_dollars() -> None:
    lines = fees_of_text("Lệ phí : 05 USD (qua đêm trên bờ)\nLệ phí : 1.5 USD (xuống tàu)", as_of=TODAY)

    assert [(line.amount, line.currency) for line in lines] == [
        (Decimal(5), Currency.USD),
        (Decimal("1.5"), Currency.USD),
    ]


def test_free_on_a_portal_page_is_how_it_prints_a_bare_zero() -> None:
    assert fees_of_text("Miễn phí", as_of=TODAY)[0].state is FeeState.FREE

    shown = fees_of_text("Miễn phí", as_of=TODAY, zero_is_shown_as_free=True)
    ruled = fees_of_text("Miễn phí(Không quy định.)", as_of=TODAY, zero_is_shown_as_free=True)
    said = fees_of_text("Miễn phí(Miễn lệ phí cho trẻ em)", as_of=TODAY, zero_is_shown_as_free=True)

    assert [shown[0].state, ruled[0].state, said[0].state] == [
        FeeState.NOT_STATED,
        FeeState.NOT_STATED,
        FeeState.FREE,
    ]


@pytest.mark.parametrize("raw", ["Không", "Không có.", "Phí : Không Đồng", "Phí : 0 Đồng", "Không có thông tin(1)"])
def test_no_as_a_fee_is_not_free(raw: str) -> None:
    assert {line.state for line in fees_of_text(raw, as_of=TODAY)} == {FeeState.NOT_STATED}


@pytest.mark.parametrize("raw", [None, "", "-", "|"])
def test_an_empty_cell_has_no_lines(raw: str | None) -> None:
    assert fees_of_text(raw, as_of=TODAY) == ()
