"""PAKN as programs see it (docs: /openapi.json)."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from api.feedback.fields import MAX_CONTENT, MAX_NOTE
from api.feedback.model import Kind, SenderKind

DRAFT_PATTERN = r"^[A-Za-z0-9_-]{16,64}$"
_PHONE_PROOF = r"^\+?[\d .\-]{4,20}$"
_EXAMPLE: dict[str, Any] = {
    "kind": "hanh_vi",
    "title": "Chậm trả kết quả đăng ký thường trú",
    "content": "Tôi nộp hồ sơ đăng ký thường trú ngày 02/11/2026, hẹn trả ngày 11/11/2026, nay chưa có kết quả.",
    "procedure_code": "1.004222",
    "agency": "Công an phường Trấn Biên",
    "location": "Phường Trấn Biên, Đồng Nai",
    "occurred_on": "2026-11-11",
    "sender_name": "Nguyễn Thị Hoa",
    "sender_address": "Số 5 đường số 2, phường Trấn Biên, Đồng Nai",
    "sender_phone": "0912345678",
    "identity_hidden": True,
    "consent_version": "1",
}
_FIELDS_EXAMPLE: dict[str, Any] = {**_EXAMPLE, "sender_kind": "ca_nhan", "anonymous": False}


def _real(value: str) -> str:
    """Refuse what no database stores: a NUL, or half a character."""
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise ValueError("có ký tự không đọc được")
    return value


def last_four(phone: str) -> str:
    """Return the last four digits of what was typed; ``""`` when there are fewer."""
    digits = re.sub(r"\D", "", phone)
    return digits[-4:] if len(digits) >= 4 else ""


_Readable = AfterValidator(_real)
Line = Annotated[str, Field(max_length=300), _Readable]
LongText = Annotated[str, Field(max_length=MAX_CONTENT), _Readable]
Note = Annotated[str, Field(max_length=MAX_NOTE), _Readable]


class DraftChanges(BaseModel):
    """What to set in a draft. Only the fields that are sent are changed; ``null`` empties one."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"sender_phone": "0912345678"}]})

    kind: Kind | None = Field(None, description="What it is about (NĐ 20/2008/NĐ-CP Đ.5).")
    title: Line | None = Field(None, description="In one line.")
    content: LongText | None = Field(None, description="What happened or what is proposed, in Vietnamese.")
    procedure_code: Annotated[str, Field(max_length=64), _Readable] | None = Field(
        None, description="Procedure concerned."
    )
    agency: Line | None = Field(None, description="Agency concerned, as the sender names it.")
    location: Line | None = Field(None, description="Commune and province as they are since 01/07/2025.")
    occurred_on: date | None = Field(None, description="Day it happened; never in the future.")
    sender_kind: SenderKind | None = None
    sender_name: Line | None = None
    sender_address: Line | None = None
    sender_phone: Annotated[str, Field(max_length=64), _Readable] | None = Field(
        None, description="Phone or e-mail must be given (Đ.7)."
    )
    sender_email: Line | None = None
    identity_hidden: bool | None = Field(None, description="Keep the sender's name inside the receiving office.")
    consent_version: Annotated[str, Field(max_length=32), _Readable] | None = Field(
        None, description="Version of the consent text the sender agreed to; `GET /api/v1/feedback/form` shows it."
    )
    anonymous: bool | None = Field(
        None, description="A remark without a sender: it is read, but gets no deadline and no answer."
    )

    def given(self) -> dict[str, Any]:
        """Return the fields that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class FeedbackRequest(DraftChanges):
    """A whole PAKN in one request; or only ``draft_id``, to submit a draft made before."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    draft_id: Annotated[str, Field(pattern=DRAFT_PATTERN)] | None = Field(
        None, description="A draft to complete with these fields and submit. The same draft gives the same receipt."
    )

    def given(self) -> dict[str, Any]:
        """Return the fields of the PAKN that were sent."""
        return {name: value for name, value in super().given().items() if name != "draft_id"}


class DraftValues(BaseModel):
    """What a draft holds."""

    kind: Kind | None = None
    title: str | None = None
    content: str | None = None
    procedure_code: str | None = None
    agency: str | None = None
    location: str | None = None
    occurred_on: date | None = None
    sender_kind: SenderKind = SenderKind.PERSON
    sender_name: str | None = None
    sender_address: str | None = None
    sender_phone: str | None = None
    sender_email: str | None = None
    identity_hidden: bool = True
    consent_version: str | None = None
    anonymous: bool = False


class AttachedFile(BaseModel):
    """A file that was taken."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"id": "f3K9wQ2mZx7Lr5Tn", "name": "giấy hẹn.pdf", "media_type": "application/pdf", "size": 81920}
            ]
        }
    )

    id: str
    name: str
    media_type: str
    size: int = Field(description="Bytes.")


class DraftState(BaseModel):
    """A draft: what it holds and what is still missing. Whoever has the id can read and change it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "Vb2xN8sKq4WfT7mJpL0aRz3C",
                    "fields": _FIELDS_EXAMPLE,
                    "attachments": [],
                    "missing": [],
                    "changed_at": "2026-11-22T03:02:11Z",
                }
            ]
        }
    )

    id: str
    fields: DraftValues
    attachments: tuple[AttachedFile, ...]
    missing: tuple[str, ...] = Field(description="Names of the fields that a submission still needs.")
    changed_at: datetime


class Proof(BaseModel):
    """What the sender alone knows: the last four digits of their phone, or their e-mail."""

    model_config = ConfigDict(extra="forbid")

    phone: Annotated[str, Field(pattern=_PHONE_PROOF, description="Last four digits.")] | None = None
    email: Annotated[str, Field(max_length=200)] | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if not (self.phone or self.email):
            raise ValueError("cần 4 số cuối điện thoại (phone) hoặc thư điện tử (email) đã ghi khi gửi")
        return self

    @property
    def proof(self) -> str:
        """What the desk compares."""
        return last_four(self.phone or "") or (self.email or "").strip()


class AddRequest(Proof):
    """More information from the sender."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"phone": "5678", "text": "Số giấy hẹn ghi ngày 02/11/2026, nộp tại quầy số 3."}]
        },
    )

    text: Note


class ReasonRequest(Proof):
    """A step with its reason: taking back, or asking to look again."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"phone": "5678", "reason": "Tôi đã nhận được kết quả."}]}
    )

    reason: Note


class RatingRequest(Proof):
    """What the sender thinks of the answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"phone": "5678", "stars": 4, "note": "Trả lời rõ ràng, hơi chậm."}]},
    )

    stars: int = Field(ge=1, le=5, description="5 is best.")
    note: Note | None = None
