"""Suppressions: a fold over events, of which the strictest holds."""

from datetime import UTC, datetime, timedelta

import pytest

from outbound.campaign.schema import Channel, Purpose
from outbound.policy.suppression import Suppression, in_force, parse_scope, standing

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def event(kind: str, scope: str = "all", hours_ago: int = 1, **more: object) -> Suppression:
    return Suppression(kind, parse_scope(scope), NOW - hours_ago * HOUR, **more)  # type: ignore[arg-type]


def holds(*events: Suppression, now: datetime = NOW) -> Suppression | None:
    return standing(events, Purpose.SURVEY, Channel.CALL, "spring", now)


def test_nothing_stands_without_events() -> None:
    assert holds() is None


def test_a_suppression_binds_every_purpose_and_channel() -> None:
    everything = event("suppressed")
    assert holds(everything) is everything
    assert standing([everything], Purpose.CARE, Channel.SMS, "other", NOW) is everything


@pytest.mark.parametrize("scope", ["purpose:survey", "channel:call", "campaign:spring"])
def test_a_narrow_suppression_binds_what_it_names(scope: str) -> None:
    assert holds(event("suppressed", scope))
    assert standing([event("suppressed", scope)], Purpose.CARE, Channel.SMS, "x", NOW) is None


def test_a_lifting_lifts_the_scope_it_names() -> None:
    assert holds(event("suppressed", "all", 2), event("lifted", "all", 1)) is None
    assert holds(event("suppressed", "all", 2), event("lifted", "purpose:survey", 1))
    assert holds(event("suppressed", "purpose:survey", 2), event("lifted", "all", 1))


def test_order_of_arrival_means_nothing() -> None:
    late_news = [event("lifted", "all", 1), event("suppressed", "all", 2)]
    assert holds(*late_news) is None


def test_what_happens_at_the_moment_of_a_lifting_outlives_it() -> None:
    assert holds(event("suppressed", "all", 1), event("lifted", "all", 1))


def test_a_new_suppression_after_a_lifting_holds() -> None:
    assert holds(event("suppressed", "all", 3), event("lifted", "all", 2), event("suppressed"))


def test_it_runs_out_at_its_end_and_not_before() -> None:
    for_a_while = event("suppressed", expires_at=NOW)
    assert holds(for_a_while, now=NOW - timedelta(microseconds=1))
    assert holds(for_a_while) is None


def test_what_a_clock_ahead_of_ours_has_dated_holds_already() -> None:
    assert holds(event("suppressed", hours_ago=-1))
    assert holds(event("suppressed", hours_ago=2), event("lifted", hours_ago=-1))


def test_one_that_stands_for_ever_is_stricter_than_one_that_ends() -> None:
    ends = event("suppressed", "all", expires_at=NOW + HOUR)
    stays = event("suppressed", "campaign:spring")
    assert holds(ends, stays) is stays
    assert in_force([ends, stays], NOW) == (stays, ends)


def test_the_carriers_start_undoes_only_the_carriers_stop() -> None:
    start = event("lifted", "all", 1, source="carrier")
    assert holds(event("suppressed", "all", 2, source="carrier"), start) is None
    assert holds(event("suppressed", "all", 2, source="sms"), start)


@pytest.mark.parametrize("source", ["sms", "voice", "import", "outcome"])
def test_an_answer_or_a_list_never_lifts(source: str) -> None:
    assert holds(event("suppressed", "all", 2), event("lifted", "all", 1, source=source))


def test_a_lifting_that_came_before_leaves_what_was_said_later() -> None:
    heard_late = [event("suppressed", "all", 1), event("lifted", "all", 3)]
    assert holds(*heard_late)


def test_a_purpose_on_one_channel_is_narrower_than_either() -> None:
    no_sales_calls = event("suppressed", "purpose:marketing channel:call")
    assert standing([no_sales_calls], Purpose.MARKETING, Channel.CALL, "x", NOW)
    assert standing([no_sales_calls], Purpose.MARKETING, Channel.SMS, "x", NOW) is None
    assert standing([no_sales_calls], Purpose.SURVEY, Channel.CALL, "x", NOW) is None


def test_the_widest_is_told_first() -> None:
    scopes = (
        "campaign:spring",
        "purpose:survey channel:call",
        "purpose:survey",
        "channel:call",
        "all",
    )
    events = [event("suppressed", scope) for scope in scopes]
    assert [str(found.scope) for found in in_force(events, NOW)] == list(reversed(scopes))


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("all", "purpose:survey"), ("all", "all"), ("channel:call", "purpose:survey channel:call"),
        ("purpose:survey", "purpose:survey channel:call"),
    ],
)  # fmt: skip
def test_a_wider_scope_includes_a_narrower_one(wide: str, narrow: str) -> None:
    assert parse_scope(wide).includes(parse_scope(narrow))
    assert wide == narrow or not parse_scope(narrow).includes(parse_scope(wide))


def test_what_ends_or_the_carrier_may_undo_is_no_substitute_for_the_persons_own_word() -> None:
    everything = parse_scope("all")
    assert event("suppressed", source="command").says_already(everything, "sms")
    assert not event("suppressed", expires_at=NOW + HOUR).says_already(everything, "sms")
    assert not event("suppressed", source="carrier").says_already(everything, "sms")
    assert event("suppressed", source="carrier").says_already(everything, "carrier")


@pytest.mark.parametrize("scope", ["all", "purpose:follow-up", "channel:sms", "campaign:x-1", "purpose:care channel:sms"])  # fmt: skip
def test_a_scope_reads_back_as_written(scope: str) -> None:
    assert str(parse_scope(scope)) == scope


@pytest.mark.parametrize("scope", ["", "everything", "purpose:", "purpose:fun", "channel:fax", "campaign:", "all:x", "all all", "purpose:care purpose:survey", "campaign:x channel:sms", "purpose:care channel:fax"])  # fmt: skip
def test_an_unknown_scope_is_refused_with_those_that_exist(scope: str) -> None:
    with pytest.raises(ValueError, match="use all, campaign:ID, channel:call"):
        parse_scope(scope)


def test_the_two_names_of_a_scope_may_stand_in_either_order() -> None:
    assert str(parse_scope(" channel:call  purpose:care ")) == "purpose:care channel:call"
