"""A knowledge of a few procedures: real records and answers, and a search by key words."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date
from decimal import Decimal

from knowledge.answer import Answer, AnswerStatus
from knowledge.answers import compose
from knowledge.answers.paper_parts import PapersWanted
from knowledge.answers.versus import compare_two
from knowledge.aspects import Aspect, aspects_in
from knowledge.errors import ProcedureNotFound
from knowledge.model import (
    Channel,
    ChannelKind,
    Duration,
    DurationState,
    Fee,
    FeeState,
    Paper,
    Procedure,
    TimeUnit,
)
from knowledge.results import Band, Hit, SearchResult
from knowledge.text import fold, normalise_query

DAY = date(2026, 7, 1)
RESIDENCE = "1.004194"
BIRTH = "1.001193"
FIRST_CARD, LOST_CARD, CHANGED_CARD = "1.100001", "1.100002", "1.100003"
MARRIAGE = "1.100010"
PASSPORT = "1.100020"

_NAMES = {
    RESIDENCE: "Đăng ký tạm trú",
    BIRTH: "Đăng ký khai sinh",
    FIRST_CARD: "Cấp thẻ căn cước lần đầu",
    LOST_CARD: "Cấp lại thẻ căn cước",
    CHANGED_CARD: "Cấp đổi thẻ căn cước",
    MARRIAGE: "Đăng ký kết hôn",
    PASSPORT: "Cấp hộ chiếu phổ thông",
}
# Words that settle on one procedure, the more special first.
_SURE = (
    ("tam tru", RESIDENCE),
    ("cap lai can cuoc", LOST_CARD),
    ("mat can cuoc", LOST_CARD),
    ("doi the can cuoc", CHANGED_CARD),
    ("khai sinh", BIRTH),
    ("ket hon", MARRIAGE),
    ("ho chieu", PASSPORT),
)


def _channel(kind: ChannelKind, amount: int) -> Channel:
    duration = Duration(state=DurationState.STATED, amount=Decimal(3), unit=TimeUnit.WORKING_DAY)
    return Channel(kind=kind, duration=duration, fees=(Fee(state=FeeState.AMOUNT, amount=Decimal(amount)),))


def _record(code: str, name: str) -> Procedure:
    return Procedure(
        code=code,
        name=name,
        agency="Công an xã",
        steps=("Nộp hồ sơ.", "Nhận kết quả."),
        channels=(_channel(ChannelKind.ONLINE, 7000), _channel(ChannelKind.IN_PERSON, 15000)),
        papers=(Paper(name="Tờ khai", originals=1),),
    )


class SmallKnowledge:
    """Answers about seven procedures and one plan."""

    def __init__(self) -> None:
        self._records = {code: _record(code, name) for code, name in _NAMES.items()}
        self.searched: list[tuple[str, tuple[str, ...]]] = []
        self.added: dict[str, SearchResult] = {}
        self.province: str | None = None
        self.said: str | None = None

    def search(self, question: str, *, history: Sequence[str] = (), **_: int) -> SearchResult:
        """Find by key words; "căn cước" alone leaves three to choose from."""
        self.searched.append((question, tuple(history)))
        folded = fold(normalise_query(question))
        aspects = aspects_in(question)
        code = next((code for words, code in _SURE if words in folded), None)
        if code:
            return SearchResult(
                question=question,
                status=AnswerStatus.ANSWERED,
                band=Band.SURE,
                aspects=aspects,
                hits=(self._hit(code, 0.9), self._hit(BIRTH if code != BIRTH else MARRIAGE, 0.1)),
            )
        if "can cuoc" in folded:
            hits = tuple(self._hit(code, 0.5) for code in (FIRST_CARD, LOST_CARD, CHANGED_CARD))
            return SearchResult(
                question=question, status=AnswerStatus.CHOOSE, band=Band.BETWEEN, aspects=aspects, hits=hits
            )
        return SearchResult(question=question, status=AnswerStatus.ASK_MORE, band=Band.UNSURE, aspects=aspects)

    def decided(self, question: str) -> SearchResult | None:
        """Return what a test has added in the name of the office."""
        return self.added.get(question)

    def procedure(self, code: str) -> Procedure:
        """Return a record."""
        try:
            return self._records[code]
        except KeyError:
            raise ProcedureNotFound(code) from None

    def answer(
        self,
        code: str,
        aspect: Aspect = Aspect.OVERVIEW,
        *,
        channel: ChannelKind | None = None,
        papers: PapersWanted | None = None,
    ) -> Answer:
        """Answer as the product does."""
        return compose(
            self.procedure(code),
            aspect,
            channel=channel,
            snapshot_date=DAY,
            papers=papers,
            province=self.province,
            said_place=self.said,
        )

    def compare(self, first: str, second: str, asked: Aspect | None = None) -> Answer:
        """Compare as the product does."""
        return compare_two(self.procedure(first), self.procedure(second), snapshot_date=DAY, asked=asked)

    def for_province(self, province: str | None, said: str | None = None) -> SmallKnowledge:
        """Return the same for people of a province."""
        other = copy(self)
        other.province, other.said = province, said
        return other

    def plan_answer(self, question: str) -> Answer | None:
        """Know one plan."""
        if "736" not in question:
            return None
        return Answer(status=AnswerStatus.ANSWERED, lead=f"Theo kế hoạch 736: {question}")

    def _hit(self, code: str, score: float) -> Hit:
        return Hit(code=code, name=_NAMES[code], score=score)
