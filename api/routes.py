"""Every route of the application, in the order they are looked at.

FastAPI works out the parameters and models of a route when it is first asked for, which takes a quarter of a second
for all of them; so the routes are put together once in a process, and every application in it serves the same.
"""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter
from starlette.routing import BaseRoute

from api import pages, procedures, system
from api.announcements import pages as announcement_pages
from api.announcements import routes as announcements
from api.calls import routes as calls
from api.catalogue import routes as catalogue
from api.channels import pages as channel_pages
from api.channels import routes as channels
from api.chat import routes as chat
from api.console import routes as console
from api.documents import pages as document_pages
from api.dossiers import pages as dossier_pages
from api.dossiers import routes as dossiers
from api.embed import routes as embed
from api.events import console_pages as event_desk
from api.events import public_pages as event_pages
from api.feedback_api import cases, drafts, published
from api.feedback_api.open311 import routes as open311
from api.handover import routes as handover
from api.keeping import pages as keeping_pages
from api.knowledge_desk import routes as knowledge_desk
from api.leaflet import routes as leaflet
from api.library import pages as library_pages
from api.materials import hotline as material_hotline
from api.materials import pages as material_desk
from api.materials import public_pages as material_pages
from api.materials import routes as materials
from api.newsletter import pages as newsletter_pages
from api.operator import routes as operator
from api.posting import desk as posting_desk
from api.posting import routes as posting
from api.public import answer_pages, case_pages, form_pages
from api.quality import routes as quality
from api.reports import pages as reports
from api.signposts import pages as signpost_pages
from api.survey import pages as survey_pages


@cache
def routes(embed_origins: tuple[str, ...]) -> tuple[BaseRoute, ...]:
    """Return the routes; they hold nothing of an application or its settings but the one argument.

    Args:
        embed_origins: sites that may show the chat in a frame (:func:`api.embed.routes.origins`).
    """
    table = APIRouter()
    for router in (
        chat.router,
        procedures.router,
        catalogue.router,
        materials.router,
        system.router,
        pages.pages(),
        *console.ROUTERS,
        reports.router,
        keeping_pages.router,
        announcements.router,
        announcement_pages.router,
        signpost_pages.router,
        document_pages.router,
        library_pages.router,
        material_desk.router,
        material_hotline.router,
        posting_desk.router,
        newsletter_pages.router,
        event_desk.router,
        *quality.ROUTERS,
        *knowledge_desk.ROUTERS,
        channel_pages.router,
        *operator.ROUTERS,
        dossier_pages.router,
        *handover.ROUTERS,
        survey_pages.router,
        *calls.ROUTERS,
        console.closing,
        dossiers.router,
        drafts.router,
        cases.router,
        published.router,
        open311.router,
        embed.router(embed_origins),
        pages.pages(form_pages.STATIC),
        form_pages.router,
        case_pages.router,
        answer_pages.router,
        leaflet.router,
        posting.router,
        event_pages.router,
        material_pages.router,
        channels.router,
    ):
        table.include_router(router)
    return tuple(table.routes)
