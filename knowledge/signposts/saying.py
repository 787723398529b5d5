"""A signpost as an answer: where to look, whom to ask, and where both come from."""

from __future__ import annotations

from datetime import date

from knowledge.answer import Answer, AnswerStatus, Block, Citation, LinkBlock, ListBlock, NoteBlock
from knowledge.answers.turns import HANDOVER, HELP
from knowledge.signposts import Place, PlaceKind, Signpost, SignpostTable, is_there

ELSEWHERE = "nơi khác"
"""Stands for a province that nothing in the table, and no office, gives an address of."""

_LABELS = {
    PlaceKind.WEB: "trang web",
    PlaceKind.PHONE: "gọi",
    PlaceKind.MAIL: "thư điện tử",
    PlaceKind.APP: "tìm theo tên",
    PlaceKind.OFFICE: "đến hỏi trực tiếp",
}
_OFFICE_OF = "Địa chỉ do cơ quan ở {province} chỉ dẫn; anh/chị ở nơi khác thì hỏi cơ quan nơi mình ở trước khi dùng."


def say(
    post: Signpost,
    table: SignpostTable,
    *,
    province: str | None = None,
    checked: date | None = None,
    own_of: str | None = None,
) -> Answer:
    """Return what is said to a question the signpost answers.

    Args:
        post: with the deployment's corrections.
        table: holds the contacts.
        province: where the person is, else of the deployment; contacts of others are left out.
        checked: day the own address was last checked, where the office has entered one.
        own_of: province of the office that has entered the own address; people of another one are told so.
    """
    places = [one for one in map(table.contact, post.ask) if is_there(one.province, province)]
    blocks: list[Block] = []
    if post.own and not is_there(own_of, province):
        lead = f"{post.title}: trợ lý chưa có địa chỉ đã kiểm tra cho nơi anh/chị ở."
        blocks.append(LinkBlock(title=post.title, url=post.own, note=_OFFICE_OF.format(province=own_of)))
    elif post.own:
        lead = f"{post.title}: anh/chị xem tại {post.own}."
        blocks.append(LinkBlock(title=post.title, url=post.own))
    elif post.lead:
        lead = post.lead
    elif any(one.address for one in places):
        lead = f"{post.title}: trợ lý không tra giúp được, nhưng chỉ được nơi để hỏi."
    else:
        lead = f"{post.title}: trợ lý không tra giúp được và chưa có địa chỉ đã kiểm tra."
    asked = tuple(_line(one) for one in places if not _is_link(one))
    if asked:
        blocks.append(ListBlock(title=f"Để {post.purpose}, anh/chị liên hệ", items=asked))
    blocks.extend(LinkBlock(title=one.name, url=one.address) for one in places if _is_link(one) and one.address)
    if post.hint:
        blocks.append(NoteBlock(text=post.hint))
    has_address = bool(post.own or post.lead)
    blocks.append(NoteBlock(text=_checked_note(has_address=has_address, day=checked or table.checked)))
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead=lead,
        blocks=tuple(blocks),
        quick_replies=(HELP, HANDOVER),
        citations=(Citation(document=post.source.title, decision=post.source.number, path=post.source.path),),
    )


def _line(place: Place) -> str:
    where = f"{_LABELS[place.kind]} {place.address}" if place.address else _LABELS[place.kind]
    return f"{place.name}: {where} (theo {place.source.short})"


def _is_link(place: Place) -> bool:
    return place.kind is PlaceKind.WEB


def _checked_note(*, has_address: bool, day: date) -> str:
    without = "" if has_address else "Văn bản không ghi địa chỉ tra cứu nên trợ lý không tự đưa ra địa chỉ nào. "
    return f"{without}Thông tin được kiểm tra ngày {day:%d/%m/%Y}."
