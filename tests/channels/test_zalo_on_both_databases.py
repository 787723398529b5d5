"""The inbox, the outbox, the leases and the tokens do the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from api.channels import wording
from api.channels.hub import Timing
from api.channels.inbox import Inbox, Taken
from api.channels.leases import Lease
from api.channels.model import ChannelName, EventKind, Incoming, Outgoing, Verdict
from api.channels.model import Outcome as End
from api.channels.outbox import Outbox
from api.storage.database import Database
from tests.channels.fake_zalo import Fault
from tests.channels.zalo_office import USER, Office


@pytest.fixture
def database(closed_office: Office, database_url: str) -> Iterator[Database]:
    """An open database of one kind."""
    closed_office.overrides["database_url"] = database_url
    opened = Database.open(closed_office.settings())
    yield opened
    opened.close()


def test_a_conversation_with_repetitions_a_lost_answer_and_a_withdrawal(
    closed_office: Office, database_url: str
) -> None:
    closed_office.overrides |= {"database_url": database_url, "channel_echo_seconds": 60}
    with closed_office.open() as office:
        first = office.said("khai sinh", msg_id="m-1")
        assert [office.post(first).json()["status"] for _ in range(2)] == ["new", "repeated"]
        office.gets(2)
        faults = [Fault.SWALLOW]
        office.zalo.inject = lambda _path, _body: faults.pop() if faults else None
        office.tells("hộ chiếu")
        office.until("SELECT count(*) FROM channel_message WHERE state = 'unsure'", [(1,)])
        echo = office.said("Trả lời: hộ chiếu", user="oa", name="oa_send_text", msg_id="out-2")
        echo["recipient"]["id"] = USER
        office.post(echo)
        office.rests()
        office.tells("căn cước")
        texts = office.gets(4)
        office.post(office.event("user_withdraw", user_id=USER))
        office.until("SELECT count(*) FROM channel_person", [(0,)])
        kept = office.rows("SELECT count(*) FROM conversation")
        assert office.channels is not None
        office.channels.forget_old()

    answers = [f"Trả lời: {text}" for text in ("khai sinh", "hộ chiếu", "căn cước")]
    assert texts == [wording.INTRODUCTION, *answers]
    assert kept == [(0,)]


def test_workers_of_several_processes_take_each_event_once_and_keep_a_persons_order(database: Database) -> None:
    outbox = Outbox(database, {ChannelName.ZALO_OA: 0.0})
    inboxes = [Inbox(database, outbox, lease_seconds=Timing().event_seconds) for _ in range(3)]
    now = datetime.now(UTC) - timedelta(minutes=1)
    for number in range(12):
        event = Incoming(
            channel=ChannelName.ZALO_OA,
            kind=EventKind.TEXT,
            name="user_send_text",
            at=now + timedelta(seconds=12 - number),
            key=f"m{number}",
            user=f"u{number % 4}",
            text=str(number),
        )
        assert inboxes[0].take(event) is Taken.NEW

    def numbers(inbox: Inbox) -> list[int]:
        return [int(claimed.incoming.text) for claimed in inbox.claim(10) if claimed.incoming]

    with ThreadPoolExecutor(len(inboxes)) as pool:
        taken = [number for some in pool.map(numbers, inboxes) for number in some]

    assert sorted(taken) == [8, 9, 10, 11]


def test_one_process_holds_a_job_until_it_gives_it_back_or_is_gone(closed_office: Office, database: Database) -> None:
    clock = closed_office.clock
    one, other = (Lease(database, "sending", 10, clock) for _ in range(2))

    assert (one.take(), other.take(), one.take()) == (True, False, True)
    one.give_back()
    assert (other.take(), one.take()) == (True, False)
    clock.ahead = timedelta(seconds=11)
    assert (one.take(), other.take()) == (True, False)


def test_the_end_of_a_try_does_not_undo_what_an_echo_settled(database: Database) -> None:
    outbox = Outbox(database, {ChannelName.ZALO_OA: 60.0})
    inbox = Inbox(database, outbox, lease_seconds=60)
    said = {"channel": ChannelName.ZALO_OA, "name": "x", "at": datetime.now(UTC), "user": USER}
    inbox.take(Incoming(kind=EventKind.TEXT, key="m1", text="a", **said))
    (claimed,) = inbox.claim(1)
    with database.session() as session:
        for _ in range(2):
            outbox.put(session, ChannelName.ZALO_OA, claimed.person, "e1.0", Outgoing(text="Dạ đây ạ."))
    (parcel,) = outbox.claim(ChannelName.ZALO_OA, 5)
    inbox.take(Incoming(kind=EventKind.ECHO, key="e", text="Dạ đây ạ.", message_id="z1", **said))
    outbox.settle(parcel, End(Verdict.UNSURE))
    with database.engine.connect() as connection:
        states = connection.exec_driver_sql("SELECT state, external_id FROM channel_message").all()

    assert [tuple(row) for row in states] == [("sent", "z1")]


def test_a_try_whose_end_could_not_be_noted_is_taken_over_after_a_while(
    database: Database, closed_office: Office
) -> None:
    clock = closed_office.clock
    outbox = Outbox(database, {ChannelName.ZALO_OA: 60.0}, clock)
    inbox = Inbox(database, outbox, lease_seconds=60, clock=clock)
    inbox.take(
        Incoming(channel=ChannelName.ZALO_OA, kind=EventKind.TEXT, name="x", at=clock(), key="m1", user=USER, text="a")
    )
    (claimed,) = inbox.claim(1)
    with database.session() as session:
        outbox.put(session, ChannelName.ZALO_OA, claimed.person, "e1.0", Outgoing(text="Dạ đây ạ."))
    outbox.claim(ChannelName.ZALO_OA, 5)
    states = []
    for minutes in (0, 2):
        clock.ahead = timedelta(minutes=minutes)
        outbox.adopt(ChannelName.ZALO_OA, begun=timedelta(seconds=90))
        with database.engine.connect() as connection:
            states.append(connection.exec_driver_sql("SELECT state FROM channel_message").scalar())

    assert states == ["sending", "unsure"]
    assert outbox.claim(ChannelName.ZALO_OA, 5) == []  # the echo has its time from now on
    clock.ahead = timedelta(minutes=4)
    assert len(outbox.claim(ChannelName.ZALO_OA, 5)) == 1
