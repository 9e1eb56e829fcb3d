"""Laws of the whole gate: whatever else is in the way, a No stays a No, and no wait becomes shorter."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbound.campaign.schema import Cap, Channel, Purpose
from outbound.policy.caps import CapCount, Counted
from outbound.policy.case import Case
from outbound.policy.consent import Consent
from outbound.policy.decision import GiveUp, Go, Wait
from outbound.policy.gate import CHECKS, decide
from outbound.policy.hours import OpenHours
from outbound.policy.money import Allowance, Limit
from outbound.policy.span import Span
from outbound.policy.suppression import EVERYTHING, Suppression

START = datetime(2026, 11, 23, tzinfo=UTC)
HOURS = OpenHours.parse("Mo-Sa 09:00-12:00,14:00-20:00; PH off", "CN", ZoneInfo("Asia/Shanghai"))
OPEN = Case(
    campaign_id="spring", campaign="running", begins_at=START, purpose=Purpose.SURVEY,
    channel=Channel.CALL, contact="waiting", span=Span(HOURS, START + timedelta(days=20), timedelta(seconds=55)),
    sender="+862160010001", price=Decimal("4.5"), consent=Consent.GIVEN,
)  # fmt: skip
LATER = START + timedelta(days=2)


def spent(most: str, settled: str, passes_at: datetime | None) -> tuple[Allowance, ...]:
    limit = Limit("x", "spend.day", "for today", Decimal(most), "CNY", passes_at)
    return (Allowance(limit, Decimal(1), Decimal(settled)),)


def reached(**fields: object) -> tuple[CapCount, ...]:
    cap = Cap.model_validate({"attempts": 1, "per": "3d"} | fields)
    return (CapCount(cap, Counted.ATTEMPTS, (START - timedelta(hours=3),)),)


REFUSALS: tuple[Mapping[str, Any], ...] = (
    {"campaign": "paused"},
    {"campaign": "stopped"},
    {"begins_at": LATER},
    {"contact": "held"},
    {"contact": "closed"},
    {"suppressions": (Suppression("suppressed", EVERYTHING, START - timedelta(days=1)),)},
    {"suppressions": (Suppression("suppressed", EVERYTHING, START - timedelta(days=1), LATER),)},
    {"consent": Consent.MISSING},
    {"span": None},
    {"barred": "the sender may not be used"},
    {"stale": "the register is old"},
    {"quiet_until": LATER},
    {"caps": reached()},
    {"caps": reached(then="drop")},
    {"due_at": LATER},
    {"open_on_number": "care"},
    {"talk": ("texts", LATER)},
    {"held_by": "urgent"},
    {"answered": True},
    {"sender": None},
    {"sender_rests_until": LATER},
    {"sender_blocked": True},
    {"money": spent("10", "9", LATER)},
    {"money": spent("10", "9", None)},
    {"money": spent("10", "5", LATER)},
)
moments = st.integers(0, 4 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
some = st.lists(st.sampled_from(range(len(REFUSALS))), max_size=6)


def refused(places: list[int]) -> Case:
    case = OPEN
    for place in places:
        case = replace(case, **REFUSALS[place])
    return case


@pytest.mark.parametrize("place", range(len(REFUSALS)))
def test_each_of_these_refuses_by_itself(place: int) -> None:
    now = START + timedelta(hours=2)
    assert decide(OPEN, now) == Go()
    case = replace(OPEN, **REFUSALS[place])
    assert [check for check in CHECKS if check(case, now) is not None]
    assert decide(case, now) != Go()


@given(some, st.sampled_from(range(len(REFUSALS))), moments)
def test_a_further_refusal_never_lets_anybody_through(
    places: list[int], further: int, now: datetime
) -> None:
    keys = {key for place in places for key in REFUSALS[place]}
    if keys & set(REFUSALS[further]):
        return  # it would take the place of another, not stand beside it
    before, after = decide(refused(places), now), decide(refused([*places, further]), now)
    if isinstance(before, GiveUp):
        assert isinstance(after, GiveUp)
    elif isinstance(before, Wait):
        assert isinstance(after, GiveUp) or (
            isinstance(after, Wait) and after.until >= before.until
        )


@given(some, moments)
def test_only_what_no_check_refuses_goes(places: list[int], now: datetime) -> None:
    case = refused(places)
    refuses = [check for check in CHECKS if check(case, now) is not None]
    assert (decide(case, now) == Go()) is not bool(refuses)
