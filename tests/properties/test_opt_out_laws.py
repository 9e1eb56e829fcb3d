"""Opt-outs: any text has an answer, and how a keyword is typed means nothing."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from outbound.policy.opt_out import is_opt_out, opt_out
from outbound.policy.suppression import parse_scope
from tests.policy.corpus.compose import corpus, keywords

TEXTS = st.text(max_size=400) | st.lists(
    st.sampled_from(sorted({word for m in corpus() for word in m.core.split()})), max_size=60
).map(" ".join)
MARKS = st.text(alphabet=" \t\n.,!?。！？…·\"'“”【】()~-", max_size=6)
CASES = st.sampled_from([str.upper, str.lower, str.title, str.swapcase])
FULL_WIDTH = str.maketrans({n: n + 0xFEE0 for n in range(0x21, 0x7F)})


@given(TEXTS)
@example("\ud800")
@example("不" * 2_000)
@example("stop it now " * 200)
@example("你们" * 800)
def test_any_text_has_an_answer_whose_scopes_can_be_stored(text: str) -> None:
    found = opt_out(text)
    if found is not None:
        assert found.scopes
        assert [str(parse_scope(scope)) for scope in found.scopes] == list(found.scopes)


@given(st.sampled_from(keywords()), MARKS, MARKS, CASES, st.booleans())
def test_a_keyword_is_one_in_any_case_and_width_among_any_marks(
    word: str, before: str, after: str, case: object, wide: bool
) -> None:
    typed = case(word)  # type: ignore[operator]  # a method of str
    text = f"{before}{typed.translate(FULL_WIDTH) if wide else typed}{after}"
    assert is_opt_out(text)


@given(st.sampled_from([m for m in corpus() if m.text == m.core]), MARKS)
def test_marks_around_a_message_change_nothing(message: object, marks: str) -> None:
    text = message.text  # type: ignore[attr-defined]  # a message of the corpus
    assert is_opt_out(f"{marks} {text} {marks}") == is_opt_out(text)


@given(st.text(alphabet="0123456789 ,.:/%", max_size=12))
def test_a_figure_is_an_answer_unless_it_is_four_or_five_noughts(text: str) -> None:
    digits = "".join(char for char in text if char.isdigit())
    if digits not in ("0000", "00000") and digits != "0" * len(digits):
        assert not is_opt_out(text)


@given(TEXTS)
def test_how_characters_are_composed_means_nothing(text: str) -> None:
    texts = [unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC")]
    assert len({is_opt_out(one) for one in texts}) == 1
