"""Terms explained, lists narrowed by who handles it and for whom it is, and what can be sent without a conversation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.security.roles import Role
from knowledge.answer import Answer
from knowledge.explaining import say
from knowledge.glossary import read_glossary
from knowledge.glossary.asking import term_asked
from knowledge.results import SearchResult
from tests.api.conftest import World
from tests.console.test_in_a_browser import address, sit_down
from tests.operator.conftest import BIRTH, RESIDENCE, Catalogue

__all__ = ["address", "sit_down"]

FIND = "/admin/tong-dai/tim"
FOR_CITIZENS = RESIDENCE.model_copy(update={"subjects": ("Công dân Việt Nam",)})
FOR_FIRMS = BIRTH.model_copy(update={"subjects": ("Doanh nghiệp",), "agency": "Cục Thuế - Bộ Tài chính"})


class Explaining(Catalogue):
    """The hotline's procedures with subjects; terms are explained as the real knowledge does."""

    def __init__(self) -> None:
        super().__init__()
        self._records |= {one.code: one for one in (FOR_CITIZENS, FOR_FIRMS)}

    def decided(self, question: str) -> SearchResult | None:
        term = term_asked(question)
        answer: Answer | None = say(term, read_glossary()) if term else None
        known = super().decided(question)
        if answer is None:
            return known
        return SearchResult(question=question, status="answered", band="sure", by_office=True, prepared=answer)


@pytest.fixture
def world(world: World) -> World:
    world.knowledge = Explaining()
    return world


def found(office: Any, query: str) -> dict[str, Any]:
    answer = office.operator.request("GET", f"{FIND}?{query}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def codes(office: Any, query: str) -> list[str]:
    return [hit["code"] for hit in found(office, query)["hits"]]


def test_a_list_is_narrowed_by_branch_audience_and_agency(office: Any) -> None:
    assert codes(office, "nganh=police") == [FOR_CITIZENS.code]
    assert codes(office, "nganh=tax&doi-tuong=business") == [FOR_FIRMS.code]
    assert codes(office, "doi-tuong=citizen&nganh=tax") == []
    assert codes(office, "co-quan=cong+an") == [FOR_CITIZENS.code]
    assert len(codes(office, "nganh=nonsense&doi-tuong=x&tim=dang+ky")) > 1


def test_a_sheet_says_for_whom_it_is_and_which_branch_handles_it(office: Any) -> None:
    seen = office.somebody(Role.OPERATOR).get(f"/admin/tong-dai/thu-tuc/{FOR_CITIZENS.code}").text

    assert "Dành cho: người dân" in seen
    assert "Ngành dọc: Công an" in seen


def test_a_sheet_without_subjects_says_so(office: Any) -> None:
    seen = office.somebody(Role.OPERATOR).get("/admin/tong-dai/thu-tuc/2.000001.000.00.00.H19").text

    assert "Bản công bố không ghi thủ tục dành cho ai" in seen


def test_a_term_is_explained_in_the_search_box_with_the_way_to_its_source(office: Any) -> None:
    answer = found(office, "tim=papi+la+gi")

    assert answer["said_by"] == "Thuật ngữ"
    assert "quản trị hành chính công" in answer["said"]
    assert answer["terms"] == "/admin/tong-dai/thuat-ngu#papi"


def test_the_page_of_terms_shows_the_source_and_what_is_not_explained(office: Any) -> None:
    operator = office.somebody(Role.OPERATOR)

    assert "52/KH-UBND, mục IV.1.-7" in operator.get("/admin/tong-dai/thuat-ngu?tim=papi").text
    nothing = operator.get("/admin/tong-dai/thuat-ngu?tim=04+t%E1%BA%A1i+ch%E1%BB%97").text
    assert "không giải thích chữ này" in nothing
    assert "Nơi hỏi thêm" in nothing
    assert "Chưa có chữ này" in operator.get("/admin/tong-dai/thuat-ngu?tim=xyz").text


def test_without_a_conversation_the_sheet_says_what_can_be_done_instead(office: Any) -> None:
    seen = office.somebody(Role.OPERATOR).get(f"/admin/tong-dai/thu-tuc/{FOR_CITIZENS.code}").text

    assert "Chép SMS" in seen
    assert "chưa nối Zalo của cơ quan" in seen
    assert "zalo.me" not in seen


def test_with_an_official_account_the_caller_is_told_what_to_write_there(world: World, office_with_zalo: Any) -> None:
    seen = office_with_zalo.somebody(Role.OPERATOR).get(f"/admin/tong-dai/thu-tuc/{FOR_CITIZENS.code}").text

    assert "https://zalo.example/co-quan" in seen
    assert f"TTHC_{FOR_CITIZENS.code}" in seen


@pytest.fixture
def office_with_zalo(world: World, request: pytest.FixtureRequest) -> Any:
    world.overrides["zalo_link"] = "https://zalo.example/co-quan"
    return request.getfixturevalue("office")


@pytest.mark.browser
def test_filters_are_reached_by_one_key_told_in_words_and_kept_for_the_call(
    office: Any, sit_down: Callable[..., Page]
) -> None:
    page = sit_down(Role.OPERATOR)
    page.goto("/operator")
    box = page.locator("#op-box")
    expect(box).to_be_focused()
    page.keyboard.type("dang ky")
    page.keyboard.press("F2")
    expect(page.get_by_label("Lĩnh vực")).to_be_focused()
    page.get_by_label("Ngành dọc").select_option("police")
    expect(page.locator("#op-filtered")).to_have_text("Đang lọc: Công an")
    hits = page.locator(".op-hits a")
    expect(hits).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("F2")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/thu-tuc/{FOR_CITIZENS.code}")
    expect(page.locator("#op-filtered")).to_have_text("Đang lọc: Công an")
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Chép SMS", exact=True)).to_be_focused()
    page.goto("/operator")  # the next call begins without them
    expect(page.locator("#op-filtered")).to_have_text("")
    expect(page.get_by_text("Đến phần lọc")).to_be_hidden()
