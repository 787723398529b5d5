"""Canaries: personal data planted by every way in must not come out anywhere but to the sender.

Looked through: all logs (at DEBUG, as they are written to a file), every byte of the data folder (the SQLite file, its
write-ahead log, snapshots, secrets), every row of every table, metrics, OpenAPI, the bodies of errors, and what Rasa
heard.
"""

from __future__ import annotations

import io
import logging
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.logs import JsonLines
from knowledge.text import fold
from tests.console.conftest import Office, Person
from tests.tables import dumped_from

NAME = "Quách Thị Hoàng Yến"
PHONE = "0935271846"
CITIZEN_ID = "079188012345"
EMAIL = "quach.yen.8812@vi-du.vn"
ADDRESS = "Số 731B hẻm 92/14 đường Trần Quý Cáp"
TAX_CODE = "8412957360-001"
FILE_WORDS = "don-cua-quach-yen"
PLANTED = (NAME, PHONE, CITIZEN_ID, EMAIL, ADDRESS, TAX_CODE, FILE_WORDS)
TOLD = (
    f"Tôi là {NAME}, số căn cước {CITIZEN_ID}, mã số thuế {TAX_CODE}, điện thoại {PHONE}, thư {EMAIL}, ở {ADDRESS}. "
    "Tôi nộp hồ sơ từ đầu tháng mà chưa được trả kết quả."
)
FIELDS: dict[str, Any] = {
    "kind": "hanh_vi",
    "title": f"Hồ sơ của {NAME} bị chậm, gọi {PHONE}",
    "content": TOLD,
    "sender_name": NAME,
    "sender_address": f"{ADDRESS}, phường Trấn Biên, Đồng Nai",
    "sender_phone": PHONE,
    "sender_email": EMAIL,
    "consent_version": "1",
}
PDF = f"%PDF-1.7\n1 0 obj<</Title({PHONE})>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".encode()


def forms_of(secret: str) -> set[bytes]:
    """Return how a text may be written: composed, decomposed, without diacritics, escaped for JSON."""
    texts = {secret, unicodedata.normalize("NFD", secret), fold(secret), secret.lower()}
    texts.add(secret.encode("unicode_escape").decode())
    return {text.encode() for text in texts}


def canaries_in(content: bytes) -> list[str]:
    return [secret for secret in PLANTED if any(form in content for form in forms_of(secret))]


@dataclass
class Watched:
    """A deployment and everything that comes out of it, except what its answers say to the sender."""

    client: TestClient
    data: Path
    rasa: Any
    log: io.StringIO
    errors: list[bytes] = field(default_factory=list)

    def refused(self, method: str, path: str, **request: Any) -> None:
        answer = self.client.request(method, path, **request)
        assert 400 <= answer.status_code < 500, (method, path, answer.status_code)
        self.errors.append(answer.content)

    def files(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.data)): path.read_bytes() for path in self.data.rglob("*") if path.is_file()}


@pytest.fixture
def watched(talking: Any, rasa: Any) -> Iterator[Watched]:
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    always = {"handover_hours": "T2-CN 00:00-24:00", "handover_holidays": True}
    talking.overrides |= {"handover_enabled": True, **always}
    try:
        with talking.client() as client:
            yield Watched(client, talking.data, rasa, log)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def send_by_interface(watched: Watched) -> str:
    client = watched.client
    drafts = "/api/v1/feedback/drafts"
    draft = client.post(drafts, json={"content": TOLD}).json()["id"]
    assert client.patch(f"{drafts}/{draft}", json=FIELDS).status_code == 200
    file = {"file": (f"{FILE_WORDS}.pdf", PDF, "application/pdf")}
    attached = client.post(f"{drafts}/{draft}/attachments", files=file, data={"not_identity_paper": "true"})
    assert attached.status_code == 201, attached.text
    receipt = client.post(f"{drafts}/{draft}/submit")
    assert receipt.status_code == 200, receipt.text
    code = str(receipt.json()["code"])
    case = f"/api/v1/feedback/{code}"
    assert client.get(case, params={"phone": PHONE[-4:]}).status_code == 200
    assert client.post(f"{case}/add", json={"email": EMAIL, "text": TOLD}).status_code == 200
    return code


