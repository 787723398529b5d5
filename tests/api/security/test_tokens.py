"""Secrets are made once, for the owner only, and never weaker than they look."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from api.security.tokens import ensure_tokens
from api.settings import Settings
from knowledge.errors import ConfigurationError


def test_secrets_are_made_once_and_only_the_owner_can_read_them(tmp_path: Path) -> None:
    first = ensure_tokens(Settings.load(data=tmp_path))
    second = ensure_tokens(Settings.load(data=tmp_path))

    assert first.gateway_token == second.gateway_token
    assert first.gateway_token != first.action_token
    assert len(first.action_token.get_secret_value()) >= 32
    for name in ("gateway_token", "action_token"):
        assert stat.S_IMODE((tmp_path / "secrets" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_a_secret_from_the_settings_is_used_and_not_written_down(tmp_path: Path) -> None:
    given = ensure_tokens(Settings.load(data=tmp_path, gateway_token="bi-mat-cua-nguoi-van-hanh"))

    assert given.gateway_token.get_secret_value() == "bi-mat-cua-nguoi-van-hanh"
    assert not (tmp_path / "secrets" / "gateway_token").exists()


def test_a_damaged_secret_is_refused_with_the_way_out(tmp_path: Path) -> None:
    ensure_tokens(Settings.load(data=tmp_path))
    (tmp_path / "secrets" / "action_token").write_text("abc")

    with pytest.raises(ConfigurationError, match="bị hỏng"):
        ensure_tokens(Settings.load(data=tmp_path))


def test_secrets_are_not_shown_when_settings_are_printed(tmp_path: Path) -> None:
    settings = ensure_tokens(Settings.load(data=tmp_path))

    assert settings.action_token.get_secret_value() not in repr(settings)
