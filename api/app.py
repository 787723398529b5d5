"""The web application: everything put together, opened at start and closed at the end."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from importlib.metadata import version

import httpx
from fastapi import FastAPI
from rasa_sdk.executor import ActionExecutor

from api import pages, problems, procedures, system
from api.action_host import ActionHost, load_actions
from api.chat import routes as chat
from api.chat.bot import Bot
from api.chat.gateway import Gateway
from api.knowledge_keeper import KnowledgeKeeper, Opener, SnapshotOpener
from api.metrics import Metrics
from api.middleware import BodyLimit, Observed
from api.security.rates import RateLimit
from api.security.tokens import ensure_tokens
from api.services import Services
from api.serving.tracker import forget_events, tracker_file
from api.settings import Settings
from api.storage.conversations import Conversations
from api.storage.database import Database
from knowledge.errors import MotCuaError
from knowledge.results import SnapshotInfo

log = logging.getLogger(__name__)

_RETENTION_SECONDS = 6 * 3600
_RASA_CONNECTIONS = 64

ActionLoader = Callable[[KnowledgeKeeper], ActionExecutor]


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
            found = await _open(
                stack, ensure_tokens(settings), metrics, opener or SnapshotOpener(settings.encoder), actions
            )
            app.state.services = found
            tasks = [
                asyncio.create_task(found.keeper.watch(watch_seconds)),
                asyncio.create_task(_forget_old(found)),
            ]
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
            {"name": "system", "description": "For whoever runs it."},
        ],
    )
    problems.install(app)
    for router in (chat.router, procedures.router, system.router, pages.pages()):
        app.include_router(router)
    app.add_middleware(BodyLimit, limit=settings.body_bytes)
    app.add_middleware(Observed, metrics=metrics)
    return app


async def _open(
    stack: AsyncExitStack, settings: Settings, metrics: Metrics, opener: Opener, actions: ActionLoader
) -> Services:
    def changed(info: SnapshotInfo) -> None:
        metrics.snapshot.clear()
        metrics.snapshot.labels(info.id).set(info.procedures)

    database = await asyncio.to_thread(Database.open, settings)
    stack.callback(database.close)
    keeper = KnowledgeKeeper(settings.snapshots, settings.province, opener=opener, on_change=changed)
    await asyncio.to_thread(keeper.refresh)
    bot = await _bot(stack, settings)
    host = ActionHost(await asyncio.to_thread(actions, keeper), settings.action_timeout, metrics)
    stack.callback(host.close)
    conversations = Conversations(database)
    return Services(
        settings=settings,
        keeper=keeper,
        database=database,
        conversations=conversations,
        bot=bot,
        gateway=Gateway(settings, keeper, conversations, bot, metrics),
        actions=host,
        metrics=metrics,
        address_limit=RateLimit(settings.rate_per_address),
        conversation_limit=RateLimit(settings.rate_per_conversation),
    )


async def _bot(stack: AsyncExitStack, settings: Settings) -> Bot | None:
    if not settings.rasa_url:
        return None
    http = httpx.AsyncClient(
        base_url=settings.rasa_url,
        timeout=settings.rasa_timeout,
        trust_env=False,
        limits=httpx.Limits(max_connections=_RASA_CONNECTIONS, max_keepalive_connections=_RASA_CONNECTIONS),
    )
    await stack.enter_async_context(http)
    return Bot(http, settings.gateway_token.get_secret_value())


async def _forget_old(found: Services) -> None:
    """Delete conversations whose time is over, at start and a few times a day; Rasa's record of them too."""
    while True:
        try:
            forgotten = await asyncio.to_thread(_forget_once, found)
            found.metrics.forgotten.inc(forgotten)
            log.info("retention", extra={"forgotten": forgotten})
        except (MotCuaError, sqlite3.Error) as error:
            log.error("retention_failed", exc_info=error)
        await asyncio.sleep(_RETENTION_SECONDS)


def _forget_once(found: Services) -> int:
    days = found.settings.retention_days
    forget_events(tracker_file(found.settings.data), time.time() - days * 86400)
    return found.conversations.forget_older_than(days)
