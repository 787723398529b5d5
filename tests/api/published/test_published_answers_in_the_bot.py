"""What an agency has answered and published is said by the bot: at once, with its source, and taken back at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.feedback.model import Kind, PublishedCase
from api.published.extras import WithPublished
from api.published.spoken import own_answers, spoken
from knowledge.answer import AnswerStatus
from knowledge.extras import Extras
from knowledge.render import as_text
from knowledge.service import Knowledge

CASE = PublishedCase(
    slug="bien-lai-mau-cu-7q4m",
    question="Biên lai thu phí mẫu cũ còn dùng được không? Tôi nộp tiền ngày 05/11 thì bị trả lại.",
    answer="Còn dùng được đến hết ngày 31/12/2026.",
    kind=Kind.REGULATION,
    agency="Sở Tài chính",
    procedure_code="1.004222",
    procedure_name="Đăng ký thường trú",
    field="Tài chính",
    published_at=datetime(2026, 11, 20, 20, tzinfo=UTC),
)


class Shelf:
    """Published answers and additions as a test puts them."""

    def __init__(self) -> None:
        self.cases: tuple[PublishedCase, ...] = ()

    def every(self) -> tuple[PublishedCase, ...]:
        return self.cases

    def revision(self) -> object:
        return len(self.cases)

    def load(self) -> Extras:
        return Extras()


def test_a_published_answer_names_who_answered_and_when_and_leads_to_its_page() -> None:
    text = as_text(spoken(CASE, "https://motcua.example.vn"))

    assert text.startswith("Sở Tài chính đã trả lời câu hỏi này (đăng ngày 21/11/2026).")
    assert "Còn dùng được đến hết ngày 31/12/2026." in text
    assert "https://motcua.example.vn/hoi-dap/bien-lai-mau-cu-7q4m" in text


def test_the_whole_question_and_each_sentence_that_asks_lead_to_it() -> None:
    (own,) = own_answers([CASE])

    assert own.questions[0] == CASE.question
    assert "Biên lai thu phí mẫu cũ còn dùng được không?" in own.questions
    assert not any("bị trả lại" in question for question in own.questions[1:])


def test_the_bot_answers_from_it_and_stops_when_it_is_taken_back(starter: Knowledge) -> None:
    shelf = Shelf()
    source = WithPublished(shelf, shelf)  # type: ignore[arg-type]
    question = "biên lai thu phí mẫu cũ còn dùng được không"
    before = source.revision()

    assert CASE.answer not in as_text(starter.with_extras(source.load()).reply(question))
    shelf.cases = (CASE,)
    assert source.revision() != before
    answer = starter.with_extras(source.load()).reply(question)
    assert answer.status is AnswerStatus.ANSWERED
    assert CASE.answer in as_text(answer)
    unaccented = starter.with_extras(source.load()).reply("bien lai thu phi mau cu con dung duoc khong")
    assert CASE.answer in as_text(unaccented)
    shelf.cases = ()
    assert CASE.answer not in as_text(starter.with_extras(source.load()).reply(question))


def test_a_question_about_a_procedure_still_gets_the_procedure(starter: Knowledge) -> None:
    shelf = Shelf()
    shelf.cases = (CASE,)
    dressed = starter.with_extras(WithPublished(shelf, shelf).load())  # type: ignore[arg-type]

    assert dressed.reply("đăng ký thường trú cần giấy tờ gì").code == "1.004222"


STATEMENT = replace(
    CASE,
    question="Tôi nộp biên lai mẫu cũ ngày 05/11 thì bị trả lại, rất mất công.",
    asked="Biên lai thu phí mẫu cũ còn dùng được không?",
    wordings=("Mẫu biên lai cũ bị trả lại thì làm sao",),
)


@pytest.mark.parametrize(
    "paraphrase",
    [
        "cho hỏi biên lai thu phí mẫu cũ dùng được không ạ",
        "bien lai thu phi mau cu con dung khong",
        "biên lai mẫu cũ bị trả lại",
        "mẫu biên lai cũ bị trả lại làm sao đây",
    ],
)
def test_a_pakn_that_asks_nothing_is_said_to_who_paraphrases_its_short_question(
    starter: Knowledge, paraphrase: str
) -> None:
    shelf = Shelf()
    shelf.cases = (STATEMENT,)
    dressed = starter.with_extras(WithPublished(shelf, shelf, "https://motcua.example.vn").load())  # type: ignore[arg-type]
    said = as_text(dressed.reply(paraphrase))
    assert CASE.answer in said
    assert "Nguồn: mục Dân hỏi – cơ quan trả lời, Sở Tài chính" in said


def test_the_short_question_and_its_wordings_lead_first() -> None:
    (own,) = own_answers([STATEMENT])
    assert own.questions[:2] == (STATEMENT.asked, *STATEMENT.wordings)
