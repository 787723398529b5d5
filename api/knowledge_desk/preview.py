"""What an import would change, in words and numbers an official can check before it goes live."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from api.knowledge_desk.worker import DIFF, REPORT
from knowledge.diff import Named, RecordChange, SnapshotDiff
from knowledge.importing import ImportReport, ReportLine
from knowledge.model import Finding, Severity

SHOWN = 200
"""Lines of each list that the page shows; the numbers count all of them."""
_VALUE_CHARACTERS = 280

FIELDS = {
    "name": "Tên",
    "status": "Trạng thái",
    "field": "Lĩnh vực",
    "procedure_type": "Loại thủ tục",
    "levels": "Cấp thực hiện",
    "agency": "Cơ quan thực hiện",
    "authority": "Cơ quan có thẩm quyền",
    "receiving_address": "Nơi tiếp nhận",
    "coordinating": "Cơ quan phối hợp",
    "promulgator": "Cơ quan ban hành",
    "province": "Tỉnh, thành phố",
    "decision": "Quyết định công bố",
    "steps": "Trình tự thực hiện",
    "channels": "Cách thực hiện, phí, thời hạn",
    "papers": "Thành phần hồ sơ",
    "subjects": "Đối tượng thực hiện",
    "results": "Kết quả",
    "conditions": "Yêu cầu, điều kiện",
    "legal_basis": "Căn cứ pháp lý",
    "keywords": "Từ khoá",
    "description": "Mô tả",
    "related": "Thủ tục liên quan",
    "url": "Trang nguồn",
    "updated": "Ngày cập nhật ở nguồn",
    "replaced_by": "Được thay bởi",
}
WHOLE_FILE = ("tệp", "toàn tệp")
"""Where a finding stands that is about a file and not about one of its records."""
_UNREADABLE = "unreadable"
_CANNOT_READ = (
    "Không đọc được tệp: tệp trống, bị hỏng, tải về chưa hết, hoặc nội dung không đúng với đuôi tệp. "
    "Anh/chị mở thử tệp trên máy, tải lại từ nguồn hoặc lưu lại, rồi nhập lần nữa."
)
SEVERITIES = {Severity.WARNING: "cảnh báo", Severity.REJECTED: "từ chối"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a record, before and after, in plain words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that differs."""

    code: str
    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything the page of an import shows.

    Attributes:
        rules: severity, an example of the sentence, and how many records it was said of.
    """

    rules: tuple[tuple[str, str, int], ...] = ()
    rejected: tuple[ReportLine, ...] = ()
    warned: tuple[ReportLine, ...] = ()
    added: tuple[Named, ...] = ()
    changed: tuple[Changed, ...] = ()
    withdrawn: tuple[Named, ...] = ()


def read_preview(folder: Path) -> Preview:
    """Read what the worker has left in the folder of a finished import; empty where it is gone."""
    return _read_once(folder, _written(folder / REPORT), _written(folder / DIFF))


def _written(path: Path) -> int:
    """Return when a file was written; 0: it is not there (yet)."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=4)
def _read_once(folder: Path, report_written: int, diff_written: int) -> Preview:  # noqa: ARG001 - what it is kept by
    report, diff = _read(folder / REPORT, ImportReport), _read(folder / DIFF, SnapshotDiff)
    return Preview(
        rules=_rules(report) if report else (),
        rejected=tuple(line for line in report.lines if not line.accepted)[:SHOWN] if report else (),
        warned=tuple(line for line in report.lines if line.accepted and line.findings)[:SHOWN] if report else (),
        added=diff.added[:SHOWN] if diff else (),
        changed=tuple(_changed(one) for one in diff.changed[:SHOWN]) if diff else (),
        withdrawn=diff.withdrawn[:SHOWN] if diff else (),
    )


def _read(path: Path, kind: Any) -> Any:
    try:
        return kind.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def _rules(report: ImportReport) -> tuple[tuple[str, str, int], ...]:
    count: Counter[tuple[Severity, str]] = Counter()
    sentence: dict[tuple[Severity, str], str] = {}
    for line in report.lines:
        for finding in {one.rule: one for one in line.findings}.values():
            key = finding.severity, finding.rule
            count[key] += 1
            sentence.setdefault(key, in_plain_words(finding))
    return tuple((SEVERITIES[key[0]], sentence[key], times) for key, times in count.most_common())


def in_plain_words(finding: Finding) -> str:
    """Return what a finding says; a library's own English about a file becomes something an official can act on."""
    if finding.rule != _UNREADABLE:
        return finding.message
    reason = finding.message.partition(": ")[2] or finding.message
    return f"{_CANNOT_READ} (Chi tiết kỹ thuật: {reason})" if reason.isascii() else finding.message


def _changed(change: RecordChange) -> Changed:
    return Changed(
        change.code,
        change.name,
        tuple(Change(FIELDS.get(one.field, one.field), plain(one.before), plain(one.after)) for one in change.fields),
    )


def plain(value: Any) -> str:
    """Return a JSON value as words: what is empty as a dash, lists and objects by their values."""
    said = "; ".join(_words(value)) or "—"
    return said if len(said) <= _VALUE_CHARACTERS else said[: _VALUE_CHARACTERS - 1] + "…"


def _words(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [word for inner in value.values() for word in _words(inner)]
    if isinstance(value, list | tuple):
        return [word for inner in value for word in _words(inner)]
    if value is None or value == "" or isinstance(value, bool):
        return []
    return [" ".join(str(value).split())]
