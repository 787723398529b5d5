"""E-mail over SMTP: how the server is reached, how a letter looks, and what its answers mean."""

from __future__ import annotations

import asyncio
import hashlib
import re
import ssl
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.message import Message
from email.utils import format_datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import aiosmtplib

if TYPE_CHECKING:
    from api.settings import Settings

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
"""Scheme of the setting → port when none is named: no TLS, STARTTLS (needed, not only tried), TLS at once."""

_ADDRESS = re.compile(r"[^\s@<>,;:\"\x00-\x1f]+@[^\s@<>,;:\"\x00-\x1f]+")
_TEXT = Charset("utf-8")
_TEXT.body_encoding = QP  # readable as it travels, unlike base64
_WORD_BYTES = 39  # 64 signs once encoded: a line with the name of the header stays below 78
_PERMANENT = 500
_QUIT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in.

    Attributes:
        sender: address in ``From``.
        timeout: seconds for each step of the conversation with the server.
    """

    host: str
    port: int
    tls: bool
    starttls: bool
    user: str | None
    password: str | None
    sender: str
    name: str
    timeout: float

    @classmethod
    def of(cls, settings: Settings) -> MailServer | None:
        """Take it from the settings; ``None``: no mail is sent by this deployment."""
        url = settings.smtp_url.get_secret_value()
        if not url:
            return None
        parts = urlsplit(url)
        return cls(
            host=parts.hostname or "",
            port=parts.port or PORTS[parts.scheme],
            tls=parts.scheme == "smtps",
            starttls=parts.scheme == "smtp+starttls",
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            sender=settings.mail_from,
            name=settings.office_name or "Một Cửa",
            timeout=settings.smtp_timeout,
        )


class Trouble(StrEnum):
    """Why a letter was not taken, in words for the office; nothing of the letter is in them."""

    UNREACHABLE = "Không kết nối được máy chủ thư"
    TLS = "Máy chủ thư không có kết nối mã hoá đáng tin cậy"
    LOGIN = "Máy chủ thư từ chối tài khoản gửi"
    BROKEN_OFF = "Máy chủ thư ngắt kết nối giữa chừng"
    SLOW = "Máy chủ thư trả lời quá chậm"
    LATER = "Máy chủ thư yêu cầu gửi lại sau"
    SENDER = "Máy chủ thư từ chối địa chỉ gửi"
    RECIPIENT = "Máy chủ thư từ chối địa chỉ nhận"
    REFUSED = "Máy chủ thư từ chối nội dung thư"
    ADDRESS = "Địa chỉ nhận không gửi được"


_OF_SERVER = frozenset(
    {Trouble.UNREACHABLE, Trouble.TLS, Trouble.LOGIN, Trouble.BROKEN_OFF, Trouble.SLOW, Trouble.SENDER}
)


class NotSent(Exception):
    """A letter was not taken.

    Attributes:
        trouble: why.
        code: SMTP code of the server's answer; ``None`` without one.
        final: trying again is of no use (RFC 5321 4.2.1: 5yz about the recipient or the letter).
    """

    def __init__(self, trouble: Trouble, code: int | None = None, *, final: bool = False) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.code = code
        self.final = final

    @property
    def text(self) -> str:
        """The reason as it is kept and shown."""
        return f"{self.trouble} ({self.code})" if self.code else str(self.trouble)

    @property
    def of_server(self) -> bool:
        """Tell whether the next letter would meet the same trouble."""
        return self.trouble in _OF_SERVER


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice to be sent. ``key`` is the same however often it is tried: a server can tell a second copy by it."""

    key: str
    recipient: str
    subject: str
    body: str
    at: datetime


def message_of(letter: Letter, server: MailServer) -> Message:
    """Return the letter as it travels: plain text in Vietnamese, marked as sent by a machine (RFC 3834).

    Raises:
        NotSent: the address cannot be written into a header.
    """
    if not _ADDRESS.fullmatch(letter.recipient):
        raise NotSent(Trouble.ADDRESS, final=True)
    message = Message()
    message.set_payload(letter.body, _TEXT)
    message["From"] = f"{_encoded(server.name)}\n <{server.sender}>"
    message["To"] = letter.recipient
    message["Subject"] = _encoded(" ".join(letter.subject.split()))
    message["Date"] = format_datetime(letter.at)
    digest = hashlib.sha256(letter.key.encode()).hexdigest()[:40]
    message["Message-ID"] = f"<{digest}@{server.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "vi"
    return message


