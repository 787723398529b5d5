"""From a submitted PAKN to the letter in the sender's mail box, in the running application."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.notices.conftest import PostOffice

FIELDS: dict[str, Any] = {
    "kind": "hanh_vi",
    "content": "Tôi nộp hồ sơ đăng ký khai sinh ngày 02/11/2026 mà chưa có kết quả. Số của tôi là 0912 345 678.",
    "sender_name": "Nguyễn Thị Hoa",
    "sender_address": "Số 5 đường số 2, phường Trấn Biên, Đồng Nai",
    "sender_phone": "0912345678",
    "sender_email": "hoa@vi-du.vn",
    "consent_version": "1",
}
SECRETS = ("Nguyễn Thị Hoa", "0912345678", "0912 345 678", "Số 5 đường số 2")


def eventually(true: Callable[[], bool]) -> bool:
    """Look again and again for a while; the sender works beside the requests."""
    deadline = time.monotonic() + 30
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def with_mail(world: Any, mail: PostOffice, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("api.notices.sender._LOOK_SECONDS", 0.05)
    world.overrides |= {
        "smtp_url": mail.url,
        "mail_from": "pakn@vi-du.vn",
        "public_url": "https://motcua.vi-du.vn",
        "office_name": "UBND phường Trấn Biên",
    }
    return world


def test_a_sender_gets_the_receipt_by_mail_with_code_step_and_link(with_mail: Any, mail: PostOffice) -> None:
    with with_mail.client() as client:
        code = client.post("/api/v1/feedback", json=FIELDS).json()["code"]

        assert eventually(lambda: len(mail.got) == 1)
        counted = eventually(lambda: 'motcua_notices_total{outcome="sent"} 1.0' in client.get("/metrics").text)

    (letter,) = mail.got
    text = letter.get_content()
    assert counted
    assert mail.to == [["hoa@vi-du.vn"]]
    assert str(letter["Subject"]) == f"Phản ánh, kiến nghị {code}: Đã tiếp nhận"
    assert f"Mã tra cứu: {code}" in text
    assert f"https://motcua.vi-du.vn/phan-anh/{code}" in text
    assert [secret for secret in SECRETS if secret in text] == []


def test_personal_data_in_what_the_office_wrote_is_covered_in_the_letter(with_mail: Any, mail: PostOffice) -> None:
    from api.security.accounts import Actor
    from api.security.roles import Role

    with with_mail.client() as client:
        found = client.app.state.services
        code = client.post("/api/v1/feedback", json=FIELDS).json()["code"]
        made = found.accounts.create(
            None, username="can-bo", name="Lê Thị Cán", role=Role.OFFICER, password="mot cau that dai"
        )
        officer = Actor(made.id, made.name, made.role)
        found.casework.ask_more(
            officer, code, "Chị Hoa, số 0912 345 678, xin gửi thêm ảnh căn cước 079188012345 đã che."
        )

        assert eventually(lambda: len(mail.got) == 2)

    text = mail.got[1].get_content()
    assert "đề nghị bổ sung thông tin" in str(mail.got[1]["Subject"])
    assert "xin gửi thêm ảnh" in text
    assert "được che (phần trong ngoặc vuông)" in text
    assert [secret for secret in (*SECRETS, "079188012345") if secret in text] == []


def test_without_a_mail_server_notices_wait(world: Any) -> None:
    from api.notices.outbox import outbox_state

    with world.client() as client:
        client.post("/api/v1/feedback", json=FIELDS)
        state = outbox_state(client.app.state.services.database, configured=False)

    assert (state.waiting, state.dead) == (1, 0)


def test_a_sender_without_an_address_gets_no_mail(with_mail: Any, mail: PostOffice) -> None:
    with with_mail.client() as client:
        first = client.post("/api/v1/feedback", json={**FIELDS, "sender_email": None})
        second = client.post("/api/v1/feedback", json=FIELDS)
        assert first.status_code == second.status_code == 200

        assert eventually(lambda: len(mail.got) == 1)

    assert second.json()["code"] in mail.got[0].get_content()
