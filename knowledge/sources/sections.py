"""The headings of a published procedure, however a page or a document words them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from knowledge.sources.letters import UPPER
from knowledge.sources.papers import RawPaper
from knowledge.sources.raw import RawMethod, RawRecord
from knowledge.text import fold, one_line


class Section(StrEnum):
    """A part of a published procedure (NĐ 63/2010/NĐ-CP Đ.8 khoản 2, and what the portal adds)."""

    CODE = "code"
    NAME = "name"
    DECISION = "decision"
    LEVEL = "level"
    TYPE = "type"
    FIELD = "field"
    STEPS = "steps"
    METHODS = "methods"
    PAPERS = "papers"
    TIME = "time"
    FEE = "fee"
    SUBJECTS = "subjects"
    AGENCY = "agency"
    AUTHORITY = "authority"
    ADDRESS = "address"
    DELEGATED = "delegated"
    COORDINATING = "coordinating"
    RESULT = "result"
    LEGAL = "legal"
    CONDITIONS = "conditions"
    KEYWORDS = "keywords"
    DESCRIPTION = "description"
    RELATED = "related"
    PROMULGATOR = "promulgator"
    FORMS = "forms"
    GENERAL = "general"


_LABELS: dict[str, Section] = {
    "ma thu tuc": Section.CODE,
    "ma so": Section.CODE,
    "ma tthc": Section.CODE,
    "ten thu tuc": Section.NAME,
    "ten thu tuc hanh chinh": Section.NAME,
    "so quyet dinh": Section.DECISION,
    "quyet dinh cong bo": Section.DECISION,
    "cap thuc hien": Section.LEVEL,
    "loai thu tuc": Section.TYPE,
    "linh vuc": Section.FIELD,
    "trinh tu thuc hien": Section.STEPS,
    "cach thuc thuc hien": Section.METHODS,
    "thanh phan ho so": Section.PAPERS,
    "thanh phan, so luong ho so": Section.PAPERS,
    "thoi han giai quyet": Section.TIME,
    "phi, le phi": Section.FEE,
    "phi": Section.FEE,
    "le phi": Section.FEE,
    "phi, le phi (neu co)": Section.FEE,
    "doi tuong": Section.SUBJECTS,
    "doi tuong thuc hien": Section.SUBJECTS,
    "doi tuong thuc hien thu tuc hanh chinh": Section.SUBJECTS,
    "co quan": Section.AGENCY,
    "co quan thuc hien": Section.AGENCY,
    "co quan giai quyet": Section.AGENCY,
    "co quan giai quyet thu tuc hanh chinh": Section.AGENCY,
    "co quan thuc hien thu tuc hanh chinh": Section.AGENCY,
    "co quan co tham quyen": Section.AUTHORITY,
    "co quan co tham quyen quyet dinh": Section.AUTHORITY,
    "dia chi tiep nhan hs": Section.ADDRESS,
    "dia chi tiep nhan ho so": Section.ADDRESS,
    "co quan duoc uy quyen": Section.DELEGATED,
    "co quan phoi hop": Section.COORDINATING,
    "ket qua": Section.RESULT,
    "ket qua thuc hien": Section.RESULT,
    "ket qua thuc hien thu tuc hanh chinh": Section.RESULT,
    "ket qua xu ly": Section.RESULT,
    "can cu phap ly": Section.LEGAL,
    "can cu phap ly cua thu tuc hanh chinh": Section.LEGAL,
    "yeu cau, dieu kien": Section.CONDITIONS,
    "yeu cau, dieu kien thuc hien": Section.CONDITIONS,
    "yeu cau, dieu kien thuc hien thu tuc hanh chinh": Section.CONDITIONS,
    "dieu kien thuc hien": Section.CONDITIONS,
    "tu khoa": Section.KEYWORDS,
    "mo ta": Section.DESCRIPTION,
    "thu tuc hanh chinh lien quan": Section.RELATED,
    "co quan ban hanh": Section.PROMULGATOR,
    "co quan cong bo": Section.PROMULGATOR,
    "ten mau don, mau to khai": Section.FORMS,
    "mau don, mau to khai": Section.FORMS,
    "thong tin chung": Section.GENERAL,
}
_NUMBERING = re.compile(r"^\s*(?:(?:\d{1,2}|[IVXivx]{1,5}|[a-zđ])(?:\.\d{1,2})*\s*[.)]|[-–+*•])\s*")
_IN_BRACKETS = re.compile(r"\s*\((?:nếu có|nếu có quy định)\)\s*$", re.IGNORECASE)
_LABEL_AND_TEXT = re.compile(r"^([^:]{2,60}):(?:\s+|$)(.*)$", re.DOTALL)
_LIST_SPLIT = re.compile(rf"\s*[,;]\s+(?=[{UPPER}])(?![^(]*\))|\n+|;\s*")
_TRAILING_NUMBER = re.compile(r"^(.*\S)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*$", re.DOTALL)


def section_of(heading: str) -> Section | None:
    """Return the part a heading names, numbering and colon aside; ``None`` for anything else."""
    line = _IN_BRACKETS.sub("", _NUMBERING.sub("", one_line(heading)).strip(" :.*")).strip()
    return _LABELS.get(fold(line)) if len(line) <= 60 else None


def labelled(line: str) -> tuple[Section, str] | None:
    """Split ``Label: text`` when the label is a known heading; the text may be empty."""
    match = _LABEL_AND_TEXT.match(line)
    section = section_of(match[1]) if match else None
    return (section, match[2].strip()) if match and section else None


def items(text: str | None) -> tuple[str, ...]:
    """Split a cell that names several things: at line breaks, semicolons, and commas before a capital."""
    return tuple(piece for piece in _LIST_SPLIT.split(text or "") if piece.strip())


def name_and_number(line: str) -> tuple[str | None, str | None]:
    """Split a line of the legal basis, ``Luật Hộ tịch (60/2014/QH13)``, into number and name."""
    match = _TRAILING_NUMBER.match(line.strip())
    if match and any(char.isdigit() for char in match[2]):
        return match[2], match[1]
    return None, line


def record_of(
    texts: Mapping[Section, str],
    *,
    methods: Sequence[RawMethod] = (),
    papers: Sequence[RawPaper] = (),
    legal_basis: Sequence[tuple[str | None, str | None]] = (),
    results: Sequence[str] = (),
    url: str | None = None,
) -> RawRecord:
    """Build a record from the texts of its sections and the tables read from them."""
    return RawRecord(
        code=texts.get(Section.CODE, ""),
        name=texts.get(Section.NAME, ""),
        level_texts=(texts.get(Section.LEVEL),),
        field=texts.get(Section.FIELD),
        procedure_type=texts.get(Section.TYPE),
        agency=texts.get(Section.AGENCY),
        authority=texts.get(Section.AUTHORITY),
        receiving_address=texts.get(Section.ADDRESS),
        coordinating=texts.get(Section.COORDINATING),
        promulgator=texts.get(Section.PROMULGATOR),
        decision=texts.get(Section.DECISION),
        steps=texts.get(Section.STEPS),
        methods=methods,
        papers=papers,
        subjects=items(texts.get(Section.SUBJECTS)),
        results=results,
        conditions=texts.get(Section.CONDITIONS),
        legal_basis=legal_basis,
        keywords=texts.get(Section.KEYWORDS),
        description=texts.get(Section.DESCRIPTION),
        related=items(texts.get(Section.RELATED)),
        url=url,
    )
