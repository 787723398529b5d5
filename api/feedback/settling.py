"""What somebody says to the communes of today that a former place may mean."""

from __future__ import annotations

from dataclasses import dataclass

from api.feedback.communes import LONGEST, Commune, communes_today
from knowledge.text import one_line

KEEP = "giu"
"""Said to the communes offered: the place stays as it was written."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A place and what is still to be asked about it.

    Attributes:
        offered: the communes it may mean.
        open: nothing has been said to them yet.
    """

    place: str
    offered: tuple[Commune, ...]
    open: bool


def settle(place: str, about: str, said: str, longest: int = LONGEST) -> Settled:
    """Return a place as it is to be kept, after what somebody said to the communes they were offered.

    Args:
        place: as it stands in the form.
        about: the place the communes were offered for; after a change of the place nothing said counts.
        said: number of the commune taken (from 1), :data:`KEEP`, or empty.
        longest: characters of the place at most.
    """
    offered = communes_today(place, longest)
    if one_line(about) == one_line(place):
        if said == KEEP:
            return Settled(place, offered, open=False)
        if said.isdecimal() and 0 < int(said) <= len(offered):
            return Settled(offered[int(said) - 1].written, (), open=False)
    return Settled(place, offered, open=bool(offered))
