"""PAKN over the JSON interface: sent once, looked at by its sender only, refused clearly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.feedback.model import Status
from api.security.roles import Role
from api.storage.feedback_tables import CaseRow, DraftRow

PROOF = {"phone": "5678"}
WHOLE: dict[str, Any] = {
    "kind": "quy_dinh",
    "content": "Quy định bắt nộp lại giấy khai sinh bản gốc ở mỗi lần làm thủ tục là không cần thiết.",
    "location": "Phường Trấn Biên, Đồng Nai",
    "sender_name": "Trần Văn Bình",
    "sender_address": "Thôn 3, xã Phú Lâm, Đồng Nai",
    "sender_phone": "0912 345 678",
    "sender_email": "Binh@example.vn",
    "consent_version": "1",
}


def error(reply: Any, status: int) -> dict[str, Any]:
    assert reply.status_code == status, reply.text
    found: dict[str, Any] = reply.json()["error"]
    return found


def test_a_whole_pakn_gives_a_receipt_and_its_sender_sees_it(counter: Any) -> None:
    receipt = counter.client.post("/api/v1/feedback", json=WHOLE).json()

    assert receipt["completeness"] == "du_thong_tin"
    assert receipt["code"] in receipt["text"]
    by_phone = counter.client.get(f"/api/v1/feedback/{receipt['code']}", params=PROOF).json()
    by_email = counter.client.get(f"/api/v1/feedback/{receipt['code']}", params={"email": "binh@example.vn"}).json()
    assert by_phone == by_email
    assert by_phone["status"] == "da_tiep_nhan"
    assert by_phone["status_label"] == "Đã tiếp nhận"
    assert by_phone["content"] == WHOLE["content"]
    assert [step["label"] for step in by_phone["steps"]] == ["Đã tiếp nhận"]


def test_a_code_may_be_written_as_people_write_it(counter: Any) -> None:
    code = counter.sent()
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "i")

    assert counter.client.get(f"/api/v1/feedback/{typed}", params=PROOF).json()["code"] == code


@pytest.mark.parametrize("headers", [{"Idempotency-Key": "mot-lan-gui-duy-nhat"}])
def test_the_same_key_gives_one_pakn_however_often_it_is_sent(counter: Any, headers: dict[str, str]) -> None:
    def send(_turn: int) -> Any:
        return counter.client.post("/api/v1/feedback", json=WHOLE, headers=headers)

    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(send, range(8)))

    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.json()["code"] for reply in replies}) == 1
    assert counter.count(CaseRow) == 1


def test_a_key_refused_once_can_be_used_for_the_corrected_pakn(counter: Any) -> None:
    key = {"Idempotency-Key": "gui-lai-sau-khi-sua"}

    assert counter.client.post("/api/v1/feedback", json={**WHOLE, "sender_phone": "12"}, headers=key).status_code == 422
    assert counter.client.post("/api/v1/feedback", json=WHOLE, headers=key).status_code == 200


def test_a_draft_is_filled_step_by_step_and_submitted_once(counter: Any) -> None:
    client = counter.client
    opened = client.post("/api/v1/feedback/drafts")
    draft = f"/api/v1/feedback/drafts/{opened.json()['id']}"

    assert opened.status_code == 201
    assert opened.json()["missing"] == [
        "kind",
        "content",
        "sender_name",
        "sender_address",
        "sender_phone",
        "consent_version",
    ]
    client.patch(draft, json={name: WHOLE[name] for name in ("kind", "content")})
    kept = client.patch(draft, json={name: WHOLE[name] for name in WHOLE if name not in ("kind", "content")}).json()
    assert kept["missing"] == []
    assert kept["fields"]["content"] == WHOLE["content"]
    assert client.get(draft).json() == kept
    receipts = {client.post(f"{draft}/submit").json()["code"] for _ in range(3)}
    again = client.post("/api/v1/feedback", json={"draft_id": opened.json()["id"]}).json()["code"]
    assert receipts == {again}
    assert counter.count(CaseRow) == 1
    assert error(client.get(draft), 404)["code"] == "draft_not_found"


def test_a_draft_that_lacks_something_says_what_and_stays(counter: Any) -> None:
    draft_id = counter.client.post("/api/v1/feedback/drafts", json={"kind": "de_xuat"}).json()["id"]
    refused = error(counter.client.post("/api/v1/feedback", json={"draft_id": draft_id}), 422)

    assert refused["code"] == "incomplete_feedback"
    assert "content" in {one["field"] for one in refused["detail"]}
    assert counter.client.get(f"/api/v1/feedback/drafts/{draft_id}").status_code == 200


def test_a_draft_can_be_thrown_away(counter: Any) -> None:
    draft = f"/api/v1/feedback/drafts/{counter.draft(kind='de_xuat')}"

    assert counter.client.delete(draft).status_code == 204
    assert counter.client.get(draft).status_code == 404


def test_a_remark_without_a_name_is_taken_apart(counter: Any) -> None:
    remark = {"kind": "de_xuat", "content": WHOLE["content"], "anonymous": True}
    receipt = counter.client.post("/api/v1/feedback", json=remark).json()

    assert receipt["completeness"] == "gop_y"
    assert "answer_due_on" not in receipt


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": ""}, "content"),
        ({"content": "lặp lại mãi " * 5000}, "content"),
        ({"content": "<script>alert(1)</script>"}, "content"),
        ({"sender_phone": "12345"}, "sender_phone"),
        ({"sender_phone": "không có"}, "sender_phone"),
        ({"sender_phone": None, "sender_email": "ai đó"}, "sender_email"),
        ({"occurred_on": "2999-01-01"}, "occurred_on"),
        ({"occurred_on": "2026-02-30"}, "occurred_on"),
        ({"procedure_code": "9.999999"}, "procedure_code"),
        ({"kind": "to_cao"}, "kind"),
        ({"consent_version": None}, "consent_version"),
        ({"consent_version": "0"}, "consent_version"),
        ({"sender_name": None}, "sender_name"),
        ({"status": "da_tra_loi"}, "status"),
        ({"content": "chữ\x00chữ và chữ nữa cho đủ dài"}, "content"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_named_and_nothing_is_stored(counter: Any, changes: dict[str, Any], field: str) -> None:
    refused = error(counter.client.post("/api/v1/feedback", json={**WHOLE, **changes}), 422)

    assert field in {one["field"] for one in refused["detail"]}
    assert counter.count(CaseRow) == 0
    assert counter.count(DraftRow) == 0


def test_script_tags_inside_a_real_text_do_not_get_through(counter: Any) -> None:
    code = counter.sent(content="Hồ sơ của tôi bị trễ hẹn. <script>alert('x')</script><b>Rất mong</b> xem lại giúp.")
    content = counter.client.get(f"/api/v1/feedback/{code}", params=PROOF).json()["content"]

    assert "<script" not in content
    assert "Rất mong" in content


def test_a_body_beyond_the_limit_is_refused_but_a_file_may_be_larger(counter: Any) -> None:
    draft = f"/api/v1/feedback/drafts/{counter.draft(kind='de_xuat')}"
    limit = counter.services.settings.body_bytes

    assert error(counter.client.post("/api/v1/feedback", content=b"x" * (limit + 1)), 413)["code"] == "body_too_large"
    big = {"file": ("scan.pdf", b"%PDF-1.7\n" + b"0" * (limit + 1), "application/pdf")}
    taken = counter.client.post(f"{draft}/attachments", files=big, data={"not_identity_paper": "true"})
    assert taken.status_code == 201


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("anh.jpg", b"MZ\x90\x00 this is a program", "không phải loại đó"),
        ("chay.exe", b"%PDF-1.7\n", "Chỉ nhận tệp"),
        ("can cuoc.jpg", b"\xff\xd8\xff\xe0 jpeg", "giấy tờ tùy thân"),
        ("rong.pdf", b"", "Tệp rỗng"),
        ("lon.pdf", b"%PDF-1.7\n" + b"0" * 2048, "lớn quá"),
    ],
)
def test_disguised_and_oversized_files_are_refused(
    world: Any, counter: Any, name: str, content: bytes, said: str
) -> None:
    draft = f"/api/v1/feedback/drafts/{counter.draft(kind='de_xuat')}"
    object.__setattr__(counter.services.desk.rules.files, "size", 2000)
    reply = counter.client.post(
        f"{draft}/attachments", files={"file": (name, content)}, data={"not_identity_paper": "true"}
    )

    assert said in error(reply, 422)["message"]
    assert counter.client.get(draft).json()["attachments"] == []


def test_a_file_travels_with_its_pakn_and_can_be_taken_off_before(counter: Any) -> None:
    draft = f"/api/v1/feedback/drafts/{counter.draft(**WHOLE)}"

    def attach(name: str) -> Any:
        files = {"file": (name, b"%PDF-1.7\n%%EOF", "application/pdf")}
        return counter.client.post(f"{draft}/attachments", files=files, data={"not_identity_paper": "true"}).json()

    wrong = attach("nhầm.pdf")
    assert attach("giấy hẹn.pdf")["media_type"] == "application/pdf"
    assert counter.client.delete(f"{draft}/attachments/{wrong['id']}").status_code == 204
    code = counter.client.post(f"{draft}/submit").json()["code"]
    shown = counter.client.get(f"/api/v1/feedback/{code}", params=PROOF).json()
    assert [one["name"] for one in shown["attachments"]] == ["giấy hẹn.pdf"]


@pytest.mark.parametrize("proof", [{"phone": "0000"}, {"email": "khac@example.vn"}, {}, {"phone": "5"}])
def test_another_persons_pakn_is_as_unknown_as_one_that_never_was(counter: Any, proof: dict[str, str]) -> None:
    code = counter.sent()

    assert error(counter.client.get(f"/api/v1/feedback/{code}", params=proof), 404)["code"] == "case_not_found"


def test_a_mistyped_code_is_told_apart(counter: Any) -> None:
    code = counter.sent()
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")

    assert error(counter.client.get(f"/api/v1/feedback/{wrong}", params=PROOF), 422)["detail"][0]["field"] == "code"


def test_guessing_is_stopped_after_a_few_wrong_tries_also_for_the_right_one(counter: Any) -> None:
    code = counter.sent()
    tried = [counter.client.get(f"/api/v1/feedback/{code}", params={"phone": f"{n:04}"}) for n in range(6)]

    assert [reply.status_code for reply in tried] == [404] * 5 + [429]
    assert counter.client.get(f"/api/v1/feedback/{code}", params=PROOF).status_code == 429
    assert int(tried[-1].headers["retry-after"]) > 60


def test_the_sender_adds_withdraws_and_is_told_when_it_is_too_late(counter: Any) -> None:
    code = counter.sent()
    path = f"/api/v1/feedback/{code}"

    added = counter.client.post(f"{path}/add", json={**PROOF, "text": "Tôi nộp ở quầy số 3, có giấy hẹn."}).json()
    assert added["steps"][-1]["note"] == "Tôi nộp ở quầy số 3, có giấy hẹn."
    withdrawn = counter.client.post(f"{path}/withdraw", json={**PROOF, "reason": "Đã nhận được kết quả."}).json()
    assert withdrawn["status"] == Status.WITHDRAWN
    late = error(counter.client.post(f"{path}/withdraw", json={**PROOF, "reason": "Rút lần nữa."}), 409)
    assert late["code"] == "transition_refused"
    assert "không rút được" in late["message"]


def test_the_sender_rates_the_answer_and_reopens_once(counter: Any) -> None:
    code = counter.answered()
    path = f"/api/v1/feedback/{code}"

    assert counter.client.get(path, params=PROOF).json()["answer"].startswith("Hồ sơ chậm")
    assert counter.client.post(f"{path}/rate", json={**PROOF, "stars": 2}).json()["stars"] == 2
    assert error(counter.client.post(f"{path}/rate", json={**PROOF, "stars": 6}), 422)
    reopened = counter.client.post(f"{path}/reopen", json={**PROOF, "reason": "Chưa nói rõ vì sao bắt bổ sung."})
    assert reopened.json()["status"] == Status.IN_PROGRESS
    assert error(counter.client.post(f"{path}/reopen", json={**PROOF, "reason": "Vẫn chưa nói rõ vì sao."}), 409)


def test_a_step_needs_the_proof_too(counter: Any) -> None:
    code = counter.sent()

    assert error(counter.client.post(f"/api/v1/feedback/{code}/add", json={"text": "Thêm thông tin."}), 422)
    wrong = {"phone": "0000", "text": "Thêm thông tin."}
    assert error(counter.client.post(f"/api/v1/feedback/{code}/add", json=wrong), 404)


def test_a_form_learns_kinds_consent_and_limits(counter: Any) -> None:
    told = counter.client.get("/api/v1/feedback/form").json()

    assert set(told["kinds"]) == {"hanh_vi", "quy_dinh", "de_xuat"}
    assert told["consent"]["version"] == "1"
    assert told["attachment_bytes"] == counter.services.settings.attachment_bytes


def test_published_answers_are_found_by_their_words_and_without_names(counter: Any) -> None:
    code, slug = counter.published(
        "Đăng ký khai sinh cho con mất bao lâu?", "Trong ngày làm việc; cần xác minh thì không quá 5 ngày."
    )

    listed = counter.client.get("/api/v1/published", params={"q": "khai sinh mat bao lau"}).json()
    assert listed["total"] == 1
    assert listed["items"][0]["url"] == f"/hoi-dap/{slug}"
    one = counter.client.get(f"/api/v1/published/{slug}").json()
    assert one["field"] == "Hộ tịch"
    assert code not in str(one)
    assert "Nguyễn Thị Hoa" not in str(one)
    assert counter.client.get("/api/v1/published", params={"q": "hộ chiếu"}).json()["items"] == []
    counter.casework.unpublish(counter.actor(Role.APPROVER), code)
    assert error(counter.client.get(f"/api/v1/published/{slug}"), 404)["code"] == "answer_not_published"
