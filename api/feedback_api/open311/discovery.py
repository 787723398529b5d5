"""The discovery document of the endpoint."""

from __future__ import annotations

from typing import Any

from api.settings import Settings

_CHANGESET = "2026-11-22T00:00:00+07:00"
"""When this reading of the standard was last changed."""


def discovery(settings: Settings, base: str) -> dict[str, Any]:
    """Return it; ``base`` is the address of the endpoint without a slash at its end."""
    return {
        "changeset": _CHANGESET,
        "contact": settings.office_name or "Một Cửa",
        "key_service": (
            "Khoá api_key do cơ quan vận hành cấp. Không có khoá: chỉ xem được phản ánh đã công khai. "
            "Phản ánh về thủ tục không có vị trí trên bản đồ: gửi attribute[procedure_code] thay cho lat, long "
            "và address_string. Tệp ở media_url không được tải về, chỉ giữ đường dẫn; có thể gửi tệp trong yêu cầu."
        ),
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": base,
                "changeset": _CHANGESET,
                "type": "production",
                "formats": ["application/json", "text/xml"],
            }
        ],
    }
