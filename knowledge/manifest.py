"""What a snapshot says of itself: ``manifest.json``."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import SnapshotCorrupt
from knowledge.results import SnapshotInfo

MANIFEST = "manifest.json"


class SourceFile(BaseModel):
    """A file a snapshot was made from: its name, SHA-256 and number of records taken."""

    model_config = ConfigDict(frozen=True)

    name: str
    sha256: str
    records: int


class Manifest(BaseModel):
    """What a snapshot says of itself.

    Attributes:
        data_date: date of the data.
        built: when it was built, UTC.
        base: id of the snapshot it updates; ``None`` for one that stands alone.
        starter: codes whose text is the starter set's, not an imported record's.
        encoder: id of the encoder that made its vectors.
        wordings: checksum of the project's own words in its index.
        files: SHA-256 of every file, by relative path.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    data_date: date
    built: datetime
    base: str | None = None
    sources: tuple[SourceFile, ...] = ()
    starter: frozenset[str] = frozenset()
    procedures: int
    withdrawn: int
    passages: int
    encoder: str
    wordings: str = ""
    files: dict[str, str]

    def info(self, *, active: bool) -> SnapshotInfo:
        """Return the part of the manifest a person looks at."""
        return SnapshotInfo(
            id=self.id,
            data_date=self.data_date,
            procedures=self.procedures,
            withdrawn=self.withdrawn,
            passages=self.passages,
            active=active,
        )


def read_manifest(snapshot_id: str, text: str) -> Manifest:
    """Read the text of a manifest.

    Raises:
        SnapshotCorrupt: it is none.
    """
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        raise SnapshotCorrupt(snapshot_id, MANIFEST) from error


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
