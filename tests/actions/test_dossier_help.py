"""Somebody asks about their dossier: the deployment says what it can do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from actions import host
from knowledge.answer import Answer, AnswerStatus
from knowledge.render import as_text


@pytest.fixture
def _connected() -> Iterator[None]:
    before = host._Host.dossier_help
    host.use_dossier_help(lambda _province: Answer(status=AnswerStatus.ASK_MORE, lead="Anh/chị gửi mã hồ sơ."))
    yield
    host._Host.dossier_help = before


@pytest.mark.usefixtures("_connected")
def test_a_deployment_with_a_system_asks_for_the_code(talk: Any) -> None:
    (answer,) = talk.say("hồ sơ của tôi tới đâu rồi", intent="status")

    assert as_text(answer) == "Anh/chị gửi mã hồ sơ."


def test_without_one_the_way_is_shown(talk: Any) -> None:
    host._Host.dossier_help = None
    (answer,) = talk.say("hồ sơ của tôi tới đâu rồi", intent="status")

    assert "dichvucong.gov.vn" in as_text(answer)
