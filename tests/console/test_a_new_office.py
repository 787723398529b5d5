"""A fresh installation says what is to be done first; who may not is told what their role is for."""

from __future__ import annotations

from typing import Any

from api.security.roles import Role
from tests.api.conftest import World
from tests.console.conftest import Office


def test_the_first_page_says_what_is_still_to_be_done_and_forgets_what_is_done(world: World, office: Any) -> None:
    home = office.admin.get("/admin")
    assert "Việc đầu tiên" in home.text
    assert "Ghi tên cơ quan" in home.text
    assert "MOTCUA_OFFICE_NAME" in home.text
    assert {"/admin/co-quan", "/admin/tai-khoan"} <= home.links()
    assert "Điền danh bạ cơ quan" in home.text
    assert "Lập tài khoản cho cán bộ" in home.text

    office.agency()
    office.actor(Role.OFFICER)
    later = office.admin.get("/admin").text
    assert "Điền danh bạ cơ quan" not in later
    assert "Lập tài khoản cho cán bộ" not in later
    assert "Ghi tên cơ quan" in later
    assert "Việc đầu tiên" not in office.officer.get("/admin").text


def test_with_everything_in_place_the_first_page_is_about_work_alone(world: World) -> None:
    world.overrides["office_name"] = "Văn phòng UBND tỉnh Ví Dụ"
    with world.client() as client:
        office = Office(client)
        office.agency()
        office.actor(Role.OFFICER)
        assert "Việc đầu tiên" not in office.admin.get("/admin").text


def test_who_may_not_is_told_what_the_role_is_for(office: Any) -> None:
    refused = office.viewer.get("/admin/pakn/moi")
    assert (refused.status, refused.heading) == (403, "Không có quyền")
    assert "Vai trò của anh/chị là Người xem . Xem danh sách và báo cáo" in refused.text


def test_a_temporary_password_is_changed_before_anything_is_refused(office: Any) -> None:
    password = "mat khau tam thoi"
    office.services.accounts.create(None, username="moi", name="Lê Mới", role=Role.VIEWER, password=password)
    person = office.stranger()
    form = person.get("/admin/tong-dai")  # not for this role
    seen = person.submit(form, "/admin/dang-nhap", username="moi", password=password)
    assert (seen.status, seen.path) == (200, "/admin/mat-khau")
    assert "mật khẩu tạm" in seen.text
