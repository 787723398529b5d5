"""A PAKN from the first message to its state: real gateway, Rasa, actions, desk and database."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from api.settings import Settings
from tests.e2e.walking_office import fill_in
from tests.tables import dumped
from tools.measures.server import Server

if TYPE_CHECKING:
    from tests.e2e.conftest import Talk

pytestmark = pytest.mark.bot

CODE = re.compile(r"KN-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
# Planted: nowhere but sealed in the tables of PAKN may any of these stand.
NAME, STREET, PHONE, CARD = "Quách Thị Kim Thoa", "77 ngõ Cây Khế", "0938 271 645", "079188004321"
OFFICIAL, ACCUSED = "Đoàn Văn Quỳnh", "Tạ Văn Khoát"
SENDER = (NAME, STREET, PHONE, PHONE.replace(" ", ""), CARD, ACCUSED, "Quách Thị", "Cây Khế")
OTHERS = (OFFICIAL,)
STORIES = {
    "hanh_vi": (
        f"Sáng nay tôi (căn cước {CARD}) làm chứng thực, cán bộ {OFFICIAL} quát mắng và bắt tôi về làm lại tờ khai."
    ),
    "quy_dinh": "Quy định bắt nộp giấy xác nhận cư trú là rườm rà, không hợp lý vì dữ liệu đã có trên VNeID.",
    "de_xuat": "Tôi đề xuất cho người cao tuổi nộp hồ sơ tại nhà và bỏ bớt bản photo giấy tờ.",
}


@pytest.fixture
def data(server: Server) -> Path:
    """The data folder of the running product."""
    return Path(server.process.environ()["MOTCUA_DATA"])


@pytest.mark.parametrize("kind", list(STORIES))
def test_each_kind_goes_from_the_first_message_to_its_state(talk: Talk, kind: str) -> None:
    talk.say(STORIES[kind])
    talk.press("Bắt đầu gửi phản ánh")
    if "việc gì" in talk.text:  # a story the triage did not take for one
        talk.say(STORIES[kind])
    fill_in(talk, NAME, STREET, PHONE)
    assert NAME in talk.text
    assert "938" in talk.text
    talk.press("Gửi phản ánh")
    found = CODE.search(talk.text)
    assert found, talk.text
    assert "Trả lời chậm nhất" in talk.text
    talk.say(f"phản ánh {found.group()} tới đâu rồi")
    talk.say("1645")
    assert f"Phản ánh {found.group()}: Đã tiếp nhận." in talk.text


def test_interrupted_corrected_and_taken_back(talk: Talk) -> None:
    talk.say("", '/step{"do": "file", "kind": "hanh_vi"}')
    talk.say(STORIES["hanh_vi"])
    fill_in(talk, NAME, STREET, PHONE)
    talk.say("cho hỏi đăng ký tạm trú hết bao nhiêu tiền?")
    assert "7.000 đồng" in talk.text
    talk.say("sửa số điện thoại")
    talk.say("12345")
    assert "Số điện thoại chưa đúng" in talk.text
    talk.say("0912 000 777")
    talk.press("Gửi phản ánh")
    found = CODE.search(talk.text)
    assert found
    talk.press("Xem phản ánh đã gửi")
    talk.say("0777")
    talk.press("Rút phản ánh")
    talk.press("Bỏ qua")
    talk.press("Đồng ý")
    assert "Người gửi đã rút" in talk.text


def test_a_denunciation_is_guided_and_not_kept(talk: Talk, client: httpx.Client) -> None:
    talk.say(f"Tôi tố cáo chủ tịch xã {ACCUSED} nhận hối lộ và ăn chặn tiền cứu trợ")
    assert "Luật Tố cáo 2018" in talk.text
    talk.say("", '/step{"do": "file", "kind": "hanh_vi"}')
    talk.say(f"Tôi tố cáo ông {ACCUSED} tham ô tiền hỗ trợ bão lụt của bà con trong thôn")
    assert "Luật Tố cáo 2018" in talk.text
    transcript = client.get(f"/api/v1/chat/conversations/{talk.id}").json()
    assert ACCUSED not in str(transcript)


def test_a_remark_without_a_name_is_taken_apart(talk: Talk) -> None:
    talk.say("", '/step{"do": "file", "kind": "de_xuat"}')
    talk.say(STORIES["de_xuat"])
    for _ in range(5):
        talk.say("bỏ qua")
    talk.press("Tôi không đồng ý")
    talk.press("Gửi góp ý không nêu tên")
    talk.press("Gửi góp ý")
    assert "không tra cứu được" in talk.text


def test_planted_personal_data_stands_nowhere_but_sealed(talk: Talk, data: Path, server: Server) -> None:
    """Every table, log and other file of the product after a PAKN and a denunciation.

    The name of an official stands in the text officers work with, which keeps what a complaint is about; it may stand
    nowhere else, the record of messages included.
    """
    talk.say("", '/step{"do": "file", "kind": "hanh_vi"}')
    talk.say(STORIES["hanh_vi"])
    fill_in(talk, NAME, STREET, PHONE)
    talk.press("Gửi phản ánh")
    assert CODE.search(talk.text)
    talk.say(f"Tôi tố cáo chủ tịch xã {ACCUSED} nhận hối lộ và ăn chặn tiền cứu trợ")
    assert "Luật Tố cáo 2018" in talk.text

    url = server.process.environ().get("MOTCUA_DATABASE_URL", "")
    tables = dumped(Settings.load(data=data, database_url=url))
    chat = tables["message"] + tables["conversation"]
    assert tables["message"]
    files = [file for file in data.rglob("*") if file.is_file() and "snapshots" not in file.parts]
    outside = {
        str(file): file.read_bytes().decode("utf-8", "replace") for file in files if "motcua.db" not in file.name
    }
    assert any(name.endswith(".log") for name in outside)
    places = {"tables": "\n".join(tables.values()), **outside}
    found = [(place, canary) for place, text in places.items() for canary in SENDER if canary in text]
    found += [
        (place, canary) for place, text in {"chat": chat, **outside}.items() for canary in OTHERS if canary in text
    ]
    assert not found
