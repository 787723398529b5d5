"""Every setting of the product: an environment variable ``MOTCUA_*`` with a safe default (docs/settings.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.wording import validation_sentence
from knowledge.errors import ConfigurationError

PREFIX = "MOTCUA_"
_SECRET_LENGTH = 16
_URL_SCHEMES = ("http://", "https://")
_DATABASES = ("sqlite:", "postgresql+psycopg:")

_Seconds = Annotated[float, Field(gt=0, le=300)]


class Settings(BaseSettings):
    """What a deployment can decide. :meth:`load` turns nonsense into one clear line."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    data: Path = Field(Path("var"), description="Folder of everything a deployment keeps.")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder.")
    province: str | None = Field(None, description="Province served; records of other provinces stay out of answers.")
    encoder: str | None = Field(None, description="A sentence-transformers model; empty: the shipped encoder.")
    host: str = Field("127.0.0.1", min_length=1, description="Address the web server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the web server listens on; 0: any free one.")
    trusted_proxies: str = Field("127.0.0.1", description="Proxies whose X-Forwarded-For is believed, comma-separated.")
    project: Path = Field(
        Path(__file__).resolve().parents[1], description="Folder that holds config.yml and bot/ (the checkout)."
    )
    model: Path | None = Field(None, description="Trained bot model (.tar.gz); empty: trained into the data folder.")
    rasa_url: str = Field("", description="A Rasa server that runs already; empty: `motcua serve` starts one.")
    gateway_token: SecretStr = Field(SecretStr(""), description="Secret the gateway shows to Rasa; empty: generated.")
    action_token: SecretStr = Field(SecretStr(""), description="Secret Rasa shows to us; empty: generated.")
    metrics_token: SecretStr = Field(
        SecretStr(""), description="Bearer token for /metrics from other machines; empty: this machine only."
    )
    rasa_timeout: _Seconds = Field(6.0, description="Seconds a turn waits for Rasa before search answers.")
    action_timeout: _Seconds = Field(8.0, description="Seconds an action may take.")
    message_characters: int = Field(2000, ge=100, le=10000, description="Characters of a question that are read.")
    body_bytes: int = Field(131072, ge=1024, le=16777216, description="Bytes of a request body from outside.")
    session_turns: int = Field(60, ge=5, le=500, description="Turns before a new Rasa session takes over the context.")
    rate_per_address: int = Field(300, ge=0, le=1000000, description="Requests a minute from one address; 0: no limit.")
    rate_per_conversation: int = Field(
        30, ge=0, le=1000000, description="Messages a minute in one conversation; 0: no limit."
    )
    retention_days: int = Field(90, ge=1, le=3650, description="Days a conversation is kept after its last message.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least weight that is logged.")

    @field_validator("data", "project", "model")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return value.expanduser().resolve() if value else None

    @field_validator("province", "model", "encoder", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("gateway_token", "action_token", "metrics_token")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < _SECRET_LENGTH:
            raise ValueError(f"phải có ít nhất {_SECRET_LENGTH} ký tự")
        return value

    @field_validator("rasa_url")
    @classmethod
    def _is_http(cls, value: str) -> str:
        if value and not value.startswith(_URL_SCHEMES):
            raise ValueError("phải bắt đầu bằng http:// hoặc https://")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, value: str) -> str:
        if value and not value.startswith(_DATABASES):
            raise ValueError("chỉ nhận sqlite:///… hoặc postgresql+psycopg://…")
        return value

    @classmethod
    def load(cls, **overrides: object) -> Self:
        """Read the environment; ``overrides`` (by field name) win over it.

        Raises:
            ConfigurationError: for the first setting that makes no sense.
        """
        try:
            return cls(**overrides)  # type: ignore[arg-type]
        except ValidationError as error:
            first = error.errors()[0]
            name = PREFIX + str(first["loc"][0]).upper()
            raise ConfigurationError(name, validation_sentence(first["type"], first.get("ctx"))) from None

    @property
    def snapshots(self) -> Path:
        """Folder of the snapshots (``Knowledge.open`` takes it)."""
        return self.data / "snapshots"

    @property
    def logs(self) -> Path:
        """Folder of the log files ``motcua serve`` writes."""
        return self.data / "logs"

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{self.data / 'motcua.db'}"
