"""What goes wrong between us and the carrier, through the real SDK: nothing is guessed or doubled."""

import socket
from datetime import timedelta

import pytest

from outbound.campaign.schema import Channel
from outbound.carrier.simulator.faults import ACCEPTS, STALLS, CreateFault, Faults, Instant, Mishap
from outbound.carrier.twilio import twiml
from outbound.carrier.twilio.client import PAGE_SIZE, TwilioCarrier
from outbound.dialing.port import Accepted, CallOrder, NotTaken, Progress, Uncertain
from outbound.errors import CarrierError
from outbound.settings import Settings
from tests.carrier.conftest import OURS, THEIRS

THROTTLES = {
    CreateFault.THROTTLED: timedelta(seconds=3),
    CreateFault.THROTTLED_BARE: timedelta(seconds=1),
}
COMES_LATE = STALLS | {CreateFault.SLOW}
"""Only these are given little time: a busy machine may be slow to answer too."""


@pytest.mark.parametrize("fault", CreateFault, ids=lambda fault: fault.value)
@pytest.mark.parametrize("create", ["call", "message"])
def test_a_failed_create_says_what_is_known_and_no_more(make_world, fault, create):
    faults = Faults(chosen_creates={1: fault}, stall=3, slow=3)
    world = make_world(faults=faults, timeout=1 if fault in COMES_LATE else 10)
    reply = getattr(world, create)()
    if fault in THROTTLES:
        assert reply == NotTaken(THROTTLES[fault], "too many requests")
    else:
        assert isinstance(reply, Uncertain)
    assert len(world.network.created) == (fault in ACCEPTS)
    assert isinstance(getattr(world, create)(), Accepted)  # the next one is a new decision


def test_an_uncertain_call_proves_itself_by_its_callbacks_and_by_the_listing(make_world):
    world = make_world(faults=Faults(chosen_creates={1: CreateFault.ERROR_AFTER}))
    world.ear.says["voice"] = twiml.say_and_hangup(["x"], "en")
    assert isinstance(world.call(), Uncertain)
    (row,) = world.carrier.list_to(Channel.CALL, THEIRS)
    world.run()
    assert {told.sid for told in world.ear.of("status")} == {row.sid}


