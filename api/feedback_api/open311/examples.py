"""The interface by example, for /openapi.json."""

from __future__ import annotations

from typing import Any

from api.feedback_api.open311 import formats

_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"description": 'A parameter does not fit: `[{"code": 400, "description": "…"}]`.'},
    404: {"description": "Nothing of this name, in the same shape."},
    429: {"description": "Too many requests, in the same shape; see the header Retry-After."},
}


def documented(root: str, example: Any, *codes: int) -> dict[int | str, dict[str, Any]]:
    """Return the ``responses`` of a route: the answer by example, and the errors."""
    content = {"application/json": {"example": example}, "text/xml": {"example": formats.as_xml(root, example)}}
    return {
        200: {"description": "As the standard says.", "content": content},
        **{code: _ERRORS[code] for code in codes},
    }


REQUEST: dict[str, Any] = {
    "service_request_id": "dang-ky-thuong-tru-qua-mang-7q4m",
    "status": "closed",
    "status_notes": "Thời hạn là 7 ngày làm việc kể từ khi nhận đủ hồ sơ.",
    "service_name": "Phản ánh về hành vi thực hiện quy định hành chính",
    "service_code": "pakn_hanh_vi",
    "description": "Đăng ký thường trú qua mạng thì bao lâu có kết quả?",
    "agency_responsible": "Công an phường Trấn Biên",
    "service_notice": None,
    "requested_datetime": "2026-11-01T09:30:00+07:00",
    "updated_datetime": "2026-11-10T15:00:00+07:00",
    "expected_datetime": "2026-11-23T23:59:59+07:00",
    "address": None,
    "address_id": None,
    "zipcode": None,
    "lat": None,
    "long": None,
    "media_url": None,
}
POSTED: dict[str, Any] = {
    "service_request_id": "KN-7Q4M-2XTD-9",
    "token": "Vb2xN8sKq4WfT7mJpL0aRz3C",
    "service_notice": "Hạn trả lời: 12/12/2026.",
    "account_id": None,
}

_FIELDS = {
    "api_key": "Key of the program.",
    "service_code": "One of /services.",
    "description": "The content, in Vietnamese.",
    "first_name": "Given name of the sender.",
    "last_name": "Family name of the sender; in Vietnam it comes first.",
    "phone": "Phone or e-mail is needed.",
    "email": "Phone or e-mail is needed.",
    "address_string": "Place; not needed with attribute[procedure_code].",
    "lat": "With long, instead of address_string.",
    "long": "With lat, instead of address_string.",
    "address_id": "Instead of address_string.",
    "media_url": "Kept as words, never fetched. Files may be sent in a multipart body instead.",
    "attribute[title]": "Short title.",
    "attribute[procedure_code]": "Procedure concerned.",
    "attribute[agency]": "Agency concerned.",
    "attribute[occurred_on]": "Day it happened, ISO 8601.",
    "attribute[sender_address]": "Address of the sender; by default address_string.",
    "attribute[not_identity_paper]": "`true`: no file shows an identity paper.",
    "attribute[consent]": "Version of the consent text that the sender agreed to.",
}
_SCHEMA = {
    "type": "object",
    "properties": {name: {"type": "string", "description": about} for name, about in _FIELDS.items()},
    "required": ["api_key", "service_code", "description", "attribute[consent]"],
}
POST_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {"schema": _SCHEMA},
            "multipart/form-data": {"schema": _SCHEMA},
        },
    }
}
