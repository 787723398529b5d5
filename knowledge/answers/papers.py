"""Papers and forms: grouped under their published cases, counted as published."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answer import Block, LinkBlock, ListBlock, NoteBlock
from knowledge.answers import wording
from knowledge.answers.draft import Ask, Draft
from knowledge.answers.shorten import shorten
from knowledge.aspects import Aspect
from knowledge.model import Paper, Procedure
from knowledge.text import one_line

_ITEM_LIMIT = 700
_WHOLE = 1_000_000
_SPOKEN_PAPERS = 3
_SPOKEN_NAME = 90
_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_ENUMERATOR = re.compile(rf"^\(?(?:([{_ALPHABET}])|(\d{{1,2}}))[).]\s+(?=\S)")


def documents(ask: Ask) -> Draft:
    """Compose the answer to "which papers do I need"."""
    papers = ask.procedure.papers
    if not papers:
        return Draft(wording.NO_PAPERS)
    return Draft(_lead(ask.procedure), (*paper_lists(papers), *counting_note(papers)))


def real_papers(procedure: Procedure) -> tuple[Paper, ...]:
    """Return the papers proper, without headings and remarks published among them."""
    return tuple(paper for paper in procedure.papers if not paper.is_note)


def _cases(papers: Sequence[Paper]) -> dict[str | None, list[Paper]]:
    """Return papers by case, those without a case first."""
    cases: dict[str | None, list[Paper]] = {}
    if any(paper.case is None for paper in papers):
        cases[None] = []
    for paper in papers:
        cases.setdefault(paper.case, []).append(paper)
    return cases


def checklist(procedure: Procedure) -> tuple[ListBlock, ...]:
    """Return the papers of a record for paper: one list a published case, every line whole."""
    return tuple(paper_lists(procedure.papers, limit=_WHOLE))


def paper_lists(papers: Sequence[Paper], limit: int = _ITEM_LIMIT) -> list[ListBlock]:
    """Return one list a published case, those without a case first."""
    cases = _cases(papers)
    common = wording.COMMON_PAPERS if len(cases) == 1 else wording.OTHER_PAPERS
    blocks: list[ListBlock] = []
    for case, members in cases.items():
        ordered = _in_order([paper for paper in members if not paper.is_note])
        remarks = [paper for paper in members if paper.is_note]
        items = [_item(paper, limit) for paper in ordered]
        items += [_remark(paper, beside=bool(ordered), limit=limit) for paper in remarks]
        title = common if case is None else shorten(one_line(case).rstrip(":"), limit)
        blocks.append(ListBlock(title=title, items=tuple(items)))
    return blocks


def _in_order(papers: list[Paper]) -> list[Paper]:
    """Sort papers by their printed ``a)`` or ``1.``, where every one of them has one of its own."""
    ranks = [_rank(paper.name) for paper in papers]
    known = [rank for rank in ranks if rank is not None]
    if len(known) < len(papers) or len(set(known)) < len(known):
        return papers
    return [paper for _, paper in sorted(zip(known, papers, strict=True), key=lambda pair: pair[0])]


def _rank(name: str) -> tuple[bool, int] | None:
    match = _ENUMERATOR.match(one_line(name).lower())
    if match is None:
        return None
    letter, digits = match.groups()
    return (True, _ALPHABET.index(letter)) if letter else (False, int(digits))


def _item(paper: Paper, limit: int) -> str:
    name = shorten(one_line(paper.name).lstrip("-+*•– ").rstrip(".;, "), limit)
    counts = [f"{n} {word}" for n, word in ((paper.originals, "bản chính"), (paper.copies, "bản sao")) if n > 0]
    extra = [wording.join_words(counts)] if counts else []
    if paper.form is not None:
        extra.append(f"mẫu: {one_line(paper.form.name).removeprefix('Mẫu ')}")
    return f"{name} ({'; '.join(extra)})" if extra else name


def _remark(paper: Paper, *, beside: bool, limit: int) -> str:
    """Return a heading or remark; marked as one where it stands ``beside`` papers."""
    text = shorten(one_line(paper.name).lstrip("-+*•– "), limit)
    return (
        text if not beside or text.lower().startswith(("lưu ý", "ghi chú", "ví dụ", "chú ý", "*")) else f"Lưu ý: {text}"
    )


def _lead(procedure: Procedure) -> str:
    papers = real_papers(procedure)
    cases = [case for case in _cases(procedure.papers) if case is not None]
    if not papers:
        return "Bản công bố ghi phần giấy tờ dưới dạng ghi chú, xem bên dưới."
    if len(cases) > 1:
        return (
            f"Bản công bố liệt kê {len(papers)} loại giấy tờ, chia thành {len(cases)} nhóm. "
            "Anh/chị xem nhóm đúng với trường hợp của mình ở bên dưới."
        )
    names = list(dict.fromkeys(spoken_name(paper) for paper in papers))
    if len(names) > _SPOKEN_PAPERS or not all(names):
        return f"Hồ sơ gồm {len(papers)} loại giấy tờ, liệt kê bên dưới."
    return f"Anh/chị cần chuẩn bị: {'; '.join(name for name in names if name)}."


def spoken_name(paper: Paper) -> str | None:
    """Return a paper's name for one spoken sentence; ``None`` when it cannot be said shortly."""
    name = one_line(paper.name).lstrip("-+*•– ").rstrip(".;,: ")
    return name if len(name) <= _SPOKEN_NAME else None


def counting_note(papers: Sequence[Paper]) -> tuple[Block, ...]:
    """Say that a count may be missing, where some papers carry none."""
    uncounted = any(not paper.is_note and paper.originals == 0 and paper.copies == 0 for paper in papers)
    return (NoteBlock(text="Giấy tờ không ghi số bản là do bản công bố không nêu số lượng."),) if uncounted else ()


def forms(ask: Ask) -> Draft:
    """Compose the answer to "which form do I fill in"."""
    found = [paper for paper in ask.procedure.papers if paper.form is not None]
    names = list(dict.fromkeys(one_line(paper.form.name) for paper in found if paper.form))
    if not names:
        return Draft(wording.NO_FORMS)
    links = {paper.form.name: paper.form.url for paper in found if paper.form and paper.form.url}
    items = tuple(dict.fromkeys(_form_item(paper) for paper in found))
    blocks: list[Block] = [ListBlock(title=wording.label(Aspect.FORMS), items=items)]
    blocks += [LinkBlock(title=one_line(name), url=url) for name, url in links.items()]
    if len(names) == 1:
        return Draft(f"Mẫu cần điền là: {names[0]}.", tuple(blocks))
    return Draft(f"Thủ tục này có {len(names)} mẫu đơn, tờ khai, liệt kê bên dưới.", tuple(blocks))


def _form_item(paper: Paper) -> str:
    name = one_line(paper.form.name) if paper.form else ""
    use = shorten(one_line(paper.name).rstrip(".;, "), _SPOKEN_NAME * 2)
    return name if name.lower() in use.lower() and len(use) < len(name) + 5 else f"{name}: dùng cho “{use}”"
