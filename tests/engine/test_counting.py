"""Whom caps count: a number, a subscriber, a household; and what else is known of a person before an attempt."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from db.tables import Attempt, Contact, ContactState, Kind, Response, ResponseState
from outbound.campaign.schema import Channel, Mode
from outbound.dialing.attempt import State
from outbound.engine.attempts.dispatch import dispatch
from outbound.engine.attempts.place import place
from outbound.engine.attempts.reserve import reserve
from tests.engine.conftest import Begin
from tests.world import World

ONE_PER_HOME = "caps: [{household: true, contacts: 1, per: 7d}]\n"


def ids(world: World, *subscribers: str) -> list[int]:
    return [world.contact(one).id or 0 for one in subscribers]


def arrange(world: World, contact_id: int, **values: object) -> None:
    with world.engine.store.write() as session:
        contact = session.get_one(Contact, contact_id)
        for name, value in values.items():
            setattr(contact, name, value)


def standing(world: World, contact_id: int) -> str:
    """`reserved`, or the contact's state and reason after the gate has looked at it."""
    if reserve(world.engine, [contact_id], world.now):
        return "reserved"
    with world.engine.store.read() as session:
        contact = session.get_one(Contact, contact_id)
        return f"{contact.state.value}: {contact.reason}"


@pytest.fixture
def with_centre(make_world: Callable[..., World], store_url: str) -> Callable[[str], World]:
    """A world whose centre file says more, with texts and pulse begun at nine."""

    def make(more: str) -> World:
        world = make_world(store_url)
        file = world.engine.workspace.centre_file
        file.write_text(file.read_text("utf-8") + more, "utf-8")
        world.launch("texts", "pulse")
        world.tick()
        world.at("09:00")
        return world

    return make


def past_attempt(world: World, contact_id: int, ago: timedelta, **more: object) -> None:
    """An attempt that was made some time ago."""
    at = world.now - ago
    with world.engine.store.write() as session:
        contact = session.get_one(Contact, contact_id)
        values = {
            "id": f"past{ago.total_seconds():.0f}", "campaign_id": contact.campaign_id, "contact_id": contact_id,
            "subscriber_id": contact.subscriber_id, "number": contact.number, "sender": "+862160010001",
            "kind": Kind.CONTACT, "channel": Channel.CALL, "mode": Mode.VOICE, "step": 0,
            "slot": 900 + ago.days, "state": State.ENDED, "reserved_at": at,
            "place_by": at, "placed_at": at, "ended_at": at,
        } | more  # fmt: skip
        session.add(Attempt(**values))


def test_a_new_number_does_not_make_a_cap_forget_the_subscriber(
    with_centre: Callable[[str], World],
) -> None:
    world = with_centre("caps: [{contacts: 1, per: 7d}]\n")
    texted, called = ids(world, "T1", "P1")
    arrange(
        world, called, subscriber_id="T1"
    )  # the same customer, listed since under another number
    assert standing(world, texted) == "waiting: held by pulse"
    place(world.engine, [one.attempt_id for one in reserve(world.engine, [called], world.now)])
    said = standing(world, texted)
    assert said.startswith("waiting: the centre allows 1 contact in 1w")


def test_a_number_that_two_subscribers_had_is_counted_for_both(
    with_centre: Callable[[str], World],
) -> None:
    world = with_centre("caps: [{attempts: 1, per: 7d}]\n")
    texted, called = ids(world, "T1", "P1")
    past_attempt(world, texted, timedelta(days=2))
    arrange(world, called, number=world.contact("T1").number)
    assert standing(world, called).startswith("waiting: the centre allows 1 attempt in 1w")


def test_a_number_that_was_tried_before_the_contact_went_on_stays_counted(
    with_centre: Callable[[str], World],
) -> None:
    world = with_centre("caps: [{contacts: 1, per: 7d}]\n")
    texted, called = ids(world, "T1", "P1")
    number = world.contact("T1").number
    past_attempt(world, texted, timedelta(days=2))
    arrange(world, texted, number="+8613900000001", first_attempt_at=world.now - timedelta(days=2))
    arrange(world, called, number=number)
    assert standing(world, called).startswith("waiting: the centre allows 1 contact in 1w")


def test_attempts_whose_fate_is_unknown_count(begun: Begin) -> None:
    world = begun("texts")
    [contact] = ids(world, "T1")
    for hours in (1, 2, 3):
        lost = {"state": State.UNKNOWN, "placed_at": None, "ended_at": None, "slot": 900 + hours}
        past_attempt(world, contact, timedelta(hours=hours), **lost)
    assert standing(world, contact).startswith("waiting: the number allows 3 attempts in 1d")


def test_a_household_is_counted_as_one(with_centre: Callable[[str], World]) -> None:
    world = with_centre(ONE_PER_HOME)
    texted, called, stranger = ids(world, "T1", "P1", "P2")
    for one in (texted, called):
        arrange(world, one, household="H1")
    arrange(world, stranger, household="H2")
    assert standing(world, texted) == "reserved"
    said = standing(world, called)  # the first is not even placed yet, and may never be
    assert said == "waiting: the centre allows 1 contact in 1w for a household"
    assert world.contact("P1").next_at == world.now + timedelta(minutes=5)
    assert standing(world, stranger) == "reserved"
    assert {a.household for a in world.attempts("T1")} == {"H1"}


