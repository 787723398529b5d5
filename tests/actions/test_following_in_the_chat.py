"""Following a PAKN in the chat: the real actions and the real desk, without Rasa in between."""

from __future__ import annotations

from typing import Any

import pytest

from actions.feedback.steps import Do
from tests.actions.feedback_talk import sent


def prove(talk: Any, code: str, proof: str) -> list[Any]:
    talk.slots["feedback_code"] = None
    talk.step(Do.FOLLOW)
    assert talk.asked == "case_code"
    talk.step(Do.FILL, field="case_code", sealed=talk.port.seal(code))
    assert talk.asked == "case_proof"
    answers: list[Any] = talk.step(Do.FILL, field="case_proof", sealed=talk.port.seal(proof))
    return answers


def test_the_state_is_shown_to_whoever_gives_code_and_proof(forms: Any) -> None:
    code = sent(forms)
    (said,) = prove(forms, code, "5678")
    assert said.lead == f"Phản ánh {code}: Đã tiếp nhận."
    assert forms.loop is None
    assert "5678" not in str(forms.slots) + str(forms.events)


@pytest.mark.parametrize(("code", "proof"), [("own", "0000"), ("KN-7M3Q-X0VD-0", "5678"), ("KN-0000-0000-0", "5678")])
def test_a_wrong_code_and_a_wrong_proof_show_nothing(forms: Any, code: str, proof: str) -> None:
    own = sent(forms)
    answers = prove(forms, own if code == "own" else code, proof)
    assert not any("Đã tiếp nhận" in answer.lead for answer in answers)
    assert forms.asked == "case_code"


def test_information_is_added_after_a_confirmation(forms: Any) -> None:
    prove(forms, sent(forms), "5678")
    forms.step(Do.MORE)
    assert forms.asked == "case_text"
    forms.step(Do.FILL, field="case_text", sealed=forms.port.seal("Người hẹn tôi là cô Lan ở quầy số 3."))
    assert forms.asked == "case_sure"
    (said,) = forms.step(Do.YES)
    assert said.lead.startswith("Đã gửi thêm thông tin.")


def test_a_pakn_is_withdrawn_only_after_a_yes(forms: Any) -> None:
    code = sent(forms)
    prove(forms, code, "5678")
    forms.step(Do.WITHDRAW)
    forms.step(Do.SKIP)
    forms.step(Do.NO)
    assert forms.desk.status(code, "5678").status.value == "da_tiep_nhan"
    forms.step(Do.WITHDRAW)
    forms.step(Do.SKIP)
    (said,) = forms.step(Do.YES)
    assert "Người gửi đã rút" in said.lead


def test_rating_before_an_answer_is_refused_with_the_reason(forms: Any) -> None:
    prove(forms, sent(forms), "5678")
    (said,) = forms.step(Do.RATE, stars=5)
    assert "chưa có câu trả lời" in said.lead


def test_a_question_while_following_is_answered_and_the_field_asked_again(forms: Any) -> None:
    forms.step(Do.FOLLOW)
    answers = forms.say("đăng ký tạm trú hết bao nhiêu tiền", "ask")
    assert answers[0].code == "1.004194"
    assert forms.asked == "case_code"


def test_a_code_in_the_question_needs_the_proof_only(forms: Any) -> None:
    code = sent(forms)
    (asked,) = forms.step(Do.FOLLOW, case=code)
    assert code in asked.lead
    assert forms.asked == "case_proof"


def test_after_sending_only_the_proof_is_asked_and_another_code_may_be_given_instead(forms: Any) -> None:
    sent(forms)
    (asked,) = forms.say("phản ánh của tôi tới đâu rồi", "track")
    assert forms.asked == "case_proof"
    (asked,) = forms.step(Do.FILL, field="case_proof", sealed=forms.port.seal("KN-7M3Q-X0VD-9"))
    assert "KN-7M3Q-X0VD-9" in asked.lead
