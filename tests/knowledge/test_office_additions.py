"""What an office adds beside a snapshot decides for its own words, helps for near ones, and disturbs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.answer import Answer, AnswerStatus
from knowledge.encoder.runtime import Encoder, Vectors
from knowledge.extras import Cue, Extras, OwnAnswer, Wording, wording_key
from knowledge.results import Band
from knowledge.service import Knowledge

RESIDENCE = "1.004194"
ODD = "tờ nằm viện của ông ngoại"
SATURDAY = "Thứ bảy ủy ban phường có làm việc không?"
OWN = OwnAnswer(
    id="own", questions=(SATURDAY,), answer=Answer(status=AnswerStatus.ANSWERED, lead="Sáng thứ bảy có làm việc.")
)


@pytest.fixture(scope="module")
def taught(starter: Knowledge) -> Knowledge:
    """A deployment whose office has added one wording and one answer."""
    return starter.with_extras(Extras(wordings=(Wording(text=ODD, code=RESIDENCE),), answers=(OWN,)))


@pytest.mark.parametrize(
    "question",
    [ODD, ODD.upper(), f"cho em hỏi {ODD} ạ", "to nam vien cua ong ngoai", f"{ODD} hết bao nhiêu tiền"],
)
def test_an_added_wording_decides_however_politely_it_is_put(taught: Knowledge, question: str) -> None:
    found = taught.search(question)
    assert (found.status, found.band, found.by_office) == (AnswerStatus.ANSWERED, Band.SURE, True)
    assert [hit.code for hit in found.hits] == [RESIDENCE]
    assert taught.reply(question).code == RESIDENCE


def test_the_aspect_asked_for_is_kept(taught: Knowledge) -> None:
    assert taught.reply(f"{ODD} hết bao nhiêu tiền").aspect == "fee"


def test_nearly_the_same_words_are_found_too(taught: Knowledge, starter: Knowledge) -> None:
    question = "ông ngoại nằm viện cần tờ gì"
    assert taught.search(question).hits[0].code == RESIDENCE
    assert starter.search(question).hits[0].code != RESIDENCE


def test_accents_that_differ_are_other_words(starter: Knowledge) -> None:
    taught = starter.with_extras(Extras(wordings=(Wording(text="xin giấy chùa làng", code=RESIDENCE),)))
    assert taught.decided("xin giay chua lang") is not None
    assert taught.decided("xin giấy chưa lắng") is None


def test_one_wording_of_two_procedures_is_offered_as_a_choice(starter: Knowledge) -> None:
    both = tuple(Wording(text=ODD, code=code) for code in (RESIDENCE, "1.001193"))
    found = starter.with_extras(Extras(wordings=both)).search(ODD)
    assert found.status is AnswerStatus.CHOOSE
    assert {hit.code for hit in found.hits} == {RESIDENCE, "1.001193"}


@pytest.mark.parametrize("question", [SATURDAY, "thứ bảy phường có làm việc không", "thu bay uy ban phuong lam viec k"])
def test_an_own_answer_is_said_as_it_stands(taught: Knowledge, question: str) -> None:
    assert taught.reply(question) == OWN.answer


@pytest.mark.parametrize("question", ["đăng ký tạm trú ở phường", "đăng ký khai sinh", "làm hộ chiếu"])
def test_other_questions_are_answered_as_before(taught: Knowledge, starter: Knowledge, question: str) -> None:
    found, before = taught.search(question), starter.search(question)
    assert found.prepared is None
    assert found.hits[0].code == before.hits[0].code
    assert found.status is before.status


def test_additions_are_replaced_not_heaped_up_and_the_first_stays_untouched(
    taught: Knowledge, starter: Knowledge
) -> None:
    assert taught.with_extras(Extras()).decided(ODD) is None
    assert starter.decided(ODD) is None
    assert taught.decided(ODD) is not None


def test_a_wording_of_an_unknown_procedure_changes_nothing(starter: Knowledge) -> None:
    taught = starter.with_extras(Extras(wordings=(Wording(text=ODD, code="9.999999"),)))
    assert taught.decided(ODD) is None
    assert taught.search(ODD) == starter.search(ODD)


class CountingEncoder:
    """The shipped encoder; remembers what it was asked for."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.id, self.dimension = encoder.id, encoder.dimension
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.extend(texts)
        return self._encoder.encode(texts)


def test_vectors_of_known_words_are_not_computed_again(starter_root: Path, encoder: Encoder) -> None:
    counting = CountingEncoder(encoder)
    opened = Knowledge.open(starter_root, encoder=counting)
    taught = opened.with_extras(Extras(wordings=(Wording(text=ODD, code=RESIDENCE),)))
    counting.asked.clear()
    more = Extras(wordings=(Wording(text=ODD, code=RESIDENCE), Wording(text="giấy ở trọ mùa gặt", code=RESIDENCE)))
    taught.with_extras(more)
    assert [text.removeprefix("passage: ") for text in counting.asked] == ["giấy ở trọ mùa gặt"]


@pytest.mark.parametrize("text", ["", "ở đâu", "cho em hỏi với ạ", "bao nhiêu tiền"])
def test_words_that_name_no_need_have_no_key(text: str) -> None:
    assert wording_key(text) == ()


def test_an_answer_to_single_phrases_is_told_apart_from_one_to_just_these_words(starter: Knowledge) -> None:
    cue = Cue(id="cue", needs=(("thu bay",),), answer=OWN.answer)
    cued = starter.with_extras(Extras(cues=(cue,))).decided(SATURDAY)
    exact = starter.with_extras(Extras(answers=(OWN,), cues=(cue,))).decided(SATURDAY)
    assert cued is not None
    assert exact is not None
    assert (cued.cued, exact.cued) == (True, False)
