"""Vietnamese words of a report: headings, and what every number means (also in docs/bao-cao.md)."""

from __future__ import annotations

from datetime import date

from api.feedback.deadlines import Deadlines, day_text
from api.reports.chat import LEAST_CONVERSATIONS
from knowledge.answer import AnswerStatus

TITLE = "Báo cáo kết quả tiếp nhận, xử lý phản ánh, kiến nghị"
NOTHING = "Không có số liệu trong kỳ."
PREPARED_BY = "NGƯỜI LẬP BÁO CÁO"
SIGNED_BY = "THỦ TRƯỞNG CƠ QUAN"
SIGN_HERE = "(Ký, ghi rõ họ tên)"

STATUS_LABELS: dict[AnswerStatus, str] = {
    AnswerStatus.ANSWERED: "Trả lời được",
    AnswerStatus.CHOOSE: "Đưa các thủ tục gần nhất để chọn",
    AnswerStatus.ASK_MORE: "Hỏi lại vì chưa rõ",
    AnswerStatus.NOT_FOUND: "Không tìm thấy câu trả lời",
    AnswerStatus.OUT_OF_SCOPE: "Ngoài phạm vi thủ tục hành chính",
    AnswerStatus.HANDED_OVER: "Chuyển người hỗ trợ",
    AnswerStatus.FEEDBACK: "Hướng dẫn, ghi nhận phản ánh, kiến nghị",
    AnswerStatus.REFUSED: "Từ chối vì không phù hợp",
    AnswerStatus.ERROR: "Lỗi",
}

DEFINITIONS: tuple[tuple[str, str], ...] = (
    (
        "Kỳ báo cáo",
        (
            "Các ngày tính theo giờ Việt Nam, kể cả ngày đầu và ngày cuối. Kỳ chưa kết thúc thì tính đến hết hôm nay, "
            "và kỳ so sánh cũng chỉ tính đến ngày tương ứng. Trạng thái là trạng thái lúc hết ngày cuối: báo cáo của "
            "kỳ đã qua không đổi khi hồ sơ được xử lý tiếp sau đó."
        ),
    ),
    (
        "Tiếp nhận trong kỳ",
        (
            "Phản ánh, kiến nghị đủ thông tin người gửi có ngày nhận trong kỳ. Văn bản giấy nhập sau tính theo ngày "
            "nhận ghi trên phiếu, không theo ngày nhập."
        ),
    ),
    (
        "Kỳ trước chuyển sang",
        "Nhận trước kỳ và chưa trả lời, chưa từ chối, chưa rút khi bắt đầu kỳ.",
    ),
    (
        "Mở lại trong kỳ",
        "Đã kết thúc trước kỳ nhưng được mở lại trong kỳ: người gửi đề nghị xem xét lại, hoặc cơ quan xem lại.",
    ),
    (
        "Tổng số phải xử lý",
        (
            "Tiếp nhận trong kỳ + kỳ trước chuyển sang + mở lại trong kỳ; luôn bằng đã trả lời + đang xử lý + từ chối "
            "+ rút."
        ),
    ),
    (
        "Đã chuyển cơ quan",
        (
            "Lần đầu được chuyển cơ quan xử lý vào một ngày trong kỳ; quá hạn nếu sau hạn chuyển của hồ sơ lúc đó. "
            "“Quá hạn chưa chuyển” là hồ sơ đến cuối kỳ vẫn chưa chuyển dù đã hết hạn chuyển."
        ),
    ),
    (
        "Đã trả lời",
        (
            "Đến cuối kỳ đã có câu trả lời được duyệt (kể cả đã công khai). Đúng hạn nếu ngày trả lời không sau hạn "
            "trả lời; ngày cuối của hạn vẫn là đúng hạn. Thời gian chờ người gửi bổ sung được cộng thêm vào hạn nếu "
            "cơ quan cấu hình như vậy. Hồ sơ gộp nhận câu trả lời của hồ sơ chính và vẫn tính là một hồ sơ."
        ),
    ),
    (
        "Tỷ lệ đúng hạn",
        "Số đã trả lời đúng hạn chia cho số đã trả lời.",
    ),
    (
        "Số ngày làm việc để trả lời",
        (
            "Tính từ sau ngày nhận (hoặc ngày mở lại gần nhất) đến hết ngày trả lời, không kể thứ bảy, chủ nhật, ngày "
            "lễ, kể cả thời gian chờ bổ sung; trung bình và trung vị của các hồ sơ đã trả lời. Trả lời ngay trong "
            "ngày là 0."
        ),
    ),
    (
        "Đang xử lý",
        (
            "Đến cuối kỳ chưa trả lời. Quá hạn nếu hạn trả lời trước ngày cuối kỳ. “Chờ người gửi bổ sung” đếm riêng "
            "vì khi đó hạn tạm dừng."
        ),
    ),
    (
        "Từ chối, rút",
        "Trạng thái cuối kỳ; lý do từ chối đã được che thông tin cá nhân.",
    ),
    (
        "Đã công khai",
        "Câu trả lời được công khai trong kỳ và đến cuối kỳ vẫn công khai, không kể nhận từ khi nào.",
    ),
    (
        "Mức hài lòng",
        (
            "Đánh giá từ 1 đến 5 sao của người gửi trong kỳ, mỗi hồ sơ lấy lần đánh giá cuối cùng, không kể nhận từ "
            "khi nào. Hài lòng: 4 hoặc 5 sao."
        ),
    ),
    (
        "Góp ý không đủ thông tin",
        (
            "Góp ý không có họ tên, địa chỉ, số điện thoại hoặc thư điện tử; không có hạn trả lời và không tính vào "
            "bất kỳ số nào khác."
        ),
    ),
    (
        "Theo cơ quan, thủ tục, lĩnh vực",
        "Cơ quan đang giữ hồ sơ lúc cuối kỳ; thủ tục như đã ghi trong hồ sơ; lĩnh vực là lĩnh vực của thủ tục đó.",
    ),
    (
        "Cuộc gọi tổng đài",
        (
            "Cuộc gọi bắt đầu trong kỳ và được người trực ghi vào nhật ký; số phút theo đồng hồ của trang hoặc theo "
            "người trực sửa lại. Cuộc gọi không ghi thì không tính."
        ),
    ),
    (
        "Cuộc trò chuyện, câu hỏi",
        (
            "Cuộc trò chuyện bắt đầu trong kỳ; câu hỏi là tin nhắn người dân gõ, không kể nút bấm. Đánh giá tính theo "
            "ngày của câu trả lời được đánh giá."
        ),
    ),
    (
        "Chưa trả lời được",
        "Lượt trợ lý phải hỏi lại, không tìm thấy, hoặc câu hỏi nằm ngoài phạm vi thủ tục hành chính.",
    ),
    (
        "Câu hỏi nhiều nhất",
        (
            "Câu gõ giống nhau (không kể hoa thường, dấu), đã che số riêng tư; chỉ nêu câu xuất hiện trong ít nhất "
            f"{LEAST_CONVERSATIONS} cuộc trò chuyện. Chỉ xét các cuộc còn lưu; số đếm thì tính cả cuộc đã xoá theo "
            "thời hạn."
        ),
    ),
)
"""Term and meaning, in the order of the report."""