def send_by_form(watched: Watched) -> None:
    client = watched.client
    typed = {
        "kind": "hanh_vi",
        "title": FIELDS["title"],
        "content": TOLD,
        "sender_name": NAME,
        "sender_address": FIELDS["sender_address"],
        "sender_phone": PHONE,
        "sender_email": EMAIL,
        "anonymous": "0",
        "sender_kind": "ca_nhan",
        "consent": "1",
        "viec": "xem-lai",
    }
    review = client.post("/phan-anh", data=typed)
    assert review.url.path == "/phan-anh/xem-lai", review.text[:2000]
    assert NAME in review.text  # the sender reads it once more
    receipt = client.post("/phan-anh/gui")
    assert receipt.url.path == "/phan-anh/bien-nhan"


def send_by_chat(watched: Watched) -> None:
    """Numbers in free talk are masked; while the form is open nothing that is typed goes anywhere but to the draft."""

    def asks(name: str) -> None:
        watched.rasa.says({"text": "Anh/chị cho biết thêm.", "custom": {"asks": name}})

    def say(text: str, conversation: str | None = None) -> str:
        body = {"text": text, **({"conversation_id": conversation} if conversation else {})}
        answer = watched.client.post("/api/v1/chat/messages", json=body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["conversation_id"])

    asks("content!")
    talk = say(f"tôi muốn phản ánh, số {PHONE}, căn cước {CITIZEN_ID}, thư {EMAIL}, mã số thuế {TAX_CODE}")
    for next_one, typed in (
        ("name", TOLD),
        ("address", NAME),
        ("contact", f"{ADDRESS}, phường Trấn Biên"),
        ("review", f"{PHONE} hoặc {EMAIL}"),
    ):
        asks(next_one)
        say(typed, talk)
    rated = watched.client.get(f"/api/v1/chat/conversations/{talk}").json()["messages"][-1]["id"]
    rating = {"value": "down", "reason": f"gọi tôi {PHONE} hoặc {EMAIL}"}
    assert watched.client.post(f"/api/v1/chat/messages/{rated}/rating", json=rating).status_code == 200


def talk_with_operator(watched: Watched, operator: Person) -> None:
    """Numbers are masked for the operator too; the rest is there for the two who talk, and sealed."""
    watched.rasa.script = None

    def say(text: str, **more: str) -> dict[str, Any]:
        answer = watched.client.post("/api/v1/chat/messages", json={"text": text, **more})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    talk = str(say("Gặp nhân viên hỗ trợ", payload="/handover")["conversation_id"])
    queue = operator.get("/admin/tong-dai/ho-tro")
    address = next(str(link["href"]) for link in queue.soup.select(".op-queue a[href]"))
    operator.submit(operator.get(address), f"{address}/nhan")
    assert say(TOLD, conversation_id=talk)["messages"] == []
    page = operator.submit(operator.get(address), f"{address}/tra-loi", text=f"Chào {NAME}, tôi sẽ gọi {PHONE}.")
    assert (NAME in page.text, CITIZEN_ID in page.text, EMAIL in page.text) == (True, False, False)
    news = watched.client.get(f"/api/v1/chat/conversations/{talk}/handover").json()
    assert news["messages"][-1]["text"] == f"Chào {NAME}, tôi sẽ gọi {PHONE}."
    operator.submit(page, f"{address}/giao-lai")


def write_a_call_down(operator: Person) -> None:
    """A caller's number is kept to call back; whatever else of a person an operator writes is sealed."""
    new = "/admin/tong-dai/cuoc-goi/moi"
    said = {"question": f"{NAME} hỏi hồ sơ, số {PHONE}", "answer": TOLD, "minutes": "3", "resolved": "yes"}
    refused = operator.submit(operator.get(new), new, **said, phone=f"{PHONE}{CITIZEN_ID}")
    assert refused.status == 422
    kept = operator.submit(operator.get(new), new, **said, phone=PHONE)
    assert (NAME in kept.text, PHONE in kept.text) == (True, False)


