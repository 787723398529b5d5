"""Online, by post, in person, where: the record first, then the maintained guide."""

from __future__ import annotations

import pytest

from knowledge.aspects import Aspect
from knowledge.errors import CorruptFile
from knowledge.guides import dated_terms, guide
from knowledge.model import ChannelKind


def test_a_channel_that_is_not_offered_is_refused_with_the_alternatives(world, residence):
    answer = world.ask(residence, Aspect.POSTAL)
    assert answer.lead == ("Thủ tục này không nhận hồ sơ qua bưu chính. Anh/chị có thể nộp trực tuyến hoặc trực tiếp.")
    assert answer.blocks == ()
    assert "Nộp trực tuyến" in [reply.title for reply in answer.quick_replies]


@pytest.mark.parametrize("aspect", [Aspect.ONLINE, Aspect.POSTAL, Aspect.IN_PERSON, Aspect.COMPARE])
def test_a_record_without_channels_says_that_nothing_is_known(world, aspect):
    lead = world.ask(world.procedure(), aspect).lead
    assert lead.startswith("Bản công bố chưa có thông tin về cách nộp hồ sơ")


def test_online_gives_fee_time_and_the_six_steps(world, residence, shown):
    answer = world.ask(residence, Aspect.ONLINE)
    assert answer.lead.startswith("Có, thủ tục này nhận hồ sơ trực tuyến. Thời hạn: 3 ngày làm việc; phí: 7.000 đồng")
    guides = [block for block in answer.blocks if block.kind == "list" and block.ordered]
    assert len(guides[0].items) == 6
    assert "VNeID" in guides[0].items[0]
    assert "15.000" not in shown(answer)


def test_postal_names_the_three_ways_and_its_source(world, shown):
    text = shown(world.ask(world.procedure(world.row(ChannelKind.POSTAL)), Aspect.POSTAL))
    assert "chỉ gửi hồ sơ, chỉ nhận kết quả, hoặc cả gửi lẫn nhận" in text
    assert "45/2016/QĐ-TTg" in text


def test_where_prefers_the_published_address(world):
    procedure = world.procedure(receiving_address="Trung tâm Phục vụ hành chính công cấp xã")
    assert world.ask(procedure, Aspect.WHERE).lead == (
        "Anh/chị nộp hồ sơ tại: Trung tâm Phục vụ hành chính công cấp xã."
    )


def test_where_without_address_names_the_agency_and_says_what_is_missing(world):
    assert world.ask(world.procedure(), Aspect.WHERE).lead == (
        "Cơ quan giải quyết là Công an cấp xã. Bản công bố không ghi riêng địa chỉ nhận hồ sơ."
    )


def test_an_overview_of_one_channel_becomes_its_how_to(world, residence):
    assert world.ask(residence, channel=ChannelKind.ONLINE).aspect is Aspect.ONLINE


def test_every_shipped_guide_is_dated_and_sourced():
    for kind in ChannelKind:
        text = guide(kind)
        assert text.channel is kind
        assert text.sources
        assert text.checked.year >= 2026


def test_a_deployment_replaces_one_guide_and_keeps_the_others(world, residence, shown, tmp_path):
    (tmp_path / "online.yaml").write_text(
        "channel: online\ntitle: Cách của tỉnh\nchecked: 2026-10-01\nsteps: [Gọi 1022]\n"
        "sources: [{number: 01/QĐ, states: thử}]\n",
        encoding="utf-8",
    )
    text = shown(world.ask(residence, Aspect.ONLINE, guides_folder=tmp_path))
    assert "Cách của tỉnh:\n1. Gọi 1022" in text
    assert guide(ChannelKind.POSTAL, tmp_path) == guide(ChannelKind.POSTAL)


def test_an_edited_guide_takes_effect(tmp_path):
    import os

    path = tmp_path / "postal.yaml"
    body = "channel: postal\ntitle: {}\nchecked: 2026-10-01\nsteps: [a]\nsources: [{{number: '1', states: b}}]\n"
    path.write_text(body.format("Một"), encoding="utf-8")
    assert guide(ChannelKind.POSTAL, tmp_path).title == "Một"
    path.write_text(body.format("Hai"), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert guide(ChannelKind.POSTAL, tmp_path).title == "Hai"


@pytest.mark.parametrize("content", ["channel: online", "- a\n- b", "{", "channel: fax\ntitle: x"])
def test_a_broken_guide_is_named(tmp_path, content):
    (tmp_path / "online.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(CorruptFile) as caught:
        guide(ChannelKind.ONLINE, tmp_path)
    assert caught.value.path.name == "online.yaml"


def test_a_guide_under_the_wrong_name_is_refused(tmp_path):
    (tmp_path / "online.yaml").write_text(
        "channel: postal\ntitle: x\nchecked: 2026-10-01\nsteps: [a]\nsources: [{number: '1', states: b}]\n",
        encoding="utf-8",
    )
    with pytest.raises(CorruptFile, match="postal"):
        guide(ChannelKind.ONLINE, tmp_path)


def test_every_overtaken_term_carries_its_date_in_the_note():
    for term in dated_terms():
        assert term.since.strftime("%d/%m/%Y") in term.note or str(term.since.year) in term.note, term.id
        assert all(word == word.lower() for word in term.terms)
