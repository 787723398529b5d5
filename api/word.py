"""What every Word document of the office shares: A4, font, language, page numbers, and text that XML may hold."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

TEXT, SMALL = Pt(13), Pt(11)
SHORT_SIDE, LONG_SIDE = Mm(210), Mm(297)
_FONT = "Times New Roman"


def new_document(title: str, author: str) -> Any:
    """Return an empty document, upright, with page numbers."""
    paper = Document()
    properties = paper.core_properties
    properties.title, properties.author, properties.language = title, author, "vi-VN"
    properties.comments = ""
    for name, size in (("Normal", TEXT), ("Heading 1", Pt(14)), ("Heading 2", TEXT), ("List Bullet", SMALL)):
        style = paper.styles[name]
        style.font.name, style.font.size = _FONT, size
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(kind), _FONT)
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        style.paragraph_format.space_after = Pt(4)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    paper.styles["Normal"].element.get_or_add_rPr().append(language)
    section = paper.sections[0]
    section.page_width, section.page_height = SHORT_SIDE, LONG_SIDE
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    _page_number(section.footer.paragraphs[0])
    return paper


def clean(text: str) -> str:
    """Return the text without signs that no XML may hold."""
    return ILLEGAL_CHARACTERS_RE.sub(" ", text)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._r.append(element)
