"""Creates leave in single file: the store keeps the lines, so all workers keep to them together."""

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from sqlmodel import select

from db.tables import Attempt, ContactState, Kind, Pace
from outbound.dialing.attempt import State
from outbound.engine.attempts import pace, reserve
from outbound.engine.attempts.dispatch import dispatch
from outbound.engine.attempts.place import place
from tests.engine.conftest import Begin
from tests.network import PatientClock
from tests.world import SURVEY, World


def patient(world: World, **settings: object) -> World:
    """The same world with time that passes while somebody waits, and with other rates."""
    engine = world.engine
    clock = PatientClock(engine.clock.now())
    changed = replace(engine.settings, **settings)
    return World(replace(engine, clock=clock, settings=changed), world.carrier)


def row(world: World, name: str) -> Pace:
    with world.engine.store.read() as session:
        return session.exec(select(Pace).where(Pace.name == name)).one()


def ids(world: World, *subscribers: str) -> list[int]:
    return [world.contact(s).id for s in subscribers]


def sent(world: World) -> list[datetime]:
    """When each create left, oldest first."""
    return sorted(a.handed_at for a in world.everything(Attempt) if a.handed_at)


def test_messages_leave_one_after_the_other_by_their_parts(begun_anywhere: Begin) -> None:
    world = patient(begun_anywhere("texts"), segments_per_second=Fraction(10))
    dispatch(world.engine, world.now)
    moments = sent(world)
    assert len(moments) == 3
    gaps = [later - before for before, later in pairwise(moments)]
    assert gaps == [timedelta(milliseconds=101)] * 2
    assert row(world, SURVEY).next_at == moments[-1] + timedelta(milliseconds=101)


def test_only_those_are_reserved_who_have_a_turn_soon(begun_anywhere: Begin) -> None:
    world = patient(begun_anywhere("texts"), segments_per_second=Fraction(1))
    assert dispatch(world.engine, world.now) == 1
    left = [world.contact(s) for s in ("T2", "T3")]
    assert {c.state for c in left} == {ContactState.WAITING}
    assert {c.next_at <= world.now for c in left} == {True}  # nothing was decided against them
    begun = world.now
    while any(world.contact(s).state is ContactState.WAITING for s in ("T2", "T3")):
        dispatch(world.engine, world.now)
        world.later(milliseconds=50)
    assert world.now - begun < timedelta(seconds=2.2)
    assert [later - before >= timedelta(seconds=1) for before, later in pairwise(sent(world))] == [True, True]  # fmt: skip


def test_a_full_line_does_not_hold_up_another(begun: Begin) -> None:
    world = patient(begun("texts", "pulse"), segments_per_second=Fraction(1))
    with world.engine.store.write() as session:
        session.add(Pace(name=SURVEY, next_at=world.now + timedelta(seconds=30)))
    dispatch(world.engine, world.now)
    assert world.attempts("T1") == []
    assert world.attempt("P1").state is State.PLACED


def test_two_workers_share_one_line(begun_anywhere: Begin) -> None:
    world = patient(begun_anywhere("texts"), segments_per_second=Fraction(2))
    other = World(replace(world.engine, running=type(world.engine.running)(world.engine.store)), world.carrier)  # fmt: skip
    first = reserve.reserve(world.engine, ids(world, "T1"), world.now)
    second = reserve.reserve(other.engine, ids(world, "T2"), world.now)
    assert first
    assert second
    turns = [world.attempt(s).place_at for s in ("T1", "T2")]
    assert turns[1] - turns[0] == timedelta(milliseconds=505)


def test_nothing_is_handed_over_before_its_turn(begun: Begin) -> None:
    world = patient(begun("texts"), segments_per_second=Fraction(2))
    reserved = reserve.reserve(world.engine, ids(world, "T1", "T2"), world.now)
    at = world.now
    place(world.engine, [one.attempt_id for one in reversed(reserved)])
    assert world.attempt("T1").handed_at == at
    assert world.attempt("T2").handed_at == at + timedelta(milliseconds=505)


def test_calls_of_all_campaigns_and_agents_wait_in_one_line(begun: Begin) -> None:
    world = patient(begun("survey", "pulse"), calls_per_second=Fraction(2))
    world.agent()
    world.tick()
    world.ready()
    calls = sorted(a.handed_at for a in world.everything(Attempt) if a.channel.value == "call")
    assert len(calls) >= 2
    gaps = [later - before for before, later in pairwise(calls)]
    assert min(gaps) >= timedelta(milliseconds=505)


def test_an_answer_is_replied_to_in_its_turn(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    world.tick()
    number = world.contact("T1").number
    world = patient(world, segments_per_second=Fraction(1))
    with world.engine.store.write() as session:
        session.merge(Pace(name=SURVEY, next_at=world.now + timedelta(seconds=20)))
    world.text(number, "9")
    reply = world.attempt("T1")
    assert (reply.kind, reply.state) == (Kind.REPLY, State.RESERVED)
    assert len(world.carrier.texts) == 3  # the carrier's callback was not kept waiting
    for _ in range(25):
        world.later(seconds=1)
        world.tick()
    reply = world.attempt("T1")
    assert reply.state is State.PLACED
    assert reply.handed_at == reply.place_at
    assert len(world.carrier.texts) == 4


def test_a_message_longer_than_thought_is_paid_for_afterwards(begun: Begin) -> None:
    world = patient(begun("texts"), segments_per_second=Fraction(10))
    running = world.engine.running.named("texts")
    running.segments[0, "zh"] = 1
    [reserved] = reserve.reserve(world.engine, ids(world, "T1"), world.now)
    before = row(world, SURVEY).next_at
    with world.engine.store.write() as session:
        attempt = session.get_one(Attempt, reserved.attempt_id)
        attempt.body = "长" * 140  # three parts
    place(world.engine, [reserved.attempt_id])
    assert row(world, SURVEY).next_at - before == 2 * timedelta(milliseconds=101)
    assert pace.units_of(running, world.contact("T2"), world.now) == 3


def test_a_sender_that_rests_keeps_what_is_reserved(begun: Begin) -> None:
    world = patient(begun("texts"))
    reserved = reserve.reserve(world.engine, ids(world, "T1"), world.now)
    with world.engine.store.write() as session:
        pace.rest(world.engine, session, SURVEY, world.now + timedelta(minutes=1))
    place(world.engine, [one.attempt_id for one in reserved])
    assert world.carrier.orders == []
    contact = world.contact("T1")
    assert (contact.state, contact.next_at) == (ContactState.WAITING, world.now + timedelta(minutes=1))  # fmt: skip
    world.tick()
    assert world.carrier.orders == []
    world.later(minutes=1)
    world.tick()
    world.later(seconds=1)
    world.tick()
    assert len(world.carrier.orders) == 3
