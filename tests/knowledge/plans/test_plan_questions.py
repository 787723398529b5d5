from __future__ import annotations

import gzip
import json

import pytest

from knowledge.plans.questions import is_plan_question, plan_question_score
from knowledge.text import fold

RECOGNISED_FLOOR = 0.95
"""Share of held-out plan questions taken for one; measured 41 of 41."""


def test_held_out_plan_questions_are_recognised(asked):
    questions = [one.question for one in asked("held_out")]
    recognised = sum(map(is_plan_question, questions))

    assert len(questions) >= 40
    assert recognised / len(questions) >= RECOGNISED_FLOOR


@pytest.mark.parametrize("half", ["dev", "held_out"])
def test_no_procedure_question_is_taken_for_a_plan_question(procedure_questions, half):
    questions = procedure_questions(half)

    assert len(questions) >= 30
    assert [question for question in questions if is_plan_question(question)] == []
    assert [question for question in questions if is_plan_question(fold(question))] == []


@pytest.mark.corpus
def test_citizens_wordings_and_names_of_procedures_are_not_taken_for_plan_questions(shared):
    with (shared / "data" / "phrasings.jsonl").open(encoding="utf-8") as file:
        wordings = [json.loads(line)["text"] for line in file]
    with gzip.open(shared / "data" / "procedures.jsonl.gz", "rt", encoding="utf-8") as file:
        names = [json.loads(line)["name"] for line in file]

    # Measured: 0 of 4,410 wordings; 1 of 5,759 names (it holds "tuyên truyền chính trị").
    assert sum(map(is_plan_question, wordings)) <= 2
    assert sum(map(is_plan_question, names)) <= 3


@pytest.mark.parametrize(
    ("plan", "procedure"),
    [
        ("Kế hoạch của Sở Xây dựng Tây Ninh năm 2021 nói gì?", "Sở Kế hoạch và Đầu tư Tây Ninh ở đâu?"),
        ("Kế hoạch tuyên truyền của Lạng Sơn gồm gì?", "Công nhận tuyên truyền viên pháp luật cần gì?"),
        ("Kinh phí thực hiện kế hoạch 52/KH-UBND", "Phê duyệt kế hoạch lựa chọn nhà thầu"),
    ],
)
def test_words_shared_by_both_kinds_do_not_mislead(plan, procedure):
    assert is_plan_question(plan)
    assert not is_plan_question(procedure)


def test_scores_stay_between_0_and_1(asked, procedure_questions):
    everything = [one.question for one in asked("dev")] + procedure_questions("dev") + ["", "kế hoạch " * 500]

    assert all(0 <= plan_question_score(question) <= 1 for question in everything)
