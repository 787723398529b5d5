"""The glossary: what is explained, by what words, with which source; and what is left to the search."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from knowledge.errors import CorruptFile
from knowledge.glossary import read_glossary
from knowledge.glossary.asking import term_asked
from knowledge.glossary.saying import say
from knowledge.render import as_text
from knowledge.service import Knowledge
from knowledge.text import fold

TABLE = read_glossary()
TERMS = {term.id: term for term in TABLE.terms}


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("PAPI là gì", "papi"),
        ("papi la gi", "papi"),
        ("PAPI", "papi"),
        ("liên thông là sao", "lien_thong"),
        ("một cửa liên thông là như thế nào ạ", "lien_thong"),
        ("cho em hỏi PAR Index là gì vậy", "par_index"),
        ("bac oi cai par index nghia la sao con", "par_index"),
        ("giải thích giúp tôi mức độ 4", "muc_do_3_4"),
        ("mức độ 3, 4 là gì?", "muc_do_3_4"),
        ("thế nào là phi địa giới hành chính", "phi_dia_gioi"),
        ("khong phu thuoc dia gioi hanh chinh la gi", "phi_dia_gioi"),
        ("SIPAS viết tắt của từ gì", "sipas"),
        ("“04 tại chỗ” là gì?", "bon_tai_cho"),
        ("VNeID là gì ạ", "vneid"),
        ("khiếu nại là gì", "khieu_nai"),
        ("phản ánh kiến nghị là gì", "pakn"),
        ("dịch vụ công toàn trình là gì", "toan_trinh"),
        ("chứng thực điện tử nghĩa là sao", "chung_thuc_dien_tu"),
        ("ICT Index", "ict_index"),
        ("iso 9001:2008 là gì", "iso_9001"),
    ],
)
def test_a_question_for_a_meaning_finds_its_term(question: str, term: str) -> None:
    found = term_asked(question)

    assert found is not None
    assert found.id == term


@pytest.mark.parametrize(
    "question",
    [
        "đăng ký khai sinh liên thông là sao",
        "thủ tục một cửa liên thông khai sinh là gì",
        "tố cáo",
        "khiếu nại",
        "phản ánh kiến nghị",
        "tôi muốn tố cáo cán bộ",
        "1022",
        "một phần",
        "VNeID",
        "khai sinh là gì",
        "chỉ số PAPI của tỉnh là bao nhiêu",
        "kế hoạch 52 nói gì về PAPI",
        "chứng thực bản sao điện tử",
        "phí là gì",
        "",
        "la gi " * 60,
    ],
)
def test_a_need_of_its_own_is_left_to_the_search(question: str) -> None:
    assert term_asked(question) is None


def test_every_term_names_its_source_and_none_is_defined_without_one() -> None:
    for term in TABLE.terms:
        text = as_text(say(term, TABLE))
        assert "Căn cứ" in text
        assert all(source.short in text for source in term.sources)
        if term.meaning is None:
            assert "không giải thích chữ này" in text
            assert str(term.ask) in text


def test_what_the_plans_only_name_is_not_defined() -> None:
    assert {term.id for term in TABLE.terms if term.meaning is None} >= {"bon_tai_cho", "sipas", "ict_index"}


def test_an_overtaken_term_says_since_when() -> None:
    text = as_text(say(TERMS["muc_do_3_4"], TABLE))

    assert "Từ 24/06/2022" in text
    assert "42/2022/NĐ-CP" in text


@pytest.mark.corpus
def test_a_source_in_a_plan_is_a_section_of_that_plan_and_uses_the_word(shared: Path) -> None:
    texts = {path.name[:3]: fold(path.read_text(encoding="utf-8")) for path in (shared / "seeds").glob("*.txt")}
    plans = {"736/KH-UBND": "000", "44/KH-UBND": "002", "52/KH-UBND": "004"}
    with (shared / "domain" / "plan_items.tsv").open(encoding="utf-8", newline="") as file:
        sections = {(row["document"], row["section_path"]) for row in csv.DictReader(file, delimiter="\t")}
    named = [(term, source) for term in TABLE.terms for source in term.sources if source.number in plans]
    assert len(named) > 10
    for term, source in named:
        document = str(source.number)
        assert any(path.startswith(str(source.path)) for held, path in sections if held == document) or source.path in (
            "III.1.đ",
        ), (term.id, source.path)
        assert any(said in texts[plans[document]] for said in term.said) or term.id == "mot_cua", term.id


def test_words_of_a_term_find_it_in_the_list() -> None:
    assert [term.id for term in TABLE.matching("địa giới")] == ["phi_dia_gioi"]
    assert TABLE.matching("") == TABLE.terms
    assert TABLE.matching("không có chữ này") == ()


def test_a_term_without_meaning_and_without_advice_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "glossary.yaml"
    broken.write_text(
        "checked: 2026-11-22\nterms:\n  - {id: x, term: x, said: [x], sources: [{title: T, states: s}]}\n",
        encoding="utf-8",
    )

    with pytest.raises(CorruptFile):
        read_glossary(broken)


def test_the_term_is_answered_before_anything_is_searched(starter: Knowledge) -> None:
    answer = starter.reply("papi la gi")

    assert answer.lead.startswith("PAPI: Chỉ số về quản trị hành chính công")
    assert answer.citations[0].decision == "52/KH-UBND"
    assert starter.search("đăng ký kết hôn").prepared is None
