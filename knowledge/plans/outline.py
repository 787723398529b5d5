"""The outline of a plan: its printed numbering as a tree, and the tree as passages with section paths.

Paths join the printed numbering by dots: ``II.2.1.c``; dash items are ``-n``, plus items ``+n``,
unnumbered paragraphs ``¶n``, the closing paragraph ``¶cuối``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from knowledge.plans.names import readable

_ROMAN = re.compile(r"^(?P<mark>[IVX]{1,5})\s*[.)]\s*(?=\S)")
_DECIMAL = re.compile(r"^(?P<mark>\d{1,2}(?:\.\d{1,2})+)\s*[.)]?\s+(?=\D)")
_ARABIC = re.compile(r"^(?P<mark>\d{1,2})\s*[.)]\s*(?=\D)")
_LETTER = re.compile(r"^(?P<mark>[a-zđ])\s*[.)]\s*(?=\S)")
_DASH = re.compile(r"^[-–—•]\s*(?=[^\s\-–—])")
_PLUS = re.compile(r"^\+\s*(?=\S)")
_CLOSING = re.compile(
    r"^(?:Trên đây là|Trong quá trình|Quá trình (?:triển khai|thực hiện)|Nhận được [Kk]ế hoạch"
    r"|(?:Đề nghị|Yêu cầu) (?:các|Thủ trưởng)|(?:Chủ tịch )?(?:UBND|Ủy ban nhân dân) [^.;:]{0,40}?(?:yêu cầu|đề nghị))"
)
_LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_TITLE_LIMIT = 160
_LABEL_LIMIT = 70
_CLIP = 110


class Style(IntEnum):
    """Kinds of numbering; those from DASH on are items without a printed number."""

    ROMAN = 1
    ARABIC = 2
    DECIMAL = 3
    LETTER = 4
    DASH = 5
    PLUS = 6


@dataclass
class Node:
    """An item of the outline.

    Attributes:
        label: its part of the path.
        ordinal: place among its siblings, as printed.
        text: printed text behind the mark.
        paragraphs: unnumbered paragraphs under it.
    """

    style: Style
    label: str
    ordinal: int
    text: str
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Section path; empty for the root."""
        above = self.parent.path if self.parent else ""
        return f"{above}.{self.label}" if above else self.label


@dataclass(frozen=True)
class Piece:
    """A passage before it belongs to a document."""

    path: str
    heading: tuple[str, ...]
    text: str


def is_item(line: str) -> bool:
    """Tell whether a line starts with a numbering mark, a dash or a plus."""
    return _mark(line) is not None


def is_numbered(line: str) -> bool:
    """Tell whether a line starts with a printed number or letter."""
    mark = _mark(line)
    return mark is not None and mark[0] < Style.DASH


def outline(lines: Sequence[str]) -> Node:
    """Build the tree of a plan's body from its paragraphs, one a line."""
    root = Node(Style.ROMAN, "", 0, "")
    current = root
    for line in lines:
        mark = _mark(line)
        if mark is not None:
            current = _place(current, *mark)
        elif _CLOSING.match(line) and current is not root:
            _numbered_parent(current).closing.append(line)
        else:
            current.paragraphs.append(line)
    return root


def pieces(root: Node, proper_names: tuple[str, ...] = ()) -> Iterator[Piece]:
    """Yield the passages of a tree in reading order; titles of sections become headings."""
    for child in root.children:
        yield from _pieces(child, (), proper_names)
    yield from _paragraphs(root.closing, root.path, (), "¶cuối")


def _mark(line: str) -> tuple[Style, str, int, str] | None:
    if match := _DECIMAL.match(line):
        last = match["mark"].rsplit(".", 1)[1]
        return Style.DECIMAL, last, int(last), line[match.end() :]
    if match := _ARABIC.match(line):
        return Style.ARABIC, match["mark"], int(match["mark"]), line[match.end() :]
    if match := _ROMAN.match(line):
        return Style.ROMAN, match["mark"], _roman(match["mark"]), line[match.end() :]
    if match := _LETTER.match(line):
        return Style.LETTER, match["mark"], _LETTERS.index(match["mark"]) + 1, line[match.end() :]
    for style, pattern in ((Style.DASH, _DASH), (Style.PLUS, _PLUS)):
        if match := pattern.match(line):
            return style, "", 0, line[match.end() :]
    return None


