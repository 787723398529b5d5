"""Every trap of the collected data, with the real samples and the real corpus."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.model import ChannelKind, Currency, DurationState, FeeState, Level, Procedure, ProcedureStatus, TimeUnit
from knowledge.sources import Origin, Reading, merge, read

pytestmark = pytest.mark.corpus

SNAPSHOT = date(2026, 7, 15)


@pytest.fixture(scope="module")
def samples(shared: Path) -> Path:
    return shared / "data" / "raw_samples"


@pytest.fixture(scope="module")
def timed(shared: Path) -> tuple[tuple[Reading, ...], float]:
    start = time.process_time()
    readings = tuple(read(shared / "data" / "procedures.jsonl.gz", as_of=SNAPSHOT))
    return readings, time.process_time() - start


@pytest.fixture(scope="module")
def corpus(timed: tuple[tuple[Reading, ...], float]) -> dict[str, Reading]:
    return {reading.code: reading for reading in timed[0] if reading.code}


def sample(folder: Path, name: str) -> Reading:
    [reading] = read(folder / name, as_of=SNAPSHOT)
    return reading


def procedure_of(reading: Reading) -> Procedure:
    assert reading.procedure is not None, reading.findings
    return reading.procedure


def rules(reading: Reading) -> set[str]:
    return {finding.rule for finding in reading.findings}


# --- the corpus as a whole ----------------------------------------------------------------------


def test_every_record_is_accepted_and_none_is_invented(corpus: dict[str, Reading]) -> None:
    assert len(corpus) == 5759
    statuses = Counter(procedure_of(reading).status for reading in corpus.values())
    assert statuses[ProcedureStatus.WITHDRAWN] == 152  # 151 outside the catalogue, 1 marked as deleted
    assert statuses[ProcedureStatus.INTERNAL] == 103


def test_the_corpus_is_read_fast_enough_for_an_import(timed: tuple[tuple[Reading, ...], float]) -> None:
    assert timed[1] < 45  # about 8 s on an idle core; CI machines are shared


def test_no_fee_is_free_unless_the_words_say_so(corpus: dict[str, Reading]) -> None:
    free = [
        (code, fee)
        for code, reading in corpus.items()
        for channel in procedure_of(reading).channels
        for fee in channel.fees
        if fee.state is FeeState.FREE
    ]

    assert 0 < len(free) < 100
    assert all(fee.note is None or "miễn" in fee.note.lower() or "không thu" in fee.note.lower() for _, fee in free)


def test_no_printed_sum_is_smaller_than_a_fee_can_be(corpus: dict[str, Reading]) -> None:
    fees = [f for r in corpus.values() for c in procedure_of(r).channels for f in c.fees]

    for fee in fees:
        assert (fee.amount is not None) == (fee.state is FeeState.AMOUNT)
        if fee.amount is not None and fee.currency is Currency.VND:
            assert fee.amount >= 1000


def test_a_number_of_unit_other_is_never_a_number_of_days(corpus: dict[str, Reading]) -> None:
    durations = [channel.duration for reading in corpus.values() for channel in procedure_of(reading).channels]

    assert sum((duration.source or "").endswith("OTHER") for duration in durations) > 1400
    assert all(duration.amount is None for duration in durations if duration.source)
    assert all(duration.unit is not None for duration in durations if duration.state is DurationState.STATED)


def test_no_record_shows_a_word_for_nothing_or_a_code_of_the_portal(corpus: dict[str, Reading]) -> None:
    for reading in corpus.values():
        procedure = procedure_of(reading)
        for text in (procedure.agency, procedure.conditions, procedure.receiving_address, procedure.procedure_type):
            assert text not in ("Không", "Không có thông tin", "-", "--")
            assert "_REGULATION" not in (text or "")
        assert "\u200e" not in procedure.model_dump_json()
        assert "\n" not in procedure.name


# --- trap by trap, in the corpus ----------------------------------------------------------------


def test_temporary_residence_has_its_fees_a_channel(corpus: dict[str, Reading]) -> None:
    procedure = procedure_of(corpus["1.004194"])

    [online] = procedure.channels_of(ChannelKind.ONLINE)
    [in_person] = procedure.channels_of(ChannelKind.IN_PERSON)
    assert [(fee.state, fee.amount) for fee in online.fees] == [
        (FeeState.AMOUNT, 7000),
        (FeeState.AMOUNT, 5000),
        (FeeState.FREE, None),
    ]
    assert "cá nhân, hộ gia đình" in (online.fees[0].note or "")
    assert "theo danh sách" in (online.fees[1].note or "")
    assert (online.fees[2].note or "").startswith("Trường hợp công dân thuộc diện được miễn phí")
    assert {fee.amount for fee in in_person.fees} == {10000, 15000, None}
    assert procedure.channels_of(ChannelKind.POSTAL) == ()
    assert (online.duration.amount, online.duration.unit) == (3, TimeUnit.WORKING_DAY)
    assert procedure.levels == (Level.COMMUNE,)
    forms = [paper.form.name for paper in procedure.papers if paper.form]
    assert set(forms) == {"Mẫu CT01"}


def test_birth_registration_is_zero_everywhere_and_so_not_stated(corpus: dict[str, Reading]) -> None:
    procedure = procedure_of(corpus["1.001193"])

    assert {fee.state for channel in procedure.channels for fee in channel.fees} == {FeeState.NOT_STATED}
    assert {channel.duration.state for channel in procedure.channels} == {DurationState.NOT_STATED}
    assert procedure.papers[0].name.startswith("Tờ khai đăng ký khai sinh")
    assert procedure.papers[0].case is None


@pytest.mark.parametrize("code", ["1.000014", "1.010103", "1.001226", "1.002756", "1.000039", "1.001730"])
def test_lost_thousands_and_currencies_are_warned_about(corpus: dict[str, Reading], code: str) -> None:
    fees = [fee for channel in procedure_of(corpus[code]).channels for fee in channel.fees]

    assert FeeState.SUSPECT in {fee.state for fee in fees}
    assert FeeState.AMOUNT not in {fee.state for fee in fees}
    assert "fee_suspect" in rules(corpus[code])


def test_several_rows_a_channel_are_kept_with_their_notes(corpus: dict[str, Reading]) -> None:
    most = max(len(procedure_of(reading).channels_of(kind)) for reading in corpus.values() for kind in ChannelKind)

    assert most > 5


def test_levels_are_joined(corpus: dict[str, Reading]) -> None:
    several = [code for code, reading in corpus.items() if len(procedure_of(reading).levels) > 1]

    assert len(several) > 150


def test_odd_codes_and_provinces_are_handled(corpus: dict[str, Reading]) -> None:
    assert procedure_of(corpus["1.014955-Xoa"]).status is ProcedureStatus.WITHDRAWN
    assert "code_deleted" in rules(corpus["1.014955-Xoa"])
    assert "code_odd" in rules(corpus["1.0133611"])
    assert procedure_of(corpus["6.001430"]).status is ProcedureStatus.INTERNAL
    assert procedure_of(corpus["1.115438"]).province == "Bắc Ninh"
    assert procedure_of(corpus["1.004194"]).province is None


def test_stale_text_is_warned_about(corpus: dict[str, Reading]) -> None:
    counts = Counter(rule for reading in corpus.values() for rule in rules(reading))

    assert counts["stale_district"] > 100
    assert counts["stale_date"] > 20


def test_notes_published_as_papers_are_marked(corpus: dict[str, Reading]) -> None:
    notes = sum(paper.is_note for reading in corpus.values() for paper in procedure_of(reading).papers)

    assert 1000 < notes < 2000


# --- the raw samples ----------------------------------------------------------------------------


def test_one_detail_of_the_interface(samples: Path) -> None:
    procedure = procedure_of(sample(samples, "portal2026_api_get-formality-by-citizen_1.001193.json"))

    assert procedure.agency == "Ủy ban nhân dân cấp xã"
    assert (procedure.decision and procedure.decision.number) == "163/QĐ-BTP"
    assert procedure.updated == date(2026, 4, 15)
    assert len(procedure.channels) == 3
    assert {fee.state for channel in procedure.channels for fee in channel.fees} == {FeeState.NOT_STATED}
    assert [paper.case for paper in procedure.papers][:2] == [None, None]
    assert len(procedure.legal_basis) == 15


def test_sixteen_details_with_dollars_named_as_such(samples: Path) -> None:
    readings = {r.code: r for r in read(samples / "portal2026_api_16_birth_procedures_full.json", as_of=SNAPSHOT)}

    assert len(readings) == 16
    abroad = procedure_of(readings["1.001020"])
    assert [(fee.state, fee.amount, fee.currency) for channel in abroad.channels for fee in channel.fees] == [
        (FeeState.AMOUNT, Decimal(5), Currency.USD)
    ]
    assert abroad.levels == (Level.OTHER,)
    copies = procedure_of(readings["2.000635"])
    assert {fee.amount for channel in copies.channels for fee in channel.fees} == {8000}
    assert {channel.duration.source for channel in copies.channels} == {"0 OTHER"}


def test_a_search_item_is_a_thin_record(samples: Path) -> None:
    reading = sample(samples, "portal2026_api_search_item.json")

    assert (reading.origin, reading.code) == (Origin.LIST, "2.001023")
    assert "thin_record" in rules(reading)
    assert procedure_of(reading).agency == "Công đoàn cơ quan BHXH Việt Nam; Ủy ban nhân dân cấp xã"


@pytest.mark.parametrize("code", ["1.000039", "1.001193", "1.004222", "1.012786"])
def test_the_text_rendering_agrees_with_the_corpus(samples: Path, corpus: dict[str, Reading], code: str) -> None:
    read_here, known = procedure_of(sample(samples, f"datadvc_{code}.txt")), procedure_of(corpus[code])

    assert read_here.name == known.name
    assert read_here.decision == known.decision
    assert [(c.kind, c.duration, [(f.state, f.amount) for f in c.fees]) for c in read_here.channels] == [
        (c.kind, c.duration, [(f.state, f.amount) for f in c.fees]) for c in known.channels
    ]
    assert {paper.name for paper in read_here.papers} == {paper.name for paper in known.papers}


def test_a_missing_agency_is_filled_from_the_list(samples: Path) -> None:
    detail = list(read(samples / "datadvc_1.001193.txt", as_of=SNAPSHOT))
    rows = list(read(samples / "catalogue_full-data.csv", as_of=SNAPSHOT))
    assert "agency_missing" in rules(detail[0])

    merged = {reading.code: reading for reading in merge([*detail, *rows])}

    assert procedure_of(merged["1.001193"]).agency
    assert procedure_of(merged["1.001193"]).url
    assert not rules(merged["1.001193"]) & {"agency_missing", "url_missing"}
    assert len(merged) == len(rows)


def test_the_markdown_rendering_prints_other_as_days_and_is_not_believed(samples: Path) -> None:
    procedure = procedure_of(sample(samples, "portal2026_markdown_1.001193.md"))

    assert {channel.duration.state for channel in procedure.channels} == {DurationState.NOT_STATED}
    assert procedure.papers[0].name.startswith("Tờ khai đăng ký khai sinh")
    assert procedure.papers[0].case is None
    assert procedure.results == ("Giấy khai sinh",)


def test_flat_pages_agree_with_the_interface(samples: Path) -> None:
    birth = procedure_of(sample(samples, "portal2026_rendered_flat_1.001193.json"))
    known = procedure_of(sample(samples, "portal2026_api_get-formality-by-citizen_1.001193.json"))
    home = procedure_of(sample(samples, "portal2026_rendered_flat_1.004222.json"))

    assert {fee.state for channel in birth.channels for fee in channel.fees} == {FeeState.NOT_STATED}
    assert {paper.name for paper in birth.papers} == {paper.name for paper in known.papers}
    assert [basis.number for basis in birth.legal_basis] == [basis.number for basis in known.legal_basis]
    assert [(c.kind, c.duration.amount, c.fees[0].amount) for c in home.channels] == [
        (ChannelKind.ONLINE, 7, 10000),
        (ChannelKind.IN_PERSON, 7, 20000),
    ]
    assert len(home.results) == 4
    assert {basis.number: basis.name for basis in home.legal_basis}["68/2020/QH14"] == "Luật Cư trú 2020"


def test_the_old_page_and_the_old_export(samples: Path) -> None:
    page = procedure_of(sample(samples, "portal_old_vpcp_fallback_flat_1.004889.md"))
    export = procedure_of(sample(samples, "oldportal_doc_export_extracted_1.013133.json"))

    assert [(c.kind, [fee.amount for fee in c.fees]) for c in page.channels] == [
        (ChannelKind.IN_PERSON, [None]),
        (ChannelKind.ONLINE, [250000, 500000]),
        (ChannelKind.POSTAL, [None]),
    ]
    assert [(paper.originals, paper.copies) for paper in page.papers] == [(1, 0), (0, 1), (0, 1), (0, 1), (1, 1)]
    assert export.decision is not None
    assert export.decision.number == "6375/QĐ-BQP"
    assert len(export.steps) == 3
    assert [(c.duration.amount, c.duration.unit) for c in export.channels] == [
        (1, TimeUnit.WORKING_DAY),
        (2, TimeUnit.HOUR),
    ]
    assert [fee.state for fee in export.channels[0].fees] == [FeeState.NOT_STATED]


def test_the_lists_are_read_below_their_titles(samples: Path) -> None:
    rows = list(read(samples / "catalogue_full-data.csv", as_of=SNAPSHOT))
    sheet = list(read(samples / "portal_export_danh-sach-tthc-BoTuPhap.xlsx", as_of=SNAPSHOT))

    assert len(rows) == 5608
    assert not any(reading.rejected for reading in rows)
    assert len(sheet) == 271
    assert procedure_of(sheet[0]).agency == "Chủ tịch ủy ban nhân dân cấp tỉnh; Sở Tư Pháp"


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("form_CT01_dang_ky_thuong_tru.docx", "form_file"),
        ("form_M01a-ND67-2024.docx", "form_file"),
        ("form_dang_ky_khai_sinh.doc", "word_97"),
    ],
)
def test_forms_are_rejected_with_the_reason(samples: Path, name: str, rule: str) -> None:
    reading = sample(samples, name)

    assert reading.rejected
    assert rules(reading) == {rule}


def test_a_plan_is_handed_to_the_reader_of_plans(shared: Path) -> None:
    pytest.importorskip("knowledge.plans.reader")

    for path in sorted((shared / "seeds").glob("*.txt")):
        reading = sample(path.parent, path.name)
        assert reading.procedure is None
        assert not reading.rejected
        assert reading.plan is not None
        assert len(reading.plan[1]) > 10
