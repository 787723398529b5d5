"""Every sentence a person reads in an answer, in one place.

Spoken Vietnamese for a reader of seventy: short, polite, no jargon. Sentences hold no facts of
their own; figures and names are put in from the record.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.aspects import ASPECT_LABELS, Aspect
from knowledge.model import ChannelKind, Level

PORTAL = "Cổng Dịch vụ công quốc gia"

# --- ways of filing -------------------------------------------------------------------------

CHANNEL_WORD = {
    ChannelKind.ONLINE: "trực tuyến",
    ChannelKind.POSTAL: "qua bưu chính",
    ChannelKind.IN_PERSON: "trực tiếp",
}
CHANNEL_ORDER = (ChannelKind.ONLINE, ChannelKind.POSTAL, ChannelKind.IN_PERSON)
CHANNEL_ASPECT = {
    ChannelKind.ONLINE: Aspect.ONLINE,
    ChannelKind.POSTAL: Aspect.POSTAL,
    ChannelKind.IN_PERSON: Aspect.IN_PERSON,
}
LEVEL_WORD = {
    Level.MINISTRY: "cấp bộ, trung ương",
    Level.PROVINCE: "cấp tỉnh",
    Level.COMMUNE: "cấp xã",
    Level.OTHER: "cơ quan khác",
}
NO_CHANNELS = "Bản công bố chưa có thông tin về cách nộp hồ sơ của thủ tục này."
NO_CHANNELS_ADVICE = "Anh/chị nên hỏi cơ quan giải quyết trước khi đi nộp."


def join_words(words: Sequence[str], last: str = "và") -> str:
    """Return ``a``, ``a và b`` or ``a, b và c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def channels_in_words(kinds: Sequence[ChannelKind], last: str = "và") -> str:
    """Return ways of filing in words: ``trực tuyến và trực tiếp``."""
    return join_words([CHANNEL_WORD[kind] for kind in kinds], last)


def channels_title(kinds: Sequence[ChannelKind]) -> str:
    """Return the heading of facts that hold for ``kinds``: ``Nộp trực tuyến và trực tiếp``."""
    return f"Nộp {channels_in_words(kinds)}"


def not_offered(kinds: Sequence[ChannelKind]) -> str:
    """Say that ways of filing are not among the published ones."""
    return f"Thủ tục này không nhận hồ sơ {channels_in_words(kinds, 'hoặc')}."


def alternatives(kinds: Sequence[ChannelKind]) -> str:
    """Say which ways of filing are open."""
    return f"Anh/chị có thể nộp {channels_in_words(kinds, 'hoặc')}."


def accepts(kinds: Sequence[ChannelKind]) -> str:
    """Say which ways are open, as part of a sentence."""
    return f"nhận hồ sơ {channels_in_words(kinds)}"


# --- fees -----------------------------------------------------------------------------------

EXEMPTIONS = "Trường hợp được miễn"
UNCLEAR = "chưa có thông tin rõ"
FREE = "miễn phí"
LOCAL_COUNCIL = "do Hội đồng nhân dân cấp tỉnh quy định"
LOCAL_PLACE = "do địa phương quy định"
FEE_UNCLEAR = "Bản công bố chưa có thông tin rõ về phí của thủ tục này."
FEE_ASK = "Anh/chị nên hỏi nơi tiếp nhận trước khi nộp."
FEE_SUSPECT = "số tiền trong bản công bố không nhất quán, cần hỏi lại nơi tiếp nhận"
FEE_EXEMPTIONS = "Một số trường hợp được miễn, xem bên dưới."
FEE_OTHER_LEVELS = "Ghi chú của bản công bố còn nêu mức khác, xem bên dưới."
FEE_LOCAL_TOO = "Mức áp dụng tại địa phương do Hội đồng nhân dân cấp tỉnh quy định, nên hỏi lại trước khi nộp."
FEE_FREE_OTHERS = "Trường hợp khác chưa có thông tin rõ về phí."
FREE_CASE_UNNAMED = "bản công bố không ghi rõ cho trường hợp nào"
FEE_IN_WORDS = "ghi bằng lời, xem bên dưới"
TIME_IN_WORDS = "có ghi bằng lời, xem bên dưới"
SOME_UNCLEAR = "có trường hợp chưa rõ mức phí"
BY_CASE = "tùy trường hợp"
SEE_BELOW = "xem bên dưới"


def quoted(text: str) -> str:
    """Return published words between quotation marks."""
    return f"“{text}”"


