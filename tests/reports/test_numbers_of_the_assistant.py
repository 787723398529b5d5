"""Chats in numbers: what is counted, what is listed, and that forgetting chats changes no count."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from api.clock import local_day
from api.reports.chat import ChatNumbers
from api.security.masking import mask
from api.storage.chat_counts import ChatCountRow, counts_between
from api.storage.conversations import Conversations
from api.storage.database import Database
from api.storage.tables import ConversationRow, MessageRow, RatingRow
from knowledge.answer import AnswerStatus
from tests.reports.conftest import Desk

DAY = date(2026, 11, 2)
AT = datetime(2026, 11, 2, 3, tzinfo=UTC)
_numbers = iter(range(10**6))


def talk(
    database: Database,
    *turns: tuple[str, AnswerStatus | None, str | None],
    at: datetime = AT,
    channel: str = "web",
    rated: str | None = None,
    pressed: bool = False,
) -> str:
    """Keep a conversation: what was asked, the status of the answer, its procedure."""
    name = f"c{next(_numbers)}"
    with database.session() as session:
        session.add(ConversationRow(id=name, channel=channel, created_at=at, last_at=at, session=1, turns=0))
        session.flush()
        for text, status, code in turns:
            common = {"conversation_id": name, "created_at": at}
            payload = "/help" if pressed else None
            session.add(MessageRow(id=f"m{next(_numbers)}", role="user", text=text, payload=payload, **common))
            answer = MessageRow(
                id=f"m{next(_numbers)}",
                role="assistant",
                text="…",
                status=status.value if status else None,
                answer={"code": code, "lead": "…"} if code else ({"lead": "…"} if status else None),
                **common,
            )
            session.add(answer)
            session.flush()
            if rated:
                session.add(RatingRow(message_number=answer.number, value=rated, created_at=at + timedelta(days=3)))
    return name


def chat(desk: Desk, start: date = DAY, end: date = DAY) -> ChatNumbers:
    found = desk.report(start, end).chat
    assert found is not None
    return found


def test_questions_presses_answers_and_ratings_are_counted_apart(desk: Desk) -> None:
    database = desk.office.database
    talk(database, ("lệ phí khai sinh", AnswerStatus.ANSWERED, "1.001193"), rated="up")
    talk(database, ("giấy tờ", AnswerStatus.ASK_MORE, None), ("abc", AnswerStatus.NOT_FOUND, None), rated="down")
    talk(database, ("giá vàng", AnswerStatus.OUT_OF_SCOPE, None), channel="zalo_oa")
    talk(database, ("gặp cán bộ", AnswerStatus.HANDED_OVER, None), ("chào", None, None))
    talk(database, ("Trợ giúp", None, None), pressed=True)

    found = chat(desk)

    assert (found.conversations, found.questions, found.presses) == (5, 6, 1)
    assert found.by_channel == (("Trang web", 4, 5), ("Zalo OA", 1, 1))
    assert (found.answered, found.unanswered, found.handed_over) == (5, 3, 1)
    assert (found.up, found.down) == (1, 2)
    assert found.procedures == (("1.001193", "Đăng ký khai sinh", 1),)


def test_a_day_begins_at_midnight_in_vietnam(desk: Desk) -> None:
    talk(desk.office.database, ("muộn", AnswerStatus.ANSWERED, None), at=datetime(2026, 11, 1, 16, 59, 59, tzinfo=UTC))
    talk(desk.office.database, ("sớm", AnswerStatus.ANSWERED, None), at=datetime(2026, 11, 1, 17, 0, tzinfo=UTC))

    assert (chat(desk).conversations, chat(desk).questions) == (1, 1)


def test_a_question_is_listed_only_when_several_people_asked_it(desk: Desk) -> None:
    database = desk.office.database
    for text in ("Lệ phí khai sinh?", "lệ phí khai sinh", "le phi khai sinh"):
        talk(database, (text, AnswerStatus.ANSWERED, "1.001193"))
    talk(database, ("nhà tôi ở số 5", AnswerStatus.NOT_FOUND, None), ("nhà tôi ở số 5", AnswerStatus.NOT_FOUND, None))
    for _ in range(2):
        talk(database, ("quán nước", AnswerStatus.NOT_FOUND, None))
        talk(database, ("tôi tố cáo ông A", AnswerStatus.FEEDBACK, None))

    found = chat(desk)

    assert [(text.lower().rstrip("?"), number) for text, number in found.questions_asked] in (
        [("lệ phí khai sinh", 3), ("quán nước", 2)],
        [("le phi khai sinh", 3), ("quán nước", 2)],
    )
    assert found.questions_unanswered == (("quán nước", 2),)


def test_listed_questions_hold_no_personal_number(desk: Desk) -> None:
    for _ in range(2):
        talk(desk.office.database, (mask("gọi 0912345678 hỏi giấy độc thân"), AnswerStatus.ANSWERED, None))

    assert "0912345678" not in str(chat(desk).questions_asked)


@pytest.fixture
def year_of_chats(desk: Desk) -> Desk:
    chance = random.Random(3)
    for _ in range(60):
        at = AT - timedelta(days=chance.randrange(0, 300), hours=chance.randrange(24))
        status, code = chance.choice(
            [(AnswerStatus.ANSWERED, "1.001193"), (AnswerStatus.ANSWERED, "1.004222"), (AnswerStatus.NOT_FOUND, None)]
        )
        talk(
            desk.office.database,
            *[("hỏi", status, code)] * chance.randrange(1, 4),
            at=at,
            channel=chance.choice(["web", "zalo_oa"]),
            rated=chance.choice([None, "up", "down"]),
            pressed=chance.random() < 0.2,
        )
    return desk


def test_forgetting_chats_changes_no_count_of_any_period(year_of_chats: Desk) -> None:
    database = year_of_chats.office.database
    spans = [
        (date(2026, 1, 1), DAY),
        (date(2026, 3, 1), date(2026, 6, 30)),
        *((day, day) for day in (DAY - timedelta(days=number) for number in range(0, 300, 7))),
    ]

    def counts() -> list[object]:
        with database.session() as session:
            return [counts_between(session, *span) for span in spans]

    before = counts()
    first = Conversations(database).forget_older_than(150, now=AT)
    between = counts()
    second = Conversations(database).forget_older_than(20, now=AT)

    assert first > 0
    assert second > 0
    assert before == between == counts()


def test_what_outlives_a_chat_is_no_text_and_no_id(year_of_chats: Desk) -> None:
    database = year_of_chats.office.database
    Conversations(database).forget_older_than(1, now=AT + timedelta(days=30))

    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(ConversationRow)) == 0
        subjects = set(session.scalars(select(ChatCountRow.subject)))
        days = session.scalars(select(ChatCountRow.day)).all()
    assert subjects == {"", "answered", "not_found", "1.001193", "1.004222", "up", "down"}
    assert max(days) <= local_day(AT)


def test_what_could_not_be_deleted_is_not_counted_twice(year_of_chats: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.storage import conversations

    database = year_of_chats.office.database

    def broken(*_: object) -> None:
        raise RuntimeError("deleting fails")

    with database.session() as session:
        before = counts_between(session, date(2026, 1, 1), DAY)
    monkeypatch.setattr(conversations, "delete", broken)
    with pytest.raises(RuntimeError):
        Conversations(database).forget_older_than(20, now=AT)

    with database.session() as session:
        assert counts_between(session, date(2026, 1, 1), DAY) == before
        assert session.scalar(select(func.count()).select_from(ChatCountRow)) == 0
