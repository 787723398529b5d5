"""Files are told by what is inside them; what is disguised, oversized or personal stays outside."""

from __future__ import annotations

import io
import struct
import zipfile

import docx
import openpyxl
import pytest

from api.errors import AttachmentRefused
from api.feedback.attachments import DOC, DOCX, JPEG, PDF, XLS, XLSX, FileLimits, check_file

PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 64 + b"\xff\xd9"
PAPER = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"
LIMITS = FileLimits(size=2_000_000, count=2)


def ole(*streams: str) -> bytes:
    """An old Office file as far as its kind can be told: header and the names of its streams."""
    return (
        bytes.fromhex("D0CF11E0A1B11AE1")
        + b"\x00" * 504
        + b"".join(one.encode("utf-16-le") + b"\x00\x00" for one in streams)
    )


def word() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Đơn phản ánh")
    document.save(out)
    return out.getvalue()


def sheet() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return out.getvalue()


def kept(name: str, content: bytes) -> str:
    return check_file(name, content, LIMITS, already=0, declared=True).media_type


def refused(name: str, content: bytes, *, already: int = 0, declared: bool = True) -> str:
    with pytest.raises(AttachmentRefused) as caught:
        check_file(name, content, LIMITS, already=already, declared=declared)
    return caught.value.reason


def test_the_types_of_the_national_form_are_taken() -> None:
    assert kept("anh.JPG", PICTURE) == JPEG
    assert kept("anh.jpeg", PICTURE) == JPEG
    assert kept("don.pdf", PAPER) == PDF
    assert kept("don.doc", ole("WordDocument")) == DOC
    assert kept("bang.xls", ole("Workbook")) == XLS
    assert kept("don.docx", word()) == DOCX
    assert kept("bang.xlsx", sheet()) == XLSX


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.jpg", PAPER),
        ("don.pdf", PICTURE),
        ("don.pdf", b"MZ\x90\x00this program cannot be run"),
        ("don.pdf", b"<html><script>alert(1)</script>%PDF-1.7"),
        ("don.docx", sheet()),
        ("don.doc", word()),
        ("bang.xls", ole("WordDocument")),
        ("don.doc", ole("nothing")),
        ("don.docx", packed(other=b"x")),
    ],
)
def test_a_disguised_file_is_refused(name: str, content: bytes) -> None:
    assert "không phải loại đó" in refused(name, content)


@pytest.mark.parametrize("name", ["virus.exe", "anh.png", "trang.html", "nén.zip", "khong-duoi", "don.pdf.exe"])
def test_other_types_are_refused_with_the_list_of_those_taken(name: str) -> None:
    assert "JPG, PDF" in refused(name, PICTURE)


def test_size_and_number_are_limited() -> None:
    assert "1 MB" in refused("anh.jpg", PICTURE + b"\x00" * 2_000_000)
    assert "tối đa 2 tệp" in refused("anh.jpg", PICTURE, already=2)
    assert refused("anh.jpg", b"") == "Tệp rỗng."


def test_a_zip_bomb_is_refused_without_being_kept() -> None:
    assert "quá lớn" in refused("don.docx", packed(word__document_DOT_xml=b"\x00" * 70_000_000))


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    honest = packed(word__document_DOT_xml=b"\x00" * 70_000_000)
    size = struct.pack("<I", 70_000_000)

    assert refused("don.docx", honest.replace(size, struct.pack("<I", 100)))


def test_macros_passwords_and_broken_files_are_refused() -> None:
    assert "macro" in refused("don.docx", packed(word__document_DOT_xml=b"<x/>", word__vbaProject_DOT_bin=b"x"))
    assert "macro" in refused("don.doc", ole("WordDocument", "_VBA_PROJECT"))
    assert "mật khẩu" in refused("don.docx", ole("EncryptedPackage"))
    assert "hỏng" in refused("don.docx", word()[:-40])


@pytest.mark.parametrize(
    "name", ["CCCD mat truoc.jpg", "can-cuoc.pdf", "căn cước.jpg", "CMND_2.jpg", "ho_chieu.pdf", "passport.jpg"]
)
def test_what_calls_itself_an_identity_paper_is_refused(name: str) -> None:
    content = PICTURE if name.endswith("jpg") else PAPER

    assert "giấy tờ tùy thân" in refused(name, content)


def test_without_the_declaration_nothing_is_taken() -> None:
    assert "xác nhận" in refused("anh.jpg", PICTURE, declared=False)


def test_the_name_loses_folders_and_odd_signs() -> None:
    def named(name: str) -> str:
        return check_file(name, PICTURE, LIMITS, already=0, declared=True).name

    assert named("../../etc/hồ sơ.jpg") == "hồ sơ.jpg"
    assert named("C:\\ảnh\\biên nhận.jpg") == "biên nhận.jpg"
    assert named('a"<b>\r\n.jpg') == "ab.jpg"
    assert len(named("x" * 500 + ".jpg")) <= 120
