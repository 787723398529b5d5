"""The commands of the knowledge, as a person or a script runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

MOTCUA = Path(sys.executable).with_name("motcua")


@pytest.fixture
def data(starter_root: Path, tmp_path: Path) -> Path:
    """A data folder whose snapshots are those of a new deployment."""
    (tmp_path / "snapshots").symlink_to(starter_root)
    return tmp_path


def run(data: Path, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "80"}
    command = [str(MOTCUA), *arguments, "--data", str(data)]
    return subprocess.run(command, input=text, env=environment, capture_output=True, text=True, check=False)


def test_an_answer_is_whole_lines_with_an_unbroken_link(data: Path) -> None:
    done = run(data, "answer", "1.004194", "--aspect", "fee")
    assert done.returncode == 0
    assert "7.000 đồng" in done.stdout
    assert "15.000 đồng" in done.stdout
    last = done.stdout.strip().splitlines()[-1]
    assert last.startswith("https://dichvucong.gov.vn/thu-tuc-hanh-chinh/")
    assert len(last.rsplit("/", 1)[1]) == 36


def test_an_answer_as_json_is_the_answer_as_data(data: Path) -> None:
    answer = json.loads(run(data, "answer", "1.004194", "--aspect", "compare", "--json").stdout)
    assert (answer["status"], answer["code"], answer["aspect"]) == ("answered", "1.004194", "compare")
    assert answer["citations"][0]["decision"] == "9354/QĐ-BCA-C06"


def test_an_unknown_code_is_one_clear_line(data: Path) -> None:
    done = run(data, "answer", "9.999999")
    assert done.returncode == 1
    assert "không có thủ tục mã 9.999999" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_search_streams_a_line_for_a_line_and_outlives_a_broken_one(data: Path) -> None:
    lines = [
        {"id": "a", "question": "đăng ký tạm trú phí bao nhiêu"},
        {"id": "b", "question": "gửi bưu điện được không", "history": ["đăng ký tạm trú"]},
    ]
    text = json.dumps(lines[0]) + "\n{broken\n" + json.dumps(lines[1]) + "\n"
    first, broken, second = (json.loads(line) for line in run(data, "search", "--jsonl", text=text).stdout.splitlines())
    assert (first["id"], first["status"], first["band"], first["aspects"]) == ("a", "answered", "sure", ["fee"])
    assert first["hits"][0]["code"] == "1.004194"
    assert set(first["hits"][0]) == {"code", "name", "score"}
    assert broken["status"] == "error"
    assert (second["id"], second["hits"][0]["code"], second["aspects"]) == ("b", "1.004194", ["postal"])
