"""What the portal shows, in every rendering people keep of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import CorruptFile, UnknownFormat
from knowledge.model import ChannelKind, Currency, DurationState, FeeState, Level, ProcedureStatus
from knowledge.sources import read
from tests.knowledge.sources.reading import TODAY, accepted, only, rules

DETAIL: dict[str, object] = {
    "id": "019d-x",
    "code": "1.001020",
    "name": "Đăng ký khai sinh ở nước ngoài",
    "state": "UPDATED",
    "isInternal": False,
    "isProvince": True,
    "isOtherAgency": True,
    "formalityType": "ASSIGNED_REGULATION",
    "procedureProposal": {"proposalNumber": "163/QĐ-BTP", "decisionDate": 1768496400000},
    "departmentPromulgateName": "Bộ Tư pháp",
    "categoriesDetails": [{"name": "Hộ tịch"}],
    "unitGroupsExecuting": [{"name": "Sở Tư pháp"}],
    "departmentsExecuting": [{"name": "Cơ quan đại diện"}],
    "executionSteps": [{"name": "", "description": "Bước 1: Nộp.\nBước 2: Nhận."}],
    "executionMethods": [
        {
            "submissionMethod": "DIRECT",
            "processingTime": 5,
            "processingTimeUnit": "WORKING_DAY",
            "fees": [{"value": 5, "currencyName": "USD", "description": "Đăng ký"}, {"value": 0, "description": ""}],
        },
        {"submissionMethod": "PIGEON", "processingTime": 1, "processingTimeUnit": "OTHER", "fees": None},
    ],
    "executionCases": [
        {
            "name": "",
            "profileComponents": [
                {"name": "Tờ khai", "originalQty": 1, "copyQty": 0, "attachments": [{"fileName": "Mẫu số 01.docx"}]}
            ],
        }
    ],
    "resultsDetails": [{"name": "Giấy khai sinh"}],
    "legalBasisesDetails": [{"code": "60/2014/QH13", "name": "Luật Hộ tịch"}],
    "subjectTypesDetails": [{"name": "Công dân Việt Nam"}],
    "updatedAt": 1776242191512,
}
ITEM = {
    "id": "i",
    "code": "2.001023",
    "name": "Liên thông",
    "categories": ["Hộ tịch"],
    "departmentPromulgate": "Bộ Tư pháp",
}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda d: d,
        lambda d: {"data": d},
        lambda d: [d],
        lambda d: {"data": {"items": [d]}},
        lambda d: {"records": [{"detail": d, "searchItem": ITEM}]},
    ],
)
def test_a_detail_is_found_in_every_envelope(tmp_path: Path, wrap: object) -> None:
    path = tmp_path / "detail.json"
    path.write_text(json.dumps(wrap(DETAIL)), encoding="utf-8")  # type: ignore[operator]

    procedure = accepted(path)

    assert procedure.code == "1.001020"
    assert procedure.levels == (Level.PROVINCE, Level.OTHER)
    assert procedure.agency == "Sở Tư pháp; Cơ quan đại diện"
    assert procedure.decision is not None
    assert procedure.decision.issued == date(2026, 1, 16)
    assert procedure.updated == date(2026, 4, 15)
    assert procedure.url == "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d-x"
    [channel] = procedure.channels
    assert (channel.kind, channel.duration.amount) == (ChannelKind.IN_PERSON, 5)
    assert [(fee.state, fee.amount, fee.currency) for fee in channel.fees] == [
        (FeeState.AMOUNT, 5, Currency.USD),
        (FeeState.NOT_STATED, None, Currency.VND),
    ]
    assert procedure.papers[0].form is not None
    assert procedure.papers[0].form.name == "Mẫu số 01"


def test_an_unknown_way_of_filing_is_left_out_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "detail.json"
    path.write_text(json.dumps(DETAIL), encoding="utf-8")

    assert "channel_unknown" in rules(only(path))


@pytest.mark.parametrize(
    ("change", "status"),
    [({"state": "INACTIVE"}, ProcedureStatus.WITHDRAWN), ({"isInternal": True}, ProcedureStatus.INTERNAL)],
)
def test_the_state_of_a_detail_is_kept(tmp_path: Path, change: dict[str, object], status: ProcedureStatus) -> None:
    path = tmp_path / "detail.json"
    path.write_text(json.dumps({**DETAIL, **change}), encoding="utf-8")

    assert accepted(path).status is status


def test_a_detail_of_a_wrong_type_is_rejected_and_its_neighbour_is_read(tmp_path: Path) -> None:
    path = tmp_path / "two.json"
    path.write_text(json.dumps([{**DETAIL, "executionCases": "x"}, DETAIL]), encoding="utf-8")

    bad, good = read(path, as_of=TODAY)

    assert (bad.code, rules(bad)) == ("1.001020", {"record_invalid"})
    assert good.procedure is not None


@pytest.mark.parametrize("text", ["{", '{"data": 1', "[" * 100000])
def test_broken_json_is_corrupt(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(CorruptFile):
        list(read(path, as_of=TODAY))


@pytest.mark.parametrize("data", [{}, [], {"hello": 1}, 5, [1, 2], {"data": {"items": []}}])
def test_json_of_another_kind_is_unknown(tmp_path: Path, data: object) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps(data), encoding="utf-8")

    with pytest.raises(UnknownFormat):
        list(read(path, as_of=TODAY))


FLAT = {
    "ma_thu_tuc": "1.001193",
    "ten_thu_tuc": "Thủ tục đăng ký khai sinh",
    "cap_thuc_hien": "Cấp xã",
    "cach_thuc_thuc_hien": "Hình thức nộpThời gianPhí, lệ phíMô tả"
    "Trực tuyến1Miễn phíDịch vụ bưu chính110,000 Việt Nam Đồng"
    "Trực tiếp7 Ngày làm việc20,000 Việt Nam Đồng(một lần (cá nhân))Nộp tại trụ sở",
    "thanh_phan_ho_so": "Trường hợp chungTên giấy tờMẫu đơn, tờ khaiSố lượngGiấy chứng sinh.1 bản chính"
    "Tờ khai theo mẫuMẫu số 1.docx1 bản chính2 bản sao",
    "can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnLuật Cư trú 202068/2020/QH14Luật 60/2014/QH1360/2014/QH13"
    "Nghị định số 123/2015/NĐ-CP ngày 15/11/2015 về hộ tịch123/2015/NĐ-CPSửa đổi Thông tư04/2024/TT-BTP",
    "ket_qua_xu_ly": "Giấy khai sinhMã: KQ.G15.000031"
    "Từ khóaKhông có thông tinMô tảKhông có thông tinChọn cơ quan thực hiện",
}


def test_a_flat_page_is_taken_apart_and_what_touches_is_left_open(tmp_path: Path) -> None:
    path = tmp_path / "flat.json"
    path.write_text(json.dumps(FLAT, ensure_ascii=False), encoding="utf-8")

    procedure = accepted(path)

    online, postal, in_person = procedure.channels
    assert (online.duration.state, online.fees[0].state) == (DurationState.NOT_STATED, FeeState.NOT_STATED)
    # "1" of no unit and "10,000" stand together: 1 and 10.000, or 11 and 0.000, or 110.000?
    assert (postal.duration.state, postal.fees[0].state, postal.fees[0].amount) == (
        DurationState.NOT_STATED,
        FeeState.SUSPECT,
        None,
    )
    assert (in_person.duration.amount, in_person.fees[0].amount, in_person.fees[0].note, in_person.note) == (
        7,
        20000,
        "một lần (cá nhân)",
        "Nộp tại trụ sở",
    )
    assert [(paper.name, paper.originals, paper.copies) for paper in procedure.papers] == [
        ("Tờ khai theo mẫu", 1, 2),
        ("Giấy chứng sinh.", 1, 0),
    ]
    assert [basis.number for basis in procedure.legal_basis] == [
        "68/2020/QH14",
        "60/2014/QH13",
        "123/2015/NĐ-CP",
        "04/2024/TT-BTP",
    ]
    assert procedure.legal_basis[0].name == "Luật Cư trú 2020"
    assert procedure.results == ("Giấy khai sinh",)
    assert procedure.keywords == ()


TEXT = """Chi tiết thủ tục hành chính
Mã thủ tục: 1.000039
Số quyết định: 2219/QĐ-BNG
Tên thủ tục: Thủ tục gia hạn tạm trú
Cấp thực hiện: Cấp Bộ/Trung ương
Lĩnh vực: Công tác lãnh sự
Trình tự thực hiện:
    Bước 1: Nộp hồ sơ. Việc bổ sung, hoàn
    thiện hồ sơ phải cụ thể.
    - Trường hợp hợp lệ thì tiếp nhận.

