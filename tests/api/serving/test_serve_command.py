"""``motcua serve`` as a person at a terminal meets it, with a stand-in for Rasa."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from api.serving.sockets import listen

MOTCUA = Path(sys.executable).with_name("motcua")


class Deployment:
    """A data folder with the starter set, and the environment of the command."""

    def __init__(self, data: Path, checkout: Path) -> None:
        self.data = data
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
        self.environment = {**kept, "MOTCUA_DATA": str(data), "MOTCUA_PROJECT": str(checkout), "MOTCUA_PORT": "0"}

    def command(self, *arguments: str) -> list[str]:
        return [str(MOTCUA), "serve", *arguments]

    def refused(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @contextmanager
    def running(self) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
        """Start it, wait for the address; hand out process, address, and what was said before."""
        process = subprocess.Popen(self.command(), env=self.environment, stderr=subprocess.PIPE, text=True)
        assert process.stderr
        try:
            before = ""
            for line in process.stderr:
                found = re.search(r"http://\S+:\d+", line)
                if found:
                    yield process, found[0], before
                    return
                before += line
            pytest.fail(f"ended before it was ready:\n{before}")
        finally:
            if process.poll() is None:
                process.kill()
            process.stderr.close()
            process.wait()


@pytest.fixture
def deployment(tmp_path: Path, checkout: Path, starter_root: Path) -> Deployment:
    data = tmp_path / "var"
    shutil.copytree(starter_root, data / "snapshots")
    return Deployment(data, checkout)


def ask(address: str, text: str) -> str:
    with httpx.Client(base_url=address, trust_env=False, timeout=20) as client:
        answer = client.post("/api/v1/chat/messages", json={"text": text}).json()
        return str(answer["messages"][0]["text"])


def listening(process: subprocess.Popen[str]) -> set[str]:
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    return {c.laddr.ip for one in family for c in one.net_connections("inet") if c.status == psutil.CONN_LISTEN}


def test_it_starts_answers_and_stops_with_everything_it_started(deployment: Deployment) -> None:
    with deployment.running() as (process, address, said):
        assert "Huấn luyện trợ lý" in said
        assert ask(address, "chuyện riêng của tôi 0912345678") == "rasa: chuyện riêng của tôi [SoDienThoai]"
        assert httpx.get(f"{address}/readyz", trust_env=False).json()["status"] == "ok"
        assert listening(process) == {"127.0.0.1"}
        family = psutil.Process(process.pid).children(recursive=True)
        assert family

        process.send_signal(signal.SIGINT)

        assert process.stderr
        logs = process.stderr.read()
        assert process.wait(20) == 0
        assert not psutil.wait_procs(family, timeout=5)[1]
    logs += "".join(file.read_text() for file in (deployment.data / "logs").glob("*.log"))
    assert '"event": "turn"' in logs
    assert "chuyện riêng" not in logs
    assert "0912345678" not in logs


def test_killed_outright_it_takes_rasa_along_and_the_next_start_has_everything(deployment: Deployment) -> None:
    with deployment.running() as (process, address, _):
        with httpx.Client(base_url=address, trust_env=False) as client:
            kept = client.post("/api/v1/chat/messages", json={"text": "khai sinh"}).json()["conversation_id"]
        rasa = psutil.Process(process.pid).children()
        assert rasa
        process.kill()
        process.wait(10)
        _, alive = psutil.wait_procs(rasa, timeout=10)
        assert all(one.status() == psutil.STATUS_ZOMBIE for one in alive)  # a container without init reaps nothing

    with deployment.running() as (process, address, said):
        assert "Huấn luyện" not in said
        read = httpx.get(f"{address}/api/v1/chat/conversations/{kept}", trust_env=False).json()
        assert [one["text"] for one in read["messages"]] == ["khai sinh", "rasa: khai sinh"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


@pytest.mark.parametrize("missing", [True, False])
def test_without_a_working_bot_it_says_so_and_answers_from_search(
    deployment: Deployment, checkout: Path, missing: bool
) -> None:
    if missing:
        shutil.rmtree(checkout / "bot" / ".venv")
    else:
        (checkout / "bot" / "data" / "broken").touch()

    with deployment.running() as (process, address, said):
        assert ("không có" if missing else "InvalidRule") in said
        assert "vẫn trả lời bằng tra cứu trực tiếp" in said
        assert "tra cứu trực tiếp" in ask(address, "đăng ký khai sinh cần giấy tờ gì")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_a_taken_port_ends_it_with_one_clear_line(deployment: Deployment) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        ended = deployment.refused("--port", str(port))

    assert ended.returncode == 1
    assert ended.stderr.strip().startswith(f"Cổng {port} đang có chương trình khác dùng.")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("environment", "code", "sentence"),
    [
        ({"MOTCUA_LOG_LEVEL": "loud"}, 2, "Cấu hình chưa đúng: MOTCUA_LOG_LEVEL: chỉ nhận một trong"),
        ({"MOTCUA_DATA": "/proc/khong-ghi-duoc"}, 2, "Cấu hình chưa đúng: MOTCUA_DATA: không ghi được"),
        ({"MOTCUA_MODEL": "/khong/co.tar.gz"}, 2, "Cấu hình chưa đúng: MOTCUA_MODEL: không có tệp"),
    ],
)
def test_a_wrong_setting_ends_it_with_one_clear_line(
    deployment: Deployment, environment: dict[str, str], code: int, sentence: str
) -> None:
    ended = deployment.refused(**environment)

    assert ended.returncode == code
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr
