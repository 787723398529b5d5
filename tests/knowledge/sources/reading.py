"""A record in the form of the corpus, and what the tests of readers do with files of their own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from knowledge.model import Procedure
from knowledge.sources import Reading, read

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
