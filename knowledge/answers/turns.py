"""Answers that are not about one procedure: choosing, asking back, refusing, handing over."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from knowledge.answer import Answer, AnswerStatus, Block, ListBlock, NoteBlock, QuickReply, TextBlock
from knowledge.answers import wording
from knowledge.answers.buttons import choose_payload
from knowledge.answers.choices import choice_titles
from knowledge.answers.siblings import separating_question
from knowledge.aspects import Aspect
from knowledge.results import Hit
from knowledge.signposts import PlaceKind, is_there, read_table
from knowledge.text import fold

MAX_CHOICES = 4

HANDOVER = QuickReply(title="Gặp nhân viên hỗ trợ", payload="/handover")
HELP = QuickReply(title="Trợ giúp", payload="/help")
RESTART = QuickReply(title="Hỏi lại từ đầu", payload="/restart")
FEEDBACK = QuickReply(title="Gửi phản ánh, kiến nghị", payload="/feedback")

_FEEDBACK_NUMBER_OF = "dong nai"  # 736/KH-UBND II.2.1.e; QĐ 28/2018/QĐ-UBND of Đồng Nai


class RefusalKind(StrEnum):
    """Why a request is refused.

    CREDENTIALS: a one-time code or password is offered or asked for. ACT_FOR: filing, signing in or
    paying on somebody's behalf. CARD_PICTURES: a picture of an identity paper (sensitive data under
    Luật 91/2025/QH15).
    """

    CREDENTIALS = "credentials"
    ACT_FOR = "act_for"
    CARD_PICTURES = "card_pictures"


_REFUSALS = {
    RefusalKind.CREDENTIALS: (wording.REFUSED_CREDENTIALS, wording.REFUSED_CREDENTIALS_ADVICE),
    RefusalKind.ACT_FOR: (wording.REFUSED_ACT_FOR, wording.REFUSED_ACT_FOR_ADVICE),
    RefusalKind.CARD_PICTURES: (wording.REFUSED_PICTURES, wording.REFUSED_PICTURES_ADVICE),
}


def choose(hits: Sequence[Hit], aspect: Aspect | None = None, *, again: bool = False, several: bool = False) -> Answer:
    """Offer up to :data:`MAX_CHOICES` procedures, each told apart by what differs.

    Args:
        hits: what to choose from.
        aspect: what was asked about them.
        again: they have just been offered; the same words would read as if nobody listened.
        several: they are for different needs of one message.

    Raises:
        ValueError: there is nothing to choose from.
    """
    if not hits:
        raise ValueError("nothing to choose from")
    offered = list({hit.code: hit for hit in hits}.values())[:MAX_CHOICES]
    titles = choice_titles(offered)
    replies = [
        QuickReply(title=title.short, payload=choose_payload(hit.code))
        for hit, title in zip(offered, titles, strict=True)
    ]
    question = separating_question(offered)
    lead = wording.CHOOSE_SIBLINGS if question else wording.CHOOSE_ONE if len(offered) == 1 else wording.CHOOSE
    if several:
        lead = wording.CHOOSE_FIRST
    elif again and len(offered) > 1:
        lead = wording.CHOOSE_FOR if aspect else wording.CHOOSE_AGAIN
    items = (*(title.full for title in titles), wording.NONE_OF_THESE)
    return Answer(
        status=AnswerStatus.CHOOSE,
        lead=lead.format(
            count=len(offered), question=question or "", aspect=wording.label(aspect) if aspect else ""
        ).strip(),
        aspect=aspect,
        blocks=(ListBlock(items=items, ordered=True),),
        quick_replies=(*replies, QuickReply(title=wording.NONE_OF_THESE, payload="/deny")),
    )


def ask_more(question: str) -> Answer:  # noqa: ARG001 - never echoed: it may hold personal data
    """Ask for what is missing, with examples; the question itself is not repeated."""
    block = ListBlock(title="Ví dụ", items=wording.ASK_MORE_EXAMPLES)
    return _turn(AnswerStatus.ASK_MORE, wording.ASK_MORE, block, replies=(HELP, HANDOVER))


def not_found(question: str) -> Answer:  # noqa: ARG001 - never echoed: it may hold personal data
    """Say that no record fits, and what to do."""
    note = NoteBlock(text=wording.NOT_FOUND_ADVICE)
    return _turn(AnswerStatus.NOT_FOUND, wording.NOT_FOUND, note, replies=(HANDOVER, HELP))


def no_such_code() -> Answer:
    """Say that a code typed is none of ours; it is not repeated."""
    note = NoteBlock(text=wording.NO_SUCH_CODE_ADVICE)
    return _turn(AnswerStatus.NOT_FOUND, wording.NO_SUCH_CODE, note, replies=(HANDOVER, HELP))


def out_of_scope() -> Answer:
    """Decline a question that is not about procedures."""
    note = NoteBlock(text=wording.OUT_OF_SCOPE_ADVICE)
    return _turn(AnswerStatus.OUT_OF_SCOPE, wording.OUT_OF_SCOPE, note, replies=(HELP, HANDOVER))


def refused(kind: RefusalKind) -> Answer:
    """Refuse what an assistant must never do, and say what to do instead."""
    lead, advice = _REFUSALS[kind]
    return _turn(AnswerStatus.REFUSED, lead, NoteBlock(tone="warning", text=advice), replies=(HELP, HANDOVER))


def handed_over(province: str | None = None) -> Answer:
    """Say where a person helps; nobody reads the conversation here, so nothing is promised.

    Args:
        province: that the conversation is for; numbers that a dated source gives for it are named.
    """
    note = NoteBlock(text=wording.HANDED_OVER_ADVICE)
    table = read_table()
    there = [one for one in table.contacts if one.kind is PlaceKind.PHONE and one.address and one.province]
    here = [one for one in there if province and is_there(one.province, province)]
    lines = tuple(f"{one.name}: gọi {one.address} (theo {one.source.short})" for one in here)
    phones = (ListBlock(title=f"Số điện thoại tại {province}", items=lines),) if lines else ()
    return _turn(AnswerStatus.HANDED_OVER, wording.HANDED_OVER, *phones, note)


def feedback_guidance(province: str | None = None) -> Answer:
    """Say where reflections and proposals on administrative rules go (NĐ 20/2008/NĐ-CP Đ.6, Đ.7).

    Args:
        province: the deployment's province; the number (0251)1022 is named in Đồng Nai only.
    """
    local = province is not None and fold(province).endswith(_FEEDBACK_NUMBER_OF)
    return _turn(
        AnswerStatus.FEEDBACK,
        wording.FEEDBACK_DONG_NAI if local else wording.FEEDBACK,
        ListBlock(title="Nội dung cần có", items=wording.FEEDBACK_CONTENT),
        NoteBlock(tone="warning", text=wording.FEEDBACK_URGENT),
        NoteBlock(text=wording.FEEDBACK_OTHER_LAWS),
        NoteBlock(text=wording.FEEDBACK_SOURCE),
        replies=(FEEDBACK, HANDOVER),
    )


def error() -> Answer:
    """Apologise for a fault of ours, with what to do next."""
    return _turn(AnswerStatus.ERROR, wording.ERROR, NoteBlock(text=wording.ERROR_ADVICE), replies=(RESTART, HANDOVER))


def greeting() -> Answer:
    """Open a conversation; says that an automatic assistant speaks (Luật 134/2025/QH15 Đ.11)."""
    return _turn(
        AnswerStatus.ANSWERED,
        wording.GREETING,
        TextBlock(text=wording.GREETING_ADVICE),
        ListBlock(title="Ví dụ", items=wording.ASK_MORE_EXAMPLES),
        replies=(HELP, HANDOVER, FEEDBACK),
    )


def help() -> Answer:  # noqa: A001 - the word the payload /help uses
    """List what can be asked."""
    return _turn(
        AnswerStatus.ANSWERED,
        wording.HELP,
        ListBlock(title="Anh/chị có thể hỏi", items=wording.HELP_ITEMS),
        NoteBlock(text=wording.HELP_PRIVACY),
        replies=(RESTART, FEEDBACK, HANDOVER),
    )


def _turn(status: AnswerStatus, lead: str, *blocks: Block, replies: tuple[QuickReply, ...] = ()) -> Answer:
    return Answer(status=status, lead=lead, blocks=blocks, quick_replies=replies)
