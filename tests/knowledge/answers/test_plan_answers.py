"""Plans: quoted with number, date and section, and what the law has changed since."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.answer import AnswerStatus
from knowledge.answers import plan_answer
from knowledge.model import Passage, PlanDocument
from knowledge.render import as_text

SNAPSHOT = date(2026, 7, 15)
DONG_NAI = PlanDocument(
    id="736-KH-UBND-2020",
    title="Kế hoạch tuyên truyền cải cách hành chính năm 2020",
    number="736/KH-UBND",
    issuer="UBND tỉnh Đồng Nai",
    issued=date(2020, 1, 22),
    signer="Cao Tiến Dũng",
)
TAY_NINH = PlanDocument(id="KH-SXD-2021", title="Kế hoạch tuyên truyền", issuer="Sở Xây dựng", year=2021)


def passage(document: PlanDocument, text: str, *, is_digest: bool = False) -> Passage:
    return Passage(document_id=document.id, path="II.2.1.c", heading=("Nội dung",), text=text, is_digest=is_digest)


def test_a_passage_is_quoted_with_its_place():
    answer = plan_answer(DONG_NAI, [passage(DONG_NAI, "Hướng dẫn nộp hồ sơ qua mạng.")], SNAPSHOT)
    assert answer.lead == (
        "Theo mục II.2.1.c, Kế hoạch số 736/KH-UBND của UBND tỉnh Đồng Nai: “Hướng dẫn nộp hồ sơ qua mạng.”"
    )
    assert answer.citations[0].path == "II.2.1.c"
    assert "Thời gian: ngày 22/01/2020" in as_text(answer)


def test_a_digest_is_not_put_between_quotation_marks():
    lead = plan_answer(DONG_NAI, [passage(DONG_NAI, "Nộp qua mạng.", is_digest=True)], SNAPSHOT).lead
    assert lead.endswith(": Nộp qua mạng.")
    assert "“" not in lead


def test_a_blank_number_stays_blank():
    answer = plan_answer(TAY_NINH, [passage(TAY_NINH, "Tuyên truyền.")], SNAPSHOT)
    assert answer.lead.startswith("Theo mục II.2.1.c, Kế hoạch (số để trống trong bản công bố) của Sở Xây dựng: ")
    text = as_text(answer)
    assert "số để trống trong bản công bố" in text
    assert "năm 2021, ngày tháng để trống trong bản công bố" in text
    assert "None" not in text


@pytest.mark.parametrize(
    ("words", "remark"),
    [
        ("dịch vụ công mức độ 3, mức độ 4", "gần tương ứng"),
        ("UBND cấp huyện", "không còn cấp huyện"),
        ("cơ chế một cửa", "118/2025/NĐ-CP"),
        ("Cổng dịch vụ công của tỉnh", "623/TTg-KSTT"),
        ("Văn phòng Chính phủ", "Bộ Tư pháp"),
        ("Nghị định số 61/2018/NĐ-CP", "118/2025/NĐ-CP"),
    ],
)
def test_overtaken_words_get_a_dated_remark(words, remark):
    answer = plan_answer(DONG_NAI, [passage(DONG_NAI, f"Thực hiện {words}.")], SNAPSHOT)
    warnings = [block.text for block in answer.blocks if block.kind == "note"]
    assert len(warnings) == 1
    assert remark in warnings[0]
    assert words in answer.blocks[1].text  # quoted as printed


def test_a_passage_without_such_words_gets_none():
    answer = plan_answer(DONG_NAI, [passage(DONG_NAI, "Giải đáp vướng mắc.")], SNAPSHOT)
    assert all(block.kind != "note" for block in answer.blocks)


def test_a_plan_that_says_nothing_on_it_says_so():
    answer = plan_answer(DONG_NAI, [], SNAPSHOT)
    assert answer.status is AnswerStatus.NOT_FOUND
    assert answer.lead == "Kế hoạch số 736/KH-UBND không nêu nội dung này."


def test_passages_of_another_plan_are_refused():
    with pytest.raises(ValueError, match="another document"):
        plan_answer(DONG_NAI, [passage(TAY_NINH, "x")], SNAPSHOT)
