"""The way of a message: read, kept, handed to Rasa (or to search when Rasa cannot), kept again, returned."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from actions.feedback.codes import named_case
from actions.feedback.fields import NOT_KEPT, STORY, Field, mark
from actions.feedback.port import FieldRefused
from actions.feedback.steps import Do, Step
from api.chat.bot import Bot, BotMessage
from api.chat.fallback import answer_directly, answer_in_form
from api.chat.feedback_port import DeskPort
from api.chat.intake import Intake, Pressed, Question, Unreadable, take_in
from api.chat.menus import FieldMenus
from api.chat.outcomes import (
    Origin,
    Outcome,
    Turn,
    asks_after,
    begun_anew,
    code_after,
    is_sealed,
    names_its_procedure,
    placed,
)
from api.chat.payloads import Press, choose
from api.chat.private import CONTENT_CHARACTERS, FormIntake, delicate, waiting
from api.chat.replies import filled, from_bot, plain, said, secrets_of
from api.chat.turns import Turns
from api.dossiers.desk import Dossiers
from api.errors import BotForgot, BotUnavailable, FormOpen
from api.handover.reception import Reception
from api.knowledge_keeper import KnowledgeKeeper
from api.metrics import Metrics
from api.settings import Settings
from api.storage.conversations import Conversation, Conversations, Via
from api.survey.talk import WORDS, SurveyTalk
from knowledge.places import province_today

log = logging.getLogger(__name__)


class Gateway:
    """Every channel hands its messages to :meth:`turn`.

    Attributes:
        turns: one at a time for each conversation; whoever else changes its draft waits for one too.
    """

    def __init__(
        self,
        settings: Settings,
        keeper: KnowledgeKeeper,
        conversations: Conversations,
        bot: Bot | None,
        metrics: Metrics,
        port: DeskPort,
        reception: Reception,
        dossiers: Dossiers,
        survey: SurveyTalk,
        *,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._settings = settings
        self._keeper = keeper
        self._conversations = conversations
        self._bot = bot
        self._metrics = metrics
        self._port = port
        self._reception = reception
        self._dossiers = dossiers
        self._survey = survey
        self._form = FormIntake(port, bot)
        self._menus = FieldMenus(keeper, conversations)
        self._clock = clock
        self.turns = Turns()

    async def turn(
        self,
        text: str,
        *,
        payload: str | None,
        conversation_id: str | None,
        channel: str,
        key: str | None = None,
        province: str | None = None,
    ) -> Turn:
        """Take one message in and answer it; while an operator talks with the person it is kept, and nothing said.

        Args:
            text: as typed, or the title of the button.
            payload: of the button.
            conversation_id: ``None`` starts a conversation.
            channel: ``web`` and so on.
            key: the same for the same message sent again; what an operator gets to read is then kept once.
            province: that the page around the chat is of; one that there is not (any more) counts as none.

        Raises:
            ButtonRefused: the payload is none of ours.
            ConversationNotFound: the id is unknown.
            StorageUnavailable: the message could not be kept, so it was not accepted.
            StorageFull: likewise.
        """
        started = self._clock()
        intake = take_in(text, payload, self._settings.message_characters)  # refuses what nobody may send
        async with self.turns.of(conversation_id):
            passed = await self._reception.pass_on(conversation_id, intake, text, key)
            if passed is None:
                return Turn(str(conversation_id), ())
            home = province_today(province) if province else None
            known = Origin(conversation_id, channel, home)
            try:
                intake, before = passed, await self._accept(passed, known, in_form=passed is not intake)
            except FormOpen:
                intake, before = await self._accept_in_form(text, payload, passed, known)
            intake = await self._menus.picked(intake, before.id) if before.asks is None else intake
            before = placed(intake, before)
            outcome = await self._complete(intake, await self._answer(intake, before))
            milliseconds = round((self._clock() - started) * 1000)
            await asyncio.to_thread(
                self._conversations.answer, outcome.after, outcome.said, outcome.via, milliseconds, kept=outcome.kept
            )
        self._note(outcome, channel, self._clock() - started)
        shown = [filled(one, outcome.secrets) for one in outcome.said]
        return Turn(before.id, shown, outcome.after.home, outcome.after.asks)

    async def _complete(self, intake: Intake, outcome: Outcome) -> Outcome:
        """Add what the hand-over has to say; an operator who came meanwhile silences the assistant."""
        at = outcome.after
        if await self._reception.silences(at.id):
            return replace(outcome, said=())
        searched = outcome.via is Via.SEARCH
        replies = await self._reception.completed(at.id, at.channel, intake, outcome.said, searched=searched)
        return replace(outcome, said=await self._survey.completed(at, intake, replies))

    async def _accept_in_form(
        self, text: str, payload: str | None, intake: Intake, where: Origin
    ) -> tuple[Intake, Conversation]:
        """Read the message as what the conversation waits for, and keep that."""
        conversation_id = str(where.id)
        asks = await asyncio.to_thread(self._conversations.asked, conversation_id)
        now = waiting(conversation_id, where.channel, asks)
        if now:
            limit = CONTENT_CHARACTERS if now.field in STORY else self._settings.message_characters
            intake = await self._form.read(take_in(text, payload, limit), now)
        return intake, await self._accept(intake, where, in_form=True, hidden=asks == WORDS)

    async def _accept(self, intake: Intake, where: Origin, *, in_form: bool, hidden: bool = False) -> Conversation:
        """Keep the message; one that may turn out not to be for keeping is kept as a mark until that is known."""
        hides = isinstance(intake, Question) and (hidden or delicate(intake.text))
        text = NOT_KEPT if hides else intake.text
        pressed = intake.button.payload if isinstance(intake, Pressed) and not intake.button.own else None
        accept = self._conversations.accept
        return await asyncio.to_thread(
            accept, where.id, where.channel, text, pressed, province=where.province, in_form=in_form
        )

    async def _answer(self, intake: Intake, before: Conversation) -> Outcome:
        if isinstance(intake, Unreadable):
            return Outcome([plain(intake.reply, status=intake.status)], Via.GATEWAY, before)
        if isinstance(intake, Pressed) and intake.button.press is Press.ASSISTANT:
            return Outcome([await self._reception.back(before.id)], Via.GATEWAY, before)
        if isinstance(intake, Pressed) and intake.button.survey:
            reply, after = await self._survey.pressed(intake.button.survey, before)
            return Outcome([reply], Via.GATEWAY, after)
        if isinstance(intake, Pressed) and intake.button.field:
            return Outcome([await self._menus.page(intake.button.field, before)], Via.GATEWAY, before)
        if before.asks == WORDS:
            if isinstance(intake, Question):
                reply, after = await self._survey.written(intake.typed, before)
                return Outcome([reply], Via.GATEWAY, after)
            before = replace(before, asks=None)  # another button: no words then
        if isinstance(intake, Question) and before.asks is None:
            looked_up = await self._dossiers.in_chat(intake.typed, who=before.id, province=before.home)
            if looked_up:  # Rasa does not hear of it: a code is nothing to keep
                return Outcome([said(looked_up.answer)], Via.GATEWAY, before, looked_up.secrets)
        try:
            return await self._ask_bot(intake, before)
        except BotUnavailable as trouble:
            self._metrics.bot_failures.labels(trouble.reason).inc()
            log.warning("bot_unavailable", extra={"conversation": short(before.id), "reason": trouble.reason})
            return await self._search(intake, before)

    async def _ask_bot(self, intake: Question | Pressed, before: Conversation) -> Outcome:
        if self._bot is None:
            raise BotUnavailable("absent")
        try:
            return await self._say(self._bot, intake, before)
        except BotForgot:
            return await self._say(self._bot, intake, replace(before, bot=None))

    async def _say(self, bot: Bot, intake: Question | Pressed, before: Conversation) -> Outcome:
        state = await self._session(bot, intake, before)
        sender = f"{state.id}-{state.session}"
        message = intake.button.payload if isinstance(intake, Pressed) else intake.text
        if isinstance(intake, Question) and state.asks is None and (code := named_case(intake.text)):
            message = Step(do=Do.FOLLOW, case=code).payload
        known = before.bot == state.bot and state.turns > 0
        metadata = {"channel": state.channel, "code": state.code, "asks": state.asks, "known": known}
        if state.home:
            metadata["province"] = state.home
        if state.place:
            metadata["place"] = state.place
        messages = await bot.say(sender, message, metadata)
        replies = from_bot(messages)
        state = replace(state, turns=state.turns + 1, code=code_after(replies, state.code))
        after = begun_anew(replace(state, asks=asks_after(messages)), intake, messages)
        secrets = await asyncio.to_thread(secrets_of, messages, self._port.unseal) if is_sealed(messages) else {}
        return Outcome(replies, Via.BOT, after, secrets, await self._kept(intake, messages, after))

    async def _kept(
        self, intake: Question | Pressed, messages: Sequence[BotMessage], after: Conversation
    ) -> str | None:
        """Return what stands in the record for what was typed; a story told goes into the draft of a PAKN."""
        if not isinstance(intake, Question):
            return None
        notes = [message.custom for message in messages if message.custom]
        if any(note.takes == Field.CONTENT for note in notes):
            with suppress(FieldRefused):  # the form asks for it
                await asyncio.to_thread(self._port.keep, after.id, after.channel, content=intake.typed)
            return mark(Field.CONTENT)
        if any(note.hides for note in notes):
            return NOT_KEPT
        return intake.text if delicate(intake.text) else None

    async def _session(self, bot: Bot, intake: Question | Pressed, state: Conversation) -> Conversation:
        """Open a new Rasa session when the old one is long or forgotten, and tell it the current procedure.

        A message gets slower as its Rasa conversation grows (20 ms at turn 20, 190 ms at turn 400).
        """
        if state.turns >= self._settings.session_turns:
            state = replace(state, session=state.session + 1, turns=0, bot=None)
        if state.bot == bot.generation:
            return state
        if state.code and not names_its_procedure(intake):
            metadata = {"channel": state.channel, "code": state.code, "silent": True}
            await bot.say(f"{state.id}-{state.session}", choose(state.code), metadata)
        if state.asks and isinstance(intake, Question):  # a step opens its form by itself
            metadata = {"channel": state.channel, "asks": state.asks, "silent": True}
            await bot.say(f"{state.id}-{state.session}", Step(do=Do.RESUME).payload, metadata)
        return replace(state, bot=bot.generation)

    async def _search(self, intake: Question | Pressed, before: Conversation) -> Outcome:
        """Answer without Rasa; what it has missed is told to it before the next message it gets."""
        answer = answer_in_form(intake, open_form=before.asks is not None)
        kept = NOT_KEPT if answer and isinstance(intake, Question) else None
        if answer is None and isinstance(intake, Question):
            answer = await self._dossiers.without_code(intake.text, before.home)
        if answer is None:
            earlier = await asyncio.to_thread(self._conversations.questions, before.id)
            answer = await asyncio.to_thread(
                answer_directly, self._keeper, intake, before.code, earlier[:-1], before.home, before.place
            )
            kept = intake.text if isinstance(intake, Question) and delicate(intake.text) else None
        replies = [said(answer)]
        after = begun_anew(replace(before, code=code_after(replies, before.code), bot=None), intake)
        return Outcome(replies, Via.SEARCH, after, kept=kept)

    def _note(self, outcome: Outcome, channel: str, seconds: float) -> None:
        status = (outcome.said[-1].status or "answered") if outcome.said else "silent"
        self._metrics.turns.labels(status, outcome.via, channel).inc()
        self._metrics.turn_seconds.labels(outcome.via).observe(seconds)
        details = {"conversation": short(outcome.after.id), "status": status, "via": outcome.via}
        log.info("turn", extra={**details, "ms": round(seconds * 1000, 1)})


def short(secret_id: str) -> str:
    """A name for logs: says which conversation, does not open it."""
    return hashlib.sha256(secret_id.encode()).hexdigest()[:12]
