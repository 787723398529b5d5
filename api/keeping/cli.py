"""``motcua person export|erase``: hand out or erase one person's data."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from knowledge.cli_wording import explain
from knowledge.errors import ConfigurationError, MotCuaError

if TYPE_CHECKING:
    from api.keeping.person import Found, Person, PersonalData

_FAILED = 1
_WRONG_SETTING = 2


class What(StrEnum):
    """What to do."""

    EXPORT = "export"
    ERASE = "erase"


def person(
    what: Annotated[What, typer.Argument(help="export: xuất dữ liệu ra một tệp; erase: xoá dữ liệu.")],
    phone: Annotated[str, typer.Option(help="Số điện thoại; để trống thì chương trình hỏi.")] = "",
    email: Annotated[str, typer.Option(help="Thư điện tử.")] = "",
    conversation: Annotated[str, typer.Option(help="Mã cuộc trò chuyện.")] = "",
    out: Annotated[Path | None, typer.Option(help="Tệp .zip để xuất ra (chỉ chủ tệp đọc được).")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Xoá ngay, không hỏi lại.")] = False,
) -> None:
    """Xuất hoặc xoá dữ liệu cá nhân của một người theo yêu cầu của họ."""
    from api.errors import InvalidField
    from api.keeping.person import Person, PersonalData
    from api.settings import Settings
    from api.storage.database import Database

    console = Console(highlight=False)
    if not (phone or email or conversation):
        phone = typer.prompt("Số điện thoại (Enter để bỏ qua)", default="", show_default=False)
        email = typer.prompt("Thư điện tử (Enter để bỏ qua)", default="", show_default=False)
    try:
        asked = Person.read(phone=phone, email=email, conversation_id=conversation)
        database = Database.open(Settings.load())
        try:
            data = PersonalData(database)
            if what is What.EXPORT:
                _export(console, data, asked, out or Path("du-lieu-ca-nhan.zip"))
            else:
                _erase(console, data, asked, yes)
        finally:
            database.close()
    except InvalidField as error:
        _stop(console, error.reason)
    except ConfigurationError as error:
        _stop(console, f"Cấu hình chưa đúng: {error}", _WRONG_SETTING)
    except OSError as error:
        _stop(console, f"Không ghi được tệp: {error.strerror or error}")
    except MotCuaError as error:
        _stop(console, explain(error))


def _export(console: Console, data: PersonalData, asked: Person, out: Path) -> None:
    found = data.find(None, asked)
    if found.nothing:
        console.print("Không có dữ liệu nào của người này.")
        return
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        data.export(None, asked).write(file)
    console.print(f"Đã xuất: {_summary(found)}. Tệp: {out}", soft_wrap=True)


def _erase(console: Console, data: PersonalData, asked: Person, yes: bool) -> None:
    from api.keeping.retention import TO_READ_DAYS

    found = data.find(None, asked)
    if found.nothing:
        console.print("Không có dữ liệu nào của người này.")
        return
    console.print(f"Sẽ xoá: {_summary(found)}.", soft_wrap=True)
    if not yes and not typer.confirm("Không khôi phục được. Xoá?"):
        console.print("Chưa xoá gì.")
        raise typer.Exit(_FAILED)
    found = data.erase(None, asked)
    console.print("Đã xoá. Kết quả xử lý còn lại không nêu người gửi; việc xoá được ghi vào nhật ký.", soft_wrap=True)
    if found.open:
        codes = ", ".join(found.open)
        console.print(
            f"Đang xử lý nên chưa xoá người gửi: {codes}. "
            f"Hệ thống tự xoá {TO_READ_DAYS} ngày sau khi xử lý xong, để người gửi còn đọc được câu trả lời. "
            "Muốn xoá ngay thì người gửi rút phản ánh (khi còn rút được) rồi chạy lại lệnh này.",
            soft_wrap=True,
        )


def _summary(found: Found) -> str:
    cases = len(found.closed) + len(found.open)
    return (
        f"{cases} phản ánh, kiến nghị ({len(found.open)} đang xử lý), {found.drafts} bản nháp, "
        f"{found.conversations} cuộc trò chuyện, {found.messengers} tài khoản nhắn tin, {found.calls} cuộc gọi, "
        f"{found.registrations} đăng ký dự đối thoại"
    )


def _stop(console: Console, sentence: str, code: int = _FAILED) -> None:
    console.print(f"[red]{sentence}", soft_wrap=True)
    raise typer.Exit(code) from None
