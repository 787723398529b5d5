"""How the product runs: where it keeps its state, how it reaches Rasa, what it takes from outside."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from api.settings.kinds import Group, LongSecret, Seconds, WebAddress

_DATABASES = ("sqlite:", "postgresql+psycopg:")
_FERNET_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")


class ServingSettings(Group):
    """Place, processes, limits."""

    data: Path = Field(Path("var"), description="Folder of everything a deployment keeps.")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder.")
    province: str | None = Field(None, description="Province served; records of other provinces stay out of answers.")
    encoder: str | None = Field(None, description="A sentence-transformers model; empty: the shipped encoder.")
    host: str = Field("127.0.0.1", min_length=1, description="Address the web server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the web server listens on; 0: any free one.")
    trusted_proxies: str = Field("127.0.0.1", description="Proxies whose X-Forwarded-For is believed, comma-separated.")
    project: Path = Field(
        Path(__file__).resolve().parents[2], description="Folder that holds config.yml and bot/ (the checkout)."
    )
    model: Path | None = Field(None, description="Trained bot model (.tar.gz); empty: trained into the data folder.")
    rasa_url: WebAddress = Field("", description="A Rasa server that runs already; empty: `motcua serve` starts one.")
    gateway_token: LongSecret = Field(SecretStr(""), description="Secret the gateway shows to Rasa; empty: generated.")
    action_token: LongSecret = Field(SecretStr(""), description="Secret Rasa shows to us; empty: generated.")
    metrics_token: LongSecret = Field(
        SecretStr(""), description="Bearer token for /metrics from other machines; empty: this machine only."
    )
    rasa_timeout: Seconds = Field(6.0, description="Seconds a turn waits for Rasa before search answers.")
    action_timeout: Seconds = Field(8.0, description="Seconds an action may take.")
    message_characters: int = Field(2000, ge=100, le=10000, description="Characters of a question that are read.")
    body_bytes: int = Field(131072, ge=1024, le=16777216, description="Bytes of a request body from outside.")
    session_turns: int = Field(60, ge=5, le=500, description="Turns before a new Rasa session takes over the context.")
    rate_per_address: int = Field(300, ge=0, le=1000000, description="Requests a minute from one address; 0: no limit.")
    rate_per_conversation: int = Field(
        30, ge=0, le=1000000, description="Messages a minute in one conversation; 0: no limit."
    )
    secret_key: SecretStr = Field(
        SecretStr(""), description="Keys that seal personal data, the newest first; empty: made in the data folder."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least weight that is logged.")

    @field_validator("data", "project", "model")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return value.expanduser().resolve() if value else None

    @field_validator("province", "model", "encoder", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("secret_key")
    @classmethod
    def _are_keys(cls, value: SecretStr) -> SecretStr:
        for key in value.get_secret_value().replace(",", " ").split():
            if not _FERNET_KEY.fullmatch(key):
                raise ValueError("phải là khoá Fernet (44 ký tự); xem docs/settings.md")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, value: str) -> str:
        if value and not value.startswith(_DATABASES):
            raise ValueError("chỉ nhận sqlite:///… hoặc postgresql+psycopg://…")
        return value
