"""The office that posts: what its directory holds of it, and what is still to be entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.feedback.office_model import Agency

_FIELDS = {"address": "địa chỉ", "phone": "số điện thoại", "email": "thư điện tử", "url": "trang web"}


@dataclass(frozen=True, slots=True)
class Office:
    """What stands at the head of a sheet; ``agency`` is ``None`` while none is chosen or none is entered."""

    name: str
    agency: Agency | None = None

    @property
    def lacks(self) -> tuple[str, ...]:
        """What the directory does not hold of it, in words."""
        if self.agency is None:
            return ()
        return tuple(word for field, word in _FIELDS.items() if not getattr(self.agency, field))

    @property
    def can_be_reached(self) -> bool:
        """Tell whether at least one way to send something is entered."""
        return self.agency is not None and len(self.lacks) < len(_FIELDS)


def office_of(agencies: Sequence[Agency], chosen: str, name: str) -> Office:
    """Return the office that posts.

    Args:
        agencies: the directory, those in use.
        chosen: id of one of them; where it is none of them, the one that carries ``name``, else the only one there is.
        name: MOTCUA_OFFICE_NAME, may be empty.
    """
    found = next((one for one in agencies if one.id == chosen), None)
    found = found or next((one for one in agencies if name and one.name == name), None)
    if found is None and len(agencies) == 1:
        found = agencies[0]
    return Office(found.name if found else name, found)
