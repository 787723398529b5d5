"""What the office states of legal documents; every change is logged with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from api.clock import Clock, local_day, utc_now
from api.console.painting import read_day
from api.errors import InvalidField
from api.feedback.audit import Subject, write
from api.quality.checks import SOURCE_CHARACTERS
from api.security.accounts import Actor
from api.signposts.board import later
from api.storage.database import Database
from api.storage.document_tables import DocumentRow
from knowledge.documents import FORCE_LABELS, Force, Statement
from knowledge.documents.numbers import key_of, name_key, read_number
from knowledge.text import clean, one_line

TITLE_CHARACTERS, ISSUER_CHARACTERS, NOTE_CHARACTERS = 500, 200, 500
_NUMBER_CHARACTERS = 120
_MOST_NUMBERS = 12
_LOGGED = ("force", "since", "source", "checked")


@dataclass(frozen=True, slots=True)
class Typed:
    """What an official has typed of a document, as text.

    Attributes:
        issued, since, checked: days, dd/mm/yyyy.
        amended_by, replaced_by: numbers, parted by a semicolon, comma or line break.
    """

    force: str = Force.UNKNOWN
    title: str = ""
    issuer: str = ""
    issued: str = ""
    amended_by: str = ""
    replaced_by: str = ""
    since: str = ""
    source: str = ""
    checked: str = ""
    note: str = ""

    @classmethod
    def of(cls, statement: Statement | None) -> Typed:
        """Return what the form holds before anybody has touched it."""
        if statement is None:
            return cls()
        return cls(
            force=statement.force,
            title=statement.title or "",
            issuer=statement.issuer or "",
            issued=_written(statement.issued),
            amended_by="; ".join(statement.amended_by),
            replaced_by="; ".join(statement.replaced_by),
            since=_written(statement.since),
            source=statement.source or "",
            checked=_written(statement.checked),
            note=statement.note or "",
        )


@dataclass(frozen=True, slots=True)
class Made:
    """Who made a statement, and when."""

    by: str
    at: datetime


class Statements:
    """Blocks: call it from a worker thread."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> tuple[Statement, ...]:
        """Return what the office states, as the search takes it."""
        with self._database.session() as session:
            return tuple(_statement(row) for row in session.scalars(select(DocumentRow).order_by(DocumentRow.key)))

    def made(self) -> dict[str, Made]:
        """Return who stated what, by key."""
        with self._database.session() as session:
            return {row.key: Made(row.changed_by, row.changed_at) for row in session.scalars(select(DocumentRow))}

    def revision(self) -> object:
        """Return what changes whenever a statement does."""
        with self._database.session() as session:
            return tuple(session.execute(select(func.count(), func.max(DocumentRow.changed_at))).one())

    def checked(self, named: Statement, typed: Typed) -> Statement:
        """Return what was typed of a document as a statement.

        Args:
            named: key, number and place.
            typed: the rest.

        Raises:
            InvalidField: a day that is none, a number that is none, or a statement without source and day.
        """
        today = local_day(self._clock())
        if typed.force not in list(Force):
            raise InvalidField("force", f"Chọn một trong: {', '.join(FORCE_LABELS.values())}.")
        values: dict[str, Any] = {
            "force": Force(typed.force),
            "title": _short("title", typed.title, TITLE_CHARACTERS),
            "issuer": _short("issuer", typed.issuer, ISSUER_CHARACTERS),
            "issued": _day("issued", typed.issued, today),
            "amended_by": _numbers("amended_by", typed.amended_by),
            "replaced_by": _numbers("replaced_by", typed.replaced_by),
            "since": _day("since", typed.since, None),
            "source": _short("source", typed.source, SOURCE_CHARACTERS),
            "checked": _day("checked", typed.checked, today),
            "note": _short("note", typed.note, NOTE_CHARACTERS),
        }
        says = values["force"] is not Force.UNKNOWN or any(values[n] for n in ("amended_by", "replaced_by", "note"))
        if says and not values["source"]:
            raise InvalidField("source", "Vui lòng ghi nguồn: trang vbpl.vn, số công báo hoặc văn bản nêu điều này.")
        if says and not values["checked"]:
            raise InvalidField("checked", "Vui lòng ghi ngày kiểm tra nguồn (dd/mm/yyyy).")
        return named.model_copy(update=values)

    def save(self, actor: Actor, statements: Sequence[Statement]) -> int:
        """Keep statements, all or none; returns how many were new or different."""
        now, changed = self._clock(), 0
        with self._database.session() as session:
            for statement in statements:
                row = session.get(DocumentRow, statement.key)
                before = _statement(row) if row else None
                if before == statement:
                    continue
                changed += 1
                kept = row or DocumentRow(key=statement.key)
                for name, value in _values(statement).items():
                    setattr(kept, name, value)
                kept.changed_at, kept.changed_by = later(now, row.changed_at if row else None), actor.name
                session.add(kept)
                write(
                    session,
                    at=now,
                    actor=actor,
                    action="changed" if before else "created",
                    subject_kind=Subject.DOCUMENT,
                    subject=(statement.number or statement.title or statement.key)[:64],
                    before=_logged(before),
                    after=_logged(statement),
                )
        return changed

    def take_back(self, actor: Actor, key: str) -> bool:
        """Forget what the office stated of a document; what was shipped counts again. Tells whether there was any."""
        with self._database.session() as session:
            row = session.get(DocumentRow, key)
            if row is None:
                return False
            before = _statement(row)
            session.delete(row)
            write(
                session,
                at=self._clock(),
                actor=actor,
                action="removed",
                subject_kind=Subject.DOCUMENT,
                subject=(before.number or before.title or key)[:64],
                before=_logged(before),
                after={},
            )
            return True


