"""The desk of PAKN as the dialogue sees it (:class:`actions.feedback.port.Desk`), by conversation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from actions.feedback.port import (
    AgencyView,
    CaseView,
    ConsentView,
    DraftView,
    FieldRefused,
    Incomplete,
    NoSuchCase,
    PlaceView,
    ReceiptView,
    StepRefused,
    StepView,
)
from api.clock import VIETNAM
from api.errors import CaseNotFound, IncompleteFeedback, InvalidField, RateLimited, TransitionRefused
from api.feedback.communes import LONGEST, communes_today
from api.feedback.desk import FeedbackDesk
from api.feedback.fields import MAX_ADDRESS
from api.feedback.intake import title_of
from api.feedback.labels import STATUS_LABELS
from api.feedback.model import Channel, Completeness, Draft, PublicCase
from api.feedback_api.consent import Consent
from api.security.vault import vault

_TOO_OFTEN = "Anh/chị đã thử quá nhiều lần. Vui lòng chờ khoảng {minutes} phút rồi thử lại."


class DeskPort:
    """Blocks, like the desk itself: call it from a worker thread.

    Args:
        desk: keeps PAKN.
        consent: the consent text in force.
        public_url: address people open this product at; empty: its pages are named without it.
    """

    def __init__(self, desk: FeedbackDesk, consent: Consent, public_url: str = "") -> None:
        self._desk = desk
        self._consent = ConsentView(**consent.model_dump())
        self._public_url = public_url

    def draft(self, conversation: str, channel: str) -> DraftView:
        """Return the open draft of a conversation; opens one when there is none."""
        return self._view(self._desk.draft(self._id(conversation, channel)))

    def change(self, conversation: str, channel: str, **fields: object) -> DraftView:
        """Set fields of the draft; raises ``FieldRefused``."""
        with _in_words_of_the_dialogue():
            return self._view(self._desk.change_draft(self._id(conversation, channel), **fields))

    def keep(self, conversation: str, channel: str, **fields: object) -> tuple[str, ...]:
        """Set fields of the draft and return what the sender should know about them; raises ``FieldRefused``."""
        with _in_words_of_the_dialogue():
            return self._desk.change_draft(self._id(conversation, channel), **fields).hints

    def drop(self, conversation: str, channel: str) -> None:
        """Forget the draft."""
        self._desk.drop_draft(self._id(conversation, channel))

    def agencies(self, text: str) -> tuple[AgencyView, ...]:
        """Return the few agencies of the directory that words may mean, the likeliest first."""
        return tuple(AgencyView(name=name) for name in self._desk.agencies_like(text))

    def submit(self, conversation: str, channel: str) -> ReceiptView:
        """Make a PAKN of the draft, or repeat the receipt of the one just made; raises ``Incomplete``."""
        try:
            receipt = self._desk.submit(self._id(conversation, channel))
        except IncompleteFeedback as error:
            earlier = self._desk.receipt_again(conversation)
            if earlier is None:
                raise Incomplete(*error.missing) from None
            receipt = earlier
        full = receipt.completeness is Completeness.FULL
        later = full and bool(self._desk.rules.files.count) and not self._takes_files(channel)
        page = f"{self._public_url}/phan-anh/{receipt.code}" if later else None
        return ReceiptView(code=receipt.code, full=full, text=receipt.text, files_page=page)

    def consent(self) -> ConsentView:
        """Return the consent text in force."""
        return self._consent

    def case(self, code: str, proof: str) -> CaseView:
        """Return a PAKN to whoever knows code and proof."""
        with _in_words_of_the_dialogue():
            return _case_view(self._desk.status(code, proof))

    def add(self, code: str, proof: str, text: str) -> CaseView:
        """Add information."""
        with _in_words_of_the_dialogue():
            return _case_view(self._desk.add(code, proof, text))

    def withdraw(self, code: str, proof: str, reason: str | None) -> CaseView:
        """Take a PAKN back."""
        with _in_words_of_the_dialogue():
            return _case_view(self._desk.withdraw(code, proof, reason))

    def rate(self, code: str, proof: str, stars: int) -> CaseView:
        """Rate the answer."""
        with _in_words_of_the_dialogue():
            return _case_view(self._desk.rate(code, proof, stars))

    def reopen(self, code: str, proof: str, reason: str) -> CaseView:
        """Ask once for a second look."""
        with _in_words_of_the_dialogue():
            return _case_view(self._desk.reopen(code, proof, reason))

    def seal(self, text: str) -> str:
        """Return a text so that only this deployment can read it again."""
        return vault().seal(text.encode()).decode("ascii")

    def unseal(self, sealed: str) -> str:
        """Return what was sealed; ``VaultLocked`` for anything else."""
        return vault().open(sealed.encode("ascii", "replace")).decode()

    def _id(self, conversation: str, channel: str) -> str:
        known = Channel(channel) if channel in list(Channel) else Channel.WEB
        return self._desk.open_draft(channel=known, conversation_id=conversation)

    def _takes_files(self, channel: str) -> bool:
        """Tell whether files can come by a channel: the page has a place for them, messengers have none."""
        return channel == Channel.WEB and self._desk.rules.files.count > 0

    def _view(self, draft: Draft) -> DraftView:
        given = self._desk.in_force(draft.fields)  # a consent to a text that has changed is none
        return DraftView(
            kind=given.kind.value if given.kind else None,
            title=title_of(given) or None,
            content=given.content,
            procedure_code=given.procedure_code,
            agency=given.agency,
            location=given.location,
            places=_places(given.location, LONGEST),
            occurred_on=given.occurred_on,
            sender_kind=given.sender_kind.value,
            sender_name=given.sender_name,
            sender_address=given.sender_address,
            homes=_places(given.sender_address, MAX_ADDRESS),
            sender_phone=given.sender_phone,
            sender_email=given.sender_email,
            identity_hidden=given.identity_hidden,
            consent_version=given.consent_version,
            anonymous=given.anonymous,
            attachments=tuple(one.name for one in draft.attachments),
            takes_files=self._takes_files(draft.channel),
        )


def _places(named: str | None, longest: int) -> tuple[PlaceView, ...]:
    offered = communes_today(named, longest) if named else ()
    return tuple(PlaceView(name=one.name, written=one.written) for one in offered)


@contextmanager
def _in_words_of_the_dialogue() -> Iterator[None]:
    try:
        yield
    except InvalidField as error:
        raise FieldRefused(error.reason) from None
    except CaseNotFound:
        raise NoSuchCase from None
    except TransitionRefused as error:
        raise StepRefused(error.reason) from None
    except RateLimited as error:
        raise StepRefused(_TOO_OFTEN.format(minutes=max(1, round(error.retry_after / 60)))) from None


def _case_view(case: PublicCase) -> CaseView:
    return CaseView(
        code=case.code,
        status=STATUS_LABELS[case.status],
        agency=case.agency,
        due=case.answer_due_on,
        late=case.late,
        steps=tuple(StepView(at=step.at.astimezone(VIETNAM), label=step.label) for step in case.steps),
        question=case.question,
        answer=case.answer,
        may_add=case.may_add,
        may_withdraw=case.may_withdraw,
        may_rate=case.may_rate,
        may_reopen=case.may_reopen,
    )
