"""Small parts of the start: ports, and Rasa's own memory."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from api.errors import StartUpFailed
from api.serving.sockets import listen
from api.serving.tracker import forget_events, tracker_file


def test_a_taken_port_is_told_with_the_way_out() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(StartUpFailed, match=f"Cổng {port} đang có chương trình khác dùng.*--port {port + 1}"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(("host", "sentence"), [("khong..co", "Không hiểu địa chỉ"), ("192.0.2.1", "Không mở được")])
def test_an_address_that_is_not_ours_is_told(host: str, sentence: str) -> None:
    with pytest.raises(StartUpFailed, match=sentence):
        listen(host, 0)


def test_old_events_of_rasa_are_forgotten_and_new_ones_stay(tmp_path: Path) -> None:
    file = tracker_file(tmp_path)
    file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, timestamp FLOAT, data TEXT)")
        database.executemany(
            "INSERT INTO events (sender_id, timestamp) VALUES (?, ?)", [("a", float(at)) for at in range(5000)]
        )

    assert forget_events(file, before=4500.0) == 4500

    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT min(timestamp), count(*) FROM events").fetchone() == (4500.0, 500)


def test_without_a_record_of_rasa_there_is_nothing_to_forget(tmp_path: Path) -> None:
    assert forget_events(tracker_file(tmp_path), before=1.0) == 0
    tracker_file(tmp_path).parent.mkdir(parents=True)
    sqlite3.connect(tracker_file(tmp_path)).close()
    assert forget_events(tracker_file(tmp_path), before=1.0) == 0
