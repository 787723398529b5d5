"""``motcua`` commands of the knowledge: import, look after snapshots, search, answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, Field, ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from knowledge.aspects import Aspect
from knowledge.bootstrap import ensure_snapshot
from knowledge.building import Progress as Report
from knowledge.cli_wording import explain, stage_label, state_label
from knowledge.diff import compare
from knowledge.encoder.runtime import load_encoder
from knowledge.errors import MotCuaError
from knowledge.importing import ImportMode, ImportReport, findings_by_rule, import_files, rejections
from knowledge.render import as_text
from knowledge.results import SearchResult
from knowledge.service import Knowledge
from knowledge.snapshot import SnapshotStore

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Một Cửa: tra cứu thủ tục hành chính.")

DataFolder = Annotated[
    Path, typer.Option("--data", envvar="MOTCUA_DATA", help="Thư mục dữ liệu của nơi triển khai.", show_default=True)
]
Province = Annotated[str | None, typer.Option(envvar="MOTCUA_PROVINCE", help="Tỉnh, thành phố phục vụ.")]
Model = Annotated[
    str | None, typer.Option("--encoder", envvar="MOTCUA_ENCODER", help="Mô hình câu khác (sentence-transformers).")
]
DEFAULT_DATA = Path("var")
_SHOWN = 20

_out = Console()
_err = Console(stderr=True)


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Say what went wrong in one Vietnamese line and leave with 1; a traceback helps nobody here."""
    try:
        yield
    except MotCuaError as error:
        _err.print(f"[bold red]Lỗi:[/] {explain(error)}", highlight=False)
        raise typer.Exit(1) from error


@contextmanager
def _progress() -> Iterator[Report]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"))
    with Progress(*columns, TimeElapsedColumn(), console=_err, transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage_label(stage), total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield report


def snapshots_folder(data: Path) -> Path:
    """Return where a deployment keeps its snapshots."""
    return data / "snapshots"


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Tệp .jsonl(.gz) .json .txt .md .csv .xlsx .docx .pdf .yaml")],
    data: DataFolder = DEFAULT_DATA,
    data_date: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Ngày của dữ liệu (mặc định: hôm nay).")
    ] = None,
    activate: Annotated[bool, typer.Option("--activate", help="Dùng ngay để trả lời.")] = False,
    mode: Annotated[
        ImportMode | None,
        typer.Option(help="replace: tệp là toàn bộ danh mục; update: bổ sung, sửa đổi. Mặc định: theo loại tệp."),
    ] = None,
    encoder: Model = None,
) -> None:
    """Nhập dữ liệu thủ tục, kế hoạch thành một bản dữ liệu mới; bản đang dùng không bị đụng tới."""
    with _clear_errors():
        root = snapshots_folder(data)
        model = load_encoder(encoder, threads=2)
        with _progress() as progress:
            ensure_snapshot(root, progress, encoder=model)
            report = import_files(
                SnapshotStore(root),
                files,
                data_date=data_date.date() if data_date else date.today(),
                encoder=model,
                mode=mode,
                activate=activate,
                progress=progress,
            )
    _print_report(report)
    if not report.accepted:
        raise typer.Exit(1)


def _print_report(report: ImportReport) -> None:
    _out.print(f"Nhận: {report.accepted}  ·  Cảnh báo: {report.warned}  ·  Từ chối: {report.rejected}")
    table = Table("Mức", "Quy tắc", "Số bản ghi", title="Điều cần xem lại")
    for (severity, rule), count in findings_by_rule(report).items():
        table.add_row(state_label(severity), rule, str(count))
    if table.row_count:
        _out.print(table)
    refused = rejections(report)
    for line in refused[:_SHOWN]:
        reasons = "; ".join(finding.message for finding in line.findings)
        _out.print(
            f"  Từ chối {line.file}, {line.locator} {line.code or ''}: {reasons}", highlight=False, soft_wrap=True
        )
    if len(refused) > _SHOWN:
        _out.print(f"  … và {len(refused) - _SHOWN} bản ghi bị từ chối khác (xem report.jsonl của bản dữ liệu).")
    if report.snapshot:
        state = "đang dùng" if report.activated else f"chưa dùng; chạy: motcua activate {report.snapshot.id}"
        _out.print(f"Bản dữ liệu [bold]{report.snapshot.id}[/] ({report.snapshot.procedures} thủ tục, {state}).")


