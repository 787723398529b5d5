"""The pictures of docs/admin.md that show chat quality, knowledge and announcements, with invented questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from api.announcements.board import AnnouncementFields, Board
from api.knowledge_desk.corrections import Corrections
from api.quality.added import AnswerFields
from api.quality.additions import Additions
from api.quality.collecting import Collector
from api.security.accounts import Accounts, Actor
from api.settings import Settings
from api.storage.conversations import Conversations, RatingValue, Said, Via, new_id
from api.storage.database import Database
from api.survey.store import Surveys
from knowledge.answer import AnswerStatus
from tools.office import PASSWORD
from tools.small_png import small_png

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
_WIDE, _NARROW = 1280, 360
_TALLEST = 1500
_ALSO_NARROW = ("admin-quality-group", "admin-knowledge-import", "announcement-chat")
_RESIDENCE = "1.004194"
_NO_ANSWER = "Tôi chưa tìm thấy thủ tục phù hợp. Anh/chị nói rõ hơn việc cần làm giúp nhé."
_ASKED = (
    ("thứ bảy phường có làm việc không", AnswerStatus.ASK_MORE, "web"),
    ("thu 7 phuong co lam viec khong", AnswerStatus.ASK_MORE, "web"),
    ("Thứ bảy phường có làm việc không ạ?", AnswerStatus.ASK_MORE, "zalo"),
    ("cho em hỏi thứ bảy phường có làm việc không", AnswerStatus.OUT_OF_SCOPE, "web"),
    ("giấy ở trọ cho sinh viên", AnswerStatus.NOT_FOUND, "web"),
    ("xin giấy ở trọ cho sinh viên", AnswerStatus.NOT_FOUND, "zalo"),
    ("sang nhà trọ mới phải báo ai", AnswerStatus.ASK_MORE, "web"),
    ("xin phép sửa vỉa hè trước nhà", AnswerStatus.NOT_FOUND, "web"),
    ("gặp người thật", AnswerStatus.HANDED_OVER, "web"),
)
_CSV = (
    "Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực,URL\n"
    "1.004194,Đăng ký tạm trú,Bộ Công an,Công an cấp xã,Đăng ký quản lý cư trú,https://dichvucong.gov.vn/a\n"
    "9.000001,Thủ tục ví dụ để chụp ảnh,Bộ Tư pháp,Ủy ban nhân dân cấp xã,Hộ tịch,https://dichvucong.gov.vn/b\n"
    ",Dòng thiếu mã thủ tục,Bộ Tư pháp,Ủy ban nhân dân cấp xã,Hộ tịch,https://dichvucong.gov.vn/c\n"
)


def take_quality(browser: Browser, url: str, settings: Settings, pictures: Path = PICTURES) -> None:
    """Let invented citizens ask, and take every page of this part of the console.

    Args:
        browser: Chromium.
        url: of a running server with the accounts of :func:`tools.office.open_office`.
        settings: of the server; its data folder must be on this machine.
        pictures: folder to write to.
    """
    pictures.mkdir(parents=True, exist_ok=True)
    _fill(settings)
    context = browser.new_context(base_url=url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce")
    tab = context.new_page()
    _log_in(tab)
    _take(tab, "/admin/chat-luong", pictures / "admin-quality.png")
    _take(tab, "/admin/chat-luong/cau-hoi?ly-do=rated_down", pictures / "admin-quality-single.png")
    _open(tab, "/admin/chat-luong", _WIDE)
    tab.get_by_role("link", name="giấy ở trọ cho sinh viên").first.click()
    _take(tab, tab.url + "?tim=tạm+trú", pictures / "admin-quality-group.png")
    for name, path in (
        ("quality-added", "/admin/chat-luong/bo-sung"),
        ("quality-answer", "/admin/chat-luong/hoi-dap/moi"),
        ("remarks", "/admin/gop-y"),
        ("announcements", "/admin/tin"),
        ("knowledge-wrong", "/admin/kien-thuc/sai-thong-tin"),
        ("knowledge-look", "/admin/kien-thuc/tra-cuu?tim=đăng+ký+tạm+trú"),
        ("knowledge-record", f"/admin/kien-thuc/thu-tuc/{_RESIDENCE}"),
    ):
        _take(tab, path, pictures / f"admin-{name}.png")
    _import(tab)
    _take(tab, tab.url, pictures / "admin-knowledge-import.png")
    _take(tab, "/admin/kien-thuc", pictures / "admin-knowledge.png")
    _take(tab, "/", pictures / "announcement-chat.png")
    context.close()


def _fill(settings: Settings) -> None:
    database = Database.open(settings)
    try:
        accounts = {one.username: one for one in Accounts(database).list(None)}
        admin = Actor(accounts["admin"].id, accounts["admin"].name, accounts["admin"].role)
        kept = Conversations(database)
        for text, status, channel in _ASKED:
            _answered(kept, channel, text, Said(new_id(), _NO_ANSWER, [], None, status, "unsure"))
        lead = "Lệ phí đăng ký tạm trú nộp trực tiếp là 15.000 đồng."
        answer = {"status": "answered", "lead": lead, "code": _RESIDENCE}
        rated = Said(new_id(), lead, [], answer, AnswerStatus.ANSWERED, "sure")
        _answered(kept, "web", "đăng ký tạm trú hết bao nhiêu tiền", rated)
        kept.rate(rated.id, RatingValue.DOWN, "Hình như lệ phí cũ rồi, phường thu khác")
        _remark(kept, Surveys(database))
        Collector(database).collect()
        additions = Additions(database)
        additions.add_wordings(admin, ["khai báo người thuê trọ", "báo công an có người ở nhờ"], code=_RESIDENCE)
        additions.add_answer(
            admin,
            AnswerFields(
                "Bộ phận một cửa mở cửa mấy giờ?",
                "Bộ phận một cửa làm việc từ 7 giờ 30 đến 16 giờ 30, thứ hai đến thứ sáu.",
                "Thông báo lịch làm việc (ví dụ) của Ủy ban nhân dân phường Ví Dụ",
            ),
            ["một cửa làm việc lúc mấy giờ"],
        )
        Corrections(database).report(admin, _RESIDENCE, "Nơi nộp đã đổi sang Công an phường mới sau sắp xếp.")
        board = Board(database)
        first = board.today()
        last = first + timedelta(days=5)
        text = "Hệ thống nộp hồ sơ trực tuyến bảo trì tối thứ sáu; anh/chị nộp trước 17 giờ."
        board.add(admin, AnnouncementFields(text, "", first.isoformat(), last.isoformat()))
    finally:
        database.close()


def _remark(kept: Conversations, surveys: Surveys) -> None:
    lead = "Hồ sơ đăng ký tạm trú gồm tờ khai và giấy tờ chứng minh chỗ ở hợp pháp."
    for channel, points, words in (
        ("web", 5, "Trả lời nhanh, dễ hiểu, không phải đi hỏi nhiều nơi."),
        ("zalo_oa", 3, "Phần giấy tờ hơi dài, mong có bản tóm tắt."),
    ):
        said = Said(
            new_id(), lead, [], {"status": "answered", "lead": lead, "code": _RESIDENCE}, AnswerStatus.ANSWERED, "sure"
        )
        talk = _answered(kept, channel, "đăng ký tạm trú cần giấy tờ gì", said)
        surveys.ask(talk)
        surveys.rate(talk, points)
        surveys.write(talk, words)


def _answered(kept: Conversations, channel: str, text: str, said: Said) -> str:
    conversation = kept.accept(None, channel, text, None)
    kept.answer(replace(conversation, turns=1), [said], Via.BOT, 40)
    return conversation.id


def _log_in(tab: Tab) -> None:
    tab.set_viewport_size({"width": _WIDE, "height": 800})
    tab.goto("/admin/dang-nhap")
    tab.get_by_label("Tên đăng nhập").fill("admin")
    tab.get_by_label("Mật khẩu").fill(PASSWORD)
    tab.get_by_role("button", name="Đăng nhập").click()
    tab.wait_for_url("**/admin")


def _import(tab: Tab) -> None:
    """Upload a small list and wait for its preview."""
    _open(tab, "/admin/kien-thuc", _WIDE)
    files = [{"name": "danh-sach-vi-du.csv", "mimeType": "text/csv", "buffer": _CSV.encode()}]
    tab.get_by_label("Tệp", exact=False).first.set_input_files(files)  # type: ignore[arg-type]
    tab.get_by_role("button", name="Đọc và xem trước").click()
    tab.get_by_text("Chờ duyệt").first.wait_for(timeout=240_000)


def _take(tab: Tab, path: str, file: Path) -> None:
    for width in (_WIDE, _NARROW):
        _open(tab, path, width)
        height = min(_TALLEST, int(tab.evaluate("document.documentElement.scrollHeight")))
        tab.set_viewport_size({"width": width, "height": height})
        shown = file if width == _WIDE else file.with_stem(f"{file.stem}-phone")
        if width == _WIDE or file.stem in _ALSO_NARROW:
            shown.write_bytes(small_png(tab, tab.screenshot()))


def _open(tab: Tab, path: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(path)
    tab.locator("html[data-ready]").wait_for(state="attached")
