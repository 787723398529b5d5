"""Whole conversations with the real Rasa server and the real actions over HTTP."""

from __future__ import annotations

import httpx
import pytest

from knowledge.answer import AnswerStatus
from knowledge.aspects import Aspect

pytestmark = pytest.mark.bot
RESIDENCE, BIRTH, PASSPORT = "1.004194", "1.001193", "1.100020"
FIRST_CARD, LOST_CARD = "1.100001", "1.100002"


def about(answers):
    return [(answer.code, answer.aspect) for answer in answers]


def statuses(answers):
    return [answer.status for answer in answers]


def test_the_procedure_is_kept_over_follow_ups_then_switched(talk):
    assert about(talk.say("đăng ký tạm trú cần giấy tờ gì")) == [(RESIDENCE, Aspect.DOCUMENTS)]
    assert about(talk.say("thế phí bao nhiêu")) == [(RESIDENCE, Aspect.FEE)]
    assert about(talk.say("gửi bưu điện được hông")) == [(RESIDENCE, Aspect.POSTAL)]
    assert about(talk.say("cho hỏi làm hộ chiếu mấy bữa có")) == [(PASSPORT, Aspect.TIME)]
    assert about(talk.say("con giay to thi sao")) == [(PASSPORT, Aspect.DOCUMENTS)]


def test_two_aspects_in_one_message_get_two_messages(talk):
    answers = talk.say("làm hộ chiếu hết nhiêu tiền với mấy bữa có")
    assert about(answers) == [(PASSPORT, Aspect.FEE), (PASSPORT, Aspect.TIME)]


def test_choosing_by_number_and_by_another_name_later(talk):
    assert statuses(talk.say("làm căn cước hết bao nhiêu tiền")) == [AnswerStatus.CHOOSE]
    assert about(talk.say("cái thứ hai")) == [(LOST_CARD, Aspect.FEE)]
    assert about(talk.say("còn cái đầu tiên")) == [(FIRST_CARD, Aspect.OVERVIEW)]


@pytest.mark.parametrize("words", ["số 2", "2", "cấp lại", '/choose{"code": "1.100002"}', "chọn cái cấp lại nhé"])
def test_choosing_by_button_number_or_name(talk, words):
    talk.say("làm căn cước hết bao nhiêu tiền")
    assert about(talk.say(words)) == [(LOST_CARD, Aspect.FEE)]


def test_corrected_and_returned_to(talk):
    talk.say("đăng ký tạm trú")
    assert about(talk.say("không phải, ý tôi là khai sinh")) == [(BIRTH, Aspect.OVERVIEW)]
    talk.say("làm hộ chiếu cần gì")
    assert about(talk.say("quay lại cái lúc nãy")) == [(BIRTH, Aspect.OVERVIEW)]
    assert about(talk.say("phí bao nhiêu")) == [(BIRTH, Aspect.FEE)]
    (end,) = talk.say("/back")
    assert end.status is AnswerStatus.ASK_MORE
    assert f'/choose{{"code": "{PASSPORT}"}}' in [reply.payload for reply in end.quick_replies]
    assert about(talk.say(f'/choose{{"code": "{PASSPORT}"}}')) == [(PASSPORT, Aspect.OVERVIEW)]


@pytest.mark.parametrize("words", ["/restart", "bắt đầu lại từ đầu"])
def test_a_restart_says_so_and_forgets(talk, words):
    talk.say("đăng ký tạm trú")
    assert statuses(talk.say(words)) == [AnswerStatus.ASK_MORE]
    assert statuses(talk.say("phí bao nhiêu")) == [AnswerStatus.ASK_MORE]
    assert about(talk.say("làm hộ chiếu")) == [(PASSPORT, Aspect.OVERVIEW)]


def test_a_digression_keeps_the_procedure(talk):
    talk.say("đăng ký tạm trú")
    assert statuses(talk.say("bạn là người hay máy")) == [AnswerStatus.ANSWERED]
    assert statuses(talk.say("giá vàng hôm nay")) == [AnswerStatus.OUT_OF_SCOPE]
    assert about(talk.say("thế nộp ở đâu")) == [(RESIDENCE, Aspect.WHERE)]


def test_what_is_unknown_is_asked_about_and_never_answered_with_something_else(talk):
    talk.say("đăng ký tạm trú")
    assert statuses(talk.say("thủ tục nuôi rồng phun lửa phí bao nhiêu")) == [AnswerStatus.ASK_MORE]
    assert talk.say("xyzzy blorp") != []


@pytest.mark.parametrize(
    ("payload", "status"),
    [
        ("/help", AnswerStatus.ANSWERED),
        ("/affirm", AnswerStatus.ANSWERED),
        ("/deny", AnswerStatus.ANSWERED),
        ("/handover", AnswerStatus.HANDED_OVER),
        ("/feedback", AnswerStatus.FEEDBACK),
        ("/plans", AnswerStatus.ASK_MORE),
        ("/back", AnswerStatus.ASK_MORE),
        ("/restart", AnswerStatus.ASK_MORE),
        ('/ask{"code": "1.004194", "aspect": "fee"}', AnswerStatus.ANSWERED),
        ('/ask{"aspect": "fee"}', AnswerStatus.ASK_MORE),
        ('/choose{"code": "1.004194"}', AnswerStatus.ANSWERED),
        ('/choose{"code": "9.999999"}', AnswerStatus.NOT_FOUND),
    ],
)
def test_every_button_is_answered_even_first_thing(talk, payload, status):
    assert statuses(talk.say(payload)) == [status]


