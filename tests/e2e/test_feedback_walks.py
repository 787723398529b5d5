"""One PAKN of each kind, from the first message in the real chat to the published answer and the line in the report.

Real gateway, Rasa, actions, desk, console and database; once on SQLite and once on PostgreSQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup

from api.security.roles import Role
from tests.channels.fake_zalo import FakeZalo, serve_zalo
from tests.e2e.conftest import Talk, product
from tests.e2e.walking_office import AGENCY, WalkingOffice, eventually, fill_in
from tests.e2e.zalo_talk import ZaloTalk
from tools.measures.server import Server

pytestmark = pytest.mark.bot

CODE = re.compile(r"KN-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
NAME, STREET, PHONE = "Lương Thị Bích Hạnh", "19 ngõ Giếng Nước", "0937 415 826"
REMARK = "Tôi đề xuất đặt thêm ghế ngồi chờ và quạt ở khu tiếp nhận hồ sơ cho người già."


@dataclass(frozen=True)
class Walk:
    """A PAKN: what the citizen tells, and what the office makes of it.

    Attributes:
        question: under which the answer is published, in the office's words.
        asked: how another citizen asks the same later.
    """

    kind: str
    label: str
    story: str
    answer: str
    question: str
    asked: str


WALKS = (
    Walk(
        "hanh_vi",
        "Phản ánh về hành vi thực hiện quy định hành chính",
        f"Tôi tên {NAME}. Sáng nay tôi làm chứng thực ở phường, cán bộ quát mắng và bắt tôi về làm lại tờ khai.",
        f"Phường xin lỗi bà {NAME}. Cán bộ đã bị nhắc nhở; khu chứng thực có bàn hỗ trợ điền tờ khai miễn phí.",
        "Khu chứng thực của phường có bàn hỗ trợ điền tờ khai cho người dân không?",
        "khu chứng thực của phường có bàn hỗ trợ điền tờ khai không",
    ),
    Walk(
        "quy_dinh",
        "Phản ánh, kiến nghị về nội dung quy định hành chính",
        f"Quy định bắt nộp giấy xác nhận cư trú là rườm rà, không hợp lý vì VNeID đã có. Gọi tôi số {PHONE} nếu cần.",
        "Từ tháng này phường không yêu cầu giấy xác nhận cư trú bản giấy khi thông tin đã tra được trên VNeID.",
        "Đã có thông tin trên VNeID thì có cần giấy xác nhận cư trú bản giấy không?",
        "đã có thông tin trên VNeID thì có cần giấy xác nhận cư trú bản giấy không",
    ),
    Walk(
        "de_xuat",
        "Đề xuất phương án, sáng kiến",
        "Tôi đề xuất cho người cao tuổi nộp hồ sơ tại nhà và bỏ bớt bản photo giấy tờ.",
        "Phường nhận hồ sơ tại nhà cho người từ 75 tuổi vào thứ Năm hằng tuần, đăng ký tại bộ phận một cửa.",
        "Phường đến tận nhà nhận hồ sơ của người già vào ngày nào trong tuần?",
        "phường đến tận nhà nhận hồ sơ của người già vào ngày nào trong tuần",
    ),
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest,
    server: Server,
    zalo: FakeZalo,
    starter_root: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[WalkingOffice]:
    """The session's product on its database; on the other another one, with the bot that the session has trained."""
    environment = server.process.environ()
    with ExitStack() as stack:
        if request.param != request.config.getoption("--database"):
            url = request.getfixturevalue("empty_postgres")("walks") if request.param == "postgresql" else ""
            data, zalo = tmp_path_factory.mktemp("var"), stack.enter_context(serve_zalo())
            server = stack.enter_context(product(data, starter_root, zalo, database_url=url))
            environment = server.process.environ()
        settings = {name: value for name, value in environment.items() if name.startswith("MOTCUA_")}
        made = WalkingOffice(server, settings, zalo)
        stack.callback(made.close)
        yield made


@pytest.fixture
def client(office: WalkingOffice) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=office.server.url, timeout=120, trust_env=False) as http:
        yield http


