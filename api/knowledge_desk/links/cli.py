"""``motcua links``: look at the links of the active snapshot and of materials from the command line."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from knowledge.cli_wording import explain
from knowledge.errors import ConfigurationError, MotCuaError

if TYPE_CHECKING:
    from api.knowledge_desk.links.model import Use

_FAILED = 1
_WRONG_SETTING = 2
_INTERRUPTED = 130


def links() -> None:
    """Kiểm tra liên kết biểu mẫu, trang nguồn của dữ liệu đang dùng và của tài liệu cơ quan; nhấn Ctrl-C để dừng."""
    from api.errors import TransitionRefused
    from api.knowledge_desk.links.desk import LinkDesk
    from api.knowledge_desk.links.materials import links_to_check
    from api.knowledge_desk.links.model import VERDICT_LABELS
    from api.materials.model import Wanted
    from api.materials.shelf import Materials
    from api.settings import Settings
    from api.storage.database import Database
    from knowledge.snapshot import SnapshotStore

    console = Console(highlight=False)
    try:
        settings = Settings.load()
        snapshot = SnapshotStore(settings.snapshots).open()
        database = Database.open(settings)
        try:
            shelf = Materials(database)
            found = links_to_check(snapshot, shelf.every(Wanted()), shelf.clock())
        finally:
            database.close()
        desk = LinkDesk(settings)
        console.print(f"Kiểm tra {len(found)} liên kết…")
        try:
            asyncio.run(desk.look(snapshot.manifest.id, found))
        except KeyboardInterrupt:
            console.print("Đã dừng; kết quả đến lúc dừng được giữ lại.")
            raise typer.Exit(_INTERRUPTED) from None
    except TransitionRefused as error:
        console.print(error.reason)
        raise typer.Exit(_FAILED) from None
    except ConfigurationError as error:
        console.print(f"Cấu hình chưa đúng: {error}", soft_wrap=True)
        raise typer.Exit(_WRONG_SETTING) from None
    except MotCuaError as error:
        console.print(explain(error), soft_wrap=True)
        raise typer.Exit(_FAILED) from None
    report = desk.last()
    if report is not None:
        for verdict, times in report.counts.items():
            console.print(f"{VERDICT_LABELS[verdict]}: {times}")
        for one in report.broken:
            places = ", ".join(dict.fromkeys(_place(use, settings.public_url) for use in one.uses))
            console.print(f"{one.url} ({VERDICT_LABELS[one.outcome.verdict]}): {places}", soft_wrap=True, markup=False)


def _place(use: Use, base: str) -> str:
    """Return a code, or a material with the page that changes it."""
    from api.knowledge_desk.links.materials import edit_address

    if not use.material:
        return use.code
    of = f" của {use.code}" if use.code else ""
    return f"{use.form}{of} (sửa ở {edit_address(use, base)})"
