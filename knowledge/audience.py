"""For whom a procedure is, and which branch of the state handles it (ngành dọc): read from the record.

Nothing is guessed: a record that names no subject has no audience, and a branch is named only where the published
agency or field says so.
"""

from __future__ import annotations

import re
from enum import StrEnum

from knowledge.model import Procedure
from knowledge.text import fold, nfc


class Audience(StrEnum):
    """Whom a record names as the ones who carry the procedure out (đối tượng thực hiện)."""

    CITIZEN = "citizen"
    BUSINESS = "business"
    ORGANISATION = "organisation"
    OFFICIAL = "official"


AUDIENCE_LABELS = {
    Audience.CITIZEN: "người dân",
    Audience.BUSINESS: "doanh nghiệp, hợp tác xã",
    Audience.ORGANISATION: "tổ chức khác",
    Audience.OFFICIAL: "cán bộ, công chức, viên chức",
}


class Branch(StrEnum):
    """Branches that lead from the centre down to the place (ngành dọc; 736/KH-UBND II.2.1.c names the first three)."""

    POLICE = "police"
    TAX = "tax"
    CUSTOMS = "customs"
    SOCIAL_INSURANCE = "social_insurance"
    COURT = "court"
    TREASURY = "treasury"
    BANK = "state_bank"
    ARMY = "army"
    ENFORCEMENT = "enforcement"


BRANCH_LABELS = {
    Branch.POLICE: "Công an",
    Branch.TAX: "Thuế",
    Branch.CUSTOMS: "Hải quan",
    Branch.SOCIAL_INSURANCE: "Bảo hiểm xã hội",
    Branch.COURT: "Tòa án",
    Branch.TREASURY: "Kho bạc Nhà nước",
    Branch.BANK: "Ngân hàng Nhà nước",
    Branch.ARMY: "Quân đội, Biên phòng",
    Branch.ENFORCEMENT: "Thi hành án dân sự",
}

_OFFICIALS = ("can bo", "cong chuc", "vien chuc", "dang vien", "to chuc dang")
_BUSINESSES = ("doanh nghiep", "hop tac xa", "ho kinh doanh")
_CITIZENS = ("cong dan", "nguoi ", "ca nhan", "ho gia dinh")
_AGENCIES: tuple[tuple[Branch, str], ...] = (
    (Branch.POLICE, "công an|cảnh sát|cục quản lý xuất nhập cảnh|phòng quản lý xuất nhập cảnh"),
    (Branch.CUSTOMS, "hải quan"),
    (Branch.TAX, "(?:tổng cục|chi cục|cục|cơ quan) thuế|thuế (?:tỉnh|thành phố|cơ sở|khu vực)"),
    (Branch.SOCIAL_INSURANCE, "bảo hiểm xã hội|bhxh"),
    (Branch.COURT, "t(?:òa|oà) án"),
    (Branch.TREASURY, "kho bạc"),
    (Branch.BANK, "ngân hàng nhà nước"),
    (Branch.ENFORCEMENT, "thi hành án dân sự"),
    (
        Branch.ARMY,
        "biên phòng|quân sự|bộ chỉ huy|bộ tư lệnh|quân khu|bộ quốc phòng|quân y|trung đoàn|hải quân|quân chủng",
    ),
)
"""Words of agencies, with their marks: without them "hải quân" and "hải quan" are one."""
_BY_AGENCY = tuple((branch, re.compile(rf"\b(?:{pattern})\b")) for branch, pattern in _AGENCIES)
_BY_FIELD = {
    "thue": Branch.TAX,
    "hai quan": Branch.CUSTOMS,
    "kho bac nha nuoc": Branch.TREASURY,
    "toa an": Branch.COURT,
    "thi hanh an dan su": Branch.ENFORCEMENT,
    "cap, quan ly can cuoc": Branch.POLICE,
    "dang ky, quan ly cu tru": Branch.POLICE,
    "quan ly xuat nhap canh": Branch.POLICE,
}
"""Fields that say it where a record names no agency."""


def audiences_of(subjects: tuple[str, ...]) -> tuple[Audience, ...]:
    """Return the audiences that published subjects name, in one order; empty where none is named."""
    found = {_audience(fold(subject)) for subject in subjects}
    return tuple(one for one in Audience if one in found)


def _audience(subject: str) -> Audience | None:
    named = subject.split("(", 1)[0]  # "Tổ chức (không bao gồm doanh nghiệp, HTX)" are no businesses
    if any(word in named for word in _OFFICIALS):
        return Audience.OFFICIAL
    if any(word in named for word in _BUSINESSES):
        return Audience.BUSINESS
    if any(word in f"{named} " for word in _CITIZENS):
        return Audience.CITIZEN
    return Audience.ORGANISATION if "to chuc" in named else None


def branches_of(record: Procedure) -> tuple[Branch, ...]:
    """Return the branches whose agency a record names; without an agency, that of a field only one branch handles."""
    named = nfc(" ; ".join(one for one in (record.agency, record.authority) if one)).lower()
    if named:
        return tuple(branch for branch, pattern in _BY_AGENCY if pattern.search(named))
    branch = _BY_FIELD.get(fold(record.field or "").strip())
    return (branch,) if branch else ()
