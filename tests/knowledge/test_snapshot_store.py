"""Snapshots: immutable, checksummed, activated in one step, rolled back, compared."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from knowledge import building
from knowledge.building import Content, build
from knowledge.diff import compare
from knowledge.encoder.runtime import Encoder, Vectors
from knowledge.errors import EmptyImport, ProcedureNotFound, SnapshotCorrupt, SnapshotNotFound, StorageFull
from knowledge.model import Channel, ChannelKind, Duration, DurationState, Procedure, ProcedureStatus, TimeUnit
from knowledge.snapshot import SnapshotStore

BIRTH = Procedure(code="1.001193", name="Đăng ký khai sinh", field="Hộ tịch", results=("Giấy khai sinh",))
DEATH = Procedure(code="1.000656", name="Đăng ký khai tử", field="Hộ tịch")
PAPER = Procedure(code="9.000001", name="Một thủ tục không ai có câu hỏi mẫu", field="Khác")
STAY = Procedure(code="1.004194", name="Đăng ký tạm trú", field="Cư trú")


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "snapshots")


def content(*procedures: Procedure, day: int = 1) -> Content:
    return Content(data_date=date(2026, 7, day), procedures=procedures)


def test_a_new_snapshot_stands_beside_the_live_one_until_it_is_activated(
    store: SnapshotStore, encoder: Encoder
) -> None:
    first = build(store, content(BIRTH), encoder)
    store.activate(first.id)
    second = build(store, content(BIRTH, DEATH, day=2), encoder)
    assert store.active_id() == first.id
    assert [info.id for info in store.all()] == [first.id, second.id]
    assert [info.active for info in store.all()] == [True, False]


def test_records_come_back_as_they_went_in(store: SnapshotStore, encoder: Encoder) -> None:
    days = Duration(state=DurationState.STATED, amount="3.5", unit=TimeUnit.WORKING_DAY)
    record = BIRTH.model_copy(update={"channels": (Channel(kind=ChannelKind.ONLINE, duration=days),)})
    snapshot = store.open(build(store, content(DEATH, record), encoder).id)
    assert snapshot.procedure(record.code) == record
    assert list(snapshot) == [DEATH, record]  # sorted by code


def test_an_unknown_code_is_an_error_that_names_it(store: SnapshotStore, encoder: Encoder) -> None:
    snapshot = store.open(build(store, content(BIRTH), encoder).id)
    with pytest.raises(ProcedureNotFound) as caught:
        snapshot.procedure("9.999999")
    assert caught.value.code == "9.999999"


def test_the_same_content_is_the_same_snapshot(store: SnapshotStore, encoder: Encoder) -> None:
    assert build(store, content(BIRTH, DEATH), encoder).id == build(store, content(DEATH, BIRTH), encoder).id
    assert len(store.ids()) == 1


def test_a_changed_byte_is_noticed_and_what_was_active_stays(store: SnapshotStore, encoder: Encoder) -> None:
    good = build(store, content(BIRTH), encoder)
    store.activate(good.id)
    bad = build(store, content(DEATH, day=2), encoder)
    file = store.root / bad.id / "records.jsonl"
    file.write_bytes(file.read_bytes().replace("khai tử".encode(), "khai từ".encode()))
    with pytest.raises(SnapshotCorrupt, match=r"records\.jsonl"):
        store.activate(bad.id)
    assert store.active_id() == good.id


def test_roll_back_returns_to_what_was_active_before(store: SnapshotStore, encoder: Encoder) -> None:
    first = build(store, content(BIRTH), encoder)
    second = build(store, content(DEATH, day=2), encoder)
    store.activate(first.id)
    store.activate(second.id)
    assert store.roll_back() == first.id
    assert store.active_id() == first.id


def test_roll_back_without_a_past_is_refused(store: SnapshotStore, encoder: Encoder) -> None:
    store.activate(build(store, content(BIRTH), encoder).id)
    with pytest.raises(SnapshotNotFound):
        store.roll_back()


@pytest.mark.parametrize("name", ["", "..", "../x", ".lock", "missing"])
def test_only_names_of_snapshots_are_opened(store: SnapshotStore, name: str) -> None:
    with pytest.raises(SnapshotNotFound):
        store.activate(name)


def test_a_full_disk_leaves_nothing_behind(
    store: SnapshotStore, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = build(store, content(BIRTH), encoder)
    store.activate(live.id)

    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(building.DenseIndex, "save", full)  # the device is what lies outside
    with pytest.raises(StorageFull):
        build(store, content(DEATH, day=2), encoder)
    assert store.ids() == [live.id]
    assert not list(store.root.glob(".building-*"))
    assert store.open().procedure(BIRTH.code) == BIRTH


def test_nothing_to_build_from_is_refused(store: SnapshotStore, encoder: Encoder) -> None:
    with pytest.raises(EmptyImport):
        build(store, content(), encoder)


def test_diff_tells_added_changed_field_by_field_and_withdrawn(store: SnapshotStore, encoder: Encoder) -> None:
    before = build(store, content(BIRTH, DEATH), encoder)
    renamed = BIRTH.model_copy(update={"name": "Đăng ký khai sinh cho trẻ em", "aliases": ("làm khai sinh",)})
    gone = DEATH.model_copy(update={"status": ProcedureStatus.WITHDRAWN})
    after = build(store, content(renamed, gone, STAY, day=2), encoder)
    found = compare(store.open(before.id), store.open(after.id))
    assert [row.code for row in found.added] == [STAY.code]
    assert [row.code for row in found.withdrawn] == [DEATH.code]
    (change,) = found.changed
    assert change.code == BIRTH.code
    assert [(f.field, f.before, f.after) for f in change.fields] == [
        ("name", "Đăng ký khai sinh", "Đăng ký khai sinh cho trẻ em")
    ]


class CountingEncoder:
    """The shipped encoder, counting the texts it computes."""

    def __init__(self, inner: Encoder) -> None:
        self._inner, self.id, self.dimension, self.computed = inner, inner.id, inner.dimension, 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.computed += len(texts)
        return self._inner.encode(texts)


def test_an_update_computes_only_the_vectors_of_new_texts(store: SnapshotStore, encoder: Encoder) -> None:
    counting = CountingEncoder(encoder)
    build(store, content(BIRTH, DEATH), counting)
    before = counting.computed
    second = build(store, content(BIRTH, DEATH, PAPER, day=2), counting)
    assert counting.computed == before + 1
    fresh = build(SnapshotStore(store.root.parent / "other"), content(BIRTH, DEATH, PAPER, day=2), encoder)
    assert second.id == fresh.id
