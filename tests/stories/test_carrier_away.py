"""The carrier is away for ten minutes: nobody is lost, nobody is called twice."""

from datetime import date, timedelta

from db.tables import Attempt, ContactState
from outbound.dialing.attempt import State
from outbound.dialing.port import NotTaken, Uncertain
from tests.stories.conftest import Story

MON = date(2026, 11, 23)


def test_a_carrier_that_is_away_for_ten_minutes(story: Story) -> None:
    story.world.launch("texts", "pulse", "survey")
    world = story.at(MON, "08:00")
    world.agent()
    world.ready()

    # ── 09:00: the first create gets no answer; nobody can tell whether it rang ───────
    away = NotTaken(timedelta(seconds=30), "connection refused")
    world.carrier.next_replies.extend([Uncertain("no answer in 10 s"), *[away] * 60])
    world.carrier.away = True
    world = story.at(MON, "09:00")
    [unknown] = [a for a in world.everything(Attempt) if a.state is State.UNKNOWN]

    # ── 09:00 to 09:10: tried now and then, with a pause that the carrier's silence sets
    for minute in range(1, 10):
        world = story.at(MON, f"09:{minute:02}")
        assert [a for a in world.everything(Attempt) if a.state is State.PLACED] == []
    assert len(world.carrier.orders) < 25  # no storm: one create, then a rest
    spent = {world.contact(s).spent for s in ("T1", "T2", "P2", "S1")}
    assert spent == {0}  # what never left spends nothing
    assert world.desk_row().state.value == "ready"

    # ── 09:10: back again: everybody is written to and called, each once ──────────────
    world.carrier.next_replies.clear()
    world.carrier.away = False
    tried = len(world.carrier.orders)
    world = story.at(MON, "09:11")
    placed = world.carrier.numbers[tried:]
    assert len(placed) == len(set(placed)) == 6  # five by text and menu, one by Lin
    assert unknown.number not in placed

    # ── 09:30: the unknown one stays held, for its own evidence ───────────────────────
    world = story.at(MON, "09:30")
    assert world.contact(unknown.subscriber_id).state is ContactState.HELD
    assert world.carrier.numbers.count(unknown.number) == 1
    world.call_event(unknown, "no-answer")
    assert world.contact(unknown.subscriber_id).state is ContactState.WAITING
