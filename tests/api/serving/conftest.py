"""A checkout with a stand-in for Rasa: the same command line, the same addresses, a hundredth of the weight."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

STAND_IN = """
import json, os, pathlib, subprocess, sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer

given = sys.argv[1:]
state = pathlib.Path(os.environ["HOME"])


def option(name):
    return given[given.index(name) + 1]


def train():
    with (state / "trainings").open("a") as file:
        file.write("x")
    for part in ("--config", "--domain", "--data"):
        assert pathlib.Path(option(part)).exists(), part
    if pathlib.Path("bot/data/broken").exists():
        sys.exit("InvalidRule: two rules contradict each other")
    if pathlib.Path("bot/data/endless").exists():
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        (state / "training").write_text(str(os.getpid()))
        time.sleep(600)
    (pathlib.Path(option("--out")) / (option("--fixed-model-name") + ".tar.gz")).write_bytes(b"model")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def do_POST(self):
        heard = json.loads(self.rfile.read(int(self.headers["content-length"])))
        right = self.headers["x-gateway-token"] == os.environ["MOTCUA_GATEWAY_TOKEN"]
        body = json.dumps([{"text": "rasa: " + heard["message"]}]).encode()
        self.send_response(200 if right else 401)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def run():
    assert option("-i") == "127.0.0.1"
    assert pathlib.Path(option("--model")).is_file()
    helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with (state / "pids").open("a") as file:
        file.write(f"{os.getpid()} {helper.pid}\\n")
    HTTPServer(("127.0.0.1", int(option("-p"))), Handler).serve_forever()


{"train": train, "run": run}[given[0]]()
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with config.yml and bot/ whose Python runs the stand-in as ``-m rasa``."""
    project = tmp_path / "checkout"
    for folder in ("bot/domain", "bot/data", "bot/components", "bot/.venv/bin", "rasa"):
        (project / folder).mkdir(parents=True)
    (project / "config.yml").write_text("language: vi\n")
    (project / "bot" / "data" / "rules.yml").write_text("rules: []\n")
    (project / "rasa" / "__init__.py").touch()
    (project / "rasa" / "__main__.py").write_text(STAND_IN)
    (project / "bot" / ".venv" / "bin" / "python").symlink_to(sys.executable)
    return project
