"""Turns that are not about one procedure."""

from __future__ import annotations

import json

import pytest

from knowledge import answers
from knowledge.answer import AnswerStatus
from knowledge.answers import RefusalKind
from knowledge.aspects import Aspect
from knowledge.model import Level, ProcedureStatus
from knowledge.results import Hit

PAYLOADS = ("/restart", "/help", "/back", "/affirm", "/deny", "/handover", "/feedback", "/plans")


def hit(code: str, name: str, **fields) -> Hit:
    return Hit(code=code, name=name, score=1.0, **fields)


def test_choices_of_one_name_are_told_apart_by_level():
    name = "Cấp thẻ căn cước"
    levels = [Level.COMMUNE, Level.PROVINCE, Level.MINISTRY]
    answer = answers.choose([hit(f"1.00{n}", name, levels=(level,)) for n, level in enumerate(levels)])
    assert answer.status is AnswerStatus.CHOOSE
    assert answer.blocks[0].items == (
        "Cấp thẻ căn cước (cấp xã)",
        "Cấp thẻ căn cước (cấp tỉnh)",
        "Cấp thẻ căn cước (cấp bộ, trung ương)",
        "Không phải các thủ tục trên",
    )


def test_choices_of_one_name_and_level_are_told_apart_by_place_or_agency():
    by_place = answers.choose([hit("1", "Cấp đổi", province="Nghệ An"), hit("2", "Cấp đổi", province="Đồng Nai")])
    assert by_place.blocks[0].items[:2] == ("Cấp đổi (Nghệ An)", "Cấp đổi (Đồng Nai)")
    by_agency = answers.choose([hit("1", "Cấp đổi", agency="Công an tỉnh"), hit("2", "Cấp đổi", agency="Sở Y tế")])
    assert by_agency.blocks[0].items[:2] == ("Cấp đổi (Công an tỉnh)", "Cấp đổi (Sở Y tế)")


def test_a_level_in_the_name_is_not_said_again_but_its_twin_gets_one():
    names = ["Cấp thẻ căn cước (thực hiện tại cấp tỉnh)", "Cấp thẻ căn cước"]
    levels = [Level.PROVINCE, Level.COMMUNE]
    answer = answers.choose([hit(n, n, levels=(level,)) for n, level in zip(names, levels, strict=True)])
    assert answer.blocks[0].items[:2] == (names[0], "Cấp thẻ căn cước (cấp xã)")


def test_a_long_list_of_agencies_is_not_a_title():
    long = ", ".join(f"Chi nhánh Văn phòng đăng ký đất đai số {n}" for n in range(20))
    answer = answers.choose([hit("1", "Cấp đổi", agency=long), hit("2", "Cấp đổi", agency="Sở Y tế")])
    assert answer.blocks[0].items[0] == "Cấp đổi (Chi nhánh Văn phòng đăng ký đất đai số 0 và nơi khác)"
    assert all(len(reply.title) <= 100 for reply in answer.quick_replies)


def test_choices_that_differ_in_nothing_get_their_code():
    answer = answers.choose([hit("1.001", "Cấp đổi"), hit("1.002", "Cấp đổi")])
    assert answer.blocks[0].items[:2] == ("Cấp đổi – 1.001", "Cấp đổi – 1.002")


def test_different_names_need_no_more():
    answer = answers.choose([hit("1", "Đăng ký kết hôn"), hit("2", "Đăng ký khai sinh")], Aspect.FEE)
    assert answer.blocks[0].items[:2] == ("Đăng ký kết hôn", "Đăng ký khai sinh")
    assert answer.aspect is Aspect.FEE


def test_a_withdrawn_choice_is_marked():
    answer = answers.choose([hit("1", "Cấp A", status=ProcedureStatus.WITHDRAWN), hit("2", "Cấp B")])
    assert answer.blocks[0].items[0] == "Cấp A (không còn trong danh mục)"


def test_at_most_four_choices_and_a_way_out():
    answer = answers.choose([hit(str(n), f"Thủ tục {n}") for n in range(9)])
    assert len(answer.quick_replies) == 5
    assert json.loads(answer.quick_replies[0].payload.removeprefix("/choose")) == {"code": "0"}
    assert answer.quick_replies[-1].payload == "/deny"


def test_long_names_on_buttons_are_cut_to_size_and_stay_apart():
    start = "Đăng ký đất đai, tài sản gắn liền với đất, cấp Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản "
    answer = answers.choose([hit("1", start + "lần đầu đối với hộ gia đình"), hit("2", start + "đối với tổ chức")])
    titles = [reply.title for reply in answer.quick_replies[:2]]
    assert titles == ["… lần đầu đối với hộ gia đình", "… đối với tổ chức"]
    assert all(len(reply.title) <= 100 for reply in answer.quick_replies)
    assert answer.blocks[0].items[0] == start + "lần đầu đối với hộ gia đình"


def test_long_names_that_differ_only_at_the_end_stay_apart_on_buttons():
    same = "thủ tục " * 30
    answer = answers.choose([hit("1.001", f"Cấp {same}"), hit("1.002", f"Đổi {same} A"), hit("1.003", f"Đổi {same} B")])
    titles = [reply.title for reply in answer.quick_replies]
    assert len(set(titles)) == len(titles)
    assert all(len(title) <= 100 for title in titles)


def test_there_must_be_something_to_choose():
    with pytest.raises(ValueError, match="nothing to choose"):
        answers.choose([])


def test_a_question_is_never_repeated_back():
    question = "số căn cước của tôi là 012345678901"
    for answer in (answers.ask_more(question), answers.not_found(question)):
        assert "012345678901" not in answer.model_dump_json()


def test_the_greeting_says_that_it_is_an_automatic_assistant():
    assert "trợ lý tự động" in answers.greeting().lead


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (RefusalKind.CREDENTIALS, "mã OTP"),
        (RefusalKind.ACT_FOR, "không nộp hồ sơ, đăng nhập hay thanh toán thay"),
        (RefusalKind.CARD_PICTURES, "không nhận ảnh căn cước"),
    ],
)
def test_refusals_say_what_and_what_instead(kind, words):
    answer = answers.refused(kind)
    assert answer.status is AnswerStatus.REFUSED
    assert words in answer.lead
    assert answer.blocks


def test_the_number_of_dong_nai_is_named_in_dong_nai_only():
    assert "(0251)1022" in answers.feedback_guidance("Tỉnh Đồng Nai").lead
    for province in (None, "Nghệ An"):
        lead = answers.feedback_guidance(province).lead
        assert "0251" not in lead
        assert "1022" in lead


def test_feedback_keeps_complaints_and_emergencies_apart():
    text = " ".join(block.text for block in answers.feedback_guidance().blocks if block.kind == "note")
    for words in ("113", "114", "115", "Luật Khiếu nại", "Luật Tố cáo"):
        assert words in text


def test_every_turn_uses_known_payloads_and_readable_sentences():
    turns = [
        answers.ask_more("x"),
        answers.not_found("x"),
        answers.out_of_scope(),
        *(answers.refused(kind) for kind in RefusalKind),
        answers.handed_over(),
        answers.feedback_guidance(),
        answers.error(),
        answers.greeting(),
        answers.help(),
    ]
    for turn in turns:
        assert len(turn.lead) <= 200
        assert len(turn.quick_replies) <= 5
        assert all(reply.payload in PAYLOADS for reply in turn.quick_replies)
    assert {turn.status for turn in turns} >= set(AnswerStatus) - {AnswerStatus.CHOOSE}
