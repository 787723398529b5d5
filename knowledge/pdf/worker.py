"""Reads one PDF under limits of its own and prints its pages as JSON; run as a script, it imports nothing of ours.

``worker.py FILE PAGES CHARACTERS MEMORY SECONDS``. What it prints: ``{"pages": [...], "total": n}``, or
``{"trouble": "encrypted" | "broken" | "heavy"}``. A file that breaks a limit of time ends the process without a word.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import warnings
from contextlib import suppress
from typing import Any

from pypdf import PasswordType, PdfReader

_LONE_LETTERS = 0.15
_COLUMNS = re.compile(r"(?<=\S) {6,}(?=\S)")


def limit(memory: int, seconds: int) -> None:
    """Bound what this process may take; systems without such limits are left to the time the caller waits."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))


def read(path: str, pages: int, characters: int) -> dict[str, Any]:
    """Return the text of the first pages, as many as fit, and how many pages there are."""
    reader = PdfReader(path)
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        return {"trouble": "encrypted"}
    total = len(reader.pages)
    found: list[str] = []
    for number in range(min(total, pages)):
        text = text_of(reader.pages[number])
        characters -= len(text)
        if characters < 0:
            break
        found.append(text)
    return {"pages": found, "total": total}


def text_of(page: Any) -> str:
    """Return the text of a page; by the places of its letters where a change of fonts has torn words apart."""
    plain: str = page.extract_text()
    if not torn(plain):
        return plain
    try:
        placed: str = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
    except Exception:  # the other mode knows fewer fonts
        return plain
    return plain if torn(placed) or not placed.strip() else _COLUMNS.sub("\n", placed)


def torn(text: str) -> bool:
    """Tell whether words lie in pieces: letters stand alone far more often than in Vietnamese."""
    parts = text.split()
    return sum(len(part) == 1 and part.isalpha() for part in parts) > _LONE_LETTERS * len(parts)


def main() -> None:
    """Read the file that is named and print what came of it."""
    path, pages, characters, memory, seconds = sys.argv[1], *(int(one) for one in sys.argv[2:6])
    limit(memory, seconds)
    warnings.simplefilter("ignore")
    logging.disable()  # its remarks quote the file
    try:
        said = json.dumps(read(path, pages, characters))
    except (MemoryError, RecursionError):
        said = json.dumps({"trouble": "heavy"})
    except Exception as error:  # a hostile file breaks a reader in any way there is
        names = {one.__name__ for one in type(error).__mro__}
        kind = "encrypted" if names & {"FileNotDecryptedError", "DependencyError"} else "broken"
        said = json.dumps({"trouble": "heavy" if "LimitReachedError" in names else kind})
    sys.stdout.write(said)


if __name__ == "__main__":
    main()
