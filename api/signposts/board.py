"""The signposts as this deployment shows them; every change is logged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from api.clock import Clock, local_day, utc_now
from api.errors import InvalidField
from api.feedback.audit import Subject, write
from api.quality.checks import URL_CHARACTERS, checked_source
from api.security.accounts import Actor
from api.storage.database import Database
from api.storage.signpost_tables import SignpostRow
from knowledge.answer import Answer
from knowledge.extras import Cue
from knowledge.signposts import Place, Signpost, Source, is_there, province_now, read_table
from knowledge.signposts.saying import ELSEWHERE, say
from knowledge.text import one_line

_ADDRESS = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?(?::\d{1,5})?(?:/[^\s<>\"']*)?")


class SignpostNotFound(InvalidField):
    """No signpost of this id."""

    def __init__(self) -> None:
        super().__init__("signpost", "Không có chỉ dẫn này.")


@dataclass(frozen=True, slots=True)
class Shown:
    """A signpost as it is shown now.

    Attributes:
        post: with the office's address, where it has entered one.
        shipped_address: what it was shipped with.
        checked: day the address was last checked: of the change, else of the shipped table.
    """

    post: Signpost
    enabled: bool
    shipped_address: str | None
    own_source: str | None
    checked: date
    changed_by: str | None


class Signposts:
    """Blocks: call it from a worker thread.

    Args:
        database: keeps the changes.
        province: of the deployment; people of another one get the signposts and contacts of theirs.
    """

    def __init__(self, database: Database, province: str | None, clock: Clock = utc_now) -> None:
        self._database = database
        self._province = province
        self._clock = clock

    def all(self) -> tuple[Shown, ...]:
        """Return every signpost in the order of the table, those for people of another province too."""
        table = read_table()
        with self._database.session() as session:
            rows = {row.id: row for row in session.scalars(select(SignpostRow))}
            return tuple(_shown(one, rows.get(one.id), table.checked) for one in table.signposts)

    def get(self, identity: str) -> Shown:
        """Return one.

        Raises:
            SignpostNotFound: there is none of this id here.
        """
        found = next((one for one in self.all() if one.post.id == identity), None)
        if found is None:
            raise SignpostNotFound
        return found

    def places(self, *identities: str, province: str | None = None) -> tuple[Place, ...]:
        """Return contacts of the table for people of a province; ``None``: of the deployment's."""
        table, there = read_table(), province or self._province
        return tuple(one for one in map(table.contact, identities) if is_there(one.province, there))

    def answer(self, shown: Shown, province: str | None = None) -> Answer:
        """Return what the assistant says to people of a province; ``None``: of the deployment's, or the signpost's."""
        there = province or shown.post.province or self._province
        own_of = self._province if shown.own_source else None
        return say(shown.post, read_table(), province=there, checked=shown.checked, own_of=own_of)

    def cues(self) -> tuple[Cue, ...]:
        """Return the ones in use as the search takes them."""
        return tuple(self._cue(one) for one in self.all() if one.enabled)

    def _cue(self, shown: Shown) -> Cue:
        post, table = shown.post, read_table()
        named = {one.province for one in table.contacts} | {one.province for one in table.signposts} | {self._province}
        return Cue(
            id=post.id,
            needs=post.needs,
            unless=post.unless,
            answer=self.answer(shown) if is_there(post.province, self._province) else None,
            there={province_now(one): self._answer_in(shown, one) for one in named if one},
            elsewhere=self._answer_in(shown, ELSEWHERE),
        )

    def _answer_in(self, shown: Shown, province: str) -> Answer | None:
        return self.answer(shown, province) if is_there(shown.post.province, province) else None

    def revision(self) -> object:
        """Return what changes whenever a signpost does."""
        with self._database.session() as session:
            count, last = session.execute(select(func.count(), func.max(SignpostRow.changed_at))).one()
            return count, last

    def correct(self, actor: Actor, identity: str, *, address: str, source: str) -> None:
        """Give a signpost the office's own address; an empty one brings back what was shipped.

        Raises:
            SignpostNotFound: there is none of this id here.
            InvalidField: no web address, or no source of it.
        """
        self.get(identity)
        wanted = one_line(address)
        if len(wanted) > URL_CHARACTERS or (wanted and not _ADDRESS.fullmatch(wanted)):
            raise InvalidField("address", "Địa chỉ phải bắt đầu bằng https:// hoặc http:// và không có khoảng trắng.")
        told = checked_source(source) if wanted else None
        self._change(actor, identity, {"address": wanted or None, "source": told}, "changed")

    def switch(self, actor: Actor, identity: str, *, enabled: bool) -> None:
        """Show a signpost or not; takes effect at once.

        Raises:
            SignpostNotFound: there is none of this id here.
        """
        self.get(identity)
        self._change(actor, identity, {"enabled": enabled}, "restored" if enabled else "removed")

    def _change(self, actor: Actor, identity: str, values: Mapping[str, Any], action: str) -> None:
        now = self._clock()
        with self._database.session() as session:
            row = session.get(SignpostRow, identity)
            kept = row or SignpostRow(id=identity, enabled=True, address=None, source=None)
            before = {name: getattr(kept, name) for name in values}
            if before == dict(values):
                return
            session.add(kept)
            for name, value in values.items():
                setattr(kept, name, value)
            kept.changed_at, kept.changed_by = later(now, row.changed_at if row else None), actor.name
            write(
                session,
                at=now,
                actor=actor,
                action=action,
                subject_kind=Subject.SIGNPOST,
                subject=identity,
                before={_LOGGED[name]: value for name, value in before.items()},
                after={_LOGGED[name]: value for name, value in values.items()},
            )


_LOGGED = {"address": "url", "source": "source", "enabled": "active"}


def later(now: datetime, before: datetime | None) -> datetime:
    """Return a moment after the one before: never the same twice, so that a revision sees every change."""
    return now if before is None or now > before else before + timedelta(microseconds=1)


def _shown(post: Signpost, row: SignpostRow | None, shipped_on: date) -> Shown:
    if row is None:
        return Shown(post, True, post.own, None, shipped_on, None)
    if row.address is None:
        return Shown(post, row.enabled, post.own, None, shipped_on, row.changed_by)
    source = Source(title=row.source or post.source.title, states="địa chỉ do cơ quan nhập")
    corrected = post.model_copy(update={"own": row.address, "source": source})
    return Shown(corrected, row.enabled, post.own, row.source, local_day(row.changed_at), row.changed_by)
