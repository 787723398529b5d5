"""Links are asked gently and told apart: good, gone, closed, slow, looping, unreachable, inside a network."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from api.knowledge_desk.links.checker import CONNECTIONS_PER_HOST, LinkChecker, Manners, is_public
from api.knowledge_desk.links.model import Outcome, Verdict
from tests.loopback import serving
from tests.loops import run as run_aside

OPEN = Manners(timeout=20.0, pause=0.0, private=True)


class Site:
    """A server with a page of each sort; ``asked`` holds what it was asked, ``most`` how many at once."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[tuple[str, str]] = []
        self.hosts: list[str] = []
        self.let_go = threading.Event()
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.asked.append((handler.command, handler.path))
            self.hosts.append(handler.headers["host"])
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            self._send(handler)
        finally:
            with self._lock:
                self._now -= 1

    def _send(self, handler: BaseHTTPRequestHandler) -> None:
        head = handler.command == "HEAD"
        path = handler.path
        if path == "/slow":
            self.let_go.wait(60)
        if path == "/hangs-up" and head:
            handler.close_connection = True
            return
        status, target = 200, ""
        if path == "/gone":
            status = 404
        elif path == "/get-only":
            status = 405 if head else 200
        elif path == "/closed":
            status = 403
        elif path == "/broken":
            status = 500
        elif path == "/moved":
            status, target = 302, "/good"
        elif path in ("/round", "/round-again"):
            status, target = 301, "/round-again" if path == "/round" else "/round"
        elif path.startswith("/far/"):
            status, target = 302, f"/far/{int(path.removeprefix('/far/')) + 1}"
        elif path == "/to-a-file":
            status, target = 302, "file:///etc/hostname"
        handler.send_response(status)
        if target:
            handler.send_header("location", target)
        handler.send_header("content-length", "0")
        handler.end_headers()


@pytest.fixture
def site() -> Iterator[Site]:
    """A running site."""
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            found.answer(self)

        def do_GET(self) -> None:
            found.answer(self)

        def log_message(self, *_arguments: object) -> None:
            pass

    with serving(Handler) as found.url:
        yield found
        found.let_go.set()


def look(url: str, manners: Manners = OPEN) -> Outcome:
    async def ask() -> Outcome:
        async with LinkChecker(manners) as checker:
            return await checker.check(url)

    return run_aside(ask())


@pytest.mark.parametrize(
    ("path", "verdict", "status"),
    [
        ("/good", Verdict.GOOD, 200),
        ("/moved", Verdict.GOOD, 200),
        ("/get-only", Verdict.GOOD, 200),
        ("/hangs-up", Verdict.GOOD, 200),
        ("/gone", Verdict.GONE, 404),
        ("/closed", Verdict.CLOSED, 403),
        ("/broken", Verdict.ERROR, 500),
        ("/round", Verdict.LOOP, 301),
        ("/far/1", Verdict.LOOP, 302),
        ("/to-a-file", Verdict.MALFORMED, 302),
    ],
)
def test_a_link_is_judged_by_what_a_person_would_see(site: Site, path: str, verdict: Verdict, status: int) -> None:
    assert look(site.url + path) == Outcome(verdict=verdict, status=status)


def test_a_page_that_answers_head_is_not_fetched(site: Site) -> None:
    look(f"{site.url}/good#phan-2")
    assert site.asked == [("HEAD", "/good")]


def test_a_server_hears_its_own_name(site: Site) -> None:
    port = site.url.rpartition(":")[2]
    assert look(f"http://localhost:{port}/good").verdict is Verdict.GOOD
    assert site.hosts == [f"localhost:{port}"]


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(site: Site) -> None:
    assert look(f"{site.url}/slow", Manners(timeout=0.3, pause=0.0, private=True)) == Outcome(verdict=Verdict.SLOW)


def test_a_port_nobody_listens_on_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: connections are refused
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert look(url) == Outcome(verdict=Verdict.UNREACHABLE)


@pytest.mark.parametrize(
    "url", ["ftp://vidu.vn/a", "file:///etc/passwd", "mau-1.docx", "http://", "http://a:b@vidu.vn/"]
)
def test_only_web_addresses_are_asked(url: str) -> None:
    assert look(url) == Outcome(verdict=Verdict.MALFORMED)


def test_addresses_inside_a_network_are_never_asked(site: Site) -> None:
    port = site.url.rpartition(":")[2]
    strict = Manners(pause=0.0)
    for host in ("127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]"):
        assert look(f"http://{host}:{port}/good", strict) == Outcome(verdict=Verdict.LOCAL)
    assert site.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("203.113.130.1", True),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("2400:cb00:2048::1", True),
    ],
)
def test_what_counts_as_inside_a_network(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_host_never_has_more_than_two_connections_and_every_link_is_heard(site: Site) -> None:
    urls = [f"{site.url}/good?{number}" for number in range(12)] + ["mau-1.docx"]
    heard: dict[str, Outcome] = {}

    async def ask() -> None:
        async with LinkChecker(OPEN) as checker:
            await checker.check_all(urls, heard.__setitem__)

    run_aside(ask())
    assert set(heard) == set(urls)
    assert 1 <= site.most <= CONNECTIONS_PER_HOST
