"""An office with invented people and cases, for the pictures of the guides: no name or number in it is real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from api.clock import local_day, utc_now
from api.feedback.casework import Casework
from api.feedback.desk import FeedbackDesk
from api.feedback.model import Channel, DraftFields, Kind
from api.feedback.rules import FeedbackRules
from api.security.accounts import Account, Accounts, Actor
from api.security.roles import Role
from api.settings import Settings
from api.storage.database import Database

PASSWORD = "mat khau chi de chup anh"  # noqa: S105 (an office that lives for a minute)
_PEOPLE = (
    ("admin", "Đỗ Thị Quản", Role.ADMIN),
    ("duyet", "Vũ Văn Duyệt", Role.APPROVER),
    ("xuly", "Phạm Thị Lý", Role.OFFICER),
    ("tiepnhan", "Trần Văn Nhận", Role.OPERATOR),
    ("xem", "Lê Thị Xem", Role.VIEWER),
)
_AGENCIES = (
    ("Ủy ban nhân dân phường Ví Dụ", "0200 000 0001", "", "Số 1 đường Ví Dụ, phường Ví Dụ"),
    ("Công an phường Ví Dụ", "0200 000 0002", "", ""),
    ("Sở Tư pháp (ví dụ)", "", "tuphap@vidu.vn", ""),
)
_SOURCE = "Số liệu ví dụ"
_TEMPLATES = (
    (
        "Mở đầu thư trả lời",
        "Kính gửi anh/chị,\n\n{agency} đã nhận phản ánh mã {code} ngày {received} và trả lời như sau:",
    ),
    ("Xin lỗi vì chậm trễ", "Cơ quan xin lỗi anh/chị vì sự chậm trễ này và đã chấn chỉnh nơi tiếp nhận hồ sơ."),
)


@dataclass(frozen=True, slots=True)
class Cases:
    """Codes of the cases the pictures show."""

    working: str
    answered: str
    late: str


@dataclass(frozen=True, slots=True)
class _Sent:
    kind: Kind
    content: str
    name: str
    phone: str
    channel: Channel
    days_ago: int = 0


_SENT = (
    _Sent(
        Kind.CONDUCT,
        "Tôi nộp hồ sơ đăng ký tạm trú ở Công an phường Ví Dụ, giấy hẹn ghi ba ngày nhưng đã hơn hai tuần chưa có kết "
        "quả. Tôi gọi hỏi ba lần đều được trả lời là chờ thêm. Tôi tên Nguyễn Văn An, số 0900 000 001, mong được giải "
        "quyết sớm để con tôi kịp nhập học.",
        "Nguyễn Văn An",
        "0900000001",
        Channel.PHONE_1022,
        12,
    ),
    _Sent(
        Kind.CONDUCT,
        "Bộ phận một cửa phường Ví Dụ đóng cửa lúc 10 giờ sáng thứ hai, không có thông báo. Tôi đi hai lần đều không "
        "nộp được hồ sơ khai sinh cho cháu.",
        "Trần Thị Bình",
        "0900000002",
        Channel.IN_PERSON,
        40,
    ),
    _Sent(
        Kind.REGULATION,
        "Thủ tục xác nhận tình trạng hôn nhân yêu cầu nộp lại bản sao giấy tờ mà cơ quan đã có trong cơ sở dữ liệu. "
        "Đề nghị bỏ yêu cầu này để người dân đỡ phải đi chứng thực.",
        "Lê Văn Cường",
        "0900000003",
        Channel.POST,
        16,
    ),
    _Sent(
        Kind.PROPOSAL,
        "Đề nghị phường gửi tin nhắn khi hồ sơ có kết quả để người dân không phải đi lại hỏi nhiều lần, nhất là người "
        "cao tuổi ở xa.",
        "Phạm Thị Dung",
        "0900000004",
        Channel.PAPER,
        3,
    ),
    _Sent(
        Kind.CONDUCT,
        "Bộ phận một cửa phường Ví Dụ không mở cửa buổi sáng thứ hai, tôi đến nộp hồ sơ khai sinh phải về. Mong phường "
        "thông báo trước khi nghỉ.",
        "Hoàng Văn Em",
        "0900000005",
        Channel.PHONE_1022,
    ),
    _Sent(
        Kind.CONDUCT,
        "Cán bộ tiếp nhận yêu cầu tôi nộp thêm giấy xác nhận không có trong danh mục thành phần hồ sơ đã niêm yết khi "
        "làm thủ tục đăng ký thường trú.",
        "Đặng Thị Giang",
        "0900000006",
        Channel.PHONE_1022,
    ),
)


def open_office(settings: Settings) -> Cases:
    """Fill the database of a running deployment with an invented office.

    Args:
        settings: of that deployment; its data folder must be on this machine.
    """
    database = Database.open(settings)
    try:
        rules = FeedbackRules.of(settings)
        work = Casework(database, rules, lambda _code: ("Đăng ký tạm trú", "Đăng ký, quản lý cư trú"))
        desk = FeedbackDesk(database, rules, lambda _code: ("Đăng ký tạm trú", "Đăng ký, quản lý cư trú"))
        people = _people(Accounts(database))
        return _cases(work, desk, people)
    finally:
        database.close()


def _people(accounts: Accounts) -> dict[Role, Actor]:
    made: list[Account] = [
        accounts.create(None, username=username, name=name, role=role, password=PASSWORD, must_change=False)
        for username, name, role in _PEOPLE
    ]
    return {one.role: Actor(one.id, one.name, one.role) for one in made}


def _cases(work: Casework, desk: FeedbackDesk, people: dict[Role, Actor]) -> Cases:
    admin, officer, approver = people[Role.ADMIN], people[Role.OFFICER], people[Role.APPROVER]
    agencies = [
        work.save_agency(admin, None, name=name, phone=phone, email=email, address=address, source=_SOURCE).id
        for name, phone, email, address in _AGENCIES
    ]
    for title, body in _TEMPLATES:
        work.save_template(officer, None, title=title, body=body)
    version = work.rules.consent_version
    codes = [_register(work, people[Role.OPERATOR], one, version) for one in _SENT]
    _from_the_web(desk, version)
    working, answered, late = codes[0], codes[2], codes[1]
    for code in (working, answered):
        work.case(officer, code)
        work.assign(officer, code, account_id=officer.account_id)
        work.forward(officer, code, agencies[1])
        work.start(officer, code)
    work.note(officer, working, "Đã gọi cho Công an phường, hẹn trả kết quả trong tuần này.")
    work.draft_answer(
        officer,
        working,
        "Công an phường Ví Dụ đã kiểm tra: hồ sơ bị để sót khi bàn giao ca. Kết quả đăng ký tạm trú đã có và được gửi "
        "về nhà anh qua bưu chính.\n\nCơ quan xin lỗi anh Nguyễn Văn An vì sự chậm trễ này. Nếu ba ngày nữa chưa nhận "
        "được, anh gọi 0200 000 0002.",
    )
    work.draft_answer(
        officer,
        answered,
        "Cảm ơn ông Lê Văn Cường. Từ nay nơi tiếp nhận tra cứu giấy tờ trong cơ sở dữ liệu, không yêu cầu nộp bản sao.",
    )
    work.approve_answer(approver, answered)
    return Cases(working, answered, late)


def _register(work: Casework, operator: Actor, sent: _Sent, version: str) -> str:
    written = sent.channel in (Channel.POST, Channel.PAPER)
    receipt = work.register(
        operator,
        DraftFields(
            kind=sent.kind,
            content=sent.content,
            procedure_code="1.004194" if "tạm trú" in sent.content else None,
            agency="Công an phường Ví Dụ" if "Công an" in sent.content else None,
            location="phường Ví Dụ",
            sender_name=sent.name,
            sender_address="Số 12 đường Ví Dụ, phường Ví Dụ",
            sender_phone=sent.phone,
            sender_email="nguoigui@vidu.vn",
            consent_version=None if written else version,
        ),
        channel=sent.channel,
        received_on=local_day(utc_now()) - timedelta(days=sent.days_ago),
    )
    return receipt.code


def _from_the_web(desk: FeedbackDesk, version: str) -> None:
    full, remark = (desk.open_draft(channel=Channel.WEB) for _ in range(2))
    desk.change_draft(
        full,
        kind=Kind.PROPOSAL.value,
        content="Đề nghị niêm yết số điện thoại của bộ phận một cửa trên trang của phường để người dân hỏi trước.",
        sender_name="Ngô Văn Hải",
        sender_address="Số 3 đường Ví Dụ, phường Ví Dụ",
        sender_phone="0900000007",
        consent_version=version,
    )
    desk.submit(full)
    desk.change_draft(
        remark,
        kind=Kind.CONDUCT.value,
        content="Ghế ngồi chờ ở bộ phận một cửa thiếu, người già phải đứng lâu, mong phường bổ sung thêm ghế.",
        anonymous=True,
    )
    desk.submit(remark)