def test_the_walks_run_on_the_database_they_name(office: WalkingOffice, request: pytest.FixtureRequest) -> None:
    url = office.settings.get("MOTCUA_DATABASE_URL", "")
    assert url.startswith("postgresql") == ("postgresql" in request.node.name)


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.kind)
def test_a_pakn_goes_from_the_first_message_to_the_published_answer_and_the_report(
    office: WalkingOffice, client: httpx.Client, walk: Walk
) -> None:
    before = office.report()
    talk = Talk(client)
    code = send(talk, walk)

    office.handle(code, walk.answer)
    redacted_before_publication(office, code, walk)
    address = office.publish(code, walk.question)
    everybody_can_read(client, address, walk)
    the_bot_answers_from_it(client, address, walk)
    the_sender_reads_and_rates_it(talk, code, walk)

    after = office.report()
    line = after.lines[code]
    assert code not in before.lines
    standing = (line["Loại"], line["Kênh"], line["Trạng thái cuối kỳ"])
    assert standing == (walk.label, "Trang web", "Đã công khai câu trả lời")
    assert (line["Cơ quan"], line["Số sao"]) == (AGENCY, "5")
    assert not any(secret in str(line) for secret in (NAME, STREET, PHONE))
    for table, label, column in (
        ("so-lieu-chung", "Tiếp nhận trong kỳ", 0),
        ("so-lieu-chung", "Đã trả lời", 0),
        ("so-lieu-chung", "Đã trả lời đúng hạn", 0),
        ("so-lieu-chung", "Đã công khai câu trả lời", 0),
        ("so-lieu-chung", "Số hồ sơ được đánh giá", 0),
        ("loai", walk.label, 2),
        ("co-quan", AGENCY, 2),
        ("hai-long", "5 sao", 0),
    ):
        assert after.number(table, label, column) == before.number(table, label, column) + 1, (table, label)


def test_an_anonymous_remark_is_kept_apart_from_chat_to_report(office: WalkingOffice, client: httpx.Client) -> None:
    before = office.report()
    talk = Talk(client)
    talk.say("", '/step{"do": "file", "kind": "de_xuat"}')
    talk.say(REMARK)
    for _ in range(5):
        talk.say("bỏ qua")
    talk.press("Tôi không đồng ý")
    talk.press("Gửi góp ý không nêu tên")
    talk.press("Gửi góp ý")
    found = CODE.search(talk.text)
    assert found, talk.text
    code = found.group()

    page = office.somebody(Role.OFFICER).get(f"/admin/pakn/{code}")
    assert "khu tiếp nhận hồ sơ" in page.text
    assert not page.has_form(f"/admin/pakn/{code}/chuyen")
    publishing, approver = f"/admin/pakn/{code}/cong-khai", office.somebody(Role.APPROVER)
    refused = approver.get(publishing)
    assert "Đây là góp ý không đủ thông tin người gửi nên không có bước này." in refused.text

    after = office.report()
    assert after.lines[code]["Mức đủ thông tin"] == "Góp ý không đủ thông tin"
    assert after.number("so-lieu-chung", "Tiếp nhận trong kỳ") == before.number("so-lieu-chung", "Tiếp nhận trong kỳ")
    remarks = "Góp ý không đủ thông tin (không tính ở trên)"
    assert after.number("so-lieu-chung", remarks) == before.number("so-lieu-chung", remarks) + 1


