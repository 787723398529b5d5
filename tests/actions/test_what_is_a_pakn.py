"""What is taken for a PAKN, what for another matter, and what for a plain question."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.answer import Answer, AnswerStatus
from knowledge.results import Band, SearchResult
from tests.actions.feedback_talk import STORY


@pytest.mark.parametrize(
    ("intent", "words", "hides"),
    [
        ("complain", "Luật Khiếu nại 2011", True),
        ("denounce", "Luật Tố cáo 2018", True),
        ("incident", "1022", False),
    ],
)
def test_what_is_no_pakn_gets_its_law_or_number_and_no_draft(forms: Any, intent: str, words: str, hides: bool) -> None:
    (said,) = forms.say("nội dung dài mà người dân vừa kể ra ở đây hôm nay", intent)
    assert words in said.lead
    assert forms.custom[0].get("hides", False) is hides
    assert "takes" not in forms.custom[0]


def test_the_identity_of_a_denouncer_is_said_to_be_protected(forms: Any) -> None:
    (said,) = forms.say("tôi muốn tố cáo", "denounce")
    assert "giữ bí mật" in str(said.blocks)


@pytest.mark.parametrize(
    ("intent", "kind"), [("report_conduct", "hanh_vi"), ("report_regulation", "quy_dinh"), ("propose", "de_xuat")]
)
def test_a_story_is_offered_to_be_sent_as_its_kind(forms: Any, intent: str, kind: str) -> None:
    (said,) = forms.say(STORY, intent)
    assert said.quick_replies[0].payload == f'/step{{"do": "file", "kind": "{kind}"}}'
    assert forms.custom[0]["takes"] == "content"
    forms.port.keep("cuocTroChuyenThu1", "web", content=STORY)
    forms.press(said.quick_replies[0].payload)
    assert forms.asked == "more"


@pytest.mark.parametrize(
    ("intent", "ranking"),
    [
        ("feedback", {"feedback": 0.9}),
        ("report_conduct", {"report_conduct": 0.42, "denounce": 0.4}),
        ("nlu_fallback", {"nlu_fallback": 0.6, "complain": 0.35, "report_conduct": 0.34}),
    ],
)
def test_in_doubt_one_plain_question_with_buttons(forms: Any, intent: str, ranking: dict[str, float]) -> None:
    (said,) = forms.say("có chuyện này", intent, ranking)
    assert said.lead == "Anh/chị muốn gửi loại nào?"
    assert len(said.quick_replies) == 5


def test_what_is_unclear_but_no_concern_is_still_searched_for(forms: Any) -> None:
    (said,) = forms.say("tạm trú", "nlu_fallback", {"nlu_fallback": 0.7, "ask": 0.3, "report_conduct": 0.2})
    assert said.code == "1.004194"


def test_a_grievance_taken_for_a_question_is_asked_about_and_not_answered_like_one(forms: Any) -> None:
    (said,) = forms.say("can bo phuong X vi tra giay khai sinh tre hen 2 lan", "ask")
    assert said.status is AnswerStatus.FEEDBACK
    assert "muốn gửi loại nào" in said.lead


ASKED = "phường đến tận nhà nhận hồ sơ vào ngày nào trong tuần"
PUBLISHED = Answer(status=AnswerStatus.ANSWERED, lead="Phường nhận hồ sơ tại nhà vào thứ Năm hằng tuần.")


def added(question: str, *, cued: bool = False) -> dict[str, SearchResult]:
    found = SearchResult(
        question=question, status=AnswerStatus.ANSWERED, band=Band.SURE, by_office=True, prepared=PUBLISHED, cued=cued
    )
    return {question: found}


@pytest.mark.parametrize("ranking", [{"propose": 0.9}, {"feedback": 0.7}, {"nlu_fallback": 0.4, "propose": 0.6}])
def test_a_question_the_office_has_answered_is_answered_and_not_taken_for_a_proposal(
    forms: Any, known: Any, ranking: dict[str, float]
) -> None:
    known.added = added(ASKED)
    assert forms.say(ASKED, next(iter(ranking)), ranking) == [PUBLISHED]
    assert not any(one.get("takes") for one in forms.custom)
    (other,) = forms.say(f"tôi đề xuất {ASKED}", "propose")
    assert other.status is AnswerStatus.FEEDBACK


def test_single_phrases_that_lead_to_a_signpost_do_not_answer_a_proposal(forms: Any, known: Any) -> None:
    known.added = added(ASKED, cued=True)
    (said,) = forms.say(ASKED, "propose")
    assert said.status is AnswerStatus.FEEDBACK


def test_a_grievance_told_in_published_words_is_heard_as_one(forms: Any, known: Any) -> None:
    story = "cán bộ phường quát mắng bắt tôi về làm lại tờ khai"
    known.added = added(story)
    (said,) = forms.say(story, "report_conduct")
    assert said.status is AnswerStatus.FEEDBACK
