"""The few words that chat quality keeps in the database, and what people read for them."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Whether somebody still has to look; the value is stored."""

    OPEN = "open"
    DONE = "done"
    IGNORED = "ignored"


class Origin(StrEnum):
    """Who says that a record is wrong; the value is stored."""

    CITIZEN = "citizen"
    OFFICE = "office"


class Reason(StrEnum):
    """Why a turn is worth a look."""

    NOT_FOUND = "not_found"
    ASK_MORE = "ask_more"
    OUT_OF_SCOPE = "out_of_scope"
    HANDED_OVER = "handed_over"
    UNSURE = "unsure"
    ABANDONED = "abandoned"
    RATED_DOWN = "rated_down"


STATE_LABELS: dict[State, str] = {
    State.OPEN: "Chưa xử lý",
    State.DONE: "Đã xong",
    State.IGNORED: "Bỏ qua",
}
ORIGIN_LABELS: dict[Origin, str] = {Origin.CITIZEN: "Người dân", Origin.OFFICE: "Cán bộ"}
REASON_LABELS: dict[Reason, str] = {
    Reason.NOT_FOUND: "Không tìm thấy",
    Reason.ASK_MORE: "Phải hỏi lại",
    Reason.OUT_OF_SCOPE: "Ngoài phạm vi",
    Reason.HANDED_OVER: "Chuyển người hỗ trợ",
    Reason.UNSURE: "Trả lời chưa chắc",
    Reason.ABANDONED: "Bỏ dở khi được đưa lựa chọn",
    Reason.RATED_DOWN: "Đánh giá thấp",
}
CHANNEL_LABELS = {
    "web": "Trang web",
    "zalo": "Zalo",
    "phone": "Điện thoại",
    "messenger": "Messenger",
    "sms": "Tin nhắn SMS",
    "api": "Ứng dụng khác",
}
