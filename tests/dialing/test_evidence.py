"""Which row of the carrier's listing is the create that nobody answered for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from outbound.campaign.schema import Channel
from outbound.dialing.evidence import EARLY, Asked, fitting, is_not_found
from outbound.dialing.port import Listing, Progress

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
OURS, THEIRS = "+862160010001", "+8613800138000"
TEXT = Asked(Channel.SMS, OURS, "总体打几分？", NINE, NINE + timedelta(seconds=95))
ROW = Listing("SM" + "1" * 32, Channel.SMS, THEIRS, OURS, Progress.QUEUED, None, NINE, None, "总体打几分？")  # fmt: skip


def fits(now: datetime = NINE, **changed: object) -> bool:
    return bool(fitting(TEXT, [replace(ROW, **changed)], now))


@pytest.mark.parametrize(
    ("seconds", "in_time"), [(-6, False), (-5, True), (0, True), (95, True), (96, False)]
)
def test_it_was_created_between_the_mark_and_the_end_of_all_patience(seconds: int, in_time: bool) -> None:  # fmt: skip
    assert fits(created_at=NINE + timedelta(seconds=seconds)) is in_time


@pytest.mark.parametrize("minutes", [-180, -3, 0, 3, 180])
def test_the_carriers_clock_may_differ_from_ours(minutes: int) -> None:
    """It says when it told us, by the clock with which it dates its rows."""
    off = timedelta(minutes=minutes)
    asked_at = NINE + timedelta(minutes=2)
    assert fits(asked_at, created_at=NINE + off, told_at=asked_at + off)
    late = NINE + timedelta(seconds=100) + off
    assert not fits(asked_at, created_at=late, told_at=asked_at + off)


@pytest.mark.parametrize(
    "changed",
    [{"inbound": True}, {"own": True}, {"sender": "+862199999999"}, {"body": "别的话"}],
    ids=lambda changed: next(iter(changed)),
)
def test_what_somebody_else_sent_does_not_fit(changed: dict[str, object]) -> None:
    assert not fits(**changed)


def test_white_space_is_the_networks_matter() -> None:
    assert fits(body="  总体打几分？\n")


def test_a_calls_body_is_nothing() -> None:
    call = replace(TEXT, channel=Channel.CALL, body="")
    assert fitting(call, [replace(ROW, channel=Channel.CALL, body="")], NINE)


def test_the_edge_covers_whole_seconds() -> None:
    """The carrier tells whole seconds: what it created at 09:00:00.9 is dated 09:00:00."""
    assert timedelta(seconds=1) <= EARLY


@pytest.mark.parametrize(
    ("looked", "minutes", "gone"), [(0, None, False), (1, 20, False), (2, 14, False), (2, 15, True)]
)
def test_two_empty_listings_and_a_quarter_of_an_hour(looked: int, minutes: int | None, gone: bool) -> None:  # fmt: skip
    at = None if minutes is None else NINE + timedelta(minutes=minutes)
    assert is_not_found(NINE, looked, at) is gone
