"""What holds a contact now: every check's own answer, and the moment at which none is left."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from outbound.policy.caps import NUMBER_LIMIT, CapCount, Counted, Whose
from outbound.policy.decision import GiveUp, Go, Wait
from outbound.policy.gate import decide
from outbound.policy.next_steps import Held, Outlook, caps_standing, explain
from tests.policy.test_gate import END, NOW, OPEN, at, cap, suppressed


def test_who_may_go_is_held_by_nothing() -> None:
    assert explain(OPEN, NOW) == Outlook(NOW)


def test_every_check_tells_its_own_reason_and_moment() -> None:
    case = replace(OPEN, caps=(cap([at(22, 10)]),), due_at=at(23, 11))
    found = explain(case, at(23, 8))
    assert found.at == at(30, 9)  # the 29th, when the cap has room again, is a Sunday
    assert found.reason == "the centre allows 1 contact in 1w"
    assert set(found.holds) == {
        Held("the centre allows 1 contact in 1w", at(29, 10)),
        Held("not due yet", at(23, 11)),
        Held("outside the hours", at(23, 9)),
    }


def test_what_is_only_looked_at_again_ends_at_no_known_moment() -> None:
    case = replace(OPEN, campaign="paused", due_at=at(23, 15), held_by="summer")
    found = explain(case, NOW)
    assert (found.at, found.reason) == (None, "the campaign is paused")
    assert found.holds == (
        Held("the campaign is paused"),
        Held("not due yet", at(23, 15)),
        Held("held by summer"),
    )


def test_what_never_passes_is_told_as_final() -> None:
    found = explain(replace(OPEN, suppressions=suppressed(), due_at=at(23, 15)), NOW)
    assert (found.at, found.reason) == (None, "suppressed for all purposes")
    assert Held("suppressed for all purposes", final=True) in found.holds
    assert found.ends
    late = explain(replace(OPEN, due_at=END), NOW)
    assert (late.at, late.reason) == (None, "no time left: not due yet")


def test_caps_are_told_with_their_counts_whether_reached_or_not() -> None:
    week = cap([at(20, 9), at(22, 9), at(1, 9)], contacts=2)
    number = CapCount(NUMBER_LIMIT, Counted.ATTEMPTS, (at(23, 8),), Whose.NUMBER)
    for_care = cap([at(22, 9)], contacts=1, purpose="care")
    full, free = caps_standing(replace(OPEN, caps=(week, number, for_care)), NOW)
    assert (full.allowed, full.used, full.frees_at) == (2, 2, at(27, 9))
    assert (free.allowed, free.used, free.frees_at) == (3, 1, None)


@given(
    st.sampled_from(["running", "paused", "finishing"]),
    st.sampled_from(["waiting", "held", "trying", "unreleased"]),
    st.integers(0, 96), st.integers(0, 30), st.booleans(), st.sampled_from([None, "summer"]),
)  # fmt: skip
def test_it_tells_what_the_gate_will_decide(
    campaign: str, contact: str, due: int, capped: int, forbidden: bool, rival: str | None
) -> None:
    case = replace(
        OPEN, campaign=campaign, contact=contact, due_at=NOW + timedelta(hours=due), held_by=rival,
        caps=(cap([NOW - timedelta(days=capped)]),), suppressions=suppressed() if forbidden else (),
    )  # fmt: skip
    found = explain(case, NOW)
    match decide(case, NOW):
        case Go():
            assert (found.at, found.holds) == (NOW, ())
        case GiveUp(reason):
            assert (found.at, found.reason, found.ends) == (None, reason, True)
        case Wait(until, _):
            assert found.holds
            assert found.at in (None, until)
