"""What becomes of a PAKN is told where it was written: on Zalo, and by e-mail too when an address was given."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from rasa_sdk.executor import ActionExecutor
from sqlalchemy import select, update

from api.app import create_app
from api.feedback.model import Channel
from api.security.accounts import Actor
from api.security.roles import Role
from api.services import Services
from api.storage.feedback_tables import CaseRow, OutboxRow
from api.storage.zalo_tables import ChannelIncidentRow, ChannelMessageRow, ChannelPersonRow
from tests.api.conftest import SmallKnowledge
from tests.channels.fake_zalo import APP_ID, OA_ID, FakeZalo
from tests.channels.zalo_office import USER, Office, signed

NAME, PHONE = "Nguyễn Văn An", "0912345678"
FIELDS = {
    "kind": "hanh_vi",
    "content": "Tôi nộp hồ sơ tạm trú đã hai tuần chưa có kết quả, gọi hỏi đều bảo chờ.",
    "sender_name": NAME,
    "sender_address": "Số 12 đường Ví Dụ, phường Ví Dụ",
    "sender_phone": PHONE,
    "consent_version": "1",
}
ANSWER = f"Hồ sơ của ông {NAME} đã có kết quả từ hôm nay."


class Site:
    """The whole application on one database, a person on Zalo, and the office's people."""

    def __init__(self, client: TestClient, zalo: FakeZalo) -> None:
        self.client = client
        self.zalo = zalo
        self.services: Services = client.app.state.services  # type: ignore[attr-defined]
        self.people = {role: self._account(role) for role in (Role.OFFICER, Role.APPROVER, Role.ADMIN)}
        self.writes("đăng ký khai sinh cần giấy tờ gì")

    def _account(self, role: Role) -> Actor:
        made = self.services.accounts.create(
            None, username=role.value, name=role.value, role=role, password="mot mat khau du dai", must_change=False
        )
        return Actor(made.id, made.name, made.role)

    def writes(self, text: str) -> None:
        """The person writes and is answered."""
        before = len(self.zalo.accepted)
        event = {
            "app_id": APP_ID,
            "event_name": "user_send_text",
            "timestamp": int(datetime.now(UTC).timestamp() * 1000),
            "sender": {"id": USER},
            "recipient": {"id": OA_ID},
            "message": {"msg_id": f"m{before}", "text": text},
        }
        raw = json.dumps(event).encode()
        self.client.post("/channels/zalo/webhook", content=raw, headers={"X-ZEvent-Signature": signed(raw)})
        self.zalo.wait(lambda: len(self.zalo.accepted) > before)

    def sent(self, **more: str) -> str:
        """Send a PAKN from the conversation on Zalo; return its code."""
        with self.services.database.session() as session:
            conversation = session.scalar(select(ChannelPersonRow.conversation_id))
        desk = self.services.desk
        draft = desk.open_draft(channel=Channel.ZALO_OA, conversation_id=conversation)
        desk.change_draft(draft, **{**FIELDS, **more})
        return desk.submit(draft).code

    def answered(self, code: str) -> None:
        """Forward, take up, answer."""
        work = self.services.casework
        agency = work.save_agency(self.people[Role.ADMIN], None, name="Công an phường Ví Dụ")
        work.forward(self.people[Role.OFFICER], code, agency.id)
        work.start(self.people[Role.OFFICER], code)
        work.draft_answer(self.people[Role.OFFICER], code, ANSWER)
        work.approve_answer(self.people[Role.APPROVER], code)

    def notice_in_a_transaction_that_fails(self, code: str) -> None:
        """Put a notice beside a change that is rolled back."""
        with self.services.database.session() as session:
            row = session.scalars(select(CaseRow).where(CaseRow.code == code)).one()
            channels = self.client.app.state.channels  # type: ignore[attr-defined]
            assert channels.notify(session, row.conversation_id, "dieu-chua-xay-ra", "Đã trả lời.")
            raise RuntimeError

    def silent_for(self, days: int) -> None:
        """Let the person's last message be older."""
        with self.services.database.session() as session:
            session.execute(update(ChannelPersonRow).values(last_at=datetime.now(UTC) - timedelta(days=days)))

    def notices(self, code: str) -> list[str]:
        """Return what the person has been told about the PAKN."""
        return [text for text in self.zalo.texts(USER) if f"mã {code}:" in text]

    def scalars(self, query: Any) -> list[Any]:
        """Look into the database."""
        with self.services.database.session() as session:
            return list(session.scalars(query))

    def until(self, query: Any, count: int) -> None:
        """Wait until a query finds so many."""
        pause = threading.Event()
        deadline = time.monotonic() + 60
        while len(self.scalars(query)) != count and time.monotonic() < deadline:
            pause.wait(0.02)
        assert len(self.scalars(query)) == count


