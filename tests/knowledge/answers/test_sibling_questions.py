"""Siblings are offered with the one question that tells them apart, made from their records."""

from __future__ import annotations

import pytest

from knowledge.answers.siblings import is_deed_untold, other_deeds_first, separating_question
from knowledge.answers.turns import choose
from knowledge.model import Level
from knowledge.results import Hit


def hit(name: str, code: str, *, level: Level = Level.PROVINCE, province: str | None = None) -> Hit:
    return Hit(code=code, name=name, score=0.5, levels=(level,), province=province)


@pytest.mark.parametrize(
    ("names", "question"),
    [
        (
            ("Cấp giấy phép lái xe quốc tế", "Cấp lại giấy phép lái xe quốc tế"),
            "Anh/chị cần làm lần đầu hay cấp lại?",
        ),
        (
            (
                "Cấp chứng chỉ hành nghề dược",
                "Cấp lại chứng chỉ hành nghề dược",
                "Điều chỉnh nội dung chứng chỉ hành nghề dược",
            ),
            "Anh/chị cần làm lần đầu, cấp lại hay thay đổi, bổ sung?",
        ),
        (
            ("Đăng ký kết hôn", "Đăng ký kết hôn có yếu tố nước ngoài"),
            "Việc này có liên quan đến người nước ngoài, hoặc đã làm ở nước ngoài không?",
        ),
    ],
)
def test_what_is_done_or_a_foreign_element_is_asked_for(names: tuple[str, ...], question: str) -> None:
    assert separating_question([hit(name, f"1.00000{n}") for n, name in enumerate(names)]) == question


def test_the_level_is_asked_for_when_nothing_else_differs() -> None:
    same = "Cấp giấy phép môi trường"
    hits = [hit(same, "1.010727"), hit(same, "1.010723", level=Level.COMMUNE)]

    assert separating_question(hits) == "Anh/chị làm ở cấp tỉnh hay cấp xã?"


def test_the_province_is_asked_for_when_only_that_differs() -> None:
    same = "Hỗ trợ tiền ăn trưa cho trẻ mầm non"
    hits = [hit(same, "1.1", province="Thành phố Huế"), hit(same, "1.2", province="Tỉnh Đồng Nai")]

    assert separating_question(hits) == "Anh/chị làm ở tỉnh, thành phố nào: Thành phố Huế hay Tỉnh Đồng Nai?"


def test_different_things_get_no_such_question() -> None:
    hits = [hit("Đăng ký khai sinh", "1.1"), hit("Cấp hộ chiếu phổ thông", "1.2")]

    assert separating_question(hits) is None
    assert separating_question(hits[:1]) is None


def test_the_choice_begins_with_the_question_and_still_lists_the_names() -> None:
    answer = choose([hit("Cấp thẻ luật sư", "1.1"), hit("Cấp lại thẻ luật sư", "1.2")])

    assert answer.lead == "Có 2 thủ tục cùng loại. Anh/chị cần làm lần đầu hay cấp lại?"
    assert [reply.title for reply in answer.quick_replies][:2] == ["Cấp thẻ luật sư", "Cấp lại thẻ luật sư"]


def test_a_bare_paper_is_offered_with_what_can_be_done_with_it() -> None:
    names = (
        "Cấp giấy phép lái xe",
        "Cấp giấy phép lái xe quốc tế",
        "Đổi giấy phép lái xe quân sự",
        "Đổi giấy phép lái xe",
        "Cấp lại giấy phép lái xe",
    )
    hits = [hit(name, f"1.00000{n}") for n, name in enumerate(names)]

    assert [one.name for one in other_deeds_first("giay phep lai xe", hits)] == [names[n] for n in (0, 3, 4, 1, 2)]
    assert [one.name for one in other_deeds_first("giấy phép lái xe quốc tế", hits)] == list(names)
    assert other_deeds_first("giấy phép lái xe", []) == ()


@pytest.mark.parametrize(
    ("question", "untold"),
    [
        ("thẻ hướng dẫn viên", True),
        ("làm lại thẻ hướng dẫn viên", False),
        ("cho em xin lai the huong dan vien", False),
    ],
)
def test_who_says_again_is_not_asked_what_is_to_be_done(question: str, untold: bool) -> None:
    again, exchange = hit("Cấp lại thẻ hướng dẫn viên", "1.1"), hit("Cấp đổi thẻ hướng dẫn viên", "1.2")

    assert is_deed_untold(question, again, [exchange]) is untold
    assert is_deed_untold("lấy bằng lái xe", hit("Cấp lại bằng lái xe", "1.3"), [hit("Đổi bằng lái xe", "1.4")])
