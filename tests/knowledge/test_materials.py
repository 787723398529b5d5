"""Materials stand below what the record says, each with its source, and never at a procedure out of force."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.answer import LinkBlock, TextBlock
from knowledge.aspects import Aspect
from knowledge.extras import Extras
from knowledge.materials import HEADING, MOST, Material, MaterialKind, ProcedureMaterials, beside
from knowledge.model import ProcedureStatus
from knowledge.render import as_sms, as_text
from knowledge.service import Knowledge

CODE = "1.004222"
ALL = "https://motcua.vidu.vn/tai-lieu?thu-tuc=1.004222"


def material(kind: MaterialKind = MaterialKind.FORM, number: int = 1, **more: object) -> Material:
    given = {
        "id": f"m{number}",
        "code": CODE,
        "kind": kind,
        "title": f"Tài liệu {number}",
        "url": f"https://motcua.vidu.vn/tai-lieu/m{number}/tep",
        "media_type": "application/pdf",
        "size": 35_210,
        "publisher": "Sở Ví Dụ",
        "decision": "12/QĐ-SVD",
        "issued": date(2026, 2, 1),
    }
    return Material(**{**given, **more})  # type: ignore[arg-type]


def dressed(starter: Knowledge, *items: Material) -> Knowledge:
    return starter.with_extras(Extras(materials={CODE: ProcedureMaterials(address=ALL, items=items)}))


def links(knowledge: Knowledge, aspect: Aspect) -> list[str]:
    blocks = knowledge.answer(CODE, aspect).blocks
    at = next((i for i, block in enumerate(blocks) if isinstance(block, TextBlock) and block.title == HEADING), None)
    return [] if at is None else [block.title for block in blocks[at:] if isinstance(block, LinkBlock)]


@pytest.mark.parametrize("aspect", list(Aspect))
def test_what_the_record_says_comes_first_and_unchanged(starter: Knowledge, aspect: Aspect) -> None:
    bare = starter.answer(CODE, aspect)
    made = dressed(starter, *(material(kind, n) for n, kind in enumerate(MaterialKind))).answer(CODE, aspect)

    assert made.blocks[: len(bare.blocks)] == bare.blocks
    assert made.model_copy(update={"blocks": bare.blocks}) == bare
    assert as_sms(made) == as_sms(bare)


def test_an_aspect_shows_the_kinds_that_help_with_it(starter: Knowledge) -> None:
    base = dressed(starter, *(material(kind, n) for n, kind in enumerate(MaterialKind)))

    def kinds(aspect: Aspect) -> list[str]:
        return [title.partition(":")[0] for title in links(base, aspect)]

    assert kinds(Aspect.DOCUMENTS) == ["Hồ sơ mẫu", "Biểu mẫu", "Video hướng dẫn"]
    assert kinds(Aspect.FORMS) == ["Biểu mẫu", "Hồ sơ mẫu"]
    assert kinds(Aspect.ONLINE) == ["Video hướng dẫn"]
    assert kinds(Aspect.OVERVIEW)[-1] == f"Xem cả {len(MaterialKind)} tài liệu của thủ tục này"
    assert kinds(Aspect.FEE) == []


def test_plain_text_names_title_source_and_address_in_one_line(starter: Knowledge) -> None:
    said = as_text(dressed(starter, material(paper="Tờ khai")).answer(CODE, Aspect.FORMS))

    assert (
        "Biểu mẫu: Tài liệu 1 (PDF, 35 KB); dùng cho “Tờ khai”, do Sở Ví Dụ đăng, số 12/QĐ-SVD, ngày 01/02/2026: "
        "https://motcua.vidu.vn/tai-lieu/m1/tep"
    ) in said
    assert "không thay cho nội dung đã công bố" in said


def test_many_materials_are_led_to_their_page(starter: Knowledge) -> None:
    made = dressed(starter, *(material(number=n) for n in range(MOST + 2))).answer(CODE, Aspect.FORMS)
    found = [block for block in made.blocks if isinstance(block, LinkBlock) and "vidu.vn" in block.url]

    assert len(found) == MOST + 1
    assert (found[-1].title, found[-1].url) == ("Xem cả 5 tài liệu của thủ tục này", ALL)


def test_a_procedure_out_of_force_and_others_show_nothing(starter: Knowledge) -> None:
    materials = {CODE: ProcedureMaterials(address=ALL, items=(material(),))}
    record, answer = starter.procedure(CODE), starter.answer(CODE, Aspect.FORMS)
    gone = record.model_copy(update={"status": ProcedureStatus.WITHDRAWN})

    assert beside(answer, record, materials) != answer
    assert beside(answer, gone, materials) == answer
    assert beside(answer, record.model_copy(update={"code": "1.000001"}), materials) == answer


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "do Sở Ví Dụ đăng, số 12/QĐ-SVD, ngày 01/02/2026"),
        ({"decision": "Thông báo 5/TB-SVD"}, "do Sở Ví Dụ đăng, Thông báo 5/TB-SVD, ngày 01/02/2026"),
        ({"decision": None}, "do Sở Ví Dụ đăng, ngày 01/02/2026"),
    ],
)
def test_a_source_says_who_by_what_and_when(more: dict[str, object], said: str) -> None:
    assert material(**more).source == said


@pytest.mark.parametrize(
    ("size", "said"), [(12, "PDF, 1 KB"), (999_499, "PDF, 999 KB"), (2_340_000, "PDF, 2,3 MB"), (None, "")]
)
def test_a_file_is_told_with_its_size(size: int | None, said: str) -> None:
    assert material(size=size, media_type="application/pdf" if size else None).format == said
