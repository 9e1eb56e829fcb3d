"""An agent's room: one customer at a time, whoever dies and whatever the carrier does not hear."""

from datetime import timedelta

import pytest

from db.tables import Attempt, Contact, DeskState
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import State
from outbound.dialing.port import Listing, Progress
from tests.engine.conftest import Begin
from tests.engine.test_counting import past_attempt
from tests.engine.test_desk import finish, talking


def told(attempt: Attempt, progress: Progress) -> Listing:
    """What the carrier says of a call."""
    return Listing(
        attempt.sid or "", Channel.CALL, attempt.number, attempt.sender, progress, None, attempt.reserved_at, None
    )  # fmt: skip


def test_an_agent_gets_nobody_while_the_last_customer_may_still_be_in_their_room(
    begun_anywhere: Begin,
) -> None:
    world = begun_anywhere("survey")
    attempt_id = talking(world)
    attempt = world.attempt_by_id(attempt_id)
    line = attempt.sid
    world.carrier.away = True  # or whoever was to end the call has died
    finish(world, attempt_id, "refused")
    world.ready()
    world.tick()
    assert (world.desk_row().state, world.desk_row().line) == (DeskState.READY, line)
    world.carrier.away = False
    world.carrier.listings[line] = told(attempt, Progress.ANSWERED)
    world.tick()
    assert world.carrier.hung_up == [(line, True)]
    assert (world.desk_row().state, world.desk_row().line) == (DeskState.DIALING, None)


@pytest.mark.parametrize("known", ["by callback", "when asked"])
def test_a_customer_who_has_left_by_themselves_keeps_no_agent_waiting(
    begun: Begin, known: str
) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    attempt = world.attempt_by_id(attempt_id)
    world.carrier.away = True
    finish(world, attempt_id, "refused")
    world.carrier.away = False
    if known == "by callback":
        world.call_event(attempt, "completed")
    else:
        world.carrier.listings[attempt.sid] = told(attempt, Progress.COMPLETED)
    world.ready()
    world.tick()
    assert world.carrier.hung_up == []
    assert world.desk_row().state is DeskState.DIALING


def test_a_no_that_the_agent_names_ends_what_rings_elsewhere_by_now(begun_anywhere: Begin) -> None:
    world = begun_anywhere("survey")
    attempt_id = talking(world)
    world.call_event(world.attempt_by_id(attempt_id), "completed")
    [contact] = [c for c in world.everything(Contact) if c.number == world.attempt("S1").number]
    other = "CA" + "7" * 32
    past_attempt(
        world, contact.id, timedelta(seconds=5), state=State.RINGING, sid=other, ended_at=None
    )
    finish(world, attempt_id, "refused-hard")
    assert (other, False) in world.carrier.hung_up
