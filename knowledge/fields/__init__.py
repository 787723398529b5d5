"""Fields (lĩnh vực) of the procedures, grouped as citizens think of them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.tables import read_yaml
from knowledge.text import fold, words

SHIPPED = Path(__file__).with_name("groups.yaml")
LAST_PAGE = 99


class _Maintained(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(_Maintained):
    """Fields that citizens look for in one place.

    Attributes:
        said: further names in a question, without diacritics.
        holds: phrases of the names of its fields.
        unless: phrases that make it a field of another group.
    """

    id: str = Field(pattern=r"^[a-z_]{1,24}$")
    name: str = Field(min_length=1)
    said: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Groups(_Maintained):
    """All groups in the order they are shown; the last one takes what fits no other."""

    groups: tuple[Group, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_sound(self) -> Groups:
        ids = [group.id for group in self.groups]
        if len(set(ids)) != len(ids):
            raise ValueError("a group stands twice")
        return self

    def of(self, field: str) -> Group:
        """Return the group of a field."""
        said = f" {folded(field)} "
        found = (
            group
            for group in self.groups
            if any(f" {one} " in said for one in group.holds) and not any(f" {one} " in said for one in group.unless)
        )
        return next(found, self.groups[-1])


class FieldStep(BaseModel):
    """Where somebody stands in the menu: all groups, the fields of one, or the procedures of one field.

    Attributes:
        field: :func:`field_key` of a field.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    group: str | None = Field(None, pattern=r"^[a-z_]{1,24}$")
    field: str | None = Field(None, pattern=r"^[0-9a-f]{8}$")
    page: int = Field(1, ge=1, le=LAST_PAGE)

    @model_validator(mode="after")
    def _is_one(self) -> FieldStep:
        if self.group and self.field:
            raise ValueError("a group or a field")
        return self

    @property
    def payload(self) -> str:
        """What a button sends."""
        values = self.model_dump_json(exclude_none=True, exclude_defaults=True)
        return "/field" if values == "{}" else f"/field{values}"


@lru_cache(maxsize=4096)
def folded(field: str) -> str:
    """Return a field in the form it is compared by: published twice with another dash or capital, it is one."""
    return " ".join(words(fold(field)))


@lru_cache(maxsize=4096)
def field_key(field: str) -> str:
    """Return a short stable key of a field."""
    return hashlib.sha256(folded(field).encode()).hexdigest()[:8]


@lru_cache(maxsize=4)
def read_groups(path: Path = SHIPPED) -> Groups:
    """Read the table.

    Raises:
        CorruptFile: it is not as it should be.
    """
    return read_yaml(path, Groups)
