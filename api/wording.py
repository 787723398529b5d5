"""Vietnamese sentences of the web process: problems, validation, and what the gateway itself says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_VALIDATION = {
    "missing": "còn thiếu, vui lòng bổ sung",
    "extra_forbidden": "là thông tin không được nhận",
    "string_too_long": "dài quá {max_length} ký tự",
    "string_too_short": "ngắn hơn {min_length} ký tự",
    "string_type": "phải là chữ",
    "string_pattern_mismatch": "không đúng dạng",
    "int_type": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "float_type": "phải là số",
    "float_parsing": "phải là số",
    "bool_parsing": "chỉ nhận true hoặc false",
    "greater_than": "phải lớn hơn {gt}",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than": "phải nhỏ hơn {lt}",
    "less_than_equal": "không được quá {le}",
    "enum": "chỉ nhận một trong: {expected}",
    "literal_error": "chỉ nhận một trong: {expected}",
    "model_attributes_type": "phải là một đối tượng JSON",
    "dict_type": "phải là một đối tượng JSON",
    "too_long": "có quá {max_length} mục",
    "value_error": "{error}",
}
_OTHERWISE = "có giá trị không hợp lệ"


def validation_sentence(kind: str, context: Mapping[str, Any] | None = None) -> str:
    """Say in Vietnamese what is wrong with a value, without showing it; ``kind`` and ``context`` come from pydantic."""
    values = {key: str(value).replace(" or ", " hoặc ") for key, value in (context or {}).items()}
    try:
        return _VALIDATION.get(kind, _OTHERWISE).format(**values)
    except KeyError:
        return _OTHERWISE


MISSING_FIELD = "còn thiếu, vui lòng bổ sung"

PROBLEMS: dict[str, str] = {
    "invalid_request": "Yêu cầu chưa đúng: {fields}.",
    "broken_json": "Nội dung gửi lên không phải JSON đúng quy cách.",
    "body_too_large": "Nội dung gửi lên quá lớn (tối đa {limit} byte).",
    "not_found": "Không có địa chỉ này.",
    "method_not_allowed": "Địa chỉ này không nhận cách gọi đó.",
    "procedure_not_found": "Không có thủ tục mang mã này trong dữ liệu đang dùng.",
    "conversation_not_found": (
        "Không tìm thấy cuộc trò chuyện này (có thể đã hết thời gian lưu). "
        "Vui lòng bắt đầu cuộc trò chuyện mới: gửi lại câu hỏi và bỏ trống conversation_id."
    ),
    "message_not_found": "Không tìm thấy câu trả lời này để đánh giá.",
    "draft_not_found": "Không tìm thấy bản nháp này (có thể đã gửi, đã xoá hoặc quá hạn lưu). Vui lòng viết bản mới.",
    "case_not_found": (
        "Không tìm thấy phản ánh với mã và số xác nhận này. "
        "Vui lòng xem lại mã trên phiếu tiếp nhận và 4 số cuối điện thoại (hoặc thư điện tử) đã ghi khi gửi."
    ),
    "answer_not_published": "Không có câu trả lời nào được công khai ở địa chỉ này (có thể đã được gỡ).",
    "transition_refused": "{reason}",
    "invalid_field": "{reason}",
    "incomplete_feedback": "Phản ánh chưa đủ thông tin nên chưa gửi được. Vui lòng bổ sung các mục được nêu.",
    "attachment_refused": "{reason}",
    "button_refused": "Nút bấm này không hợp lệ. Vui lòng bấm nút trong câu trả lời hoặc nhập câu hỏi bằng lời.",
    "rate_limited": "Anh/chị gửi hơi nhanh. Vui lòng chờ {seconds} giây rồi gửi lại.",
    "knowledge_unavailable": "Dữ liệu thủ tục chưa sẵn sàng. Vui lòng thử lại sau ít phút.",
    "storage_unavailable": "Hệ thống chưa lưu được tin nhắn nên chưa nhận. Vui lòng gửi lại sau ít phút.",
    "storage_full": "Hệ thống hết chỗ lưu nên chưa nhận được. Vui lòng thử lại sau.",
    "access_denied": "Không có quyền dùng địa chỉ này.",
    "internal": "Hệ thống gặp lỗi và đã ghi nhận. Vui lòng thử lại sau ít phút.",
}
"""One sentence for each problem code of the API."""

# What the gateway says by itself, without Rasa and without search.
EMPTY = "Anh/chị chưa nhập nội dung. Vui lòng gõ câu hỏi, ví dụ: “Đăng ký khai sinh cần giấy tờ gì?”"
NO_WORDS = "Tôi chỉ đọc được chữ. Anh/chị vui lòng viết câu hỏi bằng lời, ví dụ: “Lệ phí làm hộ chiếu là bao nhiêu?”"
TOO_LONG = (
    "Tin nhắn dài quá {limit} ký tự nên tôi chưa đọc được. "
    "Anh/chị vui lòng rút gọn thành một câu hỏi, ví dụ: “Cấp lại căn cước cần giấy tờ gì?”"
)
FROM_SEARCH = "Trợ lý hội thoại đang gián đoạn, câu trả lời này được tra cứu trực tiếp từ dữ liệu thủ tục."
RESTARTED = "Đã bắt đầu lại. Mời anh/chị nhập câu hỏi về thủ tục hành chính."
NAME_THE_PROCEDURE = "Anh/chị muốn hỏi về thủ tục nào? Vui lòng nhập tên hoặc mã thủ tục."
DIALOGUE_DOWN = "Trợ lý hội thoại đang gián đoạn; phần hướng dẫn này vẫn đúng."
DRAFT_KEPT = (
    "Trợ lý hội thoại đang gián đoạn. Những gì anh/chị đã ghi còn nguyên trong bản nháp và chưa được gửi. "
    "Sau ít phút, anh/chị nhắn “tiếp tục” để làm tiếp."
)
FORM_NOT_NOW = (
    "Trợ lý hội thoại đang gián đoạn nên chưa nhận phản ánh trong khung trò chuyện được. "
    "Anh/chị thử lại sau ít phút, hoặc gửi ở trang Phản ánh, kiến nghị."
)
NOT_NOW = "Chức năng này đang gián đoạn. Anh/chị vẫn có thể gõ câu hỏi về thủ tục để tôi tra cứu."
