"""What an operator reads out: the answer's own words, short, its source last."""

from __future__ import annotations

from datetime import date

import pytest

from api.operator.reading import MOST_SENTENCES, read_out, sentences
from knowledge.answer import Answer, AnswerStatus, Citation, ListBlock
from knowledge.answers import compose
from knowledge.aspects import Aspect
from tests.operator.conftest import BIRTH, DAY, LOCAL, OLD, RESIDENCE

SOURCE = "Thông tin này theo thủ tục mã số 1.004222, dữ liệu ngày 15/07/2026."
AGAIN = f"Còn nội dung khác, tôi đọc tiếp khi anh/chị cần; t{SOURCE[1:]}"


def said(lead: str, *items: str, aspect: Aspect = Aspect.DOCUMENTS) -> Answer:
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead=lead,
        aspect=aspect,
        blocks=(ListBlock(items=items),) if items else (),
        citations=(Citation(code="1.004222", snapshot_date=date(2026, 7, 15)),),
    )


def test_the_fee_is_read_with_its_way_of_filing_and_its_source() -> None:
    answer = compose(RESIDENCE, Aspect.FEE, snapshot_date=DAY)
    assert read_out(answer) == f"{answer.lead} {SOURCE}"
    assert "10.000 đồng" in answer.lead


def test_a_semicolon_does_not_cut_a_list_of_fees_in_two() -> None:
    lead = "Nộp trực tuyến thì phí là 10.000 đồng; nộp trực tiếp thì phí là 20.000 đồng; qua bưu chính chưa rõ."
    assert read_out(said(lead, aspect=Aspect.FEE)) == f"{lead} {SOURCE}"


def test_a_long_answer_keeps_whole_sentences_and_says_that_there_is_more() -> None:
    assert read_out(said("Phí là 8.000 đồng. Hạn là 3 ngày. Nộp ở xã.")) == (
        f"Phí là 8.000 đồng. Hạn là 3 ngày. {AGAIN}"
    )


def test_a_short_list_on_the_screen_is_read_too_and_a_long_one_is_announced() -> None:
    pointing = "Hồ sơ gồm 2 loại giấy tờ, liệt kê bên dưới."
    assert read_out(said(pointing, "Tờ khai", "Giấy chứng sinh")) == (
        f"Hồ sơ gồm 2 loại giấy tờ. Cụ thể: Tờ khai; Giấy chứng sinh. {SOURCE}"
    )
    sentence = "Tờ khai theo mẫu. Nộp kèm bản sao"
    assert read_out(said(pointing, sentence, "Giấy chứng sinh")) == f"Hồ sơ gồm 2 loại giấy tờ. {AGAIN}"


def test_a_caller_is_not_sent_to_a_screen() -> None:
    assert read_out(said("Có 6 nhóm giấy tờ. Anh/chị xem nhóm đúng với mình ở bên dưới.")) == (
        f"Có 6 nhóm giấy tờ. {AGAIN}"
    )
    assert read_out(said("Bản công bố nêu các cơ quan giải quyết ở bên dưới, không ghi địa chỉ.")) == (
        f"Bản công bố nêu các cơ quan giải quyết, không ghi địa chỉ. {AGAIN}"
    )
    assert read_out(said("Anh/chị nộp hồ sơ tại: nơi ghi ở bên dưới.", aspect=Aspect.WHERE)) == (
        f"Anh/chị nộp hồ sơ tại: nơi ghi trong bản công bố. {AGAIN}"
    )


def test_an_answer_without_a_source_names_none() -> None:
    answer = Answer(status=AnswerStatus.NOT_FOUND, lead="Chưa rõ việc cần làm.")
    assert read_out(answer) == "Chưa rõ việc cần làm."


@pytest.mark.parametrize("record", [RESIDENCE, BIRTH, LOCAL, OLD], ids=lambda one: one.code)
@pytest.mark.parametrize("aspect", list(Aspect))
def test_every_answer_is_at_most_three_sentences_with_code_and_date_last(record: object, aspect: Aspect) -> None:
    spoken = read_out(compose(record, aspect, snapshot_date=DAY))  # type: ignore[arg-type]
    assert len(sentences(spoken)) <= MOST_SENTENCES
    assert spoken.endswith(f"mã số {record.code}, dữ liệu ngày 15/07/2026.")  # type: ignore[attr-defined]
    assert "bên dưới" not in spoken


def test_no_answer_of_the_starter_set_is_longer(starter: object) -> None:
    total, hits = starter.procedures(limit=100)  # type: ignore[attr-defined]
    assert total > 0
    for hit in hits:
        for aspect in Aspect:
            spoken = read_out(starter.answer(hit.code, aspect))  # type: ignore[attr-defined]
            assert len(sentences(spoken)) <= MOST_SENTENCES, (hit.code, aspect, spoken)
            assert "bên dưới" not in spoken, (hit.code, aspect, spoken)
