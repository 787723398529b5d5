"""The fields of the intake in the order they are asked for, and of following a PAKN."""

from __future__ import annotations

from enum import StrEnum


class Field(StrEnum):
    """What the assistant asks for; the value is what the gateway remembers as "asked last"."""

    KIND = "kind"
    CONTENT = "content"
    MORE = "more"
    TITLE = "title"
    SUBJECT = "subject"
    PLACE = "place"
    PLACE_NOW = "place_now"
    WHEN = "when"
    FILES = "files"
    CONSENT = "consent"
    SENDER = "sender"
    NAME = "name"
    ADDRESS = "address"
    ADDRESS_NOW = "address_now"
    CONTACT = "contact"
    HIDDEN = "hidden"
    REVIEW = "review"
    CASE_CODE = "case_code"
    CASE_PROOF = "case_proof"
    CASE_TEXT = "case_text"
    CASE_SURE = "case_sure"


INTAKE = tuple(field for field in Field if not field.startswith("case_"))
"""In the order they are asked for: consent comes before anything about the person (Luật 91/2025/QH15)."""

PERSONAL = (
    Field.CONSENT,
    Field.SENDER,
    Field.NAME,
    Field.ADDRESS,
    Field.ADDRESS_NOW,
    Field.CONTACT,
    Field.HIDDEN,
)
"""Not asked of somebody who leaves a remark without personal data."""

BELONGS = {
    Field.MORE: Field.CONTENT,
    Field.PLACE_NOW: Field.PLACE,
    Field.SENDER: Field.NAME,
    Field.ADDRESS_NOW: Field.ADDRESS,
}
"""Questions that are a part of another step."""

SETTLED_BY = {Field.PLACE_NOW: Field.PLACE, Field.ADDRESS_NOW: Field.ADDRESS}
"""Asked after a place that may be a former one: which commune of today it is."""

_UNCOUNTED = (*BELONGS, Field.TITLE, Field.FILES, Field.REVIEW)

COUNTED = tuple(field for field in INTAKE if field not in _UNCOUNTED)
"""Steps as they are counted for the person: the title is made of the content and asked for only to be changed, files
are asked for only where the channel takes them, the review ends them."""

STORY = frozenset({Field.CONTENT, Field.MORE})
"""What happened, in the person's own words: longer, and looked at for what is no PAKN by law."""

OPTIONAL = frozenset(
    {Field.MORE, Field.TITLE, Field.SUBJECT, Field.PLACE, Field.WHEN, Field.FILES, Field.PLACE_NOW, Field.ADDRESS_NOW}
)

WRITTEN = frozenset(
    {
        Field.CONTENT,
        Field.MORE,
        Field.TITLE,
        Field.SUBJECT,
        Field.PLACE,
        Field.WHEN,
        Field.NAME,
        Field.ADDRESS,
        Field.CONTACT,
        Field.CASE_CODE,
        Field.CASE_PROOF,
        Field.CASE_TEXT,
    }
)
"""Answered in the person's own words; the others with a button."""

LABELS: dict[Field, str] = {
    Field.KIND: "loại phản ánh, kiến nghị",
    Field.CONTENT: "nội dung",
    Field.MORE: "nội dung kể thêm",
    Field.TITLE: "tiêu đề",
    Field.SUBJECT: "thủ tục hoặc cơ quan liên quan",
    Field.PLACE: "nơi xảy ra",
    Field.PLACE_NOW: "xã, phường hiện nay",
    Field.WHEN: "ngày xảy ra",
    Field.FILES: "tệp kèm theo",
    Field.CONSENT: "sự đồng ý",
    Field.SENDER: "cá nhân hay tổ chức",
    Field.NAME: "họ và tên",
    Field.ADDRESS: "địa chỉ",
    Field.ADDRESS_NOW: "xã, phường hiện nay của địa chỉ",
    Field.CONTACT: "số điện thoại hoặc thư điện tử",
    Field.HIDDEN: "giữ kín danh tính",
    Field.REVIEW: "xem lại",
    Field.CASE_CODE: "mã tra cứu",
    Field.CASE_PROOF: "thông tin xác nhận",
    Field.CASE_TEXT: "nội dung gửi thêm",
    Field.CASE_SURE: "xác nhận",
}


MARK = "[Riêng tư"
"""How every mark begins."""


def mark(field: Field) -> str:
    """Return what stands in transcripts and logs in the place of a value; also the gap a shown value is put into."""
    return f"{MARK}: {LABELS[field]}]"


NOT_KEPT = f"{MARK}: không lưu]"
"""In the place of words that may not be kept at all, such as a denunciation."""


def slot(field: Field) -> str:
    """Return the slot of Rasa that holds whether a field is given."""
    return field.value if field.startswith("case_") else f"feedback_{field.value}"


def field_of(slot_name: str | None) -> Field | None:
    """Return the field of a slot; ``None`` for a slot that holds none."""
    name = (slot_name or "").removeprefix("feedback_")
    return Field(name) if name in list(Field) else None


def before(field: Field) -> tuple[Field, ...]:
    """Return the fields of the intake that are asked for before one."""
    return INTAKE[: INTAKE.index(field)] if field in INTAKE else ()
