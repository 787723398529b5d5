"""The form and the look-up of a PAKN, filled in as a citizen's browser does."""

from __future__ import annotations

from typing import Any

from api.storage.feedback_tables import CaseRow

TYPED = {
    "kind": "hanh_vi",
    "content": "Tôi nộp hồ sơ đăng ký khai sinh ngày 02/11/2026, hẹn trả ngày 11/11/2026 mà chưa có kết quả.",
    "location": "Phường Trấn Biên, Đồng Nai",
    "occurred_on": "11/11/2026",
    "anonymous": "0",
    "sender_kind": "ca_nhan",
    "sender_name": "Nguyễn Thị Hoa",
    "sender_address": "Số 5 đường số 2, phường Trấn Biên",
    "sender_phone": "0912 345 678",
    "identity_hidden": "1",
    "consent": "1",
}


def post(counter: Any, todo: str = "xem-lai", files: Any = None, **changes: str) -> Any:
    return counter.client.post(
        "/phan-anh", data={**TYPED, "viec": todo, **changes}, files=files or {"files": ("", b"")}
    )


def sent(counter: Any, **changes: str) -> str:
    """Fill the form in, look it over and send it; the code on the receipt."""
    post(counter, **changes)
    counter.client.post("/phan-anh/gui")
    with counter.services.database.session() as session:
        return str(session.query(CaseRow.code).order_by(CaseRow.number.desc()).first()[0])


def opened(counter: Any, code: str, proof: str = "5678") -> Any:
    return counter.client.post("/phan-anh/tra-cuu", data={"code": code, "proof": proof})
