"""The numbers on the assistant of one period, and what people asked it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from api.reports.history import start_of
from api.reports.periods import Period
from api.reports.satisfaction import Satisfaction, satisfaction
from api.storage.chat_counts import Measure, counts_between
from api.storage.conversations import RatingValue, Role
from api.storage.tables import ConversationRow, MessageRow, RatingRow
from knowledge.answer import AnswerStatus
from knowledge.text import fold, one_line, words

TOP = 10
LEAST_CONVERSATIONS = 2
"""A question is listed only when it came up in this many conversations: one person's words stay unread here."""

UNANSWERED = (AnswerStatus.ASK_MORE, AnswerStatus.NOT_FOUND, AnswerStatus.OUT_OF_SCOPE)
CHANNELS = {"web": "Trang web", "zalo_oa": "Zalo OA", "zalo_bot": "Zalo Bot", "webhook": "Kênh riêng của cơ quan"}
PRIVATE = "[nội dung phản ánh, kiến nghị]"
_BATCH = 5000
_SHOWN_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class Asked:
    """One message of a person with what it brought.

    Attributes:
        conversation: number of the conversation in this listing; it means nothing elsewhere.
        text: masked; :data:`PRIVATE` where it belongs to a PAKN.
        pressed: a button, not typed.
        status: of the last answer; ``None``: words without data, such as a greeting.
    """

    at: datetime
    conversation: int
    channel: str
    text: str
    pressed: bool
    status: AnswerStatus | None
    code: str | None
    via: str | None
    latency_ms: int | None
    rating: RatingValue | None


@dataclass(frozen=True, slots=True)
class ChatNumbers:
    """All numbers on the assistant of a period.

    Attributes:
        conversations: begun in the period.
        questions: typed messages of people.
        presses: pressed buttons.
        by_channel: name, conversations and questions of each channel.
        answers: by status.
        up, down: ratings of answers given in the period.
        procedures: code, name and number of answers, the most asked first.
        questions_asked: what came up most, in people's masked words.
        questions_unanswered: the same, of those without an answer.
        satisfaction: with the answers, by channel.
        texts_since: first day of which texts are still kept; those of earlier days are deleted, their counts are not.
    """

    conversations: int
    questions: int
    presses: int
    by_channel: tuple[tuple[str, int, int], ...]
    answers: Mapping[AnswerStatus, int]
    up: int
    down: int
    procedures: tuple[tuple[str, str, int], ...]
    questions_asked: tuple[tuple[str, int], ...]
    questions_unanswered: tuple[tuple[str, int], ...]
    texts_since: date
    satisfaction: tuple[Satisfaction, ...] = ()

    @property
    def answered(self) -> int:
        """Messages of the assistant with a status."""
        return sum(self.answers.values())

    @property
    def unanswered(self) -> int:
        """Answers that asked back for lack of a match, found nothing, or were outside the scope."""
        return sum(self.answers[status] for status in UNANSWERED)

    @property
    def handed_over(self) -> int:
        """Answers that handed the person over to an official."""
        return self.answers[AnswerStatus.HANDED_OVER]


def count_chat(
    session: Session, period: Period, names: Callable[[str], str | None], *, today: date, kept_days: int
) -> ChatNumbers:
    """Count a period.

    Args:
        session: of the caller.
        period: the days.
        names: code of a procedure → name.
        today: day in Vietnam.
        kept_days: how long conversations are kept.
    """
    total: dict[Measure, Counter[str]] = {measure: Counter() for measure in Measure}
    channels: dict[Measure, Counter[str]] = {measure: Counter() for measure in Measure}
    counts = counts_between(session, period.start, period.as_of)
    for one in counts:
        total[one.measure][one.subject] += one.number
        channels[one.measure][one.channel] += one.number
    begun, typed = channels[Measure.CONVERSATION], channels[Measure.QUESTION]
    asked, unanswered = _most_asked(session, period)
    return ChatNumbers(
        conversations=begun.total(),
        questions=typed.total(),
        presses=channels[Measure.PRESS].total(),
        by_channel=tuple(
            (CHANNELS.get(key, key), begun[key], typed[key])
            for key in sorted(begun | typed, key=lambda key: (-typed[key], key))
        ),
        answers={status: total[Measure.ANSWER][status.value] for status in AnswerStatus},
        up=total[Measure.RATING][RatingValue.UP],
        down=total[Measure.RATING][RatingValue.DOWN],
        procedures=tuple(
            (code, names(code) or code, number)
            for code, number in sorted(total[Measure.PROCEDURE].items(), key=lambda one: (-one[1], one[0]))
        ),
        questions_asked=asked,
        questions_unanswered=unanswered,
        texts_since=today - timedelta(days=kept_days),
        satisfaction=satisfaction(counts, CHANNELS),
    )


