"""What each field of an intake must be; every refusal is one Vietnamese sentence for the sender.

Sources: NĐ 20/2008/NĐ-CP Đ.7 (name, address, phone or e-mail, clear content in Vietnamese). Text is kept in Unicode
normal form C (TCVN 6909:2001) without control characters and HTML.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from actions.feedback.dates import read_day
from api.errors import InvalidField
from api.feedback.model import DraftFields, Kind, SenderKind
from api.feedback.places import current_place
from api.feedback.texts import free_text, text_of, without_markup
from knowledge.text import one_line

MIN_CONTENT = 20
MAX_CONTENT = 20_000
MAX_NOTE = 5_000
MAX_ADDRESS = 300
EARLIEST = date(1990, 1, 1)

_MOBILE = re.compile(r"0[35789]\d{8}")
_LANDLINE = re.compile(r"02\d{9}")
_ABROAD = re.compile(r"\+[1-9]\d{7,14}")
_PHONE_SIGNS = re.compile(r"[\s.\-()]+")
_EMAIL = re.compile(r"[a-z0-9][a-z0-9._%+\-]{0,63}@(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{2,63}")

Catalogue = Callable[[str], tuple[str, str | None] | None]
"""Name and field of a procedure code; ``None``: there is no such procedure. ``KnowledgeUnavailable`` when unknown."""
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Checked:
    """Fields that may be kept, and what the sender should know about them."""

    values: dict[str, Any]
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldRules:
    """What the checks depend on besides the value."""

    today: date
    consent_version: str
    knows: Callable[[str], bool]


def check_fields(changes: Mapping[str, object], rules: FieldRules) -> Checked:
    """Check each changed field alone; ``None`` takes a field back to not given.

    Raises:
        InvalidField: the first field that cannot be taken.
    """
    values: dict[str, Any] = {}
    hints: list[str] = []
    for name, given in changes.items():
        if name not in _NAMES:
            raise InvalidField(name, "Thông tin này không có trong phiếu phản ánh.")
        if given is None or (isinstance(given, str) and not given.strip()):
            values[name] = _DEFAULTS[name]
            continue
        values[name] = _check(name, given, rules)
        if name == "location":
            place = current_place(values[name])
            values[name] = _short(name, place.text, 200)
            hints.extend(place.hints)
    return Checked(values, tuple(hints))


def phone(given: object) -> str:
    """Return a phone number as ten or eleven digits from 0, or ``+`` and digits for one abroad.

    Raises:
        InvalidField: no number that can be called.
    """
    typed = _PHONE_SIGNS.sub("", unicodedata.normalize("NFKC", text_of("sender_phone", given)))
    number = re.sub(r"^(?:\+84|0084|84(?=\d{9,10}$))", "0", typed)
    if not (_MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number) or _ABROAD.fullmatch(number)):
        raise InvalidField(
            "sender_phone",
            "Số điện thoại chưa đúng. Ví dụ: 0912 345 678 (di động) hoặc 0251 3822 501 (cố định).",
        )
    return number


def email(given: object) -> str:
    """Return an e-mail address in lower case.

    Raises:
        InvalidField: no address.
    """
    address = unicodedata.normalize("NFKC", text_of("sender_email", given)).strip().lower()
    if len(address) > 200 or ".." in address or not _EMAIL.fullmatch(address):
        raise InvalidField("sender_email", "Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@example.vn.")
    return address


def day(name: str, given: object, today: date) -> date:
    """Return a day that has been, as people write it (:func:`actions.feedback.dates.read_day`) or in ISO 8601.

    Raises:
        InvalidField: no day of the calendar, in the future, or long ago.
    """
    found = _read_day(given, today)
    if found is None:
        raise InvalidField(name, "Chưa hiểu đây là ngày nào. Anh/chị ghi ví dụ: 5/11, hôm qua, 05/11/2026.")
    if found > today:
        raise InvalidField(name, f"Ngày xảy ra không thể sau hôm nay ({today:%d/%m/%Y}).")
    if found < EARLIEST:
        raise InvalidField(name, f"Ngày xảy ra trước {EARLIEST:%d/%m/%Y}, vui lòng kiểm tra lại năm.")
    return found


def one_line_code(name: str, given: str) -> str | None:
    """Return a code another system gave; ``None`` for an empty one.

    Raises:
        InvalidField: it cannot be a code.
    """
    text = one_line(text_of(name, given))
    if text and not _CODE.fullmatch(text):
        raise InvalidField(name, "Mã chỉ gồm chữ không dấu, số, dấu chấm và gạch, dài không quá 64 ký tự.")
    return text or None


def _read_day(given: object, today: date) -> date | None:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    return read_day(str(given), today)


def _check(name: str, given: object, rules: FieldRules) -> Any:
    match name:
        case "kind":
            return _choice(name, given, Kind)
        case "sender_kind":
            return _choice(name, given, SenderKind)
        case "identity_hidden" | "anonymous":
            if not isinstance(given, bool):
                raise InvalidField(name, "Chỉ nhận có hoặc không.")
            return given
        case "title":
            return _short(name, _line(name, given), 200, least=5)
        case "content":
            return _content(given)
        case "procedure_code":
            return _procedure(given, rules)
        case "agency" | "location":
            return _short(name, _line(name, given), 200, least=2)
        case "occurred_on":
            return day(name, given, rules.today)
        case "sender_name":
            return _person(given)
        case "sender_address":
            return _short(name, _line(name, given), MAX_ADDRESS, least=5)
        case "sender_phone":
            return phone(given)
        case "sender_email":
            return email(given)
        case _:
            return _consent(given, rules)


def _content(given: object) -> str:
    text = free_text("content", given, least=MIN_CONTENT, most=MAX_CONTENT, what="Nội dung")
    if len({word for word in re.findall(r"[^\W\d_]+", text.lower()) if len(word) < 40}) < 3:
        raise InvalidField("content", "Nội dung chưa rõ. Vui lòng viết thành câu: việc gì, ở đâu, khi nào.")
    return text


def _person(given: object) -> str:
    name = _short("sender_name", _line("sender_name", given), 120, least=2)
    if sum(sign.isalpha() for sign in name) < 2 or "@" in name:
        raise InvalidField("sender_name", "Họ tên chưa đúng. Ví dụ: Nguyễn Văn An.")
    return name


def _procedure(given: object, rules: FieldRules) -> str:
    code = _line("procedure_code", given)
    if not _CODE.fullmatch(code) or not rules.knows(code):
        raise InvalidField("procedure_code", "Không có thủ tục mang mã này. Vui lòng chọn thủ tục trong danh sách.")
    return code


def _consent(given: object, rules: FieldRules) -> str:
    if given != rules.consent_version:
        raise InvalidField("consent_version", "Nội dung xin đồng ý đã thay đổi. Vui lòng đọc lại và đồng ý lần nữa.")
    return rules.consent_version


def _choice(name: str, given: object, kind: type[Choice]) -> Choice:
    try:
        return kind(str(given))
    except ValueError:
        raise InvalidField(name, "Vui lòng chọn một mục trong danh sách.") from None


def _line(name: str, given: object) -> str:
    text = text_of(name, given)
    return one_line(without_markup(text)) if len(text) <= 2000 else text


def _short(name: str, text: str, most: int, least: int = 1) -> str:
    if len(text) > most:
        raise InvalidField(name, f"{LABELS[name]} dài quá {most} ký tự.")
    if len(text) < least or not any(sign.isalpha() for sign in text):
        example = f" Ví dụ: {_EXAMPLES[name]}." if name in _EXAMPLES else ""
        raise InvalidField(name, f"{LABELS[name]} ngắn quá hoặc chưa rõ, vui lòng ghi đầy đủ.{example}")
    return text


_EXAMPLES = {
    "agency": "UBND phường Trấn Biên",
    "location": "phường Trấn Biên, tỉnh Đồng Nai",
    "sender_name": "Nguyễn Văn An",
    "sender_address": "số 5, khu phố 2, phường Trấn Biên, tỉnh Đồng Nai",
    "title": "Hồ sơ khai sinh trễ hẹn",
}
_NAMES = tuple(one.name for one in fields(DraftFields))
_DEFAULTS: dict[str, Any] = {one.name: one.default for one in fields(DraftFields)}
LABELS: dict[str, str] = {
    "kind": "Loại phản ánh, kiến nghị",
    "title": "Tiêu đề",
    "content": "Nội dung",
    "procedure_code": "Thủ tục liên quan",
    "agency": "Cơ quan liên quan",
    "location": "Nơi xảy ra",
    "occurred_on": "Ngày xảy ra",
    "sender_kind": "Người gửi là",
    "sender_name": "Họ tên",
    "sender_address": "Địa chỉ",
    "sender_phone": "Số điện thoại",
    "sender_email": "Thư điện tử",
    "identity_hidden": "Giữ kín danh tính",
    "consent_version": "Đồng ý xử lý dữ liệu cá nhân",
    "anonymous": "Góp ý không nêu tên",
}
"""What each field is called on a form, in Vietnamese."""
