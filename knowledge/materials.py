"""Materials an office publishes beside a procedure: forms, model dossiers, videos, handbooks.

They are shown under what the record says and never instead of it, each with who published it and by which decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from knowledge.answer import Answer, Block, LinkBlock, TextBlock
from knowledge.answers.numbers import day
from knowledge.answers.shorten import shorten
from knowledge.aspects import Aspect
from knowledge.model import Procedure, ProcedureStatus
from knowledge.text import one_line

HEADING = "Tài liệu cơ quan đăng"
BESIDE = "Giúp anh/chị chuẩn bị hồ sơ; không thay cho nội dung đã công bố của thủ tục."
MOST = 3
"""Materials one answer names; the page of the procedure's materials has the rest."""
_PAPER = 100


class MaterialKind(StrEnum):
    """What a material is; the value is stored."""

    FORM = "form"
    DOSSIER = "dossier"
    VIDEO = "video"
    HANDBOOK = "handbook"


KIND_LABELS: dict[MaterialKind, str] = {
    MaterialKind.FORM: "Biểu mẫu",
    MaterialKind.DOSSIER: "Hồ sơ mẫu",
    MaterialKind.VIDEO: "Video hướng dẫn",
    MaterialKind.HANDBOOK: "Sổ tay hướng dẫn",
}

ASKED: dict[Aspect, tuple[MaterialKind, ...]] = {
    Aspect.OVERVIEW: tuple(MaterialKind),
    Aspect.DOCUMENTS: (MaterialKind.DOSSIER, MaterialKind.FORM, MaterialKind.VIDEO),
    Aspect.FORMS: (MaterialKind.FORM, MaterialKind.DOSSIER),
    Aspect.STEPS: (MaterialKind.VIDEO, MaterialKind.HANDBOOK),
    Aspect.ONLINE: (MaterialKind.VIDEO,),
}
"""Which materials help with what was asked, in the order in which they are shown."""

_FORMATS = {
    "application/pdf": "PDF",
    "application/msword": "DOC",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.ms-excel": "XLS",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "image/jpeg": "JPG",
    "image/png": "PNG",
}


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True)


class Material(_Data):
    """One material as people see it.

    Attributes:
        code: of its procedure; ``None`` for a handbook about no single one.
        url: of the file, or of the page elsewhere.
        media_type: of the file, with ``size`` in bytes; both ``None`` for a page elsewhere.
        paper: the paper of the record it is for, as the record names it.
        publisher: the office that published it, ``decision`` the number of the document it did so by.
        issued: the day of that.
    """

    id: str
    code: str | None
    kind: MaterialKind
    title: str
    url: str
    media_type: str | None = None
    size: int | None = None
    paper: str | None = None
    publisher: str
    decision: str | None = None
    issued: date

    @property
    def source(self) -> str:
        """Who published it, by what, and when: ``do Sở Tư pháp đăng, số 12/QĐ-STP, ngày 01/02/2026``."""
        numbered = self.decision and (f"số {self.decision}" if self.decision[0].isdigit() else self.decision)
        return ", ".join(part for part in (f"do {self.publisher} đăng", numbered, f"ngày {day(self.issued)}") if part)

    @property
    def format(self) -> str:
        """Kind and size of the file in words, ``DOCX, 35 KB``; empty for a page elsewhere."""
        if self.media_type is None or self.size is None:
            return ""
        size = f"{max(1, round(self.size / 1000))} KB" if self.size < 1_000_000 else f"{self.size / 1_000_000:.1f} MB"
        return f"{_FORMATS.get(self.media_type, 'tệp')}, {size.replace('.', ',')}"

    @property
    def name(self) -> str:
        """Kind, title and file: ``Biểu mẫu: Tờ khai (DOCX, 35 KB)``."""
        return f"{KIND_LABELS[self.kind]}: {self.title}{f' ({self.format})' if self.format else ''}"

    @property
    def note(self) -> str:
        """What it is for and who published it."""
        paper = f"dùng cho “{shorten(one_line(self.paper), _PAPER)}”, " if self.paper else ""
        return f"{paper}{self.source}"


class ProcedureMaterials(_Data):
    """What is published for one procedure.

    Attributes:
        address: of the page that lists all of it.
        items: in the order in which they were added.
    """

    address: str
    items: tuple[Material, ...]


def beside(answer: Answer, record: Procedure, published: Mapping[str, ProcedureMaterials]) -> Answer:
    """Return an answer about a procedure with the materials that help with it, behind all that it says itself.

    Of a procedure out of force nothing is shown: its forms would lead people astray.
    """
    found = published.get(record.code) if record.status is ProcedureStatus.IN_FORCE else None
    wanted = ASKED.get(answer.aspect, ()) if answer.aspect else ()
    if not (found and wanted):
        return answer
    fitting = sorted((one for one in found.items if one.kind in wanted), key=lambda one: wanted.index(one.kind))
    if not fitting:
        return answer
    return answer.model_copy(update={"blocks": (*answer.blocks, *_blocks(fitting, found))})


def _blocks(fitting: Sequence[Material], found: ProcedureMaterials) -> list[Block]:
    blocks: list[Block] = [TextBlock(title=HEADING, text=BESIDE)]
    blocks += [LinkBlock(title=one.name, note=one.note, url=one.url) for one in fitting[:MOST]]
    if len(fitting) > MOST:
        blocks.append(LinkBlock(title=f"Xem cả {len(found.items)} tài liệu của thủ tục này", url=found.address))
    return blocks
