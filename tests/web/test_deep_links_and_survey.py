"""The page opened for one procedure, the way to its leaflet, the short survey, and the province of a page around."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import expect

from api.survey.words import ASK, CHOICES
from knowledge.answer import Answer
from tests.web.conftest import CODE, Script, Visit

SURVEY = {"id": "message-survey-0001", "text": ASK, "buttons": [one.model_dump() for one in CHOICES]}


def test_the_address_of_a_qr_code_opens_the_chat_with_that_procedure(
    visit: Callable[..., Visit], script: Script, comparison: Answer
) -> None:
    script.answers(comparison)
    seen = visit(f"/?thu-tuc={CODE}")

    expect(seen.page.locator("#turns .assistant")).to_contain_text("Đăng ký thường trú")
    assert [one["payload"] for one in script.asked] == [f'/choose{{"code":"{CODE}"}}']
    assert "thu-tuc" not in seen.page.url  # loading it again asks nothing again


def test_an_address_with_nonsense_in_it_just_opens_the_chat(visit: Callable[..., Visit], script: Script) -> None:
    visit("/?thu-tuc=" + quote('"}/restart<script>'))
    assert script.asked == []


def test_an_answer_leads_to_its_leaflet(visit: Callable[..., Visit], script: Script, comparison: Answer) -> None:
    script.answers(comparison)
    seen = visit()
    seen.ask("so sánh cách nộp thường trú")

    link = seen.page.get_by_role("link", name="In tờ hướng dẫn")
    expect(link).to_have_attribute("href", f"/to-roi/{CODE}")
    expect(link).to_have_attribute("target", "_blank")


def test_a_choice_has_no_leaflet(visit: Callable[..., Visit], script: Script, choice: Answer) -> None:
    script.answers(choice)
    seen = visit()
    seen.ask("đăng ký cư trú")

    expect(seen.page.get_by_role("link", name="In tờ hướng dẫn")).to_have_count(0)


def test_after_a_thumb_up_the_survey_is_shown_and_sends_its_points(
    visit: Callable[..., Visit], script: Script, comparison: Answer
) -> None:
    script.survey = SURVEY
    script.answers(comparison, "Cảm ơn anh/chị đã đánh giá.")
    seen = visit()
    seen.ask("so sánh cách nộp thường trú")
    seen.page.get_by_role("button", name="Hữu ích").click()

    expect(seen.page.locator("#turns .assistant").last).to_contain_text(ASK)
    seen.page.get_by_role("button", name="Rất hài lòng").click()
    expect(seen.page.locator("#turns .assistant").last).to_contain_text("Cảm ơn anh/chị đã đánh giá.")
    assert script.asked[-1]["payload"] == '/survey{"score": 5}'


def test_the_province_of_the_page_around_goes_with_every_question(
    visit: Callable[..., Visit], script: Script, comparison: Answer
) -> None:
    script.answers(comparison, comparison)
    seen = visit("/?tinh=" + quote("Đồng Nai"))
    seen.ask("phí thường trú")
    seen.ask("nộp ở đâu")

    assert [one.get("province") for one in script.asked] == ["Đồng Nai", "Đồng Nai"]
