"""The reserving transaction: every rule looked at once more, and nobody attempted twice at once."""

import re
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from db.tables import Attempt, Contact, ContactState, DeskState
from outbound.dialing.attempt import State
from outbound.engine.attempts import suppression_list
from outbound.engine.attempts.dispatch import serve
from outbound.engine.attempts.reserve import reserve
from outbound.engine.campaigns import lifecycle
from outbound.engine.life.actor import COMMAND_LINE
from tests.engine.conftest import Begin
from tests.world import World


def decided(world: World, subscriber: str = "T1") -> str:
    """`reserved`, or the contact's state and reason after the gate has looked at it."""
    contact = world.contact(subscriber)
    if reserve(world.engine, [contact.id], world.now):
        return "reserved"
    after = world.contact(subscriber)
    return f"{after.state.value}: {after.reason}"


def change(world: World, subscriber: str, **values: object) -> None:
    with world.engine.store.write() as session:
        contact = session.exec(select(Contact).where(Contact.subscriber_id == subscriber)).one()
        for name, value in values.items():
            setattr(contact, name, value)


def test_a_due_contact_inside_the_hours_is_reserved(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    assert decided(world) == "reserved"
    attempt, contact = world.attempt("T1"), world.contact("T1")
    assert (attempt.state, attempt.slot, attempt.holds) == (State.RESERVED, 0, contact.number)
    assert attempt.place_by == world.now + timedelta(seconds=15)
    assert (contact.state, contact.slot, contact.next_at) == (ContactState.TRYING, 1, None)


@pytest.mark.parametrize(("at", "opens"), [("08:30", "09:00"), ("12:30", "14:00"), ("20:30", None)])
def test_outside_the_hours_it_waits_for_the_next_opening(
    begun: Begin, at: str, opens: str | None
) -> None:
    world = begun("texts", at=at)
    change(world, "T1", next_at=world.now)
    assert decided(world) == "waiting: outside the hours"
    due = world.contact("T1").next_at
    expected = world.at(opens) if opens else world.at("09:00", date(2026, 11, 24))
    assert due == expected


def test_a_ring_that_would_pass_the_close_is_not_begun(begun: Begin) -> None:
    world = begun("pulse", at="11:59:30")
    assert decided(world, "P1") == "waiting: too close to the end of the hours"


def test_on_a_sunday_nobody_is_contacted(begun: Begin) -> None:
    world = begun("texts")
    world.at("10:00", date(2026, 11, 29))  # a Sunday
    assert decided(world) == "waiting: outside the hours"


def test_a_suppressed_number_is_closed(begun: Begin) -> None:
    world = begun("texts")
    number = world.contact("T2").number
    suppression_list.add(world.engine, number, "purpose:survey", "asked")
    assert decided(world, "T2") == "closed: suppressed for purpose:survey: asked"


def test_a_scope_that_says_something_else_changes_nothing(begun: Begin) -> None:
    world = begun("texts")
    for scope in ("purpose:retention", "channel:call", "campaign:other"):
        suppression_list.add(world.engine, world.contact("T1").number, scope, "asked")
    assert decided(world) == "reserved"


def test_who_withdrew_consent_since_the_list_was_built_is_closed(begun: Begin) -> None:
    world = begun("texts")
    change(world, "T1", facts=world.contact("T1").facts | {"agreed": False})
    assert decided(world) == "closed: no consent recorded for survey"


def test_a_paused_campaign_reserves_nothing(begun: Begin) -> None:
    world = begun("texts")
    lifecycle.change(world.engine, "texts", lifecycle.Step.PAUSE, COMMAND_LINE, "a storm")
    assert decided(world) == "waiting: the campaign is paused"
    assert world.tick().placed == 0


def test_resuming_repeats_and_skips_nobody(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    lifecycle.change(world.engine, "texts", lifecycle.Step.PAUSE, COMMAND_LINE, "a storm")
    lifecycle.change(world.engine, "texts", lifecycle.Step.RESUME, COMMAND_LINE)
    world.tick()
    assert sorted(world.carrier.numbers) == sorted(world.contact(f"T{n}").number for n in (1, 2, 3))


def test_a_contact_that_is_held_is_never_reserved(begun: Begin) -> None:
    world = begun("texts")
    change(world, "T1", state=ContactState.HELD)
    assert decided(world).startswith("held")


def test_the_last_day_ends_the_contact(begun: Begin) -> None:
    world = begun("texts")
    world.at("10:00", date(2026, 12, 21))
    assert decided(world) == "closed: no time left"


def test_one_number_on_two_lists_is_attempted_once_at_a_time(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts", "pulse")
    change(world, "P1", number=world.contact("T1").number)
    assert decided(world, "P1") == "reserved"  # the higher priority
    assert decided(world, "T1") == "waiting: another attempt on this number is open, by pulse"


def test_one_number_twice_in_one_batch_is_attempted_once(begun: Begin) -> None:
    world = begun("texts", "pulse")
    change(world, "T2", number=world.contact("T1").number)
    ids = [world.contact(f"T{n}").id for n in (1, 2, 3)]
    reserved = reserve(world.engine, ids, world.now)
    assert [r.contact_id for r in reserved] == [ids[0], ids[2]]
    assert world.contact("T2").state is ContactState.WAITING


def test_whoever_has_the_better_claim_goes_first(begun: Begin) -> None:
    world = begun("texts", "retention")
    change(world, "R1", number=world.contact("T1").number)
    assert decided(world, "T1") == "waiting: held by retention"


def test_of_two_equal_campaigns_the_one_that_ends_sooner_goes_first(world: World) -> None:
    folder = world.engine.workspace.path / "campaigns"
    texts, retention = folder / "texts.yaml", folder / "retention.yaml"
    retention.write_text(
        retention.read_text("utf-8").replace("priority: 70", "priority: 40"), "utf-8"
    )
    texts.write_text(re.sub(r"until: \S+", "until: 2026-12-01", texts.read_text("utf-8")), "utf-8")
    world.launch("texts", "retention")
    world.tick()
    world.at("09:00")
    change(world, "R1", number=world.contact("T1").number)
    assert decided(world, "R1") == "waiting: held by texts"
    assert decided(world, "T1") == "reserved"


def test_a_cap_is_counted_over_all_campaigns_of_the_purpose(begun: Begin) -> None:
    world = begun("notice", at="09:30")
    world.tick()
    world.message_event(world.attempt("N1"), "delivered")
    change(world, "N2", number=world.contact("N1").number)
    change(world, "N2", state=ContactState.WAITING, next_at=world.now, first_attempt_at=None)
    assert decided(world, "N2").startswith("waiting: the campaign allows 1 contact in 3d")


def test_two_reservers_of_one_contact_make_one_attempt(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    contact = world.contact("T1")
    found = at_once(4, lambda _: reserve(world.engine, [contact.id], world.now))
    assert sum(len(reserved) for reserved in found) == 1
    assert len(world.attempts("T1")) == 1


def test_two_campaigns_after_one_number_make_one_attempt(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts", "pulse")
    for _ in range(5):
        world.later(minutes=6)
        change(world, "P1", number=world.contact("T1").number)
        ids = [world.contact("T1").id, world.contact("P1").id]
        found = at_once(2, lambda nth, ids=ids: reserve(world.engine, [ids[nth]], world.now))
        assert sum(len(reserved) for reserved in found) <= 1
    with world.engine.store.read() as session:
        holding = session.exec(select(Attempt).where(Attempt.holds == world.contact("T1").number))
        assert len(holding.all()) == 1


def test_an_opt_out_at_the_very_moment_wins_or_withdraws(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    for subscriber in ("T1", "T2", "T3"):
        contact = world.contact(subscriber)

        def act(nth: int, contact: Contact = contact) -> object:
            if nth == 0:
                return suppression_list.add(world.engine, contact.number, "all", "asked")
            return reserve(world.engine, [contact.id], world.now)

        at_once(2, act)
        assert [a.state for a in world.attempts(subscriber)] in ([], [State.WITHDRAWN])
        assert world.contact(subscriber).state is ContactState.CLOSED


def test_an_opt_out_dated_by_a_clock_that_is_ahead_of_ours_holds_at_once(
    begun_anywhere: Begin,
) -> None:
    world = begun_anywhere("texts")
    before, contact = world.now, world.contact("T1")
    world.later(seconds=3)  # another machine's clock, or the time since our beat began
    suppression_list.add(world.engine, contact.number, "purpose:survey", "asked")
    assert reserve(world.engine, [contact.id], before) == []
    assert world.attempts("T1") == []


def test_attempts_dated_by_a_clock_that_is_ahead_of_ours_count_towards_caps(begun: Begin) -> None:
    world = begun("notice", at="09:30")
    before = world.now
    world.later(seconds=3)
    world.tick()
    world.message_event(world.attempt("N1"), "delivered")
    change(world, "N2", number=world.contact("N1").number)
    change(world, "N2", state=ContactState.WAITING, next_at=before, first_attempt_at=None)
    assert reserve(world.engine, [world.contact("N2").id], before) == []
    assert world.contact("N2").reason.startswith("the campaign allows 1 contact in 3d")


def test_one_agent_gets_one_customer_however_many_serve_them(begun_anywhere: Begin) -> None:
    world = begun_anywhere("survey", at="08:00")
    world.agent()
    world.ready()  # nothing is due before nine
    world.at("09:00")
    served = at_once(4, lambda _: serve(world.engine, "lin"))
    assert sum(served) == 1
    assert len(world.carrier.orders) == 1
    assert world.desk_row().state is DeskState.DIALING


def test_who_went_on_a_break_is_given_nobody(begun: Begin) -> None:
    world = begun("survey")
    world.agent()
    contact = world.contact("S1")
    assert reserve(world.engine, [contact.id], world.now, agent_id="lin") == []
    assert world.contact("S1").state is ContactState.WAITING


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """What `count` threads get that start together."""
    barrier, found = threading.Barrier(count), []

    def run(nth: int) -> None:
        barrier.wait()
        found.append(act(nth))

    threads = [threading.Thread(target=run, args=(nth,)) for nth in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == count  # a thread that raised has left nothing
    return found
