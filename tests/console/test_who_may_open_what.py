"""Deny by default: every address of the console, with every role and without any."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from api.console.session import LOGIN, Guard, permissions_of
from api.security.access import ROUTES, Access
from api.security.roles import PERMISSIONS, Permission, Role, may

CONSOLE = sorted(route for route, access in ROUTES.items() if access is Access.CONSOLE)
OPEN = {("GET", LOGIN), ("POST", LOGIN), ("GET", "/admin/{rest:path}")}
"""The log-in form itself, and the page that says there is no such page."""


def console_routes(office: Any) -> Iterator[tuple[str, str, list[Permission]]]:
    for route in iter_route_contexts(office.client.app.routes):
        if str(route.path).startswith("/admin"):
            for method in set(route.methods or ()) - {"HEAD"}:
                yield method, str(route.path), permissions_of(route)


def filled(path: str) -> str:
    for name in ("code", "identity", "slug", "name", "id"):
        path = path.replace("{" + name + "}", "khong-co")
    return path.replace("{rest:path}", "khong-co").replace("{number}", "1")


def test_every_page_asks_for_exactly_one_permission(office: Any) -> None:
    asked = {(method, path): wanted for method, path, wanted in console_routes(office)}
    assert set(CONSOLE) == set(asked)
    assert {route for route, wanted in asked.items() if len(wanted) != 1} == OPEN


def test_without_a_log_in_every_address_leads_to_the_form_and_changes_nothing(office: Any) -> None:
    stranger = office.stranger()
    for method, path in CONSOLE:
        answer = stranger.request(method, filled(path), follow_redirects=False)
        if (method, path) in OPEN - {("GET", "/admin/{rest:path}")}:
            assert answer.status_code in (200, 403), path
        else:
            assert answer.status_code == 303, (method, path)
            assert answer.headers["location"].startswith(LOGIN), path


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_what_the_table_allows_and_nothing_else(office: Any, role: Role) -> None:
    person = office.somebody(role)
    csrf = office.services.accounts.session(dict(person.jar.items())["motcua_phien"]).csrf
    for method, path, wanted in console_routes(office):
        if (method, path) in OPEN or path in ("/admin/dang-xuat", "/admin/mat-khau"):
            continue
        if may(role, wanted[0]):
            continue  # what is allowed is tried page by page elsewhere
        answer = person.request(method, filled(path), data={"csrf": csrf} if method == "POST" else None)
        assert answer.status_code == 403, (method, path)
        assert "Không có quyền" in answer.text, path


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_offers_only_pages_that_open(office: Any, role: Role) -> None:
    person = office.somebody(role)
    home = person.get("/admin")
    menu = home.soup.find("nav", class_="menu-wide")
    for link in menu.find_all("a"):
        assert person.get(link["href"]).status == 200, link["href"]


def test_the_roles_grow_from_viewer_to_admin() -> None:
    order = [Role.VIEWER, Role.OPERATOR, Role.OFFICER, Role.APPROVER, Role.ADMIN]
    assert all(PERMISSIONS[low] < PERMISSIONS[high] for low, high in itertools.pairwise(order))
    assert PERMISSIONS[Role.ADMIN] == frozenset(Permission)
    assert not may(Role.VIEWER, Permission.SENDER_SEE)
    assert not may("khach", Permission.CONSOLE)  # type: ignore[arg-type]


def test_every_answer_of_the_console_carries_a_strict_policy_and_is_not_kept(office: Any) -> None:
    for answer in (office.stranger().request("GET", LOGIN), office.admin.request("GET", "/admin/khong-co")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "form-action 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_unknown_page_is_a_page(office: Any) -> None:
    seen = office.admin.get("/admin/khong-co/trang-nay")
    assert (seen.status, seen.heading) == (404, "Không tìm thấy")
    assert office.admin.get("/admin/pakn/KN-0000-0000-0").status == 404


def test_a_guard_is_found_by_its_permission() -> None:
    assert Guard(Permission.PUBLISH).permission is Permission.PUBLISH
