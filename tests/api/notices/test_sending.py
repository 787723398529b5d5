"""Notices by e-mail: each goes out once, whatever the mail server and the database do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.errors import StorageUnavailable
from api.notices.mail import Trouble
from api.notices.outbox import LONGEST_WAIT, outbox_state
from api.security.masking import mask
from tests.api.notices.conftest import START, Office, PostOffice
from tests.loops import run as run_aside


def send(office: Office, **options: Any) -> int:
    return run_aside(office.sender(**options).round())


def test_a_notice_goes_out_as_a_plain_vietnamese_letter(office: Office, mail: PostOffice) -> None:
    office.write("lan@vi-du.vn", body="Kính gửi anh/chị,\n\nĐã chuyển đến Sở Tư pháp để xử lý.\n.\nHết.")

    assert send(office, public_url="https://motcua.vi-du.vn") == 1

    (letter,) = mail.got
    assert mail.to == [["lan@vi-du.vn"]]
    assert str(letter["To"]) == "lan@vi-du.vn"
    assert str(letter["From"]) == "UBND phường Mẫu <pakn@vi-du.vn>"
    assert str(letter["Subject"]) == "Phản ánh, kiến nghị KN-7M3Q-X0VD-9: Đã tiếp nhận"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().replace("\r\n", "\n") == (
        "Kính gửi anh/chị,\n\nĐã chuyển đến Sở Tư pháp để xử lý.\n.\nHết.\n\n"
        "Xem phản ánh, kiến nghị của anh/chị tại: https://motcua.vi-du.vn/phan-anh/KN-7M3Q-X0VD-9\n"
    )
    assert (office.row().sent_at, office.row().error) == (START, None)


def test_without_an_address_of_the_deployment_there_is_no_link(office: Office, mail: PostOffice) -> None:
    office.write("lan@vi-du.vn")

    send(office)

    assert mail.got[0].get_content().strip() == "Đã tiếp nhận."


def test_what_was_sent_is_not_sent_again(office: Office, mail: PostOffice) -> None:
    office.write("a@vi-du.vn", "b@vi-du.vn")

    assert [send(office) for _ in range(3)] == [2, 0, 0]
    office.clock.forward(days=30)
    assert send(office) == 0

    assert sorted(mail.to) == [["a@vi-du.vn"], ["b@vi-du.vn"]]
    assert mail.connections == 1  # both through one connection


def test_a_notice_waits_for_its_time(office: Office, mail: PostOffice) -> None:
    office.write("a@vi-du.vn")
    office.clock.forward(seconds=-1)

    assert send(office) == 0
    office.clock.forward(seconds=1)
    assert send(office) == 1


@pytest.mark.parametrize("answer", ["550 no such user <lan@vi-du.vn>", "553 mailbox name not allowed"])
def test_a_recipient_that_is_refused_for_good_is_given_up_at_once(
    office: Office, mail: PostOffice, answer: str
) -> None:
    mail.answers["lan@vi-du.vn"] = answer
    office.write("lan@vi-du.vn", "hoa@vi-du.vn")

    assert send(office) == 1  # the others are not held up

    lan, hoa = office.rows()
    assert (lan.dead_at, lan.error, lan.attempts) == (START, f"Máy chủ thư từ chối địa chỉ nhận ({answer[:3]})", 1)
    assert hoa.sent_at == START
    assert (office.counted("dead"), office.counted("sent")) == (1, 1)


def test_a_letter_that_is_refused_for_good_is_given_up_at_once(office: Office, mail: PostOffice) -> None:
    mail.data_answers = ["554 looks like spam"]
    office.write("lan@vi-du.vn")

    send(office)

    assert office.row().dead_at == START
    assert office.row().error == "Máy chủ thư từ chối nội dung thư (554)"


def test_a_server_that_asks_to_come_back_is_asked_again_after_longer_and_longer_waits(
    office: Office, mail: PostOffice
) -> None:
    mail.answers["lan@vi-du.vn"] = "450 greylisted"
    office.write("lan@vi-du.vn")
    waits = []

    while office.row().dead_at is None:
        send(office)
        waits.append(office.row().next_at - office.clock.now)
        assert send(office) == 0  # not before its time
        office.clock.forward(seconds=waits[-1].total_seconds())

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert (office.row().attempts, office.row().error) == (4, "Máy chủ thư yêu cầu gửi lại sau (450)")
    assert (office.counted("retried"), office.counted("dead")) == (3, 1)
    assert mail.got == []


def test_the_waits_have_a_limit_and_differ_by_chance(office: Office, mail: PostOffice) -> None:
    mail.answers["lan@vi-du.vn"] = "450 greylisted"
    office.tries, office.chance = 50, lambda: 1.0
    office.write("lan@vi-du.vn")

    for _ in range(15):
        send(office)
        office.clock.forward(seconds=(office.row().next_at - office.clock.now).total_seconds())

    send(office)
    assert office.row().next_at - office.clock.now == LONGEST_WAIT * 1.5


def test_a_letter_is_sent_at_last_when_the_server_takes_it(office: Office, mail: PostOffice) -> None:
    mail.data_answers = ["451 try later", "452 full"]
    office.write("lan@vi-du.vn")

    for _ in range(3):
        send(office)
        office.clock.forward(hours=1)

    assert len(mail.got) == 1
    assert (office.row().attempts, office.row().error) == (3, None)


def test_a_connection_that_breaks_in_the_middle_is_no_letter_and_costs_the_others_nothing(
    office: Office, mail: PostOffice
) -> None:
    mail.breaks_off = 1
    office.write("a@vi-du.vn", "b@vi-du.vn", "c@vi-du.vn")

    assert send(office) == 0
    assert [row.attempts for row in office.rows()] == [1, 0, 0]
    assert office.rows()[0].error == Trouble.BROKEN_OFF

    assert send(office) == 2
    office.clock.forward(minutes=1)
    assert send(office) == 1
    assert sorted(mail.to) == [["a@vi-du.vn"], ["b@vi-du.vn"], ["c@vi-du.vn"]]


def test_every_copy_of_a_letter_has_the_same_message_id(office: Office, mail: PostOffice) -> None:
    """A server whose answer got lost gets the letter twice, and can tell."""
    office.write("a@vi-du.vn", "b@vi-du.vn")
    send(office)
    with office.database.session() as session:
        for row in office.rows():
            row.sent_at = None
            row.next_at = office.clock.now
            session.merge(row)
    send(office)

    first, second, again, other = (letter["Message-ID"] for letter in mail.got)
    assert (first, second) == (again, other)
    assert first != second
    assert first.endswith("@vi-du.vn>")


def test_a_slow_server_is_left_after_a_while(office: Office, mail: PostOffice) -> None:
    mail.silent = True
    office.timeout = 0.3
    office.write("a@vi-du.vn", "b@vi-du.vn")

    assert send(office) == 0

    assert [(row.attempts, row.error) for row in office.rows()] == [(1, Trouble.SLOW), (0, None)]


def test_a_server_that_is_not_there_costs_one_notice_one_try(office: Office) -> None:
    office.write("a@vi-du.vn", "b@vi-du.vn")

    assert send(office, url="smtp://127.0.0.1:1") == 0

    assert [(row.attempts, row.error) for row in office.rows()] == [(1, Trouble.UNREACHABLE), (0, None)]


def test_an_address_that_breaks_headers_is_given_up(office: Office, mail: PostOffice) -> None:
    office.write("lan@vi-du.vn\r\nBcc: x@vi-du.vn")

    send(office)

    assert (office.row().dead_at, office.row().error) == (START, Trouble.ADDRESS)
    assert mail.got == []


def test_nothing_personal_gets_into_the_table_in_the_open_or_into_a_log(
    office: Office, mail: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    mail.answers["lan.nguyen@vi-du.vn"] = "550 <lan.nguyen@vi-du.vn> unknown, body: Đã tiếp nhận"
    office.write("lan.nguyen@vi-du.vn", body="Chuyện của tôi")

    send(office)

    with office.database.engine.connect() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM outbox").all())
    logged = "\n".join(str(record.__dict__) for record in caplog.records if record.name.startswith("api"))
    assert "notice_not_sent" in logged
    for secret in ("lan.nguyen", "Chuyện của tôi"):
        assert secret not in kept
        assert secret not in logged
    assert mask(kept) == kept or "@" not in kept


class TestSeveralProcesses:
    def test_each_notice_is_claimed_once(self, office: Office, threads: Callable[..., list[Any]]) -> None:
        office.write(*(f"nguoi{number}@vi-du.vn" for number in range(12)))

        def claim_all() -> list[int]:
            found, outbox = [], office.outbox()
            while claim := outbox.claim():
                found.append(claim.number)
            return found

        claimed = [number for part in threads(claim_all, 4) for number in part]

        assert sorted(claimed) == [row.number for row in office.rows()]

    def test_letters_go_out_once_when_all_send(
        self, office: Office, mail: PostOffice, threads: Callable[..., list[Any]]
    ) -> None:
        office.write(*(f"nguoi{number}@vi-du.vn" for number in range(8)))

        counts = threads(lambda: send(office), 3)

        assert sum(counts) == 8
        assert len({tuple(to) for to in mail.to}) == len(mail.to) == 8

    def test_what_a_dead_process_had_claimed_is_sent_after_its_lease(self, office: Office) -> None:
        office.write("a@vi-du.vn")
        assert office.outbox().claim() is not None  # and then nothing more is heard of it

        assert send(office) == 0
        office.clock.forward(minutes=10)
        assert send(office) == 1

    def test_a_notice_that_kills_its_process_is_given_up(self, office: Office) -> None:
        office.write("a@vi-du.vn")
        for _ in range(office.tries):
            assert office.outbox().claim() is not None
            office.clock.forward(minutes=10)

        assert office.outbox().claim() is None
        assert office.row().dead_at is not None

    def test_who_comes_too_late_changes_nothing(self, office: Office) -> None:
        office.write("a@vi-du.vn")
        slow = office.outbox().claim()
        office.clock.forward(minutes=10)
        quick = office.outbox().claim()
        assert slow is not None
        assert quick is not None

        office.outbox().failed(slow, "quá chậm", final=True)
        assert (office.row().dead_at, office.row().error) == (None, None)

        office.outbox().sent(slow)  # it did go out: nobody else may send it, whatever the lease
        office.outbox().failed(quick, "không gửi được", final=True)
        assert office.row().sent_at is not None
        assert office.row().dead_at is None


def test_a_letter_the_database_could_not_be_told_about_is_noted_before_anything_else_is_sent(
    office: Office, mail: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.write("a@vi-du.vn", "b@vi-du.vn")
    sender = office.sender()
    real = sender._outbox.sent
    refusals = 2

    def sent(claim: Any) -> None:
        nonlocal refusals
        if refusals:
            refusals -= 1
            raise StorageUnavailable("locked")
        real(claim)

    monkeypatch.setattr(sender._outbox, "sent", sent)

    async def rounds() -> None:
        for _ in range(2):
            with pytest.raises(StorageUnavailable):
                await sender.round()
        office.clock.forward(hours=1)  # the lease is over by far
        assert await sender.round() == 1

    run_aside(rounds())

    assert sorted(mail.to) == [["a@vi-du.vn"], ["b@vi-du.vn"]]
    assert all(row.sent_at for row in office.rows())


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")  # what the test's own mail server thinks of itself
class TestSecureConnections:
    def test_login_and_starttls(
        self, office: Office, serve_mail: Callable[..., PostOffice], certificate: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        server = serve_mail("smtp+starttls", tls_context=certificate.server, require_starttls=True, with_login=True)
        server.password = "mật khẩu@1".encode()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
        office.write("a@vi-du.vn")

        assert (
            send(office, url=server.url.replace("//127.0.0.1", "//pakn:m%E1%BA%ADt%20kh%E1%BA%A9u%401@localhost")) == 1
        )

        assert server.logins[-1] == (b"pakn", server.password)

    def test_tls_from_the_start(
        self, office: Office, serve_mail: Callable[..., PostOffice], certificate: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        server = serve_mail("smtps", ssl_context=certificate.server)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
        office.write("a@vi-du.vn")

        assert send(office, url=server.url.replace("127.0.0.1", "localhost")) == 1

    def test_a_certificate_nobody_trusts_is_refused(
        self, office: Office, serve_mail: Callable[..., PostOffice], certificate: Any
    ) -> None:
        server = serve_mail("smtps", ssl_context=certificate.server)
        office.write("a@vi-du.vn")

        assert send(office, url=server.url) == 0

        assert (office.row().error, server.got) == (Trouble.TLS, [])

    def test_nothing_is_sent_openly_when_starttls_was_asked_for(self, office: Office, mail: PostOffice) -> None:
        office.write("a@vi-du.vn")

        assert send(office, url=mail.url.replace("smtp://", "smtp+starttls://")) == 0

        assert (office.row().error, mail.got) == (Trouble.TLS, [])

    def test_a_wrong_password_costs_one_notice_one_try(
        self, office: Office, serve_mail: Callable[..., PostOffice]
    ) -> None:
        server = serve_mail(with_login=True)
        server.password = b"richtig"
        office.write("a@vi-du.vn", "b@vi-du.vn")

        assert send(office, url=server.url.replace("//", "//pakn:falsch@")) == 0

        assert [(row.attempts, row.error) for row in office.rows()] == [(1, f"{Trouble.LOGIN} (535)"), (0, None)]


class TestState:
    def test_it_says_that_nothing_is_sent_without_a_mail_server(self, office: Office) -> None:
        office.write("a@vi-du.vn", "b@vi-du.vn")

        state = outbox_state(office.database, configured=False)

        assert (state.waiting, state.dead, state.oldest) == (2, 0, START)
        assert state.sentence == (
            "Chưa cài đặt máy chủ thư (MOTCUA_SMTP_URL) nên thư báo chưa được gửi. 2 thư đang chờ."
        )

    def test_it_counts_what_was_given_up(self, office: Office, mail: PostOffice) -> None:
        mail.answers["a@vi-du.vn"] = "550 unknown"
        office.write("a@vi-du.vn", "b@vi-du.vn")
        send(office)

        state = outbox_state(office.database, configured=True)

        assert (state.waiting, state.dead, state.oldest) == (0, 1, None)
        assert "1 thư không gửi được" in state.sentence

    def test_it_is_quiet_when_all_is_well(self, office: Office) -> None:
        assert outbox_state(office.database, configured=True).sentence == ""


def test_no_mail_server_no_sender(office: Office, tmp_path: Path) -> None:
    from api.notices.sender import Sender
    from api.settings import Settings

    assert Sender.of(Settings.load(data=tmp_path), office.database, office.metrics) is None
