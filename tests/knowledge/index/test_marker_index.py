"""Special cases and audiences that a name announces count against it unless the question speaks of them."""

from __future__ import annotations

import pytest

from knowledge.index.markers import MarkerIndex

PAIRS = [
    ("Đổi giấy phép lái xe", "Đổi giấy phép lái xe Công an nhân dân", "đồng chí công an đổi bằng lái ra sao"),
    ("Cấp giấy phép lái xe", "Cấp giấy phép lái tàu", "thi lái tàu hỏa xong lấy giấy phép"),
    ("Cấp lại giấy phép kinh doanh", "Cấp lại giấy phép kinh doanh cảng hàng không", "giấy phép của sân bay"),
    ("Cấp lại giấy phép kinh doanh", "Cấp lại giấy phép kinh doanh vật liệu nổ", "giấy phép bán thuốc nổ"),
    ("Chứng thực bản sao", "Cấp phép làm bản sao di sản tư liệu", "sao chép di sản"),
]


@pytest.mark.parametrize(("plain", "special", "speaking_of_it"), PAIRS)
def test_what_the_question_does_not_speak_of_counts_against_the_name(
    plain: str, special: str, speaking_of_it: str
) -> None:
    index = MarkerIndex([plain, special])

    assert index.scores("việc này thì làm sao").unhinted.tolist() == [0, 1]
    assert index.scores(speaking_of_it).unhinted.tolist() == [0, 0]


def test_a_name_that_only_sounds_like_it_announces_nothing() -> None:
    names = [
        "Chứng thực văn bản phân chia di sản",
        "Giải quyết khiếu nại của công dân đối với Công an nhân dân",
    ]

    assert MarkerIndex(names).scores("việc này thì làm sao").unhinted.tolist() == [0, 0]
    assert MarkerIndex(["Cấp phép lái tàu bay"]).scores("thi lái máy bay").unhinted.tolist() == [0]
