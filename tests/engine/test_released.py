"""What no listing has: a person's matter after a while, released with a reason, and proved wrong all the same."""

from datetime import timedelta

import pytest

from db.tables import Attempt, ContactState
from outbound.dialing.attempt import State
from outbound.dialing.port import NotTaken, Progress
from outbound.engine.attempts.place import record
from outbound.engine.inbox import evidence
from outbound.engine.inbox.unfound import release, unfound
from outbound.errors import NotFoundError, RefusedError, UsageError
from tests.engine.conftest import Begin
from tests.engine.test_reconcile import listed, lost, minute
from tests.world import World


def missing(world: World, subscriber: str = "T1") -> Attempt:
    """An attempt that the carrier has never heard of, for long enough."""
    attempt = lost(world, subscriber)
    for _ in range(16):
        minute(world)
    [found] = [one for one in unfound(world.engine) if one.attempt_id == attempt.id]
    assert found.releasable
    return attempt


def test_what_no_listing_has_is_a_persons_matter_after_a_quarter_of_an_hour(begun_anywhere: Begin) -> None:  # fmt: skip
    world = begun_anywhere("texts")
    attempt = lost(world, "T1")
    for _ in range(14):
        minute(world)
    assert [one.releasable for one in unfound(world.engine)] == [False]
    minute(world)
    assert [one.releasable for one in unfound(world.engine)] == [True]
    assert world.alarms().count("not-found") == 1
    assert world.attempt("T1").state is State.UNKNOWN
    assert (
        world.contact("T1").first_attempt_at == attempt.handed_at
    )  # it counts until somebody releases it


def test_a_listing_that_lags_by_ten_minutes_still_proves_it(begun: Begin) -> None:
    world = begun("texts")
    attempt = lost(world, "T1")
    for _ in range(10):
        minute(world)
    listed(world, attempt, Progress.ANSWERED)
    minute(world)
    assert world.attempt("T1").state is State.ANSWERED


def test_even_what_was_not_found_is_asked_about_now_and_then(begun: Begin) -> None:
    world = begun("texts")
    attempt = missing(world)
    listed(world, attempt, Progress.ANSWERED)
    for _ in range(11):
        minute(world)
    assert world.attempt("T1").state is State.ANSWERED
    assert unfound(world.engine) == ()


def test_a_person_releases_it_with_a_reason_and_it_is_decided_again(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    attempt = missing(world)
    orders = len(world.carrier.orders)
    release(world.engine, attempt.id, "wang", "asked at the carrier's desk")
    contact = world.contact("T1")
    assert (world.attempt("T1").state, contact.state) == (State.WITHDRAWN, ContactState.WAITING)
    assert (contact.first_attempt_at, contact.spent) == (None, 0)
    assert ("released", "not found") in world.ledger("T1")
    world.tick()
    assert world.carrier.numbers[orders:] == [contact.number]


def test_nothing_is_released_that_may_still_be_proved(begun: Begin) -> None:
    world = begun("texts")
    attempt = lost(world, "T1")
    minute(world)
    with pytest.raises(RefusedError, match="may still have it"):
        release(world.engine, attempt.id, "wang", "impatient")
    with pytest.raises(RefusedError, match="fate is known"):
        release(world.engine, world.attempt("T2").id, "wang", "by mistake")
    with pytest.raises(UsageError, match="reason"):
        release(world.engine, attempt.id, "wang", " ")
    with pytest.raises(NotFoundError):
        release(world.engine, "nothing", "wang", "by mistake")


def test_a_call_that_rings_after_its_release_is_ended_and_a_person_told(begun: Begin) -> None:
    world = begun("pulse")
    attempt = missing(world, "P1")
    release(world.engine, attempt.id, "wang", "not there")
    world.call_event(attempt, "ringing")
    assert world.carrier.hung_up == [(world.attempt_by_id(attempt.id).sid, False)]
    assert "withdrawn" in world.alarms()
    assert world.attempt_by_id(attempt.id).state is State.WITHDRAWN
    assert world.contact("P1").first_attempt_at is not None  # it reached them, so it counts


def test_whoever_picks_up_after_a_release_hears_one_sentence(begun: Begin) -> None:
    world = begun("pulse")
    attempt = missing(world, "P1")
    release(world.engine, attempt.id, "wang", "not there")
    said = world.answer(attempt)
    assert "<Hangup" in said
    assert "<Gather" not in said
    assert world.carrier.hung_up == []


def test_the_listing_too_can_prove_that_a_release_was_wrong(begun: Begin) -> None:
    world = begun("pulse")
    attempt = missing(world, "P1")
    row = listed(world, attempt, Progress.RINGING)
    release(world.engine, attempt.id, "wang", "not there")
    evidence.bind(world.engine, attempt.id, row)
    assert world.carrier.hung_up == [(row.sid, False)]
    assert "withdrawn" in world.alarms()


def test_a_process_that_wakes_late_does_not_disturb_a_new_attempt(begun: Begin) -> None:
    """Its create is not made; what it then writes down is about an attempt that was given up."""
    world = begun("texts")
    attempt = missing(world)
    release(world.engine, attempt.id, "wang", "not there")
    world.tick()
    later = world.attempt("T1")
    record(world.engine, {attempt.id: NotTaken(timedelta(0), "held up")})
    contact = world.contact("T1")
    assert (contact.state, contact.next_at) == (ContactState.TRYING, None)
    assert later.id != attempt.id
