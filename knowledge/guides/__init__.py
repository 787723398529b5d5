"""Maintained texts beside the records: how to file each way, and words that the law has overtaken.

One dated and sourced YAML file each. A deployment may put a file of the same name into a folder of
its own (an admin's edit); it then wins over the shipped one and is read again when it changes.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from knowledge.errors import CorruptFile
from knowledge.model import ChannelKind
from knowledge.tables import read_yaml

SHIPPED = Path(__file__).parent

_FILES = {
    ChannelKind.ONLINE: "online.yaml",
    ChannelKind.POSTAL: "postal.yaml",
    ChannelKind.IN_PERSON: "in_person.yaml",
}
_TERMS_FILE = "dated_terms.yaml"


class _Maintained(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GuideSource(_Maintained):
    """A document a guide rests on.

    Attributes:
        number: printed number, e.g. ``45/2016/QĐ-TTg``.
        issued: date of the document, where known.
        states: what it is cited for, one line.
    """

    number: str = Field(min_length=1)
    issued: date | None = None
    states: str = Field(min_length=1)


class Guide(_Maintained):
    """How to file one way, whatever the procedure.

    Attributes:
        checked: day a person last checked the text against its sources.
        steps: in order.
        remarks: what to mind, each a sentence.
    """

    channel: ChannelKind
    title: str = Field(min_length=1)
    checked: date
    steps: tuple[str, ...] = Field(min_length=1)
    remarks: tuple[str, ...] = ()
    sources: tuple[GuideSource, ...] = Field(min_length=1)


class DatedTerm(_Maintained):
    """Words that were right when a text was published and are not today.

    Attributes:
        id: short stable name.
        terms: phrases in lower case that give the term away.
        except_in: longer phrases in which a term is still right.
        procedures: whether it is looked for in procedure records.
        plans: whether it is looked for in plan documents.
        since: day of the change.
        note: one sentence for the reader, with the date.
        source: document that made the change.
    """

    id: str = Field(min_length=1)
    terms: tuple[str, ...] = Field(min_length=1)
    except_in: tuple[str, ...] = ()
    procedures: bool = True
    plans: bool = True
    since: date
    note: str = Field(min_length=1)
    source: str = Field(min_length=1)


class DatedTerms(_Maintained):
    """The table of overtaken words."""

    checked: date
    terms: tuple[DatedTerm, ...]


def guide(channel: ChannelKind, folder: Path | None = None) -> Guide:
    """Return the guide of one way of filing.

    Args:
        channel: the way of filing.
        folder: where a deployment keeps its own guides; a missing folder or file means the shipped one.

    Raises:
        CorruptFile: the file is no valid guide, or is the guide of another way.
    """
    path = _path(_FILES[channel], folder)
    found = _load_guide(path, path.stat().st_mtime_ns)
    if found.channel is not channel:
        raise CorruptFile(path, f"guide of {found.channel.value}, expected {channel.value}")
    return found


def dated_terms(folder: Path | None = None) -> tuple[DatedTerm, ...]:
    """Return the table of overtaken words.

    Raises:
        CorruptFile: the file is no valid table.
    """
    path = _path(_TERMS_FILE, folder)
    return _load_terms(path, path.stat().st_mtime_ns).terms


def _path(name: str, folder: Path | None) -> Path:
    own = folder / name if folder is not None else None
    return own if own is not None and own.is_file() else SHIPPED / name


# The time of change is an argument only to make an edited file a new cache entry.
@lru_cache(maxsize=32)
def _load_guide(path: Path, _changed_ns: int) -> Guide:
    return read_yaml(path, Guide)


@lru_cache(maxsize=8)
def _load_terms(path: Path, _changed_ns: int) -> DatedTerms:
    return read_yaml(path, DatedTerms)
