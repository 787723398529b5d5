"""The one exception tree of the project.

MotCuaError
├── SourceError            a file that cannot be read as what it claims to be
│   ├── UnknownFormat
│   └── CorruptFile
├── SnapshotError          a snapshot that cannot be built, found or trusted
│   ├── SnapshotNotFound
│   ├── SnapshotCorrupt
│   └── EmptyImport
├── StorageFull            no room left on the device
├── ProcedureNotFound      a code the active snapshot does not hold
├── EncoderError           the sentence encoder cannot be loaded
└── ConfigurationError     a setting that makes no sense

Exceptions carry data; the sentence a person reads is made at the boundary.
"""

from __future__ import annotations

from pathlib import Path


class MotCuaError(Exception):
    """Base of everything this project raises on purpose."""


class SourceError(MotCuaError):
    """A source file cannot be read.

    Attributes:
        path: the file.
        reason: what is wrong with it, in English, for logs and reports.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name}: {reason}")
        self.path = path
        self.reason = reason


class UnknownFormat(SourceError):
    """No reader knows this kind of file."""


class CorruptFile(SourceError):
    """The format is known, the content is broken."""


class SnapshotError(MotCuaError):
    """Something is wrong with a snapshot."""


class SnapshotNotFound(SnapshotError):
    """No snapshot of this id stands in the data folder.

    Attributes:
        snapshot_id: the id asked for, or ``"active"`` when none is active.
    """

    def __init__(self, snapshot_id: str) -> None:
        super().__init__(f"no snapshot {snapshot_id!r}")
        self.snapshot_id = snapshot_id


class SnapshotCorrupt(SnapshotError):
    """A file of the snapshot does not match its checksum.

    Attributes:
        snapshot_id: which snapshot.
        file_name: the file that differs.
    """

    def __init__(self, snapshot_id: str, file_name: str) -> None:
        super().__init__(f"snapshot {snapshot_id}: {file_name} does not match its checksum")
        self.snapshot_id = snapshot_id
        self.file_name = file_name


class EmptyImport(SnapshotError):
    """An import accepted nothing, so there is nothing to build a snapshot from."""


class StorageFull(MotCuaError):
    """The disk is full; nothing that was live has been touched.

    Attributes:
        path: where the write failed.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(f"no space left for {path}")
        self.path = path


class ProcedureNotFound(MotCuaError):
    """The snapshot holds no procedure of this code.

    Attributes:
        code: the code asked for.
    """

    def __init__(self, code: str) -> None:
        super().__init__(f"no procedure {code!r}")
        self.code = code


class EncoderError(MotCuaError):
    """The sentence encoder is missing or does not fit the index."""


class ConfigurationError(MotCuaError):
    """A setting has a value that cannot work.

    Attributes:
        setting: the name of the setting.
    """

    def __init__(self, setting: str, reason: str) -> None:
        super().__init__(f"{setting}: {reason}")
        self.setting = setting
