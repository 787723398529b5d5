from __future__ import annotations

import re
from datetime import date

import pytest

from knowledge.errors import CorruptFile
from knowledge.model import Passage, PlanDocument
from knowledge.plans.digests import load_digests, merge_plans
from knowledge.text import words

LONGEST_SHARED_RUN = 12
"""Words in a row a digest may share with the published text; runs that hold numbers are names of documents."""

QUOTED = ("2.a.-4", "3.-3")
"""Passages that hold a longer proper name: the theme of the year (in quotation marks) and a centre."""


@pytest.fixture(scope="module")
def digests():
    return {document.id: (document, passages) for document, passages in load_digests()}


def test_five_plans_ship_with_25_to_60_passages_each(digests):
    assert sorted(digests) == [
        "44-KH-UBND-2020",
        "52-KH-UBND-2017",
        "736-KH-UBND-2020",
        "KH-SVHTTDL-lang-son-2023",
        "KH-SXD-tay-ninh-2021",
    ]
    for document, passages in digests.values():
        assert 25 <= len(passages) <= 60
        assert all(p.is_digest and p.document_id == document.id and p.heading is not None for p in passages)
        assert len({p.path for p in passages}) == len(passages)


def test_what_the_copies_leave_blank_is_not_filled_in(digests):
    document, passages = digests["KH-SXD-tay-ninh-2021"]

    assert (document.number, document.issued, document.signer) == (None, None, None)
    assert "không có tên người ký" in next(p.text for p in passages if p.path == "ký")


def test_headings_come_from_the_titles_of_the_sections(digests):
    _, passages = digests["736-KH-UBND-2020"]
    headings = {p.path: p.heading for p in passages}

    assert headings["IV.5"] == ("Tổ chức thực hiện", "Sở Tài chính")
    assert headings["ký"] == ()


@pytest.mark.parametrize(
    "text",
    [
        "document: [",
        "passages: {}",
        (
            "document: {printed: 1/QĐ-UBND, title: Kế hoạch thử, issuer: A, place: B, year: 2020}\n"
            "sections: {}\npassages: {}"
        ),
    ],
)
def test_a_broken_digest_is_refused(tmp_path, text):
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(CorruptFile):
        load_digests(tmp_path)


def plan(place: str, text: str, *, is_digest: bool = False):
    document = PlanDocument(id="52-KH-UBND-2017", title="Kế hoạch", number="52/KH-UBND", place=place, year=2017)
    return document, (Passage(document_id=document.id, path="I", text=text, is_digest=is_digest),)


def test_an_imported_plan_takes_the_place_of_its_digest():
    merged = merge_plans([plan("Nghệ An", "tóm tắt", is_digest=True)], [plan("NGHỆ AN", "nguyên văn")])

    assert [(d.id, [p.text for p in passages]) for d, passages in merged] == [("52-KH-UBND-2017", ["nguyên văn"])]


def test_a_plan_of_another_province_with_the_same_number_stands_beside_it():
    merged = {
        document.id: passages
        for document, passages in merge_plans([plan("Nghệ An", "tóm tắt")], [plan("Lạng Sơn", "nguyên văn")])
    }

    assert list(merged) == ["52-KH-UBND-2017", "52-KH-UBND-2017-lang-son"]
    assert merged["52-KH-UBND-2017-lang-son"][0].document_id == "52-KH-UBND-2017-lang-son"


@pytest.mark.corpus
def test_a_digest_has_the_id_data_and_paths_of_its_published_plan(digests, published):
    for name, (document, passages) in digests.items():
        original, there = published[name]
        assert document.model_dump(exclude={"issuer"}) == original.model_dump(exclude={"issuer"})
        paths = [f"{p.path}." for p in there]
        for passage in passages:
            assert any(path.startswith(f"{passage.path}.") for path in paths), (name, passage.path)


@pytest.mark.corpus
def test_a_digest_covers_every_section_of_its_plan(digests, published):
    for name, (_, there) in published.items():
        ours = [f"{p.path}." for p in digests[name][1]]
        left_out = [
            p.path
            for p in there
            if not any(f"{p.path}.".startswith(path) or path.startswith(f"{p.path}.") for path in ours)
        ]
        # The line under "PHỤ LỤC" only repeats the number and date of the plan.
        assert left_out in ([], ["PHỤ LỤC.¶1"])


@pytest.mark.corpus
def test_every_item_with_its_figures_is_in_the_digest(digests, items):
    for item in items:
        near = [
            p
            for p in digests[item.document][1]
            if f"{p.path}.".startswith(f"{item.path}.") or f"{item.path}.".startswith(f"{p.path}.")
        ]
        assert near, item
        text = " ".join(" ".join((*p.heading, p.text)) for p in near)
        # The year of the plan itself (PI096) is document data.
        for figure in set(re.findall(r"\d[\d./:]*\d|\d", item.quote)) - {str(digests[item.document][0].year)}:
            assert figure in text, (item, figure)
        for name in set(re.findall(r"\b[A-ZĐ]{3,}\b", item.quote)) - {"TTHC", "CCHC", "TTDL"}:
            assert name in text, (item, name)


@pytest.mark.corpus
def test_digests_are_our_own_words(digests, published):
    for name, (_, passages) in digests.items():
        source = words("\n".join(p.text for p in published[name][1]))
        runs = {tuple(source[at : at + LONGEST_SHARED_RUN + 1]) for at in range(len(source) - LONGEST_SHARED_RUN)}
        for passage in (p for p in passages if p.path not in QUOTED):
            ours = words(passage.text)
            for at in range(len(ours) - LONGEST_SHARED_RUN):
                run = tuple(ours[at : at + LONGEST_SHARED_RUN + 1])
                assert run not in runs or any(c.isdigit() for c in "".join(run)), (name, passage.path, run)


def test_dates_of_the_digests_are_those_printed(digests):
    assert {name: document.issued for name, (document, _) in digests.items()} == {
        "44-KH-UBND-2020": date(2020, 2, 25),
        "52-KH-UBND-2017": date(2017, 2, 6),
        "736-KH-UBND-2020": date(2020, 1, 22),
        "KH-SVHTTDL-lang-son-2023": None,
        "KH-SXD-tay-ninh-2021": None,
    }
