"""What groups of settings share: where they are read from, and kinds of values with their checks."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "MOTCUA_"
SECRET_LENGTH = 16
URL_SCHEMES = ("http://", "https://")


class Group(BaseSettings):
    """Settings of one topic; :class:`api.settings.Settings` is all of them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")


def _web_address(value: str) -> str:
    if value and not value.startswith(URL_SCHEMES):
        raise ValueError("phải bắt đầu bằng http:// hoặc https://")
    return value.rstrip("/")


def _long_enough(value: SecretStr) -> SecretStr:
    if 0 < len(value.get_secret_value()) < SECRET_LENGTH:
        raise ValueError(f"phải có ít nhất {SECRET_LENGTH} ký tự")
    return value


Seconds = Annotated[float, Field(gt=0, le=300)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
"""Empty, or with ``http://`` or ``https://``; without the last slash."""
LongSecret = Annotated[SecretStr, AfterValidator(_long_enough)]
"""Empty, or too long to be guessed."""
