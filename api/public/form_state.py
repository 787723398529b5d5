"""What the form page shows besides what is typed, and the former names of places and addresses in it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from api.feedback.communes import Commune
from api.feedback.fields import MAX_ADDRESS
from api.feedback.settling import settle
from api.public import wording
from api.public.typed import Typed, typed_text
from knowledge.results import Hit


@dataclass(slots=True)
class FormPage:
    """What the form page shows besides what is typed."""

    errors: dict[str, str] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()
    notice: str = ""
    at: str = ""
    places: tuple[Commune, ...] = ()
    place_now: str = ""
    homes: tuple[Commune, ...] = ()
    home_now: str = ""


async def placed(typed: Typed, form: FormData) -> FormPage:
    """Take the communes of today that were chosen for place and address; one still to be chosen is asked for."""
    page = FormPage(place_now=typed_text(form, "place_now"), home_now=typed_text(form, "home_now"))
    place = await asyncio.to_thread(settle, typed.location, typed_text(form, "place_of"), page.place_now)
    typed.location, page.places = place.place, place.offered
    if place.open:
        page.errors["location"] = wording.PLACE_BEFORE
    if typed.anonymous:
        return page
    about = typed_text(form, "home_of")
    home = await asyncio.to_thread(settle, typed.sender_address, about, page.home_now, MAX_ADDRESS)
    typed.sender_address, page.homes = home.place, home.offered
    if home.open:
        page.errors["sender_address"] = wording.ADDRESS_BEFORE
    return page
