"""What an office decides about its desks: hand-over, dossiers, data, links, other sites."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from api.dossiers.mapping import Mapping
from api.handover.hours import OfficeHours
from api.settings.kinds import URL_SCHEMES, Group, Seconds


class DeskSettings(Group):
    """Operators, dossiers, data and embedding."""

    handover_enabled: bool = Field(False, description="People who ask for a person can talk with an operator.")
    handover_hours: str = Field(
        "T2-T6 07:30-11:30, 13:30-17:00", max_length=300, description="When operators are there, local time."
    )
    handover_holidays: bool = Field(False, description="Operators are there on public holidays too.")
    handover_wait_minutes: int = Field(
        10, ge=1, le=480, description="Minutes after which a person whom nobody has taken is told the other ways."
    )
    handover_silent_seconds: int = Field(
        180, ge=30, le=3600, description="Seconds without a sign of an operator's page until the person waits again."
    )
    dossier_url: str = Field("", description="Address of the office's look-up of dossiers, with {code}; empty: none.")
    dossier_header: str = Field(
        "Authorization", pattern=r"^[A-Za-z0-9\-]{1,64}$", description="Header in which the secret is shown to it."
    )
    dossier_secret: SecretStr = Field(SecretStr(""), description="Whole value of that header; empty: none is sent.")
    dossier_fields: str = Field(
        "state=state", max_length=500, description="Where in its JSON: state, code, updated, due, agency (name=path)."
    )
    dossier_states: str = Field(
        "", max_length=2000, description="Its words for the nine states (word=state); the states' own names are known."
    )
    dossier_timeout: Seconds = Field(5.0, description="Seconds a look-up of a dossier may take.")
    rate_dossiers: int = Field(
        10, ge=0, le=1000000, description="Dossiers a minute for one address or conversation; 0: no limit."
    )
    import_bytes: int = Field(
        268435456, ge=1048576, le=4294967296, description="Bytes of all files of one import in the console."
    )
    data_stale_days: int = Field(
        90, ge=1, le=3650, description="Days after which the console calls the procedures' data old."
    )
    link_timeout: Seconds = Field(15.0, description="Seconds the check of links waits for one answer.")
    link_pause_seconds: float = Field(
        1.0, ge=0, le=60, description="Seconds each of the two connections to a host rests between two links."
    )
    link_private: bool = Field(False, description="The check of links may ask addresses inside the office's network.")
    embed_origins: str = Field("", description="Sites that may embed the chat (origins, comma-separated); empty: none.")

    @field_validator("dossier_url")
    @classmethod
    def _is_look_up(cls, value: str) -> str:
        if value and not (value.startswith(URL_SCHEMES) and value.count("{code}") == 1 and urlsplit(value).hostname):
            raise ValueError("phải bắt đầu bằng http:// hoặc https:// và có đúng một chỗ {code}")
        return value

    @field_validator("dossier_secret")
    @classmethod
    def _fits_a_header(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[\x21-\x7e]?|[\x21-\x7e][\x20-\x7e]*[\x21-\x7e]", value.get_secret_value()):
            raise ValueError("chỉ gồm chữ, số và dấu không dấu tiếng Việt, không có khoảng trắng ở đầu và cuối")
        return value

    @field_validator("dossier_fields")
    @classmethod
    def _are_dossier_fields(cls, value: str) -> str:
        try:
            Mapping.read(value, "")
        except ValueError:
            raise ValueError("phải có dạng state=du_lieu.trang_thai,due=du_lieu.ngay_hen; cần có state") from None
        return value

    @field_validator("dossier_states")
    @classmethod
    def _are_dossier_states(cls, value: str) -> str:
        try:
            Mapping.read("state=state", value)
        except ValueError:
            raise ValueError("phải có dạng 1=da_tiep_nhan,2=yeu_cau_bo_sung; xem chín trạng thái ở tài liệu") from None
        return value

    @field_validator("handover_hours")
    @classmethod
    def _are_hours(cls, value: str) -> str:
        try:
            OfficeHours.read(value)
        except ValueError:
            raise ValueError("phải có dạng T2-T6 07:30-11:30, 13:30-17:00; T7 07:30-11:30") from None
        return value

    @field_validator("embed_origins")
    @classmethod
    def _are_origins(cls, value: str) -> str:
        if any(
            not re.fullmatch(r"https?://[A-Za-z0-9.\-]+(:\d{1,5})?", one) for one in value.replace(",", " ").split()
        ):
            raise ValueError("mỗi trang ghi dạng https://ten-mien, cách nhau bằng dấu phẩy")
        return value
