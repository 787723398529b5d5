"""The loaded snapshot of the web process, changed for a newly activated one without a restart."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol, Self

from actions.host import Knowledge as AskedByActions
from api.errors import KnowledgeUnavailable
from knowledge.answer import Answer
from knowledge.documents import LegalDocument
from knowledge.errors import MotCuaError, ProcedureNotFound
from knowledge.extras import Extras
from knowledge.fields import FieldStep
from knowledge.fields.menu import FieldMenu
from knowledge.model import Level, PlanDocument, Procedure
from knowledge.results import Hit, SnapshotInfo
from knowledge.snapshot import SnapshotStore

if TYPE_CHECKING:
    from knowledge.encoder.runtime import Encoder

log = logging.getLogger(__name__)

_LOOKS_TO_RETRY = 30
_EXTRAS_SECONDS = 0.5
"""Least time between two looks for what the office has added."""
_WARM_UP = "đăng ký khai sinh"


class KnowledgeBase(AskedByActions, Protocol):
    """What the web process asks of a loaded snapshot (``knowledge.service.Knowledge``), beside what the actions ask."""

    @property
    def info(self) -> SnapshotInfo:
        """Which snapshot this is."""
        ...

    def with_extras(self, extras: Extras) -> Self:
        """Return the same with what the office has added."""
        ...

    def for_province(self, province: str | None, said: str | None = None) -> Self:
        """Return the same for people of another province; ``said``: how they have named their place."""
        ...

    def procedures(
        self,
        *,
        query: str | None = None,
        field: str | None = None,
        level: Level | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> tuple[int, tuple[Hit, ...]]:
        """Return the total and one page."""
        ...

    def legal_documents(self) -> tuple[LegalDocument, ...]:
        """Return the register of legal documents."""
        ...

    def papers(self) -> tuple[PlanDocument, ...]:
        """Return the plans and other papers answers are made from."""
        ...

    def field_menu(self) -> FieldMenu:
        """Return the fields of the procedures, grouped, with how many there are."""
        ...

    def fields(self, step: FieldStep) -> Answer:
        """Return a page of the menu of fields."""
        ...

    def reply(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """Search and answer in one."""
        ...


Opener = Callable[[Path, str | None], KnowledgeBase]


EVERYTHING = 1_000_000
"""More procedures than any snapshot holds."""


def records_in_force(knowledge: KnowledgeBase) -> Iterator[Procedure]:
    """Yield every record that answers are made from; seconds for the national set."""
    for hit in knowledge.procedures(limit=EVERYTHING)[1]:
        try:
            yield knowledge.procedure(hit.code)
        except ProcedureNotFound:
            continue


class ExtrasSource(Protocol):
    """Where the office's additions are kept (``api.quality.additions.Additions``); both methods block."""

    def revision(self) -> object:
        """Return what changes whenever an addition does."""
        ...

    def load(self) -> Extras:
        """Return every addition in use."""
        ...


class SnapshotOpener:
    """Opens the active snapshot for real, with one encoder for all that follow each other.

    Args:
        encoder_name: a sentence-transformers model; ``None`` for the shipped encoder.
        encoder: one that is loaded already.
    """

    def __init__(self, encoder_name: str | None = None, encoder: Encoder | None = None) -> None:
        self._name = encoder_name
        self._encoder = encoder

    def __call__(self, root: Path, province: str | None) -> KnowledgeBase:
        """Open it; ``SnapshotNotFound``, ``SnapshotCorrupt``, ``EncoderError``."""
        # Loads the search libraries: only when a snapshot is opened.
        from knowledge.encoder.runtime import load_encoder
        from knowledge.service import Knowledge

        self._encoder = self._encoder or load_encoder(self._name)
        guides = root.parent / "guides"  # a deployment's own how-to texts, where it has written some
        opened = Knowledge.open(
            root, province=province, encoder=self._encoder, guides_folder=guides if guides.is_dir() else None
        )
        opened.search(_WARM_UP)  # what is loaded at first use is loaded now, not in somebody's turn
        _set_aside()
        return opened


