"""Signposts: where to turn with what is no procedure of an office: planning or a bus, as the plans name them, divorce.

One dated table beside the code (``signposts.yaml``). An address stands there only when a plan or a dated source gives
it; a deployment corrects or adds its own.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.places import province_key, province_today
from knowledge.tables import read_yaml

SHIPPED = Path(__file__).with_name("signposts.yaml")


class _Maintained(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlaceKind(StrEnum):
    """How a place is reached."""

    WEB = "web"
    PHONE = "phone"
    MAIL = "mail"
    APP = "app"
    OFFICE = "office"


class Source(_Maintained):
    """Where an entry comes from.

    Attributes:
        title: of a plan or another document.
        number: as printed; ``None`` where it is left blank.
        path: section inside a plan, by its own numbering.
        states: what it says, in one line.
    """

    title: str = Field(min_length=1)
    number: str | None = None
    path: str | None = None
    states: str = Field(min_length=1)

    @property
    def short(self) -> str:
        """The document and the place in it, as a reader finds them."""
        named = self.number or self.title
        return f"{named}, mục {self.path}" if self.path else named


class Place(_Maintained):
    """Somewhere to look or ask.

    Attributes:
        address: web address, number or e-mail; ``None`` where the source names none.
        province: only there; ``None``: everywhere.
    """

    id: str = Field(pattern=r"^[a-z0-9_]{1,32}$")
    name: str = Field(min_length=1)
    kind: PlaceKind
    address: str | None = None
    province: str | None = None
    source: Source


class Signpost(_Maintained):
    """One look-up that people ask for.

    Attributes:
        purpose: what it is good for; ends the sentence "Để …".
        lead: first sentence, where the usual one would not fit.
        own: address of the look-up itself, where a source gives one.
        ask: ids of the places that help where there is no address of its own.
        hint: one more sentence.
        needs: groups of phrases without diacritics; a question must hold one of each group.
        unless: phrases that make it another matter.
        province: only asked for there; ``None``: everywhere.
    """

    id: str = Field(pattern=r"^[a-z0-9_]{1,32}$")
    title: str = Field(min_length=1)
    purpose: str = Field(min_length=1)
    lead: str | None = None
    own: str | None = None
    ask: tuple[str, ...] = ()
    hint: str | None = None
    needs: tuple[tuple[str, ...], ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    province: str | None = None
    source: Source


class SignpostTable(_Maintained):
    """The whole table, and the day a person last checked it against its sources."""

    checked: date
    contacts: tuple[Place, ...]
    signposts: tuple[Signpost, ...]

    @model_validator(mode="after")
    def _is_sound(self) -> SignpostTable:
        contacts = {one.id for one in self.contacts}
        names = [one.id for one in self.signposts]
        if len(contacts) != len(self.contacts) or len(set(names)) != len(names):
            raise ValueError("an id stands twice")
        if unknown := {one for post in self.signposts for one in post.ask} - contacts:
            raise ValueError(f"unknown contacts: {', '.join(sorted(unknown))}")
        return self

    def contact(self, identity: str) -> Place:
        """Return a contact; ``KeyError`` when the table holds none of this id."""
        return {one.id: one for one in self.contacts}[identity]


@lru_cache(maxsize=4)
def read_table(path: Path = SHIPPED) -> SignpostTable:
    """Read the table.

    Raises:
        CorruptFile: it is not as it should be.
    """
    return read_yaml(path, SignpostTable)


def is_there(province: str | None, deployment: str | None) -> bool:
    """Tell whether something of a province is for a deployment; one without a province shows all, by name."""
    return province is None or deployment is None or province_now(province) == province_now(deployment)


def province_now(name: str) -> str:
    """Return the key of the province a name stands for today: of "tỉnh Bình Phước", that of Đồng Nai."""
    return province_key(province_today(name) or name)
