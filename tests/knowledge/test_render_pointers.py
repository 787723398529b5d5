"""Words for the ear and for an SMS never send anybody to something "below"."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.answer import Answer, AnswerStatus, Citation
from knowledge.answers import compose
from knowledge.aspects import Aspect
from knowledge.model import Procedure
from knowledge.render import as_script, as_sms
from knowledge.snapshot import SnapshotStore

DAY = date(2026, 7, 15)
LONG_PLACE = "Bộ phận tiếp nhận và trả kết quả " + "của cơ quan nhà nước có thẩm quyền " * 8


def told(lead: str) -> Answer:
    return Answer(status=AnswerStatus.ANSWERED, lead=lead, citations=(Citation(code="1.004194", snapshot_date=DAY),))


def test_a_place_too_long_to_say_leaves_a_whole_sentence() -> None:
    record = Procedure(code="1.004194", name="Đăng ký tạm trú", receiving_address=LONG_PLACE)
    answer = compose(record, Aspect.WHERE, snapshot_date=DAY)
    assert answer.lead == "Anh/chị nộp hồ sơ tại: nơi ghi ở bên dưới."  # where there is something below

    assert "Anh/chị nộp hồ sơ tại: nơi ghi trong bản công bố. " in as_sms(answer)
    assert "Anh/chị nộp hồ sơ tại: nơi ghi trong bản công bố. " in as_script(answer)


@pytest.mark.parametrize(
    ("lead", "sent"),
    [
        ("Thời hạn: 3 ngày. Phí: xem bảng bên dưới.", "Thời hạn: 3 ngày. Phí: ghi chi tiết trong bản công bố."),
        ("Có 4 loại giấy tờ. Anh/chị xem nhóm của mình ở bên dưới.", "Có 4 loại giấy tờ."),
        ("Bản công bố ghi trình tự thực hiện như bên dưới.", "Bản công bố ghi trình tự thực hiện."),
        ("Hồ sơ gồm 2 loại giấy tờ, liệt kê bên dưới.", "Hồ sơ gồm 2 loại giấy tờ."),
        (
            "Phí là 7.000 đồng. Một số trường hợp được miễn, xem bên dưới.",
            "Phí là 7.000 đồng. Một số trường hợp được miễn.",
        ),
    ],
)
def test_an_sms_stands_alone(lead: str, sent: str) -> None:
    assert as_sms(told(lead)) == f"{sent} Nguồn: mã 1.004194, dữ liệu 15/07/2026."


@pytest.mark.corpus
def test_no_sms_of_the_whole_corpus_points_below_or_ends_in_the_air(corpus_root: Path) -> None:
    snapshot = SnapshotStore(corpus_root).open()
    codes = [hit.code for hit in snapshot.summaries][::7]

    wrong = []
    for code in codes:
        for aspect in (Aspect.OVERVIEW, Aspect.WHERE, Aspect.DOCUMENTS, Aspect.STEPS, Aspect.FEE):
            sent = as_sms(compose(snapshot.procedure(code), aspect, snapshot_date=DAY))
            if "bên dưới" in sent or ": . " in sent or "tại: nơi." in sent:
                wrong.append((code, aspect, sent))
    assert wrong == []
