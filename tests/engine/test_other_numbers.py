"""A number that turns out wrong: the contact goes on with another one of the same person."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest

from db.queries.history import claimed
from db.tables import ContactState, SuppressionEvent
from outbound.audience.importing import import_base
from outbound.campaign.schema import Channel
from outbound.campaign.workspace import Workspace
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Declined
from outbound.engine.attempts.suppress import Source, suppress
from outbound.engine.desk import acts
from tests.engine.conftest import Begin
from tests.world import World

Make = Callable[..., World]
SECOND, THIRD = "+8613900139001", "+8613900139002"


def also_reached_at(world: World, subscriber: str, *numbers: str) -> None:
    with world.engine.store.write() as session:
        contact = world.contact(subscriber)
        contact.numbers = list(numbers)
        session.merge(contact)


def forbidden(world: World) -> set[tuple[str, str]]:
    return {(event.number, event.scope) for event in world.everything(SuppressionEvent)}


def test_a_number_out_of_service_leads_to_the_persons_other_number(begun_anywhere: Begin) -> None:
    world = begun_anywhere("pulse")
    also_reached_at(world, "P1", SECOND, THIRD)
    first = world.contact("P1").number
    world.tick()
    world.call_event(world.attempt("P1"), "failed", ErrorCode="13224")
    contact = world.contact("P1")
    assert (contact.state, contact.number, contact.numbers) == (
        ContactState.WAITING,
        SECOND,
        [THIRD],
    )
    assert contact.reason == "not-in-service: on to another number"
    assert first in {number for number, _ in forbidden(world)}
    world.later(seconds=5)
    world.tick()
    assert (world.attempt("P1").number, world.carrier.numbers[-1]) == (SECOND, SECOND)
    world.answer(world.attempt("P1"))
    assert ("next", "another number") in world.ledger("P1")


def test_a_create_that_the_carrier_refuses_for_its_number_does_so_too(begun: Begin) -> None:
    world = begun("pulse")
    also_reached_at(world, "P1", SECOND)
    world.carrier.next_replies.append(Declined(21211, "not a valid phone number"))
    world.tick()
    assert world.contact("P1").number == SECOND


@pytest.mark.parametrize("outcome", ["wrong-person"])
def test_what_an_agent_hears_leads_to_it_too(begun: Begin, outcome: str) -> None:
    world = begun("survey")
    also_reached_at(world, "S1", SECOND)
    world.agent()
    world.ready()
    call = world.attempt("S1")
    world.answer(call)
    acts.finish(world.engine, "lin", call.id, outcome, "", None)
    contact = world.contact("S1")
    assert (contact.number, contact.state, contact.numbers) == (SECOND, ContactState.WAITING, [])
    assert (call.number, "all") in forbidden(world)


def test_attempts_count_anew_from_the_first_step(begun: Begin) -> None:
    world = begun("pulse")
    also_reached_at(world, "P1", SECOND)
    for _ in range(2):  # both calls come to nothing, so a text follows
        world.tick()
        world.call_event(world.attempt("P1"), "busy")
        world.later(minutes=25)
    assert (world.contact("P1").step, world.contact("P1").spent) == (1, 0)
    world.later(hours=6)
    world.tick()
    text = world.attempt("P1")
    assert text.channel is Channel.SMS
    world.message_event(text, "undelivered", ErrorCode="30005")  # no such handset
    contact = world.contact("P1")
    assert (contact.number, contact.step, contact.spent) == (SECOND, 0, 0)
    assert (text.number, "channel:sms") in forbidden(world)
    world.tick()
    assert (world.attempt("P1").channel, world.attempt("P1").number) == (Channel.CALL, SECOND)
    world.call_event(world.attempt("P1"), "busy")
    assert world.contact("P1").reason.startswith("busy: again after 20m")  # the first here


def test_a_suppressed_number_is_passed_over(begun: Begin) -> None:
    world = begun("pulse")
    also_reached_at(world, "P1", SECOND, THIRD)
    with world.engine.store.write() as session:
        suppress(session, SECOND, world.now, Source("command"))
    world.tick()
    world.call_event(world.attempt("P1"), "failed", ErrorCode="13224")
    assert (world.contact("P1").number, world.contact("P1").numbers) == (THIRD, [])


def test_with_no_number_left_the_contact_closes(begun: Begin) -> None:
    world = begun("pulse")
    also_reached_at(world, "P1", SECOND)
    for _ in range(2):
        world.tick()
        world.call_event(world.attempt("P1"), "failed", ErrorCode="13224")
        world.later(minutes=5)
    contact = world.contact("P1")
    assert (contact.state, contact.outcome) == (ContactState.CLOSED, Outcome.NOT_IN_SERVICE)
    assert {attempt.number for attempt in world.attempts("P1")} == {
        attempt.number for attempt in world.attempts("P1")[:1]
    } | {SECOND}


def test_a_number_of_a_country_without_rules_is_no_other_number(begun: Begin) -> None:
    world = begun("pulse")
    also_reached_at(world, "P1", "+77012345678")
    world.tick()
    world.call_event(world.attempt("P1"), "failed", ErrorCode="13224")
    assert world.contact("P1").state is ContactState.CLOSED


@pytest.mark.parametrize("status", ["busy", "no-answer"])
def test_who_is_only_not_there_keeps_the_number(begun: Begin, status: str) -> None:
    world = begun("pulse")
    also_reached_at(world, "P1", SECOND)
    world.tick()
    world.call_event(world.attempt("P1"), status)
    assert world.contact("P1").number != SECOND


def test_a_refusal_on_one_number_is_asked_on_no_other(begun: Begin) -> None:
    world = begun("survey")
    also_reached_at(world, "S1", SECOND)
    world.agent()
    world.ready()
    call = world.attempt("S1")
    world.answer(call)
    acts.finish(world.engine, "lin", call.id, "refused-hard", "", None)
    contact = world.contact("S1")
    assert (contact.state, contact.number) == (ContactState.CLOSED, call.number)
    world.later(days=2)
    world.tick()
    assert SECOND not in world.carrier.numbers


def test_a_temporary_fault_of_the_number_is_tried_again_on_it(begun: Begin) -> None:
    world = begun("pulse")
    also_reached_at(world, "P1", SECOND)
    world.tick()
    world.call_event(world.attempt("P1"), "failed")  # for no cause that speaks of the number
    contact = world.contact("P1")
    assert contact.number != SECOND
    assert contact.next_at is not None
    assert contact.next_at - world.now < timedelta(days=1)


# The list


def with_homes(world: World) -> None:
    """The base is imported again, now with a second number for everybody."""
    folder = world.engine.workspace.path
    centre = folder / "outbound.yaml"
    told = centre.read_text(encoding="utf-8").replace(
        "columns: {", "columns: {other_phones: [home], "
    )
    centre.write_text(told, encoding="utf-8")
    people = folder / "people.csv"
    head, *rows = people.read_text(encoding="utf-8").splitlines()
    rows = [f"{row},139001390{place:02}" for place, row in enumerate(rows)]
    people.write_text("\n".join([f"{head},home", *rows]) + "\n", encoding="utf-8")
    import_base(people, Workspace(folder), world.now, lambda rows: None)


def test_a_list_carries_the_other_numbers(make_world: Make, store_url: str) -> None:
    before = make_world(store_url)
    with_homes(before)
    world = World.open(before.engine.workspace.path, store_url, before.engine.clock)
    with closing(world.engine.store):
        world.launch("pulse")
        world.tick()
        assert world.contact("P1").numbers == ["+8613900139006"]
        world.at("09:00")
        world.tick()
        world.call_event(world.attempt("P1"), "failed", ErrorCode="13224")
        assert world.contact("P1").number == "+8613900139006"


def test_who_is_still_tried_on_another_number_is_on_no_second_list(begun_anywhere: Begin) -> None:
    world = begun_anywhere("pulse")
    also_reached_at(world, "P1", SECOND)
    first = world.contact("P1").number
    world.tick()
    world.call_event(world.attempt("P1"), "failed", ErrorCode="13224")
    with world.engine.store.read() as session:
        held = claimed(session, "pulse", 50).to_pylist()
    numbers = {row["number"] for row in held if row["reason"] == "already on this campaign's list"}
    assert {first, SECOND} <= numbers
