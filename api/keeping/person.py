"""One person's data: found by phone, e-mail or conversation, handed out whole, and erased.

Rights of the person concerned: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 (Đ.14 erasure, Đ.16 disclosure); how long an
office may take is in NĐ 356/2025/NĐ-CP (docs/du-lieu-ca-nhan.md). Who asks is checked by the office, not here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.channels import people
from api.clock import Clock, utc_now
from api.errors import CaseNotFound, InvalidField
from api.feedback.audit import SYSTEM_NAME, Subject, write
from api.feedback.fields import email as read_email
from api.feedback.fields import phone as read_phone
from api.feedback.model import DraftFields
from api.feedback.proofs import contact_hash, email_proof
from api.keeping.anonymity import anonymise, has_ended
from api.keeping.dossier import Dossier, conversation_of, draft_of, file_of, messenger_of
from api.keeping.grounds import Grounds
from api.keeping.live_and_calls import calls_of, erase_calls, erase_registrations, registrations_of
from api.keeping.retention import ERASE_REQUESTED
from api.security.accounts import Actor, require
from api.security.roles import Permission
from api.storage.database import Database
from api.storage.feedback_tables import AuditRow, CaseRow, DraftRow
from api.storage.forgetting import forget_conversations
from api.storage.rows import lock_rows
from api.storage.tables import ConversationRow

EXPORTED = "exported"
ERASED = "erased"
LOOKED = "data_looked"
WHO = "Cần cho biết số điện thoại, thư điện tử hoặc mã cuộc trò chuyện."
NOBODY = "Phản ánh này không có người gửi, hoặc người gửi đã được xoá."
_FIELDS = TypeAdapter(DraftFields)


@dataclass(frozen=True, slots=True)
class Person:
    """By what somebody is found; at least one is given. A PAKN is theirs when phone or e-mail is."""

    phone: str | None = None
    email: str | None = None
    conversation_id: str | None = None

    @classmethod
    def read(cls, *, phone: str = "", email: str = "", conversation_id: str = "") -> Person:
        """Take what was typed.

        Raises:
            InvalidField: nothing was given, or no phone number or address can be read in it.
        """
        if not (phone.strip() or email.strip() or conversation_id.strip()):
            raise InvalidField("person", WHO)
        return cls(
            phone=read_phone(phone) if phone.strip() else None,
            email=read_email(email) if email.strip() else None,
            conversation_id=conversation_id.strip()[:64].replace("\x00", "") or None,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What there is about a person, without showing it.

    Attributes:
        closed: codes of PAKN whose handling has ended: erased at once.
        open: codes of PAKN an answer is owed for: they keep their sender until the handling has ended.
    """

    closed: tuple[str, ...]
    open: tuple[str, ...]
    drafts: int
    conversations: int
    messengers: int = 0
    calls: int = 0
    registrations: int = 0

    @property
    def nothing(self) -> bool:
        """Tell whether there is nothing at all."""
        kept = (self.drafts, self.conversations, self.messengers, self.calls, self.registrations)
        return not (self.closed or self.open or any(kept))


