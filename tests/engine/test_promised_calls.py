"""Calls that were promised: kept by their agent, offered while there is time for them, broken by either side."""

from datetime import datetime, timedelta

import pytest

from db.tables import (
    ContactState,
)
from outbound.engine.desk import acts
from outbound.engine.workplace import Workplace
from outbound.errors import InputError, RefusedError
from tests.engine.conftest import Begin
from tests.engine.test_desk import TUESDAY, finish, talking
from tests.world import ZONE, World


def promise(world: World, at: datetime) -> None:
    finish(world, talking(world), "callback-agreed", callback=at)


def test_a_callback_is_kept_in_its_window_by_the_same_agent(begun_anywhere: Begin) -> None:
    world = begun_anywhere("survey")
    promise(world, datetime(2026, 11, 23, 15, tzinfo=ZONE))
    contact = world.contact("S1")
    assert (contact.next_at, contact.agent_id) == (datetime(2026, 11, 23, 15, tzinfo=ZONE), "lin")
    world.at("15:00")
    world.agent("mei")
    assert world.ready("mei").contact.name == "Person 2"  # it is kept for lin
    assert world.ready("lin").contact.name == "Person 1"  # before all others


def test_once_its_window_is_over_a_callback_is_anybodys(begun: Begin) -> None:
    world = begun("survey")
    promise(world, datetime(2026, 11, 23, 15, tzinfo=ZONE))
    world.agent("mei")
    world.at("15:59")
    assert world.ready("mei").contact.name == "Person 2"
    world.call_event(world.attempt("S2"), "no-answer")
    acts.take_break(world.engine, "mei") if world.desk_row("mei").attempt_id is None else None
    world.at("16:00")  # keep-agent is two hours, but nobody was promised a call so late
    for n in range(3, 7):
        if world.desk_row("mei").attempt_id is None:
            break
        world.call_event(world.attempt(f"S{n}"), "no-answer")
    assert world.ready("mei").contact.name == "Person 1"


def test_a_call_that_was_promised_and_not_made_is_noted_once(begun_anywhere: Begin) -> None:
    world = begun_anywhere("survey")
    promise(world, datetime(2026, 11, 23, 19, tzinfo=ZONE))
    for at in ("19:59", "20:00", "20:01"):
        world.at(at)
        world.tick()
    assert world.ledger("S1").count(("callback", "late")) == 1
    contact = world.contact("S1")
    assert (contact.state, contact.reason) == (
        ContactState.WAITING,
        "callback promised; we are late",
    )
    world.at("09:00", TUESDAY)  # the next callable day: first of all work, by anybody
    world.agent("mei")
    assert world.ready("mei").contact.name == "Person 1"
    world.tick()
    assert world.ledger("S1").count(("callback", "late")) == 1


def test_a_call_that_was_made_in_its_window_is_not_late(begun: Begin) -> None:
    world = begun("survey")
    promise(world, datetime(2026, 11, 23, 15, tzinfo=ZONE))
    world.at("15:50")
    world.ready()
    world.call_event(world.attempt("S1"), "no-answer")
    world.at("16:04")
    world.tick()
    assert ("callback", "late") not in world.ledger("S1")


def test_our_own_failure_breaks_no_appointment(begun: Begin) -> None:
    world = begun("survey")
    promise(world, datetime(2026, 11, 23, 15, tzinfo=ZONE))
    world.at("15:00")
    world.ready()
    world.call_event(world.attempt("S1"), "failed")
    contact = world.contact("S1")
    assert contact.reason == "technical-failure: again after 20m"
    assert contact.callback_start == datetime(2026, 11, 23, 15, tzinfo=ZONE)
    assert contact.agent_id == "lin"


@pytest.fixture
def crowded(begun_anywhere: Begin) -> World:
    """Lin alone works, whose hour has room for four promised calls; four are promised for 15:00."""
    world = begun_anywhere("survey")
    world.agent()
    at = datetime(2026, 11, 23, 15, tzinfo=ZONE)
    with world.engine.store.write() as session:
        for n in range(3, 7):
            contact = world.contact(f"S{n}")
            contact.callback_start, contact.callback_end = at, at + timedelta(hours=1)
            contact.next_at, contact.language = at, "zh"
            session.merge(contact)
    world.ready()
    world.answer(world.attempt("S1"))
    return world