def asked_in(session: Session, period: Period) -> Iterator[Asked]:
    """Yield every message of a person of some days that is still kept, conversation by conversation."""
    said = (MessageRow.role == Role.USER, MessageRow.text)
    rows = session.execute(
        select(
            MessageRow.conversation_id,
            ConversationRow.channel,
            MessageRow.role,
            case(said, else_=""),  # answers are long and not needed
            MessageRow.payload,
            MessageRow.status,
            MessageRow.answer["code"].as_string(),
            MessageRow.via,
            MessageRow.latency_ms,
            RatingRow.value,
            MessageRow.created_at,
        )
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .join(RatingRow, RatingRow.message_number == MessageRow.number, isouter=True)
        .where(MessageRow.created_at >= start_of(period.start), MessageRow.created_at < start_of(period.as_of + _DAY))
        .order_by(MessageRow.conversation_id, MessageRow.number)
        .execution_options(yield_per=_BATCH)
    )
    waiting: Asked | None = None
    numbers: dict[str, int] = {}
    for conversation, channel, role, text, payload, status, code, via, latency, rating, at in rows:
        number = numbers.setdefault(conversation, len(numbers) + 1)
        if waiting and (role == Role.USER or waiting.conversation != number):
            yield waiting
            waiting = None
        if role == Role.USER:
            waiting = Asked(at, number, channel, text, payload is not None, None, None, None, None, None)
        elif waiting:
            waiting = _answered(waiting, status, code, via, latency, rating)
    if waiting:
        yield waiting


_DAY = timedelta(days=1)


def _answered(
    asked: Asked, status: str | None, code: str | None, via: str | None, latency: int | None, rating: str | None
) -> Asked:
    found = AnswerStatus(status) if status else asked.status
    return Asked(
        at=asked.at,
        conversation=asked.conversation,
        channel=asked.channel,
        text=PRIVATE if found is AnswerStatus.FEEDBACK and not asked.pressed else asked.text,
        pressed=asked.pressed,
        status=found,
        code=code or asked.code,
        via=via,
        latency_ms=latency,
        rating=RatingValue(rating) if rating else asked.rating,
    )


def _most_asked(session: Session, period: Period) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """Return the typed questions that came up most, all and those without an answer; like ones count together."""
    every, without = _Pile(), _Pile()
    for asked in asked_in(session, period):
        if asked.pressed or asked.status is None or asked.text == PRIVATE:
            continue
        every.add(asked)
        if asked.status in UNANSWERED:
            without.add(asked)
    return every.top(), without.top()


class _Pile:
    """Questions that are the same when case, diacritics and signs do not count."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()
        self._words: dict[str, Counter[str]] = defaultdict(Counter)
        self._conversations: dict[str, set[int]] = defaultdict(set)

    def add(self, asked: Asked) -> None:
        text = one_line(asked.text)[:_SHOWN_CHARACTERS]
        key = fold(" ".join(words(text)))
        if not key:
            return
        self._times[key] += 1
        self._words[key][text] += 1
        self._conversations[key].add(asked.conversation)

    def top(self) -> tuple[tuple[str, int], ...]:
        shared = [key for key, seen in self._conversations.items() if len(seen) >= LEAST_CONVERSATIONS]
        best = sorted(shared, key=lambda key: (-self._times[key], key))[:TOP]
        return tuple((self._most_usual(key), self._times[key]) for key in best)

    def _most_usual(self, key: str) -> str:
        return max(self._words[key].items(), key=lambda one: (one[1], one[0]))[0]
