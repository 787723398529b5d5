"""``motcua links``: the same look from the command line, on the snapshot in use."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from api.knowledge_desk.links.model import Links, Report, Use, links_of
from knowledge.model import Procedure
from tests.commands import invoke

URL = "http://10.0.0.1/mau"


class Snapshot(list[Procedure]):
    """Records as a stored snapshot gives them."""

    class manifest:  # noqa: N801
        id = "20260715-small"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose one record points inside a network."""
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path))
    monkeypatch.setenv("MOTCUA_LINK_PAUSE_SECONDS", "0")
    record = Procedure(code="1", name="Đăng ký", url=URL)
    monkeypatch.setattr("knowledge.snapshot.SnapshotStore.open", lambda _store: Snapshot([record]))
    return tmp_path


def test_the_command_lists_what_did_not_open_and_keeps_it(data: Path) -> None:
    done = invoke(["links"])
    assert done.exit_code == 0, done.output
    assert "Địa chỉ mạng nội bộ, không kiểm tra: 1" in done.output
    report = Report.model_validate_json((data / "links" / "last.json").read_text(encoding="utf-8"))
    assert [(one.url, one.uses[0].code) for one in report.broken] == [(URL, "1")]
    assert report.snapshot_id == "20260715-small"
    assert not report.stopped


def test_two_looks_never_run_at_once(data: Path) -> None:
    (data / "links").mkdir()
    with FileLock(data / "links" / "look.lock"):
        refused = invoke(["links"])
    assert refused.exit_code == 1
    assert "Đang có một lần kiểm tra" in refused.output


def test_without_data_the_command_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path))
    assert invoke(["links"]).exit_code == 1


def test_an_address_that_stands_twice_is_asked_once() -> None:
    found: Links = links_of(Procedure(code=code, name="Tên", url=URL) for code in ("1", "2"))
    assert {url: [use.code for use in uses] for url, uses in found.items()} == {URL: ["1", "2"]}
    assert isinstance(found[URL][0], Use)
