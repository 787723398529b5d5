"""``motcua links``: look at the links of the active snapshot from the command line."""

from __future__ import annotations

import asyncio

import typer
from rich.console import Console

from knowledge.cli_wording import explain
from knowledge.errors import ConfigurationError, MotCuaError

_FAILED = 1
_WRONG_SETTING = 2
_INTERRUPTED = 130


def links() -> None:
    """Kiểm tra liên kết biểu mẫu và trang nguồn của dữ liệu đang dùng; nhấn Ctrl-C để dừng."""
    from api.errors import TransitionRefused
    from api.knowledge_desk.links.desk import LinkDesk
    from api.knowledge_desk.links.model import VERDICT_LABELS, links_of
    from api.settings import Settings
    from knowledge.snapshot import SnapshotStore

    console = Console(highlight=False)
    try:
        settings = Settings.load()
        snapshot = SnapshotStore(settings.snapshots).open()
        found = links_of(snapshot)
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
            codes = ", ".join(dict.fromkeys(use.code for use in one.uses))
            console.print(f"{one.url} ({VERDICT_LABELS[one.outcome.verdict]}): {codes}", soft_wrap=True, markup=False)
