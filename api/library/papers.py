"""The papers of the library: taken in, looked at, used, withdrawn; every step is logged."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from api.clock import Clock, local_day, utc_now
from api.console.painting import read_day
from api.errors import InvalidField, TransitionRefused
from api.feedback.audit import Subject, write
from api.security.accounts import Actor
from api.signposts.board import later
from api.storage.database import Database
from api.storage.document_tables import PaperRow
from knowledge.documents.numbers import read_number
from knowledge.errors import CorruptFile, SourceError
from knowledge.model import PLAN
from knowledge.pdf import WORDING, PdfUnreadable
from knowledge.plans.digests import Plan
from knowledge.plans.names import split_number
from knowledge.plans.papers import KINDS, SUPPORTED, Head, head_of, read_paper, text_of
from knowledge.text import clean, one_line

TITLE_CHARACTERS, ISSUER_CHARACTERS, NUMBER_CHARACTERS = 300, 200, 120
FILE_BYTES = 8_000_000
_NAME_CHARACTERS = 120
_UNREADABLE = "Không đọc được tệp: tệp hỏng, trống, quá dài hoặc không có đoạn nào trích được."
_NOWHERE = Path("văn bản")


class PaperState(StrEnum):
    """How a paper stands; the value is stored."""

    DRAFT = "draft"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


STATE_LABELS = {
    PaperState.DRAFT: "Chờ duyệt",
    PaperState.ACTIVE: "Đang dùng",
    PaperState.WITHDRAWN: "Đã rút",
}


class PaperNotFound(InvalidField):
    """No paper of this id."""

    def __init__(self) -> None:
        super().__init__("paper", "Thư viện không có văn bản này.")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as a list shows it."""

    id: str
    head: Head
    file_name: str
    passages: int
    state: PaperState
    added_at: datetime
    added_by: str
    changed_at: datetime
    changed_by: str


