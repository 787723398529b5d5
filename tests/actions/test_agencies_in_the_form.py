"""The agency concerned, searched in the office's directory and chosen, or left as it was written."""

from __future__ import annotations

from typing import Any

import pytest

from actions.feedback.commands import read_command
from actions.feedback.fields import Field
from actions.feedback.steps import Do, payload
from api.clock import utc_now
from api.storage.feedback_tables import AgencyRow
from knowledge.answer import Answer

STORY = "Cán bộ tiếp nhận bắt tôi nộp thêm giấy xác nhận cư trú dù luật không yêu cầu."
TALK = "cuocTroChuyenThu1"
AGENCIES = ("Sở Xây dựng", "UBND phường Tân Phú", "UBND xã Tân Phú")
TYPED = "ubnd xa tan phu"


@pytest.fixture
def office(forms: Any) -> Any:
    """The forms of an office with a directory; ``forms`` alone has an empty one."""
    with forms.desk._office.database.session() as session:
        for number, name in enumerate(AGENCIES):
            session.add(AgencyRow(id=f"coquan{number}", name=name, active=True, changed_at=utc_now()))
    return forms


def naming(talk: Any, typed: str) -> list[Answer]:
    talk.step(Do.FILE, kind="hanh_vi")
    talk.fill("content", content=STORY)
    talk.step(Do.SKIP)
    said: list[Answer] = talk.fill("subject", agency=typed)
    return said


def draft(talk: Any) -> Any:
    return talk.port.draft(TALK, "web")


def test_agencies_are_offered_in_gaps_that_only_the_person_sees_filled(office: Any) -> None:
    (offered,) = naming(office, TYPED)
    assert office.asked == "subject"
    assert "Tân Phú" not in str(offered)
    assert '"Tân Phú' not in str(office.slots)
    shown = office.port.unseal(office.custom[-1]["sealed"])
    assert shown.index("UBND xã Tân Phú") < shown.index("UBND phường Tân Phú")
    assert "Sở Xây dựng" not in shown
    titles = {one.title: one.payload for one in offered.quick_replies}
    assert titles["Để nguyên như đã ghi"] == payload(Do.AGENCY)
    assert titles["[Riêng tư: cơ quan 2]"] == payload(Do.PICK, number=2)


def test_the_one_chosen_is_kept_by_its_name_and_the_form_goes_on(office: Any) -> None:
    naming(office, TYPED)
    office.step(Do.PICK, number=2)
    assert draft(office).agency == "UBND phường Tân Phú"
    assert office.asked == "place"


@pytest.mark.parametrize("step", [Do.AGENCY, Do.SKIP])
def test_what_was_written_can_always_stay(office: Any, step: Do) -> None:
    naming(office, TYPED)
    office.step(step)
    assert draft(office).agency == TYPED
    assert office.asked == "place"


def test_a_number_nothing_stands_under_is_asked_for_again_with_the_same_list(office: Any) -> None:
    naming(office, TYPED)
    unclear, again = office.step(Do.PICK, number=9)
    assert "[Riêng tư: cơ quan 1]" not in str(unclear)
    assert "[Riêng tư: cơ quan 1]" in str(again)
    assert draft(office).agency == TYPED
    office.step(Do.PICK, number=1)
    assert draft(office).agency == "UBND xã Tân Phú"


def test_the_number_counts_after_rasa_forgot_everything(office: Any) -> None:
    naming(office, TYPED)
    office.forget()
    office.step(Do.PICK, number=1)
    assert draft(office).agency == "UBND xã Tân Phú"


def test_other_words_are_looked_up_anew_and_back_leads_to_the_question(office: Any) -> None:
    naming(office, TYPED)
    office.fill("subject", agency="so xay dung")
    assert "Sở Xây dựng" in office.port.unseal(office.custom[-1]["sealed"])
    (question,) = office.step(Do.PREVIOUS)
    assert "thủ tục nào, hoặc cơ quan nào" in question.lead
    assert office.asked == "subject"


def test_procedures_and_agencies_share_one_numbered_list(office: Any) -> None:
    with office.desk._office.database.session() as session:
        session.add(AgencyRow(id="coquan9", name="Phòng Đăng ký tạm trú", active=True, changed_at=utc_now()))
    (offered,) = naming(office, "đăng ký tạm trú")
    codes = [one for one in offered.quick_replies if '"about"' in one.payload]
    assert codes
    assert payload(Do.PICK, number=len(codes) + 1) in [one.payload for one in offered.quick_replies]
    office.step(Do.PICK, number=1)
    assert draft(office).procedure_code in codes[0].payload
    assert draft(office).agency is None


@pytest.mark.parametrize("typed", ["UBND xã Tân Phú", "ubnd xã tân phú", "Chi cục Thú y"])
def test_an_agency_written_as_in_the_directory_or_unknown_to_it_is_taken_as_it_is(office: Any, typed: str) -> None:
    naming(office, typed)
    assert draft(office).agency == typed
    assert office.asked == "place"


def test_an_empty_directory_offers_nothing(forms: Any) -> None:
    naming(forms, TYPED)
    assert draft(forms).agency == TYPED
    assert forms.asked == "place"


@pytest.mark.parametrize(
    ("typed", "do", "number"),
    [
        ("2", Do.PICK, 2),
        ("số 1", Do.PICK, 1),
        ("cơ quan số 3", Do.PICK, 3),
        ("để nguyên như đã ghi", Do.AGENCY, None),
        ("giữ nguyên", Do.AGENCY, None),
    ],
)
def test_a_typed_number_or_keep_is_a_choice(typed: str, do: Do, number: int | None) -> None:
    step = read_command(typed, Field.SUBJECT)
    assert step is not None
    assert (step.do, step.number) == (do, number)


def test_a_name_with_a_number_in_it_is_a_name() -> None:
    assert read_command("UBND phường 5", Field.SUBJECT) is None
