"""What stands in the form: as typed, as the draft has it, and from the one to the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData, UploadFile

from api.feedback.model import Draft, SenderKind

SENDER = ("sender_name", "sender_address", "sender_phone", "sender_email")
_LONGEST = 60_000
"""More of one field is not read; what the desk takes is far shorter."""


@dataclass(slots=True)
class Typed:
    """The fields of the form, all as text; names as in :class:`api.feedback.model.DraftFields`.

    Attributes:
        consent: the box beside the consent text is ticked.
        search: words to find a procedure with.
        searched: the words of the search shown last; the Enter key in the search box sends other ones.
    """

    kind: str = ""
    title: str = ""
    content: str = ""
    procedure_code: str = ""
    agency: str = ""
    location: str = ""
    occurred_on: str = ""
    sender_kind: str = SenderKind.PERSON.value
    sender_name: str = ""
    sender_address: str = ""
    sender_phone: str = ""
    sender_email: str = ""
    identity_hidden: bool = False  # nothing is ticked for the sender
    anonymous: bool = False
    consent: bool = False
    search: str = ""
    searched: str = ""

    def changes(self, consent_version: str) -> dict[str, Any]:
        """Return the fields for the desk; an empty one is taken back to not given."""
        out: dict[str, Any] = {name: getattr(self, name).strip() or None for name in _TEXTS}
        out["identity_hidden"] = self.identity_hidden
        out["anonymous"] = self.anonymous
        out["consent_version"] = consent_version if self.consent else None
        if self.anonymous:
            out.update(dict.fromkeys(SENDER))
        return out


_TEXTS = (
    "kind", "title", "content", "procedure_code", "agency", "location", "occurred_on", "sender_kind", *SENDER,
)  # fmt: skip


def typed_text(form: FormData, name: str) -> str:
    """Return what was typed into one box of a posted form."""
    value = form.get(name)
    return value[:_LONGEST].replace("\r\n", "\n").replace("\x00", "") if isinstance(value, str) else ""


def typed_in(form: FormData) -> Typed:
    """Return what a posted form holds."""

    def text(name: str) -> str:
        return typed_text(form, name)

    return Typed(
        **{name: text(name) for name in _TEXTS},
        identity_hidden=text("identity_hidden") == "1",
        anonymous=text("anonymous") == "1",
        consent=text("consent") == "1",
        search=text("search").strip(),
        searched=text("searched").strip(),
    )


def of_draft(draft: Draft | None, consent_version: str) -> Typed:
    """Return what a draft holds, as it stands in the form."""
    if draft is None:
        return Typed()
    kept = draft.fields
    out = Typed(
        identity_hidden=kept.identity_hidden,
        anonymous=kept.anonymous,
        consent=kept.consent_version == consent_version,
    )
    for name in _TEXTS:
        value = getattr(kept, name)
        setattr(out, name, "" if value is None else f"{value:%d/%m/%Y}" if name == "occurred_on" else str(value))
    return out


def chosen_files(form: FormData) -> list[UploadFile]:
    """Return the files that were really chosen."""
    return [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
