"""The hotline's search box as one operator uses it: the request that each pause in the typing sends."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from api.operator.addresses import FIND
from api.security.accounts import Accounts
from api.security.passwords import generate_password
from api.security.roles import Role
from api.settings import Settings
from api.storage.database import Database
from tools.measures import Timing
from tools.measures.server import Server

SAID = (
    "làm lại căn cước bị mất",
    "dang ky tam tru cho nguoi thue tro",
    "con mới sinh làm giấy khai sinh ở đâu",
    "sang tên sổ đỏ cho con hết bao nhiêu tiền",
    "bằng lái xe hết hạn đổi lại",
    "mở quán cà phê nhỏ cần giấy phép gì",
    "rút bảo hiểm xã hội một lần",
    "giay xac nhan doc than de ket hon",
    "làm hộ chiếu cho trẻ em bao lâu",
    "ba mất rồi giờ khai tử cần giấy gì",
    "xin phép xây nhà ba tầng",
    "tách thửa đất vườn cho hai đứa con",
    "sao y ban chinh bang dai hoc",
    "trợ cấp người cao tuổi tám mươi tuổi",
    "1.004194",
)
"""What callers say, as it is typed."""
_EVERY = 3
"""A pause comes after each third letter: a fast typist sends fewer requests, a slow one the same ones."""
_ROUNDS = 2
_NAME = "do-toc-do-go"
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


def growing(said: str) -> Iterator[str]:
    """Yield what stands in the box at each pause, and the whole at the end."""
    yield from (said[:end] for end in range(2, len(said), _EVERY))
    yield said


def measure_typing(server: Server, data: Path) -> Timing:
    """Log an operator in and measure every request of all sentences, one after the other.

    Args:
        server: running on ``data``.
        data: its folder; an account is made in it that only this run can use.
    """
    with httpx.Client(base_url=server.url, timeout=30, trust_env=False, follow_redirects=True) as client:
        _log_in(client, _account(data))
        _ask(client, SAID[0])  # warm
        seconds = [_ask(client, text) for _ in range(_ROUNDS) for said in SAID for text in growing(said)]
    return Timing.of(seconds)


def _ask(client: httpx.Client, text: str) -> float:
    started = time.perf_counter()
    answer = client.get(FIND, params={"tim": text})
    seconds = time.perf_counter() - started
    if answer.status_code != httpx.codes.OK or "hits" not in answer.json():
        raise RuntimeError(f"the search box answered {answer.status_code}")
    return seconds


def _account(data: Path) -> str:
    """Make the operator afresh and return the password."""
    first, password = generate_password(), generate_password()
    database = Database.open(Settings.load(data=data))
    try:
        accounts = Accounts(database)
        known = next((one for one in accounts.list(None) if one.username == _NAME), None)
        if known:
            accounts.reset_password(None, known.id, first)
        else:
            known = accounts.create(None, username=_NAME, name="Đo tốc độ", role=Role.OPERATOR, password=first)
        accounts.change_password(known.id, first, password)
    finally:
        database.close()
    return password


def _log_in(client: httpx.Client, password: str) -> None:
    form = client.get("/admin/dang-nhap").text
    token = _TOKEN.search(form)
    values = {"username": _NAME, "password": password, "tiep": "", "csrf": token[1] if token else ""}
    client.post("/admin/dang-nhap", data=values).raise_for_status()
