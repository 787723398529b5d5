"""Papers, steps, conditions, results, legal bases, overview and comparison."""

from __future__ import annotations

from knowledge.aspects import Aspect
from knowledge.model import ChannelKind, Form, LegalBasis, Paper


def test_few_papers_are_named_in_the_direct_answer(world):
    papers = (Paper(name="Tờ khai", originals=1, form=Form(name="Mẫu CT01")), Paper(name="Giấy tờ nhà", copies=1))
    answer = world.ask(world.procedure(papers=papers), Aspect.DOCUMENTS)
    assert answer.lead == "Anh/chị cần chuẩn bị: Tờ khai; Giấy tờ nhà."
    assert answer.blocks[0].items == ("Tờ khai (1 bản chính; mẫu: CT01)", "Giấy tờ nhà (1 bản sao)")


def test_papers_are_grouped_by_case_and_sorted_by_their_printed_letter(world):
    papers = (
        Paper(name="b) Hợp đồng", case="Người thuê nhà", originals=1),
        Paper(name="đ) Giấy khác", case="Người thuê nhà", originals=1),
        Paper(name="a) Tờ khai", case="Người thuê nhà", originals=1),
        Paper(name="Đơn", case="Chủ nhà", originals=1, copies=2),
    )
    answer = world.ask(world.procedure(papers=papers), Aspect.DOCUMENTS)
    assert [block.title for block in answer.blocks] == ["Người thuê nhà", "Chủ nhà"]
    assert [item[0] for item in answer.blocks[0].items] == ["a", "b", "đ"]
    assert answer.blocks[1].items == ("Đơn (1 bản chính và 2 bản sao)",)
    assert "4 loại giấy tờ, chia thành 2 nhóm" in answer.lead


def test_a_remark_published_as_a_paper_is_not_counted(world):
    papers = (Paper(name="Đơn", originals=1), Paper(name="Xuất trình bản chính khi nhận kết quả", is_note=True))
    answer = world.ask(world.procedure(papers=papers), Aspect.DOCUMENTS)
    assert answer.lead == "Anh/chị cần chuẩn bị: Đơn."
    assert answer.blocks[0].items[-1] == "Lưu ý: Xuất trình bản chính khi nhận kết quả"


def test_forms_come_with_their_link(world):
    form = Form(name="Mẫu CT01", url="https://example.org/ct01.docx")
    answer = world.ask(world.procedure(papers=(Paper(name="Tờ khai", originals=1, form=form),)), Aspect.FORMS)
    assert answer.lead == "Mẫu cần điền là: Mẫu CT01."
    assert answer.blocks[-1].url == "https://example.org/ct01.docx"


def test_paragraphs_after_a_step_belong_to_it(world):
    answer = world.ask(world.procedure(), Aspect.STEPS)
    block = answer.blocks[0]
    assert block.ordered
    assert block.items == ("Chuẩn bị hồ sơ.", "Nộp hồ sơ.\n- Đủ thì nhận phiếu hẹn.")
    assert answer.lead == "Thủ tục này gồm 2 bước, ghi ở bên dưới. Đầu tiên: Chuẩn bị hồ sơ."


def test_steps_numbered_with_a_gap_keep_their_printed_numbers(world):
    procedure = world.procedure(steps=("Bước 1: Nộp.", "Bước 3: Nhận."))
    block = world.ask(procedure, Aspect.STEPS).blocks[0]
    assert not block.ordered
    assert block.items == ("Bước 1: Nộp.", "Bước 3: Nhận.")


def test_long_conditions_stay_whole_below_a_short_lead(world):
    text = "Người đăng ký phải có chỗ ở hợp pháp. " * 30
    answer = world.ask(world.procedure(conditions=text), Aspect.CONDITIONS)
    assert len(answer.lead) < 120
    assert answer.blocks[0].text == text.strip()


def test_a_law_is_not_numbered_twice(world):
    laws = (LegalBasis(number="68/2020/QH14", name="Luật Cư trú"), LegalBasis(number="01/TT", name="Thông tư 01/TT"))
    answer = world.ask(world.procedure(legal_basis=laws), Aspect.LEGAL)
    assert answer.blocks[0].items == ("Luật Cư trú (số 68/2020/QH14)", "Thông tư 01/TT")


def test_what_was_not_published_is_said_for_every_aspect(world):
    bare = world.procedure(
        steps=(), papers=(), results=(), legal_basis=(), agency=None, levels=(), decision=None, url=None
    )
    for aspect in Aspect:
        answer = world.ask(bare, aspect)
        assert "chưa có thông tin" in answer.lead or "không nêu" in answer.lead, aspect
        assert answer.citations[0].code == "1.004194"


def test_the_overview_says_who_how_how_long_and_how_much(world, residence):
    assert world.ask(residence).lead == (
        "“Đăng ký tạm trú” do Công an cấp xã giải quyết, nhận hồ sơ trực tuyến và trực tiếp. "
        "Thời hạn: 3 ngày làm việc. Phí: trực tuyến 7.000 đồng (cá nhân, hộ gia đình) hoặc 5.000 đồng "
        "(theo danh sách); trực tiếp 15.000 đồng (cá nhân, hộ gia đình) hoặc 10.000 đồng (theo danh sách)."
    )


def test_the_comparison_has_a_row_for_every_way(world, residence):
    answer = world.ask(residence, Aspect.COMPARE)
    assert [row[:3] for row in answer.blocks[0].rows] == [
        ("Nộp trực tuyến", "có", "3 ngày làm việc"),
        ("Nộp qua bưu chính", "không", "—"),
        ("Nộp trực tiếp", "có", "3 ngày làm việc"),
    ]
    assert answer.lead.endswith("Theo bản công bố, thời hạn ghi như nhau, phí khác nhau.")


def test_buttons_lead_only_to_what_the_record_holds(world):
    procedure = world.procedure(world.row(ChannelKind.IN_PERSON), papers=(), conditions=None)
    for aspect in Aspect:
        replies = world.ask(procedure, aspect).quick_replies
        assert len(replies) <= 5
        for reply in replies:
            assert reply.payload.startswith('/ask{"code": "1.004194", "aspect": "')
            assert not any(word in reply.payload for word in ("documents", "online", "postal", "compare", "forms"))
            assert f'"{aspect.value}"' not in reply.payload
