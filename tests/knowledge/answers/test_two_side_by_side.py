"""Two records side by side: their figures, both sources, no advice."""

from __future__ import annotations

import pytest

from knowledge.answer import ListBlock, TableBlock
from knowledge.answers.versus import compare_two, which_two
from knowledge.aspects import Aspect
from knowledge.model import ChannelKind, Decision, Paper, ProcedureStatus
from knowledge.render import as_script, as_sms, as_text
from knowledge.results import Hit

ONLINE, IN_PERSON = ChannelKind.ONLINE, ChannelKind.IN_PERSON


@pytest.fixture
def changed(world):
    return world.procedure(
        world.row(ONLINE, world.dong(25000), time=world.working_days("7")),
        code="1.100003",
        name="Cấp đổi thẻ căn cước",
        agency="Công an cấp xã",
        decision=Decision(number="1/QĐ-A"),
        papers=(Paper(name="Tờ khai", originals=1), Paper(name="Thẻ cũ")),
    )


@pytest.fixture
def silent(world):
    return world.procedure(code="1.100002", name="Cấp lại thẻ căn cước", papers=(), decision=Decision(number="2/QĐ-B"))


def cells(answer, heading):
    table = next(block for block in answer.blocks if isinstance(block, TableBlock))
    return next(row[1:] for row in table.rows if row[0] == heading)


def test_the_fields_of_both_stand_beside_each_other(world, changed, silent):
    answer = compare_two(changed, silent, snapshot_date=world.snapshot)
    assert cells(answer, "Thời hạn giải quyết") == ("7 ngày làm việc", "không ghi")
    assert cells(answer, "Phí, lệ phí") == ("25.000 đồng", "không ghi")
    assert cells(answer, "Cơ quan giải quyết")[0] == "Công an cấp xã"
    assert cells(answer, "Số giấy tờ") == ("2 loại", "không ghi")
    assert cells(answer, "Cách nộp") == ("trực tuyến", "không ghi")
    assert "không chọn thay" in answer.lead


def test_both_sources_are_named_in_every_rendering(world, changed, silent):
    answer = compare_two(changed, silent, snapshot_date=world.snapshot)
    for text in (as_text(answer), as_script(answer), as_sms(answer)):
        assert "1.100003" in text
        assert "1.100002" in text
    for part in ("1/QĐ-A", "2/QĐ-B", "15/07/2026"):
        assert part in as_text(answer)
    assert len(as_text(answer)) <= 2000


def test_long_names_stand_above_the_table(world, changed):
    long = world.procedure(code="1.100009", name="Cấp giấy phép " + "rất dài " * 20)
    answer = compare_two(changed, long, snapshot_date=world.snapshot)
    table = next(block for block in answer.blocks if isinstance(block, TableBlock))
    assert table.columns[1:] == ("Thủ tục 1", "Thủ tục 2")


def test_no_figure_of_a_withdrawn_record_is_shown(world, changed):
    gone = world.procedure(world.row(ONLINE, world.dong(99000)), code="1.000001", status=ProcedureStatus.WITHDRAWN)
    answer = compare_two(changed, gone, snapshot_date=world.snapshot)
    assert not any(isinstance(block, TableBlock) for block in answer.blocks)
    assert "99.000" not in as_text(answer)
    assert "1.000001" in answer.lead


def test_cells_with_several_values_stand_on_lines_of_their_own(world, changed):
    row = (world.row(ONLINE, world.dong(7000)), world.row(IN_PERSON, world.dong(15000)))
    other = world.procedure(*row, code="1.100008", name="Đăng ký tạm trú")
    text = as_text(compare_two(changed, other, snapshot_date=world.snapshot, asked=Aspect.FEE))
    assert "  + đăng ký tạm trú: trực tuyến 7.000 đồng; trực tiếp 15.000 đồng" in text


def test_a_procedure_is_not_compared_with_itself(world, changed):
    with pytest.raises(ValueError, match="itself"):
        compare_two(changed, changed, snapshot_date=world.snapshot)


def test_pairs_to_choose_from_fit_the_buttons_of_a_message():
    hits = tuple(Hit(code=f"1.10000{n}", name=f"Thủ tục số {n}", score=0.0) for n in range(4))
    answer = which_two(hits)
    assert len(answer.quick_replies) == 5
    assert isinstance(answer.blocks[0], ListBlock)
    assert which_two(()).quick_replies
