"""Fees: each way and each case its own value, and never a guess."""

from __future__ import annotations

import pytest

from knowledge.answer import ListBlock
from knowledge.aspects import Aspect
from knowledge.model import ChannelKind, FeeState

ONLINE, POSTAL, IN_PERSON = ChannelKind.ONLINE, ChannelKind.POSTAL, ChannelKind.IN_PERSON


def test_fees_that_differ_by_channel_are_said_for_each(world, residence):
    answer = world.ask(residence, Aspect.FEE)
    assert answer.lead == (
        "Nộp trực tuyến thì phí là 7.000 đồng (cá nhân, hộ gia đình) hoặc 5.000 đồng (theo danh sách); "
        "nộp trực tiếp thì phí là 15.000 đồng (cá nhân, hộ gia đình) hoặc 10.000 đồng (theo danh sách). "
        "Một số trường hợp được miễn, xem bên dưới."
    )


def test_a_fee_question_about_one_channel_leaves_the_others_out(world, residence, shown):
    text = shown(world.ask(residence, Aspect.FEE, channel=ONLINE))
    assert "7.000 đồng" in text
    assert "15.000" not in text
    assert "trực tiếp" not in text


def test_a_conditional_exemption_stands_apart_with_its_condition(world, residence):
    answer = world.ask(residence, Aspect.FEE)
    lists = [block for block in answer.blocks if isinstance(block, ListBlock)]
    assert [block.title for block in lists] == ["Nộp trực tuyến", "Nộp trực tiếp", "Trường hợp được miễn"]
    assert lists[-1].items == ("miễn phí: Trường hợp công dân thuộc diện được miễn theo Thông tư 75",)


def test_the_same_fee_everywhere_is_said_once(world):
    procedure = world.procedure(*(world.row(kind, world.dong(200000)) for kind in ChannelKind))
    assert world.ask(procedure, Aspect.FEE).lead == "Phí là 200.000 đồng."


def test_a_sum_in_dollars_stays_in_dollars(world):
    procedure = world.procedure(world.row(IN_PERSON, world.dollars(10, "/bản")))
    assert world.ask(procedure, Aspect.FEE).lead == "Phí là 10 USD/bản."


@pytest.mark.parametrize("source", [None, "0", "0 VNĐ", "0 VNĐ ()", "Miễn phí"])
def test_a_bare_zero_is_never_called_free(world, shown, source):
    fees = (world.fee(FeeState.NOT_STATED, source=source),)
    answer = world.ask(world.procedure(world.row(ONLINE, *fees)), Aspect.FEE)
    assert answer.lead.startswith("Bản công bố chưa có thông tin rõ về phí")
    assert "miễn phí" not in shown(answer).lower()
    assert " 0" not in answer.lead


def test_no_fee_record_is_the_same_as_not_known(world):
    answer = world.ask(world.procedure(world.row(ONLINE)), Aspect.FEE)
    assert "chưa có thông tin rõ" in answer.lead
    assert any(block.kind == "link" for block in answer.blocks)


def test_an_unclear_fee_shows_the_published_words(world, shown):
    fees = (world.fee(FeeState.NOT_STATED, source="Không quy định"),)
    assert "chưa có thông tin rõ: bản công bố ghi “Không quy định”" in shown(
        world.ask(world.procedure(world.row(ONLINE, *fees)), Aspect.FEE)
    )


def test_a_suspect_number_is_quoted_as_doubtful_and_kept_out_of_the_direct_answer(world, shown):
    fees = (world.fee(FeeState.SUSPECT, source="20 VNĐ (20.000 vnđ/tờ khai)", note="20.000 vnđ/tờ khai"),)
    answer = world.ask(world.procedure(world.row(ONLINE, *fees)), Aspect.FEE)
    assert "20" not in answer.lead
    assert "chưa có thông tin rõ: bản công bố ghi “20 VNĐ (20.000 vnđ/tờ khai)”" in shown(answer)
    assert answer.blocks[-1].kind == "link"


def test_free_without_condition_is_said_plainly(world):
    procedure = world.procedure(*(world.row(kind, world.fee(FeeState.FREE)) for kind in ChannelKind))
    assert world.ask(procedure, Aspect.FEE).lead == "Theo bản công bố, thủ tục này miễn phí."


def test_free_for_some_never_reads_as_free_for_all(world):
    fee = world.fee(FeeState.FREE, note="Miễn lệ phí cho người thuộc hộ nghèo; người khuyết tật.")
    lead = world.ask(world.procedure(world.row(ONLINE, fee)), Aspect.FEE).lead
    assert lead == (
        "Bản công bố ghi miễn phí trong trường hợp “cho người thuộc hộ nghèo; người khuyết tật”. "
        "Trường hợp khác chưa có thông tin rõ về phí."
    )


