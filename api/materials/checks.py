"""What an official typed about a material, read and refused."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from api.console.painting import read_day
from api.errors import AttachmentRefused, InvalidField
from api.feedback.attachments import CheckedFile, check_office_file
from api.materials.model import FILE_BYTES, FILE_KINDS, FILE_TYPES, Readers, Typed, Upload
from api.quality.checks import checked_url
from knowledge.materials import MaterialKind
from knowledge.text import clean, one_line

TITLE_CHARACTERS, PUBLISHER_CHARACTERS, DECISION_CHARACTERS = 200, 200, 120
VIDEO_IS_NO_FILE = "Video không đưa lên dạng tệp: nhập địa chỉ https:// của trang xem video."
_ONE = "Vui lòng chọn một mục trong danh sách."


def checked(typed: Typed, *, code: str | None, papers: Collection[str], today: date) -> dict[str, Any]:
    """Return the columns of what was typed, without those of the file or the address.

    Args:
        typed: by the official.
        code: of the procedure; only a handbook may have none.
        papers: the papers of its record, and the one that was chosen before.
        today: a document cannot have been issued later.

    Raises:
        InvalidField: a field that cannot be taken.
    """
    if typed.kind not in set(MaterialKind):
        raise InvalidField("kind", _ONE)
    if code is None and typed.kind != MaterialKind.HANDBOOK:
        raise InvalidField("kind", "Chỉ sổ tay hướng dẫn không cần gắn với một thủ tục.")
    if typed.readers not in set(Readers):
        raise InvalidField("readers", _ONE)
    if typed.paper and typed.paper not in papers:
        raise InvalidField("paper", _ONE)
    starts, until = _day("starts", typed.starts), _day("until", typed.until)
    if starts and until and until < starts:
        raise InvalidField("until", "Ngày thôi công bố không thể trước ngày bắt đầu.")
    return {
        "kind": typed.kind,
        "readers": typed.readers,
        "title": _line("title", typed.title, "tên tài liệu", TITLE_CHARACTERS),
        "paper": typed.paper or None,
        "publisher": _line("publisher", typed.publisher, "cơ quan ban hành hoặc đăng", PUBLISHER_CHARACTERS),
        "decision": _decision(typed.decision),
        "issued": _issued(typed.issued, today),
        "starts": starts,
        "until": until,
    }


def checked_link(typed: str) -> str:
    """Return the address of a page elsewhere.

    Raises:
        InvalidField: none, or none by https.
    """
    url = checked_url(typed)
    if url is None:
        raise InvalidField("url", "Vui lòng chọn tệp, hoặc nhập địa chỉ bắt đầu bằng https://.")
    if not url.startswith("https://"):
        raise InvalidField("url", "Địa chỉ phải bắt đầu bằng https://.")
    return url


def checked_file(kind: str, upload: Upload) -> CheckedFile:
    """Return a file that may be kept.

    Raises:
        InvalidField: with the reason.
    """
    if kind == MaterialKind.VIDEO:
        raise InvalidField("file", VIDEO_IS_NO_FILE)
    try:
        return check_office_file(upload.name, upload.content, FILE_BYTES, FILE_TYPES, FILE_KINDS)
    except AttachmentRefused as error:
        raise InvalidField("file", error.reason) from None


def _line(field: str, typed: str, label: str, most: int) -> str:
    line = one_line(clean(typed))
    if not line or len(line) > most:
        raise InvalidField(field, f"Vui lòng ghi {label}, không quá {most} ký tự.")
    return line


def _decision(typed: str) -> str | None:
    line = one_line(clean(typed))
    if len(line) > DECISION_CHARACTERS:
        raise InvalidField("decision", f"Dài quá {DECISION_CHARACTERS} ký tự.")
    return line or None


def _issued(typed: str, today: date) -> date:
    found = read_day(typed)
    if found is None or found > today:
        raise InvalidField("issued", "Vui lòng ghi ngày ban hành như 15/07/2026, không ở tương lai.")
    return found


def _day(field: str, typed: str) -> date | None:
    if not typed.strip():
        return None
    found = read_day(typed)
    if found is None:
        raise InvalidField(field, "Vui lòng ghi ngày như 15/12/2026, hoặc để trống.")
    return found
