"""The proof of one leader or none sees what it is there to see."""

import pytest

from proof.leader import broken

ONE, TWO = (1, "a"), (2, "b")


def test_leaders_that_follow_each_other_break_nothing() -> None:
    assert broken([ONE, ONE, TWO, TWO, TWO, TWO, (3, "a"), (3, "a")]) == []


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ([ONE, ONE, TWO, TWO, ONE, ONE], "token 1 wrote after 2"),
        ([ONE, ONE, TWO, TWO, (2, "c"), (2, "c")], "token 2 was of"),
        ([ONE, ONE, TWO], "half a transaction of token 2"),
        ([ONE, TWO, ONE, TWO], "token 1 wrote after 2"),
    ],
)
def test_whatever_breaks_it_is_named(written: list[tuple[int, str]], words: str) -> None:
    assert [found for found in broken(written) if words in found]
