"""A real mail server on loopback that behaves as a test says, and an outbox on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from api.metrics import Metrics
from api.notices import EMAIL
from api.notices.mail import MailServer
from api.notices.outbox import Outbox
from api.notices.sender import Sender
from api.settings import Settings
from api.storage.database import Database
from api.storage.feedback_tables import OutboxRow
from tools.measures.server import free_port

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass
class PostOffice:
    """What a mail server did and what it shall do.

    Attributes:
        answers: for each recipient what RCPT gets; 250 by default.
        data_answers: what the next letters get, in order; 250 when none is left.
        breaks_off: the next so many letters are cut off after they came in, before an answer.
        silent: set: a letter gets no answer until :attr:`release`.
    """

    url: str = ""
    got: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    data_answers: list[str] = field(default_factory=list)
    breaks_off: int = 0
    silent: bool = False
    connections: int = 0
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    password: bytes = b""

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any) -> str:  # noqa: N802
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str | None:  # noqa: N802
        if self.silent:
            await _never()
        if self.breaks_off:
            self.breaks_off -= 1
            server.transport.abort()
            return "451 gone"
        answer = self.data_answers.pop(0) if self.data_answers else "250 OK"
        if answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            message = message_from_bytes(content, policy=modern)
            assert isinstance(message, EmailMessage)
            self.got.append(message)
            self.to.append(list(envelope.rcpt_tos))
        return answer

    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    def check(self, _server: SMTP, _session: Session, _envelope: Envelope, _kind: str, data: Any) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == self.password, handled=False)


async def _never() -> None:
    import asyncio

    await asyncio.sleep(3600)


@pytest.fixture
def serve_mail() -> Iterator[Callable[..., PostOffice]]:
    """Start mail servers; arguments go to :class:`aiosmtpd.controller.Controller`."""
    running: list[Controller] = []

    def start(scheme: str = "smtp", **options: Any) -> PostOffice:
        office = PostOffice()
        if options.pop("with_login", False):
            options.update(authenticator=office.check, auth_required=True, auth_require_tls=False)
        controller = Controller(office, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        running.append(controller)
        office.url = f"{scheme}://127.0.0.1:{controller.port}"
        return office

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def mail(serve_mail: Callable[..., PostOffice]) -> PostOffice:
    return serve_mail()


@pytest.fixture
def database(new_data: Path, database_url: str) -> Iterator[Database]:
    opened = Database.open(Settings.load(data=new_data, database_url=database_url))
    yield opened
    opened.close()


@dataclass
class Hands:
    """The clock's hands; they move when the test moves them."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Hands:
    return Hands()


@dataclass
class Office:
    """An outbox and those who work on it."""

    database: Database
    clock: Hands
    url: str
    tries: int = 4
    timeout: float = 5.0
    lease: timedelta = timedelta(minutes=10)
    metrics: Metrics = field(default_factory=Metrics)
    chance: Callable[[], float] = lambda: 0.0

    def outbox(self) -> Outbox:
        return Outbox(self.database, self.lease, self.tries, self.clock, self.chance)

    def sender(self, url: str | None = None, public_url: str = "") -> Sender:
        settings = Settings.load(
            smtp_url=url or self.url,
            mail_from="pakn@vi-du.vn",
            smtp_timeout=self.timeout,
            office_name="UBND phường Mẫu",
        )
        server = MailServer.of(settings)
        assert server is not None
        return Sender(self.outbox(), server, self.metrics, public_url, self.clock)

    def write(self, *recipients: str, body: str = "Đã tiếp nhận.") -> None:
        """Put notices into the outbox, one for each recipient."""
        with self.database.session() as session:
            for number, recipient in enumerate(recipients):
                session.add(
                    OutboxRow(
                        key=f"KN-7M3Q-X0VD-9:{number}:{self.clock.now.isoformat()}",
                        channel=EMAIL,
                        recipient=recipient,
                        subject="Phản ánh, kiến nghị KN-7M3Q-X0VD-9: Đã tiếp nhận",
                        body=body,
                        case_code="KN-7M3Q-X0VD-9",
                        created_at=self.clock.now,
                        next_at=self.clock.now,
                        attempts=0,
                    )
                )

    def rows(self) -> list[OutboxRow]:
        from sqlalchemy import select

        with self.database.session() as session:
            return list(session.scalars(select(OutboxRow).order_by(OutboxRow.number)))

    def row(self) -> OutboxRow:
        (row,) = self.rows()
        return row

    def counted(self, outcome: str) -> float:
        return self.metrics.registry.get_sample_value("motcua_notices_total", {"outcome": outcome}) or 0.0


@pytest.fixture
def office(database: Database, clock: Hands, mail: PostOffice, monkeypatch: pytest.MonkeyPatch) -> Office:
    import os

    for name in list(os.environ):
        if name.startswith("MOTCUA_"):
            monkeypatch.delenv(name)
    return Office(database, clock, mail.url)


@pytest.fixture
def threads() -> Callable[..., list[Any]]:
    """Run a function in several threads at once and return what they returned."""

    def run(function: Callable[[], Any], count: int) -> list[Any]:
        found: list[Any] = []
        running = [threading.Thread(target=lambda: found.append(function())) for _ in range(count)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        return found

    return run


@dataclass(frozen=True)
class Certificate:
    """A certificate for localhost that nobody has signed."""

    file: Path
    server: Any


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    import ipaddress
    import ssl

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(signed.public_bytes(encoding))
    (folder / "key.pem").write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return Certificate(folder / "cert.pem", context)
