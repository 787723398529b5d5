from __future__ import annotations

import pytest

from knowledge.model import Passage, PlanDocument
from knowledge.plans.digests import load_digests
from knowledge.plans.search import ANSWERABLE, PlanIndex, quotable
from knowledge.results import PlanHit
from knowledge.text import fold, normalise_query

from .conftest import rows

# Floors: just under what is measured on the held-out half (41 questions, worded for this project by the
# assistant that also wrote the rules; half of them without diacritics). Steer by the dev half only.
DOCUMENT_FLOOR = 0.97
HIT3_FLOOR = 0.95
HIT1_FLOOR = 0.9
ANSWERABLE_FLOOR = 0.92


def index_of(plans) -> PlanIndex:
    plans = list(plans)
    return PlanIndex([document for document, _ in plans], [p for _, passages in plans for p in passages])


@pytest.fixture(scope="module")
def digest_index() -> PlanIndex:
    return index_of(load_digests())


@pytest.fixture(scope="module")
def published_index(published) -> PlanIndex:
    return index_of(published.values())


def measure(index: PlanIndex, questions) -> dict[str, float]:
    found = [(asked, index.search(asked.question)) for asked in questions]
    count = len(found)
    return {
        "n": count,
        "document": sum(bool(hits) and hits[0].document_id == asked.document for asked, hits in found) / count,
        "hit@1": sum(any(asked.is_met_by(h.document_id, h.path) for h in hits[:1]) for asked, hits in found) / count,
        "hit@3": sum(any(asked.is_met_by(h.document_id, h.path) for h in hits[:3]) for asked, hits in found) / count,
        "answerable": sum(bool(hits) and hits[0].score >= ANSWERABLE for _, hits in found) / count,
    }


def assert_floors(measured: dict[str, float]) -> None:
    assert measured["n"] >= 40
    assert measured["document"] >= DOCUMENT_FLOOR, measured
    assert measured["hit@1"] >= HIT1_FLOOR, measured
    assert measured["hit@3"] >= HIT3_FLOOR, measured
    assert measured["answerable"] >= ANSWERABLE_FLOOR, measured


def test_held_out_questions_find_document_and_section_in_the_digests(digest_index, asked, record_property):
    measured = measure(digest_index, asked("held_out"))
    record_property("held_out", measured)

    assert_floors(measured)


@pytest.mark.corpus
def test_held_out_questions_find_document_and_section_in_the_published_plans(published_index, asked):
    assert_floors(measure(published_index, asked("held_out")))


@pytest.mark.parametrize("question", [r["question"] for r in rows("unstated_questions.tsv")])
def test_what_no_plan_states_is_not_answered(digest_index, question):
    assert all(hit.score < ANSWERABLE for hit in digest_index.search(question))


@pytest.mark.corpus
@pytest.mark.parametrize("question", [r["question"] for r in rows("unstated_questions.tsv", "held_out")])
def test_what_no_plan_states_is_not_answered_from_the_published_plans(published_index, question):
    assert all(hit.score < ANSWERABLE for hit in published_index.search(question))


@pytest.mark.parametrize(
    "question",
    [
        "Kế hoạch tuyên truyền cải cách hành chính của tỉnh Bình Dương nói gì về kinh phí?",
        "kế hoạch 999/KH-UBND nói gì về báo cáo",
        "Kế hoạch kiểm soát thủ tục hành chính của Đồng Nai năm 2024 giao gì cho Sở Tài chính?",
    ],
)
def test_a_plan_that_is_not_held_yields_no_passage_of_another(digest_index, question):
    assert digest_index.search(question) == ()


def test_the_number_of_a_document_quoted_in_a_plan_finds_the_plan_that_quotes_it(digest_index):
    first = digest_index.search("Kế hoạch số 15123/KH-UBND được nhắc ở đâu?")[0]

    assert (first.document_id, first.path) == ("736-KH-UBND-2020", "căn cứ")


def test_a_question_finds_the_same_passage_without_diacritics(digest_index):
    question = "Tổng kinh phí kế hoạch 44/KH-UBND của Hà Nội là bao nhiêu?"

    for wording in (question, fold(question), question.upper()):
        first = digest_index.search(wording)[0]
        assert (first.path, first.score >= ANSWERABLE) == ("PHỤ LỤC.tổng", True)


def test_a_question_already_normalised_finds_the_same_plan(digest_index, asked):
    for one in asked("dev"):
        as_typed, normalised = (digest_index.search(q) for q in (one.question, normalise_query(one.question)))
        assert normalised[0].document_id == as_typed[0].document_id


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("Kế hoạch tuyên truyền Nghệ An được ban hành ngày nào?", "52-KH-UBND-2017"),
        ("ke hoach cua Ha Noi nam 2020 so may", "44-KH-UBND-2020"),
        ("Kế hoạch tuyên truyền Đồng Nai do cơ quan nào ban hành?", "736-KH-UBND-2020"),
    ],
)
def test_number_date_and_issuer_are_answered_by_the_head_of_the_plan(digest_index, question, document):
    (hit,) = digest_index.search(question)

    assert (hit.document_id, hit.path, hit.score) == (document, "căn cứ", 1.0)


def test_only_hits_of_one_plan_close_to_the_best_are_quoted():
    hits = tuple(
        PlanHit(document_id=document, path=path, score=score)
        for document, path, score in (("a", "I", 0.9), ("b", "I", 0.9), ("a", "II", 0.8), ("a", "III", 0.6))
    )

    assert [(hit.document_id, hit.path) for hit in quotable(hits)] == [("a", "I"), ("a", "II")]
    assert quotable(()) == ()
    assert quotable((PlanHit(document_id="a", path="I", score=ANSWERABLE - 0.01),)) == ()


def test_a_plan_only_named_answers_with_its_opening(digest_index):
    hits = digest_index.search("kế hoạch 736/KH-UBND", limit=3)

    assert [hit.path for hit in hits] == ["căn cứ", "I.1", "I.1.-3"]
    assert all(hit.score == ANSWERABLE for hit in hits)


def test_scores_stay_between_0_and_1_best_first_and_within_the_limit(digest_index, asked):
    for one in asked("dev"):
        scores = [hit.score for hit in digest_index.search(one.question, limit=4)]
        assert len(scores) <= 4
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)


@pytest.mark.parametrize("question", ["", "   ", "?!", "kế hoạch", "x" * 5000])
def test_a_question_without_content_finds_nothing_and_breaks_nothing(digest_index, question):
    assert all(hit.score < ANSWERABLE for hit in digest_index.search(question))


def test_a_passage_without_the_sum_asked_for_is_held_below_the_bar():
    document = PlanDocument(id="1-KH-UBND-2022", title="Kế hoạch", number="1/KH-UBND", place="Huế", year=2022)
    without = Passage(document_id=document.id, path="V", text="Kinh phí in tờ rơi do ngân sách bảo đảm.")
    stated = Passage(document_id=document.id, path="VI", text="Kinh phí in tờ rơi: 5.000.000đ.")
    question = "Kinh phí in tờ rơi trong kế hoạch 1/KH-UBND là bao nhiêu tiền?"

    (held_back,) = PlanIndex([document], [without]).search(question)
    best, *_ = PlanIndex([document], [without, stated]).search(question)

    assert held_back.score < ANSWERABLE <= best.score
    assert best.path == "VI"


def test_an_empty_index_finds_nothing():
    assert PlanIndex([], []).search("Kế hoạch 736 nói gì?") == ()