def be_refused(watched: Watched, code: str) -> None:
    """Send what cannot be taken, with personal data in it."""
    case, drafts = f"/api/v1/feedback/{code}", "/api/v1/feedback/drafts"
    watched.refused("POST", "/api/v1/feedback", json={**FIELDS, "sender_phone": f"{PHONE}{CITIZEN_ID}"})
    watched.refused("POST", "/api/v1/feedback", json={**FIELDS, "kind": NAME})
    watched.refused("POST", "/api/v1/feedback", json={**FIELDS, NAME: EMAIL})
    watched.refused("POST", "/api/v1/feedback", json={**FIELDS, "sender_email": f"{EMAIL}@{PHONE}"})
    watched.refused("POST", "/api/v1/feedback", json={**FIELDS, "consent_version": None})
    watched.refused("POST", "/api/v1/feedback", content=f'{{"content": "{TOLD}"')
    watched.refused("POST", "/api/v1/feedback", json={**FIELDS, "content": TOLD * 400})
    watched.refused("GET", case, params={"phone": CITIZEN_ID[-4:]})
    watched.refused("GET", case, params={"email": f"x{EMAIL}"})
    watched.refused("POST", f"{case}/rate", json={"phone": PHONE, "stars": 5, "note": TOLD})
    watched.refused("POST", f"{case}/withdraw", json={"email": f"a.{EMAIL}", "reason": TOLD})
    draft = watched.client.post(drafts, json={}).json()["id"]
    bad = {"file": (f"{FILE_WORDS}.exe", TOLD.encode(), "application/pdf")}
    watched.refused("POST", f"{drafts}/{draft}/attachments", files=bad, data={"not_identity_paper": "true"})
    watched.refused("POST", "/api/v1/chat/messages", json={"text": TOLD, "payload": f"/inform{{{NAME}}}"})
    watched.refused("POST", "/api/v1/chat/messages", json={"text": [TOLD]})


def test_planted_personal_data_comes_out_nowhere(watched: Watched) -> None:
    code = send_by_interface(watched)
    send_by_form(watched)
    send_by_chat(watched)
    operator = Office(watched.client).operator
    talk_with_operator(watched, operator)
    write_a_call_down(operator)
    be_refused(watched, code)

    metrics = watched.client.get("/metrics")
    description = watched.client.get("/openapi.json")
    assert (metrics.status_code, description.status_code) == (200, 200)
    database = watched.client.app.state.services.database  # type: ignore[attr-defined]
    tables = dumped_from(database.engine)
    files = watched.files() | {f"table {name}": rows.encode() for name, rows in tables.items()}

    assert {name: found for name, content in files.items() if (found := canaries_in(content))} == {}
    assert canaries_in(watched.log.getvalue().encode()) == []
    assert canaries_in(metrics.content + description.content) == []
    assert [canaries_in(body) for body in watched.errors if canaries_in(body)] == []
    assert canaries_in(str(watched.rasa.heard).encode()) == []
    # They were really kept, sealed, and in what was looked through: PostgreSQL has its files elsewhere.
    assert not database.is_sqlite or {"motcua.db", "motcua.db-wal"} <= set(files)
    assert code in tables["pakn"]
    assert watched.client.get(f"/api/v1/feedback/{code}", params={"email": EMAIL}).json()["content"] == TOLD
    assert "turn" in watched.log.getvalue()


@pytest.mark.parametrize("secret", PLANTED)
def test_a_planted_canary_would_be_found(secret: str) -> None:
    for written in (secret, unicodedata.normalize("NFD", secret), fold(secret)):
        assert secret in canaries_in(f"trước {written} sau".encode())
