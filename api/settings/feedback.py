"""What an office decides about PAKN: deadlines, files, letters, and how long things are kept."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from api.settings.kinds import SECRET_LENGTH, Group, Seconds, WebAddress

_MAIL_SCHEMES = ("smtp", "smtp+starttls", "smtps")
_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,190}")


class FeedbackSettings(Group):
    """PAKN, mail and retention."""

    retention_days: int = Field(90, ge=1, le=3650, description="Days a conversation is kept after its last message.")
    office_name: str = Field("", max_length=150, description="Office that receives PAKN, as people know it.")
    pakn_prefix: str = Field("KN", pattern="^[A-Z]{1,6}$", description="Letters in front of a tracking code.")
    pakn_forward_days: int = Field(5, ge=1, le=60, description="Working days until a PAKN is forwarded.")
    pakn_forward_source: str = Field(
        "Nghị định 20/2008/NĐ-CP (sửa đổi bởi 48/2013/NĐ-CP, 92/2017/NĐ-CP): chuyển trong 5 ngày làm việc",
        max_length=300,
        description="Where the time for forwarding comes from.",
    )
    pakn_answer_days: int = Field(20, ge=1, le=365, description="Days until a PAKN is answered.")
    pakn_answer_source: str = Field(
        "Quyết định 574/QĐ-TTg ngày 25/04/2017: trả lời trong 20 ngày",
        max_length=300,
        description="Where the time for an answer comes from.",
    )
    pakn_update_days: int = Field(7, ge=1, le=60, description="Working days between two updates about a delay.")
    pakn_update_source: str = Field(
        "Quyết định 574/QĐ-TTg ngày 25/04/2017: cập nhật mỗi 7 ngày làm việc khi quá hạn",
        max_length=300,
        description="Where the time between updates comes from.",
    )
    pakn_soon_days: int = Field(
        3, ge=0, le=30, description="Working days before a deadline in which it is shown as near."
    )
    pakn_pause_waiting: bool = Field(True, description="Time in which the sender is asked for more does not count.")
    pakn_four_eyes: bool = Field(True, description="An answer is approved by somebody else than its author.")
    attachment_bytes: int = Field(10485760, ge=1024, le=52428800, description="Bytes of one attached file.")
    attachment_count: int = Field(5, ge=0, le=20, description="Files with one PAKN; 0: none are taken.")
    consent_version: str = Field("1", min_length=1, max_length=32, description="Version of the consent text in force.")
    public_url: WebAddress = Field("", description="Address people open this product at; empty: links stay relative.")
    rate_lookups: int = Field(
        20, ge=0, le=1000000, description="Wrong tries an hour to open a PAKN, from one address; 0: no limit."
    )
    georeport_keys: SecretStr = Field(
        SecretStr(""), description="Keys of programs that may send through Open311, comma-separated; empty: none may."
    )
    smtp_url: SecretStr = Field(
        SecretStr(""), description="Mail server, smtp+starttls://user:password@host:port; empty: no notices are sent."
    )
    mail_from: str = Field("", max_length=200, validate_default=True, description="Address notices are sent from.")
    smtp_timeout: Seconds = Field(30.0, description="Seconds the mail server may take for each step.")
    notice_tries: int = Field(12, ge=1, le=50, description="Tries before a notice is given up.")
    retention_draft_days: int = Field(
        30, ge=1, le=36500, description="Days a PAKN that was begun and not sent is kept after its last change."
    )
    retention_attachment_days: int = Field(
        180, ge=1, le=36500, description="Days files of a PAKN are kept after its handling has ended."
    )
    retention_person_days: int = Field(
        365, ge=1, le=36500, description="Days until a PAKN whose handling has ended loses its sender."
    )
    retention_notice_days: int = Field(90, ge=1, le=36500, description="Days a notice is kept after it was written.")
    retention_quality_days: int = Field(
        365, ge=1, le=36500, description="Days closed reports of wrong records and taken-back additions are kept."
    )
    retention_call_days: int = Field(
        365, ge=1, le=36500, description="Days the words of the hotline's call log are kept; numbers stay."
    )
    retention_event_days: int = Field(
        90, ge=1, le=36500, description="Days registrations for an event are kept after it has begun."
    )

    @field_validator("georeport_keys")
    @classmethod
    def _long_keys(cls, value: SecretStr) -> SecretStr:
        keys = [key.strip() for key in value.get_secret_value().split(",")]
        if any(0 < len(key) < SECRET_LENGTH for key in keys):
            raise ValueError(f"mỗi khoá phải có ít nhất {SECRET_LENGTH} ký tự")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _is_mail_server(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value()
        if not url:
            return value
        try:
            parts = urlsplit(url)
            known = parts.scheme in _MAIL_SCHEMES and parts.hostname and (parts.port is None or parts.port > 0)
        except ValueError:
            known = None
        if not known or parts.path.strip("/") or bool(parts.username) != bool(parts.password):
            raise ValueError("phải có dạng smtp+starttls://người-dùng:mật-khẩu@máy-chủ:cổng (hoặc smtps://, smtp://)")
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_address(cls, value: str, info: ValidationInfo) -> str:
        server = info.data.get("smtp_url")
        if not value and server and server.get_secret_value():
            raise ValueError("cần có khi đã đặt MOTCUA_SMTP_URL")
        if value and not _MAIL_ADDRESS.fullmatch(value):
            raise ValueError("phải là một địa chỉ thư điện tử, ví dụ pakn@example.vn")
        return value
