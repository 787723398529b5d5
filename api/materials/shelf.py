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
from api.materials.handbooks import Text, readable
from api.materials.model import File, Kept, MaterialNotFound, Readers, State, Typed, Upload, Wanted
from api.security.accounts import Actor
from api.security.vault import vault
from api.signposts.board import later
from api.storage.database import Database
from api.storage.material_tables import MaterialFileRow, MaterialRow
from knowledge.materials import KIND_LABELS, Material, MaterialKind


class Materials:
    """Blocks: call it from a worker thread.

    Args:
        database: keeps materials and files.
        base: address people open this product at; empty: addresses stay relative.
    """

    def __init__(self, database: Database, base: str = "", clock: Clock = utc_now) -> None:
        self._database = database
        self.base = base
        self.clock = clock
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
            return self._kept(_row(session, identity))

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
            row, stored = _row(session, identity), session.get(MaterialFileRow, identity)
            if stored is None or row.file_name is None or row.media_type is None or row.digest is None:
                raise MaterialNotFound
            return File(row.file_name, row.media_type, row.digest, vault().open(stored.content))

    def handbooks(self) -> tuple[tuple[Kept, ...], tuple[Text, ...]]:
        """Return the handbooks that are published today, for whomever, and the words of those that could be read."""
        shown = {one.shown.id: one for one in self.shown(tuple(Readers)) if one.shown.kind is MaterialKind.HANDBOOK}
        words = select(MaterialFileRow.material_id, MaterialFileRow.text).where(
            MaterialFileRow.material_id.in_(list(shown)), MaterialFileRow.text.is_not(None)
        )
        with self._database.session() as session:
            rows = session.execute(words.order_by(MaterialFileRow.material_id)).all()
        texts = tuple(Text(identity, shown[identity].shown.title, text or "") for identity, text in rows)
        return tuple(shown.values()), texts

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
                self._keep(session, row, file)
            self._journal.line(session, actor, "created", _named(row), None, _logged(row))
            return row.id

    def change(
        self, actor: Actor, identity: str, typed: Typed, upload: Upload | None, papers: Collection[str] = ()
    ) -> None:
        """Replace what was typed, and the file where another one is brought; a file stays a file, a page a page.

        Raises:
            MaterialNotFound: there is none of this id.
            InvalidField: a field or the file cannot be taken.
        """
        with self._database.session() as session:
            row = _row(session, identity)
            known = (*papers, row.paper) if row.paper else papers
            values = self._checked(typed, row.code, known)
            before = _logged(row)
            if row.file_name is None:
                values["url"] = checked_link(typed.url)
            file = _file_after(session, row, typed, upload)
            for name, value in values.items():
                setattr(row, name, value)
            if file:
                self._keep(session, row, file)
            if before != _logged(row):
                self._touch(row, actor)
                self._journal.line(session, actor, "changed", _named(row), before, _logged(row))

    def put(self, actor: Actor, identity: str, *, published: bool) -> None:
        """Publish a material, or take it down; doing it twice changes nothing.

        Raises:
            MaterialNotFound: there is none of this id.
        """
        with self._database.session() as session:
            row = _row(session, identity)
            if (row.published_at is not None) is published:
                return
            self._touch(row, actor)
            row.published_at = row.changed_at if published else None
            done = "published" if published else "unpublished"
            self._journal.line(session, actor, done, _named(row), None, _logged(row))

    def remove(self, actor: Actor, identity: str) -> None:
        """Delete a material and its file for good; the log keeps what it was.

        Raises:
            MaterialNotFound: there is none of this id.
        """
        with self._database.session() as session:
            row, stored = _row(session, identity), session.get(MaterialFileRow, identity)
            self._journal.line(session, actor, "removed", _named(row), None, _logged(row))
            if stored is not None:
                session.delete(stored)
                session.flush()
            session.delete(row)

    def _checked(self, typed: Typed, code: str | None, papers: Collection[str]) -> dict[str, Any]:
        return checked(typed, code=code, papers=papers, today=local_day(self.clock()))

    def _keep(self, session: Session, row: MaterialRow, file: CheckedFile) -> None:
        row.file_name, row.media_type, row.size = file.name, file.media_type, len(file.content)
        row.digest = hashlib.sha256(file.content).hexdigest()
        stored = session.get(MaterialFileRow, row.id) or MaterialFileRow(material_id=row.id)
        stored.content, stored.text = vault().seal(file.content), readable(row.kind, file)
        session.add(stored)

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


def _row(session: Session, identity: str) -> MaterialRow:
    row = session.get(MaterialRow, identity.replace("\x00", "")[:32])
    if row is None:
        raise MaterialNotFound
    return row


def _file_after(session: Session, row: MaterialRow, typed: Typed, upload: Upload | None) -> CheckedFile | None:
    """Return the file to keep anew: another one, or the same one where its kind has changed."""
    stored = session.get(MaterialFileRow, row.id)
    if stored is None or row.file_name is None or row.media_type is None:
        return None
    if typed.kind == MaterialKind.VIDEO:
        raise InvalidField("kind", VIDEO_IS_NO_FILE)
    if upload:
        return checked_file(typed.kind, upload)
    same = typed.kind == row.kind
    return None if same else CheckedFile(row.file_name, row.media_type, vault().open(stored.content))


def _named(row: MaterialRow) -> str:
    return (row.code or row.title)[:64]


def _logged(row: MaterialRow) -> dict[str, Any]:
    days = {"from_on": row.starts, "until_on": row.until}
    return {
        "material": f"{KIND_LABELS[MaterialKind(row.kind)]}: {row.title}",
        "source": ", ".join(part for part in (row.publisher, row.decision, f"{row.issued:%d/%m/%Y}") if part),
        "readers": row.readers,
        "for_paper": row.paper,
        "url": row.url,
        "files": f"{row.file_name} ({(row.digest or '')[:12]})" if row.file_name else None,
        "published": row.published_at is not None,
        **{name: value.isoformat() if value else None for name, value in days.items()},
    }
