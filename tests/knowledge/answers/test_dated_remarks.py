"""Withdrawn records, other places, and words that the law has overtaken."""

from __future__ import annotations

import pytest

from knowledge.answer import AnswerStatus
from knowledge.aspects import Aspect
from knowledge.model import ChannelKind, ProcedureStatus


def notes(answer):
    return [block.text for block in answer.blocks if block.kind == "note" and block.tone == "warning"]


@pytest.mark.parametrize("aspect", list(Aspect))
def test_a_withdrawn_record_gives_no_figures(world, shown, aspect):
    row = world.row(ChannelKind.ONLINE, world.dong(7000))
    procedure = world.procedure(row, status=ProcedureStatus.WITHDRAWN, replaced_by="1.999999")
    answer = world.ask(procedure, aspect)
    assert answer.lead == (
        "Thủ tục “Đăng ký tạm trú” (mã 1.004194) không còn trong danh mục thủ tục hành chính ngày 15/07/2026, "
        "có thể đã được bãi bỏ hoặc thay thế. Thủ tục thay thế có mã 1.999999."
    )
    assert "7.000" not in shown(answer)
    assert "3 ngày" not in shown(answer)
    assert answer.quick_replies[0].payload == '/choose{"code": "1.999999"}'


def test_an_internal_record_is_named_as_such(world, shown):
    row = world.row(ChannelKind.ONLINE, world.dong(7000))
    answer = world.ask(world.procedure(row, status=ProcedureStatus.INTERNAL), Aspect.FEE)
    assert "thủ tục nội bộ" in answer.lead
    assert "7.000" not in shown(answer)
    assert answer.status is AnswerStatus.ANSWERED


def test_several_stale_words_give_one_dated_note(world):
    steps = ("Nộp tại Bộ phận một cửa của UBND cấp huyện.", "Mang sổ hộ khẩu, nộp trực tuyến mức độ 4.")
    found = notes(world.ask(world.procedure(steps=steps), Aspect.STEPS))
    assert len(found) == 1
    for words in ("Từ 01/07/2025 không còn cấp huyện", "118/2025/NĐ-CP", "Từ 01/01/2023 sổ hộ khẩu", "42/2022/NĐ-CP"):
        assert words in found[0]


def test_the_national_customs_window_is_no_stale_word(world):
    steps = ("Khai trên Cơ chế một cửa quốc gia.", "Nhận kết quả.")
    assert notes(world.ask(world.procedure(steps=steps), Aspect.STEPS)) == []


def test_only_words_the_answer_shows_are_remarked_on(world):
    procedure = world.procedure(world.row(ChannelKind.ONLINE, world.dong(7000)), steps=("Nộp tại cấp huyện.",))
    assert notes(world.ask(procedure, Aspect.FEE)) == []


def test_a_date_that_has_passed_is_pointed_out(world):
    fee = world.dong(5000, "Áp dụng đến hết ngày 31/12/2023")
    found = notes(world.ask(world.procedure(world.row(ChannelKind.ONLINE, fee)), Aspect.FEE))
    assert len(found) == 1
    assert "31/12/2023, nay đã qua" in found[0]


def test_a_date_to_come_is_left_alone(world):
    fee = world.dong(5000, "Áp dụng đến hết ngày 31/12/2026")
    assert notes(world.ask(world.procedure(world.row(ChannelKind.ONLINE, fee)), Aspect.FEE)) == []


def test_a_record_of_another_province_says_where_it_holds(world):
    procedure = world.procedure(province="Nghệ An")
    assert notes(world.ask(procedure, Aspect.RESULT, province="Đồng Nai")) == [
        "Thủ tục này do Nghệ An công bố, chỉ áp dụng tại Nghệ An."
    ]
    assert notes(world.ask(procedure, Aspect.RESULT, province="Nghệ An")) == []
