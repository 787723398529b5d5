"""An answer as messages a messenger takes: split at sentence ends, with at most five buttons and a numbered menu."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.channels import wording
from api.channels.model import Choice, Outgoing
from api.storage.conversations import Said
from knowledge.answer import Answer, AnswerStatus, ListBlock
from knowledge.answers.shorten import sentence_ends
from knowledge.render import as_text
from knowledge.text import nfc

MENU_LENGTH = 9
"""Choices with one digit; more than that nobody reads on a telephone."""
_MESSAGES_AN_ANSWER = 3
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Style:
    """What a messenger can show.

    Attributes:
        characters: longest text of one message, counted after NFC; signs outside the basic plane count twice.
        buttons: buttons with one message; 0: none.
    """

    characters: int = 2000
    buttons: int = 5


@dataclass(frozen=True, slots=True)
class Rendered:
    """Messages of one turn, and the menu a number typed next picks from."""

    messages: tuple[Outgoing, ...]
    menu: tuple[Choice, ...]


def render(said: Sequence[Said], style: Style) -> Rendered:
    """Return a turn as messages; one menu with all its choices closes the last one."""
    menu = _menu(said)
    pieces = [piece for one in said for piece in split(_text(one, style), style.characters)]
    if menu and pieces:
        pieces = _with_menu(pieces, _menu_text(said, menu), style.characters)
    last = len(pieces) - 1
    messages = tuple(
        Outgoing(text=piece, choices=menu[: style.buttons] if index == last else ())
        for index, piece in enumerate(pieces)
    )
    return Rendered(messages, menu)


def split(text: str, limit: int) -> list[str]:
    """Return ``text`` in pieces of at most ``limit``, cut at sentence ends, else between words, else anywhere.

    Nothing is lost but the white space at the cuts.
    """
    rest, pieces = nfc(text).strip(), []
    while size(rest) > limit:
        room = _room(rest, limit)
        cut = _cut(rest[: room + 1], room)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def size(text: str) -> int:
    """Return the length as the strictest counter sees it (UTF-16 units; for Vietnamese the same as characters)."""
    return len(text.encode("utf-16-le")) // 2


def _room(text: str, limit: int) -> int:
    """Return how many characters from the start fit into ``limit``."""
    room = limit
    while size(text[:room]) > limit:
        room -= max(1, (size(text[:room]) - limit) // 2)
    return room


def _cut(window: str, room: int) -> int:
    """Return where to cut; a cut in the first quarter would leave scraps, so a later word end is better then."""
    ends = [end for end in sentence_ends(window)[:-1] if room // 4 <= end <= room]
    if ends:
        return ends[-1]
    spaces = [match.start() for match in _SPACE.finditer(window) if 0 < match.start() <= room]
    return spaces[-1] if spaces else room


def _text(one: Said, style: Style) -> str:
    """Return the whole text; a very long answer is shortened by its own rules, which say so in the text."""
    longest = style.characters * _MESSAGES_AN_ANSWER
    if one.answer is None or size(one.text) <= longest:
        return one.text
    return as_text(Answer.model_validate(one.answer), limit=longest - style.characters // 2)


def _menu(said: Sequence[Said]) -> tuple[Choice, ...]:
    found: dict[str, Choice] = {}
    for one in said:
        for button in one.buttons:
            found.setdefault(button["payload"], Choice(title=nfc(button["title"]), payload=button["payload"]))
    return tuple(found.values())[:MENU_LENGTH]


def _menu_text(said: Sequence[Said], menu: Sequence[Choice]) -> str:
    if _is_numbered_already(said, len(menu)):
        return wording.PICK_ONE
    lines = [f"{number}. {choice.title}" for number, choice in enumerate(menu, start=1)]
    return "\n".join([wording.PICK_HEADING, *lines])


def _is_numbered_already(said: Sequence[Said], length: int) -> bool:
    """Tell whether the text itself numbers exactly these choices (a choice between procedures does)."""
    if len(said) != 1 or said[0].answer is None or said[0].status != AnswerStatus.CHOOSE:
        return False
    blocks = Answer.model_validate(said[0].answer).blocks
    lists = [block for block in blocks if isinstance(block, ListBlock) and block.ordered]
    return len(lists) == 1 and len(lists[0].items) == length


def _with_menu(pieces: list[str], menu: str, limit: int) -> list[str]:
    joined = f"{pieces[-1]}\n\n{menu}"
    return [*pieces[:-1], joined] if size(joined) <= limit else [*pieces, menu]
