"""What is done with a paper, heard in people's words."""

from __future__ import annotations

import pytest

from knowledge.index.deeds import DeedIndex, deeds
from knowledge.index.markers import MarkerIndex
from knowledge.model import Level

NAMES = {
    "reissue": "Cấp lại giấy phép lái xe",
    "exchange": "Đổi giấy phép lái xe",
    "extend": "Gia hạn tạm trú",
    "amend": "Sửa đổi, bổ sung giấy phép kinh doanh",
    "pause": "Tạm ngừng kinh doanh",
    "end": "Chấm dứt hoạt động hộ kinh doanh",
    "copy": "Cấp bản sao trích lục hộ tịch",
    "confirm": "Xác nhận thông tin về cư trú",
    "transfer": "Chuyển nhượng dự án",
    "support": "Trợ cấp mai táng phí",
    "recognise": "Công nhận làng nghề",
    "first": "Cấp giấy phép xây dựng",
}
SAID = [
    ("em lỡ làm mất bằng rồi xin cái khác", {"reissue"}),
    ("bang lai bi mat", {"reissue"}),
    ("thẻ sắp hết hạn", {"exchange", "extend"}),
    ("bang lai cu roi muon doi sang the moi", {"exchange", "reissue", "amend"}),
    ("muốn xin thêm 30 ngày ở lại", {"extend"}),
    ("công ty đổi tên", {"amend"}),
    ("ghi sai tên đệm", {"amend"}),
    ("quan em nghi ban may thang", {"pause"}),
    ("quán dẹp luôn không bán nữa", {"end"}),
    ("xin bản sao khai sinh", {"copy"}),
    ("giay to chung minh cho o", {"confirm"}),
    ("sang tên đất cho con", {"transfer"}),
    ("nhà có người mất có được tiền mai táng không", {"support"}),
    ("làng em muốn được công nhận", {"recognise"}),
    ("tôi muốn mở quán ăn", set()),
]


@pytest.fixture(scope="module")
def index() -> DeedIndex:
    levels = [(Level.COMMUNE,) if name == "confirm" else (Level.PROVINCE,) for name in NAMES]
    return DeedIndex(list(NAMES.values()), levels)


@pytest.mark.parametrize(("question", "meant"), SAID)
def test_a_deed_is_heard_in_everyday_words(index: DeedIndex, question: str, meant: set[str]) -> None:
    found = index.agreement(question)

    assert {name for name, done in zip(NAMES, found.done, strict=True) if done} == meant
    others = {name for name, undone in zip(NAMES, found.undone, strict=True) if undone}
    assert others == (set(NAMES) - meant - {"first"} if meant else set())


def test_every_deed_of_the_table_has_an_example(index: DeedIndex) -> None:
    heard = {name for _, meant in SAID for name in meant}

    assert heard == set(NAMES) - {"first"}
    assert len(deeds()) == len(heard)


def test_a_floor_or_a_face_is_not_a_loss(index: DeedIndex) -> None:
    assert not index.agreement("thuê mặt bằng mở tiệm, bị mắt kém").done.any()


def test_the_office_spoken_of_is_heard(index: DeedIndex) -> None:
    found = index.agreement("ra phường xin giấy")

    assert found.level.sum() == 1
    assert found.elsewhere.sum() == len(NAMES) - 1
    assert not index.agreement("xin giấy").elsewhere.any()


def test_a_foreign_element_counts_both_ways() -> None:
    index = MarkerIndex(["Đăng ký kết hôn", "Đăng ký kết hôn có yếu tố nước ngoài"])
    abroad, home = index.scores("cưới chồng người Hàn Quốc"), index.scores("cưới vợ cùng xã")

    assert (abroad.unhinted.tolist(), abroad.unannounced.tolist()) == ([0, 0], [1, 0])
    assert (home.unhinted.tolist(), home.unannounced.tolist()) == ([0, 1], [0, 0])
