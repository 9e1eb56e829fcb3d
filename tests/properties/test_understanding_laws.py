"""Laws of understanding: any text has a meaning or none, never an error, never a guess."""

from hypothesis import given
from hypothesis import strategies as st

from outbound.campaign.schema import Mode, Question
from outbound.script.number_words import chinese_number, numbers_in, plain
from outbound.script.understand import Unclear, Understood, understand

TEN = Question.model_validate({"id": "q", "ask": "?", "answer": "scale 1-10"})
FORMS = [
    Question.model_validate(
        {
            "id": "q",
            "ask": "?",
            "answer": form,
            "options": {"a": "eins", "b": {"zh": "二号", "en": "two"}},
        }
    )
    for form in ["scale 1-10", "yes-no", "one-of", "many-of", "number", "text", "date"]
]


@given(st.sampled_from(FORMS), st.text(), st.sampled_from(Mode))
def test_every_text_is_understood_or_unclear(question: Question, raw: str, mode: Mode) -> None:
    meant = understand(question, raw, mode)
    assert isinstance(meant, Understood | Unclear)
    assert meant == understand(question, raw, mode)


@given(st.integers(-50, 150))
def test_a_whole_number_counts_exactly_where_the_scale_has_it(value: int) -> None:
    for written in (str(value), f"{value}分", f"{value}！", str(value).translate(FULL_WIDTH)):
        meant = understand(TEN, written, Mode.SMS)
        expected = (
            Understood(value, float(value)) if 1 <= value <= 10 else Unclear("not on the scale")
        )
        assert meant == expected, written


@given(st.integers(1, 10), st.integers(1, 10))
def test_two_different_numbers_are_never_one_score(first: int, second: int) -> None:
    meant = understand(TEN, f"{first} {second}", Mode.SMS)
    assert isinstance(meant, Understood) == (first == second)


@given(st.integers(1, 10))
def test_keys_mean_their_digit_and_0_means_ten(value: int) -> None:
    assert understand(TEN, str(value % 10), Mode.VOICE) == Understood(value, float(value))


@given(st.text())
def test_plain_text_is_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert all(number.is_finite() for number in numbers_in(text, 10))


@given(st.integers(0, 100))
def test_chinese_numerals(value: int) -> None:
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    word = "一百" if value == 100 else digits[ones] if tens == 0 else (
        (digits[tens] if tens > 1 else "") + "十" + (digits[ones] if ones else "")
    )  # fmt: skip
    assert chinese_number(word) == value


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