def published_as(text: str) -> str:
    """Say that what follows are the words of the publication."""
    return f"bản công bố ghi {quoted(text)}"


# --- time limits ----------------------------------------------------------------------------

TIME_UNCLEAR = "Bản công bố chưa có thông tin rõ về thời hạn giải quyết."
TIME_OTHER_VALUES = "Ghi chú của bản công bố còn nêu thời hạn cho từng trường hợp, xem bên dưới."
TIME_NOTE_ONLY = "Bản công bố không ghi một con số chung; phần ghi chú nêu:"

# --- papers, steps, texts -------------------------------------------------------------------

NO_PAPERS = "Bản công bố chưa có thông tin về giấy tờ của thủ tục này."
COMMON_PAPERS = "Giấy tờ cần chuẩn bị"
OTHER_PAPERS = "Giấy tờ khác (bản công bố không ghi trường hợp)"
PAPERS_ON, PAPERS_FROM_START, PAPERS_GROUP = "Xem tiếp", "Xem từ đầu danh sách", "Xem nhóm {number}"
PAPERS_ELSEWHERE = "Danh sách đầy đủ: anh/chị hỏi cơ quan giải quyết hoặc xem bản công bố."
NO_FORMS = "Bản công bố không nêu mẫu đơn, tờ khai nào cho thủ tục này."
NO_STEPS = "Bản công bố chưa có thông tin về các bước thực hiện."
NO_CONDITIONS = "Bản công bố không nêu điều kiện riêng cho thủ tục này."
NO_RESULT = "Bản công bố chưa có thông tin về kết quả của thủ tục này."
NO_LEGAL = "Bản công bố chưa có thông tin về căn cứ pháp lý."
NO_AGENCY = "Bản công bố chưa có thông tin về cơ quan giải quyết."
READ_FULL = f"Xem đầy đủ trên {PORTAL}"
RECORD_NOTE = "Ghi chú trong bản công bố"
HOW_TO_FILE = "Cách nộp"

# --- life of a record -----------------------------------------------------------------------


LONG_NAME = 150
"""Longest name that is said in a sentence."""


def withdrawn(name: str, code: str, day: str) -> str:
    """Say first that a record is no longer in the catalogue."""
    subject = f"Thủ tục {quoted(name)}" if len(name) <= LONG_NAME else "Thủ tục này"
    return (
        f"{subject} (mã {code}) không còn trong danh mục thủ tục hành chính ngày {day}, "
        "có thể đã được bãi bỏ hoặc thay thế."
    )


def internal(name: str, code: str) -> str:
    """Say first that a record is for agencies among themselves."""
    subject = quoted(name) if len(name) <= LONG_NAME else "Thủ tục này"
    return (
        f"{subject} (mã {code}) là thủ tục nội bộ giữa các cơ quan nhà nước, "
        "không nằm trong danh mục dành cho người dân và doanh nghiệp."
    )


WITHDRAWN_ADVICE = (
    "Vì vậy phí, thời hạn và giấy tờ cũ không được nêu ở đây. Anh/chị nên hỏi cơ quan giải quyết "
    "hoặc tổng đài hỗ trợ để biết thủ tục đang áp dụng."
)
INTERNAL_ADVICE = "Anh/chị cho biết việc mình cần làm, trợ lý sẽ tìm thủ tục dành cho người dân."


def replaced_by(code: str) -> str:
    """Name the successor of a withdrawn record."""
    return f"Thủ tục thay thế có mã {code}."


def other_province(province: str) -> str:
    """Say that a record holds in its own province only."""
    return f"Thủ tục này do {province} công bố, chỉ áp dụng tại {province}."


def expired(day: str) -> str:
    """Say that a date named in the record has passed."""
    return f"Bản công bố nhắc tới một mức áp dụng đến ngày {day}, nay đã qua. Anh/chị nên hỏi lại nơi tiếp nhận."


def label(aspect: Aspect) -> str:
    """Return the heading of an aspect."""
    return ASPECT_LABELS[aspect]


# --- plans ----------------------------------------------------------------------------------

BLANK_NUMBER = "số để trống trong bản công bố"
BLANK_DAY = "ngày tháng để trống trong bản công bố"
BLANK_DATE = "ngày để trống trong bản công bố"

# --- two procedures side by side -------------------------------------------------------------

