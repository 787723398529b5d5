"""Which snapshot answers are made from: the overview, activation and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from api.clock import Clock, local_day, utc_now
from api.errors import InvalidField, TransitionRefused
from api.feedback.audit import Subject, write
from api.knowledge_keeper import KnowledgeKeeper
from api.security.accounts import Actor
from api.settings import Settings
from api.storage.database import Database
from knowledge.errors import SnapshotCorrupt, SnapshotError, SnapshotNotFound
from knowledge.manifest import Manifest, SourceFile
from knowledge.snapshot import SnapshotStore

_OTHER_ENCODER = (
    "Bản dữ liệu này được lập bằng phiên bản trước của bộ tìm kiếm nên không dùng lại được. Hãy nhập lại tệp gốc."
)
_CORRUPT = "Bản dữ liệu này bị hỏng (tệp {file}). Bản đang dùng vẫn nguyên vẹn; hãy nhập lại."


@dataclass(frozen=True, slots=True)
class Stored:
    """One snapshot as the list shows it.

    Attributes:
        usable: it was indexed with the encoder in use.
    """

    id: str
    data_date: date
    built: datetime
    procedures: int
    withdrawn: int
    passages: int
    active: bool
    usable: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What the head of the page shows.

    Attributes:
        stored: every snapshot, the newest first.
        trouble: why the active snapshot could not be loaded.
        age: days since the date of the data.
        starter: records whose text is still the starter set's.
    """

    stored: tuple[Stored, ...]
    active: Stored | None
    sources: tuple[SourceFile, ...]
    starter: int
    age: int
    stale: bool
    trouble: str | None
    can_roll_back: bool


@dataclass(frozen=True, slots=True)
class Dates:
    """A supplement that gives its date to records it does not hold.

    Attributes:
        procedures: in the new snapshot.
        taken: records that came from the files.
    """

    before: date
    after: date
    procedures: int
    taken: int


class KnowledgeDesk:
    """Reads and switches snapshots. Blocking; switching is logged."""

    def __init__(self, settings: Settings, database: Database, keeper: KnowledgeKeeper, clock: Clock = utc_now) -> None:
        self._settings = settings
        self._store = SnapshotStore(settings.snapshots)
        self._database = database
        self._keeper = keeper
        self._clock = clock

    def overview(self) -> Overview:
        """Return everything there is to see of the snapshots."""
        manifests = [self._store.manifest(one) for one in reversed(self._store.ids())]
        active_id = self._store.active_id()
        active = next((one for one in manifests if one.id == active_id), None)
        stored = tuple(_stored(one, active) for one in manifests)
        age = (local_day(self._clock()) - active.data_date).days if active else 0
        return Overview(
            stored=stored,
            active=_stored(active, active) if active else None,
            sources=active.sources if active else (),
            starter=len(active.starter) if active else 0,
            age=age,
            stale=age > self._settings.data_stale_days,
            trouble=self._keeper.trouble,
            can_roll_back=self._store.previous_id() is not None,
        )

    def dates_of(self, base_id: str | None, snapshot_id: str | None) -> Dates | None:
        """Tell what an import does to the date that answers show; ``None``: nothing that needs saying."""
        if base_id is None or snapshot_id is None:
            return None
        try:
            base, made = self._store.manifest(base_id), self._store.manifest(snapshot_id)
        except SnapshotError:
            return None
        taken = sum(one.records for one in made.sources)
        if made.data_date <= base.data_date or taken >= made.procedures:
            return None
        return Dates(base.data_date, made.data_date, made.procedures, taken)

    def activate(self, actor: Actor, snapshot_id: str) -> None:
        """Make a snapshot the one answers come from; every running process follows by itself.

        Raises:
            InvalidField: there is no such snapshot.
            TransitionRefused: it cannot be used; what is live stays.
        """
        before = self._store.active_id()
        try:
            self._refuse_other_encoder(snapshot_id)
            self._store.activate(snapshot_id)
        except SnapshotCorrupt as error:
            raise TransitionRefused(_CORRUPT.format(file=error.file_name)) from error
        except SnapshotNotFound as error:
            raise InvalidField("snapshot", "Không có bản dữ liệu này.") from error
        self._switched(actor, "activated", before, snapshot_id)

    def roll_back(self, actor: Actor) -> str:
        """Activate what was active before, and return its id.

        Raises:
            TransitionRefused: there is nothing to go back to, or it cannot be used.
        """
        before, wanted = self._store.active_id(), self._store.previous_id()
        if wanted is None:
            raise TransitionRefused("Không có bản dữ liệu nào dùng trước đó để quay lại.")
        try:
            self._refuse_other_encoder(wanted)
            self._store.activate(wanted)
        except SnapshotError as error:
            raise TransitionRefused("Bản dữ liệu trước đó không còn dùng được.") from error
        self._switched(actor, "rolled_back", before, wanted)
        return wanted

    def discard(self, snapshot_id: str) -> None:
        """Delete a snapshot that nobody wants, unless it is or was live."""
        try:
            self._store.remove(snapshot_id)
        except SnapshotNotFound:
            return

    def _refuse_other_encoder(self, snapshot_id: str) -> None:
        active = self._store.active_id()
        if active and self._store.manifest(snapshot_id).encoder != self._store.manifest(active).encoder:
            raise TransitionRefused(_OTHER_ENCODER)

    def _switched(self, actor: Actor, action: str, before: str | None, after: str) -> None:
        if before != after:
            with self._database.session() as session:
                write(
                    session,
                    at=self._clock(),
                    actor=actor,
                    action=action,
                    subject_kind=Subject.KNOWLEDGE,
                    subject=after,
                    before={"snapshot": before},
                    after={"snapshot": after},
                )
        self._keeper.refresh()


def _stored(manifest: Manifest, active: Manifest | None) -> Stored:
    return Stored(
        id=manifest.id,
        data_date=manifest.data_date,
        built=manifest.built,
        procedures=manifest.procedures,
        withdrawn=manifest.withdrawn,
        passages=manifest.passages,
        active=active is not None and manifest.id == active.id,
        usable=active is None or manifest.encoder == active.encoder,
    )
