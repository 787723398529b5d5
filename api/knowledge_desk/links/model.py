"""Links of records and materials, and what came out when they were looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from knowledge.model import Procedure, ProcedureStatus


class Verdict(StrEnum):
    """How a link answered; the value is stored.

    CLOSED: the server answers, but not to a machine (401, 403, 429); a person has to look. LOCAL: an address inside
    a network, which is never asked.
    """

    GOOD = "good"
    CLOSED = "closed"
    GONE = "gone"
    ERROR = "error"
    SLOW = "slow"
    UNREACHABLE = "unreachable"
    LOOP = "loop"
    LOCAL = "local"
    MALFORMED = "malformed"


VERDICT_LABELS: dict[Verdict, str] = {
    Verdict.GOOD: "Mở được",
    Verdict.CLOSED: "Máy chủ từ chối máy kiểm tra, cần mở bằng tay",
    Verdict.GONE: "Không còn trang này",
    Verdict.ERROR: "Máy chủ báo lỗi",
    Verdict.SLOW: "Chờ quá lâu không có trả lời",
    Verdict.UNREACHABLE: "Không kết nối được",
    Verdict.LOOP: "Chuyển hướng lòng vòng",
    Verdict.LOCAL: "Địa chỉ mạng nội bộ, không kiểm tra",
    Verdict.MALFORMED: "Địa chỉ viết sai",
}


class Kind(StrEnum):
    """What a link is for; the value is stored."""

    SOURCE = "source"
    FORM = "form"
    MATERIAL = "material"


KIND_LABELS: dict[Kind, str] = {
    Kind.SOURCE: "Trang nguồn",
    Kind.FORM: "Biểu mẫu",
    Kind.MATERIAL: "Tài liệu của cơ quan",
}


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True)


class Use(_Stored):
    """Where a link stands.

    Attributes:
        code: of the procedure, with its ``name``; both empty for a material about no single one.
        form: name of the form, or of the material.
        material: its id, for a link of a material.
    """

    code: str
    name: str
    kind: Kind
    form: str | None = None
    material: str | None = None


class Outcome(_Stored):
    """What came of one link.

    Attributes:
        status: last HTTP status; ``None`` when nothing answered.
    """

    verdict: Verdict
    status: int | None = None


class Broken(_Stored):
    """A link that did not open, with the records and materials concerned."""

    url: str
    outcome: Outcome
    uses: tuple[Use, ...]


class Report(_Stored):
    """The last look at the links.

    Attributes:
        started_by: name of the admin; empty for the command line.
        total: links there are; less than that were looked at when it was stopped.
        counts: looked at, by verdict.
    """

    snapshot_id: str
    started_by: str
    started_at: datetime
    ended_at: datetime
    total: int
    counts: dict[Verdict, int]
    broken: tuple[Broken, ...]

    @property
    def done(self) -> int:
        """Links that were looked at."""
        return sum(self.counts.values())

    @property
    def stopped(self) -> bool:
        """It ended before all links were looked at."""
        return self.done < self.total


Links = dict[str, tuple[Use, ...]]
"""Each address once, with every place it stands at."""


def links_of(procedures: Iterable[Procedure]) -> Links:
    """Return the source and form links of the records in force, in the order of the records."""
    found: dict[str, list[Use]] = {}
    for record in procedures:
        if record.status is not ProcedureStatus.IN_FORCE:
            continue
        if record.url:
            found.setdefault(record.url.strip(), []).append(Use(code=record.code, name=record.name, kind=Kind.SOURCE))
        for paper in record.papers:
            if paper.form and paper.form.url:
                use = Use(code=record.code, name=record.name, kind=Kind.FORM, form=paper.form.name)
                uses = found.setdefault(paper.form.url.strip(), [])
                if use not in uses:
                    uses.append(use)
    return {url: tuple(uses) for url, uses in found.items()}
