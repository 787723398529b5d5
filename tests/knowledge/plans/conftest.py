"""Worlds of the plan tests: a published plan as text, the question sets, the collected plans."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge.model import Passage, PlanDocument
from knowledge.plans.reader import decoded, plan_of

Plan = tuple[PlanDocument, tuple[Passage, ...]]


def read_plan(path: Path) -> Plan:
    """Read a plan from a text file."""
    return plan_of(decoded(path), path)


DATA = Path(__file__).parent / "data"

# A plan made up for the tests, in the shape of real ones: page dirt, two columns above, a line cut by a page
# break, numbering restarted inside a section, a text without printed number under an item, a table annex.
PLAN = """Hệ thống pháp luật
Đang tải nội dung, vui lòng chờ giây lát...

ỦY BAN NHÂN DÂN
TỈNH BÌNH MINH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
-------\tĐộc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND\tBình Minh, ngày **05** tháng 3 năm 2022

KẾ HOẠCH
TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH TỈNH BÌNH MINH NĂM 2022

Căn cứ Nghị quyết số 1/NQ-HĐND ngày 01/01/2022, UBND tỉnh ban hành kế hoạch như sau:

I. MỤC ĐÍCH
1. Mục đích
1. Người dân hiểu thủ tục rõ ràng,

đầy đủ hơn.
2. Cán bộ phục vụ tốt hơn.
2. Yêu cầu
- Nói ngắn gọn.
- Nói đúng.
3
II. NỘI DUNG
1. Cho cán bộ
1.1 Nội dung
a) Văn bản mới:
- Nghị định số 5/2022/NĐ-CP;
+ phần chung;
+ phần riêng.
- Quyết định số 7/QĐ-UBND.
b) Gương tốt.
1.2. Hình thức
a) Họp hằng tháng.
2. Cho người dân
c. Tờ rơi đặt tại xã.
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng UBND tỉnh
Chủ trì thực hiện kế hoạch.
2. Sở Nội vụ: Báo cáo hằng quý.
3. Các xã
Niêm yết thủ tục;
Trả lời người dân.
Trong quá trình thực hiện, nếu vướng mắc thì báo cáo UBND tỉnh./. ✓

Nơi nhận:\tTM. ỦY BAN NHÂN DÂN
- Bộ Nội vụ;\tCHỦ TỊCH
- Lưu: VT.

Nguyễn Văn Thử

PHỤ LỤC
Stt\tNhiệm vụ\tKinh phí\tThời gian
1\tIn tờ rơi\t5.000.000đ\tQuý II
2\tQuay video\t\tQuý III
Tổng kinh phí: 5.000.000đ\t\t\t
"""


@dataclass(frozen=True)
class Asked:
    """A plan question with what it should find."""

    document: str
    path: str
    question: str

    def is_met_by(self, document_id: str, path: str) -> bool:
        """Tell whether a passage lies in the expected section, or is the section that holds it."""
        wanted = (f"{p}." for p in self.path.split("|"))
        return document_id == self.document and any(
            f"{path}.".startswith(w) or w.startswith(f"{path}.") for w in wanted
        )


def rows(name: str, half: str | None = None) -> list[dict[str, str]]:
    """Return the rows of a question set, all or one half of it."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in found if half in (None, row["half"])]


@pytest.fixture(scope="session")
def asked() -> Callable[[str], list[Asked]]:
    """The plan questions of a half: ``dev`` (steered by) or ``held_out`` (measured on)."""
    return lambda half: [Asked(r["document"], r["path"], r["question"]) for r in rows("plan_questions.tsv", half)]


@pytest.fixture(scope="session")
def procedure_questions() -> Callable[[str], list[str]]:
    """Questions about filing procedures, of a half."""
    return lambda half: [row["question"] for row in rows("procedure_questions.tsv", half)]


@pytest.fixture
def plan_file(tmp_path: Path) -> Callable[[str], Path]:
    """Write a text as a file to import."""

    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "ke-hoach.txt"
        path.write_text(text, encoding=encoding)
        return path

    return write


@pytest.fixture(scope="session")
def plan_text() -> str:
    """The made-up plan."""
    return PLAN


@pytest.fixture(scope="session")
def published(shared: Path) -> dict[str, Plan]:
    """The five collected plans as read, by document id."""
    return {plan[0].id: plan for plan in map(read_plan, sorted((shared / "seeds").glob("*.txt")))}


@dataclass(frozen=True)
class Item:
    """A service, duty, figure … of a plan, with the section it stands in."""

    id: str
    document: str
    path: str
    quote: str


_NAMES = {
    "736/KH-UBND": "736-KH-UBND-2020",
    "…/KH-SVHTTDL 2023": "KH-SVHTTDL-lang-son-2023",
    "44/KH-UBND": "44-KH-UBND-2020",
    "…/KH-SXD 2021": "KH-SXD-tay-ninh-2021",
    "52/KH-UBND": "52-KH-UBND-2017",
}


@pytest.fixture(scope="session")
def items(shared: Path) -> list[Item]:
    """Everything the five plans name, as collected by hand."""
    with (shared / "domain" / "plan_items.tsv").open(encoding="utf-8", newline="") as file:
        found = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Item(r["id"], _NAMES[r["document"]], r["section_path"], r["quote"]) for r in found]
