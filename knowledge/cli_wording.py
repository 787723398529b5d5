"""What the command line says, in Vietnamese."""

from __future__ import annotations

from knowledge.errors import (
    CorruptFile,
    EmptyImport,
    EncoderError,
    MotCuaError,
    ProcedureNotFound,
    SnapshotCorrupt,
    SnapshotNotFound,
    StorageFull,
    UnknownFormat,
)
from knowledge.model import Severity
from knowledge.pdf import WORDING as PDF_TROUBLES
from knowledge.pdf import PdfUnreadable

_STAGES = {"read": "Đọc tệp", "lexical": "Lập chỉ mục từ ngữ", "dense": "Lập chỉ mục ngữ nghĩa"}
_SEVERITIES = {Severity.WARNING: "cảnh báo", Severity.REJECTED: "từ chối"}


def stage_label(stage: str) -> str:
    """Return the name of a stage of a long job."""
    return _STAGES.get(stage, stage)


def state_label(severity: Severity) -> str:
    """Return the name of a severity."""
    return _SEVERITIES[severity]


def explain(error: MotCuaError) -> str:
    """Return one line that says what happened and what to do."""
    match error:
        case ProcedureNotFound():
            return f"không có thủ tục mã {error.code} trong bản dữ liệu đang dùng."
        case SnapshotNotFound(snapshot_id="active"):
            return "chưa có bản dữ liệu nào được dùng. Chạy: motcua import TỆP --activate"
        case SnapshotNotFound(snapshot_id="previous"):
            return "không có bản dữ liệu nào dùng trước đó để quay lại."
        case SnapshotNotFound():
            return f"không có bản dữ liệu {error.snapshot_id}. Xem: motcua snapshots"
        case SnapshotCorrupt():
            return f"bản dữ liệu {error.snapshot_id} bị hỏng (tệp {error.file_name}); hãy nhập lại."
        case StorageFull():
            return "ổ đĩa đã đầy. Bản dữ liệu đang dùng vẫn nguyên vẹn; hãy giải phóng chỗ rồi làm lại."
        case PdfUnreadable():
            return f"không đọc được tệp {error.path.name}: {PDF_TROUBLES[error.trouble]}"
        case UnknownFormat() | CorruptFile():
            return f"không đọc được tệp {error.path.name}: {error.reason}"
        case EmptyImport():
            return "không có bản ghi nào được nhận."
        case EncoderError():
            return f"không dùng được mô hình câu: {error}"
        case _:
            return str(error)
