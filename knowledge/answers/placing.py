"""Where a person has said to be: that it is noted, and that an answer counts with it."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answer import Answer, AnswerStatus, Block, NoteBlock, QuickReply, TextBlock
from knowledge.aspects import Aspect

OTHER_PLACE = QuickReply(title="Đổi nơi khác", payload="Đổi nơi khác")
"""Sent as typed words: they mean the same whoever sends them."""
_DEPENDS = frozenset({Aspect.OVERVIEW, Aspect.WHERE, Aspect.IN_PERSON, Aspect.FEE})
"""Aspects whose answer may be another one elsewhere."""


def place_note(aspect: Aspect, said: str | None) -> tuple[Block, ...]:
    """Return the remark which place an answer counts with; nothing where it is the same everywhere."""
    return (NoteBlock(text=_assumed(said)),) if said and aspect in _DEPENDS else ()


def with_place(answer: Answer, said: str | None) -> Answer:
    """Return a choice between procedures with the remark which place it was made for."""
    return answer.model_copy(update={"blocks": (*answer.blocks, NoteBlock(text=_assumed(said)))}) if said else answer


def place_noted(said: str, replies: Sequence[QuickReply]) -> Answer:
    """Say that a place is noted, and ask which matter it is about."""
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead=f"Đã ghi nhận anh/chị ở {said}. Anh/chị cần làm thủ tục gì?",
        blocks=(
            TextBlock(text="Từ giờ trợ lý ưu tiên thủ tục, nơi liên hệ của nơi này cho đến khi anh/chị nói nơi khác."),
        ),
        quick_replies=(OTHER_PLACE, *replies),
    )


def which_province(commune: str, replies: Sequence[QuickReply]) -> Answer:
    """Ask for the province of a commune: several may bear its name."""
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead=f"Anh/chị ở {commune} thuộc tỉnh, thành phố nào?",
        blocks=(TextBlock(text=f"Anh/chị nhắn giúp cả hai, ví dụ: {commune}, Lạng Sơn."),),
        quick_replies=tuple(replies),
    )


def which_place(replies: Sequence[QuickReply]) -> Answer:
    """Say that the place named so far counts no more, and ask for the other one."""
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead="Trợ lý không tính theo nơi đã nói trước đó nữa. Anh/chị ở tỉnh, thành phố nào?",
        blocks=(TextBlock(text="Anh/chị nhắn tên nơi ở, ví dụ: phường Tam Thanh, Lạng Sơn."),),
        quick_replies=tuple(replies),
    )


def _assumed(said: str) -> str:
    return f"Trả lời cho người ở {said}, nơi anh/chị đã nói. Ở nơi khác, anh/chị nhắn “đổi nơi khác” hoặc tên nơi đó."
