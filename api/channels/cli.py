"""``motcua zalo …``: connect the Official Account, check both channels, register the bot's webhook."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console

from knowledge.errors import ConfigurationError, MotCuaError

if TYPE_CHECKING:
    from api.channels.hub import Channels

app = typer.Typer(help="Kết nối và kiểm tra kênh Zalo.", no_args_is_help=True, pretty_exceptions_show_locals=False)

_FAILED = 1
_WRONG_SETTING = 2


@app.command()
def connect() -> None:
    """Nhập mã làm mới (refresh token) lấy từ trang Zalo for Developers và thử ngay; mã không hiện trên màn hình."""
    token = typer.prompt("Mã làm mới (refresh token)", hide_input=True).strip()
    if not token:
        raise typer.BadParameter("mã làm mới còn trống")
    _run(_connect(token))


@app.command()
def check() -> None:
    """Kiểm tra kết nối của các kênh đã cấu hình."""
    _run(_check())


@app.command("bot-webhook")
def bot_webhook(url: str = typer.Argument(help="Địa chỉ công khai, ví dụ https://motcua.example.vn")) -> None:
    """Đăng ký địa chỉ nhận tin của Zalo Bot."""
    if not url.startswith("https://"):
        raise typer.BadParameter("địa chỉ phải bắt đầu bằng https://")
    _run(_bot_webhook(url.rstrip("/")))


def _run(work: Coroutine[Any, Any, bool]) -> None:
    console = Console(stderr=True, highlight=False)
    try:
        done = asyncio.run(work)
    except ConfigurationError as error:
        console.print(f"[red]Cấu hình chưa đúng: {error}", soft_wrap=True)
        raise typer.Exit(_WRONG_SETTING) from None
    except MotCuaError as error:
        console.print(f"[red]Không thực hiện được: {type(error).__name__}", soft_wrap=True)
        raise typer.Exit(_FAILED) from None
    if not done:
        raise typer.Exit(_FAILED)


async def _connect(token: str) -> bool:
    from api.channels import status
    from api.channels.model import ChannelName

    async with _opened() as channels:
        configured = channels.settings.zalo_refresh_token.get_secret_value()
        await asyncio.to_thread(channels.tokens.connect, token, configured=configured)
        return _say(*await status.check(channels, ChannelName.ZALO_OA))


async def _check() -> bool:
    from api.channels import status

    async with _opened() as channels:
        if not channels.adapters:
            return _say(False, "Chưa kênh nào được cấu hình; xem docs/zalo.md.")
        results = [await status.check(channels, name) for name in channels.adapters]
    said = [_say(*result) for result in results]  # every channel is told, also after one that failed
    return all(said)


async def _bot_webhook(url: str) -> bool:
    from api.channels.zalo_bot.bot import BotNotReached, BotRefused, BotUnclear

    async with _opened() as channels:
        if not channels.settings.zalo_bot_ready:
            return _say(False, "Cần đặt MOTCUA_ZALO_BOT_TOKEN và MOTCUA_ZALO_BOT_SECRET trước.")
        secret = channels.settings.zalo_bot_secret.get_secret_value()
        try:
            await channels.bot_client.set_webhook(f"{url}/channels/zalo-bot/webhook", secret)
        except BotRefused as error:
            return _say(False, f"Zalo Bot từ chối (mã {error.code}).")
        except (BotNotReached, BotUnclear):
            return _say(False, "Không kết nối được máy chủ Zalo Bot.")
    return _say(True, "Đã đăng ký địa chỉ nhận tin của Zalo Bot.")


def _say(good: bool, sentence: str) -> bool:
    typer.secho(sentence, fg=None if good else "red", err=not good)
    return good


@asynccontextmanager
async def _opened() -> AsyncIterator[Channels]:
    """Open what the commands need, without workers: messages stay the server's business."""
    import httpx

    from api.channels.hub import Channels
    from api.metrics import Metrics
    from api.settings import Settings
    from api.storage.database import Database

    settings = Settings.load()
    database = await asyncio.to_thread(Database.open, settings)
    try:
        async with httpx.AsyncClient() as http:
            yield Channels(settings, database, _NoGateway(), Metrics(), http)
    finally:
        database.close()


class _NoGateway:
    """Stands where the chat gateway would: nothing is answered from the command line."""

    async def turn(self, *_asked: Any, **_about: Any) -> Any:
        """Never called: no worker runs."""
        raise RuntimeError("no worker runs in a command")
