"""Why a PDF gives no text, and how that is said to whoever brought it."""

from __future__ import annotations

from enum import StrEnum


class Trouble(StrEnum):
    """What keeps a PDF from being read; the value is stored.

    IMAGES: it holds pictures of pages. LETTERS: its letters have no meaning outside its own fonts. HEAVY: reading it
    takes more time or memory than one file may. BUSY: others are being read.
    """

    ENCRYPTED = "encrypted"
    IMAGES = "images"
    LETTERS = "letters"
    BROKEN = "broken"
    HEAVY = "heavy"
    BUSY = "busy"


WORDING: dict[Trouble, str] = {
    Trouble.ENCRYPTED: "Tệp PDF có mật khẩu nên máy không đọc được. Anh/chị bỏ mật khẩu rồi đưa lên lại.",
    Trouble.IMAGES: "Tệp PDF chỉ có ảnh chụp trang giấy, không có chữ. Cần bản xuất từ Word, hoặc đã nhận dạng chữ.",
    Trouble.LETTERS: "Chữ trong tệp PDF dùng phông cũ (như TCVN3, VNI) nên máy đọc ra sai. Cần bản dùng phông Unicode.",
    Trouble.BROKEN: "Tệp PDF hỏng nên máy không đọc được. Anh/chị xuất lại tệp rồi đưa lên.",
    Trouble.HEAVY: "Tệp PDF quá nặng, máy dừng đọc giữa chừng. Anh/chị chia nhỏ hoặc xuất lại tệp rồi đưa lên.",
    Trouble.BUSY: "Máy đang đọc các tệp PDF khác. Anh/chị thử lại sau ít phút.",
}
