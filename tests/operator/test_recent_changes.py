"""What changed lately: the record against the snapshot that was in use before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.operator.changes import Change, Earlier, compare
from knowledge.building import Content, build
from knowledge.encoder.runtime import Encoder
from knowledge.manifest import MANIFEST
from knowledge.model import Fee, FeeState, LegalBasis, Paper, ProcedureStatus
from knowledge.snapshot import SnapshotStore
from tests.api.conftest import World
from tests.operator.conftest import BIRTH, DAY, RESIDENCE

NEWER = RESIDENCE.model_copy(
    update={
        "agency": "Công an phường, xã",
        "papers": (RESIDENCE.papers[0], Paper(name="Văn bản đồng ý của chủ nhà", originals=1)),
        "aliases": ("nhập hộ khẩu",),
    }
)


@pytest.fixture
def store(tmp_path: Path, encoder: Encoder) -> SnapshotStore:
    """A deployment that had one procedure and now has two."""
    store = SnapshotStore(tmp_path / "snapshots")
    for records in ((RESIDENCE,), (NEWER, BIRTH)):
        store.activate(build(store, Content(data_date=DAY, procedures=records), encoder).id)
    return store


def test_only_what_is_told_differently_is_shown_and_of_a_list_only_its_lines() -> None:
    told = {one.part: one for one in compare(RESIDENCE, NEWER, DAY)}
    assert set(told) == {"Giấy tờ cần chuẩn bị", "Nơi nộp hồ sơ"}
    papers = told["Giấy tờ cần chuẩn bị"]
    assert "Giấy tờ chứng minh chỗ ở hợp pháp (1 bản sao)" in papers.before
    assert "Văn bản đồng ý của chủ nhà (1 bản chính)" in papers.after
    assert "- Tờ khai" not in papers.before + papers.after
    assert told["Nơi nộp hồ sơ"] == Change(
        "Nơi nộp hồ sơ", "- Cơ quan giải quyết: Công an cấp xã", "- Cơ quan giải quyết: Công an phường, xã"
    )


def test_a_fee_is_compared_in_words_a_caller_understands() -> None:
    free = Fee(state=FeeState.FREE)
    online, counter = RESIDENCE.channels
    now = RESIDENCE.model_copy(update={"channels": (online.model_copy(update={"fees": (free,)}), counter)})
    (change,) = compare(RESIDENCE, now, DAY)
    assert change.part == "Phí, lệ phí"
    assert "10.000 đồng" in change.before
    assert "10.000 đồng" not in change.after
    assert "miễn phí" in change.after.lower()


def test_a_line_that_only_came_is_shown_against_nothing() -> None:
    basis = (*RESIDENCE.legal_basis, LegalBasis(name="Nghị định 154", number="154/2024/NĐ-CP"))
    (change,) = compare(RESIDENCE, RESIDENCE.model_copy(update={"legal_basis": basis}), DAY)
    assert "- Nghị định 154 (số 154/2024/NĐ-CP)" in change.after
    assert "- Nghị định 154" not in change.before


def test_a_procedure_that_was_taken_back_is_one_change() -> None:
    gone = RESIDENCE.model_copy(update={"status": ProcedureStatus.WITHDRAWN})
    assert compare(RESIDENCE, gone, DAY) == (Change("Trạng thái", "đang áp dụng", "không còn trong danh mục"),)


def test_a_record_is_compared_with_the_snapshot_in_use_before(store: SnapshotStore) -> None:
    earlier = Earlier(store)
    found = earlier.changes(NEWER, DAY)
    assert found is not None
    assert (found.since, found.is_new, [one.part for one in found.parts]) == (
        DAY,
        False,
        ["Giấy tờ cần chuẩn bị", "Nơi nộp hồ sơ"],
    )
    assert earlier.changes(RESIDENCE, DAY) is not None
    assert earlier.changes(RESIDENCE, DAY).parts == ()  # type: ignore[union-attr]
    new = earlier.changes(BIRTH, DAY)
    assert new is not None
    assert (new.is_new, new.parts) == (True, ())


def test_without_an_earlier_snapshot_nothing_is_claimed(tmp_path: Path) -> None:
    assert Earlier(SnapshotStore(tmp_path / "none")).changes(RESIDENCE, DAY) is None


def test_a_damaged_earlier_snapshot_does_not_take_the_sheet_away(store: SnapshotStore) -> None:
    previous = store.previous_id()
    assert previous is not None
    (store.root / previous / MANIFEST).write_text("{", encoding="utf-8")
    assert Earlier(store).changes(NEWER, DAY) is None


def test_the_sheet_tells_what_changed(office: Any, world: World, encoder: Encoder) -> None:
    store = SnapshotStore(world.data / "snapshots")
    page = f"/admin/tong-dai/thu-tuc/{RESIDENCE.code}"
    assert "Chưa có bản dữ liệu trước để so sánh" in office.operator.get(page).text
    for records in ((NEWER,), (RESIDENCE, BIRTH)):
        store.activate(build(store, Content(data_date=DAY, procedures=records), encoder).id)

    changes = office.operator.get(page).soup.select_one("#changes")
    rows = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in changes.select("tbody tr")]
    assert rows[-1] == [
        "Nơi nộp hồ sơ",
        "- Cơ quan giải quyết: Công an phường, xã",
        "- Cơ quan giải quyết: Công an cấp xã",
    ]
    new = office.operator.get(f"/admin/tong-dai/thu-tuc/{BIRTH.code}")
    assert "mới có trong bản dữ liệu đang dùng" in new.text
