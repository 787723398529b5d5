"""PDF files for tests, made by hand: pages of Vietnamese text, and files that give none."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter

_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Plain def /CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange
%d beginbfchar
%s
endbfchar endcmap end end"""


def pdf(*pages: str) -> bytes:
    """A PDF of these pages, a line of text a printed line; without any page text it is a file of empty pages."""
    objects: list[bytes] = [b"", b""]  # 1: catalogue, 2: pages

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(content: bytes) -> int:
        return add(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))

    signs = sorted({sign.encode("utf-16-be").hex().encode() for page in pages for sign in page})
    to_unicode = stream(_TO_UNICODE % (len(signs), b"\n".join(b"<%s> <%s>" % (one, one) for one in signs)))
    info = b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    letters = add(b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Plain/CIDSystemInfo%s/DW 500>>" % info)
    font = add(
        b"<</Type/Font/Subtype/Type0/BaseFont/Plain/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (letters, to_unicode)
    )
    kids = []
    for page in pages:
        shown = stream(_drawn(page.splitlines()))
        head = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F %d 0 R>>>>" % font
        kids.append(add(b"%s/Contents %d 0 R>>" % (head, shown)))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return _file(objects)


def locked(content: bytes, password: str) -> bytes:
    """The same file, opened by a password only."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _drawn(lines: Sequence[str]) -> bytes:
    shown = b"".join(b"<%s> Tj T*\n" % line.encode("utf-16-be").hex().encode() for line in lines)
    return b"BT /F 11 Tf 14 TL 60 780 Td\n%sET" % shown


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % at for at in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
