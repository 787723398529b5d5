"""The services on offer: one for each kind of PAKN, all with the same attributes."""

from __future__ import annotations

from typing import Any

from api.feedback.labels import KIND_LABELS
from api.feedback.model import Kind
from api.feedback_api.consent import Consent

SERVICE_OF: dict[Kind, str] = {kind: f"pakn_{kind.value}" for kind in Kind}
KIND_OF: dict[str, Kind] = {service: kind for kind, service in SERVICE_OF.items()}

_GROUP = "Phản ánh, kiến nghị về quy định hành chính"
_DESCRIPTIONS = {
    Kind.CONDUCT: "Cán bộ, cơ quan chậm trễ, gây phiền hà, không thực hiện hoặc thực hiện không đúng quy định.",
    Kind.REGULATION: "Quy định không phù hợp với thực tế, không đồng bộ, không thống nhất hoặc trái luật.",
    Kind.PROPOSAL: "Đề xuất phương án, sáng kiến để quy định hành chính tốt hơn.",
}
_KEYWORDS = {
    Kind.CONDUCT: "phản ánh, thái độ, chậm trễ, phiền hà",
    Kind.REGULATION: "kiến nghị, quy định, bất cập",
    Kind.PROPOSAL: "đề xuất, sáng kiến",
}


def services() -> list[dict[str, Any]]:
    """Return the service list."""
    return [
        {
            "service_code": SERVICE_OF[kind],
            "service_name": KIND_LABELS[kind],
            "description": _DESCRIPTIONS[kind],
            "metadata": True,
            "type": "batch",  # a token comes at once; so does the id, since storing takes no time
            "keywords": _KEYWORDS[kind],
            "group": _GROUP,
        }
        for kind in Kind
    ]


def definition(service_code: str, consent: Consent) -> dict[str, Any]:
    """Return what a request of a service must and may carry; ``KeyError`` for a service that is none."""
    KIND_OF[service_code]
    attributes = [
        _attribute("title", "string", "Tiêu đề ngắn"),
        _attribute("procedure_code", "string", "Mã thủ tục liên quan; có mã này thì không cần vị trí"),
        _attribute("agency", "string", "Cơ quan liên quan"),
        _attribute("occurred_on", "datetime", "Ngày xảy ra", hint="Ngày theo ISO 8601, ví dụ 2026-11-11"),
        _attribute("sender_address", "string", "Địa chỉ người gửi; bỏ trống thì lấy address_string"),
        {
            **_attribute("not_identity_paper", "singlevaluelist", "Các tệp gửi kèm không phải ảnh giấy tờ tuỳ thân"),
            "values": [{"key": "true", "name": "Đúng"}],
        },
        {
            **_attribute("consent", "singlevaluelist", consent.statement, required=True),
            "values": [{"key": consent.version, "name": f"{consent.purpose} {consent.data} {consent.rights}"}],
        },
    ]
    for order, attribute in enumerate(attributes, start=1):
        attribute["order"] = order
    return {"service_code": service_code, "attributes": attributes}


def _attribute(
    code: str, datatype: str, description: str, *, required: bool = False, hint: str | None = None
) -> dict[str, Any]:
    return {
        "variable": True,
        "code": code,
        "datatype": datatype,
        "required": required,
        "datatype_description": hint,
        "order": 0,
        "description": description,
        "values": [],
    }
