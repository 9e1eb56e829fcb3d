"""What the carrier's reply to a create does to attempt, contact and desk."""

import contextlib
from datetime import timedelta

from db.tables import Attempt, ContactState, DeskState
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Accepted, Declined, NotTaken, Uncertain
from outbound.engine.attempts import dispatch, place, reserve
from outbound.engine.attempts.hand_over import hand_over
from outbound.engine.lists import build
from tests.engine.conftest import Begin
from tests.world import World


def first(world: World, subscriber: str = "S1") -> Attempt:
    """The attempt that a ready agent gets first."""
    world.agent()
    world.ready()
    return world.attempt(subscriber)


def test_an_accepted_call_is_placed_and_the_agent_waits(begun_anywhere: Begin) -> None:
    world = begun_anywhere("survey")
    attempt, contact = first(world), world.contact("S1")
    assert (attempt.state, attempt.placed_at, attempt.holds) == (State.PLACED, world.now, attempt.number)  # fmt: skip
    assert (contact.state, contact.first_attempt_at) == (ContactState.TRYING, world.now)
    desk = world.desk_row()
    assert (desk.state, desk.attempt_id) == (DeskState.DIALING, attempt.id)


def test_a_refused_number_ends_by_its_code_and_frees_the_agent(begun: Begin) -> None:
    world = begun("survey")
    world.carrier.next_replies.append(Declined(21211, "invalid 'To' number"))
    attempt, contact = first(world), world.contact("S1")
    assert (attempt.state, attempt.outcome, attempt.holds) == (State.ENDED, Outcome.INVALID_NUMBER, None)  # fmt: skip
    assert (contact.state, contact.outcome) == (ContactState.CLOSED, Outcome.INVALID_NUMBER)
    assert world.desk_row().attempt_id != attempt.id


def test_one_bad_number_stops_nothing(begun: Begin) -> None:
    world = begun("texts", at="08:30")
    world.carrier.next_replies.append(Declined(21614, "not a mobile number"))
    world.at("09:00")
    world.tick()
    assert len(world.carrier.orders) == 3
    assert [world.attempt(f"T{n}").state for n in (1, 2, 3)] == [State.ENDED, State.PLACED, State.PLACED]  # fmt: skip


def test_credentials_refused_pause_the_campaign(begun: Begin) -> None:
    world = begun("texts")
    world.carrier.next_replies.append(Declined(20003, "authenticate"))
    world.tick()
    assert world.contact("T1").state is ContactState.HELD
    assert len(world.carrier.orders) == 1  # nothing else is tried with them
    assert "stop-all" in world.alarms()


def test_a_throttled_call_spends_nothing_and_is_due_after_the_wait(begun: Begin) -> None:
    world = begun("survey")
    world.carrier.next_replies.append(NotTaken(timedelta(seconds=40), "too many requests"))
    attempt, contact = first(world), world.contact("S1")
    assert (attempt.state, attempt.outcome, attempt.holds) == (State.WITHDRAWN, None, None)
    assert (contact.state, contact.spent) == (ContactState.WAITING, 0)
    assert contact.next_at == world.now + timedelta(seconds=40)
    assert contact.first_attempt_at is None
    desk = world.desk_row()
    assert (desk.state, desk.attempt_id) == (DeskState.READY, None)


def test_while_the_carrier_rests_nothing_more_of_the_batch_is_sent(begun: Begin) -> None:
    world = begun("texts")
    world.carrier.next_replies.append(NotTaken(timedelta(minutes=1), "connection refused"))
    world.tick()
    assert len(world.carrier.orders) == 1
    for subscriber in ("T1", "T2", "T3"):
        contact = world.contact(subscriber)
        assert (contact.state, contact.spent) == (ContactState.WAITING, 0)
        assert world.attempt(subscriber).state is State.WITHDRAWN
    world.later(seconds=59)
    world.tick()
    assert len(world.carrier.orders) == 1
    world.later(seconds=1)
    world.tick()
    assert len(world.carrier.orders) == 4


