"""What people read for the words of a PAKN."""

from __future__ import annotations

from api.feedback.model import Channel, Kind, Status

KIND_LABELS: dict[Kind, str] = {
    Kind.CONDUCT: "Phản ánh về hành vi thực hiện quy định hành chính",
    Kind.REGULATION: "Phản ánh, kiến nghị về nội dung quy định hành chính",
    Kind.PROPOSAL: "Đề xuất phương án, sáng kiến",
}
CHANNEL_LABELS: dict[Channel, str] = {
    Channel.WEB: "Trang web",
    Channel.ZALO_OA: "Zalo OA",
    Channel.ZALO_BOT: "Zalo Bot",
    Channel.WEBHOOK: "Kênh riêng của cơ quan",
    Channel.PHONE_1022: "Điện thoại 1022",
    Channel.IN_PERSON: "Trực tiếp",
    Channel.PAPER: "Văn bản giấy",
    Channel.POST: "Bưu chính",
    Channel.EMAIL: "Thư điện tử",
    Channel.FAX: "Fax",
}
STATUS_LABELS: dict[Status, str] = {
    Status.RECEIVED: "Đã tiếp nhận",
    Status.NEEDS_MORE: "Cần bổ sung thông tin",
    Status.FORWARDED: "Đã chuyển cơ quan xử lý",
    Status.IN_PROGRESS: "Đang xử lý",
    Status.ANSWERED: "Đã trả lời",
    Status.PUBLISHED: "Đã công khai câu trả lời",
    Status.REJECTED: "Từ chối tiếp nhận",
    Status.WITHDRAWN: "Người gửi đã rút",
}