def _encoded(text: str) -> str:
    """Return a header's text as encoded words (RFC 2047), each with whole characters.

    The standard library of Python 3.11 loses or adds spaces when it folds a long Vietnamese header.
    """
    words, part = [], b""
    for sign in text:
        if len(part) + len(sign.encode()) > _WORD_BYTES:
            words.append(part)
            part = b""
        part += sign.encode()
    return "\n ".join(f"=?utf-8?B?{b64encode(word).decode()}?=" for word in (*words, part))


class Post:
    """One conversation with the mail server; several letters go through it. An asynchronous context manager."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: aiosmtplib.SMTP | None = None

    async def __aenter__(self) -> Post:
        """Nothing is opened before there is a letter."""
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Say good-bye; a server that does not answer is left."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            await smtp.quit(timeout=min(_QUIT_SECONDS, self._server.timeout))
        except (aiosmtplib.SMTPException, OSError):
            pass
        finally:
            smtp.close()

    async def send(self, letter: Letter) -> None:
        """Hand a letter in; the server has taken it when this returns.

        Raises:
            NotSent: it has not, or did not say so.
        """
        message = message_of(letter, self._server)
        smtp = await self._connected()
        try:
            await smtp.send_message(message, sender=self._server.sender, recipients=[letter.recipient])
        except (aiosmtplib.SMTPException, OSError) as error:
            trouble = _of_letter(error)
            if trouble.of_server:
                self._drop()
            raise trouble from error
        except asyncio.CancelledError:
            self._drop()
            raise

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._smtp is not None and self._smtp.is_connected:
            return self._smtp
        self._drop()
        server = self._server
        secure = server.tls or server.starttls
        smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            timeout=server.timeout,
            use_tls=server.tls,
            start_tls=server.starttls,
            username=server.user,
            password=server.password,
            tls_context=ssl.create_default_context() if secure else None,
        )
        try:
            await smtp.connect()
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _of_connecting(error, server) from error
        self._smtp = smtp
        return smtp

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


def _of_connecting(error: Exception, server: MailServer) -> NotSent:
    """Say what an error before the first letter means."""
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return NotSent(Trouble.TLS)
    match error:
        case aiosmtplib.SMTPAuthenticationError(code=code):
            return NotSent(Trouble.LOGIN, code)
        case aiosmtplib.SMTPResponseException(code=code) if code > 0:
            return NotSent(Trouble.UNREACHABLE, code)
        case aiosmtplib.SMTPConnectError() | aiosmtplib.SMTPServerDisconnected():
            return NotSent(Trouble.SLOW if isinstance(error, TimeoutError) else Trouble.UNREACHABLE)
        case TimeoutError():
            return NotSent(Trouble.SLOW)
        case aiosmtplib.SMTPException():  # the server does not offer what the settings ask for
            return NotSent(Trouble.TLS if server.starttls else Trouble.LOGIN)
        case _:
            return NotSent(Trouble.UNREACHABLE)


def _of_letter(error: Exception) -> NotSent:
    """Say what an error while a letter was handed in means."""
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=refused):
            code = refused[0].code
            return NotSent(_later(Trouble.RECIPIENT, code), code, final=code >= _PERMANENT)
        case aiosmtplib.SMTPSenderRefused(code=code):
            return NotSent(_later(Trouble.SENDER, code), code)
        case TimeoutError():
            return NotSent(Trouble.SLOW)
        case aiosmtplib.SMTPNotSupported():  # an address only an SMTPUTF8 server can read
            return NotSent(Trouble.ADDRESS, final=True)
        case aiosmtplib.SMTPResponseException(code=code) if code > 0:
            return NotSent(_later(Trouble.REFUSED, code), code, final=code >= _PERMANENT)
        case _:
            return NotSent(Trouble.BROKEN_OFF)


def _later(trouble: Trouble, code: int) -> Trouble:
    return trouble if code >= _PERMANENT else Trouble.LATER
