"""Consent by purpose: silence refuses where the centre keeps a record."""

from datetime import UTC, datetime, timedelta

import pytest

from outbound.campaign.schema import Channel, Purpose
from outbound.policy.consent import Asking, Consent, ConsentAct, consent_now, consent_of
from outbound.policy.suppression import parse_scope

COLUMNS = {"survey": "agreed_calls", "marketing": "agreed_marketing"}


@pytest.mark.parametrize(
    ("value", "consent"),
    [
        (True, Consent.GIVEN), (1, Consent.GIVEN), (False, Consent.MISSING), (0, Consent.MISSING),
        (None, Consent.MISSING), ("yes", Consent.MISSING), (2, Consent.MISSING),
    ],
)  # fmt: skip
def test_only_a_plain_yes_is_consent(value: object, consent: Consent) -> None:
    assert consent_of({"agreed_calls": value}, COLUMNS, Purpose.SURVEY) is consent


def test_a_column_that_the_row_lacks_is_no_consent() -> None:
    assert consent_of({}, COLUMNS, Purpose.MARKETING) is Consent.MISSING


def test_a_purpose_without_a_column_is_not_kept() -> None:
    assert consent_of({"agreed_calls": False}, COLUMNS, Purpose.CARE) is Consent.NOT_KEPT


# Recorded acts

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ASKING = Asking(Purpose.SURVEY, Channel.CALL, "spring", "S1")


def act(
    event: str, scope: str = "purpose:survey", hours_ago: int = 1, **more: object
) -> ConsentAct:
    given = {"subscriber_id": "S1", **more}
    return ConsentAct(event, parse_scope(scope), NOW - hours_ago * HOUR, **given)  # type: ignore[arg-type]


def now_holds(*acts: ConsentAct, kept: Consent = Consent.MISSING, now: datetime = NOW) -> Consent:
    return consent_now(kept, acts, ASKING, now)


@pytest.mark.parametrize("kept", list(Consent))
def test_without_acts_the_base_decides(kept: Consent) -> None:
    assert now_holds(kept=kept) is kept


def test_a_recorded_consent_counts_where_the_base_has_none() -> None:
    assert now_holds(act("consented")) is Consent.GIVEN
    assert now_holds(act("consented"), kept=Consent.NOT_KEPT) is Consent.GIVEN


@pytest.mark.parametrize("kept", list(Consent))
def test_a_withdrawal_beats_whatever_the_base_says(kept: Consent) -> None:
    assert now_holds(act("withdrawn"), kept=kept) is Consent.MISSING


def test_the_latest_act_wins_in_whatever_order_they_are_heard_of() -> None:
    yes, no = act("consented", hours_ago=1), act("withdrawn", hours_ago=2)
    assert now_holds(yes, no) is now_holds(no, yes) is Consent.GIVEN
    yes, no = act("consented", hours_ago=2), act("withdrawn", hours_ago=1)
    assert now_holds(yes, no) is now_holds(no, yes) is Consent.MISSING


def test_at_the_same_moment_a_withdrawal_wins() -> None:
    assert now_holds(act("withdrawn"), act("consented")) is Consent.MISSING


def test_consent_ends_with_its_time_and_not_before() -> None:
    for_a_while = act("consented", expires_at=NOW)
    assert now_holds(for_a_while, now=NOW - timedelta(microseconds=1)) is Consent.GIVEN
    assert now_holds(for_a_while) is Consent.MISSING


def test_when_a_consent_has_run_out_an_earlier_withdrawal_holds_again() -> None:
    acts = (act("withdrawn", hours_ago=3), act("consented", hours_ago=2, expires_at=NOW))
    assert now_holds(*acts, kept=Consent.GIVEN) is Consent.MISSING


def test_consent_lapses_with_a_new_holder_and_a_withdrawal_does_not() -> None:
    assert now_holds(act("consented", subscriber_id="S0")) is Consent.MISSING
    assert now_holds(act("consented", subscriber_id=None)) is Consent.MISSING
    assert now_holds(act("withdrawn", subscriber_id="S0"), kept=Consent.GIVEN) is Consent.MISSING


def test_consent_is_for_what_it_names() -> None:
    assert now_holds(act("consented", "purpose:marketing")) is Consent.MISSING
    assert now_holds(act("consented", "purpose:survey channel:sms")) is Consent.MISSING
    assert now_holds(act("consented", "purpose:survey channel:call")) is Consent.GIVEN
    assert now_holds(act("consented", "all")) is Consent.GIVEN


def test_who_takes_back_one_channel_keeps_the_other() -> None:
    acts = (act("consented", hours_ago=2), act("withdrawn", "purpose:survey channel:sms"))
    assert now_holds(*acts) is Consent.GIVEN
    by_sms = Asking(Purpose.SURVEY, Channel.SMS, "spring", "S1")
    assert consent_now(Consent.GIVEN, acts, by_sms, NOW) is Consent.MISSING


def test_a_consent_of_tomorrow_is_none_yet_and_a_withdrawal_holds_at_once() -> None:
    assert now_holds(act("consented", hours_ago=-1)) is Consent.MISSING
    assert now_holds(act("withdrawn", hours_ago=-1), kept=Consent.GIVEN) is Consent.MISSING
