"""Each format with small files of our own: runs without the collected data."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from knowledge.errors import CorruptFile, UnknownFormat
from knowledge.model import ChannelKind, Currency, DurationState, FeeState, Level, Procedure, ProcedureStatus
from knowledge.sources import Origin, Reading, merge, read

TODAY = date(2026, 7, 15)
RECORD: dict[str, object] = {
    "code": "1.001193",
    "name": "Thủ tục đăng ký khai sinh",
    "level": "Cấp Xã",
    "field": "Hộ tịch",
    "procedure_type": "LOCAL_REGULATION",
    "agency": "Ủy ban nhân dân cấp xã",
    "promulgator": "Bộ Tư pháp",
    "decision": "163/QĐ-BTP",
    "steps": "Bước 1: Nộp hồ sơ.\nBước 2: Nhận kết quả.",
    "methods": [
        {"channel": "trực tuyến", "time_raw": "1 OTHER", "fee_items": [{"amount": 0, "note": None}], "note": None},
        {"channel": "trực tiếp", "time_raw": "3 WORKING_DAY", "fee_items": [{"amount": 8000, "note": None}]},
    ],
    "documents": [{"case": None, "name": "Tờ khai", "form": None, "originals": 1, "copies": 0}],
    "subjects": ["Công dân Việt Nam"],
    "result": "Giấy khai sinh, Trích lục khai sinh",
    "legal_basis": [{"number": "Thông tư số 04/2020/TT-BTP", "name": "Thông tư"}],
    "conditions": "Không",
    "url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/x",
}


def corpus(folder: Path, *records: dict[str, object], name: str = "a.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def only(path: Path) -> Reading:
    [reading] = read(path, as_of=TODAY)
    return reading


def accepted(path: Path) -> Procedure:
    reading = only(path)
    assert reading.procedure is not None, reading.findings
    return reading.procedure


def rules(reading: Reading) -> set[str]:
    return {finding.rule for finding in reading.findings}


# --- the corpus ---------------------------------------------------------------------------------


def test_a_line_becomes_a_record(tmp_path: Path) -> None:
    procedure = accepted(corpus(tmp_path, RECORD))

    assert procedure.name == "Thủ tục đăng ký khai sinh"
    assert procedure.levels == (Level.COMMUNE,)
    assert procedure.procedure_type is None  # a code of the portal is no text for people
    assert procedure.steps == ("Bước 1: Nộp hồ sơ.", "Bước 2: Nhận kết quả.")
    assert procedure.results == ("Giấy khai sinh", "Trích lục khai sinh")
    assert procedure.conditions is None
    assert procedure.legal_basis[0].number == "04/2020/TT-BTP"
    online, in_person = procedure.channels
    assert (online.duration.state, online.fees[0].state) == (DurationState.NOT_STATED, FeeState.NOT_STATED)
    assert (in_person.duration.amount, in_person.fees[0].amount) == (3, 8000)


def test_a_gzip_reads_like_the_plain_file(tmp_path: Path) -> None:
    plain = corpus(tmp_path, RECORD)
    zipped = tmp_path / "a.jsonl.gz"
    zipped.write_bytes(gzip.compress(plain.read_bytes()))

    assert accepted(zipped) == accepted(plain)


def test_a_broken_line_is_rejected_with_its_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = corpus(tmp_path, RECORD)
    path.write_text(path.read_text() + "{broken\n\n[1]\n" + json.dumps({"code": "1.000001"}) + "\n", encoding="utf-8")

    good, broken, array, nameless = read(path, as_of=TODAY)

    assert good.procedure is not None
    assert (broken.locator, rules(broken)) == ("dòng 2", {"json_broken"})
    assert (array.locator, rules(array)) == ("dòng 4", {"record_invalid"})
    assert (nameless.code, rules(nameless)) == ("1.000001", {"record_invalid"})


@pytest.mark.parametrize(
    "content", [b"\x1f\x8b\x08\x00broken", gzip.compress(b"x" * 5000, mtime=0)[:60], b"not json\n", b"\xff\xfe"]
)
def test_a_file_broken_as_a_whole_is_corrupt(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(content)

    with pytest.raises(CorruptFile):
        list(read(path, as_of=TODAY))


@pytest.mark.parametrize(
    ("change", "status", "rule"),
    [
        ({"in_catalogue_2026_07": False}, ProcedureStatus.WITHDRAWN, "withdrawn"),
        ({"code": "6.001430"}, ProcedureStatus.INTERNAL, "internal"),
        ({"code": "6.001430", "in_catalogue_2026_07": False}, ProcedureStatus.INTERNAL, "internal"),
        ({"code": "1.014955-Xoa"}, ProcedureStatus.WITHDRAWN, "code_deleted"),
        ({"code": "1.0133611"}, ProcedureStatus.IN_FORCE, "code_odd"),
        ({"code": "2.000488.000.00.00.H10"}, ProcedureStatus.IN_FORCE, "province_unknown"),
        ({"agency": None}, ProcedureStatus.IN_FORCE, "agency_missing"),
        ({"steps": "Nộp tại Ủy ban nhân dân cấp huyện"}, ProcedureStatus.IN_FORCE, "stale_district"),
        ({"level": "Cấp Huyện"}, ProcedureStatus.IN_FORCE, "stale_district"),
        ({"name": "ĐĂNG KÝ KHAI SINH LƯU ĐỘNG"}, ProcedureStatus.IN_FORCE, "name_tidied"),
    ],
)
def test_what_an_admin_must_know_is_a_warning(
    tmp_path: Path, change: dict[str, object], status: ProcedureStatus, rule: str
) -> None:
    reading = only(corpus(tmp_path, {**RECORD, **change}))

    assert reading.procedure is not None
    assert reading.procedure.status is status
    assert rule in rules(reading)


@pytest.mark.parametrize(
    ("change", "rule"),
    [({"code": "khai sinh"}, "code_broken"), ({"code": " "}, "code_missing"), ({"name": " \t"}, "name_missing")],
)
def test_a_record_without_identity_is_rejected(tmp_path: Path, change: dict[str, object], rule: str) -> None:
    reading = only(corpus(tmp_path, {**RECORD, **change}))

    assert reading.rejected
    assert rules(reading) == {rule}


def test_a_fee_that_has_run_out_is_a_warning_and_no_sum(tmp_path: Path) -> None:
    items = [{"amount": 160000, "note": "160.000đ (áp dụng đến hết ngày 31/12/2023)"}]
    reading = only(corpus(tmp_path, {**RECORD, "methods": [{"channel": "trực tuyến", "fee_items": items}]}))

    assert {"stale_date", "fee_suspect"} <= rules(reading)


def test_a_row_its_collector_marked_as_suspect_is_not_printed(tmp_path: Path) -> None:
    method = {"channel": "trực tiếp", "fee_items": [{"amount": 90000, "note": "x"}], "fee_suspect": True}

    procedure = accepted(corpus(tmp_path, {**RECORD, "methods": [method]}))

    assert [fee.state for fee in procedure.channels[0].fees] == [FeeState.SUSPECT]


def test_a_description_that_repeats_the_conditions_is_dropped(tmp_path: Path) -> None:
    same = {**RECORD, "conditions": "Từ đủ 18 tuổi.", "description": "Từ đủ  18 tuổi."}

    assert accepted(corpus(tmp_path, same)).description is None
    assert accepted(corpus(tmp_path, {**same, "description": "Khác"})).description == "Khác"


def test_progress_counts_every_record(tmp_path: Path) -> None:
    seen: list[int] = []
    path = corpus(tmp_path, *[{**RECORD, "code": f"1.{n:06}"} for n in range(120)])

    list(read(path, progress=seen.append, as_of=TODAY))

    assert seen == [50, 100, 120]


# --- the portal ---------------------------------------------------------------------------------

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


# --- lists --------------------------------------------------------------------------------------


def test_a_csv_with_a_mark_a_title_and_several_agencies_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "\ufeffDANH SÁCH THỦ TỤC,,\n,,\nMã số,Tên,Cơ quan thực hiện\n"
        '1.014966,Cấp lại chứng chỉ,"Sở Tư Pháp\nỦy ban nhân dân cấp tỉnh"\n,,\nkhông mã,Tên,x\n',
        encoding="utf-8",
    )

    good, bad = read(path, as_of=TODAY)

    assert good.procedure is not None
    assert good.origin is Origin.LIST
    assert good.procedure.agency == "Sở Tư Pháp; Ủy ban nhân dân cấp tỉnh"
    assert rules(good) == {"thin_record"}
    assert rules(bad) == {"code_broken"}


def test_a_workbook_gives_back_codes_excel_took_for_numbers(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["DANH SÁCH"], ["Mã số", "Tên", "Lĩnh vực"], [1.0042, "Đăng ký thường trú", "Cư trú"]):
        sheet.append(row)
    path = tmp_path / "a.xlsx"
    book.save(path)

    assert accepted(path).code == "1.004200"


def test_a_table_without_the_needed_headings_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    book = tmp_path / "b.xlsx"
    Workbook().save(book)

    for file in (path, book):
        with pytest.raises(UnknownFormat):
            list(read(file, as_of=TODAY))


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx"])
def test_a_broken_office_file_is_corrupt(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04 not a zip")

    with pytest.raises(CorruptFile):
        list(read(path, as_of=TODAY))


# --- Word ---------------------------------------------------------------------------------------


def word(folder: Path) -> Path:
    document = Document()
    document.add_paragraph("Đăng ký tạm trú")
    document.add_paragraph("Mã thủ tục: 1.004194")
    document.add_paragraph("1. Trình tự thực hiện:")
    document.add_paragraph("Bước 1: Nộp hồ sơ.")
    document.add_paragraph("Bước 2: Nhận kết quả.")
    document.add_paragraph("2. Cách thức thực hiện:")
    ways = [["Hình thức nộp", "Thời hạn giải quyết", "Phí, lệ phí", "Mô tả"]]
    ways += [
        ["Trực tuyến", "3 ngày làm việc", "7.000 đồng (cá nhân)", ""],
        ["Trực tiếp", "3 ngày làm việc", "Miễn phí", "Tại xã"],
    ]
    add_table(document, ways)
    document.add_paragraph("3. Thành phần hồ sơ")
    papers = [["Tên giấy tờ", "Mẫu đơn, tờ khai", "Số lượng"]]
    papers += [["Chỗ ở hợp pháp", "", "Bản chính: 0 - Bản sao: 1"], ["Tờ khai CT01", "Mẫu CT01", "01 bản chính"]]
    add_table(document, papers)
    document.add_paragraph("4. Đối tượng thực hiện: Công dân Việt Nam; Người nước ngoài")
    document.add_paragraph("5. Cơ quan thực hiện: Công an cấp xã")
    document.add_paragraph("6. Kết quả: Thông báo kết quả")
    document.add_paragraph("7. Căn cứ pháp lý:")
    document.add_paragraph("- Luật Cư trú (68/2020/QH14)")
    path = folder / "tam-tru.docx"
    document.save(str(path))
    return path


def add_table(document: object, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))  # type: ignore[attr-defined]
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def test_a_procedure_written_in_word_is_read_with_its_tables(tmp_path: Path) -> None:
    procedure = accepted(word(tmp_path))

    assert (procedure.code, procedure.name, procedure.agency) == ("1.004194", "Đăng ký tạm trú", "Công an cấp xã")
    online, in_person = procedure.channels
    assert (online.fees[0].amount, online.fees[0].note) == (7000, "cá nhân")
    assert in_person.fees[0].state is FeeState.FREE  # here a person wrote the word
    assert [(paper.name, paper.originals, paper.copies) for paper in procedure.papers] == [
        ("Tờ khai CT01", 1, 0),
        ("Chỗ ở hợp pháp", 0, 1),
    ]
    assert procedure.subjects == ("Công dân Việt Nam", "Người nước ngoài")
    assert procedure.legal_basis[0].number == "68/2020/QH14"
    assert len(procedure.steps) == 2


def test_a_procedure_in_plain_paragraphs_is_read_too(tmp_path: Path) -> None:
    document = Document()
    lines = """Cấp bản sao trích lục hộ tịch
