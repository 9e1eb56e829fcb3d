"""Suppression and consent as folds: order means nothing, strictness only ends by an explicit act."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from outbound.campaign.schema import Channel, Purpose
from outbound.policy.consent import Asking, Consent, ConsentAct, consent_now
from outbound.policy.suppression import NEVER_LIFT, Scope, Suppression, in_force, standing

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MOMENTS = st.integers(-6, 6).map(lambda hours: NOON + timedelta(hours=hours))
ENDS = st.none() | MOMENTS
PURPOSES, CHANNELS = st.sampled_from(Purpose), st.sampled_from(Channel)
NAMED = st.sampled_from(["", *(purpose.value for purpose in Purpose)])
SCOPES = st.builds(Scope, NAMED, st.sampled_from(["", "call", "sms"])) | st.builds(
    Scope, campaign=st.sampled_from(["spring", "autumn"])
)
SOURCES = st.sampled_from(["command", "sms", "import", "carrier", "agent", "voice"])
SUPPRESSED = st.builds(
    Suppression, st.just("suppressed"), SCOPES, MOMENTS, ENDS, st.just(""), SOURCES
)
LIFTED = st.builds(Suppression, st.just("lifted"), SCOPES, MOMENTS, st.none(), st.just(""), SOURCES)
EVENTS = st.lists(SUPPRESSED | LIFTED, max_size=8)
ACTS = st.lists(
    st.builds(ConsentAct, st.sampled_from(["consented", "withdrawn"]), SCOPES, MOMENTS, ENDS,
              st.sampled_from([None, "S1", "S2"])),
    max_size=8,
)  # fmt: skip
ASKING = st.builds(Asking, PURPOSES, CHANNELS, st.just("spring"), st.sampled_from(["S1", "S2"]))
KEPT = st.sampled_from(Consent)


@given(EVENTS, st.randoms(), PURPOSES, CHANNELS, MOMENTS)
def test_the_order_in_which_events_are_heard_of_means_nothing(
    events: list[Suppression], chance: Any, purpose: Purpose, channel: Channel, now: datetime
) -> None:
    shuffled = [*events]
    chance.shuffle(shuffled)
    assert set(in_force(events, now)) == set(in_force(shuffled, now))
    one, other = (standing(e, purpose, channel, "spring", now) for e in (events, shuffled))
    assert (one is None) == (other is None)


@given(EVENTS, SUPPRESSED, PURPOSES, CHANNELS, MOMENTS)
def test_a_further_suppression_never_allows_more(
    events: list[Suppression], more: Suppression, purpose: Purpose, channel: Channel, now: datetime
) -> None:
    if standing(events, purpose, channel, "spring", now):
        assert standing([*events, more], purpose, channel, "spring", now)


@given(EVENTS, LIFTED, PURPOSES, CHANNELS, MOMENTS)
def test_a_lifting_opens_nothing_but_the_scope_it_names(
    events: list[Suppression],
    lifting: Suppression,
    purpose: Purpose,
    channel: Channel,
    now: datetime,
) -> None:
    before, after = in_force(events, now), in_force([*events, lifting], now)
    opened = set(before) - set(after)
    assert all(gone.scope == lifting.scope for gone in opened)
    assert not opened or lifting.source not in NEVER_LIFT
    assert all(gone.source == "carrier" for gone in opened) or lifting.source != "carrier"
    assert all(gone.occurred_at < lifting.occurred_at <= now for gone in opened)


@given(SCOPES, SCOPES, PURPOSES, CHANNELS, st.sampled_from(["spring", "autumn", "x"]))
def test_what_a_scope_includes_it_covers(
    wide: Scope, narrow: Scope, purpose: Purpose, channel: Channel, campaign: str
) -> None:
    if wide.includes(narrow) and narrow.covers(purpose, channel, campaign):
        assert wide.covers(purpose, channel, campaign)


@given(KEPT, ACTS, st.randoms(), ASKING, MOMENTS)
def test_the_order_of_acts_of_consent_means_nothing(
    kept: Consent, acts: list[ConsentAct], chance: Any, asking: Asking, now: datetime
) -> None:
    shuffled = [*acts]
    chance.shuffle(shuffled)
    assert consent_now(kept, acts, asking, now) is consent_now(kept, shuffled, asking, now)


@given(KEPT, ACTS, ASKING, MOMENTS)
def test_consent_is_the_holders_own_in_its_time_and_never_withdrawn_since(
    kept: Consent, acts: list[ConsentAct], asking: Asking, now: datetime
) -> None:
    """The slow definition beside the fast one."""
    mine = [
        act for act in acts if act.scope.covers(asking.purpose, asking.channel, asking.campaign)
    ]
    noes = [act.occurred_at for act in mine if act.event == "withdrawn"]
    yeses = [
        act.occurred_at
        for act in mine
        if act.event == "consented" and act.subscriber_id == asking.subscriber_id
        and act.occurred_at <= now and (act.expires_at is None or now < act.expires_at)
    ]  # fmt: skip
    agreed = any(all(yes > no for no in noes) for yes in yeses)
    expected = Consent.GIVEN if agreed else Consent.MISSING if noes else kept
    assert consent_now(kept, acts, asking, now) is expected


@given(KEPT, ACTS, ASKING, MOMENTS, MOMENTS)
def test_a_withdrawal_ends_consent_at_once(
    kept: Consent, acts: list[ConsentAct], asking: Asking, at: datetime, now: datetime
) -> None:
    last = max([at, *(act.occurred_at for act in acts)])
    withdrawal = ConsentAct("withdrawn", Scope(), last)
    assert consent_now(kept, [*acts, withdrawal], asking, now) is Consent.MISSING
