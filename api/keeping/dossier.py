"""Everything kept about a person as one archive they can read: data as JSON, a text that explains it, their files."""

from __future__ import annotations

import zipfile
from dataclasses import asdict
from datetime import date, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.channels.model import CHANNEL_TITLES, ChannelName, Outgoing
from api.feedback.deadlines import moment_text
from api.feedback.labels import KIND_LABELS, STATUS_LABELS
from api.feedback.model import DraftFields, Kind, Status
from api.feedback.views import letters_of
from api.keeping.live_and_calls import CallFile, RegistrationFile, live_of
from api.security.vault import vault
from api.storage.feedback_tables import AttachmentRow, AuditRow, CaseRow, DraftRow
from api.storage.survey_tables import SurveyRow
from api.storage.tables import ConversationRow, MessageRow
from api.storage.zalo_tables import ChannelMessageRow, ChannelPersonRow

DATA = "du-lieu.json"
GUIDE = "doc-truoc.txt"
FILES = "tep"
_GUIDE = """DỮ LIỆU CÁ NHÂN ĐANG ĐƯỢC LƯU
Lập lúc {made}

Tệp {data} chứa toàn bộ dữ liệu, ghi bằng tiếng Việt, mở được bằng chương trình soạn thảo văn bản.
Thư mục {files} chứa các tệp đính kèm (nếu có).

Phản ánh, kiến nghị ({cases}):
{lines}
Bản nháp chưa gửi: {drafts}
Cuộc trò chuyện với trợ lý tự động: {conversations}
Tài khoản nhắn tin: {messengers}
Cuộc gọi tổng đài có ghi số điện thoại: {calls}
Đăng ký dự đối thoại, trao đổi: {registrations}

Mỗi loại dữ liệu được giữ trong bao lâu và cách yêu cầu sửa, xoá: hỏi cơ quan tiếp nhận.
"""


class KeptFile(BaseModel):
    """An attached file; ``content`` goes into the archive, not into the JSON."""

    name: str
    media_type: str
    size: int
    path: str
    content: bytes


class CaseFile(BaseModel):
    """A PAKN with all that is kept of its sender."""

    code: str
    kind: str
    status: str
    received_at: datetime
    title: str
    content: str
    procedure_code: str | None
    agency_named: str | None
    location: str | None
    occurred_on: date | None
    sender_name: str | None
    sender_address: str | None
    sender_phone: str | None
    sender_email: str | None
    identity_hidden: bool
    consent_version: str | None
    consent_at: datetime | None
    answer: str | None
    stars: int | None
    stars_note: str | None
    steps: list[dict[str, Any]]
    letters: list[dict[str, Any]]
    files: list[KeptFile]


class DraftFile(BaseModel):
    """An intake that was not sent."""

    changed_at: datetime
    fields: dict[str, Any]
    files: list[KeptFile]


class SurveyFile(BaseModel):
    """What somebody said in the short survey; ``outcome``: points, ``skipped`` or ``open``."""

    asked_at: datetime
    outcome: str
    words: str | None


class ConversationFile(BaseModel):
    """A conversation with the assistant, as it was masked before it was kept."""

    channel: str
    created_at: datetime
    messages: list[dict[str, Any]]
    survey: SurveyFile | None = None
    place: str | None = None


class MessengerFile(BaseModel):
    """How somebody is known on a messenger.

    Attributes:
        account: the messenger's own id of the person.
        waiting: messages to them that have not been delivered.
    """

    channel: str
    account: str
    created_at: datetime
    last_at: datetime
    waiting: list[str]


