"""Signposts: known by what people say, with addresses of the sources only, and out of the way of procedures."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from knowledge.errors import CorruptFile
from knowledge.extras import Cue, Extras, cued_answer
from knowledge.render import as_text
from knowledge.service import Knowledge
from knowledge.signposts import SHIPPED, PlaceKind, is_there, read_table
from knowledge.signposts.saying import say

TABLE = read_table()
PHRASINGS = Path(__file__).resolve().parents[3] / "knowledge" / "phrasings" / "phrasings.tsv"


def cues(province: str | None = None) -> tuple[Cue, ...]:
    return tuple(
        Cue(id=one.id, needs=one.needs, unless=one.unless, answer=say(one, TABLE, province=province))
        for one in TABLE.signposts
    )


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("tra cứu quy hoạch ở đâu", "Tra cứu thông tin quy hoạch"),
        ("dat nha toi co dinh quy hoach khong", "Tra cứu thông tin quy hoạch"),
        ("kiểm tra giấy phép lái xe còn mấy điểm", "Tra cứu giấy phép lái xe"),
        ("tra phạt nguội ở đâu", "Tra cứu giấy phép lái xe"),
        ("tôi đóng bhxh được mấy năm rồi xem ở đâu", "Tra cứu bảo hiểm xã hội"),
        ("tuyến xe buýt nào đi qua bệnh viện", "Tra cứu tuyến xe buýt"),
        ("tình trạng giao thông hôm nay", "Xem tình trạng giao thông"),
        ("mất an ninh trật tự thì gọi số nào", "113"),
        ("số tổng đài 1022 là bao nhiêu", "(0251) 1022"),
        ("nộp hồ sơ qua zalo tây ninh", "Tây Ninh"),
        ("vợ chồng em hết thương nhau rồi, đơn ly hôn nộp chỗ nào", "Tòa án"),
        ("muon ly di chong thi lam sao", "Tòa án"),
        ("chia tay rồi thì con ai nuôi", "Tòa án"),
        ("đóng phạt nồng độ cồn ở đâu", "quyết định xử phạt"),
    ],
)
def test_a_question_for_a_utility_gets_its_signpost(question: str, title: str) -> None:
    found = cued_answer(question, cues())

    assert found is not None
    assert title in as_text(found)


@pytest.mark.parametrize(
    "question",
    [
        "đổi bằng lái xe cần giấy tờ gì",
        "thủ tục cung cấp thông tin quy hoạch",
        "rút bảo hiểm xã hội một lần",
        "đăng ký khai thác tuyến xe buýt",
        "mất giấy phép lái xe làm lại ở đâu",
        "1.014159 tra cứu quy hoạch",
        "tôi muốn gặp nhân viên tổng đài",
        "kế hoạch 736 giao việc gì cho tổng đài 1022",
        "phản ánh cán bộ bảo hiểm xã hội",
        "ly hôn rồi muốn làm giấy độc thân",
        "ghi vào sổ việc ly hôn ở nước ngoài",
        "sau ly hôn tách hộ khẩu thế nào",
        "khiếu nại quyết định xử phạt vi phạm giao thông",
    ],
)
def test_a_question_about_a_procedure_does_not(question: str) -> None:
    assert cued_answer(question, cues()) is None


def test_of_all_phrasings_of_procedures_nearly_none_is_taken_for_a_signpost() -> None:
    made = cues()
    with PHRASINGS.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file, delimiter="\t")]
    taken = [text for text in texts if cued_answer(text, made)]

    assert len(texts) > 10_000
    assert len(taken) <= 5, taken


def test_every_answer_names_its_plan_or_law_its_section_and_the_day_of_the_check() -> None:
    for one in TABLE.signposts:
        text = as_text(say(one, TABLE))
        assert re.search("Nguồn: (?:Kế hoạch|Luật) ", text)
        assert f"mục {one.source.path}" in text
        assert TABLE.checked.strftime("%d/%m/%Y") in text


def test_where_the_plan_gives_no_address_none_is_told() -> None:
    for one in TABLE.signposts:
        if one.own is None and one.lead is None:
            text = as_text(say(one, TABLE))
            assert "không ghi địa chỉ tra cứu" in text
            assert re.findall(r"https?://\S+", text) == []


@pytest.mark.corpus
def test_every_shipped_address_stands_in_a_plan_or_in_the_notes(shared: Path) -> None:
    sources = [*(shared / "seeds").glob("*.txt"), shared / "domain" / "notes.md"]
    known = re.sub(r"[\s().]", "", " ".join(path.read_text(encoding="utf-8") for path in sources))
    for place in TABLE.contacts:
        if place.address is None or place.address == "https://nguoidan.chinhphu.vn":  # printed "nguoidan/doanhnghiep.…"
            continue
        bare = re.sub(r"[\s().]", "", place.address.removeprefix("https://"))
        assert bare in known, place.address
    assert "nguoidan/doanhnghiepchinhphuvn" in known


def test_contacts_of_another_province_are_left_out() -> None:
    hotline = next(one for one in TABLE.signposts if one.id == "bus")

    assert "(0251) 1022" in as_text(say(hotline, TABLE, province="Tỉnh Đồng Nai"))
    assert "1022" not in as_text(say(hotline, TABLE, province="Nghệ An"))
    assert is_there("Đồng Nai", None)


def test_what_a_person_can_open_is_a_link() -> None:
    hotline = next(one for one in TABLE.signposts if one.id == "hotline")
    links = [block for block in say(hotline, TABLE).blocks if block.kind == "link"]

    assert [link.url for link in links] == [one.address for one in TABLE.contacts if one.kind is PlaceKind.WEB][1:]


def test_the_search_says_it_before_it_looks_for_a_procedure(starter: Knowledge) -> None:
    dressed = starter.with_extras(Extras(cues=cues("Đồng Nai")))

    assert "(0251) 1022" in as_text(dressed.reply("tra cứu tuyến xe buýt"))
    assert dressed.reply("đăng ký thường trú cần giấy tờ gì").code == "1.004222"
    assert "xe buýt" not in as_text(starter.reply("tra cứu tuyến xe buýt"))


def test_a_broken_table_is_said_to_be_broken(tmp_path: Path) -> None:
    broken = tmp_path / "signposts.yaml"
    broken.write_text(SHIPPED.read_text(encoding="utf-8").replace("ask: [hotline_1022]", "ask: [nobody]"), "utf-8")

    with pytest.raises(CorruptFile, match="nobody"):
        read_table(broken)
