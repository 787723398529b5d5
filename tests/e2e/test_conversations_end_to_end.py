"""Conversations through the real gateway, the real Rasa server and the real actions."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import httpx
import psutil
import pytest

from tools.measures.server import Server

if TYPE_CHECKING:
    from tests.e2e.conftest import Talk

pytestmark = pytest.mark.bot


def test_a_question_in_everyday_words_gets_a_cited_answer_per_channel(talk: Talk) -> None:
    talk.say("cho em hỏi đăng ký tạm trú hết bao nhiêu tiền ạ")
    assert talk.code == "1.004194"
    assert "7.000 đồng" in talk.text
    assert "15.000 đồng" in talk.text
    assert "9354/QĐ-BCA-C06" in talk.text
    assert "15/07/2026" in talk.text


def test_the_procedure_is_kept_over_follow_ups_switched_and_returned_to(talk: Talk) -> None:
    talk.say("đăng ký tạm trú cần giấy tờ gì")
    assert talk.code == "1.004194"
    talk.say("thế phí bao nhiêu")
    assert (talk.code, "7.000 đồng" in talk.text) == ("1.004194", True)
    talk.say("gửi bưu điện được hông")
    assert talk.code == "1.004194"
    assert "không nhận hồ sơ qua bưu chính" in talk.text
    assert "trực tuyến" in talk.text
    talk.say("còn đăng ký khai tử thì sao")
    assert talk.code == "1.000656"
    talk.say("quay lại cái lúc nãy")
    assert talk.code == "1.004194"


def test_two_aspects_in_one_message_are_both_answered(talk: Talk) -> None:
    talk.say("1.004194")
    talk.say("phí bao nhiêu và mất mấy ngày")
    aspects = [message["answer"]["aspect"] for message in talk.messages if message.get("answer")]
    assert set(aspects) == {"fee", "time"}
    assert "3 ngày làm việc" in talk.text


def test_a_misunderstanding_is_corrected(talk: Talk) -> None:
    talk.say("đăng ký thường trú cần gì")
    talk.say("không phải, tôi hỏi xóa đăng ký tạm trú")
    assert talk.code == "1.010028"


@pytest.mark.parametrize("how", ["button", "number"])
def test_a_choice_is_made(talk: Talk, how: str) -> None:
    talk.say("giấy phép lái xe")
    answer = talk.messages[-1]["answer"]
    assert answer["status"] == "choose", talk.text
    second = talk.messages[-1]["buttons"][1]
    if how == "button":
        talk.press(second["title"])
    else:
        talk.say("cái thứ hai")
    assert talk.code is not None
    assert talk.code in second["payload"]


def test_plans_are_quoted_with_their_place(talk: Talk) -> None:
    talk.say("kế hoạch 736/KH-UBND của Đồng Nai nói gì về tổng đài 1022")
    assert "736/KH-UBND" in talk.text
    assert "mục" in talk.text


@pytest.mark.parametrize(
    "text", ["", "   ", "😀😀😀", "\u0000\u0007", "<script>alert(1)</script>", '/choose{"code": "x"}', "/"]
)
def test_bad_input_gets_words_and_harms_nothing(talk: Talk, text: str) -> None:
    talk.say("đăng ký tạm trú cần giấy tờ gì")
    talk.say(text)
    assert talk.text.strip()
    assert "<script>" not in talk.text
    talk.say("thế phí bao nhiêu")
    assert talk.code == "1.004194"


def test_a_conversation_survives_a_reload(talk: Talk, client: httpx.Client) -> None:
    talk.say("đăng ký tạm trú cần giấy tờ gì, số em là 0912345678")
    transcript = client.get(f"/api/v1/chat/conversations/{talk.id}").json()
    assert [message["role"] for message in transcript["messages"]][:2] == ["user", "assistant"]
    assert "0912345678" not in str(transcript)


def rasa_of(server: Server) -> psutil.Process:
    (found, *_) = [p for p in server.process.children(recursive=True) if "rasa" in " ".join(p.cmdline())]
    return found


def test_when_rasa_dies_search_answers_and_rasa_comes_back(server: Server, talk: Talk, client: httpx.Client) -> None:
    talk.say("đăng ký tạm trú cần giấy tờ gì")
    dead = rasa_of(server)
    dead.send_signal(signal.SIGKILL)
    dead.wait(10)
    talk.say("phí bao nhiêu")
    assert talk.code == "1.004194"
    assert "7.000 đồng" in talk.text
    deadline = time.monotonic() + 60
    while client.get("/readyz").json()["rasa"] != "ok":
        assert time.monotonic() < deadline, "Rasa was not started again"
    talk.say("mất mấy ngày")
    assert talk.code == "1.004194"
    assert "3 ngày làm việc" in talk.text
