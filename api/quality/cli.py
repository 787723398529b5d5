"""``motcua wordings export``: the citizens' wordings that the office has added, for the next training."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from knowledge.aspects import aspects_in
from knowledge.cli_wording import explain
from knowledge.encoder.texts import LEVEL_WORDS
from knowledge.errors import ConfigurationError, MotCuaError, ProcedureNotFound
from knowledge.phrasings import Phrasing, PhrasingKind, Target
from knowledge.text import one_line

if TYPE_CHECKING:
    from api.settings import Settings
    from knowledge.snapshot import Snapshot

_FAILED = 1
_WRONG_SETTING = 2
_FRAGMENT_WORDS = 6
_STORY_WORDS = 30

wordings = typer.Typer(no_args_is_help=True, help="Cách nói của người dân do cơ quan thêm trên trang quản trị.")


@wordings.callback()
def _together() -> None:
    """Cách nói của người dân do cơ quan thêm trên trang quản trị."""


@wordings.command()
def export(
    out: Annotated[Path | None, typer.Argument(help="Tệp TSV để ghi; bỏ trống: in ra màn hình.")] = None,
    targets: Annotated[
        Path | None, typer.Option(help="Ghi thêm tên, lĩnh vực, cấp của các thủ tục này ra một tệp TSV.")
    ] = None,
) -> None:
    """Ghi cách nói đã thêm theo mẫu knowledge/phrasings/phrasings.tsv để huấn luyện lần sau."""
    from api.settings import Settings

    console = Console(stderr=True, highlight=False)
    try:
        settings = Settings.load()
        rows = added_phrasings(settings)
        marks = ((row.code, row.kind.value, row.text, "") for row in rows)  # with diacritics: to be filled in by hand
        _write(out, "code\tkind\ttext\tmarked", marks)
        if targets:
            _write(targets, "code\tname\tfield\tlevel", added_targets(settings, rows))
    except ConfigurationError as error:
        console.print(f"[red]Cấu hình chưa đúng: {error}", soft_wrap=True)
        raise typer.Exit(_WRONG_SETTING) from None
    except (MotCuaError, OSError) as error:
        reason = explain(error) if isinstance(error, MotCuaError) else (error.strerror or str(error))
        console.print(f"[red]Lỗi:[/] {reason}", soft_wrap=True)
        raise typer.Exit(_FAILED) from None
    if out:
        console.print(f"Đã ghi {len(rows)} cách nói vào {out}.", soft_wrap=True)


def added_phrasings(settings: Settings) -> list[Phrasing]:
    """Return the wordings in use, oldest first, each with the kind that its form suggests.

    Raises:
        StorageUnavailable: the database does not answer.
    """
    from api.quality.additions import Additions
    from api.storage.database import Database

    database = Database.open(settings)
    try:
        found = Additions(database).load().wordings
    finally:
        database.close()
    return [Phrasing(one.code, kind_of(one.text), text, text) for one in found if (text := one_line(one.text))]


def added_targets(settings: Settings, rows: Iterable[Phrasing]) -> list[Target]:
    """Return the procedures the wordings lead to, as the training reads them; withdrawn codes are left out.

    Raises:
        SnapshotNotFound: none is active.
    """
    from knowledge.snapshot import SnapshotStore

    snapshot = SnapshotStore(settings.snapshots).open()
    found = (_target(snapshot, code) for code in sorted({row.code for row in rows}))
    return [one for one in found if one]


def kind_of(text: str) -> PhrasingKind:
    """Return how a wording approaches the need: by its aspect, as a fragment, a situation or a story."""
    count = len(text.split())
    if aspects_in(text):
        return PhrasingKind.ASPECT
    if count <= _FRAGMENT_WORDS:
        return PhrasingKind.FRAGMENT
    return PhrasingKind.STORY if count > _STORY_WORDS else PhrasingKind.SITUATION


def _target(snapshot: Snapshot, code: str) -> Target | None:
    try:
        record = snapshot.procedure(code)
    except ProcedureNotFound:
        return None
    levels = ", ".join(LEVEL_WORDS[level] for level in record.levels)
    return Target(record.code, one_line(record.name), one_line(record.field or ""), levels)


def _write(out: Path | None, head: str, rows: Iterable[Iterable[str]]) -> None:
    text = "\n".join([head, *("\t".join(row) for row in rows)]) + "\n"
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")
