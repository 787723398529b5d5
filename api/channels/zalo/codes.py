"""What Zalo's error codes mean for a message. They come with HTTP 200 and ``error`` other than 0.

The codes are those of the public specification as compiled 2026-08-20; where it gives no more than a number, the
treatment is the careful one: the message is kept and the office is told.
"""

from __future__ import annotations

from dataclasses import dataclass

from api.channels.model import Outcome, Verdict

TOKEN_CODES = frozenset({-216, -220})
"""The access token is not (any more) valid: refresh it and try again at once."""
PARAMETER_CODES = frozenset({-201, -210})
"""A parameter is wrong or too long: try once without buttons, the text has the menu too."""
WINDOW_CODES = frozenset({-230, -232})
"""The person wrote too long ago for this kind of message: a template may still go."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What to do about a code, and the sentence for the office."""

    verdict: Verdict
    reason: str
    wait: float = 0.0


MEANINGS: dict[int, Meaning] = {
    -32: Meaning(Verdict.PAUSE, "Gửi quá nhanh so với giới hạn của Zalo; tự gửi lại sau", 20.0),
    -201: Meaning(Verdict.DEAD, "Zalo cho là tham số của tin không hợp lệ"),
    -210: Meaning(Verdict.DEAD, "Zalo cho là tin vượt giới hạn độ dài"),
    -211: Meaning(Verdict.HOLD, "OA đã hết hạn mức gửi tin"),
    -213: Meaning(Verdict.MUTE, "Người nhận chưa quan tâm OA hoặc đã bỏ quan tâm"),
    -216: Meaning(Verdict.RETRY, "Mã truy cập không hợp lệ"),
    -218: Meaning(Verdict.HOLD, "Zalo không cho gửi thêm tin tới người nhận này lúc này (mã -218)"),
    -220: Meaning(Verdict.RETRY, "Mã truy cập hết hạn"),
    -221: Meaning(Verdict.HOLD, "OA chưa được xác thực"),
    -224: Meaning(Verdict.HOLD, "Gói dịch vụ của OA không cho gửi loại tin này"),
    -230: Meaning(Verdict.HOLD, "Đã quá 7 ngày kể từ tin cuối của người nhận"),
    -232: Meaning(Verdict.HOLD, "Đã quá thời gian được trả lời người nhận"),
    -234: Meaning(Verdict.NIGHT, "Zalo không cho gửi ban đêm; tự gửi lại buổi sáng"),
    -240: Meaning(Verdict.DEAD, "Zalo đã đóng phiên bản giao diện đang dùng; cần cập nhật phần mềm"),
    -244: Meaning(Verdict.MUTE, "Người nhận đã chặn loại tin này"),
    -248: Meaning(Verdict.DEAD, "Zalo từ chối vì nội dung trái quy định của Zalo"),
}
_UNKNOWN = Meaning(Verdict.RETRY, "Zalo báo lỗi lạ")


def outcome_of(code: int) -> Outcome:
    """Return what becomes of a message after an error."""
    found = MEANINGS.get(code, _UNKNOWN)
    reason = found.reason if str(code) in found.reason else f"{found.reason} (mã {code})"
    return Outcome(found.verdict, code, reason, wait=found.wait)