def test_free_without_condition_beside_a_sum_is_not_for_all(world, shown):
    row = world.row(ONLINE, world.dong(50000), world.fee(FeeState.FREE))
    answer = world.ask(world.procedure(row), Aspect.FEE)
    assert answer.lead == "Phí là 50.000 đồng. Một số trường hợp được miễn, xem bên dưới."
    assert "miễn phí: bản công bố không ghi rõ cho trường hợp nào" in shown(answer)


def test_a_fee_the_province_sets_says_who_sets_it_and_keeps_the_words(world, shown):
    note = "Mức lệ phí cụ thể do Hội đồng nhân dân tỉnh quyết định."
    answer = world.ask(world.procedure(world.row(ONLINE, world.fee(FeeState.LOCAL, note=note))), Aspect.FEE)
    assert answer.lead == "Phí do Hội đồng nhân dân cấp tỉnh quy định."
    assert note.rstrip(".") in shown(answer)


def test_a_local_fee_with_a_short_name_is_said_with_it(world):
    answer = world.ask(world.procedure(world.row(ONLINE, world.fee(FeeState.LOCAL, note="lệ phí hộ tịch"))), Aspect.FEE)
    assert answer.lead == "Phí do Hội đồng nhân dân cấp tỉnh quy định (lệ phí hộ tịch)."


def test_a_sum_the_council_may_change_carries_the_warning(world):
    note = "Mức lệ phí cụ thể do Hội đồng nhân dân tỉnh quyết định."
    lead = world.ask(world.procedure(world.row(ONLINE, world.dong(150000, note))), Aspect.FEE).lead
    assert lead.startswith("Phí là 150.000 đồng. Mức áp dụng tại địa phương do Hội đồng nhân dân")


def test_a_fee_in_words_is_quoted(world):
    fee = world.fee(FeeState.TEXT, source="Theo quy định của Bộ Tài chính")
    lead = world.ask(world.procedure(world.row(ONLINE, fee)), Aspect.FEE).lead
    assert lead == "Về phí, bản công bố ghi: “Theo quy định của Bộ Tài chính”."


def test_rows_of_one_channel_with_other_fees_name_their_cases(world):
    procedure = world.procedure(
        world.row(ONLINE, world.dong(100000), note="Cấp mới"),
        world.row(ONLINE, world.dong(50000), note="Cấp lại"),
        world.row(ONLINE, world.dong(50000), note="Cấp đổi"),
    )
    block = world.ask(procedure, Aspect.FEE).blocks[0]
    assert block.items == ("100.000 đồng: Cấp mới", "50.000 đồng: Cấp lại; Cấp đổi")


def test_many_sums_are_said_as_a_range_and_listed_in_full(world):
    fees = [world.dong(1000 * n, f"Loại {n}") for n in range(1, 19)]
    answer = world.ask(world.procedure(world.row(ONLINE, *fees)), Aspect.FEE)
    assert answer.lead == "Phí từ 1.000 đồng đến 18.000 đồng, tùy trường hợp."
    assert len(answer.blocks[0].items) == 18


def test_sums_of_two_currencies_are_never_ranged(world):
    fees = [world.dong(1000 * n, f"Loại {n}") for n in range(1, 4)] + [world.dollars(5, "Loại khác")]
    lead = world.ask(world.procedure(world.row(ONLINE, *fees)), Aspect.FEE).lead
    assert lead == "Phí có nhiều mức, tùy trường hợp."


def test_another_sum_in_the_note_is_pointed_out(world, shown):
    note = "Phí: 500.000 đồng/hồ sơ (áp dụng mức 250.000 đồng/hồ sơ đến hết ngày 31/12/2026)."
    answer = world.ask(world.procedure(world.row(IN_PERSON, world.dong(500000), note=note)), Aspect.FEE)
    assert answer.lead == "Phí là 500.000 đồng. Ghi chú của bản công bố còn nêu mức khác, xem bên dưới."
    assert "250.000 đồng/hồ sơ" in shown(answer)


def test_asking_for_the_fee_of_a_channel_that_is_not_offered_says_so_first(world, residence):
    lead = world.ask(residence, Aspect.FEE, channel=POSTAL).lead
    assert lead.startswith("Thủ tục này không nhận hồ sơ qua bưu chính. Anh/chị có thể nộp trực tuyến hoặc trực tiếp.")
    assert "15.000 đồng" in lead


def test_a_channel_that_is_not_offered_is_said_beside_the_fees(world, residence, shown):
    assert "Thủ tục này không nhận hồ sơ qua bưu chính." in shown(world.ask(residence, Aspect.FEE))


def test_a_record_without_channels_claims_nothing(world, shown):
    answer = world.ask(world.procedure(), Aspect.FEE)
    assert "chưa có thông tin rõ" in answer.lead
    assert "không nhận hồ sơ" not in shown(answer)
