"""Pages of the snapshots: what is live, the list, activation, the way back, and imports with their preview."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import Request, Response
from starlette.datastructures import UploadFile

from api.clock import local_day, utc_now
from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.errors import InvalidField, TransitionRefused
from api.knowledge_desk.corrections import Corrections
from api.knowledge_desk.desk import KnowledgeDesk
from api.knowledge_desk.jobs import Job, Jobs, JobState
from api.knowledge_desk.preview import WHOLE_FILE, Preview, in_plain_words, read_preview
from api.services import services
from knowledge.cli_wording import stage_label
from knowledge.importing import ImportMode
from knowledge.sources.registry import SUPPORTED
from knowledge.text import one_line

HOME = "/admin/kien-thuc"
IMPORTS = f"{HOME}/nhap"

MOST_FILES = 20
_NAME_CHARACTERS = 120
_PIECE = 1 << 20
STATES = {
    JobState.WORKING: "Đang chạy",
    JobState.READY: "Chờ duyệt",
    JobState.EMPTY: "Không nhận được bản ghi nào",
    JobState.ACTIVATED: "Đã đưa vào dùng",
    JobState.DROPPED: "Đã bỏ",
    JobState.FAILED: "Không thành công",
}
_MODES = (
    ("", "Theo loại tệp (tệp .jsonl là toàn bộ danh mục)"),
    (ImportMode.UPDATE.value, "Bổ sung, sửa đổi: giữ những thủ tục không có trong tệp"),
    (ImportMode.REPLACE.value, "Thay toàn bộ: thủ tục không có trong tệp coi như bị bãi bỏ"),
)
_OLD_OFFICE = " Tệp Word, Excel đời cũ: mở ra, lưu lại dạng .docx, .xlsx rồi nhập."
_COMPARE = "So sánh với dữ liệu đang dùng"

router = console_router()


@router.get(HOME)
async def overview(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)]) -> Response:  # noqa: ARG001
    """Show what is live, every snapshot, and the last imports."""
    return await _home(request)


@router.post(f"{HOME}/dung")
async def activate(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]) -> Response:
    """Make a snapshot live."""
    try:
        await asyncio.to_thread(_desk(request).activate, visit.actor, visit.text("snapshot"))
    except (InvalidField, TransitionRefused) as error:
        return redirect(request, HOME, error.reason, "bad")
    return redirect(request, HOME, f"Đã đưa bản dữ liệu {visit.text('snapshot')} vào dùng.")


@router.post(f"{HOME}/quay-lai")
async def roll_back(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]) -> Response:
    """Make live what was live before."""
    try:
        earlier = await asyncio.to_thread(_desk(request).roll_back, visit.actor)
    except TransitionRefused as error:
        return redirect(request, HOME, error.reason, "bad")
    return redirect(request, HOME, f"Đã quay lại bản dữ liệu {earlier}.")


@router.post(IMPORTS)
async def upload(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]) -> Response:
    """Take files in and start reading them in the background; what is live is not touched."""
    found = services(request)
    try:
        files, day, mode = _named(visit.files("files")), _day(visit.text("data_date")), _mode(visit.text("mode"))
        folder = await asyncio.to_thread(_take_in, found.imports.root, files)
        try:
            job = await asyncio.to_thread(found.imports.start, visit.actor, folder, list(files), day, mode)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    except InvalidField as error:
        return await _home(request, error, visit)
    except TransitionRefused as error:
        return redirect(request, HOME, error.reason, "bad")
    return redirect(request, f"{IMPORTS}/{job.id}", "Đã nhận tệp, đang đọc.")


@router.get(IMPORTS + "/{identity}")
async def one_import(
    request: Request,
    identity: str,
    visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)],  # noqa: ARG001
) -> Response:
    """Show how far an import is, or what it would change."""
    found = services(request)
    job = await asyncio.to_thread(Jobs(found.database).get, identity)
    over = job.state is not JobState.WORKING
    preview = await asyncio.to_thread(read_preview, found.imports.folder(job.id)) if over else Preview()
    return render(
        request,
        "knowledge_desk/import.html",
        title="Nhập dữ liệu",
        job=job,
        preview=preview,
        dated=await asyncio.to_thread(_desk(request).dates_of, job.base_id, job.snapshot_id),
        plain=in_plain_words,
        whole_file=WHOLE_FILE,
        state=STATES[job.state],
        stage=_COMPARE if job.stage == "compare" else stage_label(job.stage or "read"),
        modes=dict(_MODES),
    )


@router.post(IMPORTS + "/{identity}/dung")
async def use_import(
    request: Request, identity: str, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]
) -> Response:
    """Make what an import has built live."""
    jobs = Jobs(services(request).database)
    job = await asyncio.to_thread(jobs.get, identity)
    try:
        if job.state is not JobState.READY or not job.snapshot_id:
            raise TransitionRefused("Lần nhập này không còn chờ duyệt.")
        await asyncio.to_thread(_desk(request).activate, visit.actor, job.snapshot_id)
        await asyncio.to_thread(jobs.decide, visit.actor, identity, JobState.ACTIVATED)
    except (InvalidField, TransitionRefused) as error:
        return redirect(request, f"{IMPORTS}/{job.id}", error.reason, "bad")
    return redirect(request, HOME, f"Đã đưa bản dữ liệu {job.snapshot_id} vào dùng.")


@router.post(IMPORTS + "/{identity}/bo")
async def drop_import(
    request: Request, identity: str, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]
) -> Response:
    """Cancel an import under way, or decide against what it has built."""
    found = services(request)
    try:
        before = await asyncio.to_thread(Jobs(found.database).decide, visit.actor, identity, JobState.DROPPED)
    except TransitionRefused as error:
        return redirect(request, HOME, error.reason, "bad")
    await asyncio.to_thread(found.imports.cancel, identity)
    if before.snapshot_id:
        await asyncio.to_thread(_desk(request).discard, before.snapshot_id)
    return redirect(request, HOME, "Đã bỏ lần nhập này; dữ liệu đang dùng không đổi.")


def _desk(request: Request) -> KnowledgeDesk:
    found = services(request)
    return KnowledgeDesk(found.settings, found.database, found.keeper)


async def _home(request: Request, problem: InvalidField | None = None, visit: Visit | None = None) -> Response:
    found = services(request)
    seen = await asyncio.to_thread(_desk(request).overview)
    jobs: Sequence[Job] = await asyncio.to_thread(Jobs(found.database).last)
    return render(
        request,
        "knowledge_desk/overview.html",
        status=422 if problem else 200,
        title="Dữ liệu thủ tục",
        seen=seen,
        jobs=jobs,
        states=STATES,
        waiting=await asyncio.to_thread(Corrections(found.database).waiting),
        stale_days=found.settings.data_stale_days,
        modes=_MODES,
        supported=" ".join(SUPPORTED),
        accept=",".join((*SUPPORTED, ".gz")),
        megabytes=found.settings.import_bytes // 1_000_000,
        most_bytes=found.settings.import_bytes,
        typed={
            "data_date": visit.text("data_date") if visit else local_day(utc_now()).isoformat(),
            "mode": visit.text("mode") if visit else "",
        },
        problems={problem.field: problem.reason} if problem else {},
    )


def _named(files: Sequence[UploadFile]) -> dict[str, UploadFile]:
    """Return the files under names that are safe in a folder.

    Raises:
        InvalidField: none, too many, or one that no reader knows.
    """
    if not files:
        raise InvalidField("files", "Vui lòng chọn tệp.")
    if len(files) > MOST_FILES:
        raise InvalidField("files", f"Mỗi lần nhập nhiều nhất {MOST_FILES} tệp.")
    named: dict[str, UploadFile] = {}
    for file in files:
        name = one_line(Path((file.filename or "").replace("\\", "/")).name).lstrip(".")[-_NAME_CHARACTERS:]
        if not name.lower().endswith(SUPPORTED):
            kinds, tip = " ".join(SUPPORTED), _OLD_OFFICE if name.lower().endswith((".doc", ".xls")) else ""
            raise InvalidField("files", f"Không đọc được loại tệp “{name[:60]}”. Nhận: {kinds}.{tip}")
        named[f"{len(named) + 1}-{name}" if name in named else name] = file
    return named


def _take_in(root: Path, files: dict[str, UploadFile]) -> Path:
    """Copy the files to disk; the folder is the caller's."""
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".upload-", dir=root))
    for name, file in files.items():
        with (folder / name).open("wb") as out:
            shutil.copyfileobj(file.file, out, _PIECE)
    return folder


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidField("data_date", "Vui lòng chọn ngày của dữ liệu.") from None
    if day > local_day(utc_now()):
        raise InvalidField("data_date", "Ngày của dữ liệu không thể ở tương lai.")
    return day


def _mode(text: str) -> ImportMode | None:
    return ImportMode(text) if text in list(ImportMode) else None
