"""Reads the starter set: one YAML file a field, as ``knowledge/catalogue/README.md`` describes it.

``python -m knowledge.sources.catalogue FILE...`` validates files from the command line.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, ValidationError

from knowledge.errors import CorruptFile
from knowledge.model import Finding
from knowledge.sources.catalogue_entries import Entry, ProcedureEntry, Text
from knowledge.sources.reading import Origin, Reading, rejection, warning

_ALIASES = range(3, 9)
_STEPS = range(3, 8)


class FileEntry(Entry):
    """The head of a file; the procedures are checked one by one."""

    field: Text
    snapshot_date: date
    procedures: Annotated[tuple[dict[str, Any], ...], Field(min_length=1)]


class _Loader(yaml.SafeLoader):
    """Safe, keeps lists as tuples, and refuses a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"key {key.value!r} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _sequence(loader: _Loader, node: yaml.SequenceNode) -> tuple[Any, ...]:
    return tuple(loader.construct_sequence(node, deep=True))


_Loader.add_constructor("tag:yaml.org,2002:seq", _sequence)


_SAYINGS = {
    "missing": "thiếu khóa này",
    "extra_forbidden": "khóa này không có trong mẫu (xem knowledge/catalogue/README.md)",
    "string_type": "phải là chữ; số thì đặt trong dấu ngoặc kép",
    "string_too_short": "đang để trống",
    "too_short": "đang để trống",
    "tuple_type": "phải là một danh sách",
    "int_type": "phải là số nguyên",
    "enum": "giá trị không có trong danh sách cho phép: {expected}",
    "string_pattern_mismatch": "không đúng dạng {pattern}",
    "model_type": "phải gồm các cặp khóa: giá trị",
    "date_type": "phải là ngày dạng YYYY-MM-DD",
}


def _problems(error: ValidationError) -> list[Finding]:
    findings = []
    items = error.errors()
    for item in items:
        inside = any(len(other["loc"]) > len(item["loc"]) for other in items if other["loc"][:1] == item["loc"])
        if item["type"] == "too_short" and inside:
            continue  # pydantic counts only the entries that passed
        key = ".".join(str(part) for part in item["loc"]) or "mục này"
        saying = _SAYINGS.get(item["type"])
        message = saying.format(**item.get("ctx", {})) if saying else item["msg"].removeprefix("Value error, ")
        findings.append(rejection("catalogue_invalid", f"{key}: {message}.", key))
    return findings


def _remarks(entry: ProcedureEntry) -> Iterator[Finding]:
    if len(entry.aliases) not in _ALIASES:
        yield warning(
            "catalogue_aliases", f"aliases: nên có 3 đến 8 cách nói, đang có {len(entry.aliases)}.", "aliases"
        )
    if len(entry.steps) not in _STEPS:
        yield warning("catalogue_steps", f"steps: nên có 3 đến 7 bước, đang có {len(entry.steps)}.", "steps")
    for key in ("decision", "promulgator", "url"):
        if getattr(entry, key) is None:
            yield warning("catalogue_gap", f"{key}: chưa có, nên bổ sung nếu nguồn có công bố.", key)


def _load(path: Path) -> FileEntry:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
        return FileEntry.model_validate(data)
    except UnicodeDecodeError as error:
        raise CorruptFile(path, "not UTF-8 text") from error
    except yaml.YAMLError as error:
        raise CorruptFile(path, " ".join(f"not valid YAML: {error}".split())) from error
    except ValidationError as error:
        reasons = "; ".join(finding.message.rstrip(".") for finding in _problems(error))
        raise CorruptFile(path, f"not a starter-set file: {reasons}") from error


def catalogue_date(path: Path) -> date:
    """Return the date of the data a starter-set file was written from.

    Raises:
        CorruptFile: see :func:`read_catalogue`.
    """
    return _load(path).snapshot_date


def read_catalogue(path: Path) -> Iterator[Reading]:
    """Yield one reading a procedure of a starter-set file.

    Raises:
        CorruptFile: the file is no YAML, or its head lacks ``field``, ``snapshot_date`` or ``procedures``.
    """
    head = _load(path)
    seen: set[str] = set()
    for position, data in enumerate(head.procedures, start=1):
        code = str(data.get("code", "")) or None
        locator = f"thủ tục thứ {position}"
        try:
            entry = ProcedureEntry.model_validate(data)
        except ValidationError as error:
            yield Reading(locator, findings=tuple(_problems(error)), code=code, origin=Origin.STARTER)
            continue
        if entry.code in seen:
            finding = rejection("catalogue_duplicate", f"code: mã {entry.code} đã có ở trên trong cùng tệp.", "code")
            yield Reading(locator, findings=(finding,), code=code, origin=Origin.STARTER)
            continue
        seen.add(entry.code)
        yield Reading(locator, entry.read(head.field), tuple(_remarks(entry)), code, Origin.STARTER)
