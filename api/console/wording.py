"""Vietnamese sentences of the console's frame."""

from __future__ import annotations

ERRORS: dict[int, tuple[str, str]] = {
    400: ("Yêu cầu chưa đúng", "Nội dung gửi lên không đọc được. Anh/chị quay lại và thử lần nữa."),
    403: ("Không có quyền", "Tài khoản của anh/chị không được dùng chức năng này. Nếu cần, hãy hỏi người quản trị."),
    404: ("Không tìm thấy", "Không có trang hoặc hồ sơ này. Có thể địa chỉ bị gõ nhầm."),
    405: ("Không dùng được theo cách này", "Anh/chị mở lại trang từ danh mục bên cạnh."),
    409: ("Chưa làm được bước này", "Hồ sơ đã đổi trạng thái. Anh/chị mở lại hồ sơ để xem các bước đang được phép."),
    413: ("Tệp quá lớn", "Nội dung gửi lên lớn hơn mức cho phép. Anh/chị giảm kích thước tệp rồi gửi lại."),
    422: ("Thông tin chưa hợp lệ", "Có mục chưa đúng. Anh/chị quay lại, sửa rồi gửi lại."),
    429: ("Thao tác hơi nhanh", "Anh/chị vui lòng chờ một phút rồi thử lại."),
    500: ("Hệ thống gặp lỗi", "Lỗi đã được ghi nhận. Anh/chị thử lại sau ít phút."),
    503: (
        "Đang gián đoạn",
        "Hệ thống chưa đọc hoặc ghi được dữ liệu, chưa có gì thay đổi. Vui lòng thử lại sau ít phút.",
    ),
    507: ("Hết chỗ lưu", "Ổ đĩa của máy chủ đã đầy nên chưa ghi được. Vui lòng báo người quản trị."),
}
"""Status → heading and what to do."""

FORM_REFUSED = (
    "Biểu mẫu đã cũ",
    "Phiên đăng nhập đã đổi từ lúc mở trang nên biểu mẫu chưa được nhận. Anh/chị mở lại trang rồi gửi lần nữa.",
)
LOGIN_OVER = (
    "Phiên đăng nhập đã hết",
    "Việc vừa gửi chưa được nhận. Chữ anh/chị đã gõ còn ở dưới đây: chép lại, đăng nhập rồi gửi lần nữa.",
)
LOGIN_FIRST = "Vui lòng đăng nhập để tiếp tục."
LOGIN_FAILED = "Tên đăng nhập hoặc mật khẩu không đúng."
LOGIN_LOCKED = "Tài khoản tạm khoá vì nhập sai nhiều lần. Vui lòng thử lại sau khoảng {minutes} phút."
LOGGED_OUT = "Anh/chị đã đăng xuất."
PASSWORD_DUE = "Đây là mật khẩu tạm. Vui lòng đặt mật khẩu mới trước khi làm việc."  # noqa: S105
PASSWORD_CHANGED = "Đã đổi mật khẩu. Các phiên đăng nhập khác của tài khoản này đã kết thúc."  # noqa: S105
PASSWORD_DIFFERS = "Hai lần nhập mật khẩu mới không giống nhau."  # noqa: S105
PASSWORD_WRONG = "Mật khẩu hiện tại không đúng."  # noqa: S105
