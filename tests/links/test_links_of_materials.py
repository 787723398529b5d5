"""Addresses of materials are looked at with the links of the records; a broken one leads to where it is changed."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from api.knowledge_desk.links.materials import links_to_check
from api.knowledge_desk.links.model import Report
from api.materials.model import Wanted
from api.materials.shelf import Materials
from api.security.accounts import Actor
from api.security.roles import Role
from api.settings import Settings
from api.storage.database import Database
from api.storage.material_tables import MaterialRow
from knowledge.model import ProcedureStatus
from tests.api.conftest import BIRTH
from tests.commands import invoke
from tests.links.test_link_command import data
from tests.links.test_link_pages import PAGE, Site, finished, site
from tests.materials.files import typed, upload, video

__all__ = ["data", "site"]

DESK = "/admin/tai-lieu"
SOMEBODY = Actor("a1", "Đỗ Thị Quản", Role.ADMIN)
INSIDE = "https://10.0.0.1/video"
BOOK = "Sổ tay một cửa"


def keep(office: Any, url: str, code: str | None = BIRTH.code, **more: str) -> str:
    """Keep a video that leads to the address, which a person could not type: it has no TLS."""
    shelf = office.services.materials
    identity = str(shelf.add(SOMEBODY, code, video(**{"kind": "video" if code else "handbook", **more}), None))
    point(office, identity, url)
    return identity


def point(office: Any, identity: str, url: str) -> None:
    with office.services.database.session() as session:
        session.get_one(MaterialRow, identity).url = url


def looked(office: Any) -> Any:
    records = office.services.keeper.current()._records
    for code, record in records.items():
        records[code] = record.model_copy(update={"url": "", "papers": ()})
    office.admin.submit(office.admin.get(PAGE), PAGE)
    return finished(office)


def test_a_broken_address_of_a_material_is_listed_with_a_link_to_change_it(office: Any, site: Site) -> None:
    old = keep(office, f"{site.url}/mau-cu")
    book = keep(office, f"{site.url}/mau-cu", None, title=BOOK)
    keep(office, f"{site.url}/tot")
    seen = looked(office)

    assert "/tot" in site.asked
    assert f"{site.url}/tot" not in seen.text
    assert "Tài liệu của cơ quan “Video hướng dẫn: Cách đăng ký thường trú”" in seen.text
    assert BIRTH.name in seen.text
    assert BOOK in seen.text
    assert {f"{DESK}/{old}", f"{DESK}/{book}"} <= set(seen.links())
    assert office.admin.get(f"{DESK}/{old}").form(f"{DESK}/{old}").find(attrs={"name": "url"})["value"].endswith("-cu")
    assert "Xem tài liệu" in office.officer.get(PAGE).text

    table = office.admin.request("GET", f"{PAGE}.csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(table)))[1:]
    assert {(line[3], line[5], line[7]) for line in lines} == {
        ("Tài liệu của cơ quan", BIRTH.code, f"{DESK}/{old}"),
        ("Tài liệu của cơ quan", "", f"{DESK}/{book}"),
    }


def test_the_page_says_when_the_address_has_been_changed_since(office: Any, site: Site) -> None:
    one, other = keep(office, f"{site.url}/mau-cu"), keep(office, f"{site.url}/mau-cu", None, title=BOOK)
    looked(office)
    point(office, one, f"{site.url}/moi")
    office.services.materials.remove(SOMEBODY, other)
    seen = office.admin.get(PAGE)

    assert "đã đổi địa chỉ sau lần kiểm tra này" in seen.text
    assert "đã xoá" in seen.text
    assert f"{DESK}/{one}" in seen.links()
    assert f"{DESK}/{other}" not in seen.links()


def test_files_and_what_nobody_sees_any_more_are_left_alone(office: Any) -> None:
    shelf, records = office.services.materials, [BIRTH.model_copy(update={"url": ""})]
    shelf.add(SOMEBODY, BIRTH.code, typed(), upload())
    over = keep(office, "https://vidu.vn/het-han", until="02/02/2026", starts="01/02/2026")
    shelf.put(SOMEBODY, over, published=True)
    draft = keep(office, "https://vidu.vn/nhap")
    keep(office, "https://vidu.vn/khac", "9.999999")

    found = links_to_check(records, shelf.every(Wanted()), shelf.clock())
    assert [use.material for uses in found.values() for use in uses if use.material] == [draft]
    gone = [one.model_copy(update={"status": ProcedureStatus.WITHDRAWN}) for one in records]
    assert links_to_check(gone, shelf.every(Wanted()), shelf.clock()) == {}


def test_an_address_of_a_record_and_a_material_is_asked_once(office: Any) -> None:
    identity = keep(office, "https://vidu.vn/mau")
    record = BIRTH.model_copy(update={"url": "https://vidu.vn/mau", "papers": ()})
    shelf = office.services.materials
    (uses,) = links_to_check([record], shelf.every(Wanted()), shelf.clock()).values()

    assert [(use.code, use.material) for use in uses] == [(BIRTH.code, None), (BIRTH.code, identity)]


def test_the_command_names_the_material_and_where_it_is_changed(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_PUBLIC_URL", "https://motcua.vidu.vn")
    database = Database.open(Settings.load())
    try:
        shelf = Materials(database)
        video_ = shelf.add(SOMEBODY, "1", video(url=INSIDE), None)
        book = shelf.add(SOMEBODY, None, typed(kind="handbook", title=BOOK, url=INSIDE), None)
    finally:
        database.close()
    done = invoke(["links"])

    assert done.exit_code == 0, done.output
    assert "Kiểm tra 2 liên kết" in done.output
    where = f"https://motcua.vidu.vn{DESK}"
    assert f"Video hướng dẫn: Cách đăng ký thường trú của 1 (sửa ở {where}/{video_})" in done.output
    assert f"Sổ tay hướng dẫn: {BOOK} (sửa ở {where}/{book})" in done.output
    report = Report.model_validate_json((data / "links" / "last.json").read_text(encoding="utf-8"))
    assert {use.material for one in report.broken for use in one.uses} == {None, video_, book}
