"""The starter set: complete, valid, and enough for a deployment that has imported nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answer import AnswerStatus
from knowledge.aspects import Aspect
from knowledge.bootstrap import CATALOGUE, starter_content
from knowledge.service import Knowledge
from knowledge.sources.starter import read_catalogue

FILES = sorted(CATALOGUE.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_file_passes_its_reader_without_a_remark(path: Path) -> None:
    remarks = [f"{reading.code}: {f.message}" for reading in read_catalogue(path) for f in reading.findings]
    assert not remarks


def test_it_holds_what_people_need_most() -> None:
    content = starter_content()
    codes = {record.code for record in content.procedures}
    assert len(codes) == len(content.procedures) >= 150
    fields = {record.field for record in content.procedures}
    assert {"Hộ tịch", "Đất đai", "Việc làm", "Người có công", "Thuế", "Chứng thực"} <= fields


def test_every_record_carries_its_decision_link_and_words_of_citizens() -> None:
    for record in starter_content().procedures:
        assert record.decision, record.code
        assert record.url, record.code
        assert record.plain, record.code
        assert len(record.aliases) >= 3, record.code


def test_no_two_records_share_a_citizens_wording() -> None:
    seen: dict[str, str] = {}
    for record in starter_content().procedures:
        for alias in record.aliases:
            assert seen.setdefault(alias.lower(), record.code) == record.code, alias


@pytest.mark.parametrize("aspect", list(Aspect))
def test_every_record_answers_every_aspect_with_its_source(starter: Knowledge, aspect: Aspect) -> None:
    _, hits = starter.procedures(limit=1000)
    for hit in hits:
        answer = starter.answer(hit.code, aspect)
        assert answer.status is AnswerStatus.ANSWERED, hit.code
        assert answer.lead, hit.code
        (citation,) = answer.citations
        assert (citation.code, bool(citation.decision)) == (hit.code, True)
        assert citation.snapshot_date == starter.info.data_date


@pytest.mark.corpus
def test_facts_agree_with_the_published_records(shared: Path) -> None:
    from knowledge.sources import read

    published = {
        reading.procedure.code: reading.procedure
        for reading in read(shared / "data" / "procedures.jsonl.gz")
        if reading.procedure
    }
    for record in starter_content().procedures:
        source = published[record.code]
        assert record.decision == source.decision or record.decision.number == source.decision.number, record.code
        assert {c.kind for c in record.channels} == {c.kind for c in source.channels}, record.code
        assert record.url == source.url, record.code
