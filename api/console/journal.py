"""The audit log as administrators read it: every change, filtered, newest first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from api.clock import VIETNAM
from api.console.painting import day
from api.feedback.labels import CHANNEL_LABELS, KIND_LABELS, STATUS_LABELS
from api.feedback.office_model import AuditEntry
from api.keeping.grounds import PROOF_LABELS, REASON_LABELS
from api.materials.model import READER_LABELS
from api.paging import Page
from api.security.roles import ROLE_LABELS
from api.storage.database import Database
from api.storage.feedback_tables import AccountRow, AgencyRow, AuditRow, TemplateRow

SIZE = 50

SUBJECTS = {
    "pakn": "Phản ánh, kiến nghị",
    "account": "Tài khoản",
    "agency": "Cơ quan",
    "template": "Mẫu trả lời",
    "outbox": "Thư báo",
    "knowledge": "Dữ liệu thủ tục",
    "quality": "Chất lượng trả lời",
    "announcement": "Tin thông báo",
    "channel": "Kênh nhắn tin",
    "report": "Tệp báo cáo",
    "handover": "Trò chuyện trực tiếp",
    "call": "Cuộc gọi tổng đài",
    "signpost": "Chỉ dẫn tra cứu",
    "event": "Đối thoại, trao đổi",
    "document": "Hiệu lực văn bản",
    "library": "Thư viện văn bản",
    "material": "Tài liệu của thủ tục",
}
ACTIONS = {
    "received": "Tiếp nhận",
    "seen": "Mở xem lần đầu",
    "assigned": "Giao người xử lý",
    "forwarded": "Chuyển cơ quan",
    "asked": "Yêu cầu bổ sung",
    "added": "Người gửi bổ sung",
    "started": "Bắt đầu xử lý",
    "drafted": "Soạn câu trả lời",
    "approved": "Duyệt câu trả lời",
    "published": "Công khai",
    "unpublished": "Gỡ công khai",
    "rejected": "Từ chối",
    "reconsidered": "Xem xét lại",
    "withdrawn": "Người gửi rút",
    "rated": "Người gửi đánh giá",
    "reopened": "Người gửi đề nghị xử lý lại",
    "returned": "Trả lại để xử lý tiếp",
    "noted": "Ghi chú nội bộ",
    "merged": "Gộp hồ sơ",
    "followed": "Nhận câu trả lời của hồ sơ gộp",
    "separated": "Tách hồ sơ gộp",
    "edited": "Sửa thông tin",
    "national_code": "Ghi mã hệ thống quốc gia",
    "delay": "Báo lý do chậm",
    "revealed": "Xem thông tin người gửi",
    "downloaded": "Tải tệp đính kèm",
    "created": "Thêm mới",
    "changed": "Sửa",
    "role": "Đổi vai trò",
    "active": "Khoá hoặc mở",
    "password": "Đặt mật khẩu",
    "locked": "Tạm khoá vì nhập sai nhiều lần",
    "resent": "Gửi lại thư báo",
    "data_looked": "Tìm dữ liệu của một người",
    "exported": "Xuất dữ liệu của một người",
    "report_taken": "Tải tệp báo cáo",
    "registrations_taken": "Tải danh sách đăng ký",
    "registrant_told": "Đánh dấu đã báo người đăng ký",
    "registrant_not_told": "Bỏ đánh dấu đã báo người đăng ký",
    "erase_requested": "Người gửi yêu cầu xoá dữ liệu",
    "erased": "Xoá dữ liệu cá nhân theo yêu cầu",
    "expired": "Xoá dữ liệu cá nhân hết hạn lưu",
    "imported": "Nhập dữ liệu",
    "links_checked": "Kiểm tra liên kết",
    "activated": "Đưa vào dùng",
    "rolled_back": "Quay lại bản trước",
    "removed": "Gỡ bỏ",
    "restored": "Khôi phục",
    "done": "Đánh dấu đã xong",
    "ignored": "Bỏ qua",
    "open": "Mở lại",
    "handover_taken": "Nhận cuộc trò chuyện",
    "handover_returned": "Trả về hàng chờ",
    "handover_handed_back": "Giao lại cho trợ lý tự động",
    "handover_closed": "Kết thúc cuộc trò chuyện",
    "handover_left": "Người dân gặp lại trợ lý",
    "handover_expired": "Hết thời gian chờ",
    "handover_elsewhere": "Đã trả lời trong công cụ của Zalo",
    "call_saved": "Ghi nhật ký cuộc gọi",
    "call_changed": "Sửa nhật ký cuộc gọi",
    "call_removed": "Xoá nhật ký cuộc gọi",
    "call_phone": "Xem số điện thoại người gọi",
}
"""Names of what is done; an action of another room is shown by its own word until it has one here."""
FIELDS = {
    "status": "Trạng thái",
    "kind": "Loại",
    "channel": "Kênh",
    "completeness": "Mức đủ thông tin",
    "agency_id": "Cơ quan",
    "assignee_id": "Người xử lý",
    "procedure_code": "Thủ tục",
    "occurred_on": "Ngày xảy ra",
    "forward_due_on": "Hạn chuyển",
    "answer_due_on": "Hạn trả lời",
    "update_due_on": "Hạn báo tiến độ",
    "answered_on": "Ngày trả lời",
    "answer_approved_by": "Người duyệt",
    "published_slug": "Địa chỉ công khai",
    "stars": "Số sao",
    "reopened": "Số lần mở lại",
    "merged_into": "Gộp vào",
    "national_code": "Mã hệ thống quốc gia",
    "title": "Tiêu đề",
    "content_masked": "Nội dung",
    "location": "Địa điểm",
    "agency_named": "Cơ quan được nêu",
    "question": "Câu hỏi bổ sung",
    "answer": "Câu trả lời",
    "published_question": "Câu hỏi công khai",
    "published_answer": "Câu trả lời công khai",
    "published_asked": "Câu hỏi ngắn công khai",
    "published_wordings": "Cách hỏi khác",
    "reject_reason": "Lý do từ chối",
    "stars_note": "Nhận xét",
    "role": "Vai trò",
    "active": "Đang dùng",
    "username": "Tên đăng nhập",
    "name": "Tên",
    "characters": "Số ký tự",
    "phone": "Số điện thoại",
    "email": "Thư điện tử",
    "address": "Địa chỉ",
    "url": "Trang web",
    "source": "Nguồn",
    "code": "Thủ tục",
    "items": "Số câu",
    "from_on": "Từ ngày",
    "until_on": "Đến ngày",
    "snapshot": "Bản dữ liệu",
    "force": "Hiệu lực",
    "since": "Từ ngày",
    "checked": "Ngày kiểm tra",
    "amended_by": "Được sửa đổi bởi",
    "replaced_by": "Được thay thế bởi",
    "number": "Số, ký hiệu",
    "paper": "Trạng thái văn bản",
    "material": "Tài liệu",
    "for_paper": "Dùng cho giấy tờ",
    "readers": "Ai được xem",
    "published": "Đang công bố",
    "files": "Tệp",
    "letters": "Người được báo bằng thư",
    "by_hand": "Người cần báo trực tiếp",
    "text": "Nội dung",
    "proof": "Xác minh bằng",
    "reference": "Số phiếu hoặc văn bản",
    "reason": "Lý do",
}


_VALUES: dict[str, dict[str, str]] = {
    "status": {
        **{one.value: text for one, text in STATUS_LABELS.items()},
        "waiting": "Đang chờ",
        "taken": "Đang trò chuyện",
        "ended": "Đã kết thúc",
    },
    "kind": {one.value: text for one, text in KIND_LABELS.items()},
    "channel": {one.value: text for one, text in CHANNEL_LABELS.items()},
    "completeness": {"du_thong_tin": "Đủ thông tin", "gop_y": "Góp ý không đủ thông tin"},
    "role": {one.value: text for one, text in ROLE_LABELS.items()},
    "proof": {one.value: text for one, text in PROOF_LABELS.items()},
    "reason": {one.value: text for one, text in REASON_LABELS.items()},
    "readers": {one.value: text for one, text in READER_LABELS.items()},
}


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What to look for; empty means everything. ``since`` and ``until`` are days in Vietnam, both included."""

    subject_kind: str = ""
    subject: str = ""
    actor: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line of the log, in words.

    Attributes:
        what: was done.
        subject: code or id; ``subject_name`` is what people call it.
        changes: name, value before (``None``: there was none) and value after of each thing that changed.
    """

    at: datetime
    actor: str
    what: str
    subject_kind: str
    subject: str
    subject_name: str
    changes: tuple[tuple[str, str | None, str], ...]


def read(database: Database, wanted: JournalFilter) -> Page[JournalLine]:
    """Return one page of the log, newest first."""
    conditions = _conditions(wanted)
    with database.session() as session:
        total = session.scalar(select(func.count()).select_from(AuditRow).where(*conditions)) or 0
        rows = session.scalars(
            select(AuditRow)
            .where(*conditions)
            .order_by(AuditRow.number.desc())
            .limit(SIZE)
            .offset((wanted.page - 1) * SIZE)
        ).all()
        names = _names(session)
    return Page(tuple(_line(row, names) for row in rows), total, wanted.page, SIZE)


def timeline(database: Database, entries: Iterable[AuditEntry]) -> tuple[JournalLine, ...]:
    """Return the log of one PAKN in words; what a PAKN starts with is not repeated."""
    with database.session() as session:
        names = _names(session)
    return tuple(
        JournalLine(
            at=one.at,
            actor=one.actor,
            what=ACTIONS.get(one.action, one.action),
            subject_kind="pakn",
            subject="",
            subject_name="",
            changes=_changes(one.before, one.after, names) if one.before else (),
        )
        for one in entries
    )


def _names(session: Session) -> dict[str, str]:
    names = {row.id: row.name for row in session.scalars(select(AccountRow))}
    names |= {row.id: row.name for row in session.scalars(select(AgencyRow))}
    return names | {row.id: row.title for row in session.scalars(select(TemplateRow))}


def _conditions(wanted: JournalFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.subject_kind:
        found.append(AuditRow.subject_kind == wanted.subject_kind)
    if wanted.subject:
        found.append(AuditRow.subject == wanted.subject)
    if wanted.action:
        found.append(AuditRow.action == wanted.action)
    if wanted.actor:
        found.append(AuditRow.actor.contains(wanted.actor, autoescape=True))
    if wanted.since:
        found.append(AuditRow.at >= _start(wanted.since))
    if wanted.until:
        found.append(AuditRow.at < _start(wanted.until + timedelta(days=1)))
    return found


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def _line(row: AuditRow, names: dict[str, str]) -> JournalLine:
    return JournalLine(
        at=row.at,
        actor=row.actor,
        what=ACTIONS.get(row.action, row.action),
        subject_kind=row.subject_kind,
        subject=row.subject,
        subject_name=names.get(row.subject, row.subject),
        changes=_changes(row.before, row.after, names),
    )


def _changes(
    before: dict[str, Any] | None, after: dict[str, Any] | None, names: dict[str, str]
) -> tuple[tuple[str, str | None, str], ...]:
    old, new = before or {}, after or {}
    found: list[tuple[str, str | None, str]] = []
    for key, value in new.items():
        was = old.get(key)
        if was == value or (before is None and not value):
            continue
        found.append((FIELDS.get(key, key), None if was is None else _said(key, was, names), _said(key, value, names)))
    return tuple(found)


def _said(key: str, value: Any, names: dict[str, str]) -> str:
    """Return a stored value as people say it."""
    if value is None:
        return "(trống)"
    if isinstance(value, bool):
        return "có" if value else "không"
    text = str(value)
    if key.endswith("_id"):
        return names.get(text, text)
    if key.endswith("_on") and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return day(date.fromisoformat(text))
    return _VALUES.get(key, {}).get(text, text)
