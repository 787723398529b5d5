"""The menu of fields: groups, their fields, the procedures of a field; most asked first, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.answer import Answer, AnswerStatus, NoteBlock, QuickReply
from knowledge.answers.buttons import choose_payload
from knowledge.answers.choices import choice_titles
from knowledge.fields import LAST_PAGE, FieldStep, Group, Groups, field_key, folded, read_groups
from knowledge.places import province_key
from knowledge.results import Hit
from knowledge.snapshot import is_in_force

ON_A_PAGE = 7
"""Choices on a page; with "Xem thêm" and "Về các nhóm lĩnh vực" nine, the digits of a telephone."""
_ON_THE_FIRST = 8
"""Groups on a page, where there is no way back yet."""
_OFTEN = 2.0
"""Weight from which on a procedure counts as one people ask for."""

ROOT = "Có {total} thủ tục đang áp dụng, xếp theo việc của người dân. Anh/chị chọn nhóm việc, hoặc cứ gõ việc mình cần."
OF_GROUP = "Nhóm {name}: {count} lĩnh vực, {total} thủ tục. Anh/chị chọn lĩnh vực."
OF_FIELD = (
    "Lĩnh vực {name}: {total} thủ tục, việc hay được hỏi đứng trước. Anh/chị chọn thủ tục, hoặc gõ rõ việc mình cần."
)
LOCAL = (
    "Chưa kể thủ tục riêng của từng tỉnh, thành phố. Anh/chị gõ thêm tên tỉnh khi hỏi để tìm thủ tục riêng của tỉnh đó."
)
EMPTY = "Dữ liệu đang dùng không có thủ tục nào của lĩnh vực này."
MORE = "Xem thêm (trang {page}/{pages})"
ALL_FIELDS = QuickReply(title="Về các nhóm lĩnh vực", payload=FieldStep().payload)


@dataclass(frozen=True, slots=True)
class FieldCount:
    """A field as published, how many procedures it has, and its group."""

    key: str
    name: str
    count: int
    group: Group


class FieldMenu:
    """The fields of one snapshot as somebody of one province sees them.

    Args:
        hits: every record; those out of force, and of other provinces, are left out.
        weight: how much a procedure is asked for; the highest come first.
        province: whose own procedures are shown beside the national ones.
    """

    def __init__(
        self,
        hits: Iterable[Hit],
        weight: Callable[[Hit], tuple[float, ...]],
        province: str | None,
        groups: Groups | None = None,
    ) -> None:
        home = province_key(province) if province else None
        self._groups = groups or read_groups()
        self._weight = weight
        self._away = home is None
        self._held: dict[str, list[Hit]] = {}
        for hit in hits:
            mine = hit.province is None or province_key(hit.province) == home
            if is_in_force(hit) and hit.field and mine:
                self._held.setdefault(field_key(hit.field), []).append(hit)

        order = {group.id: place for place, group in enumerate(self._groups.groups)}
        found = [_count(key, hits, self._groups) for key, hits in self._held.items()]
        often = {key: self._often(hits) for key, hits in self._held.items()}
        self._fields_held = tuple(
            sorted(found, key=lambda one: (order[one.group.id], -often[one.key], -one.count, folded(one.name)))
        )

    def fields(self) -> tuple[FieldCount, ...]:
        """Return every field, group by group; of a group first the one with most procedures that people ask for."""
        return self._fields_held

    def _often(self, hits: Sequence[Hit]) -> int:
        return sum(max(self._weight(hit)) >= _OFTEN for hit in hits)

    def step_named(self, words: str) -> FieldStep | None:
        """Return the step of the field or the group that some words (without diacritics) name exactly."""
        if (key := field_key(words)) in self._held:
            return FieldStep(field=key)
        named = (group for group in self._groups.groups if words in (*group.said, folded(group.name)))
        group = next(named, None)
        return FieldStep(group=group.id) if group and any(one.group is group for one in self.fields()) else None

    def answer(self, step: FieldStep) -> Answer:
        """Return one page of the menu; a step that leads nowhere (any more) shows all groups."""
        if step.field in self._held:
            return self._procedures(step, self._held[step.field])
        fields = [one for one in self.fields() if one.group.id == step.group]
        if fields:
            return self._fields(step, fields)
        return self._root(FieldStep(page=1 if step.group or step.field else step.page))

    def _root(self, step: FieldStep) -> Answer:
        fields = self.fields()
        if not fields:
            return Answer(status=AnswerStatus.NOT_FOUND, lead=EMPTY)
        counts = {group.id: sum(one.count for one in fields if one.group is group) for group in self._groups.groups}
        replies = [
            QuickReply(title=f"{group.name} ({_number(counts[group.id])})", payload=FieldStep(group=group.id).payload)
            for group in self._groups.groups
            if counts[group.id]
        ]
        lead = ROOT.format(total=_number(sum(counts.values())))
        return self._page(step, lead, len(replies), lambda part: replies[part], root=True)

    def _fields(self, step: FieldStep, fields: Sequence[FieldCount]) -> Answer:
        total = sum(one.count for one in fields)
        lead = OF_GROUP.format(name=fields[0].group.name, count=len(fields), total=_number(total))
        replies = [
            QuickReply(title=f"{one.name} ({one.count})", payload=FieldStep(field=one.key).payload) for one in fields
        ]
        return self._page(step, lead, len(replies), lambda part: replies[part])

    def _procedures(self, step: FieldStep, hits: Sequence[Hit]) -> Answer:
        weights = {hit.code: self._weight(hit) for hit in hits}
        ranked = sorted(hits, key=lambda hit: (*(-one for one in weights[hit.code]), hit.code))
        lead = OF_FIELD.format(name=hits[0].field, total=_number(len(hits)))
        return self._page(step, lead, len(ranked), lambda part: _choices(ranked[part]))

    def _page(
        self,
        step: FieldStep,
        lead: str,
        count: int,
        choices: Callable[[slice], list[QuickReply]],
        *,
        root: bool = False,
    ) -> Answer:
        size = _ON_THE_FIRST if root else ON_A_PAGE
        pages = min(LAST_PAGE, -(-count // size))
        page = min(step.page, pages)
        shown = choices(slice((page - 1) * size, page * size))
        if page < pages:
            following = step.model_copy(update={"page": page + 1})
            shown.append(QuickReply(title=MORE.format(page=page + 1, pages=pages), payload=following.payload))
        if page > 1 or not root:
            shown.append(ALL_FIELDS)
        note = (NoteBlock(text=LOCAL),) if self._away and root else ()
        return Answer(
            status=AnswerStatus.ANSWERED,
            lead=lead,
            blocks=note,  # the choices are buttons: a messenger numbers them itself
            quick_replies=tuple(shown),
        )


def _choices(hits: Sequence[Hit]) -> list[QuickReply]:
    titles = choice_titles(hits)
    return [
        QuickReply(title=title.short, payload=choose_payload(hit.code)) for hit, title in zip(hits, titles, strict=True)
    ]


def is_menu(payloads: Iterable[str]) -> bool:
    """Tell whether buttons are a page of this menu: a bare number then picks one of them."""
    return any(payload.startswith("/field") for payload in payloads)


def _count(key: str, hits: Sequence[Hit], groups: Groups) -> FieldCount:
    name = str(hits[0].field)
    return FieldCount(key, name, len(hits), groups.of(name))


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
