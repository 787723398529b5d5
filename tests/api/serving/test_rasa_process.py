"""Rasa is kept alive, and nothing of it outlives us."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import psutil

from api.serving.bot_home import LEASH, BotHome
from api.serving.rasa_process import Patience, RasaProcess
from api.serving.sockets import free_port
from tests.loops import run as run_aside

QUICK = Patience(first_pause=0.05, longest_pause=0.1, look=0.1, start=30.0, hung_looks=2, stop=5.0)


class World:
    """One Rasa stand-in under watch."""

    def __init__(self, checkout: Path, data: Path) -> None:
        self.home = BotHome(checkout, data)
        self.port = free_port()
        self.starts = 0
        self.well: Callable[[], Awaitable[bool]] = self.answers
        model = data / "bot.tar.gz"
        data.mkdir(parents=True, exist_ok=True)
        model.write_bytes(b"model")
        self.process = RasaProcess(
            self.home.command("run", "-i", "127.0.0.1", "-p", str(self.port), "--model", str(model)),
            self.home.environment(MOTCUA_GATEWAY_TOKEN="x" * 16),
            checkout,
            data / "logs" / "rasa.log",
            healthy=self._well,
            on_start=self._count,
            patience=QUICK,
        )

    async def _well(self) -> bool:
        return await self.well()

    def _count(self) -> None:
        self.starts += 1

    async def answers(self) -> bool:
        async with httpx.AsyncClient(trust_env=False) as client:
            try:
                return (await client.get(f"http://127.0.0.1:{self.port}/", timeout=1)).status_code == 200
            except httpx.HTTPError:
                return False

    async def until(self, condition: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(20):
            while not await condition():
                await asyncio.sleep(0.02)

    def pids(self) -> list[list[int]]:
        file = self.home.data / "bot" / "home" / "pids"
        return [[int(one) for one in line.split()] for line in file.read_text().splitlines()] if file.exists() else []


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_a_killed_rasa_comes_back_and_its_children_are_gone(checkout: Path, tmp_path: Path) -> None:
    async def story() -> None:
        world = World(checkout, tmp_path / "var")
        task = asyncio.create_task(world.process.keep_running())
        await world.until(world.answers)
        first, helper = world.pids()[0]
        os.kill(first, signal.SIGKILL)

        async def again() -> bool:
            return len(world.pids()) == 2 and await world.answers()

        await world.until(again)
        assert world.starts == 2
        assert gone(first)
        assert gone(helper)
        await _stop(task)
        assert all(gone(pid) for pids in world.pids() for pid in pids)
        assert world.process.pid is None

    run_aside(story())
    assert not [one for one in psutil.Process().children() if one.status() == psutil.STATUS_ZOMBIE]


def test_a_rasa_that_stops_answering_is_started_anew(checkout: Path, tmp_path: Path) -> None:
    async def story() -> None:
        world = World(checkout, tmp_path / "var")
        task = asyncio.create_task(world.process.keep_running())
        await world.until(world.answers)

        looks = 0

        async def well_once_then_hung() -> bool:
            nonlocal looks
            looks += 1
            return looks == 1 or world.starts > 1

        world.well = well_once_then_hung

        async def anew() -> bool:
            return world.starts == 2

        await world.until(anew)
        await _stop(task)

    run_aside(story())


def test_a_rasa_that_cannot_start_is_tried_again_without_end_or_harm(checkout: Path, tmp_path: Path) -> None:
    async def story() -> None:
        world = World(checkout, tmp_path / "var")
        (checkout / "rasa" / "__main__.py").write_text("import sys; sys.exit('broken')")
        task = asyncio.create_task(world.process.keep_running())

        async def tried_three_times() -> bool:
            return world.starts >= 3

        await world.until(tried_three_times)
        await _stop(task)

    run_aside(story())
    assert "broken" in (tmp_path / "var" / "logs" / "rasa.log").read_text()


def test_a_missing_program_does_not_end_the_watch(checkout: Path, tmp_path: Path) -> None:
    async def story() -> None:
        world = World(checkout, tmp_path / "var")
        python = checkout / "bot" / ".venv" / "bin" / "python"
        python.unlink()
        task = asyncio.create_task(world.process.keep_running())
        await asyncio.wait([task], timeout=0.2)
        assert not task.done()
        python.symlink_to(sys.executable)
        await world.until(world.answers)
        await _stop(task)

    run_aside(story())


def test_a_process_on_the_leash_dies_with_its_parent_even_when_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import os, signal, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, sys.argv[1], str(os.getpid()), '-c',"
        " 'print(1, flush=True); import time; time.sleep(600)'], stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    parent = subprocess.run([sys.executable, "-c", program, str(LEASH)], capture_output=True, text=True, check=False)

    child = int(parent.stdout)

    if psutil.pid_exists(child):
        _, alive = psutil.wait_procs([psutil.Process(child)], timeout=10)
        assert all(one.status() == psutil.STATUS_ZOMBIE for one in alive)  # a container without init reaps nothing
