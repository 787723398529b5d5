"""Time limits: with their unit or not at all."""

from __future__ import annotations

import pytest

from knowledge.aspects import Aspect
from knowledge.model import ChannelKind, Duration, DurationState

ONLINE, POSTAL, IN_PERSON = ChannelKind.ONLINE, ChannelKind.POSTAL, ChannelKind.IN_PERSON


def test_one_limit_for_all_channels_is_said_once(world, residence):
    assert world.ask(residence, Aspect.TIME).lead == "Thời hạn giải quyết là 3 ngày làm việc."


def test_limits_that_differ_by_channel_are_said_for_each(world):
    procedure = world.procedure(
        world.row(ONLINE, time=world.working_days("3.5")), world.row(IN_PERSON, time=world.working_days("5"))
    )
    assert world.ask(procedure, Aspect.TIME).lead == (
        "Nộp trực tuyến thì thời hạn là 3,5 ngày làm việc; nộp trực tiếp thì thời hạn là 5 ngày làm việc."
    )


@pytest.mark.parametrize("source", ["1 OTHER", "3 OTHER", "OTHER", "0 OTHER", "1"])
def test_a_number_without_unit_is_never_shown(world, shown, source):
    text = shown(world.ask(world.procedure(world.row(ONLINE, time=world.no_time(source))), Aspect.TIME))
    assert "chưa có thông tin rõ" in text
    assert "OTHER" not in text
    assert " ngày làm việc" not in text


def test_where_the_field_is_silent_the_note_is_quoted(world):
    row = world.row(ONLINE, time=world.no_time("OTHER"), note="Trong 15 ngày kể từ ngày nhận đủ hồ sơ")
    assert world.ask(world.procedure(row), Aspect.TIME).lead == (
        "Bản công bố không ghi một con số chung; phần ghi chú nêu: “Trong 15 ngày kể từ ngày nhận đủ hồ sơ”."
    )


def test_a_limit_in_words_is_quoted(world):
    words = Duration(state=DurationState.TEXT, text="Ngay trong ngày làm việc")
    assert world.ask(world.procedure(world.row(ONLINE, time=words)), Aspect.TIME).lead == (
        "Về thời hạn giải quyết, bản công bố ghi: “Ngay trong ngày làm việc”."
    )


def test_cases_of_one_channel_keep_their_own_limit(world):
    rows = [
        world.row(ONLINE, time=world.working_days("8"), note="Không thay đổi công nghệ"),
        world.row(ONLINE, time=world.working_days("12"), note="Có thay đổi công nghệ"),
    ]
    answer = world.ask(world.procedure(*rows), Aspect.TIME)
    assert answer.lead == "Thời hạn giải quyết là 8 ngày làm việc hoặc 12 ngày làm việc, tùy trường hợp."
    assert answer.blocks[0].items == (
        "8 ngày làm việc: Không thay đổi công nghệ",
        "12 ngày làm việc: Có thay đổi công nghệ",
    )


def test_a_note_that_names_another_limit_is_pointed_out(world):
    row = world.row(ONLINE, time=world.working_days("25"), note="Trường hợp phức tạp: 40 ngày")
    lead = world.ask(world.procedure(row), Aspect.TIME).lead
    assert lead.startswith("Thời hạn giải quyết là 25 ngày làm việc. Ghi chú của bản công bố còn nêu thời hạn")
