"""``motcua account``: the way to the first account, and back in when nobody knows a password any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from api.security.roles import Role
from knowledge.errors import ConfigurationError, MotCuaError

if TYPE_CHECKING:
    from api.security.accounts import Accounts

_FAILED = 1
_WRONG_SETTING = 2


def account(
    username: Annotated[str, typer.Argument(help="Tên đăng nhập: chữ thường không dấu, số, dấu chấm, gạch.")],
    name: Annotated[str, typer.Option(help="Họ tên (bắt buộc khi tạo mới).")] = "",
    role: Annotated[Role, typer.Option(help="Vai trò khi tạo mới.")] = Role.ADMIN,
    reset: Annotated[bool, typer.Option("--reset", help="Đặt lại mật khẩu của tài khoản đã có và mở khoá.")] = False,
) -> None:
    """Tạo tài khoản của trang quản trị, hoặc đặt lại mật khẩu; mật khẩu tạm chỉ in ra một lần."""
    from api.errors import InvalidField
    from api.security.accounts import Accounts
    from api.security.passwords import generate_password
    from api.settings import Settings
    from api.storage.database import Database

    console = Console(highlight=False)
    password = generate_password()
    try:
        database = Database.open(Settings.load())
        try:
            accounts = Accounts(database)
            if reset:
                _reset(accounts, username, password)
            else:
                accounts.create(None, username=username, name=name, role=role, password=password)
        finally:
            database.close()
    except InvalidField as error:
        console.print(f"[red]{error.reason}", soft_wrap=True)
        raise typer.Exit(_FAILED) from None
    except ConfigurationError as error:
        console.print(f"[red]Cấu hình chưa đúng: {error}", soft_wrap=True)
        raise typer.Exit(_WRONG_SETTING) from None
    except MotCuaError:
        console.print("[red]Không mở được cơ sở dữ liệu.")
        raise typer.Exit(_FAILED) from None
    console.print(f"Tài khoản {username.strip().lower()}, mật khẩu tạm: [bold]{password}", soft_wrap=True)
    console.print("Đăng nhập ở /admin; hệ thống sẽ yêu cầu đặt mật khẩu mới.", soft_wrap=True)


def _reset(accounts: Accounts, username: str, password: str) -> None:
    from api.errors import InvalidField

    found = next((one for one in accounts.list(None) if one.username == username.strip().lower()), None)
    if found is None:
        raise InvalidField("username", "Không có tài khoản này.")
    accounts.reset_password(None, found.id, password)
    accounts.enable(None, found.id)
