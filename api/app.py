"""The web application: everything put together, opened at start and closed at the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from importlib.metadata import version

from fastapi import FastAPI

from api import problems
from api.action_host import load_actions
from api.channels.hub import Channels
from api.embed import routes as embed
from api.feedback_api.uploads import uploads
from api.handover.watching import keep_watch
from api.keeping.housekeeping import keep_house
from api.knowledge_desk.links.desk import LinkDesk
from api.knowledge_keeper import Opener, SnapshotOpener
from api.metrics import Metrics
from api.middleware import BodyLimit, Observed
from api.notices import Notices
from api.notices.sender import Sender
from api.opening import ActionLoader, open_services
from api.quality.collecting import keep_collecting
from api.routes import routes
from api.security.tokens import ensure_tokens
from api.settings import Settings


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
        routes=list(routes(embed.origins(settings.embed_origins))),
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
    app.add_middleware(BodyLimit, limit=settings.body_bytes, uploads=uploads(settings))
    app.add_middleware(Observed, metrics=metrics)
    return app
