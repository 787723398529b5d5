"""A newsletter as data: one content for the page, the Word file and the mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.announcements.board import Announcement
from api.newsletter.changes import MOST, Changed, Changes
from api.reports.periods import Period

TITLE = "Bản tin cải cách hành chính"
INTRO_CHARACTERS = 1000
NOTHING = "Trong kỳ này chưa có tin thông báo, sự kiện hay thay đổi thủ tục nào."
NO_COMPARISON = "Chưa có bản dữ liệu thủ tục trước kỳ này để so sánh, nên bản tin không nêu thay đổi của thủ tục."


@dataclass(frozen=True, slots=True)
class Item:
    """One line: what it says, what stands below it, and where more is."""

    text: str
    note: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading.

    Attributes:
        total: how many there are; more than ``items`` where the list was too long for a newsletter.
    """

    title: str
    items: tuple[Item, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Newsletter:
    """Everything on it.

    Attributes:
        intro: the office's own opening words; may be empty.
        remark: what a reader must know about the comparison; may be empty.
    """

    office: str
    period: Period
    intro: str
    sections: tuple[Section, ...]
    remark: str
    home: str
    made_on: date


def newsletter(
    *,
    office: str,
    period: Period,
    intro: str,
    announcements: tuple[Announcement, ...],
    events: tuple[Item, ...],
    changes: Changes,
    home: str,
    made_on: date,
) -> Newsletter:
    """Put a newsletter together; sections with nothing in them are left out.

    Args:
        office: MOTCUA_OFFICE_NAME, may be empty.
        period: of the announcements and changes.
        intro: the office's own opening words.
        announcements: shown on some day of the period.
        events: sessions that are still to come, as lines.
        changes: of procedures.
        home: public address of this product; empty: procedures are named without a link.
        made_on: the day it is made.
    """
    days = "{0.from_on:%d/%m/%Y} đến ngày {0.until_on:%d/%m/%Y}"
    news = tuple(Item(one.text, f"Từ ngày {days.format(one)}", one.url) for one in announcements)
    found = (
        _section("Tin của cơ quan", news),
        _section("Sắp diễn ra: trao đổi trực tuyến, đối thoại", events),
        _procedures("Thủ tục mới", changes.added, home),
        _procedures("Thủ tục có thay đổi", changes.changed, home),
        _procedures("Thủ tục không còn áp dụng", changes.withdrawn, ""),
    )
    sections = tuple(one for one in found if one.items)
    return Newsletter(office, period, intro, sections, _remark(changes), home, made_on)


def _section(title: str, items: tuple[Item, ...]) -> Section:
    return Section(title, items[:MOST], len(items))


def _procedures(title: str, changed: tuple[Changed, ...], home: str) -> Section:
    lines = tuple(
        Item(
            f"{one.name} (mã {one.code})",
            f"Khác ở: {', '.join(one.parts)}" if one.parts else "",
            f"{home}/?thu-tuc={one.code}" if home else None,
        )
        for one in changed[:MOST]
    )
    return Section(title, lines, len(changed))


def _remark(changes: Changes) -> str:
    if changes.before is None or changes.after is None:
        return NO_COMPARISON
    if changes.before == changes.after and not (changes.added or changes.changed or changes.withdrawn):
        return f"Dữ liệu thủ tục không đổi trong kỳ (dữ liệu ngày {changes.after:%d/%m/%Y})."
    return f"Thay đổi của thủ tục: dữ liệu ngày {changes.after:%d/%m/%Y} so với dữ liệu ngày {changes.before:%d/%m/%Y}."
