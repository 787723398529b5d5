"""The facade of the knowledge: a loaded snapshot that searches and answers."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from copy import copy
from functools import lru_cache
from pathlib import Path

from knowledge.answer import Answer, AnswerStatus
from knowledge.answers import not_found
from knowledge.answers import plan_answer as compose_plan_answer
from knowledge.answers.paper_parts import PapersWanted
from knowledge.answers.versus import compare_two
from knowledge.aspects import Aspect
from knowledge.documents import LegalDocument, shipped_statements
from knowledge.documents.desk import DocumentDesk
from knowledge.encoder.runtime import Encoder, load_encoder
from knowledge.errors import CorruptFile
from knowledge.explaining import Explainer
from knowledge.extras import Extras
from knowledge.fields import FieldStep
from knowledge.fields.menu import FieldMenu
from knowledge.index.confidence import Parameters
from knowledge.materials import ProcedureMaterials, beside
from knowledge.model import ChannelKind, Level, PlanDocument, Procedure
from knowledge.plans.digests import Plan
from knowledge.plans.questions import is_plan_question
from knowledge.plans.search import quotable
from knowledge.plans.shelf import PaperShelf, Quote
from knowledge.replying import composed, procedure_reply
from knowledge.results import Band, Hit, SearchResult, SnapshotInfo
from knowledge.search import Searcher
from knowledge.snapshot import Snapshot, SnapshotStore, is_in_force
from knowledge.text import fold

log = logging.getLogger(__name__)

PLAN_PASSAGES = 3
LONGEST_ASKED = 16
"""Words of a question that is about the document it names, and about nothing else."""


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
        self._said_place: str | None = None
        self._guides = guides_folder
        self._searcher = Searcher(snapshot, encoder, province=province, parameters=parameters)
        self._papers = PaperShelf(_plans_of(snapshot))
        self._cited = lru_cache(maxsize=1)(snapshot.documents)
        self._documents = DocumentDesk(self._cited, self._papers.every(), shipped_statements())
        self._added: tuple[object, object] = ((), ())
        self._materials: Mapping[str, ProcedureMaterials] = {}
        self._explainer = Explainer(snapshot)
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
        other._explainer = self._explainer.with_asked(extras.asked)
        other._materials = extras.materials
        if self._added != (extras.papers, extras.statements):
            other._added = (extras.papers, extras.statements)
            other._papers = self._papers.with_added(extras.papers)
            statements = (*shipped_statements(), *extras.statements)
            other._documents = DocumentDesk(self._cited, other._papers.every(), statements)
        return other

    def for_province(self, province: str | None, said: str | None = None) -> Knowledge:
        """Return the same knowledge for people of another province; cheap, and this one stays as it is.

        ``said``: how the person has named the place; answers that depend on it then say so.
        """
        other = copy(self)
        other._province, other._said_place = province, said
        other._searcher = self._searcher.for_province(province)
        return other

    def decided(self, question: str) -> SearchResult | None:
        """Return what is settled before any search; ``None`` (at once) when they are a question for it.

        That is: what the office has added for just these words, a term explained, a page of the menu of fields, whether
        a legal document is in force, and what a paper of the office's library says that the question names.
        """
        return (
            self._searcher.decided(question)
            or self._prepared(question, self._settled(question))
            or self._explainer.decided(question, self._province)
        )

    def legal_documents(self) -> tuple[LegalDocument, ...]:
        """Return the register: every document that plans name or procedures rest on, or that is stated on."""
        return self._documents.register.documents

    def papers(self) -> tuple[PlanDocument, ...]:
        """Return the plans and other papers answers are made from."""
        return tuple(self._papers.documents.values())

    def field_menu(self) -> FieldMenu:
        """Return the fields of the procedures as people of this province see them."""
        return self._explainer.menu(self._province)

    def fields(self, step: FieldStep) -> Answer:
        """Return a page of the menu of fields."""
        return self.field_menu().answer(step)

    def search(self, question: str, *, history: Sequence[str] = (), limit: int = 10) -> SearchResult:
        """Find what a question needs; see :meth:`knowledge.search.Searcher.search`."""
        if explained := self._explainer.decided(question, self._province):
            return self.decided(question) or explained
        result = self._searcher.search(question, history=history, limit=limit)
        if result.by_office:
            return result
        if settled := self._prepared(result.question, self._settled(result.question)):
            return settled
        if not is_plan_question(result.question):
            return self._or_papers(result)
        passages = self._papers.search(result.question, PLAN_PASSAGES)
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
            for hit, listed in zip(self._snapshot.summaries, self._snapshot.listed_as, strict=True)
            if is_in_force(hit)
            and (field is None or hit.field == field)
            and (level is None or level in hit.levels)
            and all(word in listed for word in needed)
        ]
        return len(found), tuple(found[offset : offset + limit])

    def answer(
        self,
        code: str,
        aspect: Aspect = Aspect.OVERVIEW,
        *,
        channel: ChannelKind | None = None,
        papers: PapersWanted | None = None,
    ) -> Answer:
        """Answer one aspect of a procedure from its record; what the office publishes for it stands below.

        ``papers``: a long list of papers comes in parts, and this one is wanted; ``None``: all of it at once.

        Raises:
            ProcedureNotFound: no such code.
        """
        record = self._snapshot.procedure(code)
        told = composed(
            record,
            aspect,
            self._guides,
            channel=channel,
            snapshot_date=self.info.data_date,
            province=self._province,
            papers=papers,
            said_place=self._said_place,
        )
        return beside(told, record, self._materials)

    def compare(self, first: str, second: str, asked: Aspect | None = None) -> Answer:
        """Return what the records of two procedures say side by side; ``asked``: what is said first.

        Raises:
            ProcedureNotFound: no such code.
            ValueError: it is twice the same procedure.
        """
        pair = self._snapshot.procedure(first), self._snapshot.procedure(second)
        return compare_two(*pair, snapshot_date=self.info.data_date, asked=asked, province=self._province)

    def reply(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """Answer a question in one go: search, then state the facts, offer a choice, or ask."""
        result = self.search(question, history=history)
        if result.prepared:
            return result.prepared
        if result.about_plan:
            return self.plan_answer(result.question) or not_found(result.question)
        return procedure_reply(self.answer, result, self._said_place)

    def plan_answer(self, question: str) -> Answer | None:
        """Answer from the plan documents; ``None`` when no plan we hold is meant.

        A plan that is meant but does not say it is answered so: "the plan does not state this".
        """
        found = self._papers.quote(question, PLAN_PASSAGES)
        return self._quoted(found) if found else None

    def _settled(self, question: str) -> Answer | None:
        if answer := self._documents.answer(question):
            return answer
        named = self._papers.named(question, PLAN_PASSAGES)
        return self._quoted(named) if named else None

    def _or_papers(self, result: SearchResult) -> SearchResult:
        """Return what a paper of the office says that is asked for by title, or surely fits, where no procedure does.

        A procedure that fits beyond doubt is what people need; a paper that only may be meant does not hide it.
        """
        if result.status is AnswerStatus.ANSWERED:
            return result
        near = self._papers.named(result.question, PLAN_PASSAGES, loosely=True)
        if near is None and result.status is not AnswerStatus.CHOOSE:
            near = self._papers.near(result.question, PLAN_PASSAGES)
        return (self._prepared(result.question, self._quoted(near)) if near else None) or result

    def _prepared(self, question: str, answer: Answer | None) -> SearchResult | None:
        if answer is None:
            return None
        told = len(question.split()) > LONGEST_ASKED  # a story that only mentions a document
        return SearchResult(
            question=question, status=answer.status, band=Band.SURE, by_office=True, prepared=answer, cued=told
        )

    def _quoted(self, quote: Quote) -> Answer:
        document, passages, day = quote.document, quote.passages, self.info.data_date
        beside = self._documents.beside(document, passages)
        try:
            return compose_plan_answer(document, passages, day, guides_folder=self._guides, beside=beside)
        except CorruptFile as broken:
            log.warning("guide_broken", extra={"file": broken.path.name})
            return compose_plan_answer(document, passages, day, beside=beside)


def _plans_of(snapshot: Snapshot) -> list[Plan]:
    store = snapshot.plans()
    return [(one, tuple(p for p in store.passages if p.document_id == one.id)) for one in store.documents]
