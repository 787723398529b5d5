"""What the menu shows: the pages that exist in this application and that the role may open."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from fastapi.routing import iter_route_contexts

from api.console.session import Visit
from api.security.roles import Permission


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu."""

    path: str
    label: str
    permission: Permission


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading."""

    label: str
    items: tuple[Item, ...]


GROUPS = (
    Group(
        "Phản ánh, kiến nghị",
        (
            Item("/admin", "Việc hôm nay", Permission.CONSOLE),
            Item("/admin/tong-dai", "Tra cứu khi nghe máy", Permission.CASES_REGISTER),
            Item("/admin/tong-dai/ho-tro", "Trò chuyện trực tiếp", Permission.CASES_REGISTER),
            Item("/admin/tong-dai/cuoc-goi", "Nhật ký cuộc gọi", Permission.CASES_REGISTER),
            Item("/admin/pakn", "Danh sách", Permission.CASES_READ),
            Item("/admin/pakn/moi", "Ghi nhận mới", Permission.CASES_REGISTER),
            Item("/admin/bao-cao", "Báo cáo", Permission.REPORTS_READ),
        ),
    ),
    Group(
        "Trợ lý tự động",
        (
            Item("/admin/chat-luong", "Chất lượng trả lời", Permission.QUALITY_READ),
            Item("/admin/gop-y", "Góp ý về trợ lý", Permission.QUALITY_READ),
            Item("/admin/kien-thuc", "Dữ liệu thủ tục", Permission.KNOWLEDGE_READ),
            Item("/admin/chi-dan", "Chỉ dẫn tra cứu", Permission.KNOWLEDGE_READ),
            Item("/admin/van-ban", "Danh mục văn bản", Permission.KNOWLEDGE_READ),
            Item("/admin/thu-vien", "Thư viện văn bản", Permission.KNOWLEDGE_READ),
            Item("/admin/tai-lieu", "Tài liệu của thủ tục", Permission.KNOWLEDGE_READ),
            Item("/admin/niem-yet", "In bản niêm yết", Permission.CASES_REGISTER),
            Item("/admin/tin", "Tin thông báo", Permission.ANNOUNCE),
            Item("/admin/su-kien", "Đối thoại, trao đổi", Permission.SENDER_SEE),
            Item("/admin/ban-tin", "Bản tin điện tử", Permission.ANNOUNCE),
            Item("/admin/kenh", "Kênh nhắn tin", Permission.CHANNELS),
        ),
    ),
    Group(
        "Danh bạ và hệ thống",
        (
            Item("/admin/co-quan", "Cơ quan", Permission.DIRECTORY_READ),
            Item("/admin/mau-tra-loi", "Mẫu trả lời", Permission.TEMPLATES_READ),
            Item("/admin/thong-bao", "Thư báo đã gửi", Permission.NOTICES_READ),
            Item("/admin/nhat-ky", "Nhật ký", Permission.AUDIT_READ),
            Item("/admin/ca-nhan", "Dữ liệu cá nhân", Permission.PERSONAL_DATA),
            Item("/admin/tai-khoan", "Tài khoản", Permission.ACCOUNTS),
        ),
    ),
)
"""Every page that can stand in the menu; one that the application does not serve is left out."""


def menu(request: Request, visit: Visit) -> tuple[Group, ...]:
    """Return the groups that this visitor can open something of."""
    served = _served(request)
    groups = (
        Group(group.label, tuple(one for one in group.items if one.path in served and visit.may(one.permission)))
        for group in GROUPS
    )
    return tuple(group for group in groups if group.items)


def current(request: Request) -> str:
    """Return the address in the menu that the request belongs to: the longest one its path starts with."""
    path = request.url.path.rstrip("/")
    known = [item.path for group in GROUPS for item in group.items]
    return max((one for one in known if path == one or path.startswith(f"{one}/")), key=len, default="")


def _served(request: Request) -> frozenset[str]:
    kept: frozenset[str] | None = getattr(request.app.state, "console_paths", None)
    if kept is None:
        kept = frozenset(str(route.path) for route in iter_route_contexts(request.app.routes))
        request.app.state.console_paths = kept
    return kept
