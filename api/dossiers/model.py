"""What can be known of a dossier, and who can know it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from knowledge.errors import MotCuaError


class DossierState(StrEnum):
    """The nine states Đồng Nai tells people of (notices of 2025 on its reform page); the value is stored nowhere."""

    RECEIVED = "da_tiep_nhan"
    NEEDS_MORE = "yeu_cau_bo_sung"
    PAYMENT_DUE = "yeu_cau_thanh_toan"
    FINANCIAL_DUTY = "thuc_hien_nghia_vu_tai_chinh"
    REFUSED = "tu_choi"
    STOPPED = "dung_xu_ly"
    WITHDRAWAL_ASKED = "yeu_cau_rut"
    FINISHED = "da_xu_ly_xong"
    HANDED_OUT = "da_tra_ket_qua"


STATE_LABELS: dict[DossierState, str] = {
    DossierState.RECEIVED: "Đã tiếp nhận",
    DossierState.NEEDS_MORE: "Yêu cầu bổ sung",
    DossierState.PAYMENT_DUE: "Yêu cầu thanh toán",
    DossierState.FINANCIAL_DUTY: "Thực hiện nghĩa vụ tài chính",
    DossierState.REFUSED: "Từ chối",
    DossierState.STOPPED: "Dừng xử lý",
    DossierState.WITHDRAWAL_ASKED: "Yêu cầu rút",
    DossierState.FINISHED: "Đã xử lý xong",
    DossierState.HANDED_OUT: "Đã trả kết quả",
}


class DossierStatus(BaseModel):
    """Where a dossier stands, as the office's system says. No name, no content: whoever has the code may see it.

    Attributes:
        updated: day of the last change.
        due: day the result is promised for.
        agency: who works on it.
    """

    model_config = ConfigDict(frozen=True)

    state: DossierState
    updated: date | None = None
    due: date | None = None
    agency: str | None = None


class LookUpFailed(MotCuaError):
    """The office's system gave nothing that can be relied on.

    Attributes:
        reason: one word for logs and metrics: ``refused``, ``timeout``, ``denied``, ``busy``, ``status``, ``large``,
            ``broken``, ``state``, ``other_code``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DossierStatusProvider(Protocol):
    """A system that knows dossiers."""

    async def look_up(self, code: str) -> DossierStatus | None:
        """Return where a dossier stands; ``None``: the system knows no such code. Raises :class:`LookUpFailed`."""
        ...


class Outcome(StrEnum):
    """The end of one look-up. NOT_CONNECTED: this deployment has no system to ask."""

    FOUND = "found"
    UNKNOWN = "unknown"
    UNAVAILABLE = "unavailable"
    NOT_CONNECTED = "not_connected"
