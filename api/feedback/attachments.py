"""Files that may come with a PAKN: the types of the national form, told by what is inside and not by the name.

What is checked: the kind by its content and that the name agrees; size and number; for Office files that they are
whole, without macros and no zip bomb. Pictures of identity papers (sensitive data, Luật 91/2025/QH15) are refused by
name and by the sender's own declaration: the picture itself is not looked at, and viruses are not searched for.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from api.errors import AttachmentRefused
from knowledge.text import fold, one_line

JPEG = "image/jpeg"
PNG = "image/png"
PDF = "application/pdf"
DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLS = "application/vnd.ms-excel"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

TYPES: dict[str, str] = {
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".pdf": PDF,
    ".doc": DOC,
    ".docx": DOCX,
    ".xls": XLS,
    ".xlsx": XLSX,
}
"""Extension → media type; also the ``accept`` list of a form."""

_PNG = bytes.fromhex("89504E470D0A1A0A")
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP = b"PK\x03\x04"
_NAME_CHARACTERS = 120
_MAX_ENTRIES = 2_000
_MAX_UNPACKED = 60 * 1024 * 1024
_CHUNK = 1 << 16
_IDENTITY = re.compile(
    r"(?<![a-z0-9])(?:cccd|cmnd|cmtnd|cmt|cc gan chip|can cuoc|chung minh (?:thu|nhan dan)|ho chieu|passport|id ?card"
    r"|giay to tuy than|the cuoc)(?![a-z0-9])"
)

KINDS = "Chỉ nhận tệp JPG, PDF, DOC, DOCX, XLS, XLSX."
NOT_DECLARED = (
    "Vui lòng xác nhận tệp không phải ảnh căn cước, hộ chiếu hay giấy tờ tùy thân khác: cơ quan không cần và không "
    "nhận các ảnh này."
)
IDENTITY = "Tên tệp cho thấy đây là giấy tờ tùy thân. Cơ quan không cần và không nhận ảnh giấy tờ tùy thân."
_DISGUISED = "Tệp mang đuôi {suffix} nhưng nội dung không phải loại đó."
_TOO_LARGE = "Tệp lớn quá {limit} MB."
_TOO_MANY = "Mỗi phản ánh kèm tối đa {limit} tệp."
_EMPTY = "Tệp rỗng."
_MACRO = "Tệp có chứa macro (mã chạy được) nên không nhận. Vui lòng lưu lại thành PDF."
_BROKEN = "Tệp bị hỏng hoặc có mật khẩu nên không đọc được."
_BOMB = "Tệp nén bung ra quá lớn nên không nhận."


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How large and how many."""

    size: int = 10 * 1024 * 1024
    count: int = 5


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept."""

    name: str
    media_type: str
    content: bytes


def check_file(name: str, content: bytes, limits: FileLimits, *, already: int, declared: bool) -> CheckedFile:
    """Return the file under a clean name, with the type its content has.

    Args:
        name: as the sender's machine calls it.
        content: the bytes.
        limits: of the deployment.
        already: files the PAKN has so far.
        declared: the sender said that it shows no identity paper.

    Raises:
        AttachmentRefused: with the reason.
    """
    if already >= limits.count:
        raise AttachmentRefused(_TOO_MANY.format(limit=limits.count))
    _check_size(content, limits.size)
    clean_name = _clean_name(name)
    if _IDENTITY.search(re.sub(r"[\W_]+", " ", fold(clean_name))):
        raise AttachmentRefused(IDENTITY)
    if not declared:
        raise AttachmentRefused(NOT_DECLARED)
    return _checked(clean_name, content, TYPES, KINDS)


def check_office_file(name: str, content: bytes, size: int, types: Mapping[str, str], kinds: str) -> CheckedFile:
    """Return a file the office itself brings, under a clean name, with the type its content has.

    Args:
        name: as the official's machine calls it.
        content: the bytes.
        size: most bytes.
        types: extension → media type of what is taken.
        kinds: the sentence that names them.

    Raises:
        AttachmentRefused: with the reason.
    """
    _check_size(content, size)
    return _checked(_clean_name(name), content, types, kinds)


def _check_size(content: bytes, size: int) -> None:
    if not content:
        raise AttachmentRefused(_EMPTY)
    if len(content) > size:
        raise AttachmentRefused(_TOO_LARGE.format(limit=max(1, size // (1024 * 1024))))


def _checked(clean_name: str, content: bytes, types: Mapping[str, str], kinds: str) -> CheckedFile:
    suffix = "." + clean_name.rpartition(".")[2].lower()
    expected = types.get(suffix)
    if expected is None:
        raise AttachmentRefused(kinds)
    if _type_of(content) != expected:
        raise AttachmentRefused(f"{_DISGUISED.format(suffix=suffix)} {kinds}")
    return CheckedFile(clean_name, expected, content)


def _clean_name(name: str) -> str:
    last = re.split(r"[/\\]", one_line(name.encode("utf-8", "ignore").decode()))[-1]
    stem, dot, suffix = re.sub(r'[<>:"|?*]', "", last).rpartition(".")
    return f"{stem[: _NAME_CHARACTERS - 10].strip() or 'tep'}{dot}{suffix[:8]}"


def _type_of(content: bytes) -> str | None:
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(_PNG):
        return PNG
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(_OLE):
        return _type_of_ole(content)
    if content.startswith(_ZIP):
        return _type_of_zip(content)
    return None


def _type_of_ole(content: bytes) -> str | None:
    """Tell old Word from old Excel by the stream names, which stand in the file in UTF-16."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("_VBA_PROJECT"):
        raise AttachmentRefused(_MACRO)
    if has("EncryptedPackage"):
        raise AttachmentRefused(_BROKEN)
    if has("WordDocument"):
        return DOC
    return XLS if has("Workbook") or has("Book") else None


def _type_of_zip(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {entry.filename for entry in archive.infolist()}
            if "[Content_Types].xml" not in names:
                return None
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise AttachmentRefused(_MACRO)
            _refuse_bomb(archive)
    except (zipfile.BadZipFile, RuntimeError, EOFError, ValueError, OSError):
        raise AttachmentRefused(_BROKEN) from None
    except zlib.error:
        raise AttachmentRefused(_BROKEN) from None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """Unpack piece by piece and count: the sizes a zip states about itself may be false."""
    entries = archive.infolist()
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        raise AttachmentRefused(_BOMB)
    unpacked = 0
    for entry in entries:
        with archive.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                unpacked += len(piece)
                if unpacked > _MAX_UNPACKED:
                    raise AttachmentRefused(_BOMB)
