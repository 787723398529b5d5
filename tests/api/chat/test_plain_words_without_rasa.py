"""What must be heard by its words when Rasa does not answer: danger, secrets, abuse, the wish for a person."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient


def answer(client: TestClient, text: str, payload: str | None = None) -> Any:
    body = {"text": text, "payload": payload} if payload else {"text": text}
    (message,) = client.post("/api/v1/chat/messages", json=body).json()["messages"]
    return message["answer"]


@pytest.mark.parametrize("text", ["cháy nhà rồi cứu với", "co nguoi bi dien giat", "chồng tôi đánh tôi, tôi sợ quá"])
def test_a_cry_for_help_is_told_whom_to_call(search_only: TestClient, text: str) -> None:
    said = answer(search_only, text)
    assert "113" in said["lead"]
    assert "115" in said["lead"]


def test_a_question_about_papers_of_an_accident_is_searched_for(search_only: TestClient) -> None:
    assert "113" not in answer(search_only, "trợ cấp tai nạn lao động cần giấy tờ gì")["lead"]


def test_a_secret_is_refused(search_only: TestClient) -> None:
    assert answer(search_only, "mã otp của tôi là 482913 anh đăng nhập giúp")["status"] == "refused"


def test_somebody_who_forgot_a_password_is_told_what_to_do(search_only: TestClient) -> None:
    assert "mật khẩu" in answer(search_only, "quên mật khẩu vneid")["lead"]


def test_abuse_gets_no_procedures(search_only: TestClient) -> None:
    assert answer(search_only, "đm làm ăn như cc")["status"] == "ask_more"


@pytest.mark.parametrize(
    ("text", "payload"), [("Gặp nhân viên hỗ trợ", "/handover"), ("có số điện thoại nào không", None)]
)
def test_the_wish_for_a_person_is_no_dead_end(search_only: TestClient, text: str, payload: str | None) -> None:
    said = answer(search_only, text, payload)
    assert said["status"] == "handed_over"
    assert "1022" in said["lead"]
