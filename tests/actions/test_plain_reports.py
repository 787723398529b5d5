"""What is plainly a PAKN is heard without a classifier, with and without diacritics; a question stays a question."""

from __future__ import annotations

import pytest

from actions.feedback.plain import is_plain_report
from knowledge.text import fold

REPORTS = (
    "cán bộ phường X vì trả giấy khai sinh trễ hẹn 2 lần",
    "cán bộ xã hẹn tới hẹn lui sổ đỏ của mẹ tôi",
    "giấy kết hôn của tôi bị trễ hẹn ba lần",
    "phường trả kết quả tạm trú chậm cả tháng trời",
    "nhân viên một cửa quát mẹ tôi khi làm chứng thực",
    "ubnd xã không chịu nhận hồ sơ khai tử của tôi",
    "tôi muốn phản ánh việc làm căn cước ở phường",
    "góp ý về giờ nhận hồ sơ đất đai",
)
QUESTIONS = (
    "đăng ký khai sinh trễ hạn có bị phạt không",
    "đăng ký khai sinh quá hạn cho con 2 tuổi",
    "hồ sơ trễ hẹn thì phải làm gì",
    "cán bộ phường trả kết quả trong bao lâu",
    "làm giấy khai sinh cần gì",
    "cấp lại giấy khai sinh bị mất",
    "nộp hồ sơ tạm trú ở công an phường",
    "trả kết quả chậm nhất mấy ngày",
    "lên phường mang theo căn cước để làm tạm trú",
    "làm giấy khai sinh cho trẻ ở phường",
    "làm trợ cấp chăm sóc người già ở xã",
    "sang tên sổ hộ khẩu ở xã bị mất",
    "thủ tục giải quyết góp ý là gì",
)


@pytest.mark.parametrize("text", REPORTS + tuple(fold(text) for text in REPORTS))
def test_a_plain_report_is_heard_as_one(text: str) -> None:
    assert is_plain_report(text)


@pytest.mark.parametrize("text", QUESTIONS + tuple(fold(text) for text in QUESTIONS))
def test_a_question_about_a_procedure_is_none(text: str) -> None:
    assert not is_plain_report(text)
