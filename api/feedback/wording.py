"""Vietnamese sentences of PAKN: receipt, steps, notices, and why something is not possible."""

from __future__ import annotations

from collections.abc import Iterable

from api.feedback.deadlines import Deadlines, day_text, moment_text
from api.feedback.labels import KIND_LABELS, STATUS_LABELS
from api.feedback.model import Kind, Status
from api.storage.feedback_tables import CaseRow

RECEIVED = "Đã tiếp nhận"
ASKED = "Cơ quan đề nghị bổ sung thông tin"
ADDED = "Anh/chị đã bổ sung thông tin"
FORWARDED = "Đã chuyển đến {agency} để xử lý"
STARTED = "Đang xử lý"
ANSWERED = "Đã trả lời"
PUBLISHED = "Đã công khai câu trả lời (không nêu danh tính người gửi)"
UNPUBLISHED = "Đã gỡ câu trả lời khỏi trang công khai"
REJECTED = "Không tiếp nhận xử lý"
RECONSIDERED = "Đã tiếp nhận lại để xem xét"
WITHDRAWN = "Đã rút theo yêu cầu của anh/chị"
REOPENED = "Anh/chị đề nghị xem xét lại câu trả lời"
RESUMED = "Cơ quan xem xét lại câu trả lời"
RATED = "Anh/chị đã đánh giá câu trả lời"
MERGED = "Được xử lý chung với một phản ánh khác có cùng nội dung"
SEPARATED = "Được tách ra để xử lý riêng"
DELAY = "Cơ quan báo tình hình xử lý chậm"

NO_AGENCY = "Không có cơ quan này trong danh bạ."
NO_ACCOUNT = "Không có tài khoản này hoặc tài khoản đã khoá."
NOT_NOW = "Không thể chuyển từ “{now}” sang “{wanted}”."
TOO_LATE_TO_WITHDRAW = "Phản ánh đang ở bước “{now}” nên không rút được nữa."
NOTHING_TO_ADD_TO = "Phản ánh đã kết thúc xử lý nên không bổ sung được. Anh/chị có thể gửi phản ánh mới."
NOT_ANSWERED = "Phản ánh chưa có câu trả lời nên chưa đánh giá được."
REOPENED_ALREADY = "Phản ánh này đã được đề nghị xem xét lại một lần."
NOTHING_TO_REOPEN = "Chỉ đề nghị xem xét lại được sau khi có câu trả lời."
REMARK_HAS_NO_HANDLING = "Đây là góp ý không đủ thông tin người gửi nên không có bước này."
FOUR_EYES = "Người duyệt phải khác người soạn câu trả lời."
CHANGED_SINCE = (
    "{who} đã sửa câu trả lời sau khi anh/chị mở trang này. Bản mới đã hiện ở đây: vui lòng đọc lại rồi thực hiện."
)
NO_ANSWER = "Chưa có câu trả lời để duyệt."
WORK_FIRST = "Hãy bấm “Bắt đầu xử lý” trước khi soạn câu trả lời."
STILL_PERSONAL = "Còn {what} trong nội dung công khai. Vui lòng xoá trước khi đăng."
STILL_COVERED = "Trong phần sẽ đăng còn chỗ che: {marks}. Anh/chị viết lại bằng lời chung, hoặc xác nhận giữ nguyên."
NOT_APPROVED = "Chưa công khai được: câu trả lời còn chờ duyệt."
NOT_YET_ANSWERED = "Chưa công khai được: phản ánh chưa có câu trả lời được duyệt (đang ở bước “{now}”)."
MERGE_SELF = "Không thể gộp một phản ánh vào chính nó."
MERGE_CLOSED = "Chỉ gộp phản ánh đang xử lý vào phản ánh chưa bị từ chối hoặc rút."
IS_MERGED = "Phản ánh này đã được gộp vào {code}; vui lòng xử lý ở đó hoặc tách ra trước."
NOT_MERGED = "Phản ánh này chưa được gộp vào phản ánh nào."
NOT_LATE = "Phản ánh này chưa quá hạn trả lời."
SAME_FACTS = "Không có thông tin nào thay đổi."
NOT_ALLOWED = "Tài khoản không có quyền làm việc này."
UNKNOWN_CASE = "Không có phản ánh mang mã này."

