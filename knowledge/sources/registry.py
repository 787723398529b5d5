"""Finds the reader for a file by its name and, where the name does not say, by its content."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from knowledge.errors import CorruptFile, UnknownFormat
from knowledge.pdf import whole_text
from knowledge.sources.corpus import read_corpus
from knowledge.sources.old_portal import is_old_export, is_old_page, read_old_export, read_old_page
from knowledge.sources.portal_api import is_portal_json, read_portal_json
from knowledge.sources.portal_flat import is_flat_json, read_flat_json
from knowledge.sources.portal_markdown import is_portal_markdown, read_portal_markdown
from knowledge.sources.portal_text import is_portal_text, read_portal_text
from knowledge.sources.reading import Reading
from knowledge.sources.starter import read_catalogue
from knowledge.sources.tables import read_csv, read_xlsx
from knowledge.sources.word import read_word

SUPPORTED = (".jsonl", ".jsonl.gz", ".json", ".txt", ".md", ".csv", ".xlsx", ".docx", ".pdf", ".yaml", ".yml")
"""Endings of the files that can be read."""

Progress = Callable[[int], None]
"""Called with the number of records read so far."""

_EVERY = 50


def read(path: Path, *, progress: Progress | None = None, as_of: date | None = None) -> Iterator[Reading]:
    """Yield the readings of a file, whatever supported format it has.

    Args:
        path: the file.
        progress: called now and then, and at the end, with the number of records read so far.
        as_of: day the data is read for, which decides what has lapsed; today when not given.

    Raises:
        UnknownFormat: no reader knows this kind of file.
        CorruptFile: the format is known, the content is broken as a whole; a broken record inside a
            sound file is yielded as a rejected reading instead.
        FileNotFoundError: there is no such file.
    """
    count = 0
    for count, reading in enumerate(_readings(path, as_of or date.today()), start=1):
        yield reading
        if progress and count % _EVERY == 0:
            progress(count)
    if progress:
        progress(count)


def _readings(path: Path, as_of: date) -> Iterable[Reading]:
    name = path.name.lower()
    if not path.exists():
        raise FileNotFoundError(path)
    if not path.is_file():
        raise UnknownFormat(path, "not a file")
    if path.stat().st_size == 0:
        raise CorruptFile(path, "the file is empty")
    if name.endswith((".jsonl", ".jsonl.gz")):
        return read_corpus(path, as_of=as_of)
    if name.endswith(".json"):
        return _read_json(path, as_of)
    if name.endswith((".txt", ".md")):
        return _read_text(path, as_of)
    if name.endswith((".yaml", ".yml")):
        return read_catalogue(path)
    if name.endswith(".csv"):
        return read_csv(path)
    if name.endswith(".xlsx"):
        return read_xlsx(path)
    if name.endswith((".docx", ".doc")):
        return read_word(path, as_of=as_of)
    if name.endswith(".pdf"):
        return iter([_read_plan(path, whole_text(path))])
    raise UnknownFormat(path, f"the ending is none of {', '.join(SUPPORTED)}")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorruptFile(path, "not UTF-8 text") from error


def _read_json(path: Path, as_of: date) -> Iterator[Reading]:
    try:
        data: Any = json.loads(_text(path))
    except ValueError as error:
        raise CorruptFile(path, f"not valid JSON: {error}") from error
    except RecursionError as error:
        raise CorruptFile(path, "JSON nested too deeply") from error
    entries = data if isinstance(data, list) else [data]
    if is_portal_json(data):
        yield from read_portal_json(data, as_of=as_of)
    elif any(is_flat_json(entry) or is_old_export(entry) for entry in entries):
        for position, entry in enumerate(entries, start=1):
            locator = f"bản ghi thứ {position}"
            if is_old_export(entry):
                yield read_old_export(entry, locator, as_of=as_of)
            else:
                yield read_flat_json(entry if isinstance(entry, dict) else {}, locator, as_of=as_of)
    else:
        raise UnknownFormat(path, "JSON of no known shape")


def _read_text(path: Path, as_of: date) -> Iterator[Reading]:
    text = _text(path)
    if is_portal_text(text):
        yield from read_portal_text(text, as_of=as_of)
    elif is_portal_markdown(text) and "\n| " in text:
        yield read_portal_markdown(text, as_of=as_of)
    elif is_old_page(text):
        yield read_old_page(text, as_of=as_of)
    else:
        yield _read_plan(path, text)


def _read_plan(path: Path, text: str) -> Reading:
    """Hand a text that is no procedure to the reader of plans, which is loaded only when needed."""
    plans = import_module("knowledge.plans.reader")
    if not plans.is_plan(text):
        raise UnknownFormat(path, "text that is neither a procedure nor a plan")
    document, passages = plans.plan_of(text, path)
    return Reading("toàn tệp", plan=(document, tuple(passages)))
