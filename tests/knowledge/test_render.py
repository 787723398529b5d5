"""Plain text, SMS and the operator's sentence."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.answer import (
    Answer,
    AnswerStatus,
    Citation,
    LinkBlock,
    ListBlock,
    NoteBlock,
    TableBlock,
    TextBlock,
)
from knowledge.aspects import Aspect
from knowledge.render import SMS_LIMIT, as_script, as_sms, as_text

SOURCE = Citation(
    code="1.004194", decision="9354/QĐ-BCA-C06", snapshot_date=date(2026, 7, 15), url="https://example.org/p"
)


def answer(lead: str = "Phí là 7.000 đồng.", **fields) -> Answer:
    base = {"status": AnswerStatus.ANSWERED, "code": "1.004194", "name": "Đăng ký tạm trú", "citations": (SOURCE,)}
    return Answer(lead=lead, **{**base, **fields})


def test_text_is_complete_and_ends_with_the_source():
    blocks = (
        TextBlock(title="Điều kiện", text="Có chỗ ở."),
        ListBlock(title="Các bước", items=("Một", "Hai\nthêm"), ordered=True),
        ListBlock(items=("Gạch",)),
        TableBlock(columns=("Cách nộp", "Nhận hồ sơ", "Phí"), rows=(("Nộp trực tiếp", "không", "—"),)),
        NoteBlock(text="Hỏi trước."),
        LinkBlock(title="Mẫu", url="https://example.org/m"),
    )
    assert as_text(answer(blocks=blocks)) == (
        "Đăng ký tạm trú\n\nPhí là 7.000 đồng.\n\nĐiều kiện:\nCó chỗ ở.\n\n"
        "Các bước:\n1. Một\n2. Hai\n  thêm\n\n- Gạch\n\n"
        "- Nộp trực tiếp: nhận hồ sơ: không\n\nLưu ý: Hỏi trước.\n\nMẫu: https://example.org/m\n\n"
        "Nguồn: thủ tục 1.004194, Quyết định 9354/QĐ-BCA-C06, dữ liệu ngày 15/07/2026.\nhttps://example.org/p"
    )


def test_a_decision_that_says_so_itself_is_not_named_twice():
    source = SOURCE.model_copy(update={"decision": "Quyết định số 12/QĐ-UBND"})
    assert "thủ tục 1.004194, Quyết định số 12/QĐ-UBND, dữ liệu" in as_text(answer(citations=(source,)))


def test_a_limit_leaves_out_whole_lines_and_says_so():
    items = tuple(f"Giấy tờ thứ {n}: 10.000 đồng" for n in range(100))
    text = as_text(answer(blocks=(ListBlock(title="Giấy tờ", items=items),)), limit=500)
    assert len(text) <= 500
    assert "(Còn nữa" in text
    assert text.endswith("https://example.org/p")
    kept = [line for line in text.split("\n") if line.startswith("- ")]
    assert kept == [f"- {item}" for item in items[: len(kept)]]
    assert len(kept) > 3


def test_a_heading_is_not_left_without_its_list():
    text = as_text(answer(blocks=(ListBlock(title="Giấy tờ", items=("x" * 400,)),)), limit=300)
    assert "Giấy tờ:" not in text
    assert len(text) <= 300


def test_a_limit_without_room_for_the_source_is_an_error():
    with pytest.raises(ValueError, match="no room"):
        as_text(answer(), limit=60)


@pytest.mark.parametrize("sentences", [1, 5, 40])
def test_sms_fits_and_keeps_source_and_figures(sentences):
    text = as_sms(answer("Phí là 7.000 đồng. " * sentences, name="Đăng ký tạm trú"))
    assert len(text) <= SMS_LIMIT
    assert text.endswith("Nguồn: mã 1.004194, dữ liệu 15/07/2026.")
    assert text.count("7.000 đồng.") == text.count("Phí là")


def test_sms_cuts_a_single_endless_sentence_between_clauses():
    text = as_sms(answer("; ".join(f"trường hợp {n} thì phí là {n}0.000 đồng" for n in range(1, 60)) + "."))
    assert len(text) <= SMS_LIMIT
    assert "0.000 đồng …" in text


def test_sms_without_marks_keeps_capitals_and_figures():
    assert as_sms(answer(), accents=False) == (
        "Dang ky tam tru: Phi la 7.000 dong. Nguon: ma 1.004194, du lieu 15/07/2026."
    )


def test_the_operator_reads_the_direct_answer_and_its_source():
    assert as_script(answer("Phí là 7.000 đồng. Một số trường hợp được miễn, xem bên dưới.")) == (
        "Dạ, thưa anh/chị. Phí là 7.000 đồng. Một số trường hợp được miễn. "
        "Thông tin này theo thủ tục mã số 1.004194, dữ liệu ngày 15/07/2026."
    )


def test_the_operator_hears_a_short_list_a_screen_would_show():
    told = answer(
        "Hồ sơ gồm 2 loại giấy tờ, liệt kê bên dưới.",
        aspect=Aspect.DOCUMENTS,
        blocks=(ListBlock(items=("Tờ khai.", "Giấy tờ nhà.")),),
    )
    assert "Hồ sơ gồm 2 loại giấy tờ. Cụ thể: Tờ khai; Giấy tờ nhà." in as_script(told)


def test_a_plan_is_cited_with_its_section():
    plan = Citation(document="Kế hoạch tuyên truyền", decision=None, path="IV.1", snapshot_date=date(2026, 7, 15))
    told = answer(name=None, code=None, citations=(plan,))
    assert "Nguồn: Kế hoạch tuyên truyền, số để trống trong bản công bố, mục IV.1, dữ liệu ngày" in as_text(told)
    assert "theo Kế hoạch tuyên truyền, mục IV.1" in as_script(told)


def test_an_answer_without_source_is_its_words_alone():
    assert as_text(answer(name=None, code=None, citations=())) == "Phí là 7.000 đồng."
