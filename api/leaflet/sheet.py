"""A leaflet as data: what stands on the sheet, before it is painted."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.answer import Block
from knowledge.model import Procedure


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of one published case.

    Attributes:
        number: of the case in the address of a leaflet for it alone, from 1.
        count: papers, without remarks.
        shown: on this leaflet; else only title and count are.
    """

    number: int
    title: str
    items: tuple[str, ...]
    count: int
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """One way of filing that is offered."""

    title: str
    time: str
    fee: str


@dataclass(frozen=True, slots=True)
class Leaflet:
    """Everything on the sheet.

    Attributes:
        plain: what the procedure is for in everyday words; ``None`` where nobody has written that.
        said: of a procedure out of force: that it is, and what to do. Nothing else is on the sheet then.
        refused: sentence on the ways of filing that are not offered.
        details: fees and times case by case, where the table cannot say them.
        places: who handles it, where to hand it in.
        notes: remarks a reader must not miss.
        case: the one case it is printed for; ``None``: all.
        size: of the print, 0 (largest) to 3, as far as the length tells; the page itself measures.
        is_shortened: lines were cut so that two pages are enough; they carry a mark, and the sheet says where all is.
    """

    record: Procedure
    name: str
    plain: str | None
    source: str
    said: tuple[str, ...] = ()
    papers: tuple[Papers, ...] = ()
    ways: tuple[Way, ...] = ()
    refused: str = ""
    details: tuple[Block, ...] = ()
    places: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()
    case: int | None = None
    size: int = 0
    is_shortened: bool = False

    @property
    def is_split(self) -> bool:
        """Tell whether papers of some cases are left to leaflets of their own."""
        return any(not one.shown for one in self.papers)
