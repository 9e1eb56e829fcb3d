"""The holdout: the same people from every engine, whatever else happens to the base."""

from decimal import Decimal

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from outbound.audience.holdout import digest, fraction, is_held_out, release_key, threshold

SHARES = st.decimals(0, 1, places=4)


@given(st.text(max_size=40), st.text(max_size=40), SHARES)
def test_held_out_means_the_fraction_is_below_the_share(
    campaign: str, subscriber: str, share: Decimal
) -> None:
    assert is_held_out(campaign, subscriber, share) == (fraction(campaign, subscriber) < share)


@given(st.text(max_size=40), SHARES, SHARES)
def test_a_greater_share_only_adds_people(subscriber: str, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert not is_held_out("c", subscriber, low) or is_held_out("c", subscriber, high)


def test_the_ends_hold_nobody_and_everybody() -> None:
    assert threshold(Decimal(0)) == "00000000"
    assert threshold(Decimal(1)) is None
    assert not any(is_held_out("c", f"H{n}", Decimal(0)) for n in range(100))
    assert all(is_held_out("c", f"H{n}", Decimal(1)) for n in range(100))


def test_python_and_the_engine_agree() -> None:
    people = [f"H{n:07d}" for n in range(500)] + ["", "张三", "a:b"]
    with duckdb.connect() as engine:
        for who in people:
            found = engine.execute("select md5('camp:' || ?)", [who]).fetchone()
            assert found == (digest("camp", who),)


def test_the_holdout_and_the_release_are_independent() -> None:
    people = [f"H{n}" for n in range(4000)]
    early = [who for who in people if release_key("c", who) < "8"]
    held = sum(is_held_out("c", who, Decimal("0.5")) for who in early)
    assert abs(held / len(early) - 0.5) < 0.05
