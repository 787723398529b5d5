"""The knowledge desk: imports are read aside, looked at, then used or dropped; wrong records are worked off."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.knowledge_desk.desk import KnowledgeDesk
from api.knowledge_desk.jobs import Job, Jobs, JobState
from api.security.roles import Role
from knowledge.encoder.runtime import Encoder
from knowledge.importing import import_files
from knowledge.snapshot import SnapshotStore
from tests.api.conftest import BIRTH, World
from tests.console.conftest import Person
from tests.quality.conftest import Town

HOME = "/admin/kien-thuc"
DAY = date(2026, 7, 15)


def row(code: str, name: str, **fields: Any) -> dict[str, Any]:
    """One procedure as the whole-set format has it."""
    method = {"channel": "Trực tiếp", "duration": "Trong ngày", "fee": "Lệ phí: 8.000 Đồng", "description": ""}
    return {
        "code": code,
        "name": name,
        "field": "Hộ tịch",
        "level": "Cấp Xã",
        "agency": "Ủy ban nhân dân cấp xã",
        "decision": "163/QĐ-BTP",
        "steps": "Bước 1: Nộp hồ sơ.",
        "methods": [method],
        "documents": [{"case": None, "name": "Tờ khai", "form": None, "originals": 1, "copies": 0}],
        "subjects": ["Công dân Việt Nam"],
        "result": "Giấy khai sinh",
        "legal_basis": [{"name": "Luật Hộ tịch", "number": "60/2014/QH13"}],
        "url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/x",
        "in_catalogue_2026_07": True,
        **fields,
    }


def lines(*rows: dict[str, Any] | str) -> bytes:
    """A whole-set file; a string is a line as it stands."""
    return "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in rows).encode()


@pytest.fixture
def store(world: World, encoder: Encoder, tmp_path: Path) -> SnapshotStore:
    """A deployment with two procedures, before the application starts."""
    store = SnapshotStore(world.data / "snapshots")
    source = tmp_path / "first.jsonl"
    source.write_bytes(lines(row("1.000001", "Đăng ký khai sinh"), row("1.000002", "Đăng ký khai tử")))
    import_files(store, [source], data_date=DAY, encoder=encoder, activate=True)
    return store


def upload(town: Town, content: bytes, name: str = "moi.jsonl", person: Person | None = None, **typed: Any) -> Any:
    person = person or town.office.admin
    files = [("files", (name, content, "application/octet-stream"))]
    return person.submit(person.get(HOME), f"{HOME}/nhap", files=files, **{"data_date": "2026-08-01", **typed})


def finished(town: Town) -> Job:
    """Wait for the import under way and return how it ended."""
    for thread in threading.enumerate():
        if thread.name.startswith("import-"):
            thread.join(timeout=240)
    (job, *_) = Jobs(town.services.database).last()
    return job


def test_an_upload_is_read_aside_and_shown_before_it_is_used(store: SnapshotStore, town: Town) -> None:
    before = store.active_id()
    content = lines(
        row("1.000001", "Đăng ký khai sinh", agency="Ủy ban nhân dân phường"),
        row("1.000003", "Đăng ký kết hôn"),
        '{"code": "1.000005", "name":',
    )
    seen = upload(town, content)
    assert "Đã nhận tệp" in seen.text
    job = finished(town)
    assert (job.state, job.error) == (JobState.READY, None)
    assert job.counts == {"accepted": 2, "warned": 2, "rejected": 1, "added": 1, "changed": 1, "withdrawn": 1}
    assert store.active_id() == before, "nothing is live before somebody decides"
    page = town.office.admin.get(f"{HOME}/nhap/{job.id}")
    for words in ("1.000003 Đăng ký kết hôn", "1.000002 Đăng ký khai tử", "Ủy ban nhân dân phường", "Chờ duyệt"):
        assert words in page.text
    town.office.admin.submit(page, f"{HOME}/nhap/{job.id}/dung")
    assert store.active_id() == job.snapshot_id
    assert Jobs(town.services.database).get(job.id).state is JobState.ACTIVATED


def test_what_is_used_can_be_rolled_back_and_stands_in_the_log(store: SnapshotStore, town: Town) -> None:
    before = store.active_id()
    upload(town, lines(row("1.000001", "Đăng ký khai sinh")))
    job = finished(town)
    person = town.office.admin
    person.submit(person.get(f"{HOME}/nhap/{job.id}"), f"{HOME}/nhap/{job.id}/dung")
    assert store.active_id() == job.snapshot_id != before
    seen = person.submit(person.get(HOME), f"{HOME}/quay-lai")
    assert "Đã quay lại" in seen.text
    assert store.active_id() == before
    log = person.get("/admin/nhat-ky?loai=knowledge").text
    assert "Đưa vào dùng" in log
    assert "Quay lại bản trước" in log


def test_a_dropped_import_leaves_nothing_behind(store: SnapshotStore, town: Town) -> None:
    there = store.ids()
    upload(town, lines(row("1.000009", "Đăng ký giám hộ")))
    job = finished(town)
    person = town.office.admin
    assert job.snapshot_id in store.ids()
    person.submit(person.get(f"{HOME}/nhap/{job.id}"), f"{HOME}/nhap/{job.id}/bo")
    assert store.ids() == there
    assert Jobs(town.services.database).get(job.id).state is JobState.DROPPED
    assert not (town.services.imports.folder(job.id) / "files").exists()


def test_a_file_without_a_single_record_builds_nothing(store: SnapshotStore, town: Town) -> None:
    there = store.ids()
    upload(town, b"PK\x03\x04 not a workbook", "danh-sach.xlsx")
    job = finished(town)
    assert job.state is JobState.EMPTY
    assert store.ids() == there
    assert "Không đọc được tệp" in town.office.admin.get(f"{HOME}/nhap/{job.id}").text


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("anh.png", {}, "Không đọc được loại tệp"),
        ("../../x.exe", {}, "Không đọc được loại tệp"),
        ("moi.jsonl", {"data_date": "ngày mai"}, "chọn ngày của dữ liệu"),
        ("moi.jsonl", {"data_date": "2999-01-01"}, "tương lai"),
    ],
)
def test_an_upload_that_makes_no_sense_is_refused_at_once(
    store: SnapshotStore, town: Town, name: str, typed: dict[str, str], words: str
) -> None:
    seen = upload(town, lines(row("1.000001", "Đăng ký khai sinh")), name, **typed)
    assert seen.status == 422
    assert words in seen.text
    assert Jobs(town.services.database).last() == ()


def test_one_import_at_a_time(town: Town, refused: Callable[[Any], str]) -> None:
    admin = town.office.actor(Role.ADMIN)
    Jobs(town.services.database).begin(admin, ["lon.jsonl"], DAY, None, None)
    seen = upload(town, lines(row("1.000001", "Đăng ký khai sinh")))
    assert "Một lần nhập khác đang chạy" in refused(seen)


def test_an_import_whose_process_died_is_called_failed_and_does_not_block(town: Town) -> None:
    admin, database = town.office.actor(Role.ADMIN), town.services.database
    dead = Jobs(database).begin(admin, ["lon.jsonl"], DAY, None, None)
    later = Jobs(database, lambda: datetime.now(UTC) + timedelta(minutes=5))
    assert later.get(dead.id).state is JobState.FAILED
    assert later.begin(admin, ["moi.jsonl"], DAY, None, None).state is JobState.WORKING


def test_old_data_is_called_old(store: SnapshotStore, town: Town) -> None:
    found = town.services
    desk = KnowledgeDesk(found.settings, found.database, found.keeper, lambda: datetime(2026, 7, 20, tzinfo=UTC))
    assert not desk.overview().stale
    late = KnowledgeDesk(found.settings, found.database, found.keeper, lambda: datetime(2026, 12, 1, tzinfo=UTC))
    assert late.overview().stale
    assert late.overview().age == 139


def test_a_snapshot_of_another_encoder_is_not_used(
    store: SnapshotStore, town: Town, refused: Callable[[Any], str]
) -> None:
    live = store.active_id()
    assert live is not None
    other = store.root / "20260101-00000000"
    other.mkdir()
    manifest = json.loads((store.root / live / "manifest.json").read_text(encoding="utf-8"))
    (other / "manifest.json").write_text(json.dumps({**manifest, "id": other.name, "encoder": "older"}))
    person = town.office.admin
    page = person.get(HOME)
    assert "cần nhập lại" in page.text
    token = page.soup.select_one("[name=csrf]")["value"]
    seen = person.post(f"{HOME}/dung", {"csrf": token, "snapshot": other.name})
    assert "nhập lại tệp gốc" in refused(seen)
    assert store.active_id() == live


def test_officers_look_and_only_administrators_change(store: SnapshotStore, town: Town) -> None:
    officer = town.office.officer
    page = officer.get(HOME)
    assert page.status == 200
    assert not page.has_form(f"{HOME}/nhap")
    token = page.soup.select_one("[name=csrf]")["value"]
    files = [("files", ("moi.jsonl", lines(row("1.000001", "x")), "application/octet-stream"))]
    assert officer.post(f"{HOME}/nhap", {"csrf": token, "data_date": "2026-08-01"}, files=files).status == 403
    assert officer.post(f"{HOME}/quay-lai", {"csrf": token}).status == 403


def test_a_record_is_looked_at_as_the_assistant_would_answer(town: Town) -> None:
    person = town.office.officer
    found = person.get(f"{HOME}/tra-cuu?tim=khai+sinh")
    assert f"{HOME}/thu-tuc/{BIRTH.code}" in found.links()
    page = person.get(f"{HOME}/thu-tuc/{BIRTH.code}")
    assert page.heading == BIRTH.name
    assert "Phí, lệ phí" in page.text
    assert f"Về {BIRTH.name} (fee)." in page.text
    assert person.get(f"{HOME}/thu-tuc/9.9").path == f"{HOME}/tra-cuu"


def test_a_wrong_record_is_reported_worked_off_and_opened_again(town: Town) -> None:
    path = f"{HOME}/sai-thong-tin"
    officer, admin = town.office.officer, town.office.admin
    refused = officer.submit(officer.get(path), path, code="9.9", text="Lệ phí sai.")
    assert refused.status == 422
    sent = officer.submit(officer.get(f"{path}?ma={BIRTH.code}"), path, text="Lệ phí sai, gọi 0912345678.")
    assert "Đã ghi nhận" in sent.text
    assert "0912345678" not in sent.text
    queue = admin.get(path)
    (form,) = [one for one in queue.soup.select("form[action]") if str(one["action"]).startswith(f"{path}/")]
    action = str(form["action"])
    assert "ghi kết quả" in admin.submit(queue, action, state="done").text
    assert "Đã ghi kết quả" in admin.submit(queue, action, state="done", outcome="Đã nhập lại bản mới.").text
    closed = admin.get(f"{path}?trang-thai=done")
    assert "Đã nhập lại bản mới." in closed.text
    admin.submit(closed, action, state="open")
    assert "Lệ phí sai" in admin.get(path).text
