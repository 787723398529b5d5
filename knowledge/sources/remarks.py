"""What an import notices in an accepted record, as Vietnamese sentences for the admin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knowledge.model import DurationState, FeeState, Finding, Procedure
from knowledge.sources.codes import CodeShape, local_suffix, shape_of
from knowledge.sources.dates import lapsed
from knowledge.sources.levels import names_district
from knowledge.sources.names import in_capitals
from knowledge.sources.raw import RawRecord
from knowledge.sources.reading import warning
from knowledge.text import clean, one_line


def remarks(
    raw: RawRecord, procedure: Procedure, *, reordered: bool, unknown: tuple[str, ...], as_of: date
) -> Iterator[Finding]:
    """Yield what an admin should know about an accepted record.

    Args:
        raw: the published fields.
        procedure: what was read from them.
        reordered: the papers were put into another order.
        unknown: ways of filing whose name is not known.
        as_of: day the data is read for.
    """
    yield from about_code(raw, procedure)
    yield from _about_gaps(procedure)
    yield from _about_channels(procedure)
    for word in unknown:
        yield warning("channel_unknown", f"Không rõ hình thức nộp “{word[:60]}”, dòng này bị bỏ qua.", "channels")
    if reordered:
        yield warning("papers_reordered", "Giấy tờ ở nguồn không theo thứ tự, đã xếp lại: tờ khai lên đầu.", "papers")
    if in_capitals(one_line(raw.name)) or "\n" in clean(raw.name):
        yield warning("name_tidied", "Tên viết hoa toàn bộ hoặc có xuống dòng, đã viết lại cho dễ đọc.", "name")
    yield from _about_age(raw, procedure, as_of)


def about_code(raw: RawRecord, procedure: Procedure) -> Iterator[Finding]:
    """Yield what the code and the standing of a record tell."""
    shape = shape_of(procedure.code)
    if shape is CodeShape.INTERNAL or raw.internal:
        yield warning("internal", "Thủ tục nội bộ giữa các cơ quan, không dùng để trả lời người dân.", "status")
    elif shape is CodeShape.DELETED:
        yield warning("code_deleted", f"Mã {procedure.code} mang dấu đã xóa, coi như không còn hiệu lực.", "code")
    elif raw.withdrawn:
        yield warning("withdrawn", "Thủ tục không còn trong danh mục hiện hành, coi như đã bãi bỏ.", "status")
    elif shape is CodeShape.ODD:
        yield warning("code_odd", f"Mã {procedure.code} khác dạng thường gặp, cần kiểm tra lại.", "code")
    if local_suffix(procedure.code) and procedure.province is None:
        yield warning("province_unknown", "Mã có đuôi của một tỉnh nhưng chưa rõ tỉnh nào.", "province")


_GAPS = {
    "agency": "Chưa có cơ quan thực hiện; có thể bổ sung bằng tệp danh sách.",
    "levels": "Chưa có cấp thực hiện.",
    "decision": "Chưa có số quyết định công bố.",
    "steps": "Chưa có trình tự thực hiện.",
    "channels": "Chưa có cách thức thực hiện.",
    "papers": "Chưa có thành phần hồ sơ.",
    "results": "Chưa có kết quả thực hiện.",
    "legal_basis": "Chưa có căn cứ pháp lý.",
    "url": "Chưa có đường dẫn đến trang công bố.",
}


def _about_gaps(procedure: Procedure) -> Iterator[Finding]:
    for name, message in _GAPS.items():
        if not getattr(procedure, name):
            yield warning(f"{name}_missing", message, name)


def _about_channels(procedure: Procedure) -> Iterator[Finding]:
    fees = [fee for channel in procedure.channels for fee in channel.fees]
    suspects = [fee.source or "" for fee in fees if fee.state is FeeState.SUSPECT]
    if suspects:
        shown = suspects[0][:120]
        yield warning("fee_suspect", f"Mức phí đáng ngờ, không hiển thị như con số chắc chắn: {shown}.", "channels")
    if any(fee.state is FeeState.NOT_STATED for fee in fees):
        message = "Phí ghi 0 hoặc để trống mà không nói “miễn phí”; hiển thị là chưa có thông tin rõ."
        yield warning("fee_not_stated", message, "channels")
    unclear = [c.duration.source for c in procedure.channels if c.duration.state is DurationState.NOT_STATED]
    if unclear:
        shown = next((source for source in unclear if source), "để trống")
        message = f"Thời hạn giải quyết không có đơn vị hoặc để trống ({shown[:60]}); không hiển thị như số ngày."
        yield warning("time_not_stated", message, "channels")


def _about_age(raw: RawRecord, procedure: Procedure, as_of: date) -> Iterator[Finding]:
    texts = [
        procedure.name,
        procedure.agency,
        procedure.authority,
        procedure.receiving_address,
        raw.steps,
        raw.conditions,
    ]
    texts += [paper.name for paper in procedure.papers] + [channel.note for channel in procedure.channels]
    if names_district(raw.level_texts) or any(text and "cấp huyện" in text.lower() for text in texts):
        yield warning("stale_district", "Còn nhắc “cấp huyện”, đã bỏ từ ngày 01/7/2025; cần rà soát nội dung.", "steps")
    words = [text for channel in procedure.channels for fee in channel.fees for text in (fee.note, fee.source) if text]
    words += [channel.note for channel in procedure.channels if channel.note]
    old = next((text for text in words if lapsed(text, as_of)), None)
    if old is not None:
        message = "Có mức phí hoặc ghi chú áp dụng đến một ngày đã qua; cần kiểm tra mức hiện hành."
        yield warning("stale_date", message, "channels")