Mã số: 2.000635
Trình tự thực hiện:
Nộp hồ sơ và chờ kết quả.
Cách thức thực hiện:
- Trực tiếp tại Ủy ban nhân dân cấp xã
- Qua dịch vụ bưu chính
Thành phần hồ sơ:
- Tờ khai
Thời hạn giải quyết: 01 ngày làm việc
Phí, lệ phí (nếu có): 8.000 đồng
Kết quả thực hiện: Bản sao trích lục"""
    for line in lines.split("\n"):
        document.add_paragraph(line)
    path = tmp_path / "a.docx"
    document.save(str(path))

    procedure = accepted(path)

    assert [channel.kind for channel in procedure.channels] == [ChannelKind.IN_PERSON, ChannelKind.POSTAL]
    assert {(channel.duration.amount, channel.fees[0].amount) for channel in procedure.channels} == {(1, 8000)}
    assert [paper.name for paper in procedure.papers] == ["Tờ khai"]


def test_a_form_is_told_from_a_procedure(tmp_path: Path) -> None:
    document = Document()
    for line in (
        "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ",
        "Kính gửi: ..........................",
        "Họ và tên: ............",
    ):
        document.add_paragraph(line)
    path = tmp_path / "form.docx"
    document.save(str(path))

    reading = only(path)

    assert rules(reading) == {"form_file"}
    assert "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ" in reading.findings[0].message


def test_another_word_document_is_rejected_as_no_procedure(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Biên bản họp tổ dân phố tháng 7")
    path = tmp_path / "a.docx"
    document.save(str(path))

    assert rules(only(path)) == {"not_a_procedure"}


def test_an_old_word_file_is_rejected_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100)

    reading = only(path)

    assert rules(reading) == {"word_97"}
    assert ".docx" in reading.findings[0].message


# --- the registry and merging -------------------------------------------------------------------


def test_a_file_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"x")
    words = tmp_path / "a.txt"
    words.write_text("Chỉ là vài dòng ghi chú.", encoding="utf-8")

    for path in (picture, words, tmp_path):
        with pytest.raises(UnknownFormat):
            list(read(path, as_of=TODAY))


def test_an_empty_or_binary_or_missing_file_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "a.json"
    empty.touch()
    binary = tmp_path / "b.txt"
    binary.write_bytes(b"\xff\xfe\x00\x81")

    for path in (empty, binary):
        with pytest.raises(CorruptFile):
            list(read(path, as_of=TODAY))
    with pytest.raises(FileNotFoundError):
        list(read(tmp_path / "none.json", as_of=TODAY))


def reading_of(origin: Origin, **fields: object) -> Reading:
    procedure = Procedure.model_validate({"code": "1.001193", "name": "Đăng ký khai sinh", **fields})
    return Reading("dòng 1", procedure, (), procedure.code, origin)


def test_a_list_fills_only_what_the_detail_lacks() -> None:
    detail = reading_of(Origin.DETAIL, steps=("Nộp",), field="Hộ tịch")
    row = reading_of(Origin.LIST, name="Tên khác", agency="Ủy ban nhân dân cấp xã", url="https://x", field="Khác")

    for order in ([detail, row], [row, detail]):
        [merged] = merge(order)
        assert merged.procedure is not None
        assert (merged.procedure.name, merged.procedure.field) == ("Đăng ký khai sinh", "Hộ tịch")
        assert (merged.procedure.agency, merged.procedure.url) == ("Ủy ban nhân dân cấp xã", "https://x")


def test_a_filled_gap_is_no_longer_warned_about(tmp_path: Path) -> None:
    detail = corpus(tmp_path, {**RECORD, "agency": None, "url": None})
    table = tmp_path / "list.csv"
    table.write_text("Mã số,Tên,Cơ quan thực hiện\n1.001193,Khai sinh,UBND cấp xã\n", encoding="utf-8")

    [merged] = merge([*read(detail, as_of=TODAY), *read(table, as_of=TODAY)])

    assert "agency_missing" not in rules(merged)
    assert "url_missing" in rules(merged)


def test_the_later_detail_wins_with_a_warning() -> None:
    first, second = reading_of(Origin.DETAIL, field="Cũ"), reading_of(Origin.DETAIL, field="Mới")

    [merged] = merge([first, second])
    [same] = merge([first, first])

    assert merged.procedure is not None
    assert merged.procedure.field == "Mới"
    assert rules(merged) == {"code_duplicate"}
    assert rules(same) == set()


def test_an_import_replaces_the_starter_record_and_keeps_our_words() -> None:
    starter = reading_of(Origin.STARTER, steps=("Của ta",), aliases=("làm khai sinh",), plain="Làm giấy khai sinh")
    detail = reading_of(Origin.DETAIL, steps=("Đã công bố",))

    for order in ([starter, detail], [detail, starter]):
        [merged] = merge(order)
        assert merged.procedure is not None
        assert merged.procedure.steps == ("Đã công bố",)
        assert (merged.procedure.aliases, merged.procedure.plain) == (("làm khai sinh",), "Làm giấy khai sinh")
        assert rules(merged) == set()


def test_rejected_readings_pass_through_a_merge() -> None:
    rejected = Reading("dòng 2")

    assert rejected in merge([reading_of(Origin.DETAIL), rejected])
