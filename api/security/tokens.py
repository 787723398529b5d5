"""Secrets of a deployment: taken from the settings, or made once and kept for the owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from api.settings import Settings
from knowledge.errors import ConfigurationError

_BYTES = 32


def ensure_tokens(settings: Settings) -> Settings:
    """Return the settings with both tokens set; what is missing is made and kept in ``<data>/secrets`` (mode 0600).

    Raises:
        ConfigurationError: the folder cannot be written, or a kept secret is too short to be one.
    """
    found = {
        name: getattr(settings, name).get_secret_value() or _kept(settings.data / "secrets" / name)
        for name in ("gateway_token", "action_token")
    }
    return Settings.load(**{**settings.model_dump(), **found})


def _kept(path: Path) -> str:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.chmod(0o700)
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return _read(path)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            token = secrets.token_urlsafe(_BYTES)
            file.write(token)
            return token
    except OSError as error:
        raise ConfigurationError("MOTCUA_DATA", f"không ghi được vào {path.parent} ({error.strerror})") from error


def _read(path: Path) -> str:
    token = path.read_text(encoding="ascii").strip()
    if len(token) < _BYTES:
        raise ConfigurationError("MOTCUA_DATA", f"tệp bí mật {path} bị hỏng; xoá tệp này rồi khởi động lại")
    path.chmod(0o600)
    return token
