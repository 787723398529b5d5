"""Zalo's HTTP interface: what is sent is what the specification shows; what comes back is a value or one error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import httpx
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from knowledge.errors import MotCuaError

_MESSAGE = "/v3.0/oa/message/cs"
_TEMPLATE = "/v3.0/oa/message/template"
_PROFILE = "/v2.0/oa/getoa"
_TOKEN = "/v4/oa/access_token"  # noqa: S105 (an address)
_SECONDS = 10.0


class NotReached(MotCuaError):
    """No connection: the request has not left this machine."""


class Unclear(MotCuaError):
    """The request left, and no usable answer came: nobody knows what became of it."""


class Refused(MotCuaError):
    """Zalo said no.

    Attributes:
        code: its error code.
    """

    def __init__(self, code: int) -> None:
        super().__init__(f"error {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class TokenPair:
    """A fresh pair; ``seconds``: how long the access token holds."""

    access: str
    refresh: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Profile:
    """Which OA a token belongs to."""

    oa_id: str
    name: str


def _number(value: object) -> object:
    return int(value) if isinstance(value, str) and value.lstrip("-").isdigit() else value


def _text(value: object) -> object:
    return str(value) if isinstance(value, int) else value


_Number = Annotated[int, BeforeValidator(_number)]
_Id = Annotated[str, BeforeValidator(_text)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="ignore")
    message_id: _Id = ""
    msg_id: _Id = ""
    oa_id: _Id = ""
    name: str = ""


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore")
    error: _Number
    data: _Data | None = None


class _Tokens(BaseModel):
    model_config = ConfigDict(extra="ignore")
    access_token: str
    refresh_token: str
    expires_in: _Number


class _TokenError(BaseModel):
    model_config = ConfigDict(extra="ignore")
    error: _Number


class ZaloClient:
    """Calls Zalo; every method raises :class:`NotReached`, :class:`Unclear` or :class:`Refused`.

    Args:
        http: without a base address.
        api: address of the open API.
        oauth: address of the token service.
    """

    def __init__(self, http: httpx.AsyncClient, api: str, oauth: str) -> None:
        self._http = http
        self._api = api
        self._oauth = oauth

    async def send(self, token: str, body: dict[str, Any]) -> str:
        """Send a message within the windows; return its id."""
        return await self._post(_MESSAGE, token, body)

    async def send_template(self, token: str, body: dict[str, Any]) -> str:
        """Send an approved template by user id; return the id of the message."""
        return await self._post(_TEMPLATE, token, body)

    async def profile(self, token: str) -> Profile:
        """Return the OA of a token."""
        data = _data(await self._call("GET", self._api + _PROFILE, headers={"access_token": token}))
        return Profile(data.oa_id, data.name)

    async def refresh(self, app_id: str, secret: str, refresh_token: str) -> TokenPair:
        """Change a refresh token for a new pair; the old one is used up by this call."""
        form = {"refresh_token": refresh_token, "app_id": app_id, "grant_type": "refresh_token"}
        response = await self._call("POST", self._oauth + _TOKEN, data=form, headers={"secret_key": secret})
        try:
            found = _Tokens.model_validate_json(response.content)
        except ValidationError:
            raise _token_error(response) from None
        return TokenPair(found.access_token, found.refresh_token, found.expires_in)

    async def _post(self, path: str, token: str, body: dict[str, Any]) -> str:
        response = await self._call("POST", self._api + path, json=body, headers={"access_token": token})
        data = _data(response)
        return data.message_id or data.msg_id

    async def _call(self, method: str, url: str, **values: Any) -> httpx.Response:
        try:
            response = await self._http.request(method, url, timeout=_SECONDS, **values)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise NotReached from None
        except httpx.HTTPError:
            raise Unclear from None
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise Refused(-32)
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise Unclear
        return response


def _data(response: httpx.Response) -> _Data:
    try:
        body = _Body.model_validate_json(response.content)
    except ValidationError:
        raise Unclear from None
    if body.error:
        raise Refused(body.error)
    if response.status_code != httpx.codes.OK:
        raise Unclear
    return body.data or _Data()


def _token_error(response: httpx.Response) -> MotCuaError:
    try:
        return Refused(_TokenError.model_validate_json(response.content).error)
    except ValidationError:
        return Unclear()
