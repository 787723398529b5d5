"""What a request can use, and the ``Annotated`` dependencies that hand it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.action_host import ActionHost
from api.announcements.board import Board
from api.calls.log import CallLog
from api.chat.bot import Bot
from api.chat.files import ChatFiles
from api.chat.gateway import Gateway
from api.chat.turns import Turns
from api.documents.statements import Statements
from api.dossiers.desk import Dossiers
from api.events.desk import EventDesk
from api.feedback.casework import Casework
from api.feedback.desk import FeedbackDesk
from api.feedback_api.guesses import Guesses
from api.handover.desk import Handover
from api.knowledge_desk.runner import Runner
from api.knowledge_keeper import KnowledgeBase, KnowledgeKeeper
from api.library.papers import Library
from api.materials.shelf import Materials
from api.metrics import Metrics
from api.published.index import PublishedAnswers
from api.quality.additions import Additions
from api.quality.collecting import Collector
from api.security.access import address_of
from api.security.accounts import Accounts
from api.security.rates import RateLimit
from api.settings import Settings
from api.signposts.board import Signposts
from api.storage.conversations import Conversations
from api.storage.database import Database
from api.survey.store import Surveys


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that lives as long as the application."""

    settings: Settings
    keeper: KnowledgeKeeper
    database: Database
    conversations: Conversations
    bot: Bot | None
    gateway: Gateway
    chat_files: ChatFiles
    actions: ActionHost
    metrics: Metrics
    address_limit: RateLimit
    conversation_limit: RateLimit
    desk: FeedbackDesk
    casework: Casework
    published: PublishedAnswers
    additions: Additions
    quality: Collector
    imports: Runner
    board: Board
    signposts: Signposts
    documents: Statements
    library: Library
    materials: Materials
    dossiers: Dossiers
    handover: Handover
    surveys: Surveys
    calls: CallLog
    events: EventDesk
    guesses: Guesses
    intakes: Turns
    accounts: Accounts
    login_limit: RateLimit


def services(request: Request) -> Services:
    """Return the services of the application that got the request."""
    found: Services = request.app.state.services
    return found


async def _services(request: Request) -> Services:
    """Do the same as a coroutine: FastAPI would run a plain function in a worker thread, at every request."""
    return services(request)


ServicesDep = Annotated[Services, Depends(_services)]


async def knowledge(found: ServicesDep) -> KnowledgeBase:
    """Return the active snapshot; ``KnowledgeUnavailable`` without one."""
    return found.keeper.current()


KnowledgeDep = Annotated[KnowledgeBase, Depends(knowledge)]


async def limited_address(request: Request, found: ServicesDep) -> None:
    """Count the request for its address; ``RateLimited`` when there are too many."""
    found.address_limit.take(address_of(request))


LimitedAddress = Depends(limited_address)