def test_a_pakn_told_on_zalo_is_taken_in_and_its_steps_are_told_there_once(
    office: WalkingOffice, client: httpx.Client
) -> None:
    """Questions, a follow-up, an interruption, the form, the office's steps, the look-up: all as Zalo messages."""
    before = office.report()
    walk = WALKS[0]
    talk = ZaloTalk(client, office.zalo)
    talk.say("đăng ký tạm trú cần giấy tờ gì", "CT01")
    assert "đồng" in talk.say("thế mất bao nhiêu tiền", "đồng")
    talk.say(walk.story, ". Bắt đầu gửi phản ánh")
    talk.choose("Bắt đầu gửi phản ánh", "kể thêm")
    talk.say("không", "Bước 3/10.")
    talk.say("bỏ qua", "Bước 4/10.")
    talk.say("cho hỏi đăng ký tạm trú hết bao nhiêu tiền?", "7.000 đồng")
    talk.hear("Bước 4/10.")  # the form comes back by itself
    talk.say("phường Tam Hiệp, tỉnh Đồng Nai", "Bước 5/10.")
    talk.say("hôm qua", ". Tôi đồng ý")
    talk.choose("Tôi đồng ý", ". Tổ chức, doanh nghiệp")
    talk.choose("Cá nhân", "Bước 7/10.")
    talk.say(NAME, "Bước 8/10.")
    talk.say(f"{STREET}, phường Tam Hiệp, tỉnh Đồng Nai", "Bước 9/10.")
    talk.say(PHONE, ". Có, giữ kín")
    talk.choose("Có, giữ kín", ". Gửi phản ánh")
    receipt = talk.choose("Gửi phản ánh", "Trả lời chậm nhất")
    found = CODE.search(receipt)
    assert found, receipt
    code = found.group()

    office.handle(code, walk.answer)
    answered = talk.hear(f"mã {code}: Đã trả lời.")
    assert "bàn hỗ trợ điền tờ khai" in answered
    assert NAME not in answered  # a message travels openly
    for step in (f"Đã chuyển đến {AGENCY} để xử lý", "Đang xử lý", "Đã trả lời"):
        assert sum(f"mã {code}: {step}." in text for text in talk.texts) == 1, step
    assert not any("Đã tiếp nhận." in text for text in talk.texts)  # the receipt was said in the conversation

    talk.say(f"tra cứu {code}", "4 số cuối")
    assert walk.answer in talk.say(PHONE.replace(" ", "")[-4:], f"Phản ánh {code}: Đã trả lời.")
    after = office.report()
    assert after.lines[code]["Kênh"] == "Zalo OA"
    assert after.number("kenh", "Zalo OA", 2) == before.number("kenh", "Zalo OA", 2) + 1


def send(talk: Talk, walk: Walk) -> str:
    """Tell the story in the chat and answer the form's questions; return the tracking code."""
    talk.say(walk.story)
    talk.press("Bắt đầu gửi phản ánh")
    if "việc gì" in talk.text:  # a story the triage did not take for one
        talk.say(walk.story)
    fill_in(talk, NAME, STREET, PHONE)
    assert NAME in talk.text
    talk.press("Gửi phản ánh")
    found = CODE.search(talk.text)
    assert found, talk.text
    assert "Trả lời chậm nhất" in talk.text
    return found.group()


def redacted_before_publication(office: WalkingOffice, code: str, walk: Walk) -> None:
    """The machine proposes a text without the sender; the original stays with the PAKN."""
    page = office.redaction(code)
    form = page.form(f"/admin/pakn/{code}/cong-khai")
    proposed = " ".join(area.get_text() for area in form.find_all("textarea"))
    assert NAME not in proposed
    assert PHONE not in proposed
    struck = {mark.get_text() for mark in page.soup.find_all("del")}
    told = f"{walk.story} {walk.answer}"
    assert {secret for secret in (NAME, PHONE) if secret in told} <= struck
    assert walk.story in office.somebody(Role.OFFICER).get(f"/admin/pakn/{code}").text


def everybody_can_read(client: httpx.Client, address: str, walk: Walk) -> None:
    """The answer stands at its address and is found by search, without its sender."""
    page = client.get(address)
    listed = client.get("/hoi-dap", params={"q": walk.asked})
    assert page.status_code == listed.status_code == 200
    words = " ".join(BeautifulSoup(page.text, "html.parser").get_text(" ").split())
    assert walk.question in words
    assert walk.answer.rpartition(". ")[2] in words
    assert AGENCY in words
    assert address in listed.text
    assert not any(secret in page.text + listed.text for secret in (NAME, STREET, PHONE))


def the_bot_answers_from_it(client: httpx.Client, address: str, walk: Walk) -> None:
    """Somebody else asks the assistant and is told what the office has answered, with its source."""

    def ask() -> str:
        talk = Talk(client)
        talk.say(walk.asked)
        return f"{talk.text} {talk.messages}"

    said = eventually(ask, lambda text: address in text)
    assert address in said
    assert f"{AGENCY} đã trả lời câu hỏi này" in said
    assert walk.answer.rpartition(". ")[2] in said
    assert NAME not in said


def the_sender_reads_and_rates_it(talk: Talk, code: str, walk: Walk) -> None:
    """The sender asks in the chat, proves who they are, reads the whole answer and is content."""
    talk.say(f"phản ánh {code} tới đâu rồi")
    talk.say(PHONE.replace(" ", "")[-4:])
    assert f"Phản ánh {code}: Đã công khai câu trả lời." in talk.text
    assert walk.answer in talk.text
    talk.press("Hài lòng (5 sao)")
    assert "Cảm ơn anh/chị đã đánh giá." in talk.text