class Library:
    """Blocks: call it from a worker thread.

    Args:
        database: keeps the papers.
        province: of the deployment; papers that name no place are of it.
    """

    def __init__(self, database: Database, province: str | None, clock: Clock = utc_now) -> None:
        self._database = database
        self._province = province
        self._clock = clock

    def all(self) -> tuple[Paper, ...]:
        """Return every paper, the newest first."""
        with self._database.session() as session:
            rows = session.scalars(select(PaperRow).order_by(PaperRow.added_at.desc(), PaperRow.id))
            return tuple(_paper(row) for row in rows)

    def get(self, identity: str) -> tuple[Paper, Plan]:
        """Return a paper with its passages.

        Raises:
            PaperNotFound: there is none of this id.
        """
        with self._database.session() as session:
            row = session.get(PaperRow, identity)
            if row is None:
                raise PaperNotFound
            return _paper(row), self._read(row)

    def in_use(self) -> tuple[Plan, ...]:
        """Return the papers answers are made from, oldest first."""
        with self._database.session() as session:
            rows = session.scalars(
                select(PaperRow).where(PaperRow.state == PaperState.ACTIVE).order_by(PaperRow.added_at, PaperRow.id)
            )
            return tuple(self._read(row) for row in rows)

    def revision(self) -> object:
        """Return what changes whenever a paper does."""
        with self._database.session() as session:
            return tuple(session.execute(select(func.count(), func.max(PaperRow.changed_at))).one())

    def take_in(self, actor: Actor, name: str, content: bytes) -> str:
        """Read a file as a paper that waits to be looked at, and return its id.

        Raises:
            InvalidField: a file that cannot be read.
        """
        name = one_line(Path(name.replace("\\", "/")).name)[-_NAME_CHARACTERS:]
        if not name.lower().endswith(SUPPORTED):
            raise InvalidField("file", f"Nhận tệp {', '.join(SUPPORTED)}. Tệp .doc: mở ra, lưu lại dạng .docx.")
        if len(content) > FILE_BYTES:
            raise InvalidField("file", f"Tệp lớn quá {FILE_BYTES // 1_000_000} MB.")
        try:
            text, head = _opened(name, content)
            _, passages = read_paper(text, head, _NOWHERE, place=self._province)
        except PdfUnreadable as error:
            raise InvalidField("file", WORDING[error.trouble]) from error
        except SourceError as error:
            raise InvalidField("file", _UNREADABLE) from error
        now = self._clock()
        row = PaperRow(
            id=secrets.token_hex(8),
            **_values(head),
            file_name=name,
            text=text,
            passages=len(passages),
            state=PaperState.DRAFT,
            added_at=now,
            added_by=actor.name,
            changed_at=now,
            changed_by=actor.name,
        )
        with self._database.session() as session:
            session.add(row)
            self._log(session, actor, "created", row, {"files": [name]})
            return row.id

    def describe(self, actor: Actor, identity: str, typed: Mapping[str, str]) -> None:
        """Correct what a paper says of itself: kind, title, number, issuer, day.

        Raises:
            PaperNotFound: there is none of this id.
            InvalidField: a field that cannot be taken.
        """
        head = self._checked(typed)
        with self._database.session() as session:
            row = self._row(session, identity)
            try:
                _, passages = read_paper(row.text, head, _NOWHERE, place=self._province)
            except CorruptFile:
                raise InvalidField(
                    "kind", "Văn bản này không có bố cục của một kế hoạch; hãy chọn loại khác."
                ) from None
            for name, value in _values(head).items():
                setattr(row, name, value)
            row.passages = len(passages)
            self._touch(row, actor)
            self._log(session, actor, "changed", row, {"title": head.title, "number": head.number})

    def put(self, actor: Actor, identity: str, state: PaperState) -> None:
        """Use a paper, or withdraw it; takes effect at once.

        Raises:
            PaperNotFound: there is none of this id.
            TransitionRefused: it has no title yet.
        """
        with self._database.session() as session:
            row = self._row(session, identity)
            if row.state == state:
                return
            if state is PaperState.ACTIVE and not row.title:
                raise TransitionRefused("Vui lòng ghi tên văn bản trước khi đưa vào dùng.")
            before, row.state = row.state, state
            self._touch(row, actor)
            self._log(session, actor, "activated" if state is PaperState.ACTIVE else "removed", row, {}, before=before)

    def _checked(self, typed: Mapping[str, str]) -> Head:
        title = one_line(clean(typed.get("title", "")))
        number, issuer = one_line(typed.get("number", "")), one_line(clean(typed.get("issuer", "")))
        kind, issued = typed.get("kind", ""), typed.get("issued", "").strip()
        if kind not in KINDS:
            raise InvalidField("kind", "Vui lòng chọn loại văn bản.")
        if not title or len(title) > TITLE_CHARACTERS:
            raise InvalidField("title", f"Vui lòng ghi tên văn bản, không quá {TITLE_CHARACTERS} ký tự.")
        if len(number) > NUMBER_CHARACTERS or (number and not _is_number(kind, number)):
            raise InvalidField("number", "Số, ký hiệu phải có dạng 15/TB-UBND; bỏ trống nếu văn bản không có số.")
        if len(issuer) > ISSUER_CHARACTERS:
            raise InvalidField("issuer", f"Dài quá {ISSUER_CHARACTERS} ký tự.")
        return Head(kind, title, number or None, issuer or None, self._day(issued))

    def _day(self, typed: str) -> date | None:
        day = read_day(typed) if typed else None
        if typed and (day is None or day > local_day(self._clock())):
            raise InvalidField("issued", "Ngày phải viết dạng dd/mm/yyyy và không ở tương lai.")
        return day

    def _row(self, session: Any, identity: str) -> PaperRow:
        row: PaperRow | None = session.get(PaperRow, identity)
        if row is None:
            raise PaperNotFound
        return row

    def _touch(self, row: PaperRow, actor: Actor) -> None:
        row.changed_at, row.changed_by = later(self._clock(), row.changed_at), actor.name

    def _log(
        self,
        session: Any,
        actor: Actor,
        action: str,
        row: PaperRow,
        after: Mapping[str, Any],
        before: str | None = None,
    ) -> None:
        write(
            session,
            at=self._clock(),
            actor=actor,
            action=action,
            subject_kind=Subject.LIBRARY,
            subject=(row.number or row.title or row.file_name)[:64],
            before={"paper": STATE_LABELS[PaperState(before)]} if before else None,
            after={**after, "paper": STATE_LABELS[PaperState(row.state)]},
        )

    def _read(self, row: PaperRow) -> Plan:
        return _paper_of(row.id, row.text, _head(row), self._province)


@lru_cache(maxsize=256)
def _paper_of(identity: str, text: str, head: Head, place: str | None) -> Plan:
    document, passages = read_paper(text, head, _NOWHERE, place=place)
    if head.kind == PLAN:
        return document, passages
    own = f"{document.id}-{identity}"  # two papers may bear one title
    return (
        document.model_copy(update={"id": own}),
        tuple(one.model_copy(update={"document_id": own}) for one in passages),
    )


def _opened(name: str, content: bytes) -> tuple[str, Head]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"tep{Path(name).suffix.lower()}"
        path.write_bytes(content)
        text = text_of(path)
        return text, head_of(text, path)


def _is_number(kind: str, number: str) -> bool:
    if kind != PLAN:
        return read_number(number) is not None
    try:
        return split_number(number)[0] is not None
    except ValueError:
        return False


def _values(head: Head) -> dict[str, Any]:
    return {"kind": head.kind, "title": head.title, "number": head.number, "issuer": head.issuer, "issued": head.issued}


def _head(row: PaperRow) -> Head:
    return Head(row.kind, row.title, row.number, row.issuer, row.issued)


def _paper(row: PaperRow) -> Paper:
    return Paper(
        row.id,
        _head(row),
        row.file_name,
        row.passages,
        PaperState(row.state),
        row.added_at,
        row.added_by,
        row.changed_at,
        row.changed_by,
    )