def named(number: str, *, title: str = "", issued: str = "", place: str = "") -> Statement:
    """Return a document as an official names it: by number, or (a law without one) by title.

    Raises:
        InvalidField: neither a number nor a title, or a number that needs its day of issue.
    """
    found = read_number(one_line(number))
    day = _day("issued", issued, None)
    whose = one_line(clean(place))[:64] or None
    if found is None and (one_line(number) or not one_line(title)):
        raise InvalidField("number", "Vui lòng nhập số, ký hiệu đầy đủ, ví dụ 63/2010/NĐ-CP.")
    if found is None:
        return Statement(key=name_key(one_line(title)), title=one_line(title)[:TITLE_CHARACTERS], issued=day)
    if found.year is None and day is None:
        raise InvalidField("issued", "Số này không có năm; vui lòng nhập ngày ban hành để không lẫn với văn bản khác.")
    dated = found if found.issued else type(found)(found.printed, found.year, found.symbol, day)
    own = whose if found.is_local else None
    return Statement(key=key_of(dated, own), number=found.printed, issued=day, place=own)


def _written(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _short(name: str, text: str, most: int) -> str | None:
    text = one_line(clean(text))
    if len(text) > most:
        raise InvalidField(name, f"Dài quá {most} ký tự.")
    return text or None


def _day(name: str, text: str, latest: date | None) -> date | None:
    if not text.strip():
        return None
    day = read_day(text)
    if day is None:
        raise InvalidField(name, "Ngày phải viết dạng dd/mm/yyyy.")
    if latest and day > latest:
        raise InvalidField(name, "Ngày này không thể ở tương lai.")
    return day


def _numbers(name: str, text: str) -> tuple[str, ...]:
    typed = [one_line(one) for one in text.replace("\n", ";").replace(",", ";").split(";") if one.strip()]
    if len(typed) > _MOST_NUMBERS:
        raise InvalidField(name, f"Nhiều nhất {_MOST_NUMBERS} văn bản.")
    found = [(one, read_number(one)) for one in typed]
    wrong = [one for one, number in found if number is None or len(one) > _NUMBER_CHARACTERS]
    if wrong:
        raise InvalidField(name, f"“{wrong[0][:60]}” không phải số, ký hiệu văn bản, ví dụ 118/2025/NĐ-CP.")
    return tuple(dict.fromkeys(number.printed for _, number in found if number))


def _values(statement: Statement) -> dict[str, Any]:
    values = statement.model_dump(exclude={"key"})
    return {**values, "amended_by": list(statement.amended_by), "replaced_by": list(statement.replaced_by)}


def _statement(row: DocumentRow) -> Statement:
    values = {name: getattr(row, name) for name in Statement.model_fields}
    return Statement.model_validate({**values, "force": Force(row.force)})


def _logged(statement: Statement | None) -> Mapping[str, Any]:
    if statement is None:
        return {}
    plain = statement.model_dump(mode="json", include=set(_LOGGED))
    numbers = {name: ", ".join(getattr(statement, name)) for name in ("amended_by", "replaced_by")}
    return {name: value for name, value in {**plain, **numbers}.items() if value}
