"""The shelf: what may be put on it, who sees it on which day, and that nothing is lost or left; on both databases."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from api.clock import VIETNAM, utc_now
from api.errors import InvalidField
from api.materials.extras import WithMaterials
from api.materials.model import FILE_BYTES, MaterialNotFound, Readers, State, Typed, Upload, Wanted
from api.materials.shelf import Materials
from api.quality.additions import Additions
from api.security.accounts import Actor
from api.security.roles import Role
from api.storage.database import Database
from knowledge.materials import MaterialKind
from tests.materials.conftest import Days
from tests.materials.files import PDF, PNG, RESIDENCE, SOURCE, TITLE, VIDEO_URL, typed, upload, video, word

SOMEBODY = Actor("a1", "Đỗ Thị Quản", Role.ADMIN)
PAPER = "Tờ khai thay đổi thông tin cư trú"


def put(shelf: Materials, fields: Typed, file: Upload | None = None, code: str | None = RESIDENCE) -> str:
    identity = shelf.add(SOMEBODY, code, fields, file, [PAPER])
    shelf.put(SOMEBODY, identity, published=True)
    return identity


def on(days: int) -> str:
    return f"{(utc_now() + timedelta(days=days)).astimezone(VIETNAM):%d/%m/%Y}"


def test_a_file_comes_back_as_it_was_and_lies_sealed(shelf: Materials, database: Database) -> None:
    identity = put(shelf, typed(paper=PAPER), upload())
    kept, file = shelf.get(identity), shelf.file(identity)

    assert (file.content, file.media_type, file.name) == (PDF, "application/pdf", "to-khai.pdf")
    assert kept.digest == file.digest == hashlib.sha256(PDF).hexdigest()
    assert (kept.shown.title, kept.shown.source, kept.shown.paper) == (TITLE, SOURCE, PAPER)
    assert kept.shown.url == f"https://motcua.vidu.vn/tai-lieu/{identity}/tep"
    with database.session() as session:
        stored = session.execute(text("SELECT content FROM material_file")).scalar_one()
    assert PDF not in bytes(stored)


def test_a_draft_is_seen_by_nobody_until_it_is_published(shelf: Materials) -> None:
    identity = shelf.add(SOMEBODY, RESIDENCE, video(), None)
    before = shelf.revision()
    assert shelf.shown() == ()
    assert shelf.get(identity).state(shelf.clock()) is State.DRAFT
    with pytest.raises(MaterialNotFound):
        shelf.published(identity)

    shelf.put(SOMEBODY, identity, published=True)
    shelf.put(SOMEBODY, identity, published=True)
    assert [one.shown.url for one in shelf.shown()] == [VIDEO_URL]
    assert shelf.revision() != before

    shelf.put(SOMEBODY, identity, published=False)
    assert shelf.shown() == ()


def test_it_is_shown_from_its_first_day_to_the_end_of_its_last(shelf: Materials, days: Days) -> None:
    identity = put(shelf, video(starts=on(2), until=on(4)))
    seen, revisions = {}, set()
    for day in range(6):
        days.passed = day
        seen[day] = shelf.get(identity).state(shelf.clock())
        assert bool(shelf.shown()) is (seen[day] is State.SHOWN)
        revisions.add(shelf.revision())

    assert [day for day, state in seen.items() if state is State.SHOWN] == [2, 3, 4]
    assert (seen[0], seen[5]) == (State.WAITING, State.OVER)
    assert len(revisions) == 6


def test_what_only_officials_see_never_reaches_an_answer(shelf: Materials, database: Database) -> None:
    identity = put(shelf, video(readers="staff"))
    extras = WithMaterials(Additions(database), shelf)

    assert shelf.shown() == ()
    assert [one.shown.id for one in shelf.shown(tuple(Readers), RESIDENCE)] == [identity]
    assert extras.load().materials == {}
    everybody = put(shelf, video(title="Cho mọi người"))
    assert [one.id for one in extras.load().materials[RESIDENCE].items] == [everybody]
    assert extras.load().materials[RESIDENCE].address == f"https://motcua.vidu.vn/tai-lieu?thu-tuc={RESIDENCE}"


@pytest.mark.parametrize(
    ("field", "more"),
    [
        *(("title", {"title": " "}), ("title", {"title": "x" * 201}), ("publisher", {"publisher": ""})),
        *(("issued", {"issued": ""}), ("issued", {"issued": on(2)}), ("decision", {"decision": "x" * 121})),
        *(("kind", {"kind": "other"}), ("readers", {"readers": "all"}), ("paper", {"paper": "Giấy khác"})),
        *(("starts", {"starts": "mai"}), ("until", {"starts": "02/03/2026", "until": "01/03/2026"})),
        *(("url", {"url": ""}), ("url", {"url": "http://vidu.vn"}), ("url", {"url": "javascript:alert(1)"})),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(shelf: Materials, field: str, more: dict[str, str]) -> None:
    with pytest.raises(InvalidField) as caught:
        shelf.add(SOMEBODY, RESIDENCE, video(**more), None, [PAPER])

    assert caught.value.field == field
    assert shelf.every(Wanted()) == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *(("a.exe", b"MZ"), ("a.pdf", b"<html>"), ("a.jpg", PNG), ("a.pdf", b""), ("a.svg", b"<svg/>"), ("a", PDF)),
        ("a.pdf", PDF + bytes(FILE_BYTES)),
    ],
)
def test_a_file_is_known_by_what_is_in_it(shelf: Materials, name: str, content: bytes) -> None:
    with pytest.raises(InvalidField) as caught:
        shelf.add(SOMEBODY, RESIDENCE, typed(), Upload(name, content))
    assert caught.value.field == "file"


@pytest.mark.parametrize(("name", "content"), [("anh.png", PNG), ("to-khai-can-cuoc.docx", word("Tờ khai"))])
def test_pictures_and_forms_of_identity_cards_are_taken(shelf: Materials, name: str, content: bytes) -> None:
    assert shelf.file(put(shelf, typed(), Upload(name, content))).content == content


def test_a_file_or_an_address_but_not_both_and_a_video_is_an_address(shelf: Materials) -> None:
    for fields, field in ((typed(url=VIDEO_URL), "url"), (typed(kind="video"), "file")):
        with pytest.raises(InvalidField) as caught:
            shelf.add(SOMEBODY, RESIDENCE, fields, upload())
        assert caught.value.field == field
    kept = put(shelf, typed(), upload())
    with pytest.raises(InvalidField) as caught:
        shelf.change(SOMEBODY, kept, typed(kind="video"), None)
    assert caught.value.field == "kind"


def test_only_a_handbook_stands_without_a_procedure(shelf: Materials) -> None:
    with pytest.raises(InvalidField):
        put(shelf, typed(), upload(), code=None)
    assert put(shelf, typed(kind="handbook"), upload(), code=None)


def test_a_change_keeps_the_file_unless_another_one_comes(shelf: Materials) -> None:
    identity = put(shelf, typed(), upload())
    first = shelf.revision()
    shelf.change(SOMEBODY, identity, typed(title="Tên mới"), None)
    assert (shelf.get(identity).shown.title, shelf.file(identity).content) == ("Tên mới", PDF)
    assert shelf.revision() != first

    shelf.change(SOMEBODY, identity, typed(), Upload("anh.png", PNG))
    kept = shelf.get(identity)
    assert (shelf.file(identity).content, kept.file_name, kept.shown.format) == (PNG, "anh.png", "PNG, 1 KB")
    assert kept.state(shelf.clock()) is State.SHOWN


def test_a_paper_that_has_left_the_record_may_stay(shelf: Materials) -> None:
    identity = put(shelf, typed(paper=PAPER), upload())
    shelf.change(SOMEBODY, identity, typed(paper=PAPER, title="Tên mới"), None, [])

    assert shelf.get(identity).shown.paper == PAPER


def test_what_is_deleted_is_gone_with_its_file_and_the_log_keeps_every_step(
    shelf: Materials, database: Database
) -> None:
    identity = put(shelf, typed(), upload())
    shelf.change(SOMEBODY, identity, typed(title="Tên mới"), None)
    shelf.remove(SOMEBODY, identity)

    with database.session() as session:
        left = [session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in _TABLES]
        query = "SELECT action, actor, subject FROM audit WHERE subject_kind = 'material' ORDER BY number"
        log: list[Any] = [tuple(line) for line in session.execute(text(query))]
    assert left == [0, 0]
    assert log == [(one, SOMEBODY.name, RESIDENCE) for one in ("created", "published", "changed", "removed")]
    with pytest.raises(MaterialNotFound):
        shelf.file(identity)


_TABLES = ("material", "material_file")


def test_a_list_is_narrowed_by_kind_and_state(shelf: Materials) -> None:
    shown, draft = put(shelf, video()), shelf.add(SOMEBODY, RESIDENCE, typed(), upload())

    def ids(**wanted: Any) -> list[str]:
        return [one.shown.id for one in shelf.every(Wanted(**wanted))]

    assert set(ids()) == {shown, draft}
    assert ids(kind=MaterialKind.FORM) == [draft]
    assert ids(state=State.SHOWN) == [shown]
    assert ids(kind=MaterialKind.FORM, state=State.SHOWN) == []


def test_a_handbook_in_word_is_read_also_when_it_only_becomes_one(shelf: Materials) -> None:
    book = put(shelf, typed(), Upload("so-tay.docx", word("1. Tiếp nhận\nCán bộ trả giấy hẹn ngay khi nhận hồ sơ.")))
    assert shelf.handbooks.published() == ((), ())

    shelf.change(SOMEBODY, book, typed(kind="handbook"), None)
    books, texts = shelf.handbooks.published()
    assert [one.shown.id for one in books] == [book]
    assert "giấy hẹn" in texts[0].words
