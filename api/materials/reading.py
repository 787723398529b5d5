"""The text of a handbook's file: read once, when it is put on the shelf, and kept with how that went."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from api.feedback.attachments import DOCX, PDF, CheckedFile
from knowledge.errors import SourceError
from knowledge.materials import MaterialKind
from knowledge.pdf import PAGES, WORDING, PdfUnreadable, Trouble, read_pdf
from knowledge.plans.papers import text_of

BREAK = "\f"
"""Between two pages in the kept text of a PDF."""
READABLE = {DOCX: ".docx", PDF: ".pdf"}
_ONLY_TITLE = "Chỉ tìm được theo tên: {why}"


class Outcome(StrEnum):
    """How the reading of a file went, beside the troubles of a PDF; the value is stored."""

    WHOLE = "whole"
    FIRST_PAGES = "first"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a file; ``outcome`` is ``None`` for one that is not read at all."""

    words: str | None = None
    outcome: Outcome | Trouble | None = None


def read_handbook(kind: str, file: CheckedFile) -> Reading:
    """Read a handbook in Word or PDF; anything else is found by its title only. Blocks, a PDF for long."""
    if kind != MaterialKind.HANDBOOK or file.media_type not in READABLE:
        return Reading()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"tep{READABLE[file.media_type]}"
        path.write_bytes(file.content)
        try:
            return _pages(path) if file.media_type == PDF else Reading(text_of(path), Outcome.WHOLE)
        except PdfUnreadable as error:
            return Reading(None, error.trouble)
        except SourceError:
            return Reading(None, Outcome.NOTHING)


def _pages(path: Path) -> Reading:
    found = read_pdf(path)
    return Reading(BREAK.join(found.pages), Outcome.WHOLE if found.whole else Outcome.FIRST_PAGES)


def note_of(media_type: str | None, reading: str | None, *, has_words: bool) -> str:
    """Say to the office whether passages of a handbook's file are found.

    Args:
        media_type: of the file.
        reading: as it is stored.
        has_words: text was kept.
    """
    if media_type not in READABLE:
        return _ONLY_TITLE.format(why="máy chỉ đọc được chữ trong tệp DOCX và PDF.")
    if reading in set(Trouble):
        return _ONLY_TITLE.format(why=WORDING[Trouble(reading)])
    if reading == Outcome.FIRST_PAGES:
        return f"Tệp dài: máy đọc phần đầu, nhiều nhất {PAGES} trang; các trang sau không tìm được."
    if has_words:
        return "Máy đã đọc được chữ: câu hỏi tìm được từng đoạn."
    if reading is None:
        return _ONLY_TITLE.format(why="máy chưa đọc chữ trong tệp này.")
    return _ONLY_TITLE.format(why="tệp Word hỏng, không có chữ hoặc quá dài.")
