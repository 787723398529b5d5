"""The newsletter to take away: a Word document, and the text of a mail in HTML that any mail program shows."""

from __future__ import annotations

import io

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from api.console.painting import environment
from api.newsletter.content import NOTHING, TITLE, Newsletter
from api.word import clean, new_document


def as_word(letter: Newsletter) -> bytes:
    """Return the newsletter as a .docx file."""
    paper = new_document(TITLE, letter.office)
    for text, size in ((letter.office.upper(), 13), (TITLE.upper(), 16), (letter.period.title, 13)):
        if text:
            line = paper.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = line.add_run(clean(text))
            run.bold, run.font.size = True, Pt(size)
    for paragraph in letter.intro.split("\n") if letter.intro else ():
        paper.add_paragraph(clean(paragraph))
    if not letter.sections:
        paper.add_paragraph(NOTHING)
    for section in letter.sections:
        paper.add_heading(clean(section.title), 1)
        for item in section.items:
            paper.add_paragraph(clean(item.text), style="List Bullet")
            for more in (item.note, item.url):
                if more:
                    below = paper.add_paragraph(clean(more))
                    below.paragraph_format.left_indent = Pt(18)
        if section.total > len(section.items):
            paper.add_paragraph(f"… và {section.total - len(section.items)} thủ tục khác.")
    if letter.remark:
        paper.add_paragraph(letter.remark)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def as_mail(letter: Newsletter) -> bytes:
    """Return the newsletter as one HTML file without scripts, pictures or style sheets of its own."""
    made = environment().get_template("newsletter/mail.html").render(letter=letter, title=TITLE, nothing=NOTHING)
    return made.encode()
