"""The register as a CSV file, and back: an office checks many documents in a spreadsheet and hands it in again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from api.documents.statements import Statements, Typed, named
from api.errors import InvalidField
from api.reports.raw import Cell, as_csv
from knowledge.documents import FORCE_LABELS, Force, LegalDocument, Statement
from knowledge.text import fold

MOST_LINES = 5000
MOST_PROBLEMS = 50

_KEY, _NUMBER, _PLACE = "Mã trong danh mục", "Số, ký hiệu", "Địa phương"
_FIELDS = {
    "title": "Tên, trích yếu",
    "issuer": "Cơ quan ban hành",
    "issued": "Ngày ban hành",
    "force": "Hiệu lực",
    "since": "Từ ngày",
    "replaced_by": "Được thay thế bởi",
    "amended_by": "Được sửa đổi, bổ sung bởi",
    "source": "Nguồn",
    "checked": "Ngày kiểm tra",
    "note": "Ghi chú",
}
_PROCEDURES, _PLANS = "Số thủ tục viện dẫn", "Kế hoạch nhắc đến"
COLUMNS = (_NUMBER, _PLACE, *_FIELDS.values(), _PROCEDURES, _PLANS, _KEY)
_FORCES = {fold(label): force for force, label in FORCE_LABELS.items()} | {one.value: one for one in Force}


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that cannot be taken, counted as a spreadsheet does (the heading is line 1)."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds: statements, or why it is not taken."""

    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...] = ()


def as_sheet(documents: Iterable[LegalDocument]) -> bytes:
    """Return documents as a file that :func:`read_sheet` takes back."""
    return as_csv(COLUMNS, (_line(one) for one in documents))


def read_sheet(content: bytes, documents: Mapping[str, LegalDocument], statements: Statements) -> Sheet:
    """Read a file; lines that state nothing are passed over.

    Args:
        content: of the file, UTF-8.
        documents: the register, by key.
        statements: checks each line.

    Raises:
        InvalidField: no CSV file of these columns, or too many lines.
    """
    rows = _rows(content)
    found: dict[str, Statement] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=2):
        try:
            statement = _statement(row, documents, statements)
        except InvalidField as error:
            problems.append(Problem(number, error.reason))
            continue
        if statement:
            found[statement.key] = statement
    return Sheet(tuple(found.values()), tuple(problems[:MOST_PROBLEMS]))


def _line(document: LegalDocument) -> list[Cell]:
    typed = Typed.of(document.statement)
    shown = replace(
        typed,
        title=document.title or "",
        issuer=document.issuer or "",
        issued=f"{document.issued:%d/%m/%Y}" if document.issued else "",
        force=FORCE_LABELS[document.force],
    )
    plans = "; ".join(dict.fromkeys(one.called for one in document.cited.quoted))
    values: list[Cell] = [getattr(shown, name) for name in _FIELDS]
    return [document.number, document.cited.place, *values, document.cited.procedures, plans, document.key]


def _rows(content: bytes) -> list[dict[str, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidField("file", "Tệp không phải CSV mã UTF-8. Trong Excel chọn “CSV UTF-8”.") from None
    heading = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=heading.count)
    try:
        reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
        names = set(reader.fieldnames or ())
        rows = [{key: (value or "").removeprefix("'") for key, value in row.items() if key} for row in reader]
    except csv.Error:
        raise InvalidField("file", "Tệp CSV này không đọc được.") from None
    missing = {_NUMBER, *(_FIELDS[name] for name in ("force", "source", "checked"))} - names
    if missing:
        raise InvalidField("file", f"Tệp thiếu cột: {', '.join(sorted(missing))}. Hãy tải tệp mẫu ở trang này.")
    if len(rows) > MOST_LINES:
        raise InvalidField("file", f"Tệp có quá {MOST_LINES} dòng.")
    return rows


def _statement(
    row: Mapping[str, str], documents: Mapping[str, LegalDocument], statements: Statements
) -> Statement | None:
    values = {name: row.get(column, "").strip() for name, column in _FIELDS.items()}
    force = _FORCES.get(fold(values["force"])) if values["force"] else Force.UNKNOWN
    if force is None:
        raise InvalidField("force", f"Cột “Hiệu lực” phải là một trong: {', '.join(FORCE_LABELS.values())}.")
    says = force is not Force.UNKNOWN or any(values[name] for name in ("replaced_by", "amended_by", "source", "note"))
    if not says:
        return None
    there = documents.get(row.get(_KEY, "").strip())
    subject = (
        Statement(key=there.key, number=there.number, place=there.cited.place)
        if there
        else named(row.get(_NUMBER, ""), title=values["title"], issued=values["issued"], place=row.get(_PLACE, ""))
    )
    there = there or documents.get(subject.key)
    typed = Typed(**{**values, "force": force})
    statement = statements.checked(subject, typed)
    return _only_new(statement, there)


def _only_new(statement: Statement, there: LegalDocument | None) -> Statement | None:
    """Return it without what the register says anyway; ``None`` where nothing is left to say."""
    if there is None:
        return statement
    stated = there.statement
    told = {name: getattr(stated, name) if stated else None for name in ("title", "issuer", "issued")}
    known = {name: getattr(there, name) for name in told}
    own = {name: told[name] if getattr(statement, name) == known[name] else getattr(statement, name) for name in told}
    kept = statement.model_copy(update=own)
    return None if kept == stated else kept
