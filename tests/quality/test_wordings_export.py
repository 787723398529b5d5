"""``motcua wordings export``: what the office has added, in the form the training reads."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from api.quality.cli import kind_of
from api.security.roles import Role
from knowledge.phrasings import PhrasingKind
from tests.api.conftest import BIRTH
from tests.commands import invoke
from tests.quality.conftest import Town


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def of_the_town(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands work on the data of this office."""
    monkeypatch.setenv("MOTCUA_DATA", str(town.services.settings.data))
    monkeypatch.setenv("MOTCUA_DATABASE_URL", town.services.settings.database_url)


def test_wordings_in_use_are_written_as_the_training_reads_them(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    additions, approver = town.services.additions, town.office.actor(Role.APPROVER)
    additions.add_wordings(approver, ["làm giấy cho bé", 'bé "mới" đẻ\tlàm giấy'], code=BIRTH.code)
    (gone,) = additions.add_wordings(approver, ["giấy của bé đã gỡ"], code=BIRTH.code)
    additions.set_wording_used(approver, gone, used=False)
    of_the_town(town, monkeypatch)
    out = tmp_path / "added.tsv"
    done = invoke(["wordings", "export", str(out)])
    assert done.exit_code == 0
    assert rows(out.read_text(encoding="utf-8")) == [
        {"code": BIRTH.code, "kind": "fragment", "text": 'bé "mới" đẻ làm giấy', "marked": ""},
        {"code": BIRTH.code, "kind": "fragment", "text": "làm giấy cho bé", "marked": ""},
    ]
    printed = invoke(["wordings", "export"])
    assert rows(printed.stdout) == rows(out.read_text(encoding="utf-8"))


def test_a_file_that_cannot_be_written_is_one_clear_line(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    of_the_town(town, monkeypatch)
    done = invoke(["wordings", "export", "/nowhere/at/all.tsv"])
    assert done.exit_code == 1
    assert "Lỗi" in done.output


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("giấy khai sinh cho bé", PhrasingKind.FRAGMENT),
        ("làm hộ chiếu hết bao nhiêu tiền", PhrasingKind.ASPECT),
        ("con tôi vừa ra đời bên nhà ngoại, muốn khai sinh", PhrasingKind.SITUATION),
        ("nhà em " * 20, PhrasingKind.STORY),
    ],
)
def test_the_kind_follows_from_the_form(text: str, kind: PhrasingKind) -> None:
    assert kind_of(text) is kind