Cách thức thực hiện:
  * Hình thức nộp: POSTAL
    Thời hạn giải quyết: 5 ngày
    Phí, lệ phí: 5 VNĐ (Chuyển thị thực) | 10000 VNĐ (Gia hạn (một lần))
    Mô tả: Theo nguyên tắc
    có đi có lại
  * Hình thức nộp: DIRECT
    Thời hạn giải quyết: 1 OTHER
    Phí, lệ phí: 0 VNĐ ()

Thành phần hồ sơ:
  [ Hồ sơ gồm: ]
    - Hộ chiếu
      Số lượng: Bản chính: 0, Bản sao: 1
    - - Tờ khai NA5
      Số lượng: Bản chính: 1, Bản sao: 0

Đối tượng thực hiện: Tổ chức (không bao gồm doanh nghiệp, HTX), Cán bộ, công chức, Người nước ngoài
Cơ quan thực hiện: Cục Lãnh sự
Địa chỉ tiếp nhận HS: Không có thông tin
Kết quả thực hiện: Dấu tạm trú
Căn cứ pháp lý:
  * Quy định mức thu (219/2016/TT-BTC)
  * Luật Cư trú

Yêu cầu, điều kiện thực hiện: Không có thông tin
Từ khóa: Không có thông tin
Mô tả: Không có thông tin"""


def test_the_text_rendering_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")

    procedure = accepted(path)

    assert procedure.steps[0].endswith("hoàn thiện hồ sơ phải cụ thể.")
    assert len(procedure.steps) == 2
    postal, direct = procedure.channels
    assert [fee.state for fee in postal.fees] == [FeeState.SUSPECT, FeeState.AMOUNT]
    assert postal.fees[1].note == "Gia hạn (một lần)"
    assert postal.note == "Theo nguyên tắc\ncó đi có lại"
    assert direct.duration.source == "1 OTHER"
    assert [(paper.name, paper.case) for paper in procedure.papers] == [
        ("Tờ khai NA5", "Hồ sơ gồm"),
        ("Hộ chiếu", "Hồ sơ gồm"),
    ]
    assert procedure.subjects == (
        "Tổ chức (không bao gồm doanh nghiệp, HTX)",
        "Cán bộ, công chức",
        "Người nước ngoài",
    )
    assert procedure.receiving_address is None
    assert [(basis.number, basis.name) for basis in procedure.legal_basis] == [
        ("219/2016/TT-BTC", "Quy định mức thu"),
        (None, "Luật Cư trú"),
    ]


def test_several_records_of_one_text_file_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT + "\n" + TEXT.replace("1.000039", "1.000040"), encoding="utf-8")

    assert [reading.code for reading in read(path, as_of=TODAY)] == ["1.000039", "1.000040"]


MARKDOWN = """# Thủ tục đăng ký khai sinh

