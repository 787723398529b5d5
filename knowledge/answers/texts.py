"""Steps, conditions, results and legal bases: published texts kept whole, with a short lead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answer import ListBlock, TextBlock
from knowledge.answers import wording
from knowledge.answers.draft import Ask, Draft
from knowledge.answers.shorten import sentence_ends, shorten
from knowledge.aspects import Aspect
from knowledge.model import LegalBasis, Procedure
from knowledge.text import clean, one_line

_SPOKEN = 260
_BULLET = re.compile(r"^[\s\-+*•–]+(?=\S)")
_STEP = re.compile(r"^[\s\-+*•–]*bước\s+(\d{1,2})\s*[:.)\-–]*\s*", re.IGNORECASE)


def steps(ask: Ask) -> Draft:
    """Compose the answer to "what do I do, in which order"."""
    items, numbered = step_items(ask.procedure)
    if not items:
        return Draft(wording.NO_STEPS)
    block = ListBlock(title=wording.label(Aspect.STEPS), items=items, ordered=numbered)
    if len(items) == 1:
        return Draft("Bản công bố ghi trình tự thực hiện như bên dưới.", (block,))
    count = f"{len(items)} bước" if numbered else f"{len(items)} ý"
    opening = _spoken_step(items[0]) if numbered else None
    lead = f"Thủ tục này gồm {count}, ghi ở bên dưới."
    return Draft(f"{lead} Đầu tiên: {opening}" if opening else lead, (block,))


def _spoken_step(item: str) -> str | None:
    first = one_line(item)[: sentence_ends(one_line(item))[0]].rstrip(" ;:")
    return None if len(first) > _SPOKEN // 2 else first if first.endswith(".") else f"{first}."


def step_items(procedure: Procedure) -> tuple[tuple[str, ...], bool]:
    """Return steps and whether they count as 1, 2, 3 and so on.

    Paragraphs that follow a ``Bước n`` belong to it. Printed numbers are dropped only where they
    run from 1 without a gap, as the list then counts them itself.
    """
    paragraphs = [clean(step) for step in procedure.steps if clean(step)]
    lines = [line for paragraph in paragraphs for line in paragraph.split("\n") if line]
    marks = [match for line in lines if (match := _STEP.match(line))]
    if not marks:
        plain = not any(_BULLET.match(step) for step in paragraphs) and len(paragraphs) > 1
        return tuple(_BULLET.sub("", step) for step in paragraphs), plain and all(len(p) < _SPOKEN for p in paragraphs)
    merged = _merge(lines)
    consecutive = [int(match.group(1)) for match in marks] == list(range(1, len(marks) + 1))
    if consecutive and len(merged) == len(marks):
        return tuple(_capital(_STEP.sub("", item).lstrip()) for item in merged), True
    return tuple(_BULLET.sub("", item) for item in merged), False


def _merge(lines: Sequence[str]) -> list[str]:
    items: list[str] = []
    in_step = False
    for line in lines:
        if _STEP.match(line):
            in_step = True
            items.append(line)
        elif in_step:
            items[-1] += f"\n{line}"
        else:
            items.append(line)
    return items


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def conditions(ask: Ask) -> Draft:
    """Compose the answer to "who may, under which conditions"."""
    procedure = ask.procedure
    subjects = tuple(one_line(subject) for subject in procedure.subjects)
    blocks = (ListBlock(title="Đối tượng thực hiện", items=subjects),) if subjects else ()
    if procedure.conditions is None:
        return Draft(wording.NO_CONDITIONS, blocks)
    text = clean(procedure.conditions)
    whole = one_line(text)
    lead = whole if len(whole) <= _SPOKEN else "Thủ tục này có yêu cầu, điều kiện riêng, ghi đầy đủ ở bên dưới."
    return Draft(lead, (TextBlock(title="Yêu cầu, điều kiện", text=text), *blocks))


def result(ask: Ask) -> Draft:
    """Compose the answer to "what do I get"."""
    results = tuple(one_line(item).rstrip(".; ") for item in ask.procedure.results if one_line(item))
    if not results:
        return Draft(wording.NO_RESULT)
    joined = "; ".join(results)
    if len(joined) <= _SPOKEN:
        return Draft(f"Kết quả giải quyết là: {joined}.")
    block = ListBlock(title=wording.label(Aspect.RESULT), items=results)
    return Draft(f"Kết quả giải quyết gồm {len(results)} loại, ghi ở bên dưới.", (block,))


def legal(ask: Ask) -> Draft:
    """Compose the answer to "which law says so"."""
    items = tuple(dict.fromkeys(_document(basis) for basis in ask.procedure.legal_basis))
    items = tuple(item for item in items if item)
    if not items:
        return Draft(wording.NO_LEGAL)
    block = ListBlock(title=wording.label(Aspect.LEGAL), items=items)
    if len(items) == 1:
        return Draft(f"Thủ tục này căn cứ vào {shorten(items[0], _SPOKEN)}.", (block,))
    return Draft(f"Thủ tục này căn cứ vào {len(items)} văn bản, liệt kê bên dưới.", (block,))


def _document(basis: LegalBasis) -> str:
    name, number = one_line(basis.name or ""), one_line(basis.number or "")
    if not name or not number or number in name:
        return name or number
    return f"{name} (số {number})"