def test_whoever_waited_for_what_never_went_out_goes_next(
    with_centre: Callable[[str], World],
) -> None:
    world = with_centre(ONE_PER_HOME)
    texted, called = ids(world, "T1", "P1")
    for one in (texted, called):
        arrange(world, one, household="H1")
    (first,) = reserve(world.engine, [texted], world.now)
    assert standing(world, called).startswith("waiting")
    world.later(minutes=5)
    place(world.engine, [first.attempt_id])  # too late: it is withdrawn
    assert standing(world, called) == "reserved"


def test_a_talk_that_may_yet_be_finished_counts_as_if_it_were(
    with_centre: Callable[[str], World],
) -> None:
    world = with_centre("caps: [{household: true, completes: 1, per: 90d}]\n")
    texted, called = ids(world, "T1", "P1")
    for one in (texted, called):
        arrange(world, one, household="H1")
    place(world.engine, [one.attempt_id for one in reserve(world.engine, [texted], world.now)])
    assert standing(world, called) == "waiting: the centre allows 1 complete in 90d for a household"
    assert world.contact("P1").next_at == world.now + timedelta(minutes=5)


def test_of_a_household_in_one_batch_one_goes_first(with_centre: Callable[[str], World]) -> None:
    world = with_centre(ONE_PER_HOME)
    two = ids(world, "T1", "T2")
    for one in two:
        arrange(world, one, household="H1")
    assert [one.contact_id for one in reserve(world.engine, two, world.now)] == two[:1]
    assert reserve(world.engine, two, world.now) == []


def test_whose_household_is_not_known_counts_alone(with_centre: Callable[[str], World]) -> None:
    world = with_centre(ONE_PER_HOME)
    first, second = ids(world, "T1", "T2")
    assert standing(world, first) == standing(world, second) == "reserved"
    place(world.engine, [world.attempt("T1").id])
    world.message_event(world.attempt("T1"), "delivered")
    called = ids(world, "P1")[0]
    arrange(world, called, number=world.contact("T1").number)
    said = standing(world, called)
    assert said.startswith("waiting: the centre allows 1 contact in 1w for a household")


def test_two_workers_after_one_household_make_one_contact(
    with_centre: Callable[[str], World],
) -> None:
    world = with_centre(ONE_PER_HOME)
    two = ids(world, "T1", "P1")
    for one in two:
        arrange(world, one, household="H1")
    barrier, made = threading.Barrier(2), []

    def work(contact_id: int) -> None:
        barrier.wait()
        made.extend(reserve(world.engine, [contact_id], world.now))

    threads = [threading.Thread(target=work, args=(one,)) for one in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_a_countrys_cap_looks_as_far_back_as_it_says(with_centre: Callable[[str], World]) -> None:
    world = with_centre("countries: [CN, FR]\n")
    (called,) = ids(world, "P1")
    arrange(world, called, number="+33612345678")
    for days in (10, 15, 20, 25):
        past_attempt(world, called, timedelta(days=days))
    assert "the country allows 4 attempts in 30d" in standing(world, called)


def test_who_has_answered_on_another_list_of_the_campaign_is_not_asked_again(
    begun_anywhere: Begin,
) -> None:
    world = begun_anywhere("texts")
    mine, other = ids(world, "T1", "T2")
    with world.engine.store.write() as session:
        session.add(
            Response(
                contact_id=other, campaign_id="texts", subscriber_id="T1", state=ResponseState.COMPLETE,
                mode=Mode.SMS, conversation={}, started_at=world.now, completed_at=world.now,
            )
        )  # fmt: skip
    assert standing(world, mine) == "closed: the person has answered meanwhile"


def test_an_answer_from_before_the_list_was_made_is_no_hindrance(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    mine, other = ids(world, "T1", "T2")
    before = world.now - timedelta(hours=2)
    with world.engine.store.write() as session:
        session.add(
            Response(
                contact_id=other, campaign_id="texts", subscriber_id="T1", state=ResponseState.COMPLETE,
                mode=Mode.SMS, conversation={}, started_at=before, completed_at=before,
            )
        )  # fmt: skip
    assert standing(world, mine) == "reserved"


def test_who_is_writing_with_one_campaign_is_not_called_by_another(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts", "pulse")
    (called,) = ids(world, "P1")
    number = world.contact("T1").number
    arrange(world, called, number=number, state=ContactState.HELD)
    dispatch(world.engine, world.now)
    world.message_event(world.attempt("T1"), "delivered")
    arrange(world, called, state=ContactState.WAITING, next_at=world.now)
    world.later(minutes=10)
    world.text(number, "8")  # the next question follows
    world.later(minutes=10)
    assert standing(world, called) == "waiting: messages are going to and fro, by texts"
    with world.engine.store.read() as session:
        due = session.exec(select(Contact.next_at).where(Contact.id == called)).one()
    assert due == world.now + timedelta(minutes=20)
    world.later(minutes=20)
    assert standing(world, called) == "reserved"
