"""The token pair of Zalo: used once, refreshed by one process, and not lost when a process is killed."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.channels.hub import zalo_tokens
from api.channels.zalo.tokens import NoToken, Tokens
from api.storage.database import Database
from tests.channels.fake_zalo import FakeZalo
from tests.channels.zalo_office import Office
from tests.commands import invoke
from tests.loops import run as run_aside

SLOW_MACHINE = 300
PROGRAM = """
import asyncio, json, os, signal, sys
import httpx
from api.channels.hub import zalo_tokens
from api.settings import Settings
from api.storage.database import Database

settings = Settings.load(**json.loads(sys.argv[1]))

async def main():
    async with httpx.AsyncClient() as http:
        tokens = zalo_tokens(settings, Database.open(settings), http)
        await tokens.refresh(1)
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


@pytest.fixture
def database(closed_office: Office) -> Iterator[Database]:
    opened = Database.open(closed_office.settings())
    yield opened
    opened.close()


def with_tokens(office: Office, database: Database, work: Callable[[Tokens], Awaitable[Any]]) -> Any:
    """Do something with the tokens of one process."""

    async def run() -> Any:
        async with httpx.AsyncClient() as http:
            return await work(zalo_tokens(office.settings(), database, http, office.clock))

    return run_aside(run())


def connected(office: Office, database: Database) -> None:
    """Enter the first refresh token."""

    async def connect(tokens: Tokens) -> None:
        await asyncio.to_thread(tokens.connect, office.zalo.refresh)

    with_tokens(office, database, connect)


def refreshing(office: Office) -> subprocess.Popen[bytes]:
    """Start another process that refreshes, and dies by kill -9 right after it has stored the new pair."""
    values = office.settings().model_dump(mode="json")
    wanted = {key: values[key] for key in ("data", "database_url", "zalo_app_id", "zalo_api_url", "zalo_oauth_url")}
    secret = {"zalo_app_secret": office.settings().zalo_app_secret.get_secret_value()}
    arguments = json.dumps({**wanted, **secret})
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, arguments],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_a_pair_is_fetched_when_it_is_needed_and_again_only_near_its_end(
    closed_office: Office, database: Database
) -> None:
    office, zalo = closed_office, closed_office.zalo
    connected(office, database)

    async def twice(tokens: Tokens) -> list[str]:
        await tokens.keep_fresh()
        await tokens.keep_fresh()
        return [await tokens.access(), await tokens.access()]

    assert with_tokens(office, database, twice) == ["ACCESS-2", "ACCESS-2"]
    office.clock.ahead = timedelta(hours=18)
    assert with_tokens(office, database, twice) == ["ACCESS-2", "ACCESS-2"]
    office.clock.ahead = timedelta(hours=20)
    assert with_tokens(office, database, twice) == ["ACCESS-3", "ACCESS-3"]
    assert zalo.refreshes == 2


def test_of_many_refreshers_one_asks_zalo(closed_office: Office, database: Database) -> None:
    office, zalo = closed_office, closed_office.zalo
    connected(office, database)
    zalo.hold_token = threading.Event()

    async def several(_tokens: Tokens) -> set[str]:
        async with httpx.AsyncClient() as http:
            processes = [zalo_tokens(office.settings(), database, http, office.clock) for _ in range(4)]
            tasks = [asyncio.create_task(one.access()) for one in processes]
            await asyncio.to_thread(zalo.token_taken.wait, 20)
            assert zalo.hold_token is not None
            zalo.hold_token.set()
            return set(await asyncio.gather(*tasks))

    assert with_tokens(office, database, several) == {"ACCESS-2"}
    assert zalo.refreshes == 1


def test_the_tokens_lie_sealed_in_the_database(closed_office: Office, database: Database) -> None:
    connected(closed_office, database)
    with_tokens(closed_office, database, lambda tokens: tokens.access())
    with database.engine.connect() as connection:
        row = str(connection.exec_driver_sql("SELECT * FROM channel_token").one())

    assert "ACCESS-" not in row
    assert "REFRESH-" not in row


def test_a_process_killed_after_storing_the_new_pair_loses_nothing(closed_office: Office, database: Database) -> None:
    connected(closed_office, database)
    with refreshing(closed_office) as died:
        assert died.wait(SLOW_MACHINE) == -signal.SIGKILL

    closed_office.clock.ahead = timedelta(minutes=2)
    assert with_tokens(closed_office, database, lambda tokens: tokens.access()) == "ACCESS-2"
    closed_office.clock.ahead = timedelta(hours=30)
    assert with_tokens(closed_office, database, lambda tokens: tokens.access()) == "ACCESS-3"


def test_a_process_killed_before_zalo_got_the_request_loses_nothing(closed_office: Office, database: Database) -> None:
    connected(closed_office, database)

    async def begin(tokens: Tokens) -> None:
        assert await asyncio.to_thread(tokens._lease.take)
        await asyncio.to_thread(tokens._begin)

    with_tokens(closed_office, database, begin)
    closed_office.clock.ahead = timedelta(minutes=2)

    assert with_tokens(closed_office, database, lambda tokens: tokens.access()) == "ACCESS-2"


