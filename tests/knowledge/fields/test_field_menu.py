"""The menu of fields: who gets it, what stands on a page, and where it leads."""

from __future__ import annotations

import json

import pytest

from knowledge.fields import FieldStep, field_key, read_groups
from knowledge.fields.asking import fields_asked
from knowledge.fields.menu import FieldMenu
from knowledge.model import ProcedureStatus
from knowledge.results import Hit
from knowledge.service import Knowledge


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("lĩnh vực", ""),
        ("linh vuc", ""),
        ("có những lĩnh vực nào ạ", ""),
        ("cho em xem danh sách thủ tục", ""),
        ("có những thủ tục gì về đất đai", "dat dai"),
        ("co nhung thu tuc gi ve dat dai", "dat dai"),
        ("cho em hỏi có những thủ tục nào về hộ tịch ạ", "ho tich"),
        ("đất đai có những thủ tục gì", "dat dai"),
        ("các thủ tục thuộc lĩnh vực hộ tịch gồm những gì", "ho tich"),
        ("lĩnh vực đất đai", "dat dai"),
    ],
)
def test_a_wish_for_a_list_is_understood(question: str, field: str) -> None:
    assert fields_asked(question) == field


@pytest.mark.parametrize(
    "question",
    ["thủ tục làm hộ chiếu", "có thủ tục gì", "đăng ký khai sinh", "làm khai sinh cần thủ tục gì"],
)
def test_a_need_is_no_wish_for_a_list(question: str) -> None:
    assert fields_asked(question) is None


def hit(code: str, field: str, **more: object) -> Hit:
    return Hit(code=code, name=f"Thủ tục {code}", score=0, field=field, **more)  # type: ignore[arg-type]


LAND = [hit(f"1.{n:06}", "Đất đai") for n in range(20)]
HITS = [
    *LAND,
    hit("1.100000", "Đất đai", province="Hà Nội"),
    hit("1.200000", "Đất đai", status=ProcedureStatus.WITHDRAWN),
    hit("2.000001", "Thi đua - khen thưởng"),
    hit("2.000002", "Thi đua – Khen thưởng"),
]


def menu(province: str | None = None) -> FieldMenu:
    return FieldMenu(HITS, lambda one: (float(one.code == "1.000013"),), province)


def payloads(step: FieldStep, province: str | None = None) -> list[str]:
    return [reply.payload for reply in menu(province).answer(step).quick_replies]


def test_the_first_page_counts_what_is_in_force_and_for_everybody() -> None:
    page = menu().answer(FieldStep())

    assert [reply.title for reply in page.quick_replies] == ["Đất đai, nhà ở, xây dựng (20)", "Lĩnh vực khác (2)"]
    assert "22 thủ tục" in page.lead


def test_somebody_of_a_province_sees_its_own_procedures_too() -> None:
    titles = [reply.title for reply in menu("Thành phố Hà Nội").answer(FieldStep()).quick_replies]

    assert titles[0] == "Đất đai, nhà ở, xây dựng (21)"


def test_a_field_shows_the_most_asked_procedure_first_and_every_one_on_some_page() -> None:
    step, seen = FieldStep(field=field_key("Đất đai")), []
    for page in (1, 2, 3):
        found = payloads(step.model_copy(update={"page": page}))
        assert len(found) <= 9
        seen += [json.loads(one.removeprefix("/choose"))["code"] for one in found if one.startswith("/choose")]

    assert seen[0] == "1.000013"
    assert sorted(seen) == [one.code for one in LAND]


def test_a_field_published_with_two_dashes_is_one() -> None:
    (line,) = [one for one in menu().fields() if one.group.id == "khac"]

    assert line.count == 2


@pytest.mark.parametrize("step", [FieldStep(field="00000000"), FieldStep(group="khong_co"), FieldStep(page=99)])
def test_a_step_that_leads_nowhere_shows_the_groups(step: FieldStep) -> None:
    assert payloads(step)[0].startswith('/field{"group"')


def test_every_step_survives_its_payload() -> None:
    for step in (FieldStep(), FieldStep(group="dat_dai", page=2), FieldStep(field="0a1b2c3d")):
        assert FieldStep.model_validate_json(step.payload.removeprefix("/field") or "{}") == step


def test_a_group_is_known_by_the_words_people_use() -> None:
    assert menu().step_named("nha dat") == FieldStep(group="dat_dai")
    assert menu().step_named("dat dai") == FieldStep(field=field_key("Đất đai"))
    assert menu().step_named("dang ky ket hon") is None
    assert menu().step_named("y te") is None  # no procedure of it here


def test_no_words_lead_to_two_groups() -> None:
    said = [words for group in read_groups().groups for words in group.said]

    assert len(said) == len(set(said))


def test_the_menu_answers_in_the_knowledge_and_a_need_still_goes_to_the_search(starter: Knowledge) -> None:
    answer = starter.reply("co nhung thu tuc gi ve ho tich")

    assert answer.lead.startswith("Lĩnh vực Hộ tịch:")
    assert answer.quick_replies[0].payload.startswith("/choose")
    assert starter.decided("thủ tục về đăng ký kết hôn") is None


@pytest.mark.corpus
def test_every_field_of_the_collected_records_has_its_group_and_few_have_none(corpus: Knowledge) -> None:
    fields = corpus.field_menu().fields()
    total = sum(one.count for one in fields)

    assert len(fields) > 200
    assert sum(one.count for one in fields if one.group.id == "khac") < 0.05 * total
