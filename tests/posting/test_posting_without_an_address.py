"""A deployment that has not been told its public address posts all the same, without a code to scan."""

from __future__ import annotations

from typing import Any


def test_a_sheet_without_a_public_address_has_no_code_to_scan(office: Any) -> None:
    seen = office.stranger().get("/niem-yet/1.004222")

    assert seen.status == 200
    assert "Đăng ký thường trú" in seen.text
    assert seen.soup.select(".ps-qr") == []
    assert "quét mã" not in seen.text