def test_a_process_killed_while_zalo_answers_leaves_the_old_access_token_in_use_and_tells_the_office(
    closed_office: Office, database: Database
) -> None:
    office, zalo = closed_office, closed_office.zalo
    connected(office, database)
    zalo.hold_token = threading.Event()
    with refreshing(office) as died:
        assert zalo.token_taken.wait(SLOW_MACHINE)
        died.kill()
    zalo.hold_token.set()
    office.clock.ahead = timedelta(minutes=2)

    with pytest.raises(NoToken):
        with_tokens(office, database, lambda tokens: tokens.access())
    state = with_tokens(office, database, lambda tokens: asyncio.to_thread(tokens.state))
    assert not state.connected
    assert "-14014" in state.broken


def test_a_stop_in_the_middle_of_a_refresh_waits_for_the_new_pair(closed_office: Office, database: Database) -> None:
    office, zalo = closed_office, closed_office.zalo
    connected(office, database)
    zalo.hold_token = threading.Event()

    async def stop(tokens: Tokens) -> str:
        refreshing = asyncio.create_task(tokens.access())
        await asyncio.to_thread(zalo.token_taken.wait, SLOW_MACHINE)
        refreshing.cancel()
        assert zalo.hold_token is not None
        zalo.hold_token.set()
        with pytest.raises(asyncio.CancelledError):
            await refreshing
        return await tokens.access()

    assert with_tokens(office, database, stop) == "ACCESS-2"
    assert zalo.refreshes == 1


def test_a_lost_pair_is_no_outage_as_long_as_the_access_token_holds(closed_office: Office, database: Database) -> None:
    office, zalo = closed_office, closed_office.zalo
    connected(office, database)
    with_tokens(office, database, lambda tokens: tokens.access())
    zalo.refresh = "REFRESH-somebody-else-has-it"
    office.clock.ahead = timedelta(hours=20)

    async def go_on(tokens: Tokens) -> str:
        await tokens.keep_fresh()
        await tokens.keep_fresh()
        return await tokens.access()

    assert with_tokens(office, database, go_on) == "ACCESS-2"
    assert not with_tokens(office, database, lambda tokens: asyncio.to_thread(tokens.state)).connected


@pytest.mark.parametrize("seconds", ["90000", "3600"])
def test_the_lifetime_is_read_from_text(closed_office: Office, database: Database, seconds: str) -> None:
    closed_office.zalo.seconds = seconds
    connected(closed_office, database)
    with_tokens(closed_office, database, lambda tokens: tokens.access())
    state = with_tokens(closed_office, database, lambda tokens: asyncio.to_thread(tokens.state))

    assert abs((state.expires_at - state.stored_at).total_seconds() - int(seconds)) < 1


def test_a_restart_does_not_go_back_to_the_token_of_the_settings(closed_office: Office) -> None:
    with closed_office.open() as office:
        office.tells("khai sinh")
        office.gets(2)
    closed_office.overrides["zalo_refresh_token"] = "REFRESH-1"
    with closed_office.open() as office:
        office.tells("hộ chiếu")
        office.gets(3)

    assert closed_office.zalo.refreshes == 1


# --- the command line ------------------------------------------------------------------------------------------------


@pytest.fixture
def environment(closed_office: Office, monkeypatch: pytest.MonkeyPatch) -> FakeZalo:
    """The settings as a deployer gives them."""
    settings = closed_office.settings()
    for name in ("zalo_app_id", "zalo_oa_id", "zalo_api_url", "zalo_oauth_url", "zalo_bot_url", "data"):
        monkeypatch.setenv(f"MOTCUA_{name.upper()}", str(getattr(settings, name)))
    for name in ("zalo_app_secret", "zalo_oa_secret", "zalo_bot_token", "zalo_bot_secret"):
        monkeypatch.setenv(f"MOTCUA_{name.upper()}", getattr(settings, name).get_secret_value())
    return closed_office.zalo


def test_connecting_asks_for_the_token_without_showing_it_and_tries_it_at_once(environment: FakeZalo) -> None:
    told = invoke(["zalo", "connect"], input="REFRESH-1\n")

    assert told.exit_code == 0
    assert "Đã kết nối OA “UBND phường Mẫu”" in told.output
    assert "REFRESH-1" not in told.output
    assert invoke(["zalo", "check"]).exit_code == 0
    assert environment.refreshes == 1


def test_a_wrong_token_is_told_with_what_to_do(environment: FakeZalo) -> None:
    told = invoke(["zalo", "connect"], input="sai\n")

    assert told.exit_code == 1
    assert "kết nối lại" in told.output


def test_a_check_says_which_settings_are_missing(environment: FakeZalo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_ZALO_APP_SECRET", "")
    told = invoke(["zalo", "connect"], input="REFRESH-1\n")

    assert told.exit_code == 1
    assert "MOTCUA_ZALO_APP_SECRET" in told.output
    assert environment.refreshes == 0


def test_the_webhook_of_the_bot_is_registered_with_its_secret(environment: FakeZalo) -> None:
    assert invoke(["zalo", "bot-webhook", "http://motcua.example.vn"]).exit_code == 2
    assert invoke(["zalo", "bot-webhook", "https://motcua.example.vn/"]).exit_code == 0

    assert environment.webhooks == [
        {"url": "https://motcua.example.vn/channels/zalo-bot/webhook", "secret_token": "bi-mat-cua-bot"}
    ]