## Thông tin chung

* **Mã thủ tục:** 1.001193
* **Cấp thực hiện:** Cấp xã

## Trình tự thực hiện

1. Nộp hồ sơ.
   Chờ kết quả.

## Cách thức thực hiện

| Hình thức nộp | Thời gian giải quyết | Phí, lệ phí | Mô tả |
| --- | --- | --- | --- |
| Trực tuyến | 1 ngày | Không có thông tin | Không có thông tin |
| Trực tiếp | 3 ngày làm việc | 8.000 đồng | |

## Thành phần hồ sơ

### * Giấy tờ phải nộp:

| Tên giấy tờ | Bản chính | Bản sao | Tệp đính kèm |
| --- | --- | --- | --- |
| - Giấy chứng sinh | 1 | 0 | Không có |

| Tên giấy tờ | Bản chính | Bản sao | Tệp đính kèm |
| --- | --- | --- | --- |
| - Tờ khai | 1 | 0 | Mẫu số 01.docx |

## Kết quả xử lý

* Giấy khai sinh (Mã: `KQ.G15.000031`)
"""


def test_the_markdown_rendering_is_read_and_its_bare_days_are_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(MARKDOWN, encoding="utf-8")

    procedure = accepted(path)

    online, in_person = procedure.channels
    assert (online.duration.state, online.duration.source) == (DurationState.NOT_STATED, "1 ngày")
    assert (in_person.duration.amount, in_person.fees[0].amount) == (3, 8000)
    assert [(paper.name, paper.case) for paper in procedure.papers] == [
        ("Tờ khai", None),
        ("Giấy chứng sinh", "Giấy tờ phải nộp"),
    ]
    assert procedure.results == ("Giấy khai sinh",)


def test_the_old_page_hides_amounts_and_so_do_we(tmp_path: Path) -> None:
    path = tmp_path / "old.md"
    path.write_text(
        "# Công nhận văn bằng\n\n## Thông tin chung\n* **Mã thủ tục:** 1.004889\n\n## Cách thức thực hiện\n"
        "Hình thức nộp Thời hạn giải quyết Phí, lệ phí Mô tả Trực tiếp 20 Ngày làm việc Phí: ĐồngXem chi tiết "
        "Nộp tại sở. "
        "Trực tuyến 20 Ngày làm việc Phí: 250.000 ĐồngXem chi tiếtPhí: 500.000 ĐồngXem chi tiết\n\n"
        "## Thành phần hồ sơ\nHồ sơ Tên giấy tờ Mẫu đơn, tờ khai Số lượng Bằng tốt nghiệp. Bản chính: 0 - Bản sao: 1\n",
        encoding="utf-8",
    )

    procedure = accepted(path)

    in_person, online = procedure.channels
    assert [(fee.state, fee.amount) for fee in in_person.fees] == [(FeeState.NOT_STATED, None)]
    assert in_person.note == "Nộp tại sở."
    assert [fee.amount for fee in online.fees] == [250000, 500000]
    assert [(paper.name, paper.copies) for paper in procedure.papers] == [("Bằng tốt nghiệp.", 1)]
