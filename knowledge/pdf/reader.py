"""Has a PDF read by :mod:`knowledge.pdf.worker` and says what came of it."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from knowledge.errors import CorruptFile
from knowledge.pdf.layout import paragraphs
from knowledge.pdf.trouble import Trouble

PAGES = 400
"""Most pages that are read of one file."""
CHARACTERS = 1_000_000
"""Most characters that are taken from one file."""
MEMORY = 1 << 30
"""Bytes of address space of the process that reads."""
SECONDS = 20
"""Seconds of computing it may take; it is waited for three times as long, on a machine with other work."""
_AT_ONCE = 2
_WORKER = Path(__file__).with_name("worker.py")
_FEWEST_LETTERS = 20
_STRANGE_SHARE = 0.02
_STRANGE = frozenset("µ¸¶·¹¨»¾¼½Æ©ÇËÎÏÑªÖ×ØÜÞßäåæçëîïñöøûüþ¬®«\ufffd")
"""Signs that Vietnamese does not have and that its old encodings (TCVN3, VNI) turn into when taken for Latin-1."""

_places = threading.BoundedSemaphore(_AT_ONCE)


class PdfUnreadable(CorruptFile):
    """A PDF that gives no text.

    Attributes:
        trouble: why.
    """

    def __init__(self, path: Path, trouble: Trouble) -> None:
        super().__init__(path, f"no text can be read from this PDF: {trouble.value}")
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class PdfText:
    """What was read.

    Attributes:
        pages: the text of each page that was read, a paragraph a line; empty for one that bears no letters.
        total: pages of the file; more than were read where it is longer than one may be.
    """

    pages: tuple[str, ...]
    total: int

    @property
    def whole(self) -> bool:
        """Every page was read."""
        return len(self.pages) == self.total


class _Said(BaseModel):
    pages: tuple[str, ...] = ()
    total: int = 0
    trouble: Trouble | None = None


def read_pdf(path: Path, *, seconds: int = SECONDS) -> PdfText:
    """Return the text of a PDF; blocks for as long as the reading takes.

    Args:
        path: the file.
        seconds: of computing that it may take.

    Raises:
        PdfUnreadable: with the reason.
    """
    patience = 3.0 * seconds
    if not _places.acquire(timeout=patience):
        raise PdfUnreadable(path, Trouble.BUSY)
    try:
        said = _read(path, seconds, patience)
    finally:
        _places.release()
    if said.trouble:
        raise PdfUnreadable(path, said.trouble)
    letters = [sign for page in said.pages for sign in page if sign.isalpha() or sign in _STRANGE]
    if len(letters) < _FEWEST_LETTERS:
        raise PdfUnreadable(path, Trouble.IMAGES)
    if sum(sign in _STRANGE or _is_private(sign) for sign in letters) > _STRANGE_SHARE * len(letters):
        raise PdfUnreadable(path, Trouble.LETTERS)
    return PdfText(paragraphs(said.pages), said.total)


def whole_text(path: Path) -> str:
    """Return the text of a PDF that is read to its end, page after page.

    Raises:
        PdfUnreadable: with the reason.
        CorruptFile: it has more pages or characters than are read of one file.
    """
    found = read_pdf(path)
    if not found.whole:
        raise CorruptFile(path, f"more than {PAGES} pages or {CHARACTERS} characters")
    return "\n".join(page for page in found.pages if page)


def _read(path: Path, seconds: int, patience: float) -> _Said:
    limits = [str(one) for one in (PAGES, CHARACTERS, MEMORY, seconds)]
    command = [sys.executable, "-I", str(_WORKER), str(path.resolve()), *limits]
    try:
        # Nothing of our environment, which may hold keys, goes where a stranger's file is read.
        done = subprocess.run(  # noqa: S603 - our own command line
            command, env={}, stdin=subprocess.DEVNULL, capture_output=True, timeout=patience, check=False
        )
        return _Said.model_validate_json(done.stdout) if done.returncode == 0 else _Said(trouble=_of(done.returncode))
    except subprocess.TimeoutExpired:
        return _Said(trouble=Trouble.HEAVY)
    except ValidationError:
        return _Said(trouble=Trouble.BROKEN)


def _of(returncode: int) -> Trouble:
    """Return what an end without a word means: below zero a limit (or the system) has ended the process."""
    return Trouble.HEAVY if returncode < 0 else Trouble.BROKEN


def _is_private(sign: str) -> bool:
    return "\ue000" <= sign <= "\uf8ff"