def test_a_long_conversation_goes_on(talk):
    for _ in range(15):
        assert about(talk.say("đăng ký tạm trú")) == [(RESIDENCE, Aspect.OVERVIEW)]
        assert about(talk.say("phí bao nhiêu")) == [(RESIDENCE, Aspect.FEE)]


def test_conversations_do_not_mix(server, talk):
    from uuid import uuid4

    talk.say("đăng ký tạm trú")
    talk.sender, mine = uuid4().hex, talk.sender
    assert statuses(talk.say("phí bao nhiêu")) == [AnswerStatus.ASK_MORE]
    talk.sender = mine
    assert about(talk.say("phí bao nhiêu")) == [(RESIDENCE, Aspect.FEE)]


def test_one_answer_is_one_message_with_text_buttons_and_data(server, talk):
    headers = {"X-Gateway-Token": "gateway-token-of-tests"}
    body = {"sender": talk.sender, "message": "đăng ký tạm trú"}
    (message,) = httpx.post(
        f"{server['address']}webhook", json=body, headers=headers, trust_env=False, timeout=30
    ).json()
    assert {"text", "buttons", "custom"} <= set(message)
    assert message["custom"]["band"] == "sure"


@pytest.mark.parametrize("token", [None, "", "wrong", "gateway-token-of-testsx", "é"])
def test_without_the_secret_nothing_comes_in(server, token):
    headers = {} if token is None else {"X-Gateway-Token": token.encode()}
    body = {"sender": "abc", "message": "xin chào"}
    response = httpx.post(f"{server['address']}webhook", json=body, headers=headers, trust_env=False)
    assert response.status_code == 401


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b'{"sender": "a"}', b'{"sender": 1, "message": "x"}', b'{"sender": "a", "message": ""}',
     b'{"sender": "a", "message": "x", "metadata": 1}', b'{"sender": "", "message": "x"}'],
)  # fmt: skip
def test_a_broken_body_is_told_so(server, body):
    headers = {"X-Gateway-Token": "gateway-token-of-tests"}
    response = httpx.post(f"{server['address']}webhook", content=body, headers=headers, trust_env=False)
    assert response.status_code == 400
    assert response.json()["error"]


@pytest.mark.parametrize("path", ["/webhooks/rest/webhook", "/model", "/domain", "/conversations/x/tracker", "/status"])
def test_no_other_door_is_open(server, path):
    root = server["address"].removesuffix("/webhooks/gateway/")
    assert httpx.get(root + path, trust_env=False).status_code in {404, 405}


def test_the_server_starts_soon_and_turns_are_quick(server, talk):
    import time

    times = []
    for text in (
        "đăng ký tạm trú",
        "phí bao nhiêu",
        "mấy ngày",
        "nộp ở đâu",
        "cảm ơn",
        "làm hộ chiếu",
        "cần giấy tờ gì",
    ) * 2:
        started = time.perf_counter()
        talk.say(text)
        times.append(time.perf_counter() - started)
    times.sort()
    print(f"rasa ready after {server['seconds']:.1f} s; turn p50 {times[7] * 1e3:.0f} ms, max {times[-1] * 1e3:.0f} ms")  # noqa: T201
    assert server["seconds"] < 60  # 6 s on an idle machine of two cores
    assert times[7] < 0.5  # 20 ms there


@pytest.mark.parametrize("words", ["có số điện thoại nào không", "điện thoại số mấy"])
def test_words_taken_for_a_step_are_answered_where_no_form_is_open(talk, words):
    assert statuses(talk.say(words)) == [AnswerStatus.HANDED_OVER]


def test_a_question_that_sounds_like_a_grievance_is_answered(talk):
    talk.say("đăng ký tạm trú")
    assert about(talk.say("làm hộ chiếu thì rẻ hơn không")) == [(PASSPORT, Aspect.OVERVIEW)]


def test_back_leads_to_the_list_then_to_the_procedure_before_it(talk):
    talk.say("đăng ký tạm trú")
    offered = talk.say("làm căn cước")
    talk.say("số 2")
    assert [reply.payload for reply in talk.say("quay lại")[0].quick_replies] == [
        reply.payload for reply in offered[0].quick_replies
    ]
    assert about(talk.say("/back")) == [(RESIDENCE, Aspect.OVERVIEW)]
    assert statuses(talk.say("quay lại")) == [AnswerStatus.ASK_MORE]


@pytest.mark.parametrize("words", ["cái nào rẻ hơn", "khác nhau chỗ nào", "so sánh hai thủ tục này"])
def test_two_procedures_spoken_of_are_put_side_by_side(talk, words):
    talk.say("đăng ký tạm trú")
    talk.say("làm hộ chiếu cần gì")
    (answer,) = talk.say(words)
    assert [citation.code for citation in answer.citations] == [RESIDENCE, PASSPORT]


def test_the_button_of_a_comparison_names_both(talk):
    (answer,) = talk.say(f'/ask{{"code": "{RESIDENCE}", "aspect": "compare", "other": "{PASSPORT}"}}')
    assert [citation.code for citation in answer.citations] == [RESIDENCE, PASSPORT]


@pytest.mark.parametrize("words", ["tôi ở Đồng Nai", "nhà em ở Cao Bằng", "phường Tam Thanh, Lạng Sơn"])
def test_a_message_that_is_only_a_place_is_noted_and_asked_about(talk, words):
    (answer,) = talk.say(words)
    assert answer.status is AnswerStatus.ASK_MORE
    assert "Đã ghi nhận" in answer.lead
