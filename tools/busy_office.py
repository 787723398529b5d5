"""A year of an invented office, for the picture of the report and to try reports on: nothing in it is real."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from api.clock import VIETNAM
from api.errors import InvalidField, TransitionRefused
from api.feedback.casework import Casework
from api.feedback.deadlines import is_working_day
from api.feedback.desk import FeedbackDesk
from api.feedback.model import Channel, DraftFields, Kind
from api.feedback.rules import FeedbackRules
from api.security.accounts import Actor
from api.storage.conversations import RatingValue, Role, Via, new_id
from api.storage.database import Database
from api.storage.tables import ConversationRow, MessageRow, RatingRow
from knowledge.answer import AnswerStatus

PROCEDURES: dict[str, tuple[str, str | None]] = {
    "1.004222": ("Đăng ký thường trú", "Đăng ký, quản lý cư trú"),
    "1.004194": ("Đăng ký tạm trú", "Đăng ký, quản lý cư trú"),
    "1.001193": ("Đăng ký khai sinh", "Hộ tịch"),
    "1.004873": ("Cấp giấy xác nhận tình trạng hôn nhân", "Hộ tịch"),
    "2.000815": ("Chứng thực bản sao từ bản chính", "Chứng thực"),
}
AGENCIES = ("Ủy ban nhân dân phường Ví Dụ", "Công an phường Ví Dụ", "Sở Tư pháp (ví dụ)")
_CHANNELS = (Channel.WEB, Channel.WEB, Channel.PHONE_1022, Channel.PHONE_1022, Channel.IN_PERSON, Channel.PAPER)
_KINDS = (Kind.CONDUCT, Kind.CONDUCT, Kind.CONDUCT, Kind.REGULATION, Kind.PROPOSAL)
_REASONS = (
    "Nội dung là khiếu nại, đã hướng dẫn gửi theo Luật Khiếu nại.",
    "Nội dung trùng với phản ánh đã trả lời.",
    "Không thuộc phạm vi tiếp nhận phản ánh, kiến nghị về quy định hành chính.",
)
_QUESTIONS = (
    ("đăng ký tạm trú cần giấy tờ gì", AnswerStatus.ANSWERED, "1.004194"),
    ("lệ phí chứng thực bản sao", AnswerStatus.ANSWERED, "2.000815"),
    ("làm giấy khai sinh cho con ở đâu", AnswerStatus.ANSWERED, "1.001193"),
    ("xin giấy độc thân", AnswerStatus.ANSWERED, "1.004873"),
    ("đăng ký", AnswerStatus.CHOOSE, None),
    ("giấy tờ", AnswerStatus.ASK_MORE, None),
    ("đăng ký quán nước vỉa hè", AnswerStatus.NOT_FOUND, None),
    ("giá vàng hôm nay", AnswerStatus.OUT_OF_SCOPE, None),
    ("cho tôi gặp cán bộ", AnswerStatus.HANDED_OVER, None),
)


@dataclass
class _Clock:
    now: datetime

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def go_to(self, day: date, hour: int) -> None:
        self.now = max(self.now, datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM).astimezone(UTC))


def fill_year(database: Database, rules: FeedbackRules, people: dict[str, Actor], today: date, *, cases: int) -> None:
    """Live through the year up to today.

    Args:
        database: opened; the accounts exist.
        rules: of the deployment.
        people: ``admin``, ``operator``, ``officer`` and ``approver``.
        today: last day.
        cases: how many PAKN come in.
    """
    clock = _Clock(datetime(today.year, 1, 2, 1, tzinfo=UTC))
    _Year(database, rules, people, clock).live(today, cases)
    with database.session() as session:
        _chats(session, today)


class _Year:
    def __init__(self, database: Database, rules: FeedbackRules, people: dict[str, Actor], clock: _Clock) -> None:
        self._work = Casework(database, rules, PROCEDURES.get, clock=clock)
        self._desk = FeedbackDesk(database, rules, PROCEDURES.get, clock=clock)
        self._people = people
        self._clock = clock
        self._chance = random.Random(7)
        self._agencies = [
            next((one.id for one in self._work.agencies() if one.name == name), None)
            or self._work.save_agency(people["admin"], None, name=name).id
            for name in AGENCIES
        ]
        self._waiting: list[tuple[date, int, str, str, str]] = []
        self._number = 0

    def live(self, today: date, cases: int) -> None:
        first = self._clock().date()
        span = (today - first).days
        arrivals = sorted(int(span * self._chance.random() ** 0.8) for _ in range(cases))
        for number in range(span + 1):
            day = first + timedelta(days=number)
            self._clock.go_to(day, 9)
            for _ in range(arrivals.count(number)):
                self._arrive(day)
            if is_working_day(day):
                self._work_through(day)

    def _arrive(self, day: date) -> None:
        self._number += 1
        phone = f"09{self._number:08d}"
        procedure = self._chance.choice([None, *PROCEDURES, "1.004222"])
        content = f"Tôi chờ kết quả hồ sơ quá ngày hẹn mà không được thông báo, mong được trả lời. Lần {self._number}."
        kind = self._chance.choice(_KINDS)
        channel = self._chance.choice(_CHANNELS)
        if self._chance.random() < 0.06:
            draft = self._desk.open_draft(channel=Channel.WEB)
            self._desk.change_draft(draft, kind=kind.value, content=content, anonymous=True)
            self._desk.submit(draft)
            return
        fields = DraftFields(
            kind=kind,
            content=content,
            procedure_code=procedure,
            sender_name="Nguyễn Văn Ví",
            sender_address="Số 1 đường Ví Dụ",
            sender_phone=phone,
            consent_version=self._work.rules.consent_version,
        )
        code = self._work.register(self._people["operator"], fields, channel=channel).code
        self._plan(day, code, phone)

    def _plan(self, day: date, code: str, phone: str) -> None:
        fate = self._chance.random()
        if fate < 0.07:
            steps = [(2, "reject")]
        elif fate < 0.1:
            steps = [(1, "withdraw")]
        else:
            took = max(3, round(self._chance.gauss(15, 6)))
            forwarded = self._chance.choice([1, 2, 3, 9])
            took = max(took, forwarded + 2)
            steps = [(forwarded, "forward"), (forwarded + 1, "start"), (took, "answer")]
            steps += [(took + 2, "rate")] if self._chance.random() < 0.5 else []
            steps += [(took + 5, "publish")] if self._chance.random() < 0.6 else []
        if 0.1 <= fate < 0.14:
            steps = [(2, "ask_more")]
        for order, (after, step) in enumerate(steps):
            self._waiting.append((day + timedelta(days=after), order, step, code, phone))

    def _work_through(self, day: date) -> None:
        due = sorted(one for one in self._waiting if one[0] <= day)
        self._waiting = [one for one in self._waiting if one[0] > day]
        for _, _, step, code, phone in due:
            try:
                getattr(self, f"_{step}")(code, phone)
            except (TransitionRefused, InvalidField):
                continue

    def _forward(self, code: str, _phone: str) -> None:
        self._work.forward(self._people["officer"], code, self._chance.choice(self._agencies))

    def _start(self, code: str, _phone: str) -> None:
        self._work.start(self._people["officer"], code)

    def _ask_more(self, code: str, _phone: str) -> None:
        self._work.ask_more(self._people["officer"], code, "Xin cho biết số biên nhận hồ sơ.")

    def _answer(self, code: str, _phone: str) -> None:
        self._work.draft_answer(self._people["officer"], code, "Cơ quan đã kiểm tra và trả kết quả cho anh/chị.")
        self._work.approve_answer(self._people["approver"], code)

    def _publish(self, code: str, _phone: str) -> None:
        asked = "Hồ sơ quá hẹn thì hỏi ở đâu?"
        self._work.publish(self._people["approver"], code, asked, "Hỏi tại bộ phận một cửa.", asked=asked)

    def _reject(self, code: str, _phone: str) -> None:
        self._work.reject(self._people["officer"], code, self._chance.choice(_REASONS))

    def _withdraw(self, code: str, phone: str) -> None:
        self._desk.withdraw(code, phone[-4:])

    def _rate(self, code: str, phone: str) -> None:
        self._desk.rate(code, phone[-4:], self._chance.choice([5, 5, 4, 4, 3, 2, 1]))


def _chats(session: Session, today: date) -> None:
    chance = random.Random(8)
    for number in range(400):
        day = today - timedelta(days=chance.randrange(0, 80))
        at = datetime(day.year, day.month, day.day, chance.randrange(7, 21), tzinfo=VIETNAM)
        conversation = ConversationRow(
            id=new_id(), channel=chance.choice(["web", "web", "zalo_oa"]), created_at=at, last_at=at, session=1, turns=0
        )
        session.add(conversation)
        session.flush()
        for turn in range(chance.choice([1, 1, 2, 3])):
            text, status, code = chance.choice([*_QUESTIONS[:4], *_QUESTIONS])
            values = {"conversation_id": conversation.id, "created_at": at + timedelta(minutes=turn)}
            session.add(MessageRow(id=new_id(), role=Role.USER, text=text, **values))
            answer = MessageRow(
                id=new_id(),
                role=Role.ASSISTANT,
                text="Trả lời.",
                status=status.value,
                answer={"code": code, "name": PROCEDURES[code][0]} if code else {},
                via=Via.BOT,
                latency_ms=40 + number % 50,
                **values,
            )
            session.add(answer)
            session.flush()
            if chance.random() < 0.2:
                value = RatingValue.DOWN if status is not AnswerStatus.ANSWERED else RatingValue.UP
                session.add(RatingRow(message_number=answer.number, value=value, reason=None, created_at=at))
