"""The one table of who may call which route; a test holds it against the application."""

from __future__ import annotations

import hmac
import ipaddress
from enum import StrEnum

from fastapi import Request

from api.errors import AccessDenied


class Access(StrEnum):
    """PUBLIC: everyone, rate-limited. OPEN: everyone, cheap, not limited (health, static files).

    MACHINE: this machine, or whoever has the metrics token. ACTION: Rasa on this machine, with the action token.
    SIGNED: a messenger that proves itself by signature or secret with every request; only failures are limited.
    PAGE: a page for people, or what leads to one; for everyone and rate-limited, in no description for programs.
    CONSOLE: whoever is logged in and has the permission the page asks for (:mod:`api.security.roles`).
    """

    PUBLIC = "public"
    OPEN = "open"
    MACHINE = "machine"
    ACTION = "action"
    SIGNED = "signed"
    CONSOLE = "console"
    PAGE = "page"


ROUTES: dict[tuple[str, str], Access] = {
    ("POST", "/api/v1/chat/messages"): Access.PUBLIC,
    ("GET", "/api/v1/chat/conversations/{conversation_id}"): Access.PUBLIC,
    ("GET", "/api/v1/chat/conversations/{conversation_id}/handover"): Access.PUBLIC,
    ("POST", "/api/v1/chat/messages/{message_id}/rating"): Access.PUBLIC,
    ("POST", "/api/v1/chat/conversations/{conversation_id}/files"): Access.PUBLIC,
    ("DELETE", "/api/v1/chat/conversations/{conversation_id}/files/{attachment_id}"): Access.PUBLIC,
    ("GET", "/api/v1/search"): Access.PUBLIC,
    ("GET", "/api/v1/fields"): Access.PUBLIC,
    ("GET", "/api/v1/glossary"): Access.PUBLIC,
    ("GET", "/api/v1/procedures"): Access.PUBLIC,
    ("GET", "/api/v1/procedures/compare"): Access.PUBLIC,
    ("GET", "/api/v1/procedures/{code}"): Access.PUBLIC,
    ("GET", "/api/v1/procedures/{code}/answer"): Access.PUBLIC,
    ("GET", "/api/v1/procedures/{code}/text"): Access.PUBLIC,
    ("GET", "/api/v1/procedures/{code}/materials"): Access.PUBLIC,
    ("GET", "/api/v1/snapshots/active"): Access.PUBLIC,
    ("POST", "/api/v1/feedback"): Access.PUBLIC,
    ("GET", "/api/v1/feedback/form"): Access.PUBLIC,
    ("POST", "/api/v1/feedback/drafts"): Access.PUBLIC,
    ("GET", "/api/v1/feedback/drafts/{draft_id}"): Access.PUBLIC,
    ("PATCH", "/api/v1/feedback/drafts/{draft_id}"): Access.PUBLIC,
    ("DELETE", "/api/v1/feedback/drafts/{draft_id}"): Access.PUBLIC,
    ("POST", "/api/v1/feedback/drafts/{draft_id}/attachments"): Access.PUBLIC,
    ("DELETE", "/api/v1/feedback/drafts/{draft_id}/attachments/{attachment_id}"): Access.PUBLIC,
    ("POST", "/api/v1/feedback/drafts/{draft_id}/submit"): Access.PUBLIC,
    ("GET", "/api/v1/feedback/{code}"): Access.PUBLIC,
    ("POST", "/api/v1/feedback/{code}/add"): Access.PUBLIC,
    ("POST", "/api/v1/feedback/{code}/withdraw"): Access.PUBLIC,
    ("POST", "/api/v1/feedback/{code}/rate"): Access.PUBLIC,
    ("POST", "/api/v1/feedback/{code}/reopen"): Access.PUBLIC,
    ("GET", "/api/v1/dossiers/{code}"): Access.PUBLIC,
    ("GET", "/api/v1/published"): Access.PUBLIC,
    ("GET", "/api/v1/published/{slug}"): Access.PUBLIC,
    ("GET", "/open311/v2/discovery.{form}"): Access.PUBLIC,
    ("GET", "/open311/v2/services.{form}"): Access.PUBLIC,
    ("GET", "/open311/v2/services/{service_code}.{form}"): Access.PUBLIC,
    ("GET", "/open311/v2/requests.{form}"): Access.PUBLIC,
    ("POST", "/open311/v2/requests.{form}"): Access.PUBLIC,
    ("GET", "/open311/v2/requests/{request_id}.{form}"): Access.PUBLIC,
    ("GET", "/open311/v2/tokens/{token}.{form}"): Access.PUBLIC,
    ("GET", "/open311/v2/{path:path}"): Access.PAGE,
    ("POST", "/open311/v2/{path:path}"): Access.PAGE,
    ("GET", "/phan-anh"): Access.PAGE,
    ("POST", "/phan-anh"): Access.PAGE,
    ("POST", "/phan-anh/luu"): Access.PAGE,
    ("GET", "/phan-anh/xem-lai"): Access.PAGE,
    ("POST", "/phan-anh/gui"): Access.PAGE,
    ("GET", "/phan-anh/bien-nhan"): Access.PAGE,
    ("GET", "/phan-anh/tra-cuu"): Access.PAGE,
    ("POST", "/phan-anh/tra-cuu"): Access.PAGE,
    ("GET", "/phan-anh/{code}"): Access.PAGE,
    ("POST", "/phan-anh/{code}/bo-sung"): Access.PAGE,
    ("POST", "/phan-anh/{code}/rut"): Access.PAGE,
    ("POST", "/phan-anh/{code}/danh-gia"): Access.PAGE,
    ("POST", "/phan-anh/{code}/mo-lai"): Access.PAGE,
    ("GET", "/hoi-dap"): Access.PAGE,
    ("GET", "/hoi-dap/{slug}"): Access.PAGE,
    ("GET", "/to-roi/{code}"): Access.PAGE,
    ("GET", "/su-kien"): Access.PAGE,
    ("GET", "/su-kien/huy"): Access.PAGE,
    ("POST", "/su-kien/huy"): Access.PAGE,
    ("GET", "/su-kien/{identity}"): Access.PAGE,
    ("POST", "/su-kien/{identity}/dang-ky"): Access.PAGE,
    ("GET", "/tai-lieu"): Access.PAGE,
    ("GET", "/tai-lieu/{identity}/tep"): Access.PAGE,
    ("GET", "/niem-yet"): Access.PAGE,
    ("GET", "/niem-yet/phan-anh"): Access.PAGE,
    ("GET", "/niem-yet/{code}"): Access.PAGE,
    ("POST", "/channels/zalo/webhook"): Access.SIGNED,
    ("POST", "/channels/zalo-bot/webhook"): Access.SIGNED,
    ("POST", "/channels/webhook/messages"): Access.SIGNED,
    ("GET", "/healthz"): Access.OPEN,
    ("GET", "/readyz"): Access.OPEN,
    ("GET", "/metrics"): Access.MACHINE,
    ("POST", "/rasa/actions"): Access.ACTION,
    ("GET", "/openapi.json"): Access.OPEN,
    ("GET", "/admin/dang-nhap"): Access.CONSOLE,
    ("POST", "/admin/dang-nhap"): Access.CONSOLE,
    ("POST", "/admin/dang-xuat"): Access.CONSOLE,
    ("GET", "/admin/phien"): Access.CONSOLE,
    ("GET", "/admin/mat-khau"): Access.CONSOLE,
    ("POST", "/admin/mat-khau"): Access.CONSOLE,
    ("GET", "/admin"): Access.CONSOLE,
    ("GET", "/admin/kenh"): Access.CONSOLE,
    ("POST", "/admin/kenh/{name}/cong-tac"): Access.CONSOLE,
    ("POST", "/admin/kenh/{name}/kiem-tra"): Access.CONSOLE,
    ("POST", "/admin/kenh/{name}/gui-lai"): Access.CONSOLE,
    ("POST", "/admin/kenh/{name}/gui-thu"): Access.CONSOLE,
    ("GET", "/admin/pakn"): Access.CONSOLE,
    ("POST", "/admin/pakn/hang-loat"): Access.CONSOLE,
    ("GET", "/admin/pakn/moi"): Access.CONSOLE,
    ("POST", "/admin/pakn/moi"): Access.CONSOLE,
    ("GET", "/admin/pakn/{code}"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/nguoi-gui"): Access.CONSOLE,
    ("GET", "/admin/pakn/{code}/tep/{identity}"): Access.CONSOLE,
    ("GET", "/admin/pakn/{code}/cong-khai"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/cong-khai"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/giao"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/chuyen"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/bat-dau"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/hoi-them"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/bao-cham"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/tu-choi"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/tiep-nhan-lai"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/rut"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/ghi-chu"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/sua"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/gop"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/tach"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/ma-quoc-gia"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/soan"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/duyet"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/tra-lai"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/xu-ly-lai"): Access.CONSOLE,
    ("POST", "/admin/pakn/{code}/go-cong-khai"): Access.CONSOLE,
    ("GET", "/admin/co-quan"): Access.CONSOLE,
    ("POST", "/admin/co-quan"): Access.CONSOLE,
    ("GET", "/admin/co-quan/{identity}"): Access.CONSOLE,
    ("POST", "/admin/co-quan/{identity}"): Access.CONSOLE,
    ("GET", "/admin/mau-tra-loi"): Access.CONSOLE,
    ("POST", "/admin/mau-tra-loi"): Access.CONSOLE,
    ("GET", "/admin/mau-tra-loi/{identity}"): Access.CONSOLE,
    ("POST", "/admin/mau-tra-loi/{identity}"): Access.CONSOLE,
    ("GET", "/admin/tai-khoan"): Access.CONSOLE,
    ("POST", "/admin/tai-khoan"): Access.CONSOLE,
    ("POST", "/admin/tai-khoan/{identity}/vai-tro"): Access.CONSOLE,
    ("POST", "/admin/tai-khoan/{identity}/mat-khau"): Access.CONSOLE,
    ("POST", "/admin/tai-khoan/{identity}/dong"): Access.CONSOLE,
    ("POST", "/admin/tai-khoan/{identity}/mo"): Access.CONSOLE,
    ("GET", "/admin/nhat-ky"): Access.CONSOLE,
    ("GET", "/admin/ca-nhan"): Access.CONSOLE,
    ("POST", "/admin/ca-nhan"): Access.CONSOLE,
    ("POST", "/admin/ca-nhan/xuat"): Access.CONSOLE,
    ("POST", "/admin/ca-nhan/xoa"): Access.CONSOLE,
    ("GET", "/admin/thong-bao"): Access.CONSOLE,
    ("POST", "/admin/thong-bao/{number}/gui-lai"): Access.CONSOLE,
    ("GET", "/admin/bao-cao"): Access.CONSOLE,
    ("GET", "/admin/bao-cao/bao-cao.xlsx"): Access.CONSOLE,
    ("GET", "/admin/bao-cao/bao-cao.docx"): Access.CONSOLE,
    ("GET", "/admin/bao-cao/ho-so.csv"): Access.CONSOLE,
    ("GET", "/admin/bao-cao/cau-hoi.csv"): Access.CONSOLE,
    ("GET", "/api/v1/announcements"): Access.PUBLIC,
    ("GET", "/admin/tin"): Access.CONSOLE,
    ("POST", "/admin/tin"): Access.CONSOLE,
    ("GET", "/admin/tin/{identity}"): Access.CONSOLE,
    ("POST", "/admin/tin/{identity}"): Access.CONSOLE,
    ("POST", "/admin/tin/{identity}/{step}"): Access.CONSOLE,
    ("GET", "/admin/chat-luong"): Access.CONSOLE,
    ("GET", "/admin/chat-luong/cau-hoi"): Access.CONSOLE,
    ("POST", "/admin/chat-luong/danh-dau"): Access.CONSOLE,
    ("GET", "/admin/chat-luong/nhom/{cluster}"): Access.CONSOLE,
    ("POST", "/admin/chat-luong/cach-noi"): Access.CONSOLE,
    ("POST", "/admin/chat-luong/cach-noi/{identity}/{step}"): Access.CONSOLE,
    ("GET", "/admin/chat-luong/bo-sung"): Access.CONSOLE,
    ("GET", "/admin/chat-luong/hoi-dap/moi"): Access.CONSOLE,
    ("POST", "/admin/chat-luong/hoi-dap"): Access.CONSOLE,
    ("GET", "/admin/chat-luong/hoi-dap/{identity}"): Access.CONSOLE,
    ("POST", "/admin/chat-luong/hoi-dap/{identity}"): Access.CONSOLE,
    ("POST", "/admin/chat-luong/hoi-dap/{identity}/{step}"): Access.CONSOLE,
    ("GET", "/admin/gop-y"): Access.CONSOLE,
    ("GET", "/admin/kien-thuc"): Access.CONSOLE,
    ("POST", "/admin/kien-thuc/dung"): Access.CONSOLE,
    ("POST", "/admin/kien-thuc/quay-lai"): Access.CONSOLE,
    ("POST", "/admin/kien-thuc/nhap"): Access.CONSOLE,
    ("GET", "/admin/kien-thuc/nhap/{identity}"): Access.CONSOLE,
    ("POST", "/admin/kien-thuc/nhap/{identity}/dung"): Access.CONSOLE,
    ("POST", "/admin/kien-thuc/nhap/{identity}/bo"): Access.CONSOLE,
    ("GET", "/admin/kien-thuc/tra-cuu"): Access.CONSOLE,
    ("GET", "/admin/kien-thuc/thu-tuc/{code}"): Access.CONSOLE,
    ("POST", "/admin/kien-thuc/thu-tuc/{code}/cach-noi"): Access.CONSOLE,
    ("GET", "/admin/kien-thuc/sai-thong-tin"): Access.CONSOLE,
    ("POST", "/admin/kien-thuc/sai-thong-tin"): Access.CONSOLE,
    ("POST", "/admin/kien-thuc/sai-thong-tin/{identity}"): Access.CONSOLE,
    ("GET", "/admin/niem-yet"): Access.CONSOLE,
    ("GET", "/admin/su-kien"): Access.CONSOLE,
    ("POST", "/admin/su-kien"): Access.CONSOLE,
    ("GET", "/admin/su-kien/{identity}"): Access.CONSOLE,
    ("POST", "/admin/su-kien/{identity}"): Access.CONSOLE,
    ("GET", "/admin/su-kien/{identity}/dang-ky"): Access.CONSOLE,
    ("GET", "/admin/su-kien/{identity}/dang-ky.csv"): Access.CONSOLE,
    ("POST", "/admin/su-kien/{identity}/dang-ky/{registration}/da-bao"): Access.CONSOLE,
    ("POST", "/admin/su-kien/{identity}/{step}"): Access.CONSOLE,
    ("GET", "/admin/ban-tin"): Access.CONSOLE,
    ("GET", "/admin/ban-tin/ban-tin.docx"): Access.CONSOLE,
    ("GET", "/admin/ban-tin/ban-tin.html"): Access.CONSOLE,
    ("GET", "/admin/kien-thuc/do-day-du"): Access.CONSOLE,
    ("GET", "/admin/kien-thuc/do-day-du.csv"): Access.CONSOLE,
    ("GET", "/admin/kien-thuc/do-day-du.xlsx"): Access.CONSOLE,
    ("GET", "/admin/kien-thuc/do-day-du/thieu"): Access.CONSOLE,
    ("GET", "/admin/kien-thuc/lien-ket"): Access.CONSOLE,
    ("POST", "/admin/kien-thuc/lien-ket"): Access.CONSOLE,
    ("POST", "/admin/kien-thuc/lien-ket/dung-lai"): Access.CONSOLE,
    ("GET", "/admin/kien-thuc/lien-ket.csv"): Access.CONSOLE,
    ("GET", "/admin/chi-dan"): Access.CONSOLE,
    ("GET", "/admin/chi-dan/{identity}"): Access.CONSOLE,
    ("POST", "/admin/chi-dan/{identity}"): Access.CONSOLE,
    ("POST", "/admin/chi-dan/{identity}/cong-tac"): Access.CONSOLE,
    ("GET", "/admin/van-ban"): Access.CONSOLE,
    ("POST", "/admin/van-ban/them"): Access.CONSOLE,
    ("GET", "/admin/van-ban/danh-muc.csv"): Access.CONSOLE,
    ("POST", "/admin/van-ban/nhap"): Access.CONSOLE,
    ("GET", "/admin/van-ban/{identity}"): Access.CONSOLE,
    ("POST", "/admin/van-ban/{identity}"): Access.CONSOLE,
    ("POST", "/admin/van-ban/{identity}/rut"): Access.CONSOLE,
    ("GET", "/admin/thu-vien"): Access.CONSOLE,
    ("POST", "/admin/thu-vien/nhap"): Access.CONSOLE,
    ("GET", "/admin/thu-vien/{identity}"): Access.CONSOLE,
    ("POST", "/admin/thu-vien/{identity}"): Access.CONSOLE,
    ("POST", "/admin/thu-vien/{identity}/trang-thai"): Access.CONSOLE,
    ("GET", "/admin/tai-lieu"): Access.CONSOLE,
    ("GET", "/admin/tai-lieu/moi"): Access.CONSOLE,
    ("POST", "/admin/tai-lieu/moi"): Access.CONSOLE,
    ("GET", "/admin/tai-lieu/{identity}"): Access.CONSOLE,
    ("POST", "/admin/tai-lieu/{identity}"): Access.CONSOLE,
    ("GET", "/admin/tai-lieu/{identity}/tep"): Access.CONSOLE,
    ("POST", "/admin/tai-lieu/{identity}/cong-bo"): Access.CONSOLE,
    ("POST", "/admin/tai-lieu/{identity}/doc-lai"): Access.CONSOLE,
    ("POST", "/admin/tai-lieu/{identity}/xoa"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/so-tay"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/tai-lieu/{identity}/tep"): Access.CONSOLE,
    ("GET", "/admin/tong-dai"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/tim"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/thu-tuc/{code}"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/thu-tuc/{code}/bao-sai"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/thu-tuc/{code}/gui"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/so-sanh"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/ho-so"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/tra-ho-so"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/tra-ho-so"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/ke-hoach"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/thuat-ngu"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/ho-tro"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/ho-tro/hang-cho"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/ho-tro/loi-doc/{code}"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/ho-tro/{identity}"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/ho-tro/{identity}/nhan"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/ho-tro/{identity}/tra-loi"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/ho-tro/{identity}/nhip"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/ho-tro/{identity}/giao-lai"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/ho-tro/{identity}/tra-hang-cho"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/ho-tro/{identity}/ket-thuc"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/cuoc-goi"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/cuoc-goi.csv"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/cuoc-goi/dang-goi"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/cuoc-goi/moi"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/cuoc-goi/moi"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/cuoc-goi/bat-dau"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/cuoc-goi/bo"): Access.CONSOLE,
    ("GET", "/admin/tong-dai/cuoc-goi/{identity}"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/cuoc-goi/{identity}"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/cuoc-goi/{identity}/xoa"): Access.CONSOLE,
    ("POST", "/admin/tong-dai/cuoc-goi/{identity}/so-goi"): Access.CONSOLE,
    ("GET", "/operator"): Access.PAGE,
    ("GET", "/admin/{rest:path}"): Access.CONSOLE,
}
"""Method and path → who may call. A route that is not listed fails the build; the files of the page are OPEN."""


def address_of(request: Request) -> str:
    """The caller's address, as far as the trusted proxies tell it; ``"unknown"`` without one."""
    return request.client.host if request.client else "unknown"


def is_this_machine(request: Request) -> bool:
    """Tell whether the caller is on the loopback interface (and not behind a proxy that names another address)."""
    try:
        return ipaddress.ip_address(address_of(request)).is_loopback
    except ValueError:
        return False


def same_secret(shown: str, expected: str) -> bool:
    """Compare in constant time; an empty expectation matches nothing."""
    return bool(expected) and hmac.compare_digest(shown.encode(), expected.encode())


def require_action_caller(request: Request, token: str) -> None:
    """Let only Rasa on this machine through.

    Raises:
        AccessDenied: another machine, or a wrong ``X-Action-Token``.
    """
    if not (is_this_machine(request) and same_secret(request.headers.get("x-action-token", ""), token)):
        raise AccessDenied


def require_machine(request: Request, token: str) -> None:
    """Let this machine through, or a caller with the bearer token.

    Raises:
        AccessDenied: neither of the two.
    """
    shown = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not (is_this_machine(request) or same_secret(shown, token)):
        raise AccessDenied
