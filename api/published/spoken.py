"""A published answer as the assistant says it: who answered, when, and where it can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from api.clock import local_day
from api.feedback.model import PublishedCase
from knowledge.answer import Answer, AnswerStatus, LinkBlock, NoteBlock, QuickReply, TextBlock
from knowledge.answers.buttons import choose_payload
from knowledge.extras import OwnAnswer
from knowledge.text import one_line

PREFIX = "hoi-dap:"
"""Before the slug in the id of an own answer."""
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]?")
_LEAST_WORDS = 4
_NAME = "Dân hỏi – cơ quan trả lời"
_SOMEBODY = "Cơ quan có thẩm quyền"
_NOTE = "Câu trả lời theo quy định tại thời điểm đăng; quy định có thể đã thay đổi."


def own_answers(cases: Iterable[PublishedCase], base: str = "") -> tuple[OwnAnswer, ...]:
    """Return published answers as additions to the knowledge.

    Args:
        cases: what is published.
        base: address people open this product at; empty: links stay relative.
    """
    return tuple(
        OwnAnswer(
            id=f"{PREFIX}{case.slug}",
            questions=leading_questions(case.question, case.asked, case.wordings),
            answer=spoken(case, base),
        )
        for case in cases
    )


def spoken(case: PublishedCase, base: str = "") -> Answer:
    """Return one published answer as an answer of the assistant."""
    address = f"{base}/hoi-dap/{case.slug}"
    day = f"{local_day(case.published_at):%d/%m/%Y}"
    who, about = case.agency or _SOMEBODY, case.procedure_code
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead=f"{who} đã trả lời câu hỏi này (đăng ngày {day}).",
        blocks=(
            TextBlock(title="Câu hỏi", text=case.question),
            TextBlock(title="Trả lời", text=case.answer),
            NoteBlock(text=f"Nguồn: mục {_NAME}, {who}, đăng ngày {day}. {_NOTE}"),
            LinkBlock(title="Xem câu hỏi và câu trả lời đã đăng", url=address),
        ),
        quick_replies=(QuickReply(title="Xem thủ tục liên quan", payload=choose_payload(about)),) if about else (),
    )


def leading_questions(text: str, asked: str | None, wordings: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what leads to an answer: the short question, its other wordings, the text, and its sentences that ask.

    Args:
        text: the question as it was published.
        asked: the short question; ``None``: published before there was one.
        wordings: other ways to put it.
    """
    sentences = (one_line(part) for part in _SENTENCE.findall(text))
    single = [part for part in sentences if part.endswith("?") and len(part.split()) >= _LEAST_WORDS]
    short = (asked,) if asked else ()
    return tuple(dict.fromkeys((*short, *wordings, one_line(text), *single)))
