"""Works the inbox off: one event of a person at a time, its replies kept in the transaction that ends it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from api.channels import incidents, people, switches, wording
from api.channels.adapter import Answering, Listening
from api.channels.inbox import Claimed, Inbox
from api.channels.incidents import IncidentKind
from api.channels.model import ChannelName, Choice, EventKind, Incoming, Outgoing
from api.channels.outbox import Outbox
from api.channels.people import Person
from api.channels.picking import Picked, pick
from api.channels.rendering import Style, render
from api.channels.switches import Switch
from api.chat.outcomes import Turn
from api.clock import Clock, utc_now
from api.errors import ConversationNotFound
from api.handover.words import MEDIA_REMARK
from api.storage.database import Database
from api.storage.zalo_tables import ChannelPersonRow
from knowledge.errors import MotCuaError

log = logging.getLogger(__name__)

_ABREAST = 4
_LOOK_SECONDS = 1.0
_STOP_SECONDS = 8.0
_NOTICE_HOURS = 6
_FIXED = {
    EventKind.MEDIA: wording.MEDIA,
    EventKind.STICKER: wording.STICKER,
    EventKind.LOCATION: wording.LOCATION,
    EventKind.CONTACT: wording.CONTACT,
}


@dataclass(frozen=True, slots=True)
class Done:
    """What an event led to; all of it is kept in one transaction.

    Attributes:
        menu: the new menu; ``None`` leaves the old one.
        greeted: the introduction is among the messages.
        once: name that makes the messages go out once for this person, whatever event asked for them.
    """

    messages: tuple[Outgoing, ...] = ()
    conversation_id: str | None = None
    menu: tuple[Choice, ...] | None = None
    greeted: bool = False
    quiet_until: datetime | None = None
    following: bool | None = None
    once: str | None = None


@dataclass
class Worker:
    """The loop of one process; several processes share the inbox.

    Attributes:
        styles: the channels this deployment serves, and what they can show.
        quiet: how long the assistant keeps still after a human of the office has written.
        sent: is called when the outbox has something new.
        operators: the live hand-over; ``None``: the deployment has none.
    """

    database: Database
    inbox: Inbox
    outbox: Outbox
    gateway: Answering
    styles: dict[ChannelName, Style]
    quiet: timedelta
    sent: Callable[[], None]
    clock: Clock = utc_now
    operators: Listening | None = None
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Work until cancelled; what is under way then is brought to its end, or put back for the next process."""
        under_way: dict[asyncio.Task[None], int] = {}
        try:
            while True:
                self.woken.clear()
                free = _ABREAST - len(under_way)
                claimed = await self._claim(free) if free else []
                under_way |= {asyncio.create_task(self.work(one)): one.number for one in claimed}
                if not claimed:
                    await self._rest(under_way)
                under_way = {task: number for task, number in under_way.items() if not task.done()}
        finally:
            await self._stop(under_way)

    async def _rest(self, under_way: Iterable[asyncio.Task[None]]) -> None:
        waker = asyncio.create_task(self.woken.wait())
        try:
            await asyncio.wait({waker, *under_way}, timeout=_LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waker.cancel()

    async def _stop(self, under_way: dict[asyncio.Task[None], int]) -> None:
        if not under_way:
            return
        _, late = await asyncio.wait(under_way, timeout=_STOP_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if late:
            await asyncio.to_thread(self.inbox.give_back, [under_way[task] for task in late])

    async def _claim(self, free: int) -> list[Claimed]:
        try:
            return await asyncio.to_thread(self.inbox.claim, free)
        except Exception as error:  # whatever broke: this loop must not end, or nothing is answered any more
            log.error("channel_inbox_unavailable", exc_info=error)
            await asyncio.sleep(_LOOK_SECONDS)
            return []

    async def work(self, claimed: Claimed) -> None:
        """Work one event off; a failure puts it back, too many give it up with an apology."""
        try:
            person, switch = await asyncio.to_thread(self._look, claimed)
            if claimed.incoming is None or person is None:
                await asyncio.to_thread(self._drop, claimed)
            elif claimed.incoming.kind is EventKind.WITHDRAW:
                await asyncio.to_thread(self._withdraw, claimed, claimed.incoming)
            else:
                done = await self._done(claimed.incoming, person, switch)
                await asyncio.to_thread(self._keep, claimed, claimed.incoming, done)
                self.sent()
        except Exception as error:  # whatever broke: the event must neither be lost nor keep others back for ever
            log.error("channel_event_failed", exc_info=error, extra={"event_number": claimed.number})
            await self._failed(claimed)
        self.woken.set()

    async def _failed(self, claimed: Claimed) -> None:
        try:
            if not await asyncio.to_thread(self.inbox.postpone, claimed):
                await asyncio.to_thread(self._bury, claimed)
                self.sent()
        except MotCuaError as error:  # its lease ends by itself
            log.error("channel_event_not_postponed", exc_info=error)

    def _look(self, claimed: Claimed) -> tuple[Person | None, Switch]:
        with self.database.session() as session:
            found = people.find(session, claimed.person)
            channel = claimed.incoming.channel if claimed.incoming else ChannelName.ZALO_OA
            return found, switches.read(session, channel)

    async def _done(self, incoming: Incoming, person: Person, switch: Switch) -> Done:
        now = self.clock()
        live = await self._is_live(person)
        if incoming.kind is EventKind.HUMAN:
            if self.operators and person.conversation_id:
                await asyncio.to_thread(self.operators.answered_elsewhere, person.conversation_id)
            return Done(quiet_until=max(now, incoming.at) + self.quiet)
        if incoming.kind is EventKind.UNFOLLOW:
            return Done(following=False)
        if not switch.enabled:
            return self._switched_off(switch, now)
        if incoming.kind is EventKind.FOLLOW:
            if person.greeted and incoming.name != "follow":
                return Done()
            greeting = Outgoing(text=wording.FOLLOWED)
            return Done((greeting,), greeted=True, following=True, once=f"follow:{now:%Y%m%d}")
        if live and incoming.kind in _FIXED:
            return await self._not_shown(incoming, person)
        if person.quiet_until and person.quiet_until > now and not live:
            return Done()
        return await self._answer(incoming, person)

    async def _is_live(self, person: Person) -> bool:
        """Tell whether an operator of ours talks with the person, whose words must then reach that operator."""
        if self.operators is None or person.conversation_id is None:
            return False
        return await asyncio.to_thread(self.operators.was_heard, person.conversation_id)

    async def _not_shown(self, incoming: Incoming, person: Person) -> Done:
        """Tell the operator that something came which is neither taken nor kept; they say so in their own words."""
        if self.operators and person.conversation_id:
            hear = self.operators.hear
            await asyncio.to_thread(hear, person.conversation_id, "", key=incoming.key, remark=MEDIA_REMARK)
        return Done()

    @staticmethod
    def _switched_off(switch: Switch, now: datetime) -> Done:
        if not switch.notice:
            return Done()
        part = now.hour // _NOTICE_HOURS
        return Done((Outgoing(text=switch.notice),), once=f"off:{now:%Y%m%d}{part}")

    async def _answer(self, incoming: Incoming, person: Person) -> Done:
        introduction = () if person.greeted else (Outgoing(text=wording.INTRODUCTION),)
        fixed = _FIXED.get(incoming.kind)
        if fixed:
            return Done((*introduction, Outgoing(text=fixed)), greeted=True)
        picked = pick(incoming.text, person.menu)
        try:
            turn = await self._turn(incoming, picked, person.conversation_id)
        except ConversationNotFound:  # deleted by age meanwhile
            turn = await self._turn(incoming, picked, None)
        rendered = render(turn.said, self.styles[incoming.channel])
        return Done((*introduction, *rendered.messages), turn.conversation_id, rendered.menu, greeted=True)

    async def _turn(self, incoming: Incoming, picked: Picked, conversation: str | None) -> Turn:
        return await self.gateway.turn(
            picked.text,
            payload=picked.payload,
            conversation_id=conversation,
            channel=incoming.channel,
            key=incoming.key or None,
        )

    def _keep(self, claimed: Claimed, incoming: Incoming, done: Done) -> None:
        now = self.clock()
        with self.database.session() as session:
            if not self.inbox.finish(session, claimed.number, now):
                return
            self._change_person(session, claimed.person, done, now)
            for place, message in enumerate(done.messages):
                key = f"{done.once}:{claimed.person}" if done.once else f"e{claimed.number}.{place}"
                self.outbox.put(session, incoming.channel, claimed.person, key, message)

    @staticmethod
    def _change_person(session: Session, person: str, done: Done, now: datetime) -> None:
        changes: dict[str, object] = {}
        if done.conversation_id:
            changes["conversation_id"] = done.conversation_id
        if done.menu is not None:
            changes["menu"] = [choice.model_dump() for choice in done.menu] or None
        if done.greeted:
            changes["greeted_at"] = now
        if done.quiet_until:
            changes["quiet_until"] = done.quiet_until
        if done.following is not None:
            changes["following"] = done.following
        if changes:
            session.execute(update(ChannelPersonRow).where(ChannelPersonRow.person == person).values(**changes))

    def _drop(self, claimed: Claimed) -> None:
        """End an event whose words or whose person have been erased."""
        with self.database.session() as session:
            self.inbox.finish(session, claimed.number, self.clock())

    def _withdraw(self, claimed: Claimed, incoming: Incoming) -> None:
        """Erase what is known of the person (Luật 91/2025/QH15 Đ.14); tell the office which PAKN it must decide on."""
        now = self.clock()
        with self.database.session() as session:
            self.inbox.finish(session, claimed.number, now)
            cases = people.erase(session, claimed.person)
            detail = f"Người gửi yêu cầu xoá dữ liệu; phản ánh đã tiếp nhận: {', '.join(cases)}" if cases else ""
            if detail:
                incidents.note(session, incoming.channel, IncidentKind.WITHDRAWN, detail, now)

    def _bury(self, claimed: Claimed) -> None:
        now = self.clock()
        with self.database.session() as session:
            self.inbox.bury(session, claimed.number, now)
            if claimed.incoming is None:
                return
            channel = claimed.incoming.channel
            incidents.note(session, channel, IncidentKind.WORK, "Một tin nhắn không xử lý được sau nhiều lần thử", now)
            key = f"e{claimed.number}.sorry"
            self.outbox.put(session, channel, claimed.person, key, Outgoing(text=wording.SORRY))
