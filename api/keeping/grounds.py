"""Why an office handed out or erased somebody's data: what the log keeps of it, without the person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeVar

from api.errors import InvalidField
from api.security.masking import mask
from knowledge.text import one_line

Choice = TypeVar("Choice", bound=StrEnum)


class Proof(StrEnum):
    """How the office made sure who asks; the value is stored."""

    PAPERS = "giay_to"
    CONTACT = "lien_he"
    REPRESENTATIVE = "dai_dien"
    AUTHORITY = "van_ban"


class Reason(StrEnum):
    """Why data are erased (Luật 91/2025/QH15 Đ.14); the value is stored."""

    ASKED = "yeu_cau"
    CONSENT_WITHDRAWN = "rut_dong_y"
    PURPOSE_DONE = "het_muc_dich"
    WRONG_PERSON = "nham_nguoi"
    ORDERED = "quyet_dinh"


PROOF_LABELS: dict[Proof, str] = {
    Proof.PAPERS: "Đã xem giấy tờ tuỳ thân của người gửi",
    Proof.CONTACT: "Đã gọi hoặc nhắn lại đúng số, đúng địa chỉ thư đã ghi khi gửi",
    Proof.REPRESENTATIVE: "Người đại diện, có giấy tờ chứng minh",
    Proof.AUTHORITY: "Văn bản của cơ quan có thẩm quyền",
}
REASON_LABELS: dict[Reason, str] = {
    Reason.ASKED: "Người gửi yêu cầu xoá",
    Reason.CONSENT_WITHDRAWN: "Người gửi rút lại sự đồng ý",
    Reason.PURPOSE_DONE: "Không còn cần cho mục đích đã thông báo",
    Reason.WRONG_PERSON: "Dữ liệu ghi nhầm người",
    Reason.ORDERED: "Quyết định của cơ quan có thẩm quyền",
}
_REFERENCE = 60
_CHOOSE = "Vui lòng chọn một mục."
_NO_PEOPLE = "Chỉ ghi số của phiếu hoặc văn bản, không ghi họ tên, số điện thoại, số giấy tờ."


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the log keeps beside "who, what, when".

    Attributes:
        reference: number of the request or of the document in the office's own register.
        reason: of an erasure.
    """

    proof: Proof
    reference: str | None = None
    reason: Reason | None = None

    @classmethod
    def read(cls, proof: str, reference: str = "", reason: str | None = None) -> Self:
        """Take what was typed; ``reason`` is ``None`` where none is asked for.

        Raises:
            InvalidField: nothing was chosen, or the reference holds personal numbers.
        """
        number = one_line(reference)
        if len(number) > _REFERENCE or mask(number) != number:
            raise InvalidField("reference", _NO_PEOPLE)
        return cls(
            _choice(Proof, "proof", proof),
            number or None,
            None if reason is None else _choice(Reason, "reason", reason),
        )

    def as_log(self) -> dict[str, str]:
        """Return it as the log keeps it."""
        found = {"proof": self.proof.value, "reference": self.reference, "reason": self.reason and self.reason.value}
        return {name: value for name, value in found.items() if value}


def _choice(kind: type[Choice], field: str, value: str) -> Choice:
    try:
        return kind(value)
    except ValueError:
        raise InvalidField(field, _CHOOSE) from None
