"""The operator's form: a PAKN that came by phone, on paper or in person, in the order of NĐ 20/2008 Đ.7."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from fastapi import Request, Response

from api.clock import local_day, utc_now
from api.console.cases import agencies_of
from api.console.frame import Permission, Visit, console_router, render, require
from api.console.painting import day, read_day
from api.errors import AttachmentRefused, IncompleteFeedback, InvalidField, KnowledgeUnavailable
from api.feedback.attachments import TYPES
from api.feedback.communes import communes_today
from api.feedback.fields import LABELS, FieldRules, check_fields
from api.feedback.intake import WRITTEN, known_procedure, missing_fields
from api.feedback.labels import CHANNEL_LABELS, KIND_LABELS
from api.feedback.model import Channel, DraftFields, Receipt
from api.feedback.settling import settle
from api.feedback_api.consent import consent_in_force
from api.services import Services, services
from knowledge.results import Hit

PATH = "/admin/pakn/moi"
CHANNELS = (Channel.PHONE_1022, Channel.IN_PERSON, Channel.PAPER, Channel.POST, Channel.EMAIL, Channel.FAX)
_WORDS = (
    *("sender_kind", "sender_name", "sender_address", "sender_phone", "sender_email"),
    *("kind", "content", "title", "procedure_code", "agency", "location", "occurred_on"),
)
_HITS = 6
_MISSING = "Vui lòng điền mục này."
_MISSING_CONTACT = "Vui lòng ghi số điện thoại hoặc thư điện tử."
_PLACE_BEFORE = "Đây là tên trước 01/07/2025. Chọn nơi hiện nay ở dưới, hoặc giữ như đã ghi."
_MISSING_CONSENT = "Vui lòng đọc nội dung này cho người gửi và đánh dấu khi người gửi đồng ý."
_FILES_AGAIN = " Vui lòng chọn lại các tệp: trình duyệt không giữ tệp khi tải lại trang."

router = console_router()


@dataclass(slots=True)
class Typed:
    """What stands in the form; kept as it was typed when something is refused."""

    key: str
    values: dict[str, str] = field(default_factory=dict)
    channel: Channel = Channel.PHONE_1022
    received_on: str = ""
    search: str = ""
    place_of: str = ""
    place_now: str = ""
    anonymous: bool = False
    identity_hidden: bool = True
    consent: bool = False

    @classmethod
    def of(cls, visit: Visit) -> Typed:
        """Read a posted form."""
        channel = visit.text("channel")
        return cls(
            key=visit.text("key")[:48] or secrets.token_urlsafe(24),
            values={name: visit.text(name) for name in _WORDS},
            channel=Channel(channel) if channel in set(CHANNELS) else Channel.PHONE_1022,
            received_on=visit.text("received_on"),
            search=visit.text("search")[:200],
            place_of=visit.text("place_of"),
            place_now=visit.text("place_now"),
            anonymous="anonymous" in visit.ticked,
            identity_hidden="identity_hidden" in visit.ticked,
            consent="consent" in visit.ticked,
        )

    def given(self, consent_version: str) -> dict[str, object]:
        """Return the fields of the facade."""
        flags = {"identity_hidden": self.identity_hidden, "anonymous": self.anonymous}
        agreed = consent_version if self.consent and self.channel not in WRITTEN else None
        return {**self.values, **flags, "consent_version": agreed}


@router.get(PATH)
async def form(request: Request, visit: Annotated[Visit, require(Permission.CASES_REGISTER)]) -> Response:  # noqa: ARG001
    """Show the empty form."""
    return await _form(request, Typed(secrets.token_urlsafe(24)), {})


@router.post(PATH)
async def register(request: Request, visit: Annotated[Visit, require(Permission.CASES_REGISTER)]) -> Response:
    """Enter the PAKN, or show the form again with everything that was typed and what is wrong with it.

    Sent twice, it is one PAKN: the form carries a key.
    """
    typed, found = Typed.of(visit), services(request)
    place = await asyncio.to_thread(settle, typed.values["location"], typed.place_of, typed.place_now)
    typed.values["location"] = place.place
    if visit.text("do") == "search":
        return await _form(request, typed, {}, hits=await _search(found, typed.search))
    fields, problems = _checked(typed, found)
    if place.open:
        problems.setdefault("location", _PLACE_BEFORE)
    received = _day(typed.received_on, problems)
    if problems:
        return await _form(request, typed, problems, had_files=bool(visit.files("files")))
    files = [(one.filename or "", await one.read()) for one in visit.files("files")]
    try:
        receipt = await asyncio.to_thread(
            found.casework.register,
            visit.actor,
            fields,
            channel=typed.channel,
            received_on=received,
            files=files,
            key=typed.key,
        )
    except InvalidField as error:
        return await _form(request, typed, {error.field: error.reason}, had_files=bool(files))
    except AttachmentRefused as error:
        return await _form(request, typed, {"files": error.reason}, had_files=True)
    except IncompleteFeedback as error:
        return await _form(request, typed, dict.fromkeys(error.missing, _MISSING), had_files=bool(files))
    return _receipt(request, receipt)


def _checked(typed: Typed, found: Services) -> tuple[DraftFields, dict[str, str]]:
    """Return the fields, and of each that cannot be taken why: all at once, so that nobody corrects one by one."""
    catalogue = found.keeper.catalogue
    version = found.settings.consent_version
    rules = FieldRules(local_day(utc_now()), version, lambda code: known_procedure(catalogue, code))
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, given in typed.given(version).items():
        try:
            values |= check_fields({name: given}, rules).values
        except InvalidField as error:
            problems[error.field] = error.reason
    fields = DraftFields(**values)
    for name in missing_fields(fields, typed.channel):
        problems.setdefault(name, _NEEDED.get(name, _MISSING))
    return fields, problems


_NEEDED: Mapping[str, str] = {"sender_phone": _MISSING_CONTACT, "consent_version": _MISSING_CONSENT}


def _day(text: str, problems: dict[str, str]) -> date | None:
    found = read_day(text) if text else None
    if text and found is None:
        problems["received_on"] = "Ngày nhận chưa đúng. Ghi theo dạng ngày/tháng/năm, ví dụ 05/11/2026."
    return found


async def _search(found: Services, text: str) -> tuple[Hit, ...]:
    if not text:
        return ()
    look: Callable[..., Any] = found.keeper.current().search
    try:
        result = await asyncio.to_thread(look, text, limit=_HITS)
    except KnowledgeUnavailable:
        return ()
    hits: tuple[Hit, ...] = result.hits
    return hits


async def _form(
    request: Request,
    typed: Typed,
    problems: dict[str, str],
    *,
    hits: tuple[Hit, ...] | None = None,
    had_files: bool = False,
) -> Response:
    found = services(request)
    if had_files and problems:
        problems["files"] = problems.get("files", "") + _FILES_AGAIN
    return render(
        request,
        "console/intake.html",
        status=422 if problems else 200,
        title="Ghi nhận phản ánh, kiến nghị",
        typed=typed,
        values={name: typed.values.get(name, "") for name in _WORDS},
        problems={name: text.strip() for name, text in problems.items()},
        labels=LABELS,
        hits=hits,
        places=await asyncio.to_thread(communes_today, typed.values.get("location", "")),
        channels=[(one.value, CHANNEL_LABELS[one]) for one in CHANNELS],
        written=[CHANNEL_LABELS[one] for one in CHANNELS if one in WRITTEN],
        kinds=[(one.value, text) for one, text in KIND_LABELS.items()],
        agencies=[name for _, name in await agencies_of(found)],
        consent=consent_in_force(found.settings),
        accept=",".join(TYPES),
        files=found.casework.rules.files,
        today=day(local_day(utc_now())),
    )


def _receipt(request: Request, receipt: Receipt) -> Response:
    return render(request, "console/receipt.html", title="Đã ghi nhận", receipt=receipt)
