"""Asks addresses whether they still open: gently, over http and https only, and never inside a network.

A name is resolved here and the connection goes to just that address, so that a name cannot point elsewhere between
the look and the connection. Each hop of a redirect is judged like the first address.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx

from api.knowledge_desk.links.model import Outcome, Verdict

CONNECTIONS_PER_HOST = 2
_CONNECTIONS = 20
_HOPS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_CLOSED = frozenset({401, 403, 407, 429})
_DOUBTFUL = frozenset({Verdict.GONE, Verdict.CLOSED, Verdict.ERROR})
_PORTS = {"http": 80, "https": 443}
_CARRIERS = tuple(ipaddress.ip_network(one) for one in ("64:ff9b::/96", "2001::/32", "2002::/16"))
"""IPv6 ranges that carry an IPv4 address inside, which may be a private one."""

Heard = Callable[[str, Outcome], None]


class _Refused(Exception):
    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.value)
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class Manners:
    """How addresses are asked.

    Attributes:
        timeout: seconds for one answer, from the name to the head of the page.
        pause: seconds a connection to a host rests after an answer.
        private: addresses inside a network may be asked.
    """

    timeout: float = 15.0
    pause: float = 1.0
    private: bool = False


class LinkChecker:
    """Looks at links. An async context manager; cancelling a call stops it at once."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._client = httpx.AsyncClient(
            headers={"User-Agent": "MotCua-links", "Accept": "*/*"},
            timeout=manners.timeout,
            trust_env=False,  # a proxy would resolve the name again
            # One address can serve several names: a kept TLS connection of another name must not be used.
            limits=httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=0),
        )
        self._hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(CONNECTIONS_PER_HOST))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def check_all(self, urls: Iterable[str], heard: Heard) -> None:
        """Look at every link; ``heard`` is called as each is known."""
        waiting: defaultdict[str, list[str]] = defaultdict(list)
        for url in urls:
            waiting[_host(url)].append(url)

        async def work(queue: list[str]) -> None:
            while queue:
                url = queue.pop()
                heard(url, await self.check(url))

        async with asyncio.TaskGroup() as group:
            for queue in waiting.values():
                queue.reverse()
                for _ in range(min(CONNECTIONS_PER_HOST, len(queue))):
                    group.create_task(work(queue))

    async def check(self, url: str) -> Outcome:
        """Look at one link: HEAD first, and GET when the server does not answer HEAD well."""
        outcome = await self._follow("HEAD", url)
        return await self._follow("GET", url) if outcome.verdict in _DOUBTFUL else outcome

    async def _follow(self, method: str, url: str) -> Outcome:
        seen: set[str] = set()
        status: int | None = None
        try:
            while url not in seen and len(seen) <= _HOPS:
                seen.add(url)
                status, target = await self._ask(method, url)
                if target is None:
                    return Outcome(verdict=_verdict(status), status=status)
                url = target
        except _Refused as refused:
            return Outcome(verdict=refused.verdict, status=status)
        except httpx.InvalidURL:
            return Outcome(verdict=Verdict.MALFORMED, status=status)
        except httpx.RemoteProtocolError:  # some servers hang up on HEAD
            return Outcome(verdict=Verdict.ERROR, status=status)
        except (TimeoutError, httpx.TimeoutException):
            return Outcome(verdict=Verdict.SLOW, status=status)
        except (httpx.HTTPError, OSError):
            return Outcome(verdict=Verdict.UNREACHABLE, status=status)
        return Outcome(verdict=Verdict.LOOP, status=status)

    async def _ask(self, method: str, url: str) -> tuple[int, str | None]:
        """Return the status and where a redirect leads."""
        parts = _read(url)
        async with self._hosts[parts.host]:
            try:
                async with asyncio.timeout(self._manners.timeout):
                    address = await self._address(parts)
                    request = self._client.build_request(
                        method,
                        parts.copy_with(host=address, fragment=None),
                        headers={"Host": parts.netloc.decode("ascii")},
                        extensions={"sni_hostname": parts.raw_host.decode("ascii")},
                    )
                    response = await self._client.send(request, stream=True)
                    await response.aclose()  # the page itself is of no interest
            finally:
                await asyncio.sleep(self._manners.pause)
        location = response.headers.get("location")
        if response.status_code not in _MOVED or not location:
            return response.status_code, None
        return response.status_code, str(parts.join(location))

    async def _address(self, parts: httpx.URL) -> str:
        """Return the address to connect to; one inside a network is refused unless that is allowed."""
        port = parts.port or _PORTS[parts.scheme]
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(parts.raw_host.decode("ascii"), port, type=socket.SOCK_STREAM)
        except UnicodeError:
            raise _Refused(Verdict.MALFORMED) from None
        addresses = [str(one[4][0]) for one in found]
        if not self._manners.private and not all(is_public(one) for one in addresses):
            raise _Refused(Verdict.LOCAL)
        return addresses[0]


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the open internet."""
    read = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(read, ipaddress.IPv6Address):
        if read.ipv4_mapped:
            read = read.ipv4_mapped
        elif any(read in carrier for carrier in _CARRIERS):
            return False
    return read.is_global and not read.is_multicast


def _read(url: str) -> httpx.URL:
    parts = httpx.URL(url)
    if parts.scheme not in _PORTS or not parts.host or parts.userinfo:
        raise _Refused(Verdict.MALFORMED)
    return parts


def _host(url: str) -> str:
    try:
        return _read(url).host
    except (_Refused, httpx.InvalidURL):
        return ""


def _verdict(status: int) -> Verdict:
    if status in _GONE:
        return Verdict.GONE
    if status in _CLOSED:
        return Verdict.CLOSED
    return Verdict.ERROR if status >= httpx.codes.BAD_REQUEST else Verdict.GOOD
