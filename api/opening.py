"""Everything a running application holds, opened in order; what was opened is closed with the stack."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

import httpx
from rasa_sdk.executor import ActionExecutor

from api.action_host import ActionHost, use_desk, use_dossier_help
from api.announcements.board import Board
from api.calls.log import CallLog
from api.catalogue.asked import WithAsked
from api.chat.bot import Bot
from api.chat.feedback_port import DeskPort
from api.chat.files import ChatFiles
from api.chat.gateway import Gateway
from api.chat.turns import Turns
from api.documents.extras import WithDocuments
from api.documents.statements import Statements
from api.dossiers.desk import Dossiers
from api.dossiers.http_provider import HttpProvider
from api.events.calendar import Events
from api.events.desk import EventDesk
from api.events.extras import WithEvents
from api.events.telling import Teller
from api.feedback.casework import Casework
from api.feedback.desk import FeedbackDesk
from api.feedback.rules import FeedbackRules
from api.feedback_api.consent import consent_in_force
from api.feedback_api.guesses import Guesses
from api.handover.desk import Handover
from api.handover.reception import Reception
from api.knowledge_desk.jobs import Jobs
from api.knowledge_desk.runner import Runner
from api.knowledge_keeper import KnowledgeKeeper, Opener
from api.library.papers import Library
from api.materials.extras import WithMaterials
from api.materials.shelf import Materials
from api.metrics import Metrics
from api.notices import Notices
from api.published.extras import WithPublished
from api.published.index import PublishedAnswers
from api.quality.additions import Additions
from api.quality.collecting import Collector
from api.security.accounts import Accounts
from api.security.rates import RateLimit
from api.services import Services
from api.settings import Settings
from api.signposts.board import Signposts
from api.signposts.extras import WithSignposts
from api.storage.conversations import Conversations
from api.storage.database import Database
from api.survey.store import Surveys
from api.survey.talk import SurveyTalk
from api.trust import authorities
from knowledge.results import SnapshotInfo
from knowledge.signposts import Place

_RASA_CONNECTIONS = 64
_LOGINS_PER_MINUTE = 20

ActionLoader = Callable[[KnowledgeKeeper], ActionExecutor]


async def open_services(
    stack: AsyncExitStack,
    settings: Settings,
    metrics: Metrics,
    opener: Opener,
    actions: ActionLoader,
    notices: Notices,
) -> Services:
    """Open the services.

    Args:
        stack: closes them.
        settings: with all tokens set.
        metrics: of this process.
        opener: opens the active snapshot.
        actions: gives the executor with Rasa's custom actions.
        notices: tell people what happens to their PAKN.

    Raises:
        StorageUnavailable: the database cannot be opened.
        ConfigurationError: a setting makes no sense.
    """

    def changed(info: SnapshotInfo) -> None:
        metrics.snapshot.clear()
        metrics.snapshot.labels(info.id).set(info.procedures)

    database = await asyncio.to_thread(Database.open, settings)
    stack.callback(database.close)
    additions, answers = Additions(database), PublishedAnswers(database)
    signposts = Signposts(database, settings.province)
    events = Events(database, teller=Teller.of(settings))
    documents, library = Statements(database), Library(database, settings.province)
    materials = Materials(database, settings.public_url)
    keeper = KnowledgeKeeper(
        settings.snapshots,
        settings.province,
        opener=opener,
        on_change=changed,
        extras=WithAsked(
            WithMaterials(
                WithDocuments(
                    WithEvents(
                        WithSignposts(WithPublished(additions, answers, settings.public_url), signposts),
                        events,
                        settings.public_url,
                    ),
                    documents,
                    library,
                ),
                materials,
            ),
            database,
        ),
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
    port = DeskPort(desk, consent_in_force(settings), settings.public_url)
    use_desk(port)
    looked_up = await _dossiers(stack, settings, signposts, metrics)
    use_dossier_help(looked_up.help)
    gateway = Gateway(settings, keeper, conversations, bot, metrics, port, reception, looked_up, SurveyTalk(surveys))
    return Services(
        settings=settings,
        keeper=keeper,
        database=database,
        conversations=conversations,
        bot=bot,
        gateway=gateway,
        chat_files=ChatFiles(conversations, desk, gateway.turns),
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
        documents=documents,
        library=library,
        materials=materials,
        dossiers=looked_up,
        handover=live,
        surveys=surveys,
        calls=CallLog(database, keeper.catalogue),
        events=EventDesk.of(settings, database, events),
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
        verify=authorities(environment=False),
        limits=httpx.Limits(max_connections=_RASA_CONNECTIONS, max_keepalive_connections=_RASA_CONNECTIONS),
    )
    await stack.enter_async_context(http)
    return Bot(http, settings.gateway_token.get_secret_value())


async def _dossiers(stack: AsyncExitStack, settings: Settings, signposts: Signposts, metrics: Metrics) -> Dossiers:
    provider = HttpProvider.of(settings)
    if provider:
        stack.push_async_callback(provider.close)

    def places(province: str | None) -> tuple[Place, ...]:
        return signposts.places("national_portal", "hotline_1022", province=province)

    return Dossiers(provider, places, metrics, settings.rate_dossiers)
