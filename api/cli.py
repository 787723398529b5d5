"""The command ``motcua``: the commands of ``knowledge`` and ``serve``."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from api.channels.cli import app as zalo_commands
from api.console.cli import account
from api.keeping.cli import person
from api.knowledge_desk.links.cli import links
from api.quality.cli import wordings
from knowledge.cli import app as knowledge_commands
from knowledge.cli_wording import explain
from knowledge.errors import ConfigurationError, MotCuaError

app = typer.Typer(help="Một Cửa: trợ lý thủ tục hành chính.", no_args_is_help=True, pretty_exceptions_show_locals=False)
app.add_typer(knowledge_commands)
app.command(name="account")(account)
app.command(name="person")(person)
app.command(name="links")(links)
app.add_typer(zalo_commands, name="zalo")
app.add_typer(wordings, name="wordings")

_FAILED = 1
_WRONG_SETTING = 2
_INTERRUPTED = 130


@app.command()
def serve(
    host: Annotated[
        str | None, typer.Option(help="Địa chỉ máy chủ web (mặc định: MOTCUA_HOST hoặc 127.0.0.1).")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Cổng máy chủ web (mặc định: MOTCUA_PORT hoặc 8000).")] = None,
) -> None:
    """Chạy toàn bộ hệ thống; nhấn Ctrl-C để dừng."""
    from api.errors import StartUpFailed
    from api.settings import Settings
    from api.supervisor import Supervisor

    console = Console(stderr=True, highlight=False)
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    try:
        Supervisor(Settings.load(**given), console).run()
    except ConfigurationError as error:
        console.print(f"[red]Cấu hình chưa đúng: {error}", soft_wrap=True)
        raise typer.Exit(_WRONG_SETTING) from None
    except StartUpFailed as error:
        console.print(f"[red]{error.reason}", soft_wrap=True)
        raise typer.Exit(_FAILED) from None
    except MotCuaError as error:
        console.print(f"[red]Không khởi động được: {explain(error)}", soft_wrap=True)
        raise typer.Exit(_FAILED) from None
    except KeyboardInterrupt:
        console.print("Đã dừng.")
        raise typer.Exit(_INTERRUPTED) from None
