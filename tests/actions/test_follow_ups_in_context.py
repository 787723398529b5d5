"""Words that name no procedure, read in the light of what is spoken of."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.answer import AnswerStatus
from knowledge.aspects import Aspect
from knowledge.results import Band, Hit, SearchResult
from tests.actions.reading import about, buttons, statuses
from tests.actions.small_knowledge import (
    BIRTH,
    CHANGED_CARD,
    FIRST_CARD,
    LOST_CARD,
    MARRIAGE,
    PASSPORT,
    RESIDENCE,
    SmallKnowledge,
)

# The procedure spoken of


@pytest.mark.parametrize("words", ["có cần phỏng vấn không", "con tui di thay duoc khong", "cho con tôi nữa thì sao"])
def test_what_is_not_understood_is_asked_back_about_the_procedure_spoken_of(talk: Any, words: str) -> None:
    talk.say("đăng ký tạm trú")
    (answer,) = talk.say(words)
    assert answer.status is AnswerStatus.ASK_MORE
    assert "“Đăng ký tạm trú”" in answer.lead
    assert f'/ask{{"code": "{RESIDENCE}", "aspect": "documents"}}' in buttons(answer)
    assert talk.slots["procedure_code"] == RESIDENCE
    assert about(talk.say("phí bao nhiêu")) == [(RESIDENCE, Aspect.FEE)]


def test_the_part_that_was_named_is_offered_first(talk: Any) -> None:
    talk.say("đăng ký tạm trú")
    (answer,) = talk.say("phí bao nhiêu usd")
    assert buttons(answer)[0] == f'/ask{{"code": "{RESIDENCE}", "aspect": "fee"}}'


def test_what_the_record_does_not_say_is_to_be_asked_of_the_agency(talk: Any) -> None:
    talk.say("đăng ký tạm trú")
    (answer,) = talk.say("chủ nhà không đồng ý thì sao")
    assert "Công an xã" in str(answer.blocks)


@pytest.mark.parametrize("words", ["bn tiền v", "mất phí ko", "có mất phí không", "tốn phí hông"])
def test_short_words_for_the_fee_are_a_follow_up(talk: Any, words: str) -> None:
    talk.say("đăng ký tạm trú")
    assert about(talk.say(words)) == [(RESIDENCE, Aspect.FEE)]


@pytest.mark.parametrize("words", ["vốn tối thiểu bao nhiêu", "dien tich toi thieu bao nhieu"])
def test_a_least_amount_is_a_condition_not_a_fee(talk: Any, words: str) -> None:
    talk.say("đăng ký tạm trú")
    assert about(talk.say(words)) == [(RESIDENCE, Aspect.CONDITIONS)]


@pytest.mark.parametrize("words", ["tôi ở Đồng Nai", "o dong nai", "nộp ở đâu tại TP.HCM", "chỗ nào nộp ở Bình Dương"])
def test_a_place_alone_asks_where_to_file(talk: Any, words: str) -> None:
    talk.say("đăng ký tạm trú")
    assert about(talk.say(words)) == [(RESIDENCE, Aspect.WHERE)]


def test_a_place_beside_an_aspect_keeps_the_aspect(talk: Any) -> None:
    talk.say("đăng ký tạm trú")
    assert about(talk.say("phí ở Đồng Nai bao nhiêu")) == [(RESIDENCE, Aspect.FEE)]


def test_how_two_things_differ_is_not_how_ways_of_filing_do(talk: Any) -> None:
    talk.say("đăng ký tạm trú")
    (answer,) = talk.say("dùng để mua nhà thì khác gì")
    assert answer.aspect is not Aspect.COMPARE
    assert about(talk.say("làm hộ chiếu thì rẻ hơn không")) == [(PASSPORT, Aspect.OVERVIEW)]
    talk.say("đăng ký tạm trú")
    assert about(talk.say("nộp online với nộp trực tiếp khác gì")) == [(RESIDENCE, Aspect.COMPARE)]


def test_a_question_can_go_back_to_a_procedure_by_name(talk: Any) -> None:
    talk.say("đăng ký tạm trú")
    talk.say("làm hộ chiếu")
    assert about(talk.say("thôi quay lại tạm trú, phí bao nhiêu")) == [(RESIDENCE, Aspect.FEE)]


def test_search_hears_of_the_procedure_spoken_of_when_the_last_question_does_not_name_it(talk: Any, known: Any) -> None:
    talk.press(f'/choose{{"code": "{MARRIAGE}"}}')
    talk.say("có cần phỏng vấn không")
    assert known.searched[-1] == ("có cần phỏng vấn không", ("Đăng ký kết hôn",))


def test_made_again_said_of_a_paper_does_not_begin_anew(talk: Any) -> None:
    talk.say("đăng ký khai sinh")
    talk.say("làm lại", "restart")
    assert talk.slots["procedure_code"] == BIRTH
    talk.say("làm lại từ đầu", "restart")
    assert not talk.slots


def test_made_again_picks_the_reissue_among_those_offered(talk: Any) -> None:
    talk.say("làm căn cước mấy ngày có")
    assert about(talk.say("làm lại", "restart")) == [(LOST_CARD, Aspect.TIME)]


# A choice that stands open


def test_the_same_choice_is_not_offered_in_the_same_words_again(talk: Any) -> None:
    (first,) = talk.say("làm căn cước")
    (again,) = talk.say("bao lâu")
    assert buttons(again) == buttons(first)
    assert again.lead != first.lead
    assert "“Thời hạn giải quyết”" in again.lead


def test_words_that_settle_a_choice_with_what_was_asked_before_do(talk: Any) -> None:
    talk.say("thẻ căn cước bao nhiêu tiền")
    assert about(talk.say("bị ướt nhoè hết chữ muốn đổi thẻ căn cước")) == [(CHANGED_CARD, Aspect.FEE)]


def test_another_paper_named_while_choosing_is_looked_for(talk: Any, monkeypatch: Any) -> None:
    known = Passport()
    monkeypatch.setattr("actions.host._Host.provider", lambda: known)
    talk.say("làm căn cước cho con 10 tuổi")
    (answer,) = talk.say("vậy còn hộ chiếu?")
    assert f'/choose{{"code": "{MARRIAGE}"}}' in buttons(answer)


def test_a_doubtful_farewell_is_an_answer_to_the_choice(talk: Any, known: Any) -> None:
    talk.say("căn cước")
    talk.say("một mình tôi thôi", "goodbye", 0.43)
    assert ("căn cước một mình tôi thôi", ()) in known.searched
    assert [hit["code"] for hit in talk.slots["candidates"]] == [FIRST_CARD, LOST_CARD, CHANGED_CARD]


def test_thanks_taken_for_a_yes_are_answered_as_thanks(talk: Any) -> None:
    talk.say("làm căn cước")
    (answer,) = talk.say("ok thank", "affirm", 0.7)
    assert statuses([answer]) == [AnswerStatus.ANSWERED]


def test_the_other_of_two_is_the_one_not_spoken_of(talk: Any) -> None:
    talk.say("đăng ký kết hôn, đồng thời làm căn cước cho con")
    talk.slots["candidates"] = talk.slots["candidates"][:2]
    talk.say("cái thứ nhất", "choose")
    assert about(talk.say("còn cái kia", "choose")) == [(FIRST_CARD, Aspect.OVERVIEW)]


def test_several_needs_of_one_message_are_told_apart(talk: Any) -> None:
    (answer,) = talk.say("muốn làm căn cước cho con, đồng thời đăng ký kết hôn")
    assert answer.status is AnswerStatus.CHOOSE
    assert f'/choose{{"code": "{MARRIAGE}"}}' in buttons(answer)
    assert f'/choose{{"code": "{FIRST_CARD}"}}' in buttons(answer)
    assert "nhiều việc" in answer.lead


class Passport(SmallKnowledge):
    """Is not sure which passport is meant, and hears the card first where both are named."""

    def search(self, question: str, *, history: Any = (), **more: int) -> SearchResult:
        if "hộ chiếu" not in question or "căn cước" in question:
            return super().search(question.replace("hộ chiếu", ""), history=history, **more)
        hits = (
            Hit(code=MARRIAGE, name="Cấp hộ chiếu phổ thông", score=0.4),
            Hit(code=BIRTH, name="Hộ chiếu", score=0.3),
        )
        return SearchResult(question=question, status=AnswerStatus.CHOOSE, band=Band.BETWEEN, hits=hits)


class Placed(SmallKnowledge):
    """Finds the same procedure of two provinces and of none for "tách thửa"."""

    def search(self, question: str, *, history: Any = (), **more: int) -> SearchResult:
        if "tách thửa" not in question:
            return super().search(question, history=history, **more)
        hits = tuple(
            Hit(code=code, name="Tách thửa đất", score=0.4, province=province)
            for code, province in ((BIRTH, "Gia Lai"), (MARRIAGE, "Thanh Hóa"), (RESIDENCE, None))
        )
        return SearchResult(question=question, status=AnswerStatus.CHOOSE, band=Band.BETWEEN, hits=hits)


@pytest.mark.parametrize(
    ("place", "code"),
    [("ở Đồng Nai", RESIDENCE), ("ở Biên Hoà Đồng Nai", RESIDENCE), ("Bình Định", BIRTH), ("thanh hoa", MARRIAGE)],
)
def test_a_place_chooses_among_procedures_of_provinces(talk: Any, monkeypatch: Any, place: str, code: str) -> None:
    known = Placed()
    monkeypatch.setattr("actions.host._Host.provider", lambda: known)
    talk.say("tách thửa đất")
    assert about(talk.say(place)) == [(code, Aspect.OVERVIEW)]
