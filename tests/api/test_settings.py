"""Settings: documented, safe by default, and refused in one clear line when they make no sense."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.settings import PREFIX, Settings
from knowledge.errors import ConfigurationError


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def documented(repository: Path) -> dict[str, str]:
    text = (repository / "docs" / "settings.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `(MOTCUA_[A-Z_]+)` \| (.+?) \|", text, re.MULTILINE))


def test_every_setting_is_documented_and_nothing_else_is(repository: Path) -> None:
    assert set(documented(repository)) == {PREFIX + name.upper() for name in Settings.model_fields}


def test_the_documented_defaults_are_the_real_ones(repository: Path) -> None:
    for name, told in documented(repository).items():
        default = Settings.model_fields[name.removeprefix(PREFIX).lower()].default
        if told.startswith("`"):
            assert told.strip("`") == str(default), name
        else:
            assert told == "(thư mục mã nguồn)" or default is None or str(default) in ("", "**********"), name


def test_nothing_set_is_a_safe_deployment_on_this_machine_only() -> None:
    settings = Settings.load()

    assert settings.host == "127.0.0.1"
    assert settings.database == f"sqlite:///{Path('var').resolve() / 'motcua.db'}"
    assert settings.rate_per_address > 0


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path))
    monkeypatch.setenv("MOTCUA_PORT", "9000")

    settings = Settings.load()

    assert (settings.data, settings.port) == (tmp_path, 9000)
    assert Settings.load(port=9001).port == 9001


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("MOTCUA_PORT", "tám nghìn", "MOTCUA_PORT: phải là số nguyên"),
        ("MOTCUA_PORT", "70000", "MOTCUA_PORT: không được quá 65535"),
        ("MOTCUA_RASA_TIMEOUT", "0", "MOTCUA_RASA_TIMEOUT: phải lớn hơn 0"),
        ("MOTCUA_GATEWAY_TOKEN", "ngắn", "MOTCUA_GATEWAY_TOKEN: phải có ít nhất 16 ký tự"),
        ("MOTCUA_LOG_LEVEL", "LOUD", "MOTCUA_LOG_LEVEL: chỉ nhận một trong"),
        ("MOTCUA_DATABASE_URL", "mysql://x", "MOTCUA_DATABASE_URL: chỉ nhận sqlite"),
        ("MOTCUA_RASA_URL", "ftp://x", "MOTCUA_RASA_URL: phải bắt đầu bằng http"),
        ("MOTCUA_RETENTION_DAYS", "0", "MOTCUA_RETENTION_DAYS: phải từ 1 trở lên"),
        ("MOTCUA_SMTP_URL", "mail.vi-du.vn", "MOTCUA_SMTP_URL: phải có dạng smtp+starttls://"),
        ("MOTCUA_SMTP_URL", "smtps://mail.vi-du.vn:cổng", "MOTCUA_SMTP_URL: phải có dạng smtp+starttls://"),
        ("MOTCUA_SMTP_URL", "smtps://chi-ten@mail.vi-du.vn", "MOTCUA_SMTP_URL: phải có dạng smtp+starttls://"),
        ("MOTCUA_SMTP_URL", "smtps://mail.vi-du.vn", "MOTCUA_MAIL_FROM: cần có khi đã đặt MOTCUA_SMTP_URL"),
        ("MOTCUA_MAIL_FROM", "một cửa", "MOTCUA_MAIL_FROM: phải là một địa chỉ thư điện tử"),
    ],
)
def test_nonsense_is_refused_in_one_line_that_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ConfigurationError) as refused:
        Settings.load()

    assert str(refused.value).startswith(sentence)
    assert "\n" not in str(refused.value)
