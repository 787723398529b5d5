"""Whoever presses "send" in the chat and never hears the receipt gets the same one by pressing again."""

from __future__ import annotations

import pytest

from actions.feedback.port import Incomplete
from api.chat.feedback_port import DeskPort
from api.feedback_api.consent import consent_in_force
from api.settings import Settings
from api.storage.feedback_tables import CaseRow
from tests.api.feedback.conftest import FIELDS, Deployment

TALK = "mot-cuoc-tro-chuyen"


@pytest.fixture
def port(office: Deployment) -> DeskPort:
    return DeskPort(office.desk, consent_in_force(Settings.load()))


def test_the_same_receipt_comes_again_and_there_is_one_pakn(office: Deployment, port: DeskPort) -> None:
    port.change(TALK, "web", **FIELDS)
    first = port.submit(TALK, "web")
    port.draft(TALK, "web")  # the form opens its next draft by looking at it

    assert [port.submit(TALK, "web") for _ in range(2)] == [first, first]
    assert office.count(CaseRow) == 1


def test_what_is_told_next_is_a_pakn_of_its_own(office: Deployment, port: DeskPort) -> None:
    port.change(TALK, "web", **FIELDS)
    first = port.submit(TALK, "web")
    port.change(TALK, "web", content="Tôi đề nghị phường mở cửa thêm sáng thứ bảy cho người đi làm.")

    with pytest.raises(Incomplete):
        port.submit(TALK, "web")
    port.change(TALK, "web", **FIELDS)
    assert port.submit(TALK, "web").code != first.code
    assert office.count(CaseRow) == 2


def test_a_conversation_that_has_sent_nothing_gets_nobodys_receipt(office: Deployment, port: DeskPort) -> None:
    port.change("cuoc-khac", "web", **FIELDS)
    port.submit("cuoc-khac", "web")

    with pytest.raises(Incomplete):
        port.submit(TALK, "web")
    assert office.desk.receipt_again(TALK) is None


def test_an_older_receipt_is_not_told_for_a_pakn_whose_draft_has_gone_by_its_age(
    office: Deployment, port: DeskPort
) -> None:
    port.change(TALK, "web", **FIELDS)
    port.submit(TALK, "web")
    office.clock.later(days=2)
    port.change(TALK, "web", **FIELDS)
    port.drop(TALK, "web")  # as retention does

    with pytest.raises(Incomplete):
        port.submit(TALK, "web")
    assert office.count(CaseRow) == 1
