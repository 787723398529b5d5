"""Reads what is left of the portal before 2026: its page text, and the content of its ``.doc`` export."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.sources.durations import duration
from knowledge.sources.fees import fees_of_text
from knowledge.sources.nulls import line_or_none
from knowledge.sources.papers import RawPaper
from knowledge.sources.raw import RawMethod
from knowledge.sources.reading import Reading
from knowledge.sources.record import no_record, read_record, split_results
from knowledge.sources.rendered import methods_of, papers_of
from knowledge.sources.sections import Section, record_of, section_of
from knowledge.text import nfc

_FACT = re.compile(r"^\*\s+\*\*(.+?):?\*\*:?\s*(.*)$")
_SOURCE = re.compile(r"https?://\S+")
_QUANTITY = re.compile(r"Bản chính:\s*(\d+).*?Bản sao:\s*(\d+)", re.DOTALL | re.IGNORECASE)
_META = {
    "mã_thủ_tục": Section.CODE,
    "tên_thủ_tục": Section.NAME,
    "số_quyết_định": Section.DECISION,
    "cấp_thực_hiện": Section.LEVEL,
    "loại_thủ_tục": Section.TYPE,
    "lĩnh_vực": Section.FIELD,
}
_CONTENT = {
    "trình_tự_thực_hiện": Section.STEPS,
    "đối_tượng_thực_hiện": Section.SUBJECTS,
    "cơ_quan_thực_hiện": Section.AGENCY,
    "cơ_quan_có_thẩm_quyền": Section.AUTHORITY,
    "cơ_quan_phối_hợp": Section.COORDINATING,
    "địa_chỉ_tiếp_nhận_hs": Section.ADDRESS,
    "kết_quả_thực_hiện": Section.RESULT,
    "yêu_cầu_điều_kiện_thực_hiện": Section.CONDITIONS,
    "từ_khóa": Section.KEYWORDS,
    "mô_tả": Section.DESCRIPTION,
}


class _Table(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _MethodRow(_Table):
    hinh_thuc: str = ""
    thoi_han_giai_quyet: str | None = None
    phi_le_phi: str | None = None
    mo_ta: str | None = None


class _PaperRow(_Table):
    ten_giay_to: str = ""
    so_luong: str | None = None
    ghi_chu: str | None = None
    mau_don: str | None = None
    truong_hop: str | None = None


class _LegalRow(_Table):
    so_ky_hieu: str | None = None
    trich_yeu: str | None = None


class _Tables(_Table):
    hinh_thuc_nop: tuple[_MethodRow, ...] = ()
    thanh_phan_ho_so: tuple[_PaperRow, ...] = ()
    can_cu_phap_ly: tuple[_LegalRow, ...] = ()


class _Export(_Table):
    thu_tuc_id: str
    metadata: dict[str, str | None]
    content: dict[str, str | None]
    tables: _Tables = _Tables()


def is_old_page(text: str) -> bool:
    """Tell whether a text is a page of the old portal: headings with run-on text instead of tables."""
    sections = {section_of(line.lstrip("# ")) for line in text.splitlines() if line.startswith("## ")}
    return text.lstrip("\ufeff \n").startswith("# ") and Section.GENERAL in sections and "\n| " not in text


def read_old_page(text: str, *, as_of: date) -> Reading:
    """Read the one record of a page."""
    texts: dict[Section, str] = {}
    current: Section | None = None
    source = None
    for line in nfc(text.lstrip("\ufeff")).splitlines():
        if line.startswith("# "):
            texts[Section.NAME] = line[2:].strip()
        elif line.startswith("## "):
            current = section_of(line[3:])
        elif fact := _FACT.match(line):
            found = section_of(fact[1])
            link = _SOURCE.search(fact[2])
            source = link.group() if link else source
            if found:
                texts[found] = fact[2]
        elif current is not None:
            texts[current] = f"{texts.get(current, '')}\n{line}".strip()
    record = record_of(
        texts,
        methods=methods_of(texts.get(Section.METHODS, ""), as_of=as_of),
        papers=papers_of(texts.get(Section.PAPERS, "")),
        results=split_results(texts.get(Section.RESULT)),
        url=source,
    )
    return read_record(record, "toàn tệp", as_of=as_of)


def is_old_export(data: object) -> bool:
    """Tell whether parsed JSON is the content of a ``.doc`` export."""
    return isinstance(data, dict) and "thu_tuc_id" in data and "metadata" in data and "content" in data


def read_old_export(data: Mapping[str, object], locator: str, *, as_of: date) -> Reading:
    """Read the content of one export."""
    code = str(data.get("thu_tuc_id") or "") or None
    try:
        export = _Export.model_validate(data)
    except ValidationError as error:
        key = ".".join(str(part) for part in error.errors()[0]["loc"])
        message = f"Trường “{key}” thiếu hoặc sai kiểu nên không đọc được bản ghi."
        return no_record(locator, "record_invalid", message, code=code)
    texts = {section: nfc(export.metadata.get(key) or "") for key, section in _META.items()}
    texts |= {section: nfc(export.content.get(key) or "") for key, section in _CONTENT.items()}
    texts[Section.CODE] = texts[Section.CODE] or export.thu_tuc_id
    record = record_of(
        texts,
        methods=[_method(row, as_of) for row in export.tables.hinh_thuc_nop],
        papers=[_paper(row) for row in export.tables.thanh_phan_ho_so],
        legal_basis=[(row.so_ky_hieu, row.trich_yeu) for row in export.tables.can_cu_phap_ly],
        results=split_results(line_or_none(texts[Section.RESULT])),
    )
    return read_record(record, locator, as_of=as_of)


def _method(row: _MethodRow, as_of: date) -> RawMethod:
    fees = fees_of_text(row.phi_le_phi, as_of=as_of, zero_is_shown_as_free=True)
    return RawMethod(row.hinh_thuc, duration(row.thoi_han_giai_quyet), fees, row.mo_ta)


def _paper(row: _PaperRow) -> RawPaper:
    quantity = _QUANTITY.search(f"{row.so_luong or ''}\n{row.ghi_chu or ''}")
    originals, copies = (int(quantity[1]), int(quantity[2])) if quantity else (None, None)
    return RawPaper(row.ten_giay_to, row.truong_hop, originals, copies, row.mau_don)
