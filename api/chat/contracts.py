"""The chat as clients see it (docs: /openapi.json)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.feedback_api.contracts import AttachedFile
from api.handover.contracts import Live
from api.storage.conversations import RatingValue
from knowledge.answer import Answer, QuickReply

ID_PATTERN = r"^[A-Za-z0-9_-]{16,64}$"

ConversationId = Annotated[
    str, Field(pattern=ID_PATTERN, description="Id from the first reply. Whoever has it can read the conversation.")
]
MessageId = Annotated[str, Field(pattern=ID_PATTERN, description="Id of a message of the assistant.")]


class ChatRequest(BaseModel):
    """One message of a person."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"text": "chứng thực chữ ký hết bao nhiêu tiền"},
                {"conversation_id": "Xq3yJ0d2mC7tPz4uB9sKf1Aa", "text": "Lệ phí", "payload": '/ask{"aspect": "fee"}'},
            ]
        },
    )

    conversation_id: ConversationId | None = Field(None, description="Leave out to start a conversation.")
    text: str = Field(
        max_length=10_000,
        description=(
            "What the person typed, or the title of the pressed button. Texts longer than the deployment reads "
            "(2,000 characters by default) get a polite reply; beyond 10,000 characters no person is typing: error 422."
        ),
    )
    payload: str | None = Field(None, max_length=1000, description="Payload of the pressed button.")
    province: str | None = Field(
        None,
        max_length=64,
        description=(
            "Province of the page around the chat, old name or new. Search then puts its procedures first and leaves "
            "those of others out, for the rest of the conversation. A name that is none of a province changes nothing; "
            "the reply says which is in force."
        ),
        examples=["Đồng Nai"],
    )
    key: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9_-]{8,64}$",
        description="Made up by the client, the same when the same message is sent again: a person then reads it once.",
    )


class ChatMessage(BaseModel):
    """One message of the assistant. ``text`` alone is the whole answer; ``answer`` is the same as data."""

    id: str = Field(description="For the rating.")
    text: str
    buttons: tuple[QuickReply, ...] = ()
    answer: Answer | None = None


class FormFiles(BaseModel):
    """Files of the PAKN that the conversation is about to send."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "asked": True,
                    "attached": [
                        {
                            "id": "f3K9wQ2mZx7Lr5Tn",
                            "name": "giấy hẹn.pdf",
                            "media_type": "application/pdf",
                            "size": 81920,
                        }
                    ],
                    "most": 5,
                    "bytes": 10485760,
                    "accept": [".jpg", ".jpeg", ".pdf", ".doc", ".docx", ".xls", ".xlsx"],
                }
            ]
        }
    )

    asked: bool = Field(description="The assistant asks for files just now; otherwise they may come all the same.")
    attached: tuple[AttachedFile, ...] = Field(description="Files taken so far, oldest first.")
    most: int = Field(description="Files that one PAKN may have.")
    bytes: int = Field(description="Size of the largest file that is taken.")
    accept: tuple[str, ...] = Field(description="Endings of names that are taken; the content has to agree.")


class ChatResponse(BaseModel):
    """What the assistant says in one turn."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "conversation_id": "Xq3yJ0d2mC7tPz4uB9sKf1Aa",
                    "messages": [
                        {
                            "id": "m4ZkP0aWc8Qn2Lx7Rt5uVb1E",
                            "text": "Anh/chị muốn hỏi về thủ tục nào? Vui lòng nhập tên hoặc mã thủ tục.",
                            "buttons": [{"title": "Trợ giúp", "payload": "/help"}],
                            "answer": {
                                "status": "ask_more",
                                "lead": "Anh/chị muốn hỏi về thủ tục nào? Vui lòng nhập tên hoặc mã thủ tục.",
                            },
                        }
                    ],
                }
            ]
        }
    )

    conversation_id: str
    messages: tuple[ChatMessage, ...] = Field(
        description="Empty while a person of the office answers: ask for their words at `…/handover`."
    )
    handover: Live | None = Field(None, description="Left out unless the person waits for or talks with an official.")
    province: str | None = Field(None, description="Province of this conversation; left out for the deployment's own.")
    files: FormFiles | None = Field(
        None, description="Left out unless a PAKN is being taken in: files for it go to `…/files`."
    )


class Voice(StrEnum):
    """Who said a message: the person, the assistant, an official, or the system about the hand-over."""

    USER = "user"
    ASSISTANT = "assistant"
    OPERATOR = "operator"
    NOTICE = "notice"


class TranscriptMessage(BaseModel):
    """One message as it was kept: personal numbers of the person are masked."""

    id: str
    role: Voice
    text: str
    at: datetime
    buttons: tuple[QuickReply, ...] = ()
    answer: Answer | None = None
    rating: RatingValue | None = None


class Transcript(BaseModel):
    """A conversation, oldest message first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "conversation_id": "Xq3yJ0d2mC7tPz4uB9sKf1Aa",
                    "truncated": False,
                    "messages": [
                        {
                            "id": "u8TnWq1ZxY5rKc3Vb7Lm0PdE",
                            "role": "user",
                            "text": "gọi tôi theo số [SoDienThoai] nhé",
                            "at": "2026-11-22T03:04:05Z",
                        }
                    ],
                }
            ]
        }
    )

    conversation_id: str
    truncated: bool = Field(description="True when only the last messages are shown.")
    messages: tuple[TranscriptMessage, ...]
    handover: Live | None = Field(None, description="Left out unless the person waits for or talks with an official.")
    files: FormFiles | None = Field(None, description="Left out unless a PAKN is being taken in.")


class Rating(BaseModel):
    """What a person thinks of one answer."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"value": "down", "reason": "Tôi hỏi nộp qua bưu điện"}]}
    )

    value: RatingValue
    reason: str | None = Field(None, max_length=500, description="In the person's words; masked before it is kept.")


class RatingKept(Rating):
    """The rating as it is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"value": "up"}]})

    survey: ChatMessage | None = Field(
        None, description="Once in a conversation, after a thumb up: a short question to show like any other message."
    )
