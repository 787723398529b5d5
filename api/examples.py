"""Answers of the interface by example, for /openapi.json; those of a model of ours stand with the model."""

from __future__ import annotations

from typing import Any

_CITATION = {"code": "1.004194", "decision": "9354/QĐ-BCA-C06", "snapshot_date": "2026-07-15"}
_HIT = {"code": "1.004194", "name": "Đăng ký tạm trú", "score": 0.97, "levels": ["commune"], "status": "in_force"}

SEARCH: dict[str, Any] = {
    "question": "đăng ký tạm trú mấy ngày xong",
    "status": "answered",
    "band": "sure",
    "aspects": ["time"],
    "hits": [_HIT],
    "confidence": 0.97,
}
PROCEDURES: dict[str, Any] = {"total": 1, "offset": 0, "limit": 50, "items": [_HIT]}
PROCEDURE: dict[str, Any] = {
    "code": "1.004194",
    "name": "Đăng ký tạm trú",
    "status": "in_force",
    "levels": ["commune"],
    "decision": {"number": "9354/QĐ-BCA-C06"},
    "channels": [
        {
            "kind": "online",
            "duration": {"state": "stated", "amount": "3", "unit": "working_day"},
            "fees": [{"state": "amount", "amount": "7000", "currency": "VND"}],
        }
    ],
    "citation": _CITATION,
}
ANSWER: dict[str, Any] = {
    "status": "answered",
    "lead": "Thời hạn giải quyết là 3 ngày làm việc.",
    "code": "1.004194",
    "name": "Đăng ký tạm trú",
    "aspect": "time",
    "blocks": [],
    "quick_replies": [{"title": "Phí, lệ phí", "payload": '/ask{"code": "1.004194", "aspect": "fee"}'}],
    "citations": [_CITATION],
    "text": "Thời hạn giải quyết là 3 ngày làm việc.\n\nNguồn: thủ tục 1.004194, Quyết định 9354/QĐ-BCA-C06, …",
}
SNAPSHOT: dict[str, Any] = {
    "id": "2026-07-15-3f2a91c4",
    "data_date": "2026-07-15",
    "procedures": 214,
    "withdrawn": 0,
    "passages": 1200,
    "active": True,
}
GLOSSARY: dict[str, Any] = {
    "checked": "2026-11-22",
    "items": [
        {
            "id": "tthc",
            "term": "thủ tục hành chính (TTHC)",
            "meaning": "Một việc giấy tờ mà người dân, tổ chức làm với cơ quan nhà nước.",
            "sources": [
                {
                    "title": "Nghị định về kiểm soát thủ tục hành chính",
                    "number": "63/2010/NĐ-CP",
                    "path": "Điều 8 khoản 2",
                    "states": "các phần của một thủ tục hành chính",
                }
            ],
        }
    ],
}
ANNOUNCEMENTS: dict[str, Any] = {
    "items": [
        {
            "text": "Bộ phận một cửa nghỉ chiều 24/12; hồ sơ trực tuyến vẫn được nhận.",
            "from_on": "2026-12-22",
            "until_on": "2026-12-24",
        }
    ]
}
FORM: dict[str, Any] = {
    "kinds": {
        "hanh_vi": "Phản ánh về hành vi thực hiện quy định hành chính",
        "quy_dinh": "Phản ánh, kiến nghị về nội dung quy định hành chính",
        "de_xuat": "Đề xuất phương án, sáng kiến",
    },
    "channels": ["web", "phone_1022"],
    "consent": {
        "version": "1",
        "office": "UBND phường Mẫu",
        "purpose": "Tiếp nhận và trả lời phản ánh, kiến nghị.",
        "data": "Họ tên, địa chỉ, số điện thoại hoặc thư điện tử.",
        "shared_with": "Cơ quan có thẩm quyền trả lời.",
        "rights": "Xem, sửa, xoá dữ liệu và rút lại sự đồng ý.",
        "statement": "Tôi đồng ý.",
    },
    "content_characters": 20000,
    "attachment_types": [".pdf", ".jpg", ".png"],
    "attachment_bytes": 10485760,
    "attachment_count": 5,
}
PUBLISHED: dict[str, Any] = {
    "total": 1,
    "page": 1,
    "pages": 1,
    "items": [
        {
            "slug": "dang-ky-thuong-tru-qua-mang-7q4m",
            "url": "/hoi-dap/dang-ky-thuong-tru-qua-mang-7q4m",
            "asked": "Đăng ký thường trú qua mạng thì bao lâu có kết quả?",
            "question": "Đã nộp qua mạng mà chưa thấy trả lời, xin hỏi bao lâu thì có kết quả.",
            "answer": "Hồ sơ được giải quyết trong thời hạn ghi trên giấy tiếp nhận.",
            "kind": "hanh_vi",
            "published_at": "2026-11-20T03:00:00Z",
        }
    ],
}
RECEIVED: dict[str, Any] = {"status": "new"}
HEALTH: dict[str, Any] = {"status": "ok"}
READINESS: dict[str, Any] = {
    "status": "ok",
    "knowledge": "ok",
    "database": "ok",
    "rasa": "ok",
    "snapshot": "2026-07-15-3f2a91c4",
}