@contextmanager
def opened(office: Office) -> Iterator[Site]:
    """Run the application, on a small knowledge."""
    app = create_app(
        office.settings(), opener=lambda _root, _province: SmallKnowledge(), actions=lambda _keeper: ActionExecutor()
    )
    with TestClient(app) as client:
        yield Site(client, office.zalo)


@pytest.fixture
def site(closed_office: Office, database_url: str) -> Iterator[Site]:
    closed_office.overrides["database_url"] = database_url
    with opened(closed_office) as site:
        yield site


def test_each_step_is_told_once_in_the_conversation_and_covers_the_person(site: Site) -> None:
    code = site.sent()
    site.answered(code)
    site.zalo.wait(lambda: any("Đã trả lời." in one.text for one in site.zalo.accepted))

    told = site.notices(code)
    assert [text.partition(f"mã {code}: ")[2].partition(".\n")[0] for text in told] == [
        "Đã chuyển đến Công an phường Ví Dụ để xử lý",
        "Đang xử lý",
        "Đã trả lời",
    ]
    assert "đã có kết quả từ hôm nay" in told[-1]
    assert NAME not in told[-1]
    assert "Trong tin này, thông tin cá nhân" in told[-1]
    assert f"tra cứu {code}" in told[-1]
    assert site.scalars(select(OutboxRow.number)) == []  # no address, no letter


def test_with_an_address_the_same_steps_go_by_e_mail_too(site: Site) -> None:
    code = site.sent(sender_email="an@vidu.vn")
    site.answered(code)
    site.zalo.wait(lambda: any("Đã trả lời." in one.text for one in site.zalo.accepted))

    letters = site.scalars(select(OutboxRow.subject).where(OutboxRow.case_code == code).order_by(OutboxRow.number))
    assert [subject.partition(f"{code}: ")[2] for subject in letters] == [
        "Đã tiếp nhận",
        "Đã chuyển đến Công an phường Ví Dụ để xử lý",
        "Đang xử lý",
        "Đã trả lời",
    ]
    assert len(site.notices(code)) == 3  # the receipt was said in the conversation


def test_a_step_that_is_undone_tells_nothing(site: Site) -> None:
    code = site.sent()
    waiting = select(ChannelMessageRow.number).where(ChannelMessageRow.case_code == code)
    with pytest.raises(RuntimeError):
        site.notice_in_a_transaction_that_fails(code)

    assert site.scalars(waiting) == []
    assert "Đã trả lời." not in site.zalo.texts(USER)


def test_after_the_windows_it_is_kept_until_the_person_writes_and_the_office_sees_it(site: Site) -> None:
    code = site.sent()
    site.silent_for(days=9)
    site.answered(code)
    held = select(ChannelMessageRow.number).where(
        ChannelMessageRow.state == "held", ChannelMessageRow.case_code == code
    )
    site.until(held, 3)

    assert site.notices(code) == []
    assert any(code in detail for detail in site.scalars(select(ChannelIncidentRow.detail)))
    site.writes("đăng ký khai sinh ở đâu")
    site.zalo.wait(lambda: any("Đã trả lời." in one.text for one in site.zalo.accepted))
    assert len(site.notices(code)) == 3


def test_after_the_windows_the_approved_template_tells_code_and_step_only(closed_office: Office) -> None:
    closed_office.overrides |= {"zalo_notice_template": "123456", "zalo_notice_fields": "ma=code,tinh_trang=event"}
    with opened(closed_office) as site:
        code = site.sent()
        site.silent_for(days=20)
        site.answered(code)
        site.zalo.wait(lambda: sum(one.path.endswith("/template") for one in site.zalo.accepted) == 3)
        told = [one.body["template_data"] for one in site.zalo.accepted if one.path.endswith("/template")]

    assert told[-1] == {"ma": code, "tinh_trang": "Đã trả lời"}
    assert NAME not in json.dumps(told, ensure_ascii=False)


def test_a_pakn_of_the_web_is_not_told_on_zalo(site: Site) -> None:
    desk = site.services.desk
    draft = desk.open_draft(channel=Channel.WEB, conversation_id="mot-cuoc-tro-chuyen-web")
    desk.change_draft(draft, **FIELDS)
    site.answered(desk.submit(draft).code)

    assert site.scalars(select(ChannelMessageRow.number).where(ChannelMessageRow.kind == "notice")) == []
