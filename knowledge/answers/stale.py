"""Dated remarks on published words and dates that time has overtaken; once an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from knowledge.answer import Block, ListBlock, NoteBlock, TableBlock, TextBlock
from knowledge.answers import wording
from knowledge.answers.numbers import day
from knowledge.guides import DatedTerm, dated_terms

_UNTIL = re.compile(r"đến\s+(?:hết\s+)?(?:ngày\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.IGNORECASE)


def shown_text(lead: str, blocks: Iterable[Block]) -> str:
    """Return the published words an answer shows, in lower case."""
    parts = [lead]
    for block in blocks:
        match block:
            case TextBlock():
                parts += [block.title or "", block.text]
            case ListBlock():
                parts += [block.title or "", *block.items]
            case TableBlock():
                parts += [cell for row in block.rows for cell in row]
            case _:
                pass
    return "\n".join(parts).lower()


def procedure_notes(text: str, today: date, folder: Path | None = None) -> tuple[NoteBlock, ...]:
    """Return the one remark an answer about a procedure needs, or nothing.

    Args:
        text: result of :func:`shown_text`.
        today: date of the data; an "until" date before it has passed.
        folder: folder with a deployment's own table.
    """
    sentences = [term.note for term in dated_terms(folder) if term.procedures and _found(term, text)]
    sentences += [wording.expired(day(limit)) for limit in _passed(text, today)]
    return _one_note(sentences)


def plan_notes(text: str, folder: Path | None = None) -> tuple[NoteBlock, ...]:
    """Return the one remark a quoted plan needs, or nothing; ``text`` may be in any case."""
    lowered = text.lower()
    return _one_note([term.note for term in dated_terms(folder) if term.plans and _found(term, lowered)])


def _found(term: DatedTerm, text: str) -> bool:
    for exception in term.except_in:
        text = text.replace(exception, "")
    return any(word in text for word in term.terms)


def _passed(text: str, today: date) -> list[date]:
    found = set()
    for d, m, y in _UNTIL.findall(text):
        try:
            limit = date(int(y), int(m), int(d))
        except ValueError:
            continue
        if limit < today:
            found.add(limit)
    return sorted(found)[-1:]


def _one_note(sentences: list[str]) -> tuple[NoteBlock, ...]:
    return (NoteBlock(tone="warning", text=" ".join(sentences)),) if sentences else ()
