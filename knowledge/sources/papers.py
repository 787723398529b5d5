"""Papers of a file: put back into an order a person can follow, forms named readably."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.model import Form, Paper
from knowledge.sources.names import in_capitals, sentence_case
from knowledge.sources.nulls import is_nothing, line_or_none
from knowledge.text import clean, fold, has_diacritics, one_line

_BULLET = re.compile(r"^(?:[-–—•*+▪·]\s*)+")
_NUMBERED = re.compile(r"^\(?(\d{1,2}|[a-zđ])[.)]\s", re.IGNORECASE)
_IS_FORM = re.compile(
    r"(mau )?(to khai|don\b|giay de nghi|van ban de nghi|phieu (de nghi|yeu cau|dang ky|khai|tu khai|cung cap)|"
    r"ban khai|giay dang ky|mau ho tich dien tu)"
)
_IS_REMARK = re.compile(r"(luu y|ghi chu)\b")
_EXTENSION = re.compile(r"\.(docx?|pdf|xlsx?|rtf|odt|rar|zip)$", re.IGNORECASE)
_COPY_MARK = re.compile(r"\s*\(\d+\)$")
_FORM_NUMBER = re.compile(
    r"\b(?:biểu mẫu|mẫu)\s+(?:đơn\s+)?(?:số\s+)?((?=[\w./-]*\d)[A-ZĐ]{0,4}[\d][\w]*(?:[./-][\w]+)*|[A-ZĐ]{1,4}\d+\w*)",
    re.IGNORECASE,
)
_FORM_TITLE = re.compile(
    r"^(?:mẫu )?((?:tờ khai|đơn|giấy đề nghị|phiếu|bản khai|văn bản đề nghị)[^,;:(.]{4,90})", re.IGNORECASE
)
_START = 60
_LEADING_NUMBER = re.compile(r"^\d{1,2}[.)]\s*")


@dataclass(frozen=True, slots=True)
class RawPaper:
    """A paper as published; quantities are ``None`` where the source has none."""

    name: str
    case: str | None = None
    originals: int | None = None
    copies: int | None = None
    form: str | None = None
    form_url: str | None = None


def read_papers(raw: Iterable[RawPaper]) -> tuple[tuple[Paper, ...], bool]:
    """Read and order the papers; the flag tells whether the published order was changed.

    Sources list papers in no order, and print no heading for an unnamed case, so that its papers seem
    to belong to the case before. Here the papers without a case come first, as common ones, and remarks
    last; inside a case numbering decides where every paper carries one, else the form to fill in comes
    first.
    """
    papers = [paper for paper in (_read(item) for item in raw) if paper is not None]
    papers = list(dict.fromkeys(papers))
    papers_out = [_freed(paper) for paper in papers]
    cases = list(dict.fromkeys(paper.case for paper in papers_out))
    cases.sort(key=lambda case: (case is not None, bool(case and _IS_REMARK.match(fold(case)))))  # stable
    ordered = tuple(paper for case in cases for paper in _in_order([p for p in papers_out if p.case == case]))
    return ordered, ordered != tuple(papers)


def _freed(paper: Paper) -> Paper:
    """Take an application form out of the remarks ("Lưu ý") a page without headings printed it under."""
    if paper.case and _IS_REMARK.match(fold(paper.case)) and is_form(paper):
        return paper.model_copy(update={"case": None})
    return paper


def case_name(text: str | None) -> str | None:
    """Return the heading of a case without its bullet and colon; ``None`` for an unnamed one."""
    line = line_or_none(text)
    return None if line is None else _BULLET.sub("", line).strip(" :;.") or None


def form_name(file_name: str, paper: str) -> str:
    """Return a readable name for a form file.

    Uploads lose their accents ("1.MuCT01banhnhkm….doc") or are glued to other words; then the number or
    title of the form is taken from the paper it belongs to.
    """
    stem = _COPY_MARK.sub("", _EXTENSION.sub("", one_line(file_name))).replace("_", " ").strip(" .-")
    if _readable(stem):
        stem = _LEADING_NUMBER.sub("", stem)
        return sentence_case(stem) if in_capitals(stem) else stem[0].upper() + stem[1:]
    if match := _FORM_NUMBER.search(paper):
        return f"Mẫu {match[1].rstrip('./-')}"
    if match := _FORM_TITLE.match(_BULLET.sub("", one_line(paper))):
        return match[1].strip()
    return "Mẫu kèm theo"


def _readable(stem: str) -> bool:
    """Tell whether a file name is words a person wrote: accents, blanks, a capital or digit first."""
    return has_diacritics(stem) and (stem[:1].isupper() or fold(stem[:3]) == "mau") and " " in stem and len(stem) <= 100


def _read(raw: RawPaper) -> Paper | None:
    name = _BULLET.sub("", clean(raw.name)).strip()
    if is_nothing(name):
        return None
    files = [piece for piece in (raw.form or "").split(";") if not is_nothing(piece)]
    form = None
    if files:
        names = dict.fromkeys(form_name(piece, name) for piece in files)
        form = Form(name="; ".join(names), url=raw.form_url)
    return Paper(
        name=name,
        case=case_name(raw.case),
        originals=raw.originals or 0,
        copies=raw.copies or 0,
        form=form,
        is_note=raw.originals == 0 and raw.copies == 0 and not _is_application(name),
    )


def is_form(paper: Paper) -> bool:
    """Tell whether a paper is the application itself: a form to fill in."""
    return not paper.is_note and _is_application(paper.name)


def _is_application(name: str) -> bool:
    """Tell whether a line names a form to fill in; some offices publish even that with quantity 0/0."""
    return not name.endswith(":") and bool(_IS_FORM.match(_NUMBERED.sub("", fold(name[:_START]))))


def _in_order(papers: Sequence[Paper]) -> list[Paper]:
    marks = [_NUMBERED.match(paper.name) for paper in papers]
    numbers = [mark[1].lower() for mark in marks if mark]
    if len(numbers) == len(papers) and len(set(numbers)) == len(numbers) and len({n.isdigit() for n in numbers}) == 1:
        return [paper for _, paper in sorted(zip(numbers, papers, strict=True), key=lambda pair: _rank(pair[0]))]
    return sorted(papers, key=lambda paper: (not is_form(paper), paper.is_note))


def _rank(mark: str) -> tuple[int, str]:
    return (int(mark), "") if mark.isdigit() else (0, mark.replace("đ", "d~"))  # đ follows d
