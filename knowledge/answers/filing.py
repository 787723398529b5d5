"""How and where to file: the record's own words first, then one maintained guide a way."""

from __future__ import annotations

from knowledge.answer import Block, LinkBlock, ListBlock, NoteBlock, TextBlock
from knowledge.answers import wording
from knowledge.answers.agencies import agencies
from knowledge.answers.channels import missing, offered, refusal
from knowledge.answers.draft import Ask, Draft
from knowledge.answers.fees import fee_blocks, fee_phrase
from knowledge.answers.numbers import day
from knowledge.answers.shorten import sentence_ends, shorten
from knowledge.answers.times import time_blocks, time_phrase
from knowledge.guides import Guide, guide
from knowledge.model import ChannelKind, Procedure
from knowledge.text import clean, one_line

_NOTE_LIMIT = 1500
_SPOKEN = 160

_YES = {
    ChannelKind.ONLINE: "Có, thủ tục này nhận hồ sơ trực tuyến.",
    ChannelKind.POSTAL: "Có, thủ tục này nhận hồ sơ qua bưu chính.",
    ChannelKind.IN_PERSON: "Thủ tục này nhận hồ sơ trực tiếp.",
}


def online(ask: Ask) -> Draft:
    """Compose the answer to "can I file online, and how"."""
    return _way(ask, ChannelKind.ONLINE)


def postal(ask: Ask) -> Draft:
    """Compose the answer to "can I file by post, and how"."""
    return _way(ask, ChannelKind.POSTAL)


def in_person(ask: Ask) -> Draft:
    """Compose the answer to "can I file at the counter, where"."""
    return _way(ask, ChannelKind.IN_PERSON)


def _way(ask: Ask, kind: ChannelKind) -> Draft:
    procedure = ask.procedure
    if kind not in offered(procedure):
        return Draft(refusal(procedure, kind))
    facts = f"{_capital(_time(procedure, kind))}; {_fee(procedure, kind)}."
    blocks: list[Block] = []
    if kind is not ChannelKind.ONLINE:
        blocks += _place_blocks(procedure)
    blocks += time_blocks(procedure, [kind], title="Thời hạn giải quyết")
    blocks += fee_blocks(procedure, [kind], title="Phí, lệ phí")
    blocks += _row_notes(procedure, kind, blocks)
    blocks += _guide_blocks(guide(kind, ask.guides_folder))
    if kind is ChannelKind.ONLINE and procedure.url:
        blocks.append(LinkBlock(title=f"Mở thủ tục trên {wording.PORTAL}", url=procedure.url))
    return Draft(f"{_YES[kind]} {facts}", tuple(blocks))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _time(procedure: Procedure, kind: ChannelKind) -> str:
    return f"thời hạn: {time_phrase(procedure, kind)}"


def _fee(procedure: Procedure, kind: ChannelKind) -> str:
    return f"phí: {fee_phrase(procedure, kind)}".rstrip(".")


def _row_notes(procedure: Procedure, kind: ChannelKind, shown: list[Block]) -> tuple[Block, ...]:
    """Return the row notes that no other block shows yet, whole where they are of readable length."""
    seen = "\n".join(_words(block) for block in shown)
    notes = dict.fromkeys(clean(row.note) for row in procedure.channels_of(kind) if row.note)
    fresh = [note for note in notes if one_line(note)[:80] not in seen]
    if not fresh:
        return ()
    text = shorten("\n".join(fresh), _NOTE_LIMIT)
    return (TextBlock(title=f"{wording.HOW_TO_FILE} ghi trong bản công bố", text=text),)


def _words(block: Block) -> str:
    return "\n".join(block.items) if isinstance(block, ListBlock) else getattr(block, "text", "")


def _guide_blocks(text: Guide) -> tuple[Block, ...]:
    sources = "; ".join(source.number for source in text.sources)
    dated = f"Hướng dẫn chung, kiểm tra ngày {day(text.checked)}, theo: {sources}."
    return (
        ListBlock(title=text.title, items=text.steps, ordered=True),
        NoteBlock(text=" ".join([*text.remarks, dated])),
    )


def where(ask: Ask) -> Draft:
    """Compose the answer to "where do I go, who handles it"."""
    procedure = ask.procedure
    handling = agencies(procedure)
    if not handling and procedure.receiving_address is None:
        return Draft(wording.NO_AGENCY, _channel_blocks(procedure))
    blocks = (*_place_blocks(procedure), *_channel_blocks(procedure))
    if procedure.receiving_address:
        address = one_line(procedure.receiving_address).strip("-+*• ")
        first = address[: sentence_ends(address)[0]].rstrip(" .;")
        place = first if len(first) <= _SPOKEN else "nơi ghi ở bên dưới"
        return Draft(f"Anh/chị nộp hồ sơ tại: {place}.", blocks)
    return Draft(_agency_lead(handling), blocks)


def _agency_lead(handling: tuple[str, ...]) -> str:
    if len(handling) == 1 and len(handling[0]) <= _SPOKEN:
        return f"Cơ quan giải quyết là {handling[0]}. Bản công bố không ghi riêng địa chỉ nhận hồ sơ."
    return "Bản công bố nêu các cơ quan giải quyết ở bên dưới, không ghi riêng địa chỉ nhận hồ sơ."


def _place_blocks(procedure: Procedure) -> tuple[Block, ...]:
    items: list[str] = [f"Cơ quan giải quyết: {name}" for name in agencies(procedure)]
    if procedure.levels:
        levels = wording.join_words([wording.LEVEL_WORD[level] for level in procedure.levels])
        items.append(f"Cấp giải quyết: {levels}")
    if procedure.coordinating:
        items.append(f"Cơ quan phối hợp: {shorten(one_line(procedure.coordinating), _NOTE_LIMIT)}")
    blocks: list[Block] = [ListBlock(title="Nơi giải quyết", items=tuple(items))] if items else []
    if procedure.receiving_address and one_line(procedure.receiving_address) not in agencies(procedure):
        text = shorten(clean(procedure.receiving_address), _NOTE_LIMIT)
        blocks.append(TextBlock(title="Nơi tiếp nhận hồ sơ", text=text))
    return tuple(blocks)


def _channel_blocks(procedure: Procedure) -> tuple[Block, ...]:
    kinds = offered(procedure)
    if not kinds:
        return (NoteBlock(text=wording.NO_CHANNELS),)
    gaps = missing(procedure)
    sentence = f"Thủ tục này {wording.accepts(kinds)}"
    if gaps:
        sentence += f", không nhận {wording.channels_in_words(gaps, 'hoặc')}"
    return (NoteBlock(text=f"{sentence}."),)
