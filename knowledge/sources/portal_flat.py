"""Reads the flat JSON a crawler made of a portal page: one text a section, cells glued together.

The page shows a bare zero as "Miễn phí" and "1 OTHER" as "1"; both mean that nothing was filled in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from knowledge.sources.reading import Reading
from knowledge.sources.record import no_record, read_record
from knowledge.sources.rendered import legal_of, methods_of, papers_of
from knowledge.sources.sections import Section, record_of
from knowledge.text import nfc

_KEYS = {
    "ma_thu_tuc": Section.CODE,
    "ten_thu_tuc": Section.NAME,
    "so_quyet_dinh": Section.DECISION,
    "cap_thuc_hien": Section.LEVEL,
    "loai_thu_tuc": Section.TYPE,
    "linh_vuc": Section.FIELD,
    "doi_tuong_thuc_hien": Section.SUBJECTS,
    "co_quan_thuc_hien": Section.AGENCY,
    "co_quan_co_tham_quyen": Section.AUTHORITY,
    "dia_chi_tiep_nhan": Section.ADDRESS,
    "co_quan_phoi_hop": Section.COORDINATING,
    "thu_tuc_lien_quan": Section.RELATED,
    "trinh_tu_thuc_hien": Section.STEPS,
    "yeu_cau_dieu_kien": Section.CONDITIONS,
}
_TAIL = re.compile(r"Từ khóa(?P<keywords>.*?)Mô tả(?P<description>.*?)(?:Chọn cơ quan thực hiện.*)?$", re.DOTALL)
_RESULT_CODE = re.compile(r"Mã:\s*KQ[.\w]*?\d{6}")


def is_flat_json(data: object) -> bool:
    """Tell whether parsed JSON is this crawler's page."""
    return isinstance(data, dict) and "ma_thu_tuc" in data and "ten_thu_tuc" in data


def read_flat_json(data: Mapping[str, object], locator: str, *, as_of: date) -> Reading:
    """Read one page."""
    page = {key: nfc(value) for key, value in data.items() if isinstance(value, str)}
    if not page.get("ma_thu_tuc"):
        return no_record(locator, "code_missing", "Bản ghi không có mã thủ tục nên không thể nhập.")
    texts = {section: page.get(key, "") for key, section in _KEYS.items()}
    results = page.get("ket_qua_xu_ly", "")
    if tail := _TAIL.search(results):
        texts[Section.KEYWORDS], texts[Section.DESCRIPTION] = tail["keywords"], tail["description"]
        results = results[: tail.start()]
    record = record_of(
        texts,
        methods=methods_of(page.get("cach_thuc_thuc_hien", ""), as_of=as_of),
        papers=papers_of(page.get("thanh_phan_ho_so", "")),
        legal_basis=list(legal_of(page.get("can_cu_phap_ly", ""))),
        results=_RESULT_CODE.split(results),
        url=page.get("detail_url"),
    )
    return read_record(record, locator, as_of=as_of)
