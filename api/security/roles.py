"""Who of the office may do what: one table, deny by default."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an account is for; the value is stored."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    OFFICER = "officer"
    APPROVER = "approver"
    ADMIN = "admin"


class Permission(StrEnum):
    """One thing that can be allowed."""

    CONSOLE = "console"
    CASES_READ = "cases.read"
    CASES_REGISTER = "cases.register"
    CASES_WORK = "cases.work"
    SENDER_SEE = "sender.see"
    ANSWER_APPROVE = "answer.approve"
    PUBLISH = "publish"
    DIRECTORY_READ = "directory.read"
    DIRECTORY_WRITE = "directory.write"
    TEMPLATES_READ = "templates.read"
    TEMPLATES_WRITE = "templates.write"
    REPORTS_READ = "reports.read"
    QUALITY_READ = "quality.read"
    QUALITY_WRITE = "quality.write"
    NOTICES_READ = "notices.read"
    NOTICES_RESEND = "notices.resend"
    AUDIT_READ = "audit.read"
    KNOWLEDGE_READ = "knowledge.read"
    KNOWLEDGE_WRITE = "knowledge.write"
    ANNOUNCE = "announce"
    CHANNELS = "channels"
    PERSONAL_DATA = "personal.data"
    ACCOUNTS = "accounts"


ROLE_LABELS: dict[Role, str] = {
    Role.VIEWER: "Người xem",
    Role.OPERATOR: "Người tiếp nhận",
    Role.OFFICER: "Cán bộ xử lý",
    Role.APPROVER: "Người duyệt",
    Role.ADMIN: "Quản trị",
}
ROLE_HINTS: dict[Role, str] = {
    Role.VIEWER: "Xem danh sách và báo cáo; thông tin người gửi bị che.",
    Role.OPERATOR: "Nghe máy, trò chuyện trực tiếp; ghi nhận phản ánh; thông tin người gửi bị che.",
    Role.OFFICER: "Xử lý phản ánh, soạn câu trả lời; xem được thông tin người gửi.",
    Role.APPROVER: "Như cán bộ xử lý; duyệt và công khai câu trả lời; xem nhật ký.",
    Role.ADMIN: "Mọi việc, kể cả tài khoản, danh bạ và dữ liệu thủ tục.",
}

_VIEWER = frozenset(
    {
        Permission.CONSOLE,
        Permission.CASES_READ,
        Permission.DIRECTORY_READ,
        Permission.TEMPLATES_READ,
        Permission.REPORTS_READ,
    }
)
_OPERATOR = _VIEWER | {Permission.CASES_REGISTER}
_OFFICER = _OPERATOR | {
    Permission.CASES_WORK,
    Permission.SENDER_SEE,
    Permission.TEMPLATES_WRITE,
    Permission.QUALITY_READ,
    Permission.NOTICES_READ,
    Permission.KNOWLEDGE_READ,
}
_APPROVER = _OFFICER | {
    Permission.ANSWER_APPROVE,
    Permission.PUBLISH,
    Permission.QUALITY_WRITE,
    Permission.NOTICES_RESEND,
    Permission.AUDIT_READ,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.OPERATOR: _OPERATOR,
    Role.OFFICER: _OFFICER,
    Role.APPROVER: _APPROVER,
    Role.ADMIN: frozenset(Permission),
}
"""What each role may do; what is not named here is refused."""


def may(role: Role, permission: Permission) -> bool:
    """Tell whether a role may do something; an unknown role may do nothing."""
    return permission in PERMISSIONS.get(role, frozenset())
