"""The addresses of materials (forms, model dossiers, videos, handbooks) among the links that are looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from api.knowledge_desk.links.model import Kind, Links, Report, Use, links_of
from api.materials.addresses import DESK
from api.materials.model import Kept, State
from knowledge.materials import KIND_LABELS
from knowledge.model import Procedure, ProcedureStatus


def links_to_check(procedures: Iterable[Procedure], materials: Iterable[Kept], now: datetime) -> Links:
    """Return the links of the records in force, then those of materials that lead to a page elsewhere.

    A draft is looked at too, so that a wrong address is found before people meet it; what nobody sees any more, because
    its last day or its procedure is over, is left alone.
    """
    names: dict[str, str] = {}

    def noted() -> Iterable[Procedure]:
        for record in procedures:
            if record.status is ProcedureStatus.IN_FORCE:
                names[record.code] = record.name
            yield record

    found = links_of(noted())
    for one in materials:
        code = one.shown.code or ""
        if one.file_name or one.state(now) is State.OVER or (code and code not in names):
            continue
        title = f"{KIND_LABELS[one.shown.kind]}: {one.shown.title}"
        use = Use(code=code, name=names.get(code, ""), kind=Kind.MATERIAL, form=title, material=one.shown.id)
        url = one.shown.url.strip()
        found[url] = (*found.get(url, ()), use)
    return found


def edit_address(use: Use, base: str = "") -> str:
    """Return where a material's address is changed; empty for a link of a record."""
    return f"{base}{DESK}/{use.material}" if use.material else ""


def overtaken(report: Report, materials: Iterable[Kept]) -> dict[tuple[str, str], str]:
    """Return what has become since of the materials a report names, by their id and the address that was looked at."""
    now = {one.shown.id: one.shown.url.strip() for one in materials}
    found: dict[tuple[str, str], str] = {}
    for broken in report.broken:
        for use in broken.uses:
            if use.material and now.get(use.material) != broken.url:
                said = "đã đổi địa chỉ sau lần kiểm tra này" if use.material in now else "đã xoá"
                found[use.material, broken.url] = said
    return found
