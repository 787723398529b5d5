"""An office's own look-up over HTTP, described by settings: address with ``{code}``, a secret header, a mapping."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from api.dossiers.mapping import Mapping
from api.dossiers.model import DossierStatus, LookUpFailed
from api.trust import authorities

if TYPE_CHECKING:
    from api.settings import Settings

PLACE = "{code}"
_MOST_BYTES = 65_536
_CONNECTIONS = 8
_GONE = frozenset({404, 410})
_DENIED = frozenset({401, 403})


class HttpProvider:
    """Asks one address, never follows a redirect, reads at most 64 KiB. Close it with the application.

    Args:
        address: with ``{code}`` in it.
        headers: sent with each request; they hold the secret.
        mapping: how the answer is read.
        timeout: seconds for the whole look-up, waiting for a free connection included.
    """

    def __init__(self, address: str, headers: dict[str, str], mapping: Mapping, timeout: float) -> None:
        self._address = address
        self._mapping = mapping
        limits = httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS)
        self._http = httpx.AsyncClient(
            timeout=timeout,
            limits=limits,
            follow_redirects=False,
            trust_env=False,
            verify=authorities(environment=False),
            headers={"Accept": "application/json", "User-Agent": "motcua", **headers},
        )

    @classmethod
    def of(cls, settings: Settings) -> HttpProvider | None:
        """Make it for a deployment; ``None``: none is configured."""
        if not settings.dossier_url:
            return None
        secret = settings.dossier_secret.get_secret_value()
        headers = {settings.dossier_header: secret} if secret else {}
        mapping = Mapping.read(settings.dossier_fields, settings.dossier_states)
        return cls(settings.dossier_url, headers, mapping, settings.dossier_timeout)

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()

    async def look_up(self, code: str) -> DossierStatus | None:
        """Return where a dossier stands; ``None``: the system knows no such code.

        Raises:
            LookUpFailed: nothing that can be relied on came.
        """
        try:
            body = await self._read(self._address.replace(PLACE, quote(code, safe="")))
        except httpx.TimeoutException:
            raise LookUpFailed("timeout") from None
        except httpx.HTTPError:
            raise LookUpFailed("refused") from None
        return None if body is None else self._mapping.status(_parsed(body), code)

    async def _read(self, address: str) -> bytes | None:
        async with self._http.stream("GET", address) as response:
            if response.status_code in _GONE:
                return None
            if response.status_code in _DENIED:
                raise LookUpFailed("denied")
            if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
                raise LookUpFailed("busy")
            if response.status_code != httpx.codes.OK:
                raise LookUpFailed("status")
            body = b""
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > _MOST_BYTES:
                    raise LookUpFailed("large")
            return body


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise LookUpFailed("broken") from None