@app.command()
def snapshots(data: DataFolder = DEFAULT_DATA, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Liệt kê các bản dữ liệu."""
    found = SnapshotStore(snapshots_folder(data)).all()
    if as_json:
        _write([info.model_dump(mode="json") for info in found])
        return
    if not found:
        _out.print("Chưa có bản dữ liệu nào. Chạy: motcua import TỆP --activate")
        return
    table = Table("Bản dữ liệu", "Ngày dữ liệu", "Thủ tục", "Không còn hiệu lực", "Đoạn kế hoạch", "Đang dùng")
    for info in found:
        table.add_row(
            info.id,
            f"{info.data_date:%d/%m/%Y}",
            str(info.procedures),
            str(info.withdrawn),
            str(info.passages),
            "✓" if info.active else "",
        )
    _out.print(table)


@app.command()
def activate(snapshot_id: Annotated[str, typer.Argument(metavar="ID")], data: DataFolder = DEFAULT_DATA) -> None:
    """Dùng một bản dữ liệu để trả lời; máy chủ đang chạy tự chuyển theo."""
    with _clear_errors():
        SnapshotStore(snapshots_folder(data)).activate(snapshot_id)
    _out.print(f"Đang dùng bản dữ liệu {snapshot_id}.")


@app.command()
def rollback(data: DataFolder = DEFAULT_DATA) -> None:
    """Quay lại bản dữ liệu dùng trước đó."""
    with _clear_errors():
        earlier = SnapshotStore(snapshots_folder(data)).roll_back()
    _out.print(f"Đã quay lại bản dữ liệu {earlier}.")


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="A")],
    after: Annotated[str, typer.Argument(metavar="B")],
    data: DataFolder = DEFAULT_DATA,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """So sánh hai bản dữ liệu: thêm mới, thay đổi từng mục, không còn."""
    with _clear_errors():
        store = SnapshotStore(snapshots_folder(data))
        found = compare(store.open(before), store.open(after))
    if as_json:
        _write(found.model_dump(mode="json"))
        return
    _out.print(f"Thêm: {len(found.added)}  ·  Đổi: {len(found.changed)}  ·  Không còn: {len(found.withdrawn)}")
    for mark, rows in (("+", found.added), ("-", found.withdrawn)):
        for row in rows:
            _out.print(f"{mark} {row.code}  {row.name}", highlight=False, soft_wrap=True)
    for change in found.changed:
        _out.print(
            f"~ {change.code}  {change.name}: {', '.join(f.field for f in change.fields)}",
            highlight=False,
            soft_wrap=True,
        )


class _Line(BaseModel):
    """One line of ``motcua search --jsonl``."""

    id: str | int | None = None
    question: str
    history: list[str] = Field(default_factory=list)


@app.command()
def search(
    question: Annotated[str | None, typer.Argument(help="Câu hỏi; bỏ trống khi dùng --jsonl.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Đọc từng dòng JSON từ đầu vào, ghi từng dòng JSON.")] = False,
    data: DataFolder = DEFAULT_DATA,
    province: Province = None,
    encoder: Model = None,
) -> None:
    """Tìm thủ tục cho một câu hỏi."""
    if not jsonl and not question:
        _err.print("Cần một câu hỏi, hoặc --jsonl để đọc từ đầu vào.")
        raise typer.Exit(2)
    with _clear_errors():
        knowledge = _open(data, province, encoder)
        if jsonl:
            _stream(knowledge)
        elif question:
            _print_hits(knowledge.search(question))


def _stream(knowledge: Knowledge) -> None:
    for text in sys.stdin:
        if not text.strip():
            continue
        try:
            line = _Line.model_validate_json(text)
        except ValidationError:
            answer: dict[str, object] = {"id": None, "status": "error", "error": "dòng không đúng JSON mong đợi"}
        else:
            answer = {"id": line.id, **public(knowledge.search(line.question, history=line.history))}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def public(result: SearchResult) -> dict[str, object]:
    """Return a search result in the shape of the command line's contract."""
    return {
        "status": result.status.value,
        "band": result.band.value,
        "aspects": [aspect.value for aspect in result.aspects],
        "hits": [{"code": hit.code, "name": hit.name, "score": hit.score} for hit in result.hits[:10]],
    }


def _print_hits(result: SearchResult) -> None:
    _out.print(f"Mức chắc chắn: {result.band.value}  ·  trạng thái: {result.status.value}")
    table = Table("Mã", "Thủ tục", "Lĩnh vực", "Điểm")
    for hit in result.hits:
        table.add_row(hit.code, hit.name, hit.field or "", f"{hit.score:.2f}")
    _out.print(table)


@app.command()
def answer(
    code: Annotated[str, typer.Argument(metavar="MÃ", help="Mã thủ tục, ví dụ 1.004194.")],
    aspect: Annotated[Aspect, typer.Option(help="Khía cạnh cần hỏi.")] = Aspect.OVERVIEW,
    as_json: Annotated[bool, typer.Option("--json", help="In câu trả lời dạng JSON.")] = False,
    data: DataFolder = DEFAULT_DATA,
    province: Province = None,
    encoder: Model = None,
) -> None:
    """Trả lời một khía cạnh của một thủ tục."""
    with _clear_errors():
        found = _open(data, province, encoder).answer(code, aspect)
    if as_json:
        _write(found.model_dump(mode="json"))
    else:
        _out.print(as_text(found), highlight=False, markup=False, soft_wrap=True)  # a wrapped link is a broken link


def _open(data: Path, province: str | None, encoder: str | None) -> Knowledge:
    root = snapshots_folder(data)
    model = load_encoder(encoder)
    with _progress() as progress:
        ensure_snapshot(root, progress, encoder=model)
    return Knowledge.open(root, province=province, encoder=model, guides_folder=data / "guides")


def _write(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
