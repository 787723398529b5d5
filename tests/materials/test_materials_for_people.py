"""Where people meet a published material: the answer, its page, its file, the API, the hotline's sheet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from api.clock import VIETNAM, utc_now
from api.security.roles import Role
from knowledge.aspects import Aspect
from knowledge.materials import HEADING
from knowledge.render import as_text
from tests.materials.files import PDF, RESIDENCE, SOURCE, TITLE, VIDEO_URL, published, typed, upload, video

API = f"/api/v1/procedures/{RESIDENCE}/materials"
SHEET = f"/admin/tong-dai/thu-tuc/{RESIDENCE}"


@pytest.fixture
def form(office: Any) -> str:
    """A published form of residence."""
    return published(office, office.actor(Role.ADMIN), typed(), file=upload())


def asked(office: Any, text: str, payload: str | None = None) -> tuple[str, list[dict[str, Any]]]:
    body = {"text": text} | ({"payload": payload} if payload else {})
    answer = office.client.post("/api/v1/chat/messages", json=body)
    assert answer.status_code == 200, answer.text
    message = answer.json()["messages"][-1]
    return str(message["text"]), [one for one in message["answer"]["blocks"] if one["kind"] == "link"]


def taken_down(office: Any, identity: str) -> None:
    office.services.materials.put(office.actor(Role.ADMIN), identity, published=False)
    office.services.keeper.refresh_extras()


def test_the_chat_shows_it_as_a_link_and_in_the_text_also_without_rasa(office: Any, form: str) -> None:
    for typed_text, payload in (
        ("đăng ký thường trú cần mẫu đơn nào", None),
        ("Mẫu đơn", f'/ask{{"code": "{RESIDENCE}", "aspect": "forms"}}'),
        ("Đăng ký thường trú", f'/choose{{"code": "{RESIDENCE}"}}'),
    ):
        text, links = asked(office, typed_text, payload)
        found = [one for one in links if one["url"] == f"/tai-lieu/{form}/tep"]
        assert [(one["title"], one["note"]) for one in found] == [(f"Biểu mẫu: {TITLE} (PDF, 1 KB)", SOURCE)], (
            typed_text
        )
        assert f"{SOURCE}: /tai-lieu/{form}/tep" in text


def test_what_is_taken_down_leaves_the_answer_at_once(office: Any, form: str) -> None:
    taken_down(office, form)

    text, links = asked(office, "đăng ký thường trú cần mẫu đơn nào")
    assert HEADING not in text
    assert not [one for one in links if form in one["url"]]


def test_other_questions_are_answered_as_before(office: Any) -> None:
    base = office.services.keeper.current()
    before = {aspect: as_text(base.answer("1.001193", aspect)) for aspect in Aspect}
    published(office, office.actor(Role.ADMIN), typed(), file=upload())
    base = office.services.keeper.current()

    assert {aspect: as_text(base.answer("1.001193", aspect)) for aspect in Aspect} == before
    assert HEADING not in as_text(base.answer(RESIDENCE, Aspect.FEE))


def test_a_file_is_fetched_to_be_saved_and_is_asked_for_again_only_when_it_changed(office: Any, form: str) -> None:
    person, path = office.stranger(), f"/tai-lieu/{form}/tep"
    got = person.request("GET", path)

    assert (got.status_code, got.content, got.headers["content-type"]) == (200, PDF, "application/pdf")
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''to-khai.pdf"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]
    again = person.request("GET", path, headers={"If-None-Match": got.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = upload(content=PDF + b"\n")
    office.services.materials.change(office.actor(Role.ADMIN), form, typed(), other)
    fresh = person.request("GET", path, headers={"If-None-Match": got.headers["etag"]})
    assert (fresh.status_code, fresh.content) == (200, PDF + b"\n")


def test_a_file_that_is_not_for_everybody_is_not_there(office: Any, form: str) -> None:
    actor, person = office.actor(Role.ADMIN), office.stranger()
    tomorrow = f"{(utc_now() + timedelta(days=1)).astimezone(VIETNAM):%d/%m/%Y}"
    draft = office.services.materials.add(actor, RESIDENCE, typed(), upload())
    hidden = [
        published(office, actor, typed(readers="staff"), file=upload()),
        published(office, actor, typed(starts=tomorrow), file=upload()),
        published(office, actor, video()),
        draft,
        "khong-co",
    ]
    taken_down(office, form)

    for identity in (*hidden, form):
        assert person.get(f"/tai-lieu/{identity}/tep").status == 404


def test_the_public_list_is_searched_and_says_when_there_is_nothing(office: Any) -> None:
    person, actor = office.stranger(), office.actor(Role.ADMIN)
    assert "Cơ quan chưa đăng tài liệu nào" in person.get("/tai-lieu").text
    published(office, actor, typed(), file=upload())
    published(office, actor, video())
    published(office, actor, typed(kind="handbook", title="Sổ tay chung"), code=None, file=upload())
    published(office, actor, typed(title="Của thủ tục đã mất"), code="9.999999", file=upload())
    published(office, actor, typed(title="Chỉ cho cán bộ", readers="staff"), file=upload())

    seen = person.get("/tai-lieu")
    assert "3 tài liệu" in seen.text
    assert VIDEO_URL in seen.links()
    assert SOURCE[3:] in seen.text
    for words in ("Của thủ tục đã mất", "Chỉ cho cán bộ"):
        assert words not in seen.text
    assert "2 tài liệu" in person.get(f"/tai-lieu?thu-tuc={RESIDENCE}").text
    assert "1 tài liệu" in person.get("/tai-lieu?loai=handbook").text
    assert "1 tài liệu" in person.get("/tai-lieu?q=so+tay").text
    assert "Không có tài liệu nào khớp" in person.get("/tai-lieu?q=khong+co+gi").text
    assert person.get("/tai-lieu?trang=0").status == 422


def test_the_api_lists_what_is_published_for_a_procedure(office: Any, form: str) -> None:
    published(office, office.actor(Role.ADMIN), video(until="01/02/2099"))
    body = office.client.get(API).json()

    assert body["code"] == RESIDENCE
    assert body["items"][0] == {
        "id": form,
        "kind": "form",
        "title": TITLE,
        "url": f"/tai-lieu/{form}/tep",
        "media_type": "application/pdf",
        "size": len(PDF),
        "publisher": "Công an tỉnh Ví Dụ",
        "decision": "12/QĐ-VD",
        "issued": "2026-02-01",
        "source": SOURCE,
    }
    assert (body["items"][1]["url"], body["items"][1]["until"]) == (VIDEO_URL, "2099-02-01")
    assert office.client.get("/api/v1/procedures/1.001193/materials").json()["items"] == []
    assert office.client.get("/api/v1/procedures/9.999999/materials").status_code == 404


def test_the_answer_over_http_carries_it_too(office: Any, form: str) -> None:
    body = office.client.get(f"/api/v1/procedures/{RESIDENCE}/answer?aspect=documents").json()

    assert body["blocks"][-1] == {
        "kind": "link",
        "title": f"Biểu mẫu: {TITLE} (PDF, 1 KB)",
        "url": f"/tai-lieu/{form}/tep",
        "note": SOURCE,
    }
    assert SOURCE in body["text"]


def test_the_sheet_of_the_hotline_has_those_for_officials_too(office: Any, form: str) -> None:
    assert 'id="tai-lieu"' not in office.operator.request("GET", SHEET.replace(RESIDENCE, "1.001193")).text
    secret = published(office, office.actor(Role.ADMIN), typed(title="Lưu ý nội bộ", readers="staff"), file=upload())
    seen = office.operator.get(SHEET)
    part = seen.soup.find(id="tai-lieu")
    links = {str(one["href"]) for one in part.find_all("a")}

    assert links == {f"/tai-lieu/{form}/tep", f"/admin/tong-dai/tai-lieu/{secret}/tep"}
    assert "Chỉ cán bộ" in part.get_text()
    assert office.operator.request("GET", f"/admin/tong-dai/tai-lieu/{secret}/tep").content == PDF
    assert office.viewer.get(f"/admin/tong-dai/tai-lieu/{secret}/tep").status == 403
    taken_down(office, secret)
    assert office.operator.get(f"/admin/tong-dai/tai-lieu/{secret}/tep").status == 422


def test_the_leaflet_leads_to_it_on_the_screen(office: Any, form: str) -> None:
    address = f"/tai-lieu?thu-tuc={RESIDENCE}"
    assert address in office.stranger().get(f"/to-roi/{RESIDENCE}").links()
    taken_down(office, form)
    assert address not in office.stranger().get(f"/to-roi/{RESIDENCE}").links()