SILENT = "không ghi"
IN_RECORD = "ghi chi tiết trong bản công bố"
ELSEWHERE = "và nơi khác"
TWO_PROCEDURES = "Hai thủ tục"
SIDE_BY_SIDE = "Đặt cạnh nhau"
COMPARED = "Đây là hai thủ tục đặt cạnh nhau, theo bản công bố."
NO_ADVICE = "Trợ lý không chọn thay anh/chị."
TWO_MATTERS = "Hai thủ tục có thể dùng cho hai việc khác nhau."
SILENT_MEANS = "“Không ghi” là bản công bố không nêu."
NOT_COMPARED = "Không so sánh được: thủ tục mã {codes} không còn trong danh mục dành cho người dân."
ONLY_THERE = "Một thủ tục do {place} công bố, chỉ áp dụng tại {place}."
WHICH_TWO = "Anh/chị muốn so sánh hai thủ tục nào? Anh/chị bấm chọn, hoặc nhắn hai số, ví dụ: so sánh 1 và 2."
WHICH_TWO_NAMES = (
    "Anh/chị muốn so sánh hai thủ tục nào? Anh/chị nói tên cả hai, ví dụ: cấp đổi và cấp lại thẻ căn cước khác gì nhau."
)
COMPARE_PAIR = "So sánh {one} và {other}"

# --- turns that are not about one procedure -------------------------------------------------

CHOOSE = "Có {count} thủ tục gần với điều anh/chị hỏi. Anh/chị cần thủ tục nào?"
CHOOSE_SIBLINGS = "Có {count} thủ tục cùng loại. {question}"
CHOOSE_AGAIN = "Anh/chị chọn giúp một thủ tục trong các thủ tục này. {question}"
CHOOSE_FOR = "Để trả lời về “{aspect}”, trợ lý cần biết đúng thủ tục. Anh/chị chọn giúp một trong các thủ tục này."
CHOOSE_FIRST = "Anh/chị hỏi nhiều việc. Anh/chị muốn xem việc nào trước?"
WHICH_DEED = "Anh/chị cần {choices}?"
WHICH_FOREIGN = "Việc này có liên quan đến người nước ngoài, hoặc đã làm ở nước ngoài không?"
WHICH_LEVEL = "Anh/chị làm ở {choices}?"
WHICH_PROVINCE = "Anh/chị làm ở tỉnh, thành phố nào: {choices}?"
CHOOSE_ONE = "Có phải anh/chị hỏi thủ tục này không?"
NONE_OF_THESE = "Không phải các thủ tục trên"
ASK_MORE = (
    "Trợ lý chưa rõ anh/chị cần làm việc gì. Anh/chị nói thêm giúp: làm giấy tờ gì, "
    "làm mới, đổi hay cấp lại, và cho ai?"
)
ASK_MORE_EXAMPLES = (
    "Đăng ký tạm trú cần giấy tờ gì?",
    "Làm lại giấy khai sinh bị mất hết bao nhiêu tiền?",
    "Đổi bằng lái xe nộp trực tuyến được không?",
)
NOT_FOUND = (
    "Trợ lý chưa tìm thấy thủ tục phù hợp trong dữ liệu đang có, nên không trả lời để tránh chỉ sai cho anh/chị."
)
NO_SUCH_CODE = "Dữ liệu đang có không có thủ tục nào mang mã này."
NO_SUCH_CODE_ADVICE = "Anh/chị xem lại từng số của mã (ví dụ 1.004194), hoặc nói tên giấy tờ, việc cần làm."
NOT_FOUND_ADVICE = "Anh/chị thử gọi tên giấy tờ cần làm, hoặc gặp nhân viên hỗ trợ."
OUT_OF_SCOPE = "Trợ lý chỉ trả lời về thủ tục hành chính, nên xin phép không trả lời câu này."
OUT_OF_SCOPE_ADVICE = "Anh/chị có thể hỏi về giấy tờ, phí, thời hạn hoặc nơi nộp của một thủ tục."
HANDED_OVER = (
    "Trợ lý tự động không nối máy được với cán bộ. Anh/chị có thể gọi tổng đài 1022 nếu nơi anh/chị ở có tổng đài này, "
    "hoặc đến Trung tâm Phục vụ hành chính công gần nhất."
)
HANDED_OVER_ADVICE = (
    "Khi gọi hoặc đến nơi, anh/chị nói tên thủ tục hoặc mã thủ tục đã xem ở đây để được giúp nhanh hơn. "
    "Anh/chị đừng gửi mật khẩu, mã OTP hay ảnh giấy tờ tùy thân vào cuộc trò chuyện."
)
ERROR = "Xin lỗi anh/chị, hệ thống đang gặp trục trặc nên chưa trả lời được."
ERROR_ADVICE = "Anh/chị gửi lại câu hỏi sau ít phút. Những gì đã hỏi vẫn còn."
GREETING = "Xin chào anh/chị. Đây là trợ lý tự động về thủ tục hành chính, không phải cán bộ trả lời trực tiếp."
GREETING_ADVICE = (
    "Anh/chị cứ hỏi bằng lời thường ngày. Câu trả lời lấy từ thủ tục đã công bố, có ghi nguồn và ngày dữ liệu."
)
HELP = "Anh/chị hỏi về một thủ tục, trợ lý tự động sẽ trả lời từ bản đã công bố."
HELP_ITEMS = (
    "Giấy tờ cần chuẩn bị, mẫu đơn, các bước làm",
    "Phí, lệ phí và thời hạn theo từng cách nộp",
    "Nộp trực tuyến, qua bưu chính hay trực tiếp; nộp ở đâu",
    "Gửi phản ánh, kiến nghị về quy định hành chính",
    "Gặp nhân viên khi cần người trả lời",
)
HELP_PRIVACY = "Không gửi mật khẩu, mã OTP, ảnh căn cước trong khung trò chuyện này."

