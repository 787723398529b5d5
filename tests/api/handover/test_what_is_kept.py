"""What a hand-over leaves behind: sealed, handed out, erased, forgotten."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from io import BytesIO

from api.keeping.person import Person, PersonalData
from api.keeping.retention import Periods, Retention
from tests.api.handover.conftest import Hall, answers, take

SECRET = "Nhà tôi ở hẻm 92/14 đường Trần Quý Cáp"
ADVICE = "Bà Quách Thị Hoàng Yến mời đến quầy số 3"


def talked(hall: Hall) -> str:
    """Somebody has talked with an operator; return the conversation."""
    citizen = hall.asks()
    operator = hall.operator_named("Trần Văn Một")
    address = take(operator)
    hall.says(SECRET, citizen)
    answers(operator, address, ADVICE)
    return citizen


def test_what_was_said_is_sealed_at_rest(hall: Hall) -> None:
    talked(hall)
    kept = b"".join(path.read_bytes() for path in hall.services.settings.data.rglob("*") if path.is_file())

    for text in (SECRET, ADVICE, "Quách Thị Hoàng Yến"):
        assert text.encode() not in kept
        assert json.dumps(text).encode() not in kept


def test_a_person_gets_what_was_said_and_can_have_it_erased(hall: Hall) -> None:
    citizen = talked(hall)
    data = PersonalData(hall.services.database)
    archive = BytesIO()
    data.export(None, Person(conversation_id=citizen)).write(archive)
    with zipfile.ZipFile(archive) as files:
        handed = files.read("du-lieu.json").decode()
    data.erase(None, Person(conversation_id=citizen))

    assert SECRET in handed
    assert ADVICE in handed
    for table in ("handover", "handover_message", "conversation"):
        assert hall.rows(f"SELECT count(*) FROM {table}") == [(0,)]
    assert hall.client.get(f"/api/v1/chat/conversations/{citizen}/handover").status_code == 404


def test_it_goes_with_its_conversation_by_age(hall: Hall) -> None:
    talked(hall)
    later = hall.clock.now + timedelta(days=91)
    Retention(hall.services.database, Periods(), lambda: later).run()

    assert hall.rows("SELECT count(*) FROM handover_message") == [(0,)]