class Dossier(BaseModel):
    """Everything about one person."""

    made_at: datetime
    cases: tuple[CaseFile, ...]
    drafts: tuple[DraftFile, ...]
    conversations: tuple[ConversationFile, ...]
    messengers: tuple[MessengerFile, ...] = ()
    calls: tuple[CallFile, ...] = ()
    registrations: tuple[RegistrationFile, ...] = ()

    def write(self, target: Path | BinaryIO) -> None:
        """Write the archive.

        Raises:
            OSError: the file cannot be written.
        """
        files = [file for case in self.cases for file in case.files] + [
            file for one in self.drafts for file in one.files
        ]
        without = {"files": {"__all__": {"content"}}}
        data = self.model_dump_json(indent=2, exclude={"cases": {"__all__": without}, "drafts": {"__all__": without}})
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(GUIDE, self._guide())
            archive.writestr(DATA, data)
            for file in files:
                archive.writestr(file.path, file.content)

    def _guide(self) -> str:
        lines = [
            f"- {one.code}: {KIND_LABELS[Kind(one.kind)]}; {STATUS_LABELS[Status(one.status)]}; "
            f"tiếp nhận {moment_text(one.received_at)}"
            for one in self.cases
        ]
        return _GUIDE.format(
            made=moment_text(self.made_at),
            data=DATA,
            files=FILES,
            cases=len(self.cases),
            lines="\n".join(lines) or "(không có)",
            drafts=len(self.drafts),
            conversations=len(self.conversations),
            messengers=len(self.messengers),
            calls=len(self.calls),
            registrations=len(self.registrations),
        )


def file_of(session: Session, row: CaseRow) -> CaseFile:
    """Return a PAKN as its sender gets it: no internal notes, no officials."""
    steps = session.scalars(
        select(AuditRow)
        .where(AuditRow.subject == row.code, AuditRow.public_note.is_not(None))
        .order_by(AuditRow.number)
    )
    own = {name: getattr(row, name) for name in CaseFile.model_fields if hasattr(row, name)}
    answered = {"answer": row.answer if row.answered_at else None}
    return CaseFile(
        **{**own, **answered},
        steps=[{"at": one.at, "step": one.public_note} for one in steps],
        letters=[asdict(one) for one in letters_of(session, row)],
        files=_files(session, AttachmentRow.case_number == row.number, row.code),
    )


def draft_of(session: Session, row: DraftRow, fields: DraftFields) -> DraftFile:
    """Return an open draft."""
    given = {name: value for name, value in asdict(fields).items() if value is not None}
    files = _files(session, AttachmentRow.draft_id == row.id, f"nhap-{row.created_at:%Y%m%d%H%M%S}")
    return DraftFile(changed_at=row.changed_at, fields=given, files=files)


def conversation_of(session: Session, conversation_id: str) -> ConversationFile:
    """Return a conversation."""
    row = session.get_one(ConversationRow, conversation_id)
    messages = session.execute(
        select(MessageRow.created_at, MessageRow.role, MessageRow.text)
        .where(MessageRow.conversation_id == conversation_id)
        .order_by(MessageRow.number)
    )
    said = [{"at": at, "role": role, "text": text} for at, role, text in messages]
    said = sorted([*said, *live_of(session, conversation_id)], key=itemgetter("at"))
    kept = session.get(SurveyRow, conversation_id)
    survey = SurveyFile(asked_at=kept.asked_at, outcome=kept.outcome, words=kept.words) if kept else None
    return ConversationFile(
        channel=row.channel, created_at=row.created_at, messages=said, survey=survey, place=row.place
    )


def messenger_of(session: Session, person: str) -> MessengerFile:
    """Return how somebody is known on a messenger."""
    row = session.get_one(ChannelPersonRow, person)
    bodies = session.scalars(
        select(ChannelMessageRow.body)
        .where(ChannelMessageRow.person == person, ChannelMessageRow.body.is_not(None))
        .order_by(ChannelMessageRow.number)
    )
    return MessengerFile(
        channel=CHANNEL_TITLES[ChannelName(row.channel)],
        account=row.external_id,
        created_at=row.created_at,
        last_at=row.last_at,
        waiting=[Outgoing.model_validate_json(body).text for body in bodies if body],
    )


def _files(session: Session, mine: Any, folder: str) -> list[KeptFile]:
    rows = session.scalars(select(AttachmentRow).where(mine).order_by(AttachmentRow.created_at, AttachmentRow.id))
    return [
        KeptFile(
            name=row.name,
            media_type=row.media_type,
            size=row.size,
            path=f"{FILES}/{folder}/{number}-{Path(row.name).name}",
            content=vault().open(row.content),
        )
        for number, row in enumerate(rows, 1)
    ]
