"""What a notice says beyond its step: where to look it up."""

from __future__ import annotations

_LINK = "{text}\n\nXem phản ánh, kiến nghị của anh/chị tại: {address}"


def whole_text(text: str, case_code: str | None, public_url: str) -> str:
    """Return the text with the address of the PAKN; the address opens nothing without the sender's proof.

    Args:
        text: of the notice.
        case_code: of the PAKN it is about.
        public_url: of the deployment; empty: there is no address to name.
    """
    if not (public_url and case_code):
        return text
    return _LINK.format(text=text, address=f"{public_url}/phan-anh/{case_code}")
