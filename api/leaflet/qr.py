"""A QR code as a drawing inside the page: black on white, sharp on any printer, no file of its own."""

from __future__ import annotations

import segno
from markupsafe import Markup

_QUIET_ZONE = 2
"""Modules of white around it; the page's own margin adds the rest of the four that readers want."""


def qr_drawing(address: str) -> Markup:
    """Return an SVG element that holds the address; it takes the width it is given.

    Args:
        address: what a telephone opens.
    """
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, border=_QUIET_ZONE, dark="#000", light="#fff"))  # noqa: S704