class KnowledgeKeeper:
    """Holds the current snapshot with the office's additions, and looks once a while whether either has changed."""

    def __init__(
        self,
        root: Path,
        province: str | None,
        *,
        opener: Opener,
        on_change: Callable[[SnapshotInfo], None] | None = None,
        extras: ExtrasSource | None = None,
    ) -> None:
        self._root = root
        self._store = SnapshotStore(root)
        self._province = province
        self._opener = opener
        self._on_change = on_change
        self._extras = extras
        self._added: object = None
        self._asked_at = float("-inf")
        self._lock = Lock()
        self._current: KnowledgeBase | None = None
        self._looked = False
        self._seen: tuple[str, int] | None = None
        self.trouble: str | None = None

    def current(self) -> KnowledgeBase:
        """Return the loaded snapshot. Keep the result for one request: the next call may return another one.

        Raises:
            KnowledgeUnavailable: none is loaded.
        """
        if self._current is None:
            raise KnowledgeUnavailable(self.trouble or "not loaded")
        return self._current

    def catalogue(self, code: str) -> tuple[str, str | None] | None:
        """Return name and field of a procedure; ``None``: there is no such one.

        Raises:
            KnowledgeUnavailable: no snapshot is loaded.
        """
        try:
            found = self.current().procedure(code)
        except ProcedureNotFound:
            return None
        return found.name, found.field

    def refresh(self) -> bool:
        """Load the active snapshot if it is another than the one seen last; tell whether it was changed.

        A snapshot that cannot be loaded leaves the current one in use and is told in :attr:`trouble`.
        """
        with self._lock:
            return self._refresh()

    def _refresh(self) -> bool:
        mark = self._store.pointer()
        if self._looked and mark == self._seen:
            return False
        self._looked, self._seen = True, mark
        try:
            opened = self._opener(self._root, self._province)
        except (MotCuaError, OSError) as error:
            self.trouble = f"{type(error).__name__}: {error}"
            log.error("snapshot_not_loaded", extra={"reason": self.trouble})
            return False
        self.trouble = None
        self._current = self._with_extras(opened) or opened
        if self._on_change:
            self._on_change(opened.info)
        log.info("snapshot_loaded", extra={"snapshot": opened.info.id})
        return True

    def refresh_extras(self) -> bool:
        """Take up what the office has added since the last look; tell whether anything was.

        Call it after a change of one's own, so that it is in force when the change is answered.
        """
        if self._extras is None or self._current is None:
            return False
        with self._lock:
            try:
                if self._extras.revision() == self._added:
                    return False
            except MotCuaError:
                return False  # the database rests: what is known stays in use
            dressed = self._with_extras(self._current)
            self._current = dressed or self._current
            return dressed is not None

    def _with_extras(self, bare: KnowledgeBase) -> KnowledgeBase | None:
        """Return it with the additions as they are now; ``None``: the database does not say."""
        if self._extras is None:
            return bare
        try:
            revision = self._extras.revision()
            extras = self._extras.load()
        except MotCuaError as error:
            log.warning("additions_not_loaded", extra={"reason": type(error).__name__})
            return None
        self._added = revision
        return bare.with_extras(extras)

    async def watch(self, seconds: float = 1.0) -> None:
        """Refresh for ever, in a worker thread; cancel the task to end it. What failed is tried again at times."""
        looks = 0
        while True:
            await asyncio.sleep(seconds)
            looks += 1
            if self.trouble and looks % _LOOKS_TO_RETRY == 0:
                self._looked = False
            if not self._looked or self._store.pointer() != self._seen:
                await asyncio.to_thread(self.refresh)
            elif self._extras is not None and time.monotonic() - self._asked_at >= _EXTRAS_SECONDS:
                self._asked_at = time.monotonic()
                await asyncio.to_thread(self.refresh_extras)


def _set_aside() -> None:
    """Take what is loaded out of the garbage collector's sight, which looks through it for a tenth of a second.

    What the snapshot before the last one left behind is collected first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
