"""Which addresses take files, and how much at once."""

from __future__ import annotations

import re

from api.materials.model import FILE_BYTES
from api.middleware import Upload
from api.settings import Settings

_AROUND_A_FILE = 65_536
"""Bytes of a multipart body beside its files."""
_OFFICE_PAGE = 1_048_576
"""Bytes of a form of the office: an answer of 50,000 characters is nine bytes a character in a form."""

_OFFICE_FILE = 8_000_000
"""Bytes of a paper of the library, or of the register as a sheet."""


def uploads(settings: Settings) -> tuple[Upload, ...]:
    """Return them: one file for a draft or in the chat, all files at once elsewhere."""
    one = settings.attachment_bytes + _AROUND_A_FILE
    several = settings.attachment_bytes * max(1, settings.attachment_count) + settings.body_bytes + _AROUND_A_FILE
    return (
        Upload(re.compile(r"/api/v1/feedback/drafts/[^/]+/attachments"), one),
        Upload(re.compile(r"/api/v1/chat/conversations/[^/]+/files"), one),
        Upload(re.compile(r"/api/v1/feedback/[^/]+/add"), several),
        Upload(re.compile(r"/phan-anh(?:/[^/]+/bo-sung)?"), several, is_page=True),
        Upload(re.compile(r"/open311/v2/requests(?:\.json|\.xml)?"), several),
        Upload(re.compile(r"/admin/pakn/moi"), several, is_page=True),
        Upload(re.compile(r"/admin/kien-thuc/nhap"), settings.import_bytes + _AROUND_A_FILE, is_page=True),
        Upload(re.compile(r"/admin/(?:thu-vien|van-ban)/nhap"), _OFFICE_FILE + _AROUND_A_FILE, is_page=True),
        Upload(re.compile(r"/admin/tai-lieu/[^/]+"), FILE_BYTES + _AROUND_A_FILE, is_page=True),
        Upload(re.compile(r"/admin(?:/.*)?"), max(settings.body_bytes, _OFFICE_PAGE), is_page=True),
    )
