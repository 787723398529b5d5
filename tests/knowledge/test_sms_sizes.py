"""What a text costs as SMS."""

from __future__ import annotations

import pytest

from knowledge.sms import SmsAlphabet, SmsSize, sms_size

GSM, UCS = SmsAlphabet.GSM_7, SmsAlphabet.UCS_2


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", SmsSize(GSM, 0, 0)),
        ("Le phi la 8.000 dong", SmsSize(GSM, 20, 1)),
        ("a" * 160, SmsSize(GSM, 160, 1)),
        ("a" * 161, SmsSize(GSM, 161, 2)),
        ("a" * 459, SmsSize(GSM, 459, 3)),
        ("€" * 80, SmsSize(GSM, 160, 1)),
        ("a" + "€" * 80, SmsSize(GSM, 161, 2)),
        ("a" * 152 + "€" + "a" * 152, SmsSize(GSM, 306, 3)),  # the sign of two places is never torn
        ("Lệ phí", SmsSize(UCS, 6, 1)),
        ("ệ" * 70, SmsSize(UCS, 70, 1)),
        ("ệ" * 71, SmsSize(UCS, 71, 2)),
        ("ệ" * 66 + "😀" + "ệ" * 66, SmsSize(UCS, 134, 3)),
    ],
)
def test_a_text_is_counted_as_a_gateway_does(text: str, size: SmsSize) -> None:
    assert sms_size(text) == size
