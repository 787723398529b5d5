"""Files that a program adds to a PAKN by its code: taken as the page takes them, or refused as a whole."""

from __future__ import annotations

from typing import Any

import pytest

PDF = ("giấy hẹn.pdf", b"%PDF-1.7\n%%EOF", "application/pdf")
FORM = {"phone": "5678", "text": "Tôi gửi thêm giấy hẹn.", "not_identity_paper": "true"}


def add(counter: Any, code: str, *files: Any, **changes: Any) -> Any:
    data = {name: value for name, value in {**FORM, **changes}.items() if value is not None}
    sent = [("files", one) for one in files] or [("files", ("", b""))]
    return counter.client.post(f"/api/v1/feedback/{code}/add", data=data, files=sent)


def refused(reply: Any, status: int) -> Any:
    assert reply.status_code == status, reply.text
    return reply.json()["error"]


def files_of(counter: Any, code: str) -> list[str]:
    case = counter.client.get(f"/api/v1/feedback/{code}", params={"phone": "5678"}).json()
    return [one["name"] for one in case["attachments"]]


def test_words_and_files_come_together(counter: Any) -> None:
    code = counter.sent()
    case = add(counter, code, PDF, ("ảnh quầy.jpg", b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg")).json()
    assert [one["name"] for one in case["attachments"]] == ["giấy hẹn.pdf", "ảnh quầy.jpg"]
    assert case["steps"][-1]["note"] == "Tôi gửi thêm giấy hẹn.\n\nTệp gửi thêm: giấy hẹn.pdf; ảnh quầy.jpg"


def test_files_alone_and_words_alone_are_taken_as_a_form(counter: Any) -> None:
    code = counter.sent()
    assert add(counter, code, PDF, text=None).status_code == 200
    assert add(counter, code, not_identity_paper=None).status_code == 200
    assert files_of(counter, code) == ["giấy hẹn.pdf"]


@pytest.mark.parametrize(
    ("files", "changes", "says"),
    [
        ([PDF, ("giay to.pdf", b"MZ\x90\x00", "application/pdf")], {}, "nội dung không phải loại đó"),
        ([("chuong trinh.exe", b"MZ\x90\x00", "application/x-msdownload")], {}, "JPG"),
        ([PDF], {"not_identity_paper": None}, "xác nhận"),
        ([PDF], {"not_identity_paper": "false"}, "xác nhận"),
        ([PDF] * 6, {}, "5"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_added(
    counter: Any, files: list[Any], changes: dict[str, Any], says: str
) -> None:
    code = counter.sent()
    problem = refused(add(counter, code, *files, **changes), 422)
    assert problem["code"] == "attachment_refused"
    assert says in problem["message"]
    assert files_of(counter, code) == []


def test_a_file_beyond_the_limit_is_refused(counter: Any) -> None:
    code = counter.sent()
    large = ("to.pdf", b"%PDF-1.7\n" + bytes(counter.services.settings.attachment_bytes), "application/pdf")
    assert refused(add(counter, code, large), 422)["code"] == "attachment_refused"
    assert files_of(counter, code) == []


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"phone": "0000"}, 404),
        ({"phone": None}, 422),
        ({"phone": "so cuoi"}, 422),
        ({"text": "x" * 5001}, 422),
        ({"not_identity_paper": "co le"}, 422),
        ({"stars": "5"}, 422),
    ],
)
def test_a_form_that_does_not_fit_adds_nothing(counter: Any, changes: dict[str, Any], status: int) -> None:
    code = counter.sent()
    refused(add(counter, code, PDF, **changes), status)
    assert files_of(counter, code) == []


def test_a_form_without_words_and_files_adds_nothing(counter: Any) -> None:
    code = counter.sent()
    assert refused(add(counter, code, text=None), 422)["code"] == "invalid_field"


def test_a_file_under_another_name_is_refused_and_not_lost_silently(counter: Any) -> None:
    code = counter.sent()
    reply = counter.client.post(f"/api/v1/feedback/{code}/add", data=FORM, files=[("file", PDF)])
    assert refused(reply, 422)["detail"][0]["field"] == "file"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"phone": "5678", "text": ', "application/json", 400),
        (b"[]", "application/json", 422),
        (b'{"phone": "5678", "text": "Noi dung bo sung"}', "text/plain", 422),
        (b"phone=5678&text=Noi+dung", "application/x-www-form-urlencoded", 422),
        (b'{"phone": "5678", "text": "' + b"x" * 200_000 + b'"}', "application/json", 413),
        (b"--khong phai bieu mau", "multipart/form-data; boundary=ranh", 400),
    ],
)
def test_another_body_is_refused(counter: Any, body: bytes, kind: str, status: int) -> None:
    path = f"/api/v1/feedback/{counter.sent()}/add"
    refused(counter.client.post(path, content=body, headers={"content-type": kind}), status)


def test_a_pakn_that_has_ended_takes_no_files(counter: Any) -> None:
    code = counter.sent()
    counter.client.post(f"/api/v1/feedback/{code}/withdraw", json={"phone": "5678", "reason": "Đã có kết quả."})
    assert refused(add(counter, code, PDF), 409)["code"] == "transition_refused"


def test_both_bodies_are_documented(counter: Any) -> None:
    document = counter.client.get("/openapi.json").json()
    content = document["paths"]["/api/v1/feedback/{code}/add"]["post"]["requestBody"]["content"]
    assert set(content) == {"application/json", "multipart/form-data"}
    form = content["multipart/form-data"]["schema"]["properties"]
    assert set(form) == {"phone", "email", "text", "not_identity_paper", "files"}
    assert form["files"]["items"]["format"] == "binary"
    assert content["application/json"]["schema"]["required"] == ["text"]
