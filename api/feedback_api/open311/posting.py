"""A posted service request becomes a PAKN; the standard's field names on the left of every rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.errors import InvalidField
from api.feedback_api.open311.catalogue import KIND_OF

_MISSING_PLACE = (
    "Cần một trong các thông tin: address_string, address_id, lat và long, hoặc attribute[procedure_code] "
    "(phản ánh về thủ tục không cần vị trí)."
)
_LONGEST_LINK = 500


def fields_of(form: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of a PAKN.

    Raises:
        InvalidField: an unknown service, no place and no procedure, or what NĐ 20/2008/NĐ-CP Đ.7 asks for is missing.
    """
    given = {name: value.strip() for name, value in form.items() if value.strip()}
    service = given.get("service_code", "")
    if service not in KIND_OF:
        raise InvalidField("service_code", "service_code không có trong danh sách /services.")
    place = _place(given)
    procedure = given.get("attribute[procedure_code]")
    if not (place or procedure):
        raise InvalidField("address_string", _MISSING_PLACE)
    fields = {
        "kind": KIND_OF[service],
        "title": given.get("attribute[title]"),
        "content": _content(given),
        "procedure_code": procedure,
        "agency": given.get("attribute[agency]"),
        "location": place,
        "occurred_on": (given.get("attribute[occurred_on]") or "")[:10] or None,
        "sender_name": _name(given),
        "sender_address": given.get("attribute[sender_address]") or given.get("address_string"),
        "sender_phone": given.get("phone"),
        "sender_email": given.get("email"),
        "consent_version": given.get("attribute[consent]"),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _name(given: Mapping[str, str]) -> str | None:
    """In Vietnam the family name comes first."""
    return " ".join(part for part in (given.get("last_name"), given.get("first_name")) if part) or None


def _place(given: Mapping[str, str]) -> str | None:
    named = given.get("address_string") or given.get("address_id")
    if named:
        return named
    if given.get("lat") and given.get("long"):
        return f"Vị trí {given['lat'][:20]}, {given['long'][:20]}"
    return None


def _content(given: Mapping[str, str]) -> str | None:
    """A media address is kept as words: nothing is fetched from outside, and an officer can open it."""
    text, media = given.get("description"), given.get("media_url")
    return f"{text}\n\nĐường dẫn gửi kèm: {media[:_LONGEST_LINK]}" if text and media else text
