"""What people ask about a procedure, heard in many wordings.

The phrases in ``data/aspect_phrases.tsv`` are our own. The held-out ones were written before the
lexicon was first run: on that first run 70 of 70 aspects, 70 of 70 channels and 66 of 70
follow-ups were right (n = 70); a few filler words were added afterwards.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.aspects import (
    ASPECT_LABELS,
    CHANNEL_ASPECTS,
    LEXICON_FILE,
    Aspect,
    aspects_in,
    channel_in,
    compile_pattern,
    is_follow_up,
    refers_back,
)
from knowledge.model import ChannelKind
from knowledge.text import fold

PHRASES = list(
    csv.DictReader(
        (Path(__file__).parent / "data" / "aspect_phrases.tsv").read_text("utf-8").splitlines(), delimiter="\t"
    )
)
DEV = [row for row in PHRASES if row["split"] == "dev"]
HELD_OUT = [row for row in PHRASES if row["split"] == "heldout"]


def heard(text: str) -> str:
    return ",".join(aspects_in(text))


@pytest.mark.parametrize("row", DEV, ids=lambda row: row["text"])
def test_a_known_phrase_is_heard_as_meant(row: dict[str, str]) -> None:
    assert heard(row["text"]) == row["aspects"]
    assert (channel_in(row["text"]) or "") == row["channel"]
    assert is_follow_up(row["text"]) == (row["follow_up"] == "1")


def test_held_out_phrases_are_mostly_heard_as_meant() -> None:
    aspects = sum(heard(row["text"]) == row["aspects"] for row in HELD_OUT)
    channels = sum((channel_in(row["text"]) or "") == row["channel"] for row in HELD_OUT)
    follow_ups = sum(is_follow_up(row["text"]) == (row["follow_up"] == "1") for row in HELD_OUT)
    n = len(HELD_OUT)
    print(f"held-out aspects {aspects}/{n}, channels {channels}/{n}, follow-ups {follow_ups}/{n}")  # noqa: T201 - the figure is the point
    assert n >= 70
    assert aspects >= n - 2
    assert channels >= n - 2
    assert follow_ups >= n - 5


def test_a_phrase_without_marks_is_heard_like_its_accented_twin() -> None:
    differing = [row["text"] for row in DEV if row["aspects"] and heard(fold(row["text"])) != row["aspects"]]
    assert len(differing) <= len(DEV) // 20, differing


def test_several_aspects_come_in_order_of_mention() -> None:
    assert aspects_in("mấy ngày xong, phí bao nhiêu, cần giấy tờ gì") == (Aspect.TIME, Aspect.FEE, Aspect.DOCUMENTS)


def test_a_channel_that_sets_the_scene_is_no_aspect_of_its_own() -> None:
    assert aspects_in("nộp online phí bao nhiêu") == (Aspect.FEE,)
    assert channel_in("nộp online phí bao nhiêu") is Aspect.ONLINE


def test_two_channels_restrict_to_neither() -> None:
    assert channel_in("phí nộp online với gửi bưu điện") is None


def test_channel_aspects_carry_the_values_of_the_channel_kinds() -> None:
    assert {aspect.value for aspect in CHANNEL_ASPECTS} == {kind.value for kind in ChannelKind}


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "\x00", "....", "a" * 10_000])
def test_nothing_to_hear_gives_nothing(text: str) -> None:
    assert aspects_in(text) == ()
    assert channel_in(text) is None
    assert not is_follow_up(text)


@pytest.mark.parametrize(
    "text", ["thủ tục này phí sao", "cái đó", "thế còn giấy tờ", "rứa mấy bữa có", "giay do o dau"]
)
def test_pointing_words_refer_back(text: str) -> None:
    assert refers_back(text)


@pytest.mark.parametrize("text", ["làm hộ chiếu", "phí đăng ký xe", "cho hỏi về khai sinh"])
def test_a_fresh_question_does_not_refer_back(text: str) -> None:
    assert not refers_back(text)


def test_a_named_need_is_never_a_follow_up() -> None:
    for text in ("phí làm hộ chiếu", "khai sinh cần gì", "nộp hồ sơ ly hôn ở đâu", "xin giấy phép bán rượu"):
        assert not is_follow_up(text), text


@pytest.mark.parametrize("pattern", ["", ".. phí", "phí? tiền?"])
def test_a_pattern_that_would_match_anything_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        compile_pattern(pattern)


def test_every_line_of_the_lexicon_is_usable_and_said_once() -> None:
    with LEXICON_FILE.open(encoding="utf-8", newline="") as file:
        rows = [(row["aspect"], row["strength"], row["pattern"]) for row in csv.DictReader(file, delimiter="\t")]
    assert len({(label, pattern) for label, _, pattern in rows}) == len(rows)
    for label, strength, pattern in rows:
        assert label in {*Aspect, "-", "~"}
        assert strength in {"strong", "weak"}
        if label != "~":
            compile_pattern(pattern)


def test_every_aspect_has_a_label_and_a_word_to_ask_for_it() -> None:
    with LEXICON_FILE.open(encoding="utf-8", newline="") as file:
        named = {row["aspect"] for row in csv.DictReader(file, delimiter="\t")}
    assert set(Aspect) == set(ASPECT_LABELS)
    assert set(Aspect) <= named


def test_the_module_needs_the_standard_library_only(repository: Path) -> None:
    code = "import sys, knowledge.aspects as a; a.aspects_in('phí'); assert 'pydantic' not in sys.modules"
    subprocess.run([sys.executable, "-S", "-c", code], cwd=repository, check=True)
