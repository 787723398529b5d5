"""A form whose log-in has ended: what was typed is handed back, not thrown away."""

from __future__ import annotations

from fastapi import Request

from api.console.session import CSRF_FIELD, FormRefused, refuse_other_sites

_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
_MOST_BYTES = 64 * 1024
"""A longer body is not read for somebody who is not logged in; a form without files is far below it."""
_NOT_SHOWN = {CSRF_FIELD, "key", "old", "new", "again", "password", "temporary"}


async def typed_words(request: Request) -> tuple[str, ...]:
    """Return the texts of a posted form, to be copied by whoever typed them; empty where there is nothing to give back.

    Nothing is given back of what another site has sent, of a body too long, and of passwords. Files are not kept.
    """
    length = request.headers.get("content-length", "")
    is_form = request.headers.get("content-type", "").startswith(_FORM_TYPES)
    if request.method != "POST" or not is_form or not length.isdigit() or int(length) > _MOST_BYTES:
        return ()
    try:
        refuse_other_sites(request)
    except FormRefused:
        return ()
    form = await request.form()
    fields = ((name, value) for name, value in form.multi_items() if name not in _NOT_SHOWN)
    return tuple(value.strip() for _, value in fields if isinstance(value, str) and len(value.strip()) > 1)
