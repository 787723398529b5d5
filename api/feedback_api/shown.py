"""What a program gets back about a PAKN: receipt, case, published answer, and what a form must know."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.feedback.model import Channel, Completeness, Kind, Status
from api.feedback_api.consent import Consent
from api.feedback_api.contracts import AttachedFile

_RECEIPT_EXAMPLE: dict[str, Any] = {
    "code": "KN-7Q4M-2XTD-9",
    "completeness": "du_thong_tin",
    "received_at": "2026-11-22T03:04:05Z",
    "answer_due_on": "2026-12-14",
    "text": "Đã tiếp nhận phản ánh, kiến nghị. Mã tra cứu: KN-7Q4M-2XTD-9.",
}


class ReceiptBody(BaseModel):
    """What the sender keeps."""

    model_config = ConfigDict(json_schema_extra={"examples": [_RECEIPT_EXAMPLE]})

    code: str = Field(description="To look it up again; people read it over the phone.")
    completeness: Completeness
    received_at: datetime
    answer_due_on: date | None = Field(None, description="Last day for an answer; none for a remark.")
    text: str = Field(description="The whole receipt in Vietnamese.")


class StepBody(BaseModel):
    """One step of the handling."""

    at: datetime
    label: str
    note: str | None = None


class CaseBody(BaseModel):
    """A PAKN as its sender sees it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "KN-7Q4M-2XTD-9",
                    "kind": "hanh_vi",
                    "status": "da_tiep_nhan",
                    "status_label": "Đã tiếp nhận",
                    "received_at": "2026-11-22T03:04:05Z",
                    "title": "Chậm trả kết quả đăng ký thường trú",
                    "content": "Tôi nộp hồ sơ đăng ký thường trú ngày 02/11/2026, đến nay chưa có kết quả.",
                    "answer_due_on": "2026-12-14",
                    "late": False,
                    "steps": [{"at": "2026-11-22T03:04:05Z", "label": "Đã tiếp nhận"}],
                    "attachments": [],
                    "may_add": True,
                    "may_withdraw": True,
                    "may_rate": False,
                    "may_reopen": False,
                }
            ]
        }
    )

    code: str
    kind: Kind
    status: Status
    status_label: str
    received_at: datetime
    title: str
    content: str
    procedure_code: str | None = None
    procedure_name: str | None = None
    agency: str | None = None
    answer_due_on: date | None = None
    late: bool
    question: str | None = Field(None, description="What the office asks the sender, while it waits for more.")
    answer: str | None = None
    answered_at: datetime | None = None
    steps: tuple[StepBody, ...]
    attachments: tuple[AttachedFile, ...] = ()
    stars: int | None = None
    may_add: bool
    may_withdraw: bool
    may_rate: bool
    may_reopen: bool


class FormInfo(BaseModel):
    """What a form of one's own must know."""

    kinds: dict[Kind, str]
    channels: tuple[Channel, ...] = Field(description="Channels that a PAKN can come by.")
    consent: Consent
    content_characters: int = Field(description="Longest content.")
    attachment_types: tuple[str, ...] = Field(description="File names may end in these.")
    attachment_bytes: int = Field(description="Largest file.")
    attachment_count: int = Field(description="Most files with one PAKN.")


class PublishedBody(BaseModel):
    """A question and the agency's answer, redacted before it was published."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "slug": "dang-ky-thuong-tru-qua-mang-7q4m",
                    "url": "/hoi-dap/dang-ky-thuong-tru-qua-mang-7q4m",
                    "asked": "Đăng ký thường trú qua mạng thì bao lâu có kết quả?",
                    "question": "Đã nộp qua mạng ngày 05/11 mà chưa thấy trả lời, xin hỏi bao lâu thì có kết quả.",
                    "answer": "Thời hạn là 7 ngày làm việc kể từ khi nhận đủ hồ sơ.",
                    "kind": "quy_dinh",
                    "agency": "Công an phường Trấn Biên",
                    "procedure_code": "1.004222",
                    "procedure_name": "Đăng ký thường trú",
                    "field": "Đăng ký, quản lý cư trú",
                    "published_at": "2026-11-22T03:04:05Z",
                }
            ]
        }
    )

    slug: str
    url: str
    asked: str | None = Field(None, description="The short question it answers; absent when none was given.")
    question: str
    answer: str
    kind: Kind
    agency: str | None = None
    procedure_code: str | None = None
    procedure_name: str | None = None
    field: str | None = None
    published_at: datetime


class PublishedPage(BaseModel):
    """One page of published questions and answers."""

    total: int
    page: int
    pages: int
    items: tuple[PublishedBody, ...]
