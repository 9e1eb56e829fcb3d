"""A pause stops new attempts at once and loses nobody; what resumes is decided anew, not let go at once."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from db.tables import Attempt, CampaignRow, CampaignState, Contact, ContactState, DeskState, Kind
from outbound.clock import Clock
from outbound.dialing.attempt import OVER, State
from outbound.engine.attempts import desks
from outbound.engine.attempts.place import place
from outbound.engine.attempts.reserve import reserve
from outbound.engine.campaigns import lifecycle
from outbound.engine.campaigns.resuming import WITHIN, again
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.life.transitions import Step
from outbound.engine.lists.build import build
from outbound.errors import RefusedError
from tests.engine.conftest import Begin
from tests.world import World

PAUSED_AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


def change(world: World, step: Step, campaign: str = "texts") -> None:
    lifecycle.change(world.engine, campaign, step, COMMAND_LINE)


def state(world: World, campaign: str = "texts") -> CampaignState:
    [row] = [row for row in world.everything(CampaignRow) if row.id == campaign]
    return row.state


def set_due(world: World, subscriber: str, due_at: datetime, **more: object) -> None:
    with world.engine.store.write() as session:
        contact = session.get_one(Contact, world.contact(subscriber).id)
        contact.next_at = due_at
        for name, value in more.items():
            setattr(contact, name, value)


# Pausing


def test_a_batch_that_is_being_placed_notices_the_pause(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")

    def pause(order: object) -> None:
        world.carrier.before_reply = None
        change(world, Step.PAUSE)

    world.carrier.before_reply = pause
    world.tick()
    assert len(world.carrier.orders) == 1  # the one that was under way
    for subscriber in ("T2", "T3"):
        assert world.attempt(subscriber).state is State.WITHDRAWN
        contact = world.contact(subscriber)
        assert (contact.state, contact.spent) == (ContactState.WAITING, 0)
        assert world.ledger(subscriber)[-1] == ("withdrawn", "not sent")


def test_what_is_reserved_when_the_pause_commits_is_not_placed(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    reserved = reserve(world.engine, [world.contact("T1").id], world.now)
    change(world, Step.PAUSE)
    place(world.engine, [one.attempt_id for one in reserved])
    assert world.carrier.orders == []
    assert world.contact("T1").reason == "the campaign is paused"
    change(world, Step.RESUME)
    world.tick()
    assert Counter(world.carrier.numbers).most_common(1)[0][1] == 1
    assert len(world.carrier.orders) == 3


def test_an_agent_whose_call_was_reserved_is_ready_again(begun: Begin) -> None:
    world = begun("survey")
    world.agent()
    with world.engine.store.write() as session:
        desks.put(session, "lin", DeskState.READY, world.now)
    [one] = reserve(world.engine, [world.contact("S1").id], world.now, agent_id="lin")
    change(world, Step.PAUSE, "survey")
    place(world.engine, [one.attempt_id])
    assert world.carrier.orders == []
    assert world.desk_row().state is DeskState.READY


def test_conversations_go_on_while_the_campaign_rests(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    world.message_event(world.attempt("T1"), "delivered")
    change(world, Step.PAUSE)
    world.text(world.contact("T1").number, "9")
    assert world.answers("T1") == {"overall": 9}
    assert world.attempt("T1").kind is Kind.REPLY
    assert world.attempt("T1").state is not State.RESERVED


@dataclass
class Interrupted:
    """A clock at whose first reading something happens."""

    clock: Clock
    happens: Callable[[], None] | None

    def now(self) -> datetime:
        happens, self.happens = self.happens, None
        if happens is not None:
            happens()
        return self.clock.now()


def test_a_list_that_is_still_being_made_when_the_campaign_is_stopped_is_thrown_away(
    world: World,
) -> None:
    world.launch("texts")
    clock = Interrupted(world.engine.clock, lambda: change(world, Step.STOP))
    with pytest.raises(RefusedError, match="texts is stopping"):
        build(replace(world.engine, clock=clock), "texts", world.now)
    assert world.everything(Contact) == []


# Resuming


def test_resuming_repeats_and_skips_nobody(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    change(world, Step.PAUSE)
    world.later(hours=1)
    world.tick()
    change(world, Step.RESUME)
    world.tick()
    assert sorted(world.carrier.numbers) == sorted(world.contact(f"T{n}").number for n in (1, 2, 3))


def test_who_came_due_meanwhile_comes_due_again_in_the_same_order_and_spacing(
    begun_anywhere: Begin,
) -> None:
    world = begun_anywhere("texts")
    now = world.now
    set_due(world, "T1", now + timedelta(minutes=10))
    set_due(world, "T2", now + timedelta(minutes=5))
    set_due(world, "T3", now + timedelta(hours=9))
    change(world, Step.PAUSE)
    resumed = world.later(minutes=30)
    change(world, Step.RESUME)
    assert world.contact("T1").next_at == resumed + timedelta(minutes=10)
    assert world.contact("T2").next_at == resumed + timedelta(minutes=5)
    assert world.contact("T3").next_at == now + timedelta(hours=9)  # was not due yet


def test_a_promised_callback_is_not_put_off_by_a_pause(begun: Begin) -> None:
    world = begun("texts")
    promised = world.now + timedelta(minutes=5)
    set_due(world, "T1", promised, callback_start=promised, callback_end=promised + WITHIN)
    change(world, Step.PAUSE)
    world.later(minutes=30)
    change(world, Step.RESUME)
    assert world.contact("T1").next_at == promised


def test_on_the_last_day_nobody_is_put_off(begun: Begin) -> None:
    world = begun("texts")
    world.at("10:00", world.engine.running.named("texts").campaign.schedule.until)
    due = world.now + timedelta(minutes=5)
    set_due(world, "T1", due)
    change(world, Step.PAUSE)
    world.later(minutes=30)
    change(world, Step.RESUME)
    assert world.contact("T1").next_at == due


@pytest.mark.parametrize("hours", [1, 2, 48])
def test_a_backlog_comes_due_within_an_hour_in_its_order(hours: int) -> None:
    now = PAUSED_AT + timedelta(hours=hours)
    due = [
        again(PAUSED_AT + timedelta(hours=hours) * share, PAUSED_AT, now) for share in (0.1, 0.5, 1)
    ]
    assert due == sorted(due)
    assert now < due[0] < due[1] < due[2] <= now + WITHIN


# Laws, on both databases


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_nobody_is_attempted_in_a_pause_nor_twice_in_a_slot_nor_left_open(
    begun_anywhere: Begin, seed: int
) -> None:
    world, chance = begun_anywhere("texts", "pulse"), random.Random(seed)
    for _ in range(8):
        one_thing(world, chance)
        attempts = world.everything(Attempt)
        slots = Counter((a.contact_id, a.slot, a.turn) for a in attempts)
        assert not slots or max(slots.values()) == 1
    finish(world)


def one_thing(world: World, chance: random.Random) -> None:
    """Time goes on, somebody pauses, resumes or stops, or a call or message ends."""
    campaign = chance.choice(["texts", "pulse"])
    match chance.choice(["tick", "tick", "tick", "change", "change", "end"]):
        case "tick":
            world.later(minutes=chance.choice([0, 11, 61, 240]))
            resting = {
                c for c in ("texts", "pulse") if state(world, c) is not CampaignState.RUNNING
            }
            before = sent(world)
            world.tick()
            assert not {a.campaign_id for a in sent(world).values() if a.id not in before} & resting
        case "change":
            step = chance.choice([Step.PAUSE, Step.RESUME, Step.PAUSE, Step.RESUME, Step.STOP])
            with suppress(RefusedError):  # it is in that state already
                change(world, step, campaign)
        case _:
            still = [a for a in world.everything(Attempt) if a.state not in OVER]
            for attempt in still[:1]:
                end(world, attempt, chance)


def end(world: World, attempt: Attempt, chance: random.Random) -> None:
    if attempt.channel.value == "call":
        world.call_event(attempt, chance.choice(["busy", "no-answer", "failed", "completed"]))
    else:
        world.message_event(attempt, chance.choice(["delivered", "undelivered"]))


def sent(world: World) -> dict[str, Attempt]:
    """The contacts' attempts that the carrier was asked for."""
    asked = {order.token.split(".")[0] for order in world.carrier.orders}
    return {a.id: a for a in world.everything(Attempt) if a.id in asked and a.kind is Kind.CONTACT}


def finish(world: World) -> None:
    """Stop all; once every call and message has ended no contact is open."""
    for campaign in ("texts", "pulse"):
        if state(world, campaign) in (CampaignState.RUNNING, CampaignState.PAUSED):
            change(world, Step.STOP, campaign)
    for attempt in world.everything(Attempt):
        if attempt.state not in OVER:
            end(world, attempt, random.Random(0))
    world.later(days=2)
    world.tick()
    world.tick()
    assert {state(world, c) for c in ("texts", "pulse")} <= {
        CampaignState.STOPPED,
        CampaignState.FINISHED,
    }
    assert {c.state for c in world.everything(Contact)} <= {ContactState.CLOSED}
