"""The application as integrators and operators meet it."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from rasa_sdk.executor import ActionExecutor

from api.app import create_app
from api.settings import Settings
from knowledge.errors import SnapshotNotFound, StorageFull
from knowledge.results import SnapshotInfo


class TestKnowledgeOverHttp:
    def test_search_returns_candidates(self, client: TestClient) -> None:
        found = client.get("/api/v1/search", params={"q": "hộ chiếu", "limit": 1}).json()

        assert found["question"] == "hộ chiếu"
        assert len(found["hits"]) == 1

    def test_procedures_are_listed_in_pages_and_filtered(self, client: TestClient) -> None:
        every = client.get("/api/v1/procedures", params={"limit": 1, "offset": 1}).json()
        passports = client.get("/api/v1/procedures", params={"q": "hộ chiếu"}).json()
        commune = client.get("/api/v1/procedures", params={"level": "commune"}).json()

        assert (every["total"], [one["code"] for one in every["items"]]) == (2, ["1.004194"])
        assert [one["code"] for one in passports["items"]] == ["1.004194"]
        assert [one["code"] for one in commune["items"]] == ["1.001193"]

    def test_a_record_comes_whole_with_its_citation(self, client: TestClient) -> None:
        record = client.get("/api/v1/procedures/1.001193").json()

        assert record["name"] == "Thủ tục đăng ký khai sinh"
        assert record["citation"] == {
            "code": "1.001193",
            "decision": "3152/QĐ-BTP",
            "snapshot_date": "2026-07-15",
            "url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/1",
        }

    def test_an_answer_comes_as_data_and_text(self, client: TestClient) -> None:
        answer = client.get("/api/v1/procedures/1.001193/answer", params={"aspect": "fee", "channel": "online"}).json()

        assert (answer["code"], answer["aspect"]) == ("1.001193", "fee")
        assert answer["lead"] in answer["text"]
        assert answer["blocks"][0]["text"] == "online"

    @pytest.mark.parametrize("path", ["/api/v1/procedures/9.999999", "/api/v1/procedures/khong-co/answer"])
    def test_an_unknown_code_is_told(self, client: TestClient, path: str) -> None:
        refused = client.get(path)

        assert refused.status_code == 404
        assert refused.json() == {
            "error": {
                "code": "procedure_not_found",
                "message": "Không có thủ tục mang mã này trong dữ liệu đang dùng.",
            }
        }

    @pytest.mark.parametrize(
        ("path", "field"),
        [
            ("/api/v1/search", "q"),
            ("/api/v1/search?q=", "q"),
            ("/api/v1/search?q=x&limit=0", "limit"),
            ("/api/v1/search?q=x&limit=nhiều", "limit"),
            ("/api/v1/search?q=" + "a" * 2001, "q"),
            ("/api/v1/procedures?level=district", "level"),
            ("/api/v1/procedures?offset=-1", "offset"),
            ("/api/v1/procedures/1.001193/answer?aspect=all", "aspect"),
            ("/api/v1/procedures/1.001193/answer?channel=fax", "channel"),
            ("/api/v1/procedures/" + "1" * 65, "code"),
        ],
    )
    def test_values_that_do_not_fit_are_named_in_vietnamese(self, client: TestClient, path: str, field: str) -> None:
        refused = client.get(path)

        assert refused.status_code == 422
        error = refused.json()["error"]
        assert error["message"].startswith("Yêu cầu chưa đúng: ")
        assert [one["field"] for one in error["detail"]] == [field]
        assert not any(word in error["message"] for word in ("should", "Input", "Field"))


class TestProblems:
    def test_a_made_up_name_is_not_repeated(self, search_only: TestClient) -> None:
        named = {"text": "hộ chiếu", "Nguyễn Thị Hoa 0912345678": "x", "tu_che": "y"}

        refused = search_only.post("/api/v1/chat/messages", json=named)

        assert refused.status_code == 422
        assert "Nguyễn" not in refused.text
        assert "0912345678" not in refused.text
        fields = [one["field"] for one in refused.json()["error"]["detail"]]
        assert sorted(fields) == ["một mục không có tên hợp lệ", "tu_che"]

    @pytest.mark.parametrize("path", ["/khong-co", "/api/v1/khong-co", "/.env", "/api/../../etc/passwd", "/docs"])
    def test_unknown_addresses(self, client: TestClient, path: str) -> None:
        refused = client.get(path)

        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "not_found")

    def test_the_wrong_method(self, client: TestClient) -> None:
        refused = client.put("/api/v1/chat/messages", json={})

        assert (refused.status_code, refused.json()["error"]["code"]) == (405, "method_not_allowed")
        assert "POST" in refused.headers["allow"]

    @pytest.mark.parametrize(
        "body", [b"{", b"", b'{"text": "x"', b"\xff\xfe", b'{"text": "\xff"}', b"[" * 5000, b'{"text": NaN']
    )
    def test_broken_json(self, client: TestClient, body: bytes) -> None:
        refused = client.post("/api/v1/chat/messages", content=body, headers={"content-type": "application/json"})

        assert refused.status_code in (400, 422)
        assert refused.json()["error"]["code"] in ("broken_json", "invalid_request")

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "text"),
            ({"text": None}, "text"),
            ({"text": 5}, "text"),
            ({"text": ["a"]}, "text"),
            ({"text": "x", "payload": 1}, "payload"),
            ({"text": "x", "role": "admin"}, "role"),
            ([], "nội dung"),
            ("x", "nội dung"),
        ],
    )
    def test_json_of_the_wrong_shape(self, client: TestClient, body: object, field: str) -> None:
        refused = client.post("/api/v1/chat/messages", json=body)

        assert refused.status_code == 422
        assert refused.json()["error"]["detail"][0]["field"] == field

    def test_a_lone_surrogate_is_no_reason_to_fail(self, client: TestClient) -> None:
        answer = client.post(
            "/api/v1/chat/messages",
            content=b'{"text": "\\ud800 khai sinh"}',
            headers={"content-type": "application/json"},
        )

        assert answer.status_code in (200, 400, 422)

    def test_a_body_beyond_the_limit_is_refused_by_its_length(self, client: TestClient) -> None:
        refused = client.post("/api/v1/chat/messages", content=b"x" * 131073)

        assert (refused.status_code, refused.json()["error"]["code"]) == (413, "body_too_large")

    def test_a_body_without_length_is_counted(self, client: TestClient) -> None:
        refused = client.post(
            "/api/v1/chat/messages",
            content=iter([b'{"text": "', b"x" * 131073, b'"}']),
            headers={"content-type": "application/json"},
        )

        assert (refused.status_code, refused.json()["error"]["code"]) == (413, "body_too_large")

    def test_an_unexpected_fault_is_told_without_its_inside(
        self, client: TestClient, talking: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_arguments: object, **_more: object) -> None:
            raise ZeroDivisionError("bí mật bên trong")

        monkeypatch.setattr(type(talking.knowledge), "search", broken)

        refused = client.get("/api/v1/search?q=x")

        assert (refused.status_code, refused.json()["error"]["code"]) == (500, "internal")
        assert "bí mật" not in refused.text

    def test_a_full_disk_refuses_the_message_in_words(
        self, client: TestClient, rasa: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_arguments: object, **_named: object) -> None:
            raise StorageFull(Path("/data"))

        monkeypatch.setattr("api.storage.conversations.Conversations.accept", full)

        refused = client.post("/api/v1/chat/messages", json={"text": "khai sinh"})

        assert (refused.status_code, refused.json()["error"]["code"]) == (507, "storage_full")
        assert rasa.heard == []

    def test_one_address_cannot_flood_the_service(self, talking: Any) -> None:
        talking.overrides["rate_per_address"] = 20
        with talking.client("203.0.113.9") as client:
            statuses = [client.get("/api/v1/snapshots/active").status_code for _ in range(6)]
            assert statuses == [200] * 5 + [429]
            assert client.get("/healthz").status_code == 200


class TestHealth:
    def test_all_parts_well(self, client: TestClient) -> None:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/readyz").json() == {
            "status": "ok",
            "knowledge": "ok",
            "database": "ok",
            "rasa": "ok",
            "snapshot": "20260715-small",
        }

    def test_without_rasa_it_is_degraded_yet_ready(self, client: TestClient, rasa: Any) -> None:
        rasa.ready = False

        ready = client.get("/readyz")

        assert ready.status_code == 200
        assert (ready.json()["status"], ready.json()["rasa"]) == ("degraded", "degraded")

    def test_without_data_it_is_not_ready_and_says_so(self, world: Any) -> None:
        def none(_root: Path, _province: str | None) -> None:
            raise SnapshotNotFound("active")

        app = create_app(world.settings(), opener=none, actions=lambda _keeper: ActionExecutor())  # type: ignore[arg-type,return-value]
        with TestClient(app, client=("127.0.0.1", 5)) as client:
            ready = client.get("/readyz")
            search = client.get("/api/v1/search?q=x")
            chat = client.post("/api/v1/chat/messages", json={"text": "khai sinh"})

        assert (ready.status_code, ready.json()["knowledge"]) == (503, "down")
        assert (search.status_code, search.json()["error"]["code"]) == (503, "knowledge_unavailable")
        assert chat.json()["messages"][0]["answer"]["status"] == "error"

    def test_metrics_count_turns_and_hold_nothing_personal(self, client: TestClient) -> None:
        body = client.post("/api/v1/chat/messages", json={"text": "hộ chiếu của 0912345678"}).json()
        client.get(f"/api/v1/chat/conversations/{body['conversation_id']}")

        text = client.get("/metrics").text

        assert 'motcua_turns_total{channel="web",status="answered",via="bot"} 1.0' in text
        assert 'motcua_snapshot_procedures{snapshot="20260715-small"} 2.0' in text
        assert 'route="/api/v1/chat/conversations/{conversation_id}"' in text
        assert body["conversation_id"] not in text
        assert "0912345678" not in text


class TestSnapshotSwap:
    def test_a_newly_activated_snapshot_is_used_without_a_restart(self, client: TestClient, talking: Any) -> None:
        before = client.get("/api/v1/snapshots/active").json()["id"]
        fresh = type(talking.knowledge)("20260801-new")
        talking.knowledge = fresh
        talking.settings().snapshots.mkdir(parents=True)
        (talking.settings().snapshots / "ACTIVE").write_text("20260801-new\n")

        deadline = time.monotonic() + 10
        while client.get("/api/v1/snapshots/active").json()["id"] == before:
            assert time.monotonic() < deadline, "the new snapshot was not taken"

        assert client.get("/api/v1/snapshots/active").json()["id"] == "20260801-new"

    def test_a_broken_one_leaves_the_old_one_in_use(self, client: TestClient, talking: Any) -> None:
        keeper = client.app.state.services.keeper  # type: ignore[attr-defined]

        def broken(_root: Path, _province: str | None) -> None:
            raise SnapshotNotFound("x")

        keeper._opener = broken
        talking.settings().snapshots.mkdir(parents=True)
        (talking.settings().snapshots / "ACTIVE").write_text("x\n")
        keeper.refresh()

        assert client.get("/api/v1/snapshots/active").json()["id"] == "20260715-small"
        assert client.get("/readyz").json()["knowledge"] == "degraded"

    def test_data_that_could_not_be_loaded_is_tried_again(self, world: Any) -> None:
        tries = 0

        def second_time_lucky(_root: Path, _province: str | None) -> Any:
            nonlocal tries
            tries += 1
            if tries == 1:
                raise SnapshotNotFound("active")
            return world.knowledge

        app = create_app(
            world.settings(), opener=second_time_lucky, actions=lambda _keeper: ActionExecutor(), watch_seconds=0.001
        )
        with TestClient(app, client=("127.0.0.1", 5)) as client:
            deadline = time.monotonic() + 20
            while client.get("/readyz").json()["knowledge"] != "ok":
                assert time.monotonic() < deadline, "it was not tried again"


def test_the_snapshot_info_of_the_contract(client: TestClient) -> None:
    assert SnapshotInfo.model_validate(client.get("/api/v1/snapshots/active").json()).procedures == 2


def test_a_deployment_can_be_moved_with_its_folder(world: Any, tmp_path: Path) -> None:
    with world.client() as client:
        kept = client.post("/api/v1/chat/messages", json={"text": "khai sinh"}).json()["conversation_id"]
    shutil.move(world.data, tmp_path / "moved")
    world.data = tmp_path / "moved"
    with world.client() as client:
        assert client.get(f"/api/v1/chat/conversations/{kept}").status_code == 200
    assert Settings.load(data=world.data).database.startswith("sqlite:///")
