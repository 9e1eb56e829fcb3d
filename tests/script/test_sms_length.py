"""What a message costs to send."""

import pytest

from outbound.script.sms_length import SmsLength, segments


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", SmsLength("gsm-7", 0, 1)),
        ("x" * 160, SmsLength("gsm-7", 160, 1)),
        ("x" * 161, SmsLength("gsm-7", 161, 2)),
        ("x" * 306, SmsLength("gsm-7", 306, 2)),
        ("x" * 307, SmsLength("gsm-7", 307, 3)),
        ("é€", SmsLength("gsm-7", 3, 1)),
        ("{" * 80, SmsLength("gsm-7", 160, 1)),
        ("x" + "{" * 80, SmsLength("gsm-7", 161, 2)),
        ("x" * 152 + "{" + "x" * 152, SmsLength("gsm-7", 306, 3)),
        ("余" * 70, SmsLength("ucs-2", 70, 1)),
        ("余" * 71, SmsLength("ucs-2", 71, 2)),
        ("余" * 135, SmsLength("ucs-2", 135, 3)),
        ("x" * 69 + "余", SmsLength("ucs-2", 70, 1)),
        ("😀" * 35, SmsLength("ucs-2", 70, 1)),
        ("😀" * 36, SmsLength("ucs-2", 72, 2)),
        ("ç", SmsLength("ucs-2", 1, 1)),
    ],
)
def test_segments(text: str, length: SmsLength) -> None:
    assert segments(text) == length
