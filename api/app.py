"""The web application: everything put together, opened at start and closed at the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from importlib.metadata import version

import httpx
from fastapi import FastAPI
from rasa_sdk.executor import ActionExecutor

from api import pages, problems, procedures, system
from api.action_host import ActionHost, load_actions, use_desk, use_dossier_help
from api.announcements import pages as announcement_pages
from api.announcements import routes as announcements
from api.announcements.board import Board
from api.calls import routes as calls
from api.calls.log import CallLog
from api.channels import pages as channel_pages
from api.channels import routes as channels
from api.channels.hub import Channels
from api.chat import routes as chat
from api.chat.bot import Bot
from api.chat.feedback_port import DeskPort
from api.chat.gateway import Gateway
from api.chat.turns import Turns
from api.console import routes as console
from api.dossiers import pages as dossier_pages
from api.dossiers import routes as dossiers
from api.dossiers.desk import Dossiers
from api.dossiers.http_provider import HttpProvider
from api.embed import routes as embed
from api.feedback.casework import Casework
from api.feedback.desk import FeedbackDesk
from api.feedback.rules import FeedbackRules
from api.feedback_api import cases, drafts, published
from api.feedback_api.consent import consent_in_force
from api.feedback_api.guesses import Guesses
from api.feedback_api.open311 import routes as open311
from api.feedback_api.uploads import uploads
from api.handover import routes as handover
from api.handover.desk import Handover
from api.handover.reception import Reception
from api.handover.watching import keep_watch
from api.keeping import pages as keeping_pages
from api.keeping.housekeeping import keep_house
from api.knowledge_desk import routes as knowledge_desk
from api.knowledge_desk.jobs import Jobs
from api.knowledge_desk.runner import Runner
from api.knowledge_keeper import KnowledgeKeeper, Opener, SnapshotOpener
from api.leaflet import routes as leaflet
from api.metrics import Metrics
from api.middleware import BodyLimit, Observed
from api.notices import Notices
from api.notices.sender import Sender
from api.operator import routes as operator
from api.public import answer_pages, case_pages, form_pages
from api.published.extras import WithPublished
from api.published.index import PublishedAnswers
from api.quality import routes as quality
from api.quality.additions import Additions
from api.quality.collecting import Collector, keep_collecting
from api.reports import pages as reports
from api.security.accounts import Accounts
from api.security.rates import RateLimit
from api.security.tokens import ensure_tokens
from api.services import Services
from api.settings import Settings
from api.signposts import pages as signpost_pages
from api.signposts.board import Signposts
from api.signposts.extras import WithSignposts
from api.storage.conversations import Conversations
from api.storage.database import Database
from api.survey import pages as survey_pages
from api.survey.store import Surveys
from api.survey.talk import SurveyTalk
from knowledge.results import SnapshotInfo

_RASA_CONNECTIONS = 64
_LOGINS_PER_MINUTE = 20

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
            notices = Notices()
            opening = opener or SnapshotOpener(settings.encoder)
            found = await _open(stack, ensure_tokens(settings), metrics, opening, actions, notices)
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
        system.router,
        pages.pages(),
        *console.ROUTERS,
        reports.router,
        keeping_pages.router,
        announcements.router,
        announcement_pages.router,
        signpost_pages.router,
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
    app.include_router(channels.router)
    app.add_middleware(BodyLimit, limit=settings.body_bytes, uploads=uploads(settings))
    app.add_middleware(Observed, metrics=metrics)
    return app


async def _open(
    stack: AsyncExitStack,
    settings: Settings,
    metrics: Metrics,
    opener: Opener,
    actions: ActionLoader,
    notices: Notices,
) -> Services:
    def changed(info: SnapshotInfo) -> None:
        metrics.snapshot.clear()
        metrics.snapshot.labels(info.id).set(info.procedures)

    database = await asyncio.to_thread(Database.open, settings)
    stack.callback(database.close)
    additions, answers = Additions(database), PublishedAnswers(database)
    signposts = Signposts(database, settings.province)
    keeper = KnowledgeKeeper(
        settings.snapshots,
        settings.province,
        opener=opener,
        on_change=changed,
        extras=WithSignposts(WithPublished(additions, answers, settings.public_url), signposts),
    )
    await asyncio.to_thread(keeper.refresh)
    imports = Runner(settings, Jobs(database))
    stack.callback(imports.close)
    bot = await _bot(stack, settings)
    host = ActionHost(await asyncio.to_thread(actions, keeper), settings.action_timeout, metrics)
    stack.callback(host.close)
    conversations = Conversations(database)
    live = Handover.of(settings, database, metrics)
    reception = Reception(live.floor, live.citizens)
    surveys = Surveys(database)
    desk = FeedbackDesk(database, FeedbackRules.of(settings), keeper.catalogue, notices)
    port = DeskPort(desk, consent_in_force(settings))
    use_desk(port)
    looked_up = await _dossiers(stack, settings, signposts, metrics)
    use_dossier_help(looked_up.help)
    return Services(
        settings=settings,
        keeper=keeper,
        database=database,
        conversations=conversations,
        bot=bot,
        gateway=Gateway(settings, keeper, conversations, bot, metrics, port, reception, looked_up, SurveyTalk(surveys)),
        actions=host,
        metrics=metrics,
        address_limit=RateLimit(settings.rate_per_address),
        conversation_limit=RateLimit(settings.rate_per_conversation),
        desk=desk,
        casework=Casework(database, FeedbackRules.of(settings), keeper.catalogue, notices),
        published=answers,
        additions=additions,
        quality=Collector(database),
        imports=imports,
        board=Board(database),
        signposts=signposts,
        dossiers=looked_up,
        handover=live,
        surveys=surveys,
        calls=CallLog(database, keeper.catalogue),
        guesses=Guesses(settings.rate_lookups),
        intakes=Turns(),
        accounts=Accounts(database),
        login_limit=RateLimit(_LOGINS_PER_MINUTE if settings.rate_per_address else 0),
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


async def _dossiers(stack: AsyncExitStack, settings: Settings, signposts: Signposts, metrics: Metrics) -> Dossiers:
    provider = HttpProvider.of(settings)
    if provider:
        stack.push_async_callback(provider.close)
    return Dossiers(
        provider, lambda: signposts.places("national_portal", "hotline_1022"), metrics, settings.rate_dossiers
    )
