"""A word of several meanings, said alone, is asked about; with another word beside it, that word decides."""

from __future__ import annotations

import pytest

from knowledge.lexicon.ambiguous import ambiguous_phrases, meanings


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("sang tên thế nào ạ", "1.013831"),
        ("sang ten", "1.013831"),
        ("cho em hỏi làm lại khai sinh", "1.004884"),
        ("công chứng ở đâu vậy", "2.000815"),
        ("tôi bị mất giấy tờ", "1.014064"),
        ("kt3 nộp online được không", "1.004194"),
        ("xin giấy phép kinh doanh", "1.001612"),
        ("em làm mất giấy phép kinh doanh thì sao", "2.000575"),
    ],
)
def test_said_alone_it_may_mean_several_procedures(question: str, first: str) -> None:
    found = meanings(question)

    assert found[0] == first
    assert len(found) > 1


@pytest.mark.parametrize(
    "question",
    [
        "sang tên xe máy",
        "nhập hộ khẩu cho con",
        "mất căn cước",
        "xin giấy phép kinh doanh karaoke",
        "đăng ký khai sinh",
    ],
)
def test_with_another_word_beside_it_nothing_is_asked(question: str) -> None:
    assert meanings(question) == ()


@pytest.mark.corpus
def test_every_meaning_is_a_procedure_in_force(corpus) -> None:
    missing = {code for one in ambiguous_phrases() for code in one.codes} - {
        code for one in ambiguous_phrases() for code in one.codes if corpus.procedure(code).code == code
    }
    assert not missing


@pytest.mark.corpus
def test_search_offers_the_meanings(corpus) -> None:
    result = corpus.search("sang tên")

    assert result.status == "choose"
    assert {hit.code for hit in result.hits} == {"1.013831", "1.013076"}
