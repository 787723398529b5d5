"""What a sender agrees to before a PAKN is taken, word for word and with its version.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 and NĐ 356/2025/NĐ-CP: consent is voluntary, informed (which data, why, who,
which rights), explicit and provable; silence and a box that is ticked beforehand are none.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.settings import Settings

_OFFICE = "cơ quan tiếp nhận"
_PURPOSE = (
    "Tiếp nhận, chuyển, xử lý và trả lời phản ánh, kiến nghị của anh/chị; báo cho anh/chị biết kết quả; "
    "lập báo cáo bằng số liệu không nêu tên."
)
_DATA = "Họ tên, địa chỉ, số điện thoại, thư điện tử (nếu có), nội dung phản ánh và các tệp gửi kèm."
_SHARED = (
    "Cơ quan có thẩm quyền giải quyết. Khi câu trả lời được đăng công khai, họ tên, địa chỉ, số điện thoại và "
    "thư điện tử không được đăng."
)
_RIGHTS = (
    "Anh/chị được biết, xem, sửa, xin bản sao, rút lại sự đồng ý và yêu cầu xoá dữ liệu của mình. "
    "Rút lại sự đồng ý thì cơ quan không xử lý tiếp được phản ánh."
)
_STATEMENT = "Tôi đã đọc và đồng ý để {office} xử lý dữ liệu cá nhân của tôi cho mục đích nêu trên."


class Consent(BaseModel):
    """The consent text in force."""

    model_config = ConfigDict(frozen=True)

    version: str = Field(description="Send it back as `consent_version`: that is the consent.")
    office: str = Field(description="Who handles the data.")
    purpose: str
    data: str = Field(description="Which data.")
    shared_with: str
    rights: str
    statement: str = Field(description="The sentence beside the box, which nobody ticks but the sender.")


def consent_in_force(settings: Settings) -> Consent:
    """Return the text with the version and the office of this deployment."""
    office = settings.office_name or _OFFICE
    return Consent(
        version=settings.consent_version,
        office=office,
        purpose=_PURPOSE,
        data=_DATA,
        shared_with=_SHARED,
        rights=_RIGHTS,
        statement=_STATEMENT.format(office=office),
    )
