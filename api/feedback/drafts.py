"""Intakes that are not submitted yet: kept sealed, so that a lost connection or a restart loses nothing."""

from __future__ import annotations

import secrets
from dataclasses import replace

from pydantic import TypeAdapter
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.errors import AttachmentRefused, DraftNotFound, StorageUnavailable
from api.feedback.agencies import agencies_like, agency_names
from api.feedback.changes import Office
from api.feedback.fields import FieldRules, check_fields
from api.feedback.intake import known_procedure, missing_fields
from api.feedback.kept_files import keep_file
from api.feedback.model import AttachmentInfo, Channel, Draft, DraftFields
from api.feedback.texts import storable
from api.security.vault import vault
from api.storage.feedback_tables import AttachmentRow, DraftRow
from api.storage.rows import lock_row

_ID_BYTES = 18
_FIELDS = TypeAdapter(DraftFields)


class Drafts:
    """The part of the desk before a PAKN exists. Every method is one transaction and blocks."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def open_draft(self, *, channel: Channel, conversation_id: str | None = None, key: str | None = None) -> str:
        """Return the unguessable id of a new draft, or of the open one a conversation has already.

        Args:
            channel: by which it comes in.
            conversation_id: of the chat it is written in.
            key: chosen by the client for one intake: the same key gives the same draft for good, a submitted one too.
        """
        keyed = vault().hash("draft", key)[:48] if key else None
        try:
            return self._open(channel, conversation_id, keyed)
        except StorageUnavailable as error:
            if keyed and isinstance(error.__cause__, IntegrityError):  # the same key at the same moment was first
                return keyed
            raise

    def _open(self, channel: Channel, conversation_id: str | None, keyed: str | None) -> str:
        now = self._office.clock()
        with self._office.database.session() as session:
            if keyed and session.get(DraftRow, keyed):
                return keyed
            if conversation_id:
                found = session.scalar(
                    select(DraftRow.id)
                    .where(DraftRow.conversation_id == conversation_id, DraftRow.code.is_(None))
                    .order_by(DraftRow.changed_at.desc())
                    .limit(1)
                )
                if found:
                    return found
            row = DraftRow(
                id=keyed or secrets.token_urlsafe(_ID_BYTES),
                channel=Channel(channel).value,
                conversation_id=conversation_id,
                fields=_written(DraftFields()),
                created_at=now,
                changed_at=now,
            )
            session.add(row)
            return row.id

    def draft(self, draft_id: str) -> Draft:
        """Return an open draft.

        Raises:
            DraftNotFound: there is none, or it was submitted.
        """
        with self._office.database.session() as session:
            row = session.get(DraftRow, storable(draft_id))
            if row is None or row.code is not None:
                raise DraftNotFound
            return _draft(session, row)

    def change_draft(self, draft_id: str, **fields: object) -> Draft:
        """Set some fields of :class:`DraftFields`; ``None`` empties one. All are kept or none.

        Raises:
            InvalidField: the first field that cannot be taken.
            DraftNotFound: there is no open draft of this id.
        """
        checked = check_fields(fields, self.field_rules())
        with self._office.database.session() as session:
            row = self.lock(session, draft_id)
            _leave_earlier(session, row)
            row.fields = _written(replace(fields_of(row), **checked.values))
            return _draft(session, row, checked.hints)

    def attach(self, draft_id: str, name: str, content: bytes, *, not_identity_paper: bool = False) -> AttachmentInfo:
        """Keep a file with a draft.

        Args:
            draft_id: an open draft.
            name: as the sender's machine calls the file.
            content: its bytes.
            not_identity_paper: the sender declared that it shows no identity card or passport; needed for every file.

        Raises:
            AttachmentRefused: with the reason.
            DraftNotFound: there is no open draft of this id.
        """
        limits = self._office.rules.files
        now = self._office.clock()
        with self._office.database.session() as session:
            row = self.lock(session, draft_id)
            _leave_earlier(session, row)
            return keep_file(session, row, name, content, limits, now, declared=not_identity_paper)

    def detach(self, draft_id: str, attachment_id: str) -> None:
        """Take a file away again.

        Raises:
            DraftNotFound: there is no open draft of this id.
            AttachmentRefused: it has no such file.
        """
        with self._office.database.session() as session:
            row = self.lock(session, draft_id)
            gone = session.execute(
                delete(AttachmentRow)
                .where(AttachmentRow.id == storable(attachment_id), AttachmentRow.draft_id == row.id)
                .returning(AttachmentRow.id)
            )
            if gone.scalar() is None:
                raise AttachmentRefused("Không tìm thấy tệp này.")

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft and its files; one that is gone already is no error, a submitted one stays a PAKN."""
        with self._office.database.session() as session:
            session.execute(delete(DraftRow).where(DraftRow.id == storable(draft_id), DraftRow.code.is_(None)))

    def missing(self, draft_id: str) -> tuple[str, ...]:
        """Return the names of the fields still needed, in the order to ask for them.

        Raises:
            DraftNotFound: there is no open draft of this id.
        """
        found = self.draft(draft_id)
        return missing_fields(self.in_force(found.fields), found.channel)

    def agencies_like(self, typed: str) -> tuple[str, ...]:
        """Return the names of agencies in use that words may mean, the likeliest first; a few at most."""
        return agencies_like(typed, agency_names(self._office.database))

    def in_force(self, fields: DraftFields) -> DraftFields:
        """Return the fields without a consent to a text that has changed since."""
        if fields.consent_version in (None, self._office.rules.consent_version):
            return fields
        return replace(fields, consent_version=None)

    def field_rules(self) -> FieldRules:
        """Return what the checks of fields depend on now."""
        office = self._office
        return FieldRules(
            today=office.today(),
            consent_version=office.rules.consent_version,
            knows=lambda code: known_procedure(office.catalogue, code),
        )

    def checked(self, fields: DraftFields) -> DraftFields:
        """Return given fields, each checked.

        Raises:
            InvalidField: the first that cannot be taken.
        """
        given = {name: getattr(fields, name) for name in DraftFields.__dataclass_fields__}
        return DraftFields(**check_fields(given, self.field_rules()).values)

    def lock(self, session: Session, draft_id: str) -> DraftRow:
        """Return an open draft that nobody else changes or submits before this transaction ends.

        Raises:
            DraftNotFound: there is none, or it was submitted.
        """
        row = lock_row(session, DraftRow, DraftRow.id == storable(draft_id), DraftRow.code.is_(None))
        if row is None:
            raise DraftNotFound
        row.changed_at = self._office.clock()
        return row