def _roman(mark: str) -> int:
    values = [_ROMAN_VALUES[c] for c in mark]
    following = [*values[1:], 0]
    return sum(value if value >= after else -value for value, after in zip(values, following, strict=True))


def _line_of(node: Node) -> Iterator[Node]:
    """Yield the node and those above it, without the root."""
    while node.parent is not None:
        yield node
        node = node.parent


def _place(current: Node, style: Style, label: str, ordinal: int, text: str) -> Node:
    if style >= Style.DASH:
        parent = _holder(current, style)
        ordinal = sum(1 for child in parent.children if child.style is style) + 1
        label = f"{'-' if style is Style.DASH else '+'}{ordinal}"
    else:
        parent = _parent_of(current, style, ordinal)
    node = Node(style, label, ordinal, text.strip(), parent)
    parent.children.append(node)
    return node


def _holder(current: Node, style: Style) -> Node:
    """Return the item a dash or plus stands under: a dash under a number, a plus under a dash."""
    while current.style >= style and current.parent is not None:
        current = current.parent
    return current


def _parent_of(current: Node, style: Style, ordinal: int) -> Node:
    """Return where a numbered item belongs.

    The deepest open row of the same style whose next number it is, for one plan numbers 1, 2, 3 within
    a "1." and goes on with "2."; else a first number opens a row; else the deepest row of its style.
    """
    rows = [node for node in _line_of(current) if node.style is style]
    for node in rows:
        if ordinal == node.ordinal + 1 and node.parent is not None:
            return node.parent
    if ordinal > 1 and rows and rows[0].parent is not None:
        return rows[0].parent
    return _top(current) if style is Style.ROMAN else _holder(current, Style.DASH)


def _top(current: Node) -> Node:
    for node in _line_of(current):
        current = node
    return current.parent or current


def _numbered_parent(current: Node) -> Node:
    """Return what the last numbered item is part of: a closing paragraph belongs to the whole."""
    while current.style >= Style.DASH and current.parent is not None:
        current = current.parent
    return current.parent or current


def _label_of(text: str) -> str | None:
    """Return the title before a colon: "Sở Tài chính: Phối hợp …" → "Sở Tài chính"."""
    head, colon, rest = text.partition(":")
    return head if colon and rest.strip() and len(head) <= _LABEL_LIMIT else None


def _is_title(node: Node) -> bool:
    """Tell whether an item only names what stands under it; a dash does so only with a colon."""
    if not (node.children or node.paragraphs):
        return False
    if node.style >= Style.DASH:
        return node.text.endswith(":")
    return _label_of(node.text) is None and (len(node.text) <= _TITLE_LIMIT or node.text.endswith(":"))


def _title(node: Node, proper_names: tuple[str, ...]) -> str:
    title = readable(_label_of(node.text) or node.text, proper_names)
    return title if _is_title(node) or len(title) <= _CLIP else title[:_CLIP].rsplit(" ", 1)[0] + " …"


def _pieces(node: Node, above: tuple[str, ...], proper_names: tuple[str, ...]) -> Iterator[Piece]:
    within = (*above, _title(node, proper_names))
    if _is_title(node):
        # One paragraph under a mere title is the text of the item itself.
        label = "" if len(node.paragraphs) == 1 else "¶"
        yield from _paragraphs(node.paragraphs, node.path, within, label)
    else:
        yield Piece(node.path, above, node.text)
        yield from _paragraphs(node.paragraphs, node.path, within, "¶")
    for child in node.children:
        yield from _pieces(child, within, proper_names)
    yield from _paragraphs(node.closing, node.path, within, "¶cuối")


def _paragraphs(texts: Sequence[str], path: str, heading: tuple[str, ...], label: str) -> Iterator[Piece]:
    if label == "¶cuối":
        if texts:
            yield Piece(f"{path}.{label}".lstrip("."), heading, "\n".join(texts))
        return
    for number, text in enumerate(texts, start=1):
        yield Piece(f"{path}.¶{number}" if label else path, heading, text)