def test_throttling_backs_off_further_each_time(make_world):
    faults = Faults(creates={CreateFault.THROTTLED_BARE: 1.0})
    world = make_world(faults=faults)
    waits = [world.call().wait.total_seconds() for _ in range(8)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_listing_that_lags_shows_nothing_yet(make_world):
    world = make_world(faults=Faults(listing_lag=timedelta(minutes=10)))
    world.call()
    assert world.carrier.list_to(Channel.CALL, THEIRS) == []
    world.run(timedelta(minutes=10))
    assert len(world.carrier.list_to(Channel.CALL, THEIRS)) == 1


def test_a_reply_may_take_its_time(make_world):
    world = make_world(faults=Faults(chosen_creates={1: CreateFault.SLOW}, slow=0.1), timeout=5)
    assert isinstance(world.call(), Accepted)


def test_a_listing_that_lags_unevenly_shows_each_row_at_its_own_time(make_world):
    lag = timedelta(minutes=10)
    world = make_world(faults=Faults(listing_lag=lag, uneven_lag=True))
    for _ in range(8):
        world.message()
    seen = []
    for _ in range(10):
        world.clock.advance(timedelta(minutes=1))
        seen.append(len(world.carrier.list_to(Channel.SMS, THEIRS)))
    assert seen == sorted(seen)
    assert 0 < seen[4] < 8 == seen[-1]


def test_a_listing_that_hides_the_queue_shows_what_has_left_it(make_world):
    world = make_world(faults=Faults(hides_queued=True))
    world.message()
    assert world.carrier.list_to(Channel.SMS, THEIRS) == []
    world.run(timedelta(seconds=1))
    assert len(world.carrier.list_to(Channel.SMS, THEIRS)) == 1


def test_a_shuffled_listing_has_every_row_once_over_all_its_pages(make_world):
    world = make_world(faults=Faults(shuffles=True))
    for _ in range(PAGE_SIZE + 5):
        world.message()
    rows = [row.sid for row in world.carrier.list_to(Channel.SMS, THEIRS)]
    made = [one.sid for one in world.network.created]
    assert sorted(rows) == sorted(made)
    assert rows not in (made, made[::-1])


def test_a_listing_tells_the_carriers_own_time(make_world):
    world = make_world()
    world.call()
    (row,) = world.carrier.list_to(Channel.CALL, THEIRS)
    assert row.told_at == world.clock.now()


def test_a_listing_of_a_span_has_what_began_in_it(make_world):
    world = make_world()
    world.call()
    world.run(timedelta(hours=1))
    noon = world.clock.now()
    world.call()
    world.run(timedelta(minutes=1))
    rows = world.carrier.list_begun(Channel.CALL, noon, noon + timedelta(hours=1))
    assert [row.sid for row in rows] == [world.network.created[1].sid]
    day = timedelta(days=1)
    assert len(world.carrier.list_begun(Channel.CALL, noon - day, noon + day)) == 2
    assert world.carrier.list_begun(Channel.CALL, noon + day, noon + 2 * day) == []


def test_a_listing_to_our_number_has_what_people_wrote(make_world):
    world = make_world()
    world.message()
    world.network.text(THEIRS, OURS, "STOP")
    world.run(timedelta(minutes=1))
    now = world.clock.now()
    rows = world.carrier.list_begun(Channel.SMS, now - timedelta(hours=1), now, OURS)
    assert [(row.body, row.sender, row.inbound) for row in rows] == [("STOP", THEIRS, True)]
    [confirmation] = [row for row in world.carrier.list_to(Channel.SMS, THEIRS) if row.own]
    assert "unsubscribed" in confirmation.body


def test_a_carrier_that_is_away_does_nothing_and_goes_on_afterwards(make_world):
    faults = Faults()
    world = make_world(faults=faults)
    world.message()
    now = world.clock.now()
    faults.away = ((now, now + timedelta(hours=1)),)
    assert isinstance(world.message(), Uncertain)
    with pytest.raises(CarrierError):
        world.carrier.list_to(Channel.SMS, THEIRS)
    world.run(timedelta(minutes=59))
    assert world.ear.heard == []
    world.run(timedelta(minutes=2))
    assert [told.progress for told in world.ear.of("message")] == [Progress.RINGING, Progress.ANSWERED]  # fmt: skip
    assert len(world.network.created) == 1


@pytest.mark.parametrize("instant", Instant, ids=lambda instant: instant.value)
@pytest.mark.parametrize("create", ["call", "message"])
def test_somebody_says_no_at_a_chosen_instant(make_world, instant, create):
    world = make_world(faults=Faults(stops={1: instant}))
    world.ear.says["voice"] = twiml.conference("room", world.url("conference"))
    world.people.replies = False
    getattr(world, create)()
    world.run(timedelta(minutes=5))
    order = [(told.endpoint.value, told.progress) for told in world.ear.heard]
    wrote = order.index(("sms", None))
    before = {
        Instant.CREATED: [],
        Instant.RINGING: [Progress.RINGING],
        Instant.ANSWERED: [Progress.RINGING, Progress.ANSWERED],
    }[instant]
    assert [said for where, said in order[:wrote] if where in ("status", "message")] == before


def test_a_carrier_that_is_gone_has_taken_nothing():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    carrier = TwilioCarrier(Settings(store_url="", carrier_url=url))
    order = CallOrder(THEIRS, OURS, "t", timedelta(seconds=20), timedelta(minutes=1), False)
    assert isinstance(carrier.call(order), NotTaken)
    with pytest.raises(CarrierError, match="cannot be reached"):
        carrier.fetch(Channel.CALL, "CA" + "1" * 32)
    carrier.close()


def world_with(make_world, mishap):
    world = make_world(faults=Faults(chosen_callbacks={1: mishap}))
    world.ear.says["voice"] = twiml.conference("room", world.url("conference"))
    return world


def steps(world):
    return [told.progress for told in world.ear.of("status")]


WHOLE = [Progress.RINGING, Progress.ANSWERED, Progress.COMPLETED]


def test_a_callback_is_lost(make_world):
    world = world_with(make_world, Mishap.LOST)
    world.call()
    world.run()
    assert steps(world) == WHOLE[1:]


def test_a_callback_comes_five_times_under_one_key(make_world):
    world = world_with(make_world, Mishap.REPEATED)
    world.call()
    world.run()
    assert steps(world) == [Progress.RINGING] * 5 + WHOLE[1:]
    assert len({told.key for told in world.ear.of("status")}) == 3


def test_a_callback_comes_out_of_order_with_its_own_time_and_number(make_world):
    world = world_with(make_world, Mishap.REORDERED)
    world.call()
    world.run()
    assert steps(world) == [Progress.ANSWERED, Progress.RINGING, Progress.COMPLETED]
    in_order = sorted(world.ear.of("status"), key=lambda told: told.sequence)
    assert [told.progress for told in in_order] == WHOLE
    assert [told.at for told in in_order] == sorted(told.at for told in in_order)


def test_a_callback_comes_a_day_late(make_world):
    world = world_with(make_world, Mishap.LATE)
    world.call()
    world.run()
    assert steps(world) == WHOLE[1:]
    world.run(timedelta(hours=25))
    assert steps(world)[-1] is Progress.RINGING


def test_a_forged_callback_is_refused_and_the_true_one_heard(make_world):
    world = world_with(make_world, Mishap.FORGED)
    world.call()
    world.run()
    assert world.ear.refused
    assert steps(world) == WHOLE


@pytest.mark.parametrize("mishap", [Mishap.FOLDED, Mishap.ELSEWHERE])
def test_a_callback_changed_on_its_way_is_refused_and_the_true_one_heard(make_world, mishap):
    world = world_with(make_world, mishap)
    world.call()
    world.run()
    assert world.ear.refused
    assert steps(world) == WHOLE


def test_a_callback_for_a_foreign_call_names_it(make_world):
    world = world_with(make_world, Mishap.FOREIGN)
    reply = world.call()
    world.run()
    assert world.ear.of("status")[0].sid != reply.sid
    assert steps(world) == [Progress.RINGING, *WHOLE]


def test_faults_happen_at_their_rate_and_the_same_with_the_same_seed():
    def drawn(seed):
        faults = Faults(seed=seed, callbacks={Mishap.LOST: 0.05, Mishap.REPEATED: 0.2})
        return [faults.of_callback() for _ in range(4000)]

    first = drawn(1)
    assert first == drawn(1) != drawn(2)
    assert 0.03 < first.count(Mishap.LOST) / 4000 < 0.07
    assert 0.17 < first.count(Mishap.REPEATED) / 4000 < 0.23
