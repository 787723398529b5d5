"""The way of a message: read, kept, handed to Rasa (or to search when Rasa cannot), kept again, returned."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from api.chat.bot import Bot
from api.chat.fallback import answer_directly
from api.chat.intake import Intake, Pressed, Question, Unreadable, take_in
from api.chat.payloads import Press, choose
from api.chat.replies import from_bot, plain, said
from api.chat.turns import Turns
from api.errors import BotUnavailable
from api.knowledge_keeper import KnowledgeKeeper
from api.metrics import Metrics
from api.settings import Settings
from api.storage.conversations import Conversation, Conversations, Said, Via

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message brought."""

    conversation_id: str
    said: Sequence[Said]


@dataclass(frozen=True, slots=True)
class _Outcome:
    said: Sequence[Said]
    via: Via
    after: Conversation


class Gateway:
    """Every channel hands its messages to :meth:`turn`."""

    def __init__(
        self,
        settings: Settings,
        keeper: KnowledgeKeeper,
        conversations: Conversations,
        bot: Bot | None,
        metrics: Metrics,
        *,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._settings = settings
        self._keeper = keeper
        self._conversations = conversations
        self._bot = bot
        self._metrics = metrics
        self._clock = clock
        self._turns = Turns()

    async def turn(self, text: str, *, payload: str | None, conversation_id: str | None, channel: str) -> Turn:
        """Take one message in and answer it.

        Args:
            text: as typed, or the title of the button.
            payload: of the button.
            conversation_id: ``None`` starts a conversation.
            channel: ``web`` and so on.

        Raises:
            ButtonRefused: the payload is none of ours.
            ConversationNotFound: the id is unknown.
            StorageUnavailable: the message could not be kept, so it was not accepted.
            StorageFull: likewise.
        """
        started = self._clock()
        intake = take_in(text, payload, self._settings.message_characters)
        async with self._turns.of(conversation_id):
            pressed = intake.button.payload if isinstance(intake, Pressed) else None
            before = await asyncio.to_thread(self._conversations.accept, conversation_id, channel, intake.text, pressed)
            outcome = await self._answer(intake, before)
            milliseconds = round((self._clock() - started) * 1000)
            await asyncio.to_thread(self._conversations.answer, outcome.after, outcome.said, outcome.via, milliseconds)
        self._note(outcome, channel, self._clock() - started)
        return Turn(before.id, outcome.said)

    async def _answer(self, intake: Intake, before: Conversation) -> _Outcome:
        if isinstance(intake, Unreadable):
            return _Outcome([plain(intake.reply, status=intake.status)], Via.GATEWAY, before)
        try:
            return await self._ask_bot(intake, before)
        except BotUnavailable as trouble:
            self._metrics.bot_failures.labels(trouble.reason).inc()
            log.warning("bot_unavailable", extra={"conversation": short(before.id), "reason": trouble.reason})
            return await self._search(intake, before)

    async def _ask_bot(self, intake: Question | Pressed, before: Conversation) -> _Outcome:
        if self._bot is None:
            raise BotUnavailable("absent")
        state = await self._session(self._bot, intake, before)
        sender = f"{state.id}-{state.session}"
        metadata = {"channel": state.channel, "code": state.code}
        message = intake.button.payload if isinstance(intake, Pressed) else intake.text
        replies = from_bot(await self._bot.say(sender, message, metadata))
        after = replace(state, turns=state.turns + 1, code=_code_after(intake, replies, state.code))
        return _Outcome(replies, Via.BOT, after)

    async def _session(self, bot: Bot, intake: Question | Pressed, state: Conversation) -> Conversation:
        """Open a new Rasa session when the old one is long or forgotten, and tell it the current procedure.

        A message gets slower as its Rasa conversation grows (20 ms at turn 20, 190 ms at turn 400).
        """
        if state.turns >= self._settings.session_turns:
            state = replace(state, session=state.session + 1, turns=0, bot=None)
        if state.bot == bot.generation:
            return state
        if state.code and not _names_its_procedure(intake):
            metadata = {"channel": state.channel, "code": state.code, "silent": True}
            await bot.say(f"{state.id}-{state.session}", choose(state.code), metadata)
        return replace(state, bot=bot.generation)

    async def _search(self, intake: Question | Pressed, before: Conversation) -> _Outcome:
        """Answer without Rasa; what it has missed is told to it before the next message it gets."""
        earlier = await asyncio.to_thread(self._conversations.questions, before.id)
        answer = await asyncio.to_thread(answer_directly, self._keeper, intake, before.code, earlier[:-1])
        replies = [said(answer)]
        after = replace(before, code=_code_after(intake, replies, before.code), bot=None)
        return _Outcome(replies, Via.SEARCH, after)

    def _note(self, outcome: _Outcome, channel: str, seconds: float) -> None:
        status = outcome.said[-1].status or "answered"
        self._metrics.turns.labels(status, outcome.via, channel).inc()
        self._metrics.turn_seconds.labels(outcome.via).observe(seconds)
        details = {"conversation": short(outcome.after.id), "status": status, "via": outcome.via}
        log.info("turn", extra={**details, "ms": round(seconds * 1000, 1)})


def short(secret_id: str) -> str:
    """A name for logs: says which conversation, does not open it."""
    return hashlib.sha256(secret_id.encode()).hexdigest()[:12]


def _code_after(intake: Question | Pressed, replies: Sequence[Said], before: str | None) -> str | None:
    if isinstance(intake, Pressed) and intake.button.press is Press.RESTART:
        return None
    codes = [one.answer["code"] for one in replies if one.answer and one.answer.get("code")]
    return codes[-1] if codes else before


def _names_its_procedure(intake: Question | Pressed) -> bool:
    return isinstance(intake, Pressed) and (intake.button.code is not None or intake.button.press is Press.RESTART)
