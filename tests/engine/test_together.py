"""Callbacks that are applied together come to what each alone would have come to."""

import random

import pytest

from db.tables import Attempt, Contact, InboxRow
from outbound.engine.attempts.reserve import reserve
from outbound.engine.inbox import events
from outbound.engine.inbox.backlog import apply_waiting
from tests.engine.conftest import Begin
from tests.engine.test_one_answer import listed_again
from tests.world import World

STATUSES = ("initiated", "ringing", "in-progress", "completed", "busy", "no-answer", "failed", "canceled")  # fmt: skip


def in_the_middle(world: World) -> list[Attempt]:
    """The menu calls everybody; P1, who has answered all, is about to be called for a later wave too."""
    world.tick()
    call = world.attempt("P1")
    world.answer(call)
    world.key(call, "9")
    later = listed_again(world, "P1", 0)
    reserve(world.engine, [later], world.now)
    return [*world.everything(Attempt)]


def told(world: World, attempts: list[Attempt], seed: int) -> None:
    """The same callbacks in the same order, for the same seed."""
    chance = random.Random(seed)
    sent = [one for one in attempts if one.sid]
    for _ in range(25):
        world.call_event(chance.choice(sent), chance.choice(STATUSES))
        if chance.random() < 0.1:
            one = chance.choice(sent)
            world.key(one, chance.choice("19"), turn=one.asked)


def came_to(world: World) -> tuple[list[dict[str, object]], ...]:
    rows = (world.everything(table) for table in (Attempt, Contact))
    ended = [(row.key, row.result) for row in world.everything(InboxRow)]
    return *([one.model_dump() for one in found] for found in rows), ended, world.carrier.hung_up


@pytest.mark.parametrize("seed", range(12))
def test_callbacks_applied_together_come_to_what_each_alone_comes_to(
    begun: Begin, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, together = begun("pulse"), begun("pulse")
    told(alone, in_the_middle(alone), seed)
    attempts = in_the_middle(together)
    with monkeypatch.context() as crashed:
        crashed.setattr(events, "apply", lambda *_: "")  # stored, and no more
        told(together, attempts, seed)
    apply_waiting(together.engine)
    assert came_to(together) == came_to(alone)
