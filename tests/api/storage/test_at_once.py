"""What only one may do, or may be counted once, when two come at the same moment; on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from api.calls.log import CallLog
from api.channels.inbox import Inbox
from api.channels.leases import Lease
from api.channels.model import ChannelName, EventKind, Incoming, Outgoing, Parcel, Verdict
from api.channels.model import Outcome as End
from api.channels.outbox import Outbox as ChannelOutbox
from api.errors import InvalidField, TransitionRefused
from api.events.calendar import Events
from api.events.model import EventFields, Registering
from api.events.registering import Registrations
from api.handover.floor import Floor
from api.handover.model import State
from api.handover.operators import Operators
from api.knowledge_desk.jobs import Job, Jobs, JobState
from api.metrics import Metrics
from api.notices.outbox import Outbox as NoticeOutbox
from api.quality.added import AnswerFields
from api.quality.additions import Additions
from api.security.accounts import Actor
from api.security.roles import Role
from api.settings import Settings
from api.storage.conversations import Conversations, RatingValue, Said, Via
from api.storage.database import Database
from api.storage.feedback_tables import OutboxRow
from api.storage.handover_tables import HandoverRow
from api.storage.tables import RatingRow
from api.storage.zalo_tables import ChannelMessageRow
from tests.at_once import at_once, refusals

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
HOA, LAN = (Actor(name, name, Role.ADMIN) for name in ("hoa", "lan"))


def test_two_operators_who_take_the_same_person(database: Database, settings: Settings) -> None:
    operators = Operators(Floor.of(settings, database, Metrics()))
    here = Conversations(database).accept(None, "web", "gặp nhân viên", None).id
    waits = {"conversation_id": here, "open_key": here, "channel": "web", "state": State.WAITING}
    with database.session() as session:
        session.add(HandoverRow(id="h1", asked_at=NOW, waiting_since=NOW, **waits))

    ended = at_once(database, lambda: operators.take(HOA, "h1"), lambda: operators.take(LAN, "h1"))

    assert refusals(ended) == [TransitionRefused]
    with database.session() as session:
        row = session.scalars(select(HandoverRow)).one()
        assert (row.state, row.taken_by) == (State.TAKEN, "hoa" if ended[0] is None else "lan")


def test_two_senders_who_claim_one_notice(database: Database, settings: Settings) -> None:
    notice = {"channel": "email", "key": "k1", "recipient": "lan@vi-du.vn", "subject": "s", "body": "b"}
    with database.session() as session:
        session.add(OutboxRow(created_at=NOW, next_at=NOW, attempts=0, **notice))
    senders = [NoticeOutbox(database, timedelta(minutes=5), 5, lambda: NOW) for _ in range(3)]

    claims = at_once(database, *(one.claim for one in senders))

    assert [claim.attempt for claim in claims if claim] == [1]


@pytest.fixture
def outbox(database: Database) -> ChannelOutbox:
    """An outbox with one message to somebody who has written."""
    outbox = ChannelOutbox(database, {ChannelName.ZALO_OA: 60.0})
    said(database, outbox, EventKind.TEXT, "m1", "a")
    (claimed,) = Inbox(database, outbox, lease_seconds=60).claim(1)
    with database.session() as session:
        outbox.put(session, ChannelName.ZALO_OA, claimed.person, "e1.0", Outgoing(text="Dạ đây ạ."))
    return outbox


def said(database: Database, outbox: ChannelOutbox, kind: EventKind, key: str, text: str, **more: str) -> None:
    event = Incoming(
        channel=ChannelName.ZALO_OA, kind=kind, name="x", at=datetime.now(UTC), key=key, user="u1", text=text, **more
    )
    Inbox(database, outbox, lease_seconds=60).take(event)


def state_of(database: Database) -> tuple[str, bool]:
    with database.session() as session:
        row = session.scalars(select(ChannelMessageRow)).one()
        return row.state, row.body is not None


def claimed_by(outbox: ChannelOutbox) -> list[Parcel]:
    return outbox.claim(ChannelName.ZALO_OA, 5)


def test_two_workers_who_claim_one_message(database: Database, outbox: ChannelOutbox) -> None:
    claims = at_once(database, *(lambda: claimed_by(outbox) for _ in range(3)))

    assert sorted(len(some) for some in claims) == [0, 0, 1]


def test_two_processes_that_take_a_job_for_the_first_time(database: Database) -> None:
    leases = [Lease(database, "sending", 60) for _ in range(3)]

    assert sorted(at_once(database, *(one.take for one in leases))) == [False, False, True]


def test_an_echo_that_comes_while_the_end_of_the_try_is_noted(database: Database, outbox: ChannelOutbox) -> None:
    (parcel,) = claimed_by(outbox)

    at_once(
        database,
        lambda: outbox.settle(parcel, End(Verdict.UNSURE)),
        lambda: said(database, outbox, EventKind.ECHO, "e", "Dạ đây ạ.", message_id="z1"),
    )

    assert state_of(database) == ("sent", False)


def test_held_messages_that_the_office_and_the_person_let_go_at_once(database: Database, outbox: ChannelOutbox) -> None:
    (parcel,) = claimed_by(outbox)
    outbox.settle(parcel, End(Verdict.HOLD))

    def revive() -> int:
        with database.session() as session:
            return outbox.revive(session, ChannelName.ZALO_OA, datetime.now(UTC))

    at_once(database, revive, lambda: said(database, outbox, EventKind.TEXT, "m2", "b"))

    assert state_of(database) == ("waiting", True)


def test_sheets_opened_side_by_side_are_all_noted(database: Database) -> None:
    log = CallLog(database, lambda code: (code, None))
    log.start(HOA)

    at_once(database, *(lambda code=code: log.looked_at(HOA, code) for code in ("1.000001", "1.000002", "1.000003")))

    running = log.running(HOA)
    assert running is not None
    assert sorted(running.codes) == ["1.000001", "1.000002", "1.000003"]


def test_two_administrators_who_begin_an_import(database: Database) -> None:
    jobs = Jobs(database)

    def begin(actor: Actor) -> Job:
        return jobs.begin(actor, ["a.jsonl"], date(2026, 7, 15), None, None)

    ended = at_once(database, lambda: begin(HOA), lambda: begin(LAN))

    assert refusals(ended) == [TransitionRefused]
    assert [job.state for job in jobs.last()] == [JobState.WORKING]


def test_an_import_that_is_dropped_as_it_ends_stays_dropped_or_was_ready_before(database: Database) -> None:
    jobs = Jobs(database)
    job = jobs.begin(HOA, ["a.jsonl"], date(2026, 7, 15), None, None)

    at_once(
        database,
        lambda: jobs.end(job.id, JobState.READY, snapshot_id="s1"),
        lambda: jobs.decide(LAN, job.id, JobState.DROPPED),
    )

    assert jobs.get(job.id).state is JobState.DROPPED


def test_one_decision_on_an_import(database: Database) -> None:
    jobs = Jobs(database)
    job = jobs.begin(HOA, ["a.jsonl"], date(2026, 7, 15), None, None)
    jobs.end(job.id, JobState.READY, snapshot_id="s1")

    ended = at_once(
        database,
        lambda: jobs.decide(HOA, job.id, JobState.ACTIVATED),
        lambda: jobs.decide(LAN, job.id, JobState.DROPPED),
    )

    assert refusals(ended) == [TransitionRefused]


def test_one_own_answer_to_a_question(database: Database) -> None:
    additions = Additions(database)
    fields = AnswerFields("giữ xe ở đâu", "Bãi xe ở cổng sau, không thu tiền.", "Nội quy trụ sở")

    ended = at_once(database, *(lambda one=one: additions.add_answer(one, fields) for one in (HOA, LAN)))

    assert refusals(ended) == [InvalidField]
    assert len(additions.answers()) == 1


def test_a_contact_registers_no_more_often_than_it_may(database: Database) -> None:
    calendar = Events(database)
    coming = EventFields(title="Đối thoại", topic="Cư trú", day="15/12/2090", time="08:30", place="Hội trường")
    event, registrations = calendar.add(HOA, coming), Registrations(database, "1")

    def register(number: int) -> str:
        typed = Registering(key=f"{number:024x}", name="Nguyễn Thị Hoa", contact="0912345678", consent=True)
        return registrations.register(event, typed)

    ended = at_once(database, *(lambda number=number: register(number) for number in range(5)))

    assert refusals(ended) == [InvalidField, InvalidField]


def test_an_answer_rated_by_two_presses_at_once_is_rated(database: Database) -> None:
    conversations = Conversations(database)
    begun = conversations.accept(None, "web", "phí?", None)
    conversations.answer(begun, [Said("a1", "Không thu phí.", [], None, None)], Via.GATEWAY, 1)

    ended = at_once(database, *(lambda: conversations.rate("a1", RatingValue.UP, None) for _ in range(3)))

    assert ended == [None, None, None]
    with database.session() as session:
        assert len(session.scalars(select(RatingRow)).all()) == 1