class PersonalData:
    """Handing out and erasing. Blocks; each method is one transaction.

    Methods take who does it first; ``None`` is the command line of the machine itself.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def sender_of(self, actor: Actor | None, code: str, grounds: Grounds) -> Person:
        """Return by what the sender of a PAKN is found, and write into the log that somebody looked for it.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: there is no such PAKN.
            InvalidField: it has no sender (any more).
        """
        _may(actor)
        with self._database.session() as session:
            row = session.scalar(select(CaseRow).where(CaseRow.code == code))
            if row is None:
                raise CaseNotFound(code)
            if not (row.sender_phone or row.sender_email):
                raise InvalidField("code", NOBODY)
            self._log(session, actor, row, LOOKED, grounds)
            return Person(phone=row.sender_phone, email=row.sender_email)

    def find(self, actor: Actor | None, person: Person) -> Found:
        """Say what there is.

        Raises:
            AccessDenied: the role may not.
        """
        _may(actor)
        with self._database.session() as session:
            return _Search(session, person).found()

    def export(self, actor: Actor | None, person: Person, grounds: Grounds | None = None) -> Dossier:
        """Return everything that is kept about a person, and write into the log that it was handed out.

        Args:
            actor: who does it.
            person: whose data.
            grounds: written into the log with it.

        Raises:
            AccessDenied: the role may not.
        """
        _may(actor)
        now = self._clock()
        with self._database.session() as session:
            search = _Search(session, person)
            cases = search.cases()
            for row in cases:
                self._log(session, actor, row, EXPORTED, grounds)
            return Dossier(
                made_at=now,
                cases=tuple(file_of(session, row) for row in cases),
                drafts=tuple(draft_of(session, row, fields) for row, fields in search.drafts()),
                conversations=tuple(conversation_of(session, one) for one in sorted(search.conversations())),
                messengers=tuple(messenger_of(session, one) for one in search.messengers()),
                calls=tuple(calls_of(session, person.phone)),
                registrations=tuple(registrations_of(session, person.phone, person.email)),
            )

    def erase(self, actor: Actor | None, person: Person, grounds: Grounds | None = None) -> Found:
        """Erase a person; return what it was.

        A PAKN stays as a case without its sender (counts, answer, log). One that is still being handled cannot be
        answered without its sender: it is noted, and loses the sender a few days after its handling has ended
        (:data:`api.keeping.retention.TO_READ_DAYS`). What is known of them on a messenger goes too, except where such
        a PAKN was written: its answer has to reach them.

        Args:
            actor: who does it.
            person: whose data.
            grounds: written into the log with it.

        Raises:
            AccessDenied: the role may not.
        """
        _may(actor)
        now = self._clock()
        with self._database.session() as session:
            search = _Search(session, person, lock=True)
            found = search.found()
            conversations = search.conversations()
            drafts = [row.id for row, _ in search.drafts()]
            messengers = search.messengers(done_with=True)
            for row in search.cases():
                if row.code in found.closed:
                    anonymise(session, row, at=now, action=ERASED, actor=actor, because=_as_log(grounds))
                elif not _requested(session, row):
                    self._log(session, actor, row, ERASE_REQUESTED, grounds)
            for one in messengers:
                people.erase(session, one)
            erase_calls(session, person.phone)
            erase_registrations(session, person.phone, person.email)
            session.execute(delete(DraftRow).where(DraftRow.id.in_(drafts)))
            forget_conversations(session, list(conversations))
        self._database.wipe_deleted()
        return found

    def _log(
        self, session: Session, actor: Actor | None, row: CaseRow, action: str, grounds: Grounds | None = None
    ) -> None:
        write(
            session,
            at=self._clock(),
            actor=actor,
            action=action,
            subject_kind=Subject.CASE,
            subject=row.code,
            after=_as_log(grounds),
            by=SYSTEM_NAME,
        )


class _Search:
    """What belongs to a person, looked up in one transaction."""

    def __init__(self, session: Session, person: Person, *, lock: bool = False) -> None:
        self._session = session
        self._person = person
        self._numbers = sorted(set(self._case_numbers()))
        if lock:
            lock_rows(session, CaseRow, CaseRow.number.in_(self._numbers))

    def found(self) -> Found:
        mine = CaseRow.number.in_(self._numbers)
        codes = select(CaseRow.code).where(mine).order_by(CaseRow.number)
        closed = tuple(self._session.scalars(codes.where(has_ended())))
        every = self._session.scalars(codes)
        still = tuple(code for code in every if code not in closed)
        calls = len(calls_of(self._session, self._person.phone))
        registered = len(registrations_of(self._session, self._person.phone, self._person.email))
        return Found(
            closed, still, len(self.drafts()), len(self.conversations()), len(self.messengers()), calls, registered
        )

    def cases(self) -> list[CaseRow]:
        query = select(CaseRow).where(CaseRow.number.in_(self._numbers)).order_by(CaseRow.number)
        return list(self._session.scalars(query))

    def drafts(self) -> list[tuple[DraftRow, DraftFields]]:
        """Open drafts are sealed whole, so each is looked into; there are few, retention sees to that."""
        person, found = self._person, []
        for row in self._session.scalars(select(DraftRow).where(DraftRow.code.is_(None))):
            fields = _FIELDS.validate_json(row.fields)
            mine = (
                (person.phone and fields.sender_phone == person.phone)
                or (person.email and fields.sender_email == person.email)
                or (person.conversation_id and row.conversation_id == person.conversation_id)
            )
            if mine:
                found.append((row, fields))
        return found

    def conversations(self) -> set[str]:
        """Return ids of conversations that still exist: the one named, and those PAKN and drafts were written in."""
        named = {row.conversation_id for row in self.cases()} | {row.conversation_id for row, _ in self.drafts()}
        wanted = {one for one in (*named, self._person.conversation_id) if one}
        return set(self._session.scalars(select(ConversationRow.id).where(ConversationRow.id.in_(wanted))))

    def messengers(self, *, done_with: bool = False) -> list[str]:
        """Return the names (:mod:`api.channels.people`) under which the person writes to us on messengers.

        Args:
            done_with: only those no PAKN that is still being handled was written by.
        """
        mine = CaseRow.number.in_(self._numbers)
        needed = set(self._session.scalars(select(CaseRow.conversation_id).where(mine, ~has_ended())))
        named = {row.conversation_id for row in self.cases()} | self.conversations()
        wanted = sorted(one for one in named if one and not (done_with and one in needed))
        found = (people.of_conversation(self._session, one) for one in wanted)
        return [one[0] for one in found if one]

    def _case_numbers(self) -> Iterable[int]:
        person, run = self._person, self._session.execute
        for one in (contact_hash(person.phone, None), contact_hash(None, person.email)):
            if one:
                yield from (number for (number,) in run(select(CaseRow.number).where(CaseRow.contact_hash == one)))
        if person.email:  # a sender with a phone is found by that; the e-mail is proved for each code by itself
            proofs = select(CaseRow.number, CaseRow.code, CaseRow.email_proof_hash)
            for number, code, kept in run(proofs.where(CaseRow.email_proof_hash.is_not(None))):
                if kept == email_proof(code, person.email):
                    yield number
        if person.conversation_id:
            talked = select(CaseRow.number).where(CaseRow.conversation_id == person.conversation_id)
            yield from (number for (number,) in run(talked))


def _as_log(grounds: Grounds | None) -> dict[str, str] | None:
    return grounds.as_log() if grounds else None


def _requested(session: Session, row: CaseRow) -> bool:
    asked = select(AuditRow.number).where(
        AuditRow.subject_kind == Subject.CASE, AuditRow.subject == row.code, AuditRow.action == ERASE_REQUESTED
    )
    return session.scalar(asked.limit(1)) is not None


def _may(actor: Actor | None) -> None:
    if actor is not None:
        require(actor, Permission.PERSONAL_DATA)
