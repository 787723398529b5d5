"""Files that come with a PAKN while it is being taken in in the chat; the page shows where they go."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from actions.feedback.fields import INTAKE, Field, field_of
from api.chat.contracts import FormFiles
from api.chat.turns import Turns
from api.errors import TransitionRefused
from api.feedback.attachments import TYPES, FileLimits
from api.feedback.desk import FeedbackDesk
from api.feedback.model import AttachmentInfo, Channel, Draft
from api.feedback_api.views import attached
from api.storage.conversations import Conversations

NO_FORM = "Hiện không có phản ánh nào đang viết dở nên chưa nhận được tệp. Anh/chị bắt đầu gửi phản ánh trước."
_NOTHING_TOLD = (Field.KIND, Field.CONTENT)
"""Fields at which a draft may well be empty; after them an empty one was sent, or is gone."""


@dataclass(frozen=True, slots=True)
class FilesNow:
    """The files of an open intake.

    Attributes:
        asked: they are asked for just now.
    """

    asked: bool
    files: tuple[AttachmentInfo, ...]
    limits: FileLimits


class ChatFiles:
    """Attaches to the open draft of a conversation, between its turns."""

    def __init__(self, conversations: Conversations, desk: FeedbackDesk, turns: Turns) -> None:
        self._conversations = conversations
        self._desk = desk
        self._turns = turns

    async def now(self, conversation_id: str) -> FilesNow | None:
        """Return the files of the PAKN being taken in; ``None`` when none is, or no files are taken.

        Raises:
            ConversationNotFound: the id is unknown.
        """
        return await asyncio.to_thread(self._now, conversation_id)

    async def attach(self, conversation_id: str, name: str, content: bytes, *, declared: bool) -> FilesNow:
        """Keep a file with the PAKN being taken in.

        Raises:
            ConversationNotFound: the id is unknown.
            TransitionRefused: no PAKN is being taken in.
            AttachmentRefused: the file cannot be taken; says why.
        """

        def keep() -> FilesNow:
            draft = self._open(conversation_id)
            self._desk.attach(draft.id, name, content, not_identity_paper=declared)
            return self._expected(conversation_id)

        async with self._turns.of(conversation_id):
            return await asyncio.to_thread(keep)

    async def detach(self, conversation_id: str, attachment_id: str) -> FilesNow:
        """Take a file off again.

        Raises:
            ConversationNotFound: the id is unknown.
            TransitionRefused: no PAKN is being taken in.
            AttachmentRefused: there is no such file.
        """

        def drop() -> FilesNow:
            self._desk.detach(self._open(conversation_id).id, attachment_id)
            return self._expected(conversation_id)

        async with self._turns.of(conversation_id):
            return await asyncio.to_thread(drop)

    def _now(self, conversation_id: str) -> FilesNow | None:
        asked = taken_in(self._conversations.asked(conversation_id))
        limits = self._desk.rules.files
        if asked is None or not limits.count:
            return None
        draft = self._draft(conversation_id)
        told = draft.fields.kind or draft.fields.content or asked in _NOTHING_TOLD
        if draft.channel is not Channel.WEB or not told:
            return None
        return FilesNow(asked is Field.FILES, draft.attachments, limits)

    def _expected(self, conversation_id: str) -> FilesNow:
        found = self._now(conversation_id)
        if found is None:
            raise TransitionRefused(NO_FORM)
        return found

    def _open(self, conversation_id: str) -> Draft:
        self._expected(conversation_id)
        return self._draft(conversation_id)

    def _draft(self, conversation_id: str) -> Draft:
        return self._desk.draft(self._desk.open_draft(channel=Channel.WEB, conversation_id=conversation_id))


def taken_in(asks: str | None) -> Field | None:
    """Return the field of an intake that is waited for; ``None``: no PAKN is being taken in."""
    field = field_of((asks or "").removesuffix("!"))
    return field if field in INTAKE else None


def form_files(now: FilesNow) -> FormFiles:
    """Return the files as the page gets to know them."""
    return FormFiles(
        asked=now.asked,
        attached=tuple(attached(one) for one in now.files),
        most=now.limits.count,
        bytes=now.limits.size,
        accept=tuple(TYPES),
    )
