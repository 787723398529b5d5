"""What the assistant says on messengers by itself; the answers come from the chat gateway."""

from __future__ import annotations

INTRODUCTION = (
    "Xin chào anh/chị. Tôi là trợ lý tự động (không phải cán bộ) hướng dẫn thủ tục hành chính theo dữ liệu đã công bố. "
    "Anh/chị vui lòng không gửi mật khẩu, mã OTP, ảnh giấy tờ tuỳ thân."
)
"""Luật Trí tuệ nhân tạo 134/2025/QH15 Đ.11: people must know that they talk to a machine."""
FOLLOWED = (
    f"{INTRODUCTION}\n\nMời anh/chị nhập câu hỏi, ví dụ: “Đăng ký khai sinh cần giấy tờ gì?”, “Làm lại căn cước hết "
    "bao nhiêu tiền?”. Muốn gửi phản ánh, kiến nghị, anh/chị nhập “phản ánh”."
)
MEDIA = (
    "Tôi chỉ đọc được chữ nên không mở và không lưu hình ảnh, tệp, âm thanh hay liên kết anh/chị vừa gửi. "
    "Vì an toàn, anh/chị vui lòng không gửi ảnh giấy tờ tuỳ thân qua đây. Mời anh/chị viết câu hỏi bằng lời."
)
STICKER = "Cảm ơn anh/chị. Mời anh/chị viết câu hỏi về thủ tục hành chính bằng lời để tôi tra cứu."
LOCATION = (
    "Tôi không đọc và không lưu vị trí. Anh/chị vui lòng cho biết tên xã, phường nơi anh/chị ở (hoặc nơi cần làm thủ "
    "tục), ví dụ: “phường Trấn Biên”, kèm câu hỏi."
)
CONTACT = (
    "Tôi đã nhận được thông tin liên hệ anh/chị vừa chia sẻ nhưng không lưu lại ở đây. Khi gửi phản ánh, kiến nghị, "
    "anh/chị nhập “phản ánh”; tôi sẽ hỏi từng mục và chỉ lưu khi anh/chị đồng ý."
)
SLOW_DOWN = "Anh/chị gửi hơi nhanh nên tôi chưa đọc hết. Anh/chị vui lòng chờ một phút rồi gửi lại câu hỏi."
SORRY = (
    "Xin lỗi anh/chị, hệ thống gặp lỗi nên chưa trả lời được tin nhắn vừa rồi. Anh/chị vui lòng gửi lại sau ít phút."
)
PICK_HEADING = "Anh/chị trả lời bằng số để chọn:"
PICK_ONE = "Anh/chị trả lời bằng số để chọn."
TEST_MESSAGE = "Đây là tin nhắn thử của hệ thống trợ lý thủ tục hành chính."