_RECEIPT = """{office} đã tiếp nhận phản ánh, kiến nghị của anh/chị.
Mã tra cứu: {code}
Thời điểm tiếp nhận: {received}
Loại: {kind}
{limits}
Để xem tình hình, anh/chị dùng mã trên cùng {proof}. Anh/chị không cần gửi lại nội dung này."""
_LIMITS = """Chuyển cơ quan có thẩm quyền chậm nhất: {forward}{forward_source}
Trả lời chậm nhất: {answer}{answer_source}"""
_SOURCE = " (theo cấu hình của cơ quan; căn cứ: {source})"
_NO_SOURCE = " (theo cấu hình của cơ quan)"
_REMARK = """{office} đã ghi nhận góp ý.
Mã ghi nhận: {code}
Thời điểm: {received}
Góp ý không có thông tin người gửi nên không có thời hạn trả lời và không tra cứu được. Nếu cần trả lời, anh/chị vui \
lòng gửi lại kèm họ tên, địa chỉ và số điện thoại hoặc thư điện tử."""
_NOTICE = """Kính gửi anh/chị,

{office} thông báo về phản ánh, kiến nghị mã {code} (tiếp nhận {received}):

{step}.
{letter}
Để xem chi tiết, anh/chị vào mục tra cứu phản ánh, kiến nghị trên trang của cơ quan, dùng mã trên cùng {proof}.
Thư này được gửi tự động; vui lòng không ghi thông tin cá nhân khi trả lời thư."""
_MESSAGE = """{office} thông báo về phản ánh, kiến nghị mã {code}: {step}.
{letter}
Muốn xem chi tiết, anh/chị nhắn “tra cứu {code}” tại đây."""


def receipt_text(row: CaseRow, deadlines: Deadlines, office: str) -> str:
    """Return the receipt of a PAKN as its sender gets it."""
    values = {"office": _sentence_start(office), "code": row.code, "received": moment_text(row.received_at)}
    if row.forward_due_on is None or row.answer_due_on is None:  # a remark
        return _REMARK.format(**values)
    limits = _LIMITS.format(
        forward=day_text(row.forward_due_on),
        forward_source=_source(deadlines.forward_source),
        answer=day_text(row.answer_due_on),
        answer_source=_source(deadlines.answer_source),
    )
    return _RECEIPT.format(**values, kind=KIND_LABELS[Kind(row.kind)], limits=limits, proof=_proof(row))


def notice_text(row: CaseRow, office: str, step: str, letter: str | None) -> str:
    """Return a notice about one step."""
    return _NOTICE.format(
        office=_sentence_start(office),
        code=row.code,
        received=moment_text(row.received_at),
        step=step,
        letter=f"\n{letter}\n" if letter else "",
        proof=_proof(row),
    )


def message_text(row: CaseRow, office: str, step: str, letter: str | None) -> str:
    """Return the same for a messenger, where it is read between other messages and can be answered at once."""
    return _MESSAGE.format(
        office=_sentence_start(office), code=row.code, step=step, letter=f"\n{letter}\n" if letter else ""
    )


def files_added(names: Iterable[str]) -> str:
    """Return what a letter says of the files that came with it."""
    return f"Tệp gửi thêm: {'; '.join(names)}"


def not_now(now: Status, wanted: Status) -> str:
    """Say that a state may not follow the present one."""
    return NOT_NOW.format(now=STATUS_LABELS[now], wanted=STATUS_LABELS[wanted])


def not_to_publish(now: Status, *, drafted: bool) -> str:
    """Say what is missing before an answer can be published."""
    waits = drafted and now is Status.IN_PROGRESS
    return NOT_APPROVED if waits else NOT_YET_ANSWERED.format(now=STATUS_LABELS[now])


def _proof(row: CaseRow) -> str:
    ways = [
        way
        for given, way in (
            (row.sender_phone, "4 số cuối của số điện thoại đã cung cấp"),
            (row.sender_email, "địa chỉ thư điện tử đã cung cấp"),
        )
        if given
    ]
    return " hoặc ".join(ways)


def _source(source: str) -> str:
    return _SOURCE.format(source=source) if source else _NO_SOURCE


def _sentence_start(text: str) -> str:
    return text[:1].upper() + text[1:]
