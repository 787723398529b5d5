"""The shelf of materials: put on, changed, published, taken down; every step is logged."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from api.clock import Clock, local_day, utc_now
from api.errors import InvalidField
from api.feedback.attachments import CheckedFile
from api.feedback.audit import Journal, Subject
from api.materials.addresses import file_of
from api.materials.checks import VIDEO_IS_NO_FILE, checked, checked_file, checked_link
from api.materials.handbooks import Handbooks
from api.materials.model import File, Kept, MaterialNotFound, Readers, State, Typed, Upload, Wanted
from api.materials.reading import Reading, note_of, read_handbook
from api.materials.rows import logged, named, row_of
from api.security.accounts import Actor
from api.security.vault import vault
from api.signposts.board import later
from api.storage.database import Database
from api.storage.material_tables import MaterialFileRow, MaterialRow
from knowledge.materials import Material, MaterialKind


class Materials:
    """Blocks: call it from a worker thread.

    Args:
        database: keeps materials and files.
        base: address people open this product at; empty: addresses stay relative.

    Attributes:
        handbooks: those that are published, and what stands in them.
    """

    def __init__(self, database: Database, base: str = "", clock: Clock = utc_now) -> None:
        self._database = database
        self.base = base
        self.clock = clock
        self.handbooks = Handbooks(database, lambda: self.shown(tuple(Readers)), self.revision)
        self._journal = Journal(Subject.MATERIAL, clock)

    def every(self, wanted: Wanted) -> tuple[Kept, ...]:
        """Return what the office keeps, what was changed last first."""
        conditions = [MaterialRow.kind == wanted.kind] if wanted.kind else []
        found = self._read(conditions, MaterialRow.changed_at.desc())
        now = self.clock()
        return tuple(one for one in found if wanted.state in (None, one.state(now)))

    def shown(self, readers: Collection[Readers] = (Readers.PUBLIC,), code: str | None = None) -> tuple[Kept, ...]:
        """Return what is published today for these readers, the oldest first; of one procedure, or of all."""
        today = local_day(self.clock())
        conditions = [
            MaterialRow.published_at.is_not(None),
            MaterialRow.readers.in_(readers),
            or_(MaterialRow.starts.is_(None), MaterialRow.starts <= today),
            or_(MaterialRow.until.is_(None), MaterialRow.until >= today),
        ]
        if code is not None:
            conditions.append(MaterialRow.code == code)
        return self._read(conditions, MaterialRow.added_at.asc())

    def get(self, identity: str) -> Kept:
        """Return one.

        Raises:
            MaterialNotFound: there is none of this id.
        """
        with self._database.session() as session:
            return self._kept(row_of(session, identity))

    def published(self, identity: str, readers: Collection[Readers] = (Readers.PUBLIC,)) -> Kept:
        """Return one that these readers may see today.

        Raises:
            MaterialNotFound: there is none, or it is not for them.
        """
        kept = self.get(identity)
        if kept.readers not in readers or kept.state(self.clock()) is not State.SHOWN:
            raise MaterialNotFound
        return kept

    def file(self, identity: str) -> File:
        """Return the file of a material, opened.

        Raises:
            MaterialNotFound: there is none, or it has no file.
        """
        with self._database.session() as session:
            row, stored = row_of(session, identity), session.get(MaterialFileRow, identity)
            if stored is None or row.file_name is None or row.media_type is None or row.digest is None:
                raise MaterialNotFound
            return File(row.file_name, row.media_type, row.digest, vault().open(stored.content))

    def reading(self, identity: str) -> str:
        """Say how far the handbook's file was read; empty: the material has none, or is no handbook.

        Raises:
            MaterialNotFound: there is none of this id.
        """
        with self._database.session() as session:
            row = row_of(session, identity)
            read = select(MaterialFileRow.reading, MaterialFileRow.text.is_not(None))
            found = session.execute(read.where(MaterialFileRow.material_id == row.id)).one_or_none()
        if found is None or row.kind != MaterialKind.HANDBOOK:
            return ""
        return note_of(row.media_type, found[0], has_words=found[1])

    def revision(self) -> object:
        """Return what changes whenever what is published does, by hand or because its day has come or gone."""
        with self._database.session() as session:
            count, last = session.execute(select(func.count(), func.max(MaterialRow.changed_at))).one()
        return count, last, local_day(self.clock())

    def add(
        self, actor: Actor, code: str | None, typed: Typed, upload: Upload | None, papers: Collection[str] = ()
    ) -> str:
        """Put a material on the shelf, not published yet, and return its id.

        Args:
            actor: who does it.
            code: of the procedure; the caller has checked that it exists.
            typed: what it is.
            upload: its file; without one ``typed.url`` leads to it.
            papers: the papers of the record that one can be chosen of.

        Raises:
            InvalidField: a field or the file cannot be taken.
        """
        values = self._checked(typed, code, papers)
        if upload and typed.url.strip():
            raise InvalidField("url", "Vui lòng chỉ chọn tệp, hoặc chỉ nhập địa chỉ.")
        file = checked_file(typed.kind, upload) if upload else None
        url = None if file else checked_link(typed.url)
        reading = read_handbook(typed.kind, file) if file else Reading()
        now = self.clock()
        with self._database.session() as session:
            row = MaterialRow(
                id=secrets.token_hex(8),
                code=code,
                url=url,
                **values,
                added_at=now,
                added_by=actor.name,
                changed_at=now,
                changed_by=actor.name,
            )
            session.add(row)
            session.flush()
            if file:
                _keep(session, row, file, reading)
            self._journal.line(session, actor, "created", named(row), None, logged(row))
            return row.id

    def change(
        self, actor: Actor, identity: str, typed: Typed, upload: Upload | None, papers: Collection[str] = ()
    ) -> None:
        """Replace what was typed, and the file where another one is brought; a file stays a file, a page a page.

        Raises:
            MaterialNotFound: there is none of this id.
            InvalidField: a field or the file cannot be taken.
        """
        shown = self.get(identity).shown
        values = self._checked(typed, shown.code, (*papers, shown.paper) if shown.paper else papers)
        file = checked_file(typed.kind, upload) if upload and typed.kind != MaterialKind.VIDEO else None
        reading = read_handbook(typed.kind, file) if file else Reading()  # long: not while rows are locked
        again = False
        with self._database.session() as session:
            row = row_of(session, identity)
            before = logged(row)
            if row.file_name is None:
                values["url"] = checked_link(typed.url)
            elif typed.kind == MaterialKind.VIDEO:
                raise InvalidField("kind", VIDEO_IS_NO_FILE)
            else:
                again = file is None and typed.kind != row.kind
            for name, value in values.items():
                setattr(row, name, value)
            if file and row.file_name is not None:
                _keep(session, row, file, reading)
            if before != logged(row):
                self._touch(row, actor)
                self._journal.line(session, actor, "changed", named(row), before, logged(row))
        if again:
            self.read_again(actor, identity)

    def read_again(self, actor: Actor, identity: str) -> None:
        """Read the file of a material once more: after its kind has changed, or when it could not be read before.

        Raises:
            MaterialNotFound: there is none of this id, or it has no file.
        """
        kind, opened = self.get(identity).shown.kind, self.file(identity)
        reading = read_handbook(kind, CheckedFile(opened.name, opened.media_type, opened.content))
        with self._database.session() as session:
            row, stored = row_of(session, identity), session.get(MaterialFileRow, identity)
            if stored is not None and row.digest == opened.digest and row.kind == kind:
                stored.text, stored.reading = reading.words, reading.outcome
                self._touch(row, actor)

    def put(self, actor: Actor, identity: str, *, published: bool) -> None:
        """Publish a material, or take it down; doing it twice changes nothing.

        Raises:
            MaterialNotFound: there is none of this id.
        """
        with self._database.session() as session:
            row = row_of(session, identity)
            if (row.published_at is not None) is published:
                return
            self._touch(row, actor)
            row.published_at = row.changed_at if published else None
            done = "published" if published else "unpublished"
            self._journal.line(session, actor, done, named(row), None, logged(row))

    def remove(self, actor: Actor, identity: str) -> None:
        """Delete a material and its file for good; the log keeps what it was.

        Raises:
            MaterialNotFound: there is none of this id.
        """
        with self._database.session() as session:
            row, stored = row_of(session, identity), session.get(MaterialFileRow, identity)
            self._journal.line(session, actor, "removed", named(row), None, logged(row))
            if stored is not None:
                session.delete(stored)
                session.flush()
            session.delete(row)

    def _checked(self, typed: Typed, code: str | None, papers: Collection[str]) -> dict[str, Any]:
        return checked(typed, code=code, papers=papers, today=local_day(self.clock()))

    def _touch(self, row: MaterialRow, actor: Actor) -> None:
        row.changed_at, row.changed_by = later(self.clock(), row.changed_at), actor.name

    def _read(self, conditions: Sequence[ColumnElement[bool]], order: Any) -> tuple[Kept, ...]:
        with self._database.session() as session:
            rows = session.scalars(select(MaterialRow).where(*conditions).order_by(order, MaterialRow.id))
            return tuple(self._kept(row) for row in rows)

    def _kept(self, row: MaterialRow) -> Kept:
        shown = Material(
            id=row.id,
            code=row.code,
            kind=MaterialKind(row.kind),
            title=row.title,
            url=row.url or file_of(row.id, self.base),
            media_type=row.media_type,
            size=row.size,
            paper=row.paper,
            publisher=row.publisher,
            decision=row.decision,
            issued=row.issued,
        )
        return Kept(
            shown=shown,
            readers=Readers(row.readers),
            **{name: getattr(row, name) for name in _SAME},
        )


_SAME = (
    *("starts", "until", "published_at", "file_name", "digest"),
    *("added_at", "added_by", "changed_at", "changed_by"),
)


def _keep(session: Session, row: MaterialRow, file: CheckedFile, reading: Reading) -> None:
    row.file_name, row.media_type, row.size = file.name, file.media_type, len(file.content)
    row.digest = hashlib.sha256(file.content).hexdigest()
    stored = session.get(MaterialFileRow, row.id) or MaterialFileRow(material_id=row.id)
    stored.content, stored.text, stored.reading = vault().seal(file.content), reading.words, reading.outcome
    session.add(stored)
