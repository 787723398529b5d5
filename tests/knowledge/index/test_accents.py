"""Diacritics guessed from how the words of the index are spelt."""

from __future__ import annotations

import pytest

from knowledge.index.accents import Accents

SPELT = (
    ("cấp lại căn cước bị mất", 3),
    ("làm lại bằng lái xe", 3),
    ("bán nhà, bàn ghế, bạn học", 1),
    ("đăng ký tạm trú", 2),
    ("đăng ký khai sinh", 2),
    ("tấm ảnh", 1),
)


@pytest.fixture(scope="module")
def accents() -> Accents:
    return Accents.build(SPELT)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lam lai can cuoc bi mat", "làm lại căn cước bị mất"),
        ("dang ky tam tru", "đăng ký tạm trú"),  # "tấm" stands alone, "tạm" before "trú"
        ("tam anh", "tấm ảnh"),
        ("ban hoc", "bạn học"),  # of bán, bàn, bạn the one that goes before "học"
    ],
)
def test_each_word_gets_the_marks_its_neighbours_ask_for(accents, typed, meant):
    assert accents.restored(typed) == meant


@pytest.mark.parametrize("typed", ["", "   ", "123", "xyzzy", "xyzzy 12 qwerty!", "😀"])
def test_what_it_does_not_know_stays(accents, typed):
    assert accents.restored(typed) == typed


def test_an_unknown_word_does_not_keep_the_others_from_their_marks(accents):
    assert accents.restored("xyzzy dang ky khai sinh, 1.004194?") == "xyzzy đăng ký khai sinh, 1.004194?"


def test_two_neighbours_decide_where_one_leaves_it_open():
    """After "ban" alone "bán nhà" is as likely as "bàn nhà"; two words on, the sale is the only one that goes on."""
    spelt = (("bàn nhà", 6), ("bán nhà đất", 5), ("nhà đất", 4), ("bàn nhà kho", 2))
    accents = Accents.build(spelt)

    assert accents.restored("ban nha") == "bàn nhà"
    assert accents.restored("ban nha dat") == "bán nhà đất"


def test_an_index_of_before_the_triples_still_restores(accents, tmp_path):
    accents.save(tmp_path / "accents")
    (tmp_path / "accents" / "triples.npz").unlink()

    assert Accents.load(tmp_path / "accents").restored("dang ky tam tru") == "đăng ký tạm trú"


def test_a_word_with_marks_is_left_as_it_is(accents):
    assert accents.restored("tấm tru") == "tấm trú"
    assert accents.restored("lãi can cuoc") == "lãi căn cước"  # a word it has never seen, though not without marks


def test_it_says_the_same_after_being_written_and_read(accents, tmp_path):
    accents.save(tmp_path / "accents")
    again = Accents.load(tmp_path / "accents")
    for typed in ("lam lai can cuoc bi mat", "dang ky tam tru", "xyzzy"):
        assert again.restored(typed) == accents.restored(typed)


def test_a_snapshot_of_no_texts_changes_nothing():
    assert Accents.build(()).restored("dang ky") == "dang ky"
