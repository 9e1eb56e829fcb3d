"""Every code of the carrier does what the table says: to the attempt, its number, its campaign and its sender."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import select

from db.tables import (
    Attempt,
    CampaignRow,
    CampaignState,
    ContactState,
    Pace,
    StoreFact,
    SuppressionEvent,
)
from outbound.carrier.twilio.words import CODES
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Declined, Uncertain
from outbound.engine.attempts.place import place
from outbound.engine.attempts.reserve import reserve
from tests.engine.conftest import Begin
from tests.world import SURVEY, World

GATEWAYS = (11200, 11205, 11210, 11215, 11217, 11220, 11235, 11236, 11237)
BARRED = (21202, 21215, 13227, 32205, 21608)


@dataclass(frozen=True)
class Row:
    """What a code comes to. `forbids`: the scope of the suppression that it brings."""

    code: int
    outcome: Outcome | None
    contact: ContactState
    forbids: str = ""
    paused: tuple[str, ...] = ()
    alarm: str = ""


TO_CREATES = (
    Row(21610, Outcome.OPTED_OUT, ContactState.CLOSED, "all"),
    Row(21211, Outcome.INVALID_NUMBER, ContactState.CLOSED, "all"),
    Row(21614, Outcome.INVALID_NUMBER, ContactState.CLOSED, "channel:sms"),
    Row(21635, Outcome.INVALID_NUMBER, ContactState.CLOSED, "channel:sms"),
    Row(21611, Outcome.CARRIER_REJECTED, ContactState.WAITING, alarm="slow-down"),
    Row(
        20003,
        Outcome.CARRIER_REJECTED,
        ContactState.HELD,
        paused=("pulse", "texts"),
        alarm="stop-all",
    ),
    *(
        Row(
            n,
            Outcome.CARRIER_REJECTED,
            ContactState.HELD,
            paused=("texts",),
            alarm="pause-campaign",
        )
        for n in BARRED
    ),
    Row(99999, Outcome.CARRIER_REJECTED, ContactState.HELD, alarm="alarm"),
)
TO_MESSAGES = (
    Row(30003, Outcome.UNDELIVERED, ContactState.WAITING),
    Row(30004, Outcome.CARRIER_BLOCKED, ContactState.CLOSED, "channel:sms"),
    Row(30005, Outcome.INVALID_NUMBER, ContactState.CLOSED, "channel:sms"),
    Row(30006, Outcome.INVALID_NUMBER, ContactState.CLOSED, "channel:sms"),
    Row(
        30007,
        Outcome.CARRIER_BLOCKED,
        ContactState.CLOSED,
        paused=("pulse", "texts"),
        alarm="pause-script",
    ),
    Row(30008, Outcome.UNDELIVERED, ContactState.WAITING),
    Row(30036, None, ContactState.WAITING),
    Row(30001, Outcome.CARRIER_REJECTED, ContactState.WAITING, alarm="slow-down"),
    Row(21610, Outcome.OPTED_OUT, ContactState.CLOSED, "all"),
    Row(99999, Outcome.UNDELIVERED, ContactState.HELD, alarm="alarm"),
    *(Row(n, Outcome.UNDELIVERED, ContactState.WAITING, alarm="reconcile") for n in GATEWAYS),
    Row(57012, Outcome.UNDELIVERED, ContactState.WAITING, alarm="check-settings"),
)
TO_CALLS = (
    Row(13224, Outcome.NOT_IN_SERVICE, ContactState.CLOSED, "channel:call"),
    Row(99999, Outcome.TECHNICAL_FAILURE, ContactState.HELD, alarm="alarm"),
    *(Row(n, Outcome.TECHNICAL_FAILURE, ContactState.WAITING, alarm="reconcile") for n in GATEWAYS),
)


def scopes(world: World, number: str) -> set[tuple[str, str]]:
    with world.engine.store.read() as session:
        mine = select(SuppressionEvent).where(SuppressionEvent.number == number)
        return {(row.scope, row.source) for row in session.exec(mine)}


def paused(world: World) -> tuple[str, ...]:
    rows = world.everything(CampaignRow)
    return tuple(sorted(row.id for row in rows if row.state is CampaignState.PAUSED))


def check(world: World, row: Row, subscriber: str) -> None:
    attempt, contact = world.attempts(subscriber)[0], world.contact(subscriber)
    assert (attempt.outcome, contact.state) == (row.outcome, row.contact)
    assert attempt.state is (State.WITHDRAWN if row.outcome is None else State.ENDED)
    found = {scope for scope, _ in scopes(world, contact.number)}
    assert found == ({row.forbids} if row.forbids else set()) or row.forbids == "all" in found
    assert paused(world) == row.paused
    codes = set(world.alarms()) & {"slow-down", "pause-script", "pause-campaign", "stop-all", "reconcile", "check-settings", "alarm"}  # fmt: skip
    assert codes == ({row.alarm} if row.alarm else set())
    if row.outcome is not Outcome.OPTED_OUT:
        assert contact.spent == 0 or row.outcome is Outcome.CARRIER_BLOCKED


@pytest.mark.parametrize("row", TO_CREATES, ids=lambda row: str(row.code))
def test_a_create_is_refused(begun: Begin, row: Row) -> None:
    world = begun("texts", "pulse")
    world.carrier.next_replies.append(Declined(row.code, "the carrier's words"))
    world.at("09:00")
    _send_first(world)
    check(world, row, "T1")


@pytest.mark.parametrize("row", TO_MESSAGES, ids=lambda row: str(row.code))
def test_a_message_fails(begun: Begin, row: Row) -> None:
    world = begun("texts", "pulse")
    _send_first(world)
    world.message_event(world.attempt("T1"), "undelivered", ErrorCode=str(row.code))
    check(world, row, "T1")


@pytest.mark.parametrize("row", TO_CALLS, ids=lambda row: str(row.code))
def test_a_call_fails(begun: Begin, row: Row) -> None:
    world = begun("pulse")
    world.tick()
    world.call_event(world.attempt("P1"), "failed", ErrorCode=str(row.code))
    check(world, row, "P1")


def _send_first(world: World) -> None:
    """Only the first message of the list, so that what follows from it is seen alone."""
    reserved = reserve(world.engine, [world.contact("T1").id], world.now)
    place(world.engine, [one.attempt_id for one in reserved])


def test_every_code_of_the_table_is_tried_here() -> None:
    tried = {row.code for row in (*TO_CREATES, *TO_MESSAGES, *TO_CALLS)}
    assert set(CODES) - tried == {20429}  # throttled: not refused, see test_place


def test_the_opt_out_is_the_carriers_word(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    world.carrier.next_replies.append(Declined(21610, "unsubscribed recipient"))
    _send_first(world)
    assert scopes(world, world.contact("T1").number) == {("all", "carrier")}


def test_a_full_queue_slows_its_sender_and_no_other(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts", "notice")
    world.carrier.next_replies.append(Declined(21611, "queue full"))
    _send_first(world)
    with world.engine.store.read() as session:
        assert session.get_one(Pace, SURVEY).rests_until == world.now + timedelta(minutes=1)
    sent = len(world.carrier.orders)
    world.later(seconds=59)
    world.tick()
    assert {order.sender for order in world.carrier.orders[sent:]} <= {"+862160010002"}
    world.later(minutes=3)
    world.tick()
    assert world.contact("T1").number in world.carrier.numbers[sent:]


def test_an_unknown_cause_is_tried_once_more(begun: Begin) -> None:
    world = begun("texts")
    _send_first(world)
    world.message_event(world.attempt("T1"), "undelivered", ErrorCode="30008")
    world.later(hours=7)
    world.tick()
    again = world.attempt("T1")
    assert again.outcome is None
    world.message_event(again, "undelivered", ErrorCode="30008")
    assert world.contact("T1").state is ContactState.CLOSED


def test_what_expired_in_the_queue_is_decided_again_at_once(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    _send_first(world)
    world.message_event(world.attempt("T1"), "failed", ErrorCode="30036")
    assert world.contact("T1").next_at <= world.now
    world.later(seconds=1)
    world.tick()
    assert [a.state for a in world.attempts("T1")] == [State.WITHDRAWN, State.PLACED]


def test_a_webhook_of_ours_that_failed_has_the_carrier_asked(begun_anywhere: Begin) -> None:
    world = begun_anywhere("pulse")
    world.tick()
    attempt = world.attempt("P1")
    world.answer(attempt)
    world.call_event(attempt, "completed", ErrorCode="11200")
    with world.engine.store.read() as session:
        assert session.get(StoreFact, "evidence wanted") is not None
    assert "reconcile" in world.alarms()
    assert world.attempt("P1").outcome is not None  # it ended as the carrier said, all the same


def test_refused_credentials_stop_a_batch_after_the_first(begun: Begin) -> None:
    world = begun("texts", "pulse")
    world.carrier.next_replies.append(Declined(20003, "authenticate"))
    world.tick()
    assert len(world.carrier.orders) == 1


def test_creates_that_get_no_reply_are_left_alone_for_a_while(begun: Begin) -> None:
    """Each would be a person's to release: an absence of an hour must not take a whole list."""
    world = begun("texts", "notice", "pulse")
    world.carrier.next_replies.extend([Uncertain("reset")] * 500)
    for _ in range(360):
        world.later(seconds=10)
        world.tick()
    unknown = [a for a in world.everything(Attempt) if a.state is State.UNKNOWN]
    assert 3 <= len(unknown) <= 40
