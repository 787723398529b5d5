"""What is asked of a composer, and what it hands back before sources and buttons are added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.answer import Block
from knowledge.model import ChannelKind, Procedure


@dataclass(frozen=True, slots=True)
class Ask:
    """One request for an aspect.

    Attributes:
        channel: the way of filing the question restricts itself to.
        province: the deployment's province, e.g. ``"Đồng Nai"``.
        guides_folder: folder whose guide files replace the shipped ones.
    """

    procedure: Procedure
    snapshot_date: date
    channel: ChannelKind | None = None
    province: str | None = None
    guides_folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The direct answer and its details."""

    lead: str
    blocks: tuple[Block, ...] = ()
