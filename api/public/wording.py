"""Vietnamese sentences of the public pages that do not stand in their templates."""

from __future__ import annotations

from api.feedback.model import Kind

ERRORS: dict[int, tuple[str, str]] = {
    400: ("Yêu cầu chưa đúng", "Nội dung gửi lên không đọc được. Anh/chị quay lại trang trước và thử lần nữa."),
    403: (
        "Chưa nhận được",
        "Biểu mẫu này được gửi từ một trang khác nên không được nhận. Anh/chị mở lại trang và gửi từ đây.",
    ),
    404: ("Không tìm thấy", "Không có trang này, hoặc nội dung đã được gỡ."),
    405: ("Không dùng được theo cách này", "Anh/chị mở lại trang từ các đường dẫn ở trên."),
    413: (
        "Tệp gửi kèm quá lớn",
        (
            "Tổng các tệp lớn hơn mức cho phép nên lần gửi này chưa được nhận. Anh/chị quay lại trang trước, "
            "bỏ bớt tệp hoặc chọn tệp nhỏ hơn."
        ),
    ),
    422: ("Thông tin chưa hợp lệ", "Có mục chưa đúng. Anh/chị quay lại trang trước, sửa rồi gửi lại."),
    429: ("Anh/chị thử hơi nhiều lần", "Vui lòng chờ một lúc rồi thử lại. Những gì đã lưu vẫn còn."),
    500: ("Hệ thống gặp lỗi", "Lỗi đã được ghi nhận. Anh/chị thử lại sau ít phút; những gì đã lưu vẫn còn."),
    503: (
        "Chưa lưu được",
        (
            "Hệ thống đang gián đoạn nên lần gửi này chưa được nhận. Những gì đã lưu trước đó vẫn còn. "
            "Anh/chị thử lại sau ít phút."
        ),
    ),
    507: (
        "Hệ thống hết chỗ lưu",
        "Lần gửi này chưa được nhận. Những gì đã lưu trước đó vẫn còn. Anh/chị thử lại sau, hoặc gọi tổng đài 1022.",
    ),
}
"""Status → heading and what to do."""

KIND_CHOICES: tuple[tuple[Kind, str, str], ...] = (
    (
        Kind.CONDUCT,
        "Phản ánh cách làm việc của cán bộ, cơ quan",
        "Làm chậm, gây phiền hà, không làm hoặc làm không đúng quy định.",
    ),
    (
        Kind.REGULATION,
        "Phản ánh, kiến nghị về nội dung một quy định",
        "Quy định không hợp thực tế, chồng chéo, không thống nhất hoặc trái luật.",
    ),
    (Kind.PROPOSAL, "Đề xuất cách làm tốt hơn", "Sáng kiến, phương án để quy định, thủ tục dễ thực hiện hơn."),
)
"""Value, words of the choice, and what belongs to it (NĐ 20/2008/NĐ-CP Đ.5)."""

MISSING: dict[str, str] = {
    "kind": "Chọn loại phản ánh, kiến nghị.",
    "title": "Ghi tiêu đề ngắn.",
    "content": "Ghi nội dung phản ánh, kiến nghị.",
    "sender_name": "Ghi họ tên của anh/chị (hoặc tên tổ chức).",
    "sender_address": "Ghi địa chỉ của anh/chị.",
    "sender_phone": "Ghi số điện thoại, hoặc thư điện tử.",
    "sender_email": "Ghi thư điện tử, hoặc số điện thoại.",
    "contact": "Ghi số điện thoại, hoặc thư điện tử.",
    "consent_version": "Đánh dấu ô đồng ý xử lý dữ liệu cá nhân. Không có sự đồng ý này thì cơ quan không được nhận.",
}
"""Field → what to do about it."""
OTHERWISE_MISSING = "Mục này còn thiếu."

DONE: dict[str, str] = {
    "bo-sung": "Đã nhận thông tin bổ sung của anh/chị.",
    "rut": "Đã rút phản ánh theo yêu cầu của anh/chị.",
    "danh-gia": "Cảm ơn anh/chị đã đánh giá.",
    "mo-lai": "Đã nhận yêu cầu xem xét lại.",
}
"""Step → what is said after it."""

LOOK_UP_WRONG = (
    "Không tìm thấy phản ánh với mã và số xác nhận này. Anh/chị xem lại mã trên phiếu tiếp nhận, "
    "và 4 số cuối của số điện thoại (hoặc thư điện tử) đã ghi khi gửi."
)
LOOK_UP_NEEDS_CODE = "Ghi mã tra cứu, ví dụ KN-7M3Q-X0VD-C."
LOOK_UP_NEEDS_PROOF = "Ghi 4 số cuối của số điện thoại, hoặc thư điện tử đã ghi khi gửi."
PLACE_BEFORE = "Nơi xảy ra là tên trước 01/07/2025. Chọn nơi hiện nay ở dưới, hoặc “giữ như đã ghi”."
ADDRESS_BEFORE = "Địa chỉ là tên trước 01/07/2025. Chọn nơi hiện nay ở dưới, hoặc “giữ như đã ghi”."
NO_DRAFT = "Không còn bản nháp nào trên trình duyệt này (có thể đã gửi, đã xoá, hoặc trình duyệt chặn cookie)."
NO_PROCEDURE = "Chưa tìm thấy thủ tục nào khớp. Anh/chị thử từ khác, hoặc bỏ qua mục này."