def fields_of(row: DraftRow) -> DraftFields:
    """Return what the sender gave so far."""
    return _FIELDS.validate_json(row.fields)


def _leave_earlier(session: Session, row: DraftRow) -> None:
    """Let go of what was sent from the conversation before: something new is told now.

    The receipt of the earlier one is then not repeated any more, also when the new one is thrown away or its time
    runs out (:meth:`api.feedback.desk.FeedbackDesk.receipt_again`).
    """
    if row.conversation_id:
        earlier = (DraftRow.conversation_id == row.conversation_id, DraftRow.code.is_not(None))
        session.execute(update(DraftRow).where(*earlier).values(conversation_id=None))


def empty(row: DraftRow) -> None:
    """Forget what a draft held; its PAKN has it now."""
    row.fields = _written(DraftFields())


def _written(fields: DraftFields) -> str:
    return _FIELDS.dump_json(fields).decode()


def _draft(session: Session, row: DraftRow, hints: tuple[str, ...] = ()) -> Draft:
    columns = (AttachmentRow.id, AttachmentRow.name, AttachmentRow.media_type, AttachmentRow.size)
    files = session.execute(select(*columns).where(AttachmentRow.draft_id == row.id).order_by(AttachmentRow.created_at))
    return Draft(
        id=row.id,
        channel=Channel(row.channel),
        fields=fields_of(row),
        attachments=tuple(AttachmentInfo(*one) for one in files),
        changed_at=row.changed_at,
        hints=hints,
    )
