"""A line of the log tells what broke and where, and nothing of what somebody wrote."""

from __future__ import annotations

import json
import logging
from datetime import datetime

import pytest
from pydantic import BaseModel

from api.logs import JsonLines

SECRET = "0935271846"


class Typed(BaseModel):
    """What a client sends."""

    day: datetime


def look_up(said: str) -> None:
    try:
        Typed.model_validate({"day": said})
    except ValueError as cause:
        raise KeyError(said) from cause


def line_of(error: BaseException) -> dict[str, str]:
    record = logging.LogRecord("api", logging.ERROR, __file__, 1, "broken", None, (type(error), error, None))
    return dict(json.loads(JsonLines().format(record)))


def test_an_error_is_told_by_kind_and_place_with_its_cause() -> None:
    with pytest.raises(KeyError) as lost:
        look_up(SECRET + " của tôi")

    line = line_of(lost.value)

    assert line["event"] == "broken"
    assert line["error"].startswith("builtins.KeyError\n")
    assert "pydantic_core._pydantic_core.ValidationError" in line["error"]
    assert "look_up" in line["error"]
    assert SECRET not in str(line)


def test_an_error_of_the_machine_keeps_its_number() -> None:
    with pytest.raises(OSError, match="No space") as full:
        raise OSError(28, "No space left on device", f"/{SECRET}")

    line = line_of(full.value)

    assert line["error"].startswith("builtins.OSError [28]")
    assert SECRET not in str(line)
