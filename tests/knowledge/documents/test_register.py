"""The register of legal documents: numbers read, documents collected, validity told only as far as stated."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from knowledge.documents import Force, Statement, shipped_statements
from knowledge.documents.citing import cited_documents, dated_numbers, mentions
from knowledge.documents.numbers import key_of, numbers_in, read_number
from knowledge.documents.questions import asked_in
from knowledge.documents.register import Register
from knowledge.documents.saying import said
from knowledge.model import LegalBasis, Passage, PlanDocument, Procedure, ProcedureStatus
from knowledge.render import as_text

PLAN = PlanDocument(id="9-KH-UBND-2022", title="Kế hoạch", number="9/KH-UBND", place="Bình Minh", year=2022)
STATED = Statement(
    key="5-2020-nd-cp",
    number="5/2020/NĐ-CP",
    force=Force.EXPIRED,
    replaced_by=("7/2024/NĐ-CP",),
    since=date(2024, 3, 1),
    source="Công báo",
    checked=date(2026, 11, 20),
)

LONG_STORY = (
    "hôm qua tôi lên phường nộp hồ sơ đăng ký tạm trú thì cán bộ nói nghị định 5/2020 đã bị thay thế nên không nhận, "
    "bắt tôi về chờ thêm hai tuần nữa rồi quay lại"
)


def passage(text: str, path: str = "I.1") -> Passage:
    return Passage(document_id=PLAN.id, path=path, text=text)


def record(code: str, *numbers: str, **fields: object) -> Procedure:
    basis = tuple(LegalBasis(number=one, name=f"Quy định chi tiết về {one}") for one in numbers)
    return Procedure.model_validate({"code": code, "name": "Thủ tục", "legal_basis": basis, **fields})


@pytest.mark.parametrize(
    ("text", "printed", "key"),
    [
        ("Nghị định số 63/2010/NĐ-CP", "63/2010/NĐ-CP", "63-2010-nd-cp"),
        ("nghị định 02/2017/tt-vpcp", "02/2017/TT-VPCP", "2-2017-tt-vpcp"),
        ("35 /2025/NQ-HĐND", "35/2025/NQ-HĐND", "35-2025-nq-hdnd"),
        ("66.7/2025/NQ-CP", "66.7/2025/NQ-CP", "66.7-2025-nq-cp"),
        ("94/2025/QH15 ngày 27/6/2025", "94/2025/QH15", "94-2025-qh15"),
        ("Nghị quyết 17-NQ/TW", "17-NQ/TW", "17-nq-tw"),
        ("30c/NQ-CP ngày 08/11/2011", "30c/NQ-CP", "30c-nq-cp-2011"),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, printed: str, key: str) -> None:
    number = read_number(text)

    assert number is not None
    assert (number.printed, key_of(number)) == (printed, key)


@pytest.mark.parametrize("text", ["ngày 08/11/2011", "1.004194", "50/100 đồng", "Không có thông tin", "24/7", "06"])
def test_what_is_no_number_of_a_document_is_left_alone(text: str) -> None:
    assert list(numbers_in(text)) == []


def test_one_number_of_two_years_or_provinces_is_two_documents() -> None:
    text = "Nghị quyết 02/NQ-CP ngày 01/01/2019 và 02/NQ-CP ngày 01/01/2020; Kế hoạch 02/KH-UBND ngày 03/01/2020"
    keys = [one.key for one in mentions(passage(text), PLAN, {})]

    assert keys == ["2-nq-cp-2019", "2-nq-cp-2020", "2-kh-ubnd-2020-binh-minh"]


def test_a_number_without_its_day_is_the_dated_one_of_the_same_plan_and_the_plan_is_not_its_own_source() -> None:
    first, later = passage("Quyết định 74/QĐ-UBND ngày 09/01/2012"), passage("Theo 74/QĐ-UBND và 9/KH-UBND.", "I.2")

    assert [one.key for one in mentions(later, PLAN, dated_numbers([first, later]))] == ["74-qd-ubnd-2012-binh-minh"]


def test_documents_are_counted_by_procedures_in_force_and_named_by_plans() -> None:
    records = [
        record("1", "5/2020/NĐ-CP", "Nghị định số 5/2020/NĐ-CP"),
        record("2", "05/2020/nđ-cp"),
        record("3", "5/2020/NĐ-CP", status=ProcedureStatus.WITHDRAWN),
    ]
    found = {one.key: one for one in cited_documents(records, [PLAN], [passage("Nghị định 5/2020/NĐ-CP")])}

    assert found["5-2020-nd-cp"].procedures == 2
    assert found["5-2020-nd-cp"].codes == ("1", "2")
    assert [one.path for one in found["5-2020-nd-cp"].quoted] == ["I.1"]
    assert (found["5-2020-nd-cp"].kind, found["5-2020-nd-cp"].issuer) == ("Nghị định", "Chính phủ")


def test_days_that_plans_print_differently_are_told_and_none_is_chosen() -> None:
    texts = [passage("63/2010/NĐ-CP ngày 03/6/2010"), passage("63/2010/NĐ-CP (ở đây in ngày 08/6/2010)", "I.2")]
    (found,) = [one for one in cited_documents((), [PLAN], texts) if one.key == "63-2010-nd-cp"]
    asked = asked_in("nghị định 63/2010 còn hiệu lực không")

    assert found.issued is None
    assert asked is not None
    text = as_text(said(Register([found], ()).find(asked), asked))
    assert "in ngày 03/6/2010" in text
    assert "in ngày 08/6/2010" in text


@pytest.mark.parametrize(
    "question",
    [
        "nghị định 5/2020 còn hiệu lực không",
        "nghi dinh so 5/2020/ND-CP con hieu luc ko",
        "Nghị định 05 năm 2020 đã bị thay thế chưa?",
        "5/2020/NĐ-CP hết hiệu lực từ khi nào",
    ],
)
def test_a_stated_document_is_answered_with_source_and_day(question: str) -> None:
    asked = asked_in(question)

    assert asked is not None
    answer = said(Register((), [STATED]).find(asked), asked)
    assert answer.lead == (
        "Nghị định 5/2020/NĐ-CP: hết hiệu lực từ 01/03/2024, được thay thế bởi 7/2024/NĐ-CP"
        " (theo Công báo, kiểm tra ngày 20/11/2026)."
    )


@pytest.mark.parametrize(
    "question",
    [
        "hộ chiếu cấp 12/2015 còn hiệu lực không",
        "giấy phép lái xe hết hiệu lực thì làm sao",
        "nghị định 5/2020 nói về gì",
        "đăng ký khai sinh",
        "luật sư tư vấn về hộ khẩu",
        LONG_STORY,
    ],
)
def test_other_questions_are_not_taken_for_one_about_a_document(question: str) -> None:
    assert asked_in(question) is None


def test_a_document_nobody_knows_is_not_guessed() -> None:
    asked = asked_in("nghị định 999/2024 còn hiệu lực không")

    assert asked is not None
    answer = said(Register((), [STATED]).find(asked), asked)
    assert "chưa có văn bản này (nghị định 999/2024)" in answer.lead
    assert "vbpl.vn" in as_text(answer)


def test_nothing_is_stated_without_a_source() -> None:
    with pytest.raises(ValidationError):
        Statement(key="1-2020-nd-cp", force=Force.IN_FORCE, checked=date(2026, 11, 20))


def test_the_shipped_statements_name_their_source_and_claim_no_document_in_force() -> None:
    shipped = shipped_statements()

    assert {one.key for one in shipped} >= {"63-2010-nd-cp", "61-2018-nd-cp", "13-2023-nd-cp"}
    assert all(one.source and one.checked for one in shipped)
    assert [one.key for one in shipped if one.force is not Force.UNKNOWN] == ["13-2023-nd-cp"]
    for one in shipped:
        number = read_number(one.number)
        assert number is not None
        assert key_of(number) == one.key
