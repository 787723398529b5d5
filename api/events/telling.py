"""Those who have registered are told when their session is changed, called off, or held after all.

By e-mail, where the deployment sends mail and an address was left: the letter is written in the transaction of the
change and sent from the outbox, once to each address. Whoever left a phone number is called by the office
(:mod:`api.events.told`). A registration knows no conversation, so nobody is told by chat.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.events.model import Event
from api.notices import EMAIL
from api.notices.mail import MailServer
from api.settings import Settings
from api.storage.event_tables import EventRow, RegistrationRow
from api.storage.feedback_tables import OutboxRow
from knowledge.answers.shorten import shorten

_KEY = "event:{event}:{who}:{at}"
_WHO_LETTERS = 32
_TITLE = 120


class What(StrEnum):
    """What people are told; the value is stored."""

    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESTORED = "restored"


_SUBJECTS = {What.CHANGED: "có thay đổi", What.CANCELLED: "đã huỷ", What.RESTORED: "vẫn diễn ra"}
_LEADS = {
    What.CHANGED: "Buổi “{title}” mà anh/chị đã đăng ký có thay đổi. Thông tin mới:",
    What.CANCELLED: "Buổi “{title}” mà anh/chị đã đăng ký, lúc {when}, đã huỷ. Anh/chị không cần làm gì thêm.",
    What.RESTORED: "Buổi “{title}” mà anh/chị đã đăng ký vẫn diễn ra. Thông tin của buổi:",
}
_KEPT = "Anh/chị không phải đăng ký lại. Không tham dự được, anh/chị huỷ đăng ký {how}."
_GONE = "Muốn xoá ngay thông tin đã gửi khi đăng ký, anh/chị huỷ đăng ký {how}."
_ADDRESSES = "tại:\n{addresses}\n(nhập thư điện tử đã ghi khi đăng ký)"
_BY_HAND = "ở trang lịch đối thoại, mục “Huỷ một đăng ký”: nhập mã {codes} và thư điện tử đã ghi khi đăng ký"


@dataclass(frozen=True, slots=True)
class Told:
    """How many were told of one change: ``letters`` by e-mail; ``others`` have to be called or written to by hand."""

    letters: int
    others: int


@dataclass(frozen=True, slots=True)
class Teller:
    """Writes the letters.

    Attributes:
        mail: this deployment sends mail.
        base: address people open this product at; empty: a letter names the page instead.
        office: signs the letter; may be empty.
    """

    mail: bool = False
    base: str = ""
    office: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Teller:
        """Take it from the settings."""
        return cls(MailServer.of(settings) is not None, settings.public_url, settings.office_name)

    def tell(self, session: Session, row: EventRow, what: What, now: Event, before: Event, at: datetime) -> Told:
        """Put a letter to everybody who left an address into the outbox, in the caller's transaction.

        Args:
            session: of the change.
            row: the session with the public; keeps what people were told, and when.
            what: has happened.
            now: the session as it is.
            before: the session as it was.
            at: the moment of the change.
        """
        row.told_at, row.told_what = at, what
        people = session.scalars(select(RegistrationRow).where(RegistrationRow.event_id == row.id)).all()
        if not self.mail:
            return Told(0, len(people))
        writers: defaultdict[str, list[RegistrationRow]] = defaultdict(list)
        for one in people:
            if "@" in one.contact:
                one.mailed_at = at
                writers[one.contact_hash].append(one)
        subject = f"Buổi “{shorten(now.title, _TITLE)}” {_SUBJECTS[what]}"
        for who, own in writers.items():
            session.add(
                OutboxRow(
                    key=key_of(row.id, who, at),
                    channel=EMAIL,
                    recipient=own[0].contact,
                    subject=subject,
                    body=self._letter(what, now, before, [one.code for one in own]),
                    created_at=at,
                    next_at=at,
                    attempts=0,
                )
            )
        letters = sum(len(own) for own in writers.values())
        return Told(letters, len(people) - letters)

    def _letter(self, what: What, now: Event, before: Event, codes: Sequence[str]) -> str:
        lead = _LEADS[what].format(title=now.title, when=now.when)
        facts = () if what is What.CANCELLED else _facts(now, before)
        end = (_GONE if what is What.CANCELLED else _KEPT).format(how=self._withdrawing(codes))
        return "\n\n".join(part for part in ("Kính gửi anh/chị,", lead, "\n".join(facts), end, self.office) if part)

    def _withdrawing(self, codes: Sequence[str]) -> str:
        if not self.base:
            return _BY_HAND.format(codes=", ".join(codes))
        return _ADDRESSES.format(addresses="\n".join(f"{self.base}/su-kien/huy?ma={code}" for code in codes))


def concerns(now: Event, before: Event) -> bool:
    """Tell whether a change moves people: another time, place or address; not other words about the same session."""
    return (now.starts_at, now.place, now.url) != (before.starts_at, before.place, before.url)


def key_of(event_id: str, contact_hash: str, at: datetime) -> str:
    """Return the key of the letter of one change to one address: the same letter is never written twice."""
    return _KEY.format(event=event_id, who=contact_hash[:_WHO_LETTERS], at=f"{at:%Y%m%dT%H%M%S%f}")


def forget_letters(session: Session, hashes: Sequence[str] = ("%",), event_id: str = "%") -> None:
    """Delete letters, sent or not: to certain people or to all, about one session or any."""
    for one in hashes:
        pattern = _KEY.format(event=event_id, who=one[:_WHO_LETTERS], at="%")
        session.execute(delete(OutboxRow).where(OutboxRow.key.like(pattern)))


def _facts(now: Event, before: Event) -> Iterable[str]:
    return (
        _fact("Thời gian", now.when, before.when),
        _fact("Địa điểm", now.place or "qua mạng", before.place or "qua mạng"),
        *((_fact("Tham gia qua mạng", now.url, before.url or now.url),) if now.url else ()),
    )


def _fact(label: str, now: str, before: str) -> str:
    return f"{label}: {now}{f' (trước đây: {before})' if now != before else ''}"
