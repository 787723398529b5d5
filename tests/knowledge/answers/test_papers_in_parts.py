"""Long lists of papers come in parts; nothing is lost and every part fits a message."""

from __future__ import annotations

import json

import pytest

from knowledge.answer import Answer, ListBlock
from knowledge.answers import compose
from knowledge.answers.paper_parts import PapersWanted, group_part, is_long, next_part
from knowledge.answers.papers import paper_lists
from knowledge.aspects import Aspect
from knowledge.model import Paper, Procedure, ProcedureStatus
from knowledge.render import as_text
from knowledge.sources.corpus import read_corpus
from tests.knowledge.answers.conftest import SNAPSHOT

IN_FORCE = ProcedureStatus.IN_FORCE


def part_of(record: Procedure, at: str | None = None, need: str = "") -> Answer:
    wanted = PapersWanted(at=at, need=need)
    return compose(record, Aspect.DOCUMENTS, snapshot_date=SNAPSHOT, papers=wanted)


def papers_of(answer: Answer) -> list[str]:
    lists = [block for block in answer.blocks if isinstance(block, ListBlock) and not block.ordered]
    return [item for block in lists for item in block.items]


def every_part(record: Procedure) -> list[Answer]:
    """From the beginning on until the list begins anew."""
    answers, at = [part_of(record, "0-0")], next_part(record, PapersWanted(at="0-0"))
    while at != "0-0":
        answers.append(part_of(record, at))
        at = next_part(record, PapersWanted(at=at))
    return answers


@pytest.fixture
def long(world) -> Procedure:
    cases = ("Đăng ký lần đầu", "Chuyển nhượng quyền sử dụng đất", "Thừa kế theo di chúc")
    papers = [
        Paper(name=f"Giấy tờ số {n} của việc {case.lower()}, {'bản ghi dài ' * 12}", originals=1, case=case)
        for case in cases
        for n in range(1, 9)
    ]
    return world.procedure(papers=tuple(papers))


def test_the_first_answer_counts_the_groups_and_shows_the_one_that_fits(long):
    answer = part_of(long, need="thừa kế nhà đất của bố thì cần giấy tờ gì")
    overview, first = [block for block in answer.blocks if isinstance(block, ListBlock)][:2]
    assert overview.items[0] == "Đăng ký lần đầu (8 loại)"
    assert (first.title or "").startswith("Nhóm 3. Thừa kế theo di chúc (8 loại)")
    assert "24 loại giấy tờ" in answer.lead
    assert len(as_text(answer)) <= 2000


def test_without_a_case_in_the_words_it_begins_with_the_first(long):
    first = [block for block in part_of(long, need="giấy tờ").blocks if isinstance(block, ListBlock)][1]
    assert (first.title or "").startswith("Nhóm 1.")


def test_buttons_lead_on_and_to_the_other_groups(long):
    replies = part_of(long).quick_replies
    assert [reply.title for reply in replies[:3]] == ["Xem tiếp", "Xem nhóm 2", "Xem nhóm 3"]
    payload = json.loads(replies[1].payload.removeprefix("/ask"))
    assert payload == {"code": long.code, "aspect": "documents", "part": "1-0"}
    assert len(replies) <= 5


def test_every_paper_comes_once_on_the_way_through(long):
    said = [item for answer in every_part(long) for item in papers_of(answer)]
    assert said == [item for block in paper_lists(long.papers) for item in block.items]


def test_the_end_says_so(long):
    assert "hết danh sách" in every_part(long)[-1].lead


@pytest.mark.parametrize("at", ["99-0", "0-99", "x", ""])
def test_a_place_that_is_not_there_begins_with_a_place_that_is(long, at):
    assert papers_of(part_of(long, at))


def test_a_group_is_found_by_its_number(long):
    assert group_part(long, 2) == "1-0"
    assert group_part(long, 4) is None


def test_a_short_list_and_an_answer_without_parts_are_whole(world, long):
    short = world.procedure(papers=(Paper(name="Tờ khai", originals=1),))
    assert not is_long(short)
    assert part_of(short) == compose(short, Aspect.DOCUMENTS, snapshot_date=SNAPSHOT)
    whole = compose(long, Aspect.DOCUMENTS, snapshot_date=SNAPSHOT)
    assert len(papers_of(whole)) == 24


@pytest.mark.corpus
def test_of_long_records_no_paper_is_lost_and_parts_fit_few_messages(shared):
    readings = read_corpus(shared / "data" / "procedures.jsonl.gz", as_of=SNAPSHOT)
    records = [one.procedure for one in readings if one.procedure and one.procedure.status is IN_FORCE]
    long = [record for record in records if is_long(record)]
    assert len(long) > 300
    for record in long[::12]:  # all of them take a minute
        answers = every_part(record)
        said = [item for answer in answers for item in papers_of(answer)]
        assert said == [item for block in paper_lists(record.papers) for item in block.items], record.code
        heaviest = max(600, len(record.name), *(len(item) for item in said))  # neither is ever cut
        assert all(len(as_text(one)) <= 2000 + heaviest for one in answers), record.code
