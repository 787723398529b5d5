"""The web application: everything put together, opened at start and closed at the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from importlib.metadata import version

from fastapi import FastAPI

from api import pages, problems, procedures, system
from api.action_host import load_actions
from api.announcements import pages as announcement_pages
from api.announcements import routes as announcements
from api.calls import routes as calls
from api.catalogue import routes as catalogue
from api.channels import pages as channel_pages
from api.channels import routes as channels
from api.channels.hub import Channels
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
from api.feedback_api.uploads import uploads
from api.handover import routes as handover
from api.handover.watching import keep_watch
from api.keeping import pages as keeping_pages
from api.keeping.housekeeping import keep_house
from api.knowledge_desk import routes as knowledge_desk
from api.knowledge_desk.links.desk import LinkDesk
from api.knowledge_keeper import Opener, SnapshotOpener
from api.leaflet import routes as leaflet
from api.library import pages as library_pages
from api.materials import hotline as material_hotline
from api.materials import pages as material_desk
from api.materials import public_pages as material_pages
from api.materials import routes as materials
from api.metrics import Metrics
from api.middleware import BodyLimit, Observed
from api.newsletter import pages as newsletter_pages
from api.notices import Notices
from api.notices.sender import Sender
from api.opening import ActionLoader, open_services
from api.operator import routes as operator
from api.posting import desk as posting_desk
from api.posting import routes as posting
from api.public import answer_pages, case_pages, form_pages
from api.quality import routes as quality
from api.quality.collecting import keep_collecting
from api.reports import pages as reports
from api.security.tokens import ensure_tokens
from api.settings import Settings
from api.signposts import pages as signpost_pages
from api.survey import pages as survey_pages


def create_app(
    settings: Settings | None = None,
    *,
    opener: Opener | None = None,
    actions: ActionLoader = load_actions,
    watch_seconds: float = 1.0,
) -> FastAPI:
    """Return the application; nothing is opened before it is started.

    Args:
        settings: those of the environment by default.
        opener: opens the active snapshot; for real by default.
        actions: gives the executor with Rasa's custom actions.
        watch_seconds: time between two looks for a newly activated snapshot.

    Raises:
        ConfigurationError: a setting makes no sense.
    """
    settings = settings or Settings.load()
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            notices = Notices()
            opening = opener or SnapshotOpener(settings.encoder)
            found = await open_services(stack, ensure_tokens(settings), metrics, opening, actions, notices)
            app.state.services = found
            app.state.channels = notices.messengers = await stack.enter_async_context(
                Channels.running(
                    found.settings,
                    found.database,
                    found.gateway,
                    metrics,
                    operators=found.handover.citizens if found.handover.floor.enabled else None,
                )
            )
            found.handover.floor.messenger = app.state.channels
            app.state.links = LinkDesk(found.settings)
            stack.push_async_callback(app.state.links.stop)
            tasks = [
                asyncio.create_task(found.keeper.watch(watch_seconds)),
                asyncio.create_task(keep_collecting(found.quality)),
                asyncio.create_task(keep_house(found.settings, found.database, metrics)),
            ]
            if found.handover.floor.enabled:
                tasks.append(asyncio.create_task(keep_watch(found.handover.floor)))
            if sender := Sender.of(found.settings, found.database, metrics):
                tasks.append(asyncio.create_task(sender.run()))
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task

    app = FastAPI(
        title="Một Cửa",
        summary="Questions about administrative procedures in Vietnam, answered from published records.",
        version=version("motcua"),
        lifespan=lifespan,
        docs_url=None,  # their pages load scripts from other hosts
        redoc_url=None,
        openapi_tags=[
            {"name": "chat", "description": "A conversation with the assistant."},
            {"name": "knowledge", "description": "Search, records and cited answers."},
            {"name": "dossiers", "description": "Where a dossier stands, asked of the office's own system."},
            {"name": "feedback", "description": "Phản ánh, kiến nghị (PAKN): send, follow, read what was answered."},
            {"name": "open311", "description": "The same by the standard Open311 GeoReport v2."},
            {"name": "channels", "description": "Webhooks of messengers; each proves who it is."},
            {"name": "system", "description": "For whoever runs it."},
        ],
    )
    problems.install(app)
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
    ):
        app.include_router(router)
    for router in (dossiers.router, drafts.router, cases.router, published.router, open311.router):
        app.include_router(router)
    app.include_router(embed.router(embed.origins(settings.embed_origins)))
    for router in (pages.pages(form_pages.STATIC), form_pages.router, case_pages.router, answer_pages.router):
        app.include_router(router)
    app.include_router(leaflet.router)
    app.include_router(posting.router)
    app.include_router(event_pages.router)
    app.include_router(material_pages.router)
    app.include_router(channels.router)
    app.add_middleware(BodyLimit, limit=settings.body_bytes, uploads=uploads(settings))
    app.add_middleware(Observed, metrics=metrics)
    return app
