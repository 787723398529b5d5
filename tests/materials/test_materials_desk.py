"""The office's pages: a procedure is chosen, a material put on, looked at, published, changed, deleted."""

from __future__ import annotations

from typing import Any

import pytest

from api.feedback.audit import Subject
from api.materials.addresses import DESK
from api.materials.standing import standing_of
from api.security.roles import Role
from tests.materials.files import PDF, RESIDENCE, SOURCE, TITLE, VIDEO_URL, published, typed, upload, video
from tests.operator.conftest import OLD, Catalogue
from tests.operator.conftest import RESIDENCE as SMALL_RESIDENCE

NEW = f"{DESK}/moi"
FORM = f"{NEW}?thu-tuc={RESIDENCE}"


def fill(office: Any, *, file: tuple[str, bytes] | None = ("to-khai.pdf", PDF), **more: str) -> Any:
    """Fill in the form of a new material."""
    given = {name: getattr(typed(), name) for name in ("kind", "title", "publisher", "decision", "issued")}
    sent = [("file", (*file, "application/octet-stream"))] if file else None
    return office.admin.submit(office.admin.get(FORM), NEW, files=sent, **{**given, **more})


def problems(seen: Any) -> list[str]:
    return [str(one["name"]) for one in seen.soup.find_all(attrs={"aria-invalid": "true"})]


def test_a_procedure_is_chosen_a_form_put_on_looked_at_and_published(office: Any) -> None:
    admin = office.admin
    assert "Chưa có tài liệu nào" in admin.get(DESK).text
    chosen = admin.get(f"{NEW}?tim=dang+ky+thuong+tru")
    assert FORM in chosen.links()
    form = admin.get(FORM)
    assert "Đăng ký thường trú" in form.text
    papers = [str(one["value"]) for one in form.form(NEW).find(attrs={"name": "paper"}).find_all("option")]
    assert len(papers) > 1

    seen = fill(office, paper=papers[1])
    assert seen.heading == TITLE
    assert "Chưa công bố" in seen.text
    assert SOURCE in seen.text
    assert office.services.materials.shown() == ()

    public = admin.submit(seen, f"{seen.path}/cong-bo")
    assert "Đang công bố" in public.text
    assert [one.shown.paper for one in office.services.materials.shown()] == [papers[1]]
    assert "Đang công bố" in admin.get(DESK).text
    down = admin.submit(public, f"{seen.path}/cong-bo")
    assert "Chưa công bố" in down.text


def test_a_mistake_comes_back_as_typed_and_the_file_is_asked_for_again(office: Any) -> None:
    back = fill(office, publisher="", decision="12/QĐ-VD")

    assert (back.status, problems(back)) == (422, ["publisher"])
    assert back.form(NEW).find(attrs={"name": "decision"})["value"] == "12/QĐ-VD"
    assert "phải chọn lại" in back.text
    assert problems(fill(office, file=("a.pdf", b"MZ"))) == ["file"]
    assert problems(fill(office, file=None)) == ["url"]


def test_a_file_larger_than_any_form_is_refused_by_a_page(office: Any) -> None:
    refused = fill(office, file=("a.pdf", PDF + bytes(11_000_000)))

    assert refused.status == 413


@pytest.mark.parametrize("query", ["thu-tuc=9.999999", "tim=", "", "tim=xyz+khong+co"])
def test_without_a_known_procedure_one_is_asked_for(office: Any, query: str) -> None:
    seen = office.admin.get(f"{NEW}?{query}")

    assert seen.heading == "Thêm tài liệu: chọn thủ tục"
    assert office.admin.get(f"{NEW}?khong-gan=1").form(NEW).find(attrs={"name": "code"})["value"] == ""


def test_a_posted_code_that_the_data_do_not_hold_puts_nothing_on(office: Any) -> None:
    seen = office.admin.submit(office.admin.get(FORM), NEW, code="9.999999", title="x")

    assert "không có thủ tục mang mã này" in seen.text
    assert "Thêm tài liệu: chọn thủ tục" in seen.heading


def test_a_material_is_changed_its_file_kept_or_replaced_and_deleted_with_the_log(office: Any) -> None:
    admin, identity = office.admin, published(office, office.actor(Role.ADMIN), typed(), file=upload())
    path = f"{DESK}/{identity}"
    changed = admin.submit(admin.get(path), path, title="Tên mới")
    assert changed.heading == "Tên mới"
    assert admin.request("GET", f"{path}/tep").content == PDF
    refused = admin.submit(changed, path, until="hôm nào")
    assert (refused.status, problems(refused)) == (422, ["until"])

    gone = admin.submit(admin.get(path), f"{path}/xoa")
    assert "Đã xoá tài liệu" in gone.text
    assert admin.get(path).status == 422
    log = admin.get(f"/admin/nhat-ky?loai={Subject.MATERIAL.value}").text
    for words in ("Tài liệu của thủ tục", "Thêm mới", "Công khai", "Gỡ bỏ", "Tên mới", "Mọi người"):
        assert words in log


def test_a_list_is_filtered_and_says_which_procedure_is_gone(office: Any) -> None:
    actor = office.actor(Role.ADMIN)
    published(office, actor, video())
    published(office, actor, typed(), code="9.999999", file=upload())
    admin = office.admin

    assert "Dữ liệu đang dùng không có thủ tục mang mã này" in admin.get(f"{DESK}?thu-tuc=9.999999").text
    assert "1 tài liệu" in admin.get(f"{DESK}?thu-tuc=thuong+tru").text
    assert "Cách đăng ký thường trú" in admin.get(f"{DESK}?loai=video").text
    assert TITLE not in admin.get(f"{DESK}?loai=video").text
    assert "Không có tài liệu nào với điều kiện lọc này" in admin.get(f"{DESK}?trang-thai=draft").text
    assert "2 tài liệu" in admin.get(f"{DESK}?loai=khac&trang-thai=x&trang=99").text


def test_a_procedure_out_of_force_and_a_paper_that_is_gone_are_remarked_on() -> None:
    base = Catalogue()
    known = standing_of(base, SMALL_RESIDENCE.code)

    assert "không còn trong danh mục" in standing_of(base, OLD.code).remark(None)
    assert known.remark(known.papers[0]) == ""
    assert "không còn ghi giấy tờ" in known.remark("Giấy đã bỏ")


def test_only_who_may_write_changes_and_only_staff_look(office: Any) -> None:
    identity = published(office, office.actor(Role.ADMIN), video())
    path = f"{DESK}/{identity}"
    reading = office.officer.get(path)

    assert (reading.status, VIDEO_URL in reading.text) == (200, True)
    assert not reading.has_form(path)
    assert office.officer.get(NEW).status == 403
    assert office.officer.post(f"{path}/xoa", {"csrf": ""}).status == 403
    assert office.viewer.get(DESK).status == 403


def test_a_file_that_nobody_has_is_told_so(office: Any) -> None:
    identity = published(office, office.actor(Role.ADMIN), video(), file=None)

    assert office.admin.get(f"{DESK}/{identity}/tep").status == 422
    assert office.admin.get(f"{DESK}/khong-co").status == 422