def limits(deadlines: Deadlines) -> str:
    """Return which time limits the numbers were made with."""
    forward = f"chuyển cơ quan trong {deadlines.forward_days} ngày làm việc{_source(deadlines.forward_source)}"
    answer = f"trả lời trong {deadlines.answer_days} ngày{_source(deadlines.answer_source)}"
    return f"Hạn đang cấu hình cho hồ sơ mới: {forward}; {answer}. Mỗi hồ sơ được xét theo hạn đã ghi trong hồ sơ đó."


def checked(number: int, different: tuple[str, ...]) -> str:
    """Return what the check against the log found."""
    if not different:
        return f"Đã đối chiếu {_whole(number)} hồ sơ với nhật ký chỉ ghi thêm: khớp."
    shown = ", ".join(different[:10]) + (" …" if len(different) > 10 else "")
    return (
        f"Đối chiếu {_whole(number)} hồ sơ với nhật ký: {_whole(len(different))} hồ sơ không khớp ({shown}). "
        "Số liệu lấy theo nhật ký; vui lòng báo người quản trị kiểm tra các hồ sơ này."
    )


def comparison(title: str) -> str:
    """Name the period that the numbers are held against."""
    return f"So sánh với: {title[:1].lower()}{title[1:]}."


def texts_since(day: date) -> str:
    """Say that the words of older chats are gone."""
    return f"Nội dung trò chuyện trước ngày {day_text(day)} đã xoá theo thời hạn lưu; số đếm những ngày đó vẫn đủ."


def made_at(text: str) -> str:
    """Say when the report was made."""
    return f"Lập lúc {text}."


def _source(source: str) -> str:
    return f" ({source})" if source else ""


def _whole(number: int) -> str:
    return f"{number:,}".replace(",", ".")
