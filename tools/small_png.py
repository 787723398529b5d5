"""Pictures of pages, small: at most 256 colours, packed as tightly as zlib can. The browser itself decodes them."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

import numpy as np
from playwright.sync_api import Page

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
_COLOURS = 256
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DECODE = """async (picture) => {
  const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const data = context.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
  return [image.width, image.height, btoa(text)];
}"""


def small_png(page: Page, picture: bytes) -> bytes:
    """Return a picture with at most 256 colours.

    Args:
        page: any page of a browser; its own content is left alone.
        picture: PNG as a screenshot gives it.
    """
    width, height, encoded = page.evaluate(_DECODE, base64.b64encode(picture).decode("ascii"))
    raw = np.frombuffer(base64.b64decode(encoded), dtype=np.uint8).reshape(height * width, 4)[:, :3]
    palette, indices = _reduce(raw)
    return _write(width, height, palette, indices)


def _reduce(raw: Pixels) -> tuple[Pixels, Pixels]:
    """Return the most frequent colours, and for every pixel the nearest of them."""
    wide = raw.astype(np.uint32)
    packed = (wide[:, 0] << 16) | (wide[:, 1] << 8) | wide[:, 2]
    colours, places, counts = np.unique(packed, return_inverse=True, return_counts=True)
    split = np.stack([colours >> 16, (colours >> 8) & 255, colours & 255], axis=1).astype(np.int32)
    chosen = split[np.argsort(counts)[::-1][:_COLOURS]]
    nearest = np.empty(len(split), dtype=np.uint8)
    for start in range(0, len(split), 4096):
        part = split[start : start + 4096]
        nearest[start : start + 4096] = ((part[:, None, :] - chosen[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    return chosen.astype(np.uint8), nearest[places]


def _write(width: int, height: int, palette: Pixels, indices: Pixels) -> bytes:
    rows = np.zeros((height, width + 1), dtype=np.uint8)  # the first byte of a row says: no filter
    rows[:, 1:] = indices.reshape(height, width)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