def test_no_more_calls_are_promised_than_there_is_time_for(crowded: World) -> None:
    with pytest.raises(RefusedError, match="as many calls are promised") as refused:
        finish(
            crowded,
            crowded.attempt("S1").id,
            "callback-agreed",
            callback=datetime(2026, 11, 23, 15, tzinfo=ZONE),
        )
    assert refused.value.hint == "Offer 11-23 14:00, 11-23 16:00, 11-23 17:00 instead."
    assert crowded.contact("S1").callback_start is None
    assert crowded.attempt("S1").outcome is None


def test_a_full_hour_is_not_offered(crowded: World) -> None:
    offered = Workplace(crowded.engine).callback_windows("lin", crowded.attempt("S1").id)
    today = [(f"{start:%H:%M}", f"{end:%H:%M}") for start, end in offered if start.day == 23]
    assert today == [("09:15", "12:00"), ("14:00", "15:00"), ("16:00", "20:00")]


def test_one_more_agent_makes_room(crowded: World) -> None:
    crowded.agent("mei", languages="zh")
    finish(
        crowded,
        crowded.attempt("S1").id,
        "callback-agreed",
        callback=datetime(2026, 11, 23, 15, tzinfo=ZONE),
    )
    assert crowded.contact("S1").agent_id == "lin"


def test_a_callback_nobody_answers_is_a_broken_appointment(begun: Begin) -> None:
    world = begun("survey")
    promise(world, datetime(2026, 11, 23, 15, tzinfo=ZONE))
    world.at("15:00")
    world.ready()
    world.call_event(world.attempt("S1"), "no-answer")
    contact = world.contact("S1")
    assert contact.reason == "broken appointment: again after 15m"
    assert contact.next_at == world.now + timedelta(minutes=15)
    world.later(minutes=15)
    world.tick()
    world.call_event(world.attempt("S1"), "no-answer")
    contact = world.contact("S1")
    assert contact.reason == "broken appointment: again the next callable day"
    world.at("09:00", TUESDAY)
    assert contact.next_at == world.now
    world.tick()
    world.call_event(world.attempt("S1"), "no-answer")
    after = world.contact("S1")
    assert after.callback_start is None
    assert after.agent_id is None  # an ordinary contact again, anybody's


def test_a_callback_that_reaches_the_person_is_kept(begun: Begin) -> None:
    world = begun("survey")
    promise(world, datetime(2026, 11, 23, 15, tzinfo=ZONE))
    world.at("15:00")
    world.ready()
    world.answer(world.attempt("S1"))
    finish(world, world.attempt("S1").id, "partial")
    contact = world.contact("S1")
    assert (contact.callback_start, contact.agent_id) == (None, None)


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (datetime(2026, 11, 23, 12, 30, tzinfo=ZONE), "nobody may be called in that window"),
        (datetime(2026, 12, 14, 15, tzinfo=ZONE), "further ahead than the campaign promises"),
        (datetime(2026, 11, 23, 7, tzinfo=ZONE), "over"),
    ],
)
def test_what_cannot_be_kept_is_not_promised(begun: Begin, at: datetime, why: str) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    with pytest.raises(RefusedError, match=why):
        finish(world, attempt_id, "callback-agreed", callback=at)
    assert world.attempt("S1").outcome is None


def test_a_callback_without_its_time_is_refused(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    with pytest.raises(InputError, match="needs its time"):
        finish(world, attempt_id, "callback-agreed")


def test_the_windows_offered_may_all_be_booked(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    offered = Workplace(world.engine).callback_windows("lin", attempt_id)
    assert offered
    for start, end in offered:
        assert start < end
        assert 9 <= start.astimezone(ZONE).hour < 20
    finish(world, attempt_id, "callback-agreed", callback=offered[-1][0])
    assert world.contact("S1").callback_start == offered[-1][0]


# Offers


def test_only_the_agents_own_contact_shows_its_windows(begun: Begin) -> None:
    world = begun("survey")
    attempt_id = talking(world)
    world.agent("mei")
    with pytest.raises(Exception, match="No such contact"):
        Workplace(world.engine).callback_windows("mei", attempt_id)
