"""From the fields of an intake to a PAKN with a code, deadlines and the first line of its log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.clock import local_day
from api.errors import IncompleteFeedback, KnowledgeUnavailable
from api.feedback import wording
from api.feedback.audit import SENDER_NAME, Action, Facts, Subject, write
from api.feedback.changes import Office, search_text
from api.feedback.codes import new_code
from api.feedback.fields import Catalogue
from api.feedback.model import Channel, Completeness, DraftFields, Receipt, Status
from api.feedback.proofs import contact_hash, email_proof, phone_proof
from api.feedback.redaction import Sender, redact
from api.feedback.titles import made_title
from api.security.accounts import Actor
from api.storage.feedback_tables import CaseRow

WRITTEN = frozenset({Channel.PAPER, Channel.POST, Channel.EMAIL, Channel.FAX})
"""Channels on which the sender has written to the office unasked, so that no consent text was shown."""

_TITLE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an intake comes from.

    Attributes:
        key: makes one PAKN of it however often it is sent: the id of the draft, or of the operator's form.
    """

    channel: Channel
    key: str | None = None
    conversation_id: str | None = None
    actor: Actor | None = None


def missing_fields(fields: DraftFields, channel: Channel) -> tuple[str, ...]:
    """Return the names of the fields still needed (NĐ 20/2008 Đ.7), in the order to ask for them.

    A remark without a sender needs kind and content only. ``sender_phone`` stands for phone or e-mail.
    """
    needed: list[tuple[str, object]] = [("kind", fields.kind), ("content", fields.content)]
    if not fields.anonymous:
        needed += [
            ("sender_name", fields.sender_name),
            ("sender_address", fields.sender_address),
            ("sender_phone", fields.sender_phone or fields.sender_email),
        ]
        if channel not in WRITTEN:
            needed.append(("consent_version", fields.consent_version))
    return tuple(name for name, value in needed if value is None)


def create_case(session: Session, office: Office, fields: DraftFields, origin: Origin, received: datetime) -> CaseRow:
    """Make the PAKN in the caller's transaction and put the receipt into the outbox.

    Raises:
        IncompleteFeedback: with the names of the fields still needed.
    """
    missing = missing_fields(fields, origin.channel)
    if missing or fields.kind is None or fields.content is None:
        raise IncompleteFeedback(missing)
    now = office.clock()
    sender = _sender(fields)
    code = _free_code(session, office.rules.prefix)
    masked = redact(fields.content, sender)
    name, topic = procedure_of(office.catalogue, fields.procedure_code)
    row = CaseRow(
        code=code,
        draft_id=origin.key,
        conversation_id=None if fields.anonymous else origin.conversation_id,
        kind=fields.kind.value,
        status=Status.RECEIVED.value,
        completeness=(Completeness.REMARK if fields.anonymous else Completeness.FULL).value,
        channel=origin.channel.value,
        received_at=received,
        changed_at=now,
        title=title_of(fields),
        content=fields.content,
        content_masked=masked,
        search_text="",
        procedure_code=fields.procedure_code,
        procedure_name=name,
        field=topic,
        agency_named=fields.agency,
        location=fields.location,
        occurred_on=fields.occurred_on,
        sender_kind=fields.sender_kind.value,
        sender_name=sender.name,
        sender_address=sender.address,
        sender_phone=sender.phone,
        sender_email=sender.email,
        contact_hash=contact_hash(sender.phone, sender.email),
        proof_hash=phone_proof(code, sender.phone) if sender.phone else None,
        email_proof_hash=email_proof(code, sender.email) if sender.email else None,
        identity_hidden=fields.identity_hidden,
        consent_version=None if fields.anonymous else fields.consent_version,
        consent_at=now if fields.consent_version and not fields.anonymous else None,
        registered_by=origin.actor.account_id if origin.actor else None,
        reopened=0,
    )
    if not fields.anonymous:
        _set_deadlines(row, office)
    row.search_text = search_text(row)
    session.add(row)
    session.flush()
    _log(session, office, row, origin.actor, now)
    return row


def title_of(fields: DraftFields) -> str:
    """Return the title a PAKN of these fields has: the sender's own, else one made of the content; both masked."""
    sender = _sender(fields)
    if fields.title:
        return redact(fields.title, sender)[:_TITLE_CHARACTERS]
    return made_title(redact(fields.content or "", sender))


def receipt_of(row: CaseRow, office: Office) -> Receipt:
    """Return the receipt of a PAKN; always the same for the same PAKN while its deadlines stand."""
    return Receipt(
        code=row.code,
        completeness=Completeness(row.completeness),
        received_at=row.received_at,
        answer_due_on=row.answer_due_on,
        text=wording.receipt_text(row, office.rules.deadlines, office.rules.office),
    )


def known_procedure(catalogue: Catalogue, code: str) -> bool:
    """Tell whether a procedure exists; without loaded knowledge any well-formed code is taken."""
    try:
        return catalogue(code) is not None
    except KnowledgeUnavailable:
        return True


def procedure_of(catalogue: Catalogue, code: str | None) -> tuple[str | None, str | None]:
    """Return name and field of a procedure; both ``None`` without one or without loaded knowledge."""
    try:
        found = catalogue(code) if code else None
    except KnowledgeUnavailable:
        found = None
    name, topic = found or (None, None)
    return name, topic[:200] if topic else None


def _sender(fields: DraftFields) -> Sender:
    if fields.anonymous:
        return Sender(None, None, None, None)
    return Sender(fields.sender_name, fields.sender_address, fields.sender_phone, fields.sender_email)


def _free_code(session: Session, prefix: str) -> str:
    while True:
        code = new_code(prefix)
        if session.scalar(select(CaseRow.number).where(CaseRow.code == code)) is None:
            return code


def _set_deadlines(row: CaseRow, office: Office) -> None:
    deadlines, received = office.rules.deadlines, local_day(row.received_at)
    row.forward_due_on = deadlines.forward_due(received)
    row.answer_due_on = deadlines.answer_due(received)
    row.update_due_on = deadlines.update_due(row.answer_due_on)


def _log(session: Session, office: Office, row: CaseRow, actor: Actor | None, now: datetime) -> None:
    write(
        session,
        at=now,
        actor=actor,
        action=Action.RECEIVED,
        subject_kind=Subject.CASE,
        subject=row.code,
        after=Facts.of(row).first(),
        public_note=wording.RECEIVED,
        by=SENDER_NAME,
    )
    text = wording.receipt_text(row, office.rules.deadlines, office.rules.office)
    office.notices.put(session, row, wording.RECEIVED, text)