REFUSED_CREDENTIALS = (
    "Trợ lý không nhận và không hỏi mã OTP, mật khẩu hay tài khoản của anh/chị. "
    "Cán bộ nhà nước cũng không hỏi những mã này qua tin nhắn hay điện thoại."
)
REFUSED_CREDENTIALS_ADVICE = "Nếu đã lỡ đưa mã cho ai, anh/chị đổi mật khẩu ngay và báo công an nơi gần nhất."
REFUSED_ACT_FOR = (
    "Trợ lý không nộp hồ sơ, đăng nhập hay thanh toán thay anh/chị được. Trợ lý chỉ hướng dẫn để anh/chị tự làm."
)
REFUSED_ACT_FOR_ADVICE = (
    "Nếu cần người giúp thao tác, anh/chị đến Trung tâm Phục vụ hành chính công hoặc gặp nhân viên hỗ trợ."
)
REFUSED_PICTURES = (
    "Trợ lý không nhận ảnh căn cước, hộ chiếu hay giấy tờ tùy thân. "
    "Đó là dữ liệu cá nhân nhạy cảm, anh/chị đừng gửi ở đây."
)
REFUSED_PICTURES_ADVICE = (
    "Anh/chị chỉ cần hỏi bằng lời. Khi nộp hồ sơ mới đính kèm ảnh trên Cổng Dịch vụ công quốc gia."
)

FEEDBACK = (
    "Anh/chị có thể phản ánh, kiến nghị về quy định hành chính hoặc thái độ của cán bộ "
    "qua tổng đài 1022 hoặc Cổng Dịch vụ công quốc gia."
)
FEEDBACK_DONG_NAI = (
    "Anh/chị có thể phản ánh, kiến nghị về quy định hành chính hoặc thái độ của cán bộ "
    "qua tổng đài (0251)1022 của Đồng Nai hoặc Cổng Dịch vụ công quốc gia."
)
FEEDBACK_CONTENT = (
    "Viết bằng tiếng Việt, nói rõ việc gì, ở đâu, khi nào",
    "Ghi họ tên, địa chỉ và số điện thoại hoặc thư điện tử của người gửi",
    "Nếu gửi trên Cổng, đăng nhập bằng tài khoản VNeID và giữ mã phản ánh để theo dõi",
)
FEEDBACK_URGENT = "Việc khẩn cấp, anh/chị gọi ngay: 113 (công an), 114 (cháy, cứu nạn), 115 (cấp cứu)."
FEEDBACK_OTHER_LAWS = (
    "Khiếu nại một quyết định hay tố cáo cán bộ vi phạm là việc khác, theo Luật Khiếu nại và Luật Tố cáo: "
    "khiếu nại gửi cơ quan đã ra quyết định, tố cáo gửi cơ quan có thẩm quyền giải quyết. "
    "Anh/chị đừng viết nội dung tố cáo ở đây."
)
FEEDBACK_SOURCE = (
    "Theo Nghị định 20/2008/NĐ-CP (sửa đổi bởi Nghị định 48/2013/NĐ-CP, Nghị định 92/2017/NĐ-CP) "
    "và Quyết định 31/2021/QĐ-TTg."
)