def test_a_create_without_an_answer_is_held_and_never_repeated(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    world.carrier.next_replies.append(Uncertain("no answer in 10 s"))
    world.tick()
    attempt, contact = world.attempt("T1"), world.contact("T1")
    assert (attempt.state, attempt.holds) == (State.UNKNOWN, attempt.number)
    assert (contact.state, contact.next_at) == (ContactState.HELD, None)
    assert contact.first_attempt_at == world.now  # it may have rung, so it counts
    assert "unknown" in world.alarms()
    for _ in range(30):
        world.later(hours=1)
        world.tick()
    assert world.carrier.numbers.count(contact.number) == 1


def test_an_agent_is_free_again_after_a_create_without_an_answer(begun: Begin) -> None:
    world = begun("survey")
    world.carrier.next_replies.append(Uncertain("reset"))
    first(world)
    desk = world.desk_row()
    assert (desk.state, desk.attempt_id) == (DeskState.READY, None)


def test_a_webhook_that_overtakes_an_uncertain_reply_is_the_evidence(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = []

    def overtake(order) -> None:
        attempt_id.append(order.token.split(".")[0])
        world.answer(world.attempt_by_id(attempt_id[0]))

    world.carrier.before_reply = overtake
    world.carrier.next_replies.append(Uncertain("no answer in 10 s"))
    attempt = first(world)
    assert attempt.state is State.CONNECTED
    assert world.contact("S1").state is ContactState.TRYING
    desk = world.desk_row()  # the customer is on the line: the agent is not free
    assert (desk.state, desk.attempt_id) == (DeskState.TALKING, attempt.id)


def test_an_overtaken_acceptance_only_adds_the_carriers_id(begun: Begin) -> None:
    world = begun("texts")
    world.carrier.before_reply = lambda order: world.message_event(
        world.attempt_by_id(order.token.split(".")[0]), "delivered"
    )
    world.tick()
    attempt = world.attempt("T1")
    assert (attempt.state, attempt.placed_at) == (State.ANSWERED, world.now)
    assert attempt.sid == f"SM{1:032x}"


def test_what_was_suppressed_after_its_reservation_is_not_placed(begun: Begin) -> None:
    world = begun("texts")
    contact = world.contact("T1")
    [reserved] = reserve.reserve(world.engine, [contact.id], world.now)
    world.text(contact.number, "STOP")
    place.place(world.engine, [reserved.attempt_id])
    assert world.carrier.orders == []
    assert world.contact("T1").state is ContactState.CLOSED


def test_an_opt_out_stops_the_rest_of_a_batch_under_way(begun: Begin) -> None:
    world = begun("texts")
    second = world.contact("T2").number

    def opt_out(order) -> None:
        world.carrier.before_reply = None
        world.text(second, "STOP")

    world.carrier.before_reply = opt_out
    world.tick()
    assert second not in world.carrier.numbers
    assert world.attempt("T2").state is State.WITHDRAWN
    assert world.contact("T2").state is ContactState.CLOSED


def test_a_call_is_ended_if_somebody_opts_out_while_the_carrier_takes_it(begun: Begin) -> None:
    world = begun("pulse")

    def opt_out(order) -> None:
        world.carrier.before_reply = None
        world.text(order.to, "STOP")

    world.carrier.before_reply = opt_out
    world.tick()
    attempt = world.attempt("P1")
    assert world.carrier.hung_up == [(attempt.sid, False)]
    assert "withdrawn" in world.alarms()
    assert world.contact("P1").state is ContactState.CLOSED


def test_a_slow_batch_is_not_placed_past_its_time(begun: Begin) -> None:
    """Each create may take ten seconds; the last of a batch must not go out a minute late."""
    world = begun("texts")
    world.carrier.before_reply = lambda order: world.later(seconds=10)
    world.tick()
    assert len(world.carrier.orders) == 2
    late = world.attempt("T3")
    assert (late.state, late.reason) == (State.WITHDRAWN, "not placed in time")
    assert world.contact("T3").state is ContactState.WAITING


def test_what_was_being_placed_when_the_process_died_may_have_rung(begun_anywhere: Begin) -> None:
    """The create may have left before the crash: only evidence tells, never a second call."""
    world = begun_anywhere("texts")
    contact = world.contact("T1")
    [reserved] = reserve.reserve(world.engine, [contact.id], world.now)
    [order] = hand_over(world.engine, [reserved.attempt_id])
    assert order.what.to == contact.number
    world.later(minutes=1)
    world.tick()
    assert world.attempt("T1").state is State.UNKNOWN
    assert world.contact("T1").state is ContactState.HELD
    assert contact.number not in world.carrier.numbers


def test_what_was_only_reserved_when_the_process_died_is_tried_again_by_itself(
    begun_anywhere: Begin,
) -> None:
    """Without the mark nothing has left: no person need look at it."""
    world = begun_anywhere("texts")
    contact = world.contact("T1")
    [reserved] = reserve.reserve(world.engine, [contact.id], world.now)
    world.later(minutes=1)
    world.tick()
    assert world.attempt_by_id(reserved.attempt_id).state is State.WITHDRAWN
    assert world.attempt("T1").state is State.PLACED
    assert world.carrier.numbers.count(contact.number) == 1
    assert ("withdrawn", "not sent") in world.ledger("T1")


def test_a_mark_is_made_once(begun: Begin) -> None:
    world = begun("texts")
    [reserved] = reserve.reserve(world.engine, [world.contact("T1").id], world.now)
    assert len(hand_over(world.engine, [reserved.attempt_id])) == 1
    assert hand_over(world.engine, [reserved.attempt_id]) == []


def test_a_clock_that_jumps_past_the_hours_sends_nothing(begun: Begin) -> None:
    world = begun("texts")
    world.at("11:58:50")
    reserved = reserve.reserve(world.engine, [world.contact("T1").id], world.now)
    assert len(reserved) == 1
    world.later(seconds=12)  # less than a minute of the morning is left
    assert hand_over(world.engine, [reserved[0].attempt_id]) == []
    attempt, contact = world.attempt("T1"), world.contact("T1")
    assert (attempt.state, attempt.reason) == (State.WITHDRAWN, "the hours closed meanwhile")
    assert contact.state is ContactState.WAITING


def test_a_reply_that_comes_after_the_attempt_was_given_up_for_lost_still_counts(begun: Begin) -> None:  # fmt: skip
    world = begun("texts")
    reserved = reserve.reserve(
        world.engine, [world.contact(f"T{n}").id for n in (1, 2, 3)], world.now
    )
    ids = {r.contact_id: r.attempt_id for r in reserved}
    hand_over(world.engine, list(ids.values()))
    world.later(minutes=1)
    world.tick()
    replies = {
        "T1": Accepted("SM" + "a" * 32),
        "T2": NotTaken(timedelta(seconds=5), "refused"),
        "T3": Declined(21211, "invalid"),
    }
    for subscriber, reply in replies.items():
        place.record(world.engine, {ids[world.contact(subscriber).id]: reply})
    states = [world.contact(subscriber).state for subscriber in replies]
    assert states == [ContactState.TRYING, ContactState.WAITING, ContactState.CLOSED]


def test_an_unplaced_call_of_a_dead_process_gives_the_agent_back(begun: Begin) -> None:
    world = begun("survey")
    world.agent()
    world.carrier.before_reply = _die
    with contextlib.suppress(KeyboardInterrupt):
        world.ready()
    assert world.desk_row().state is DeskState.DIALING
    world.carrier.before_reply = None
    world.later(minutes=1)
    world.tick()
    assert world.attempt("S1").state is State.UNKNOWN
    assert world.desk_row().attempt_id != world.attempt("S1").id


def test_a_script_that_fails_for_one_person_holds_that_person_only(begun: Begin) -> None:
    world = begun("notice", at="09:30")
    build.build(world.engine, "notice", world.now)
    with world.engine.store.write() as session:
        contact = world.contact("N2")
        contact.facts = contact.facts | {"balance": "not a number"}
        session.merge(contact)
    world.tick()
    broken = world.contact("N2")
    assert (broken.state, len(world.carrier.orders)) == (ContactState.HELD, 2)
    assert world.attempt("N2").state is State.WITHDRAWN
    assert "script" in broken.reason
    assert "script" in world.alarms()


def test_the_synthetic_mark_goes_with_every_order(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    assert all(order.synthetic for order in world.carrier.orders)


def test_a_messages_validity_ends_with_the_hours(begun: Begin) -> None:
    world = begun("texts", at="11:50")
    world.tick()
    assert {order.validity for order in world.carrier.orders} == {timedelta(minutes=10)}


def test_the_confirmation_of_an_opt_out_is_nothing_that_went_out_after_all(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    world.text(world.contact("T1").number, "退订")
    assert world.carrier.texts[-1] == "已为您登记，今后不再联系您。"
    assert world.alarms() == []


def test_nothing_due_places_nothing(begun: Begin) -> None:
    world = begun("texts", at="08:10")
    assert dispatch.dispatch(world.engine, world.now) == 0


def _die(order: object) -> None:
    raise KeyboardInterrupt
