"""What may be taken into the office's own wordings and answers."""

from __future__ import annotations

from urllib.parse import urlsplit

from api.errors import InvalidField
from api.security.masking import Personal, mask
from knowledge.extras import wording_key
from knowledge.text import clean, one_line

WORDING_CHARACTERS = 300
ANSWER_CHARACTERS = 2000
SOURCE_CHARACTERS = 300
URL_CHARACTERS = 500


def checked_wording(text: str, field: str = "text") -> str:
    """Return a citizens' wording on one line.

    Raises:
        InvalidField: empty, too long, naming no need, or holding somebody's number or address.
    """
    text = one_line(clean(text))
    if not text:
        raise InvalidField(field, "Vui lòng nhập nội dung.")
    if len(text) > WORDING_CHARACTERS:
        raise InvalidField(field, f"Câu dài quá {WORDING_CHARACTERS} ký tự.")
    _refuse_personal(field, text)
    if not wording_key(text):
        raise InvalidField(field, "Câu này chưa nêu việc cụ thể nên không dùng làm cách nói được.")
    return text


def checked_answer(text: str) -> str:
    """Return the text of an own answer.

    Raises:
        InvalidField: empty or too long. Numbers are allowed: an office names its own telephone.
    """
    text = clean(text).strip()
    if not text:
        raise InvalidField("answer", "Vui lòng nhập câu trả lời.")
    if len(text) > ANSWER_CHARACTERS:
        raise InvalidField("answer", f"Câu trả lời dài quá {ANSWER_CHARACTERS} ký tự.")
    return text


def checked_source(text: str) -> str:
    """Return where an own answer comes from; an answer without a source is not taken.

    Raises:
        InvalidField: empty or too long.
    """
    text = one_line(clean(text))
    if not text:
        raise InvalidField("source", "Vui lòng ghi nguồn: văn bản, thông báo hoặc đơn vị trả lời.")
    if len(text) > SOURCE_CHARACTERS:
        raise InvalidField("source", f"Nguồn dài quá {SOURCE_CHARACTERS} ký tự.")
    return text


def checked_url(text: str) -> str | None:
    """Return a web address, ``None`` for an empty one.

    Raises:
        InvalidField: no web address, or too long.
    """
    text = text.strip()
    if not text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or any(char.isspace() for char in text):
        raise InvalidField("url", "Địa chỉ trang web phải bắt đầu bằng https:// hoặc http://.")
    if len(text) > URL_CHARACTERS:
        raise InvalidField("url", f"Địa chỉ dài quá {URL_CHARACTERS} ký tự.")
    return text


def _refuse_personal(field: str, text: str) -> None:
    if mask(text) != text or any(mark.value in text for mark in Personal):
        raise InvalidField(field, "Câu này có số hoặc địa chỉ riêng của người dân. Vui lòng bỏ phần đó trước khi thêm.")
