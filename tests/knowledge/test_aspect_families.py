"""Families of wordings each aspect is asked for in, all regions: Northern, Central and Southern speech."""

from __future__ import annotations

import pytest

from knowledge.aspects import Aspect, aspects_in, other_words
from knowledge.text import fold

FAMILIES: dict[str, tuple[Aspect, str]] = {
    "what it costs, region by region": (
        Aspect.FEE,
        (
            "tốn nhiêu vậy|hết mấy đồng bạc|có mất phí hông|có mất xu nào không|làm cái ni hết bao nhiêu rứa|"
            "bao tiền một cái|có phải đóng tiền chi không|mắc hay rẻ|phải trả nhiêu|có free không|có tốn đồng mô không|"
            "mần ni mất mấy tiền|lệ phí sao rứa|có được miễn phí hông"
        ),
    ),
    "how long, and when it can be fetched": (
        Aspect.TIME,
        (
            "mấy bữa có|bao lâu có|chừng mô có giấy|khi mô lấy được|bao giờ thì xong|lâu hay mau|chờ mấy hôm|"
            "trong vòng mấy ngày|thời hiệu bao lâu|chừng nào lấy|đợi lâu hông|hạn chót là ngày nào"
        ),
    ),
    "where to go": (
        Aspect.WHERE,
        (
            "nộp ở mô|mần chỗ mô|ra mô làm|xong lấy ở đâu|vô đâu làm|làm ở xã hay trên tỉnh|"
            "nộp ở ủy ban hay bệnh viện|khai ở trường hay ở phường|cơ quan mô làm"
        ),
    ),
    "who decides": (Aspect.WHERE, "ai ký giấy này|ai duyệt|cấp nào giải quyết|sở nào cấp|ai có quyền cấp"),
    "what to bring": (
        Aspect.DOCUMENTS,
        (
            "đem theo chi|cần chi|mang theo giấy chi|cần giấy xác nhận gì|phải có giấy chứng nhận nào|"
            "nộp những giấy nào|đem giấy mô|chuẩn bị những chi|hồ sơ có chi|cần mấy tấm hình"
        ),
    ),
    "whether it is allowed or needed": (
        Aspect.CONDITIONS,
        (
            "trường hợp của tôi có được không|ở trọ có được làm không|có bắt buộc không|"
            "có phải làm lại không|có cần xin phép không|làm còn kịp không|diện nào được hưởng|dành cho những ai"
        ),
    ),
    "what one gets, and how long it is valid": (
        Aspect.RESULT,
        (
            "xong rồi nhận cái chi|cấp thẻ hay giấy|dùng được bao lâu|có giá trị mấy năm|có hiệu lực bao lâu|"
            "giấy này xài được mấy tháng|được phát cái gì|có thời hạn mấy năm"
        ),
    ),
    "which law says so": (
        Aspect.LEGAL,
        "theo luật nào|căn cứ vô đâu|dựa vào văn bản nào|luật mô quy định|quy định nào nói vậy|dựa trên quy định nào",
    ),
    "which form": (Aspect.FORMS, "xin mẫu ở mô|tờ đơn tải ở đâu|mẫu nào|điền tờ nào|đơn viết theo mẫu mô"),
    "how it goes": (Aspect.STEPS, "mần răng|làm sao chừ|cách mần ra răng|bước đầu là chi"),
}
CASES = [(family, aspect, text) for family, (aspect, texts) in FAMILIES.items() for text in texts.split("|")]


@pytest.mark.parametrize(("family", "aspect", "text"), CASES, ids=[f"{family}: {text}" for family, _, text in CASES])
def test_a_wording_of_the_family_asks_for_this_and_nothing_else(family: str, aspect: Aspect, text: str) -> None:
    assert aspects_in(text) == (aspect,)


def test_the_families_are_heard_without_diacritics_too() -> None:
    missed = [text for _, aspect, text in CASES if aspects_in(fold(text)) != (aspect,)]
    assert len(missed) <= len(CASES) // 20, missed


@pytest.mark.parametrize(
    "text",
    [
        "tôi chưa có giấy tờ gì muốn làm khai sinh",
        "giấy tờ cũ cháy hết trong lũ",
        "cho tôi hỏi được không",
        "làm hộ chiếu",
        "làm thay đổi ngành nghề",
        "nhờ con làm hộ khẩu",
    ],
)
def test_what_only_sounds_like_a_question_asks_for_nothing(text: str) -> None:
    assert aspects_in(text) == ()


def test_whether_something_is_allowed_gives_way_to_what_is_asked_outright() -> None:
    assert aspects_in("có được nộp online không") == (Aspect.ONLINE,)
    assert aspects_in("có phải đóng lệ phí không") == (Aspect.FEE,)


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("ở trọ có được làm hộ khẩu không", ("hộ", "khẩu")),
        ("hồ sơ khuyết tật có được nộp không", ("khuyết", "tật")),
        ("làm thay đổi ngành nghề được không", ("thay", "đổi", "ngành", "nghề")),
    ],
)
def test_the_words_of_the_need_stay_for_the_search(text: str, need: tuple[str, ...]) -> None:
    assert [word for word in need if word not in other_words(text)] == []
