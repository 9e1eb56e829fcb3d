"""Laws of the gate: nobody suppressed, over a cap or outside hours is attempted; waits lead somewhere."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from outbound.campaign.schema import Cap, Channel, Purpose
from outbound.policy.caps import CapCount, Counted
from outbound.policy.case import Case
from outbound.policy.decision import GiveUp, Go, Wait
from outbound.policy.gate import decide
from outbound.policy.hours import Everywhere, OpenHours
from outbound.policy.span import Span
from outbound.policy.suppression import Suppression, parse_scope, standing

START = datetime(2026, 10, 20, tzinfo=UTC)  # the clocks of Europe and America change soon
UNTIL = START + timedelta(days=40)
minutes = st.integers(0, 45 * 24 * 60).map(lambda m: START + timedelta(minutes=m))
places = st.sampled_from(
    [
        Everywhere((OpenHours.parse("Mo-Sa 09:00-12:00,14:00-20:00; PH off", "CN", ZoneInfo(name)),))
        for name in ("Asia/Shanghai", "Europe/Berlin", "America/New_York")
    ]
)  # fmt: skip


@st.composite
def suppressions(draw: st.DrawFn) -> Suppression:
    scope = draw(st.sampled_from(["all", "purpose:survey", "channel:sms", "campaign:x"]))
    ends = draw(st.none() | minutes)
    kind = draw(st.sampled_from(["suppressed", "suppressed", "lifted"]))
    return Suppression(kind, parse_scope(scope), draw(minutes), ends)


@st.composite
def caps(draw: st.DrawFn) -> CapCount:
    fields = {"attempts": draw(st.integers(0, 3)), "per": draw(st.sampled_from(["1d", "7d"]))}
    cap = Cap.model_validate(fields | {"then": draw(st.sampled_from(["defer", "drop"]))})
    return CapCount(cap, Counted.ATTEMPTS, tuple(draw(st.lists(minutes, max_size=6))))


cases = st.builds(
    lambda hours, needed, events, counts, due: Case(
        campaign_id="spring", campaign="running", begins_at=START, purpose=Purpose.SURVEY,
        channel=Channel.CALL, contact="waiting", span=Span(hours, UNTIL, timedelta(seconds=needed)),
        sender="+1", suppressions=tuple(events), caps=tuple(counts), due_at=due,
    ),
    places, st.integers(15, 120), st.lists(suppressions(), max_size=3),
    st.lists(caps(), max_size=2), st.none() | minutes,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(cases, minutes)
def test_nobody_is_attempted_against_a_rule(case: Case, now: datetime) -> None:
    if decide(case, now) != Go():
        return
    span = case.span
    assert span is not None
    assert now >= START
    assert span.hours.is_open(now)
    assert span.hours.is_open(now + span.needed - timedelta(microseconds=1))
    assert now + span.needed <= UNTIL
    assert case.due_at is None or case.due_at <= now
    assert standing(case.suppressions, Purpose.SURVEY, Channel.CALL, "spring", now) is None
    for count in case.caps:
        inside = [t for t in count.times if now - count.cap.per < t <= now]
        assert len(inside) < (count.cap.attempts or 0)


@settings(max_examples=300, deadline=None)
@given(cases, minutes)
def test_who_waits_as_told_gets_through_or_is_given_up(case: Case, now: datetime) -> None:
    for _ in range(40):
        decision = decide(case, now)
        if not isinstance(decision, Wait):
            assert isinstance(decision, Go | GiveUp)
            return
        assert decision.until > now
        assert case.span is not None
        assert case.span.may_place(decision.until)
        now = decision.until
    raise AssertionError("waiting without end")
