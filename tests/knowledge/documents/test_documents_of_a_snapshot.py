"""A snapshot keeps the documents its records name; one built by an earlier version gathers them anew."""

from __future__ import annotations

import shutil
from pathlib import Path

from knowledge.service import Knowledge
from knowledge.snapshot import SnapshotStore


def test_an_older_snapshot_names_the_same_documents(starter_root: Path, tmp_path: Path) -> None:
    kept = SnapshotStore(starter_root).open()
    older = tmp_path / "snapshots"
    shutil.copytree(starter_root, older)
    (older / kept.manifest.id / "documents.json").unlink()

    assert len(kept.documents()) > 100
    assert SnapshotStore(older).open().documents() == kept.documents()


def test_the_register_of_a_new_deployment_is_answered_from(starter: Knowledge) -> None:
    listed = {one.key: one for one in starter.legal_documents()}

    assert listed["60-2014-qh13"].cited.procedures > 0
    assert listed["63-2010-nd-cp"].cited.quoted
    assert "hiệu lực chưa xác minh" in starter.reply("luật 60/2014/QH13 còn hiệu lực không").lead
