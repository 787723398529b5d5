"""Generated facts: for every record, way of filing and figure, what is shown equals what was published.

Expected strings are derived here from the model alone, with formatters of their own, so that a fault in
the composers cannot hide itself.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from knowledge.answer import Answer, LinkBlock, ListBlock, NoteBlock, TableBlock, TextBlock
from knowledge.answers import compose
from knowledge.aspects import Aspect
from knowledge.model import Channel, ChannelKind, Currency, DurationState, Fee, FeeState, Procedure, ProcedureStatus
from knowledge.render import as_sms, as_text
from knowledge.sources.corpus import read_corpus

pytestmark = pytest.mark.corpus

SNAPSHOT = date(2026, 7, 15)
UNITS = {"hour": "giờ", "day": "ngày", "working_day": "ngày làm việc", "month": "tháng", "year": "năm"}
ASPECT_OF = {
    ChannelKind.ONLINE: Aspect.ONLINE,
    ChannelKind.POSTAL: Aspect.POSTAL,
    ChannelKind.IN_PERSON: Aspect.IN_PERSON,
}
UNCLEAR = "chưa có thông tin rõ"
SET_ELSEWHERE = ("do Hội đồng nhân dân cấp tỉnh quy định", "do địa phương quy định")
SUM = re.compile(r"\d[\d.,]*\s?(?:đồng|USD)")
LIMIT = re.compile(r"(?<![\d.,/])\d+(?:,\d+)? (?:giờ|ngày làm việc|ngày|tháng|năm)(?! \d)")


@pytest.fixture(scope="module")
def records(shared) -> list[Procedure]:
    path = shared / "data" / "procedures.jsonl.gz"
    readings = read_corpus(path, as_of=SNAPSHOT)
    found = [reading.procedure for reading in readings if reading.procedure is not None]
    assert len(found) > 5000
    return found


@pytest.fixture(scope="module")
def in_force(records) -> list[Procedure]:
    return [record for record in records if record.status is ProcedureStatus.IN_FORCE]


def squeezed(text: str) -> str:
    """Without spaces and bullets, which an answer may set its own way."""
    return re.sub(r"[\s+*•–-]+", "", text).lower()


def sum_of(fee: Fee) -> str:
    digits = str(int(fee.amount)) if fee.amount == int(fee.amount) else str(fee.amount.normalize()).replace(".", ",")
    whole, _, rest = digits.partition(",")
    groups = []
    while whole:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    number = ".".join(groups) + (f",{rest}" if rest else "")
    return f"{number} {'USD' if fee.currency is Currency.USD else 'đồng'}"


def limit_of(row: Channel) -> str:
    amount: Decimal = row.duration.amount
    number = str(int(amount)) if amount == int(amount) else str(amount.normalize()).replace(".", ",")
    return f"{number} {UNITS[row.duration.unit.value]}"


def words_of(rows: tuple[Channel, ...]) -> str:
    """Every published word of one way of filing, and its stated figures, without spaces."""
    parts: list[str] = []
    for row in rows:
        parts += [row.note or "", row.duration.text or ""]
        if row.duration.state is DurationState.STATED:
            parts.append(limit_of(row))
        for fee in row.fees:
            parts += [fee.note or "", fee.source or "", sum_of(fee) if fee.state is FeeState.AMOUNT else ""]
    return squeezed("\n".join(parts))


def items_of(answer: Answer) -> list[str]:
    return [item for block in answer.blocks if isinstance(block, ListBlock) for item in block.items]


def facts_of(answer: Answer) -> str:
    """The words an answer shows as facts; our own remarks are left out."""
    parts = [answer.lead]
    for block in answer.blocks:
        match block:
            case ListBlock():
                parts += block.items
            case TextBlock():
                parts.append(block.text)
            case TableBlock():
                parts += [cell for row in block.rows for cell in row]
            case NoteBlock() | LinkBlock():
                pass
    return "\n|\n".join(parts)


def fee_faults(record: Procedure, kind: ChannelKind) -> list[str]:
    rows = record.channels_of(kind)
    fees = [fee for row in rows for fee in row.fees]
    answer = compose(record, Aspect.FEE, channel=kind, snapshot_date=SNAPSHOT)
    items, lead = items_of(answer), answer.lead
    faults = []
    sums = {sum_of(fee) for fee in fees if fee.state is FeeState.AMOUNT}
    states = {fee.state for fee in fees}
    texts = [squeezed(fee.source or fee.note or "") for fee in fees if fee.state is FeeState.TEXT]
    faults += [f"sum {s} not listed" for s in sums if not any(item.startswith(s) for item in items)]
    if not states - {FeeState.NOT_STATED, FeeState.SUSPECT}:
        if UNCLEAR not in lead:
            faults.append("nothing known, but the lead does not say so")
        if re.search(r"\d", lead):
            faults.append("a figure in a lead about an unclear fee")
    if FeeState.FREE not in states and "miễn phí" in lead.split("“")[0]:
        faults.append("called free in the lead")
    if states - {FeeState.FREE} and FeeState.FREE in states and lead.startswith("Theo bản công bố, thủ tục này miễn"):
        faults.append("free for some reads as free for all")
    for item in items:
        value = item.split(":")[0].strip()
        known = (
            item.startswith(UNCLEAR)
            or any(item.startswith(s) for s in sums)
            or (FeeState.FREE in states and value == "miễn phí")
            or (FeeState.LOCAL in states and item.startswith(SET_ELSEWHERE))
            or any(squeezed(item)[:40].startswith(text[:20]) or text[:20] in squeezed(item) for text in texts)
        )
        if not known:
            faults.append(f"value not of this channel: {item[:60]}")
    for fee in fees:
        if fee.state is FeeState.SUSPECT and fee.source:
            number = squeezed(fee.source.split("(")[0])
            shown = [item for item in items if squeezed(f"“{number}") in squeezed(item)]
            faults += [f"doubtful number as a fact: {item[:60]}" for item in shown if not item.startswith(UNCLEAR)]
    published = words_of(rows)
    shown = squeezed(facts_of(answer))
    faults += [f"foreign sum {s}" for s in SUM.findall(shown) if squeezed(s).rstrip(".") not in published]
    return faults


def time_faults(record: Procedure, kind: ChannelKind) -> list[str]:
    rows = record.channels_of(kind)
    answer = compose(record, Aspect.TIME, channel=kind, snapshot_date=SNAPSHOT)
    text = facts_of(answer)
    limits = {limit_of(row) for row in rows if row.duration.state is DurationState.STATED}
    faults = [f"limit {limit} not listed" for limit in limits if not any(i.startswith(limit) for i in items_of(answer))]
    if "OTHER" in text:
        faults.append("OTHER shown")
    if all(row.duration.state is DurationState.NOT_STATED for row in rows):
        said = answer.lead.split("“")[0]
        if re.search(r"\d", said):
            faults.append("a figure in a lead about an unclear limit")
    spoken = LIMIT.findall(re.sub(r"“[^”]*”", "", answer.lead))
    faults += [f"limit {limit} said, not published" for limit in spoken if limit not in limits]
    published = words_of(rows)
    faults += [f"foreign limit {m}" for m in LIMIT.findall(text) if squeezed(m) not in published]
    return faults


def offer_faults(record: Procedure, kind: ChannelKind) -> list[str]:
    lead = compose(record, ASPECT_OF[kind], snapshot_date=SNAPSHOT).lead
    published = {row.kind for row in record.channels}
    if kind in published:
        return ["offered, but refused"] if "không nhận hồ sơ" in lead else []
    if not published:
        return [] if "chưa có thông tin về cách nộp" in lead else ["no rows, but something is claimed"]
    faults = [] if "không nhận hồ sơ" in lead else ["not offered, but not said"]
    words = {"online": "trực tuyến", "postal": "qua bưu chính", "in_person": "trực tiếp"}
    offers = lead.split("Anh/chị có thể nộp")[1]
    faults += [
        f"{k} wrongly offered or left out" for k in ChannelKind if (words[k.value] in offers) != (k in published)
    ]
    return faults


@pytest.mark.parametrize("check", [fee_faults, time_faults, offer_faults])
def test_what_is_shown_equals_what_was_published(in_force, check):
    found: Counter[str] = Counter()
    examples: list[str] = []
    for record in in_force:
        for kind in ChannelKind:
            if check is not offer_faults and not record.channels_of(kind):
                continue
            for fault in check(record, kind):
                found[fault.split(":")[0][:30]] += 1
                examples.append(f"{record.code} {kind.value}: {fault}")
    assert not examples, f"{len(examples)} faults, {found.most_common(8)}: {examples[:12]}"


def test_the_comparison_shows_each_way_its_own_values(in_force):
    faults = []
    for record in in_force:
        if not record.channels:
            continue
        table = next(b for b in compose(record, Aspect.COMPARE, snapshot_date=SNAPSHOT).blocks if b.kind == "table")
        for kind, row in zip((ChannelKind.ONLINE, ChannelKind.POSTAL, ChannelKind.IN_PERSON), table.rows, strict=True):
            rows = record.channels_of(kind)
            if (row[1] == "có") != bool(rows) or (not rows and row[2:] != ("—", "—")):
                faults.append((record.code, row))
            published = words_of(rows)
            shown = squeezed("|".join(row[2:]))
            faults += [(record.code, s) for s in SUM.findall(shown) if squeezed(s) not in published]
            faults += [(record.code, m) for m in LIMIT.findall(row[2]) if squeezed(m) not in published]
    assert not faults, f"{len(faults)}: {faults[:10]}"


def test_withdrawn_records_show_no_figures(records):
    for record in records:
        if record.status is ProcedureStatus.IN_FORCE:
            continue
        for aspect in (Aspect.OVERVIEW, Aspect.FEE, Aspect.TIME):
            answer = compose(record, aspect, snapshot_date=SNAPSHOT)
            assert items_of(answer) == [], record.code
            bare = answer.lead.replace(record.name, "").replace(record.code, "").replace("15/07/2026", "")
            assert not SUM.search(bare), record.code


def test_every_answer_is_cited_speakable_and_fits_its_channels(in_force):
    for record in in_force[::7]:
        for aspect in Aspect:
            answer = compose(record, aspect, snapshot_date=SNAPSHOT)
            assert answer.citations[0].code == record.code
            assert answer.citations[0].snapshot_date == SNAPSHOT
            assert 10 < len(answer.lead) <= 600, (record.code, aspect, answer.lead)
            assert len(answer.quick_replies) <= 5
            assert len(as_text(answer, limit=2000)) <= 2000
            assert len(as_sms(answer)) <= 459


def test_temporary_residence_costs_less_online(records):
    record = next(record for record in records if record.code == "1.004194")
    lead = compose(record, Aspect.FEE, snapshot_date=SNAPSHOT).lead
    online, counter = lead.split(";")[0], lead.split(";")[1]
    assert "trực tuyến" in online
    assert "7.000 đồng" in online
    assert "trực tiếp" in counter
    assert "15.000 đồng" in counter


def test_birth_registration_with_zero_on_every_row_is_not_called_free(records):
    record = next(record for record in records if record.code == "1.001193")
    assert "miễn phí" not in as_text(compose(record, Aspect.FEE, snapshot_date=SNAPSHOT)).lower()
