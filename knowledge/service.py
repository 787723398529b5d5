"""The facade of the knowledge: a loaded snapshot that searches and answers."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from copy import copy
from pathlib import Path

from knowledge.answer import Answer, AnswerStatus
from knowledge.answers import ask_more, choose, compose, not_found, out_of_scope
from knowledge.answers import plan_answer as compose_plan_answer
from knowledge.aspects import Aspect
from knowledge.encoder.runtime import Encoder, load_encoder
from knowledge.errors import CorruptFile
from knowledge.extras import Extras
from knowledge.index.confidence import Parameters
from knowledge.model import ChannelKind, Level, Procedure
from knowledge.plans.questions import is_plan_question
from knowledge.plans.search import PlanIndex, quotable
from knowledge.results import Hit, SearchResult, SnapshotInfo
from knowledge.search import Searcher
from knowledge.snapshot import Snapshot, SnapshotStore, is_in_force
from knowledge.text import fold

log = logging.getLogger(__name__)

MOST_ASPECTS = 3
"""Aspects answered in one turn; more than that is not read."""
PLAN_PASSAGES = 3


class Knowledge:
    """One snapshot, ready to search and answer. Immutable and safe to share between threads.

    Args:
        snapshot: what to answer from.
        encoder: the encoder the snapshot was indexed with.
        province: the deployment's province, ``None`` for a national one.
        guides_folder: folder with a deployment's own how-to guides.
        parameters: of ranking and confidence; the shipped ones by default.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        encoder: Encoder,
        *,
        province: str | None = None,
        guides_folder: Path | None = None,
        parameters: Parameters | None = None,
    ) -> None:
        self._snapshot = snapshot
        self._province = province
        self._guides = guides_folder
        self._searcher = Searcher(snapshot, encoder, province=province, parameters=parameters)
        plans = snapshot.plans()
        self._documents = {document.id: document for document in plans.documents}
        self._passages = {(passage.document_id, passage.path): passage for passage in plans.passages}
        self._plans = PlanIndex(plans.documents, plans.passages)
        self.info: SnapshotInfo = snapshot.manifest.info(active=True)

    @classmethod
    def open(
        cls,
        root: Path,
        *,
        province: str | None = None,
        encoder: Encoder | None = None,
        guides_folder: Path | None = None,
    ) -> Knowledge:
        """Open the active snapshot of a folder of snapshots.

        Raises:
            SnapshotNotFound: none is active.
            EncoderError: the encoder is missing, or is not the one the snapshot was indexed with.
        """
        snapshot = SnapshotStore(root).open()
        return cls(snapshot, encoder or load_encoder(), province=province, guides_folder=guides_folder)

    def with_extras(self, extras: Extras) -> Knowledge:
        """Return the same knowledge with what an office has added (and nothing it had been given before).

        Cheap: everything else is shared, and only vectors of new texts are computed. This one stays as it is, so
        that turns under way are not disturbed.
        """
        other = copy(self)
        other._searcher = self._searcher.with_extras(extras)
        return other

    def for_province(self, province: str | None) -> Knowledge:
        """Return the same knowledge for people of another province; cheap, and this one stays as it is."""
        other = copy(self)
        other._province = province
        other._searcher = self._searcher.for_province(province)
        return other

    def decided(self, question: str) -> SearchResult | None:
        """Return what the office has added for just these words; ``None`` (at once) when nothing was."""
        return self._searcher.decided(question)

    def search(self, question: str, *, history: Sequence[str] = (), limit: int = 10) -> SearchResult:
        """Find what a question needs; see :meth:`knowledge.search.Searcher.search`."""
        result = self._searcher.search(question, history=history, limit=limit)
        if result.by_office or not is_plan_question(result.question):
            return result
        passages = self._plans.search(result.question, PLAN_PASSAGES)
        status = AnswerStatus.ANSWERED if quotable(passages) else AnswerStatus.NOT_FOUND
        return result.model_copy(update={"about_plan": True, "plan_hits": passages, "status": status})

    def procedure(self, code: str) -> Procedure:
        """Return a record, withdrawn ones included.

        Raises:
            ProcedureNotFound: no such code.
        """
        return self._snapshot.procedure(code)

    def procedures(
        self,
        *,
        query: str | None = None,
        field: str | None = None,
        level: Level | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> tuple[int, tuple[Hit, ...]]:
        """List records in force, by code.

        Args:
            query: words that must all stand in the name or the code, with or without diacritics.
            field: exact field name.
            level: level of the agency.
            offset: rows to skip.
            limit: most rows returned.

        Returns:
            How many match, and the page.
        """
        needed = fold(query).split() if query else []
        found = [
            hit
            for hit in self._snapshot.summaries
            if is_in_force(hit)
            and (field is None or hit.field == field)
            and (level is None or level in hit.levels)
            and all(word in f"{hit.code.lower()} {fold(hit.name)}" for word in needed)
        ]
        return len(found), tuple(found[offset : offset + limit])

    def answer(self, code: str, aspect: Aspect = Aspect.OVERVIEW, *, channel: ChannelKind | None = None) -> Answer:
        """Answer one aspect of a procedure.

        Raises:
            ProcedureNotFound: no such code.
        """
        record = self._snapshot.procedure(code)
        day, place = self.info.data_date, self._province
        try:
            return compose(
                record, aspect, channel=channel, snapshot_date=day, province=place, guides_folder=self._guides
            )
        except CorruptFile as broken:  # a guide an admin is editing: the shipped one serves meanwhile
            log.warning("guide_broken", extra={"file": broken.path.name})
            return compose(record, aspect, channel=channel, snapshot_date=day, province=place)

    def reply(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """Answer a question in one go: search, then state the facts, offer a choice, or ask."""
        result = self.search(question, history=history)
        if result.prepared:
            return result.prepared
        if result.about_plan:
            return self._plan_reply(result)
        return self._procedure_reply(result)

    def plan_answer(self, question: str) -> Answer | None:
        """Answer from the plan documents; ``None`` when no plan we hold is meant.

        A plan that is meant but does not say it is answered so: "the plan does not state this".
        """
        hits = self._plans.search(question, PLAN_PASSAGES)
        if not hits:
            return None
        document = hits[0].document_id
        return self._quote(document, [hit.path for hit in quotable(hits) if hit.document_id == document])

    def _plan_reply(self, result: SearchResult) -> Answer:
        return self.plan_answer(result.question) or not_found(result.question)

    def _quote(self, document_id: str, paths: Sequence[str]) -> Answer:
        passages = [self._passages[document_id, path] for path in paths]
        document, day = self._documents[document_id], self.info.data_date
        try:
            return compose_plan_answer(document, passages, day, guides_folder=self._guides)
        except CorruptFile as broken:
            log.warning("guide_broken", extra={"file": broken.path.name})
            return compose_plan_answer(document, passages, day)

    def _procedure_reply(self, result: SearchResult) -> Answer:
        if result.status is AnswerStatus.ANSWERED:
            aspects = result.aspects[:MOST_ASPECTS] or (Aspect.OVERVIEW,)
            code = result.hits[0].code
            return together([self.answer(code, aspect, channel=result.channel) for aspect in aspects])
        if result.status is AnswerStatus.CHOOSE:
            return choose(result.hits, result.aspects[0] if result.aspects else None)
        if result.status is AnswerStatus.OUT_OF_SCOPE:
            return out_of_scope()
        return not_found(result.question) if result.status is AnswerStatus.NOT_FOUND else ask_more(result.question)


def together(answers: Sequence[Answer]) -> Answer:
    """Join answers to several aspects of one procedure into one."""
    first = answers[0]
    if len(answers) == 1:
        return first
    blocks = [block for answer in answers for block in answer.blocks]
    unique = [block for i, block in enumerate(blocks) if block not in blocks[:i]]
    lead = " ".join(answer.lead for answer in answers)
    return first.model_copy(update={"lead": lead, "blocks": tuple(unique)})
