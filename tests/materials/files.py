"""Files and fields of invented materials."""

from __future__ import annotations

import io
from typing import Any

import docx

from api.materials.model import Typed, Upload

RESIDENCE = "1.004222"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = bytes.fromhex("89504E470D0A1A0A0000000D49484452000000010000000108060000001F15C489")
TITLE = "Mẫu tờ khai cư trú có hướng dẫn điền"
SOURCE = "do Công an tỉnh Ví Dụ đăng, số 12/QĐ-VD, ngày 01/02/2026"
VIDEO_URL = "https://video.vidu.vn/dang-ky-thuong-tru"


def upload(name: str = "to-khai.pdf", content: bytes = PDF) -> Upload:
    """A file as an official has chosen it."""
    return Upload(name, content)


def typed(**more: str) -> Typed:
    """What an official types for a form."""
    given = {
        "kind": "form",
        "title": TITLE,
        "publisher": "Công an tỉnh Ví Dụ",
        "decision": "12/QĐ-VD",
        "issued": "01/02/2026",
    }
    return Typed(**{**given, **more})


def video(**more: str) -> Typed:
    """What an official types for a video."""
    return typed(**{"kind": "video", "title": "Cách đăng ký thường trú", "url": VIDEO_URL, **more})


def word(text: str) -> bytes:
    """A Word document of these lines."""
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def published(office: Any, actor: Any, fields: Typed, code: str | None = RESIDENCE, file: Upload | None = None) -> str:
    """Put a material on the shelf of an office, publish it, and return its id."""
    shelf = office.services.materials
    identity = str(shelf.add(actor, code, fields, file))
    shelf.put(actor, identity, published=True)
    office.services.keeper.refresh_extras()
    return identity
