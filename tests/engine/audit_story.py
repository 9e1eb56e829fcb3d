"""A morning on which everything happens that the audit keeps."""

from outbound.engine.attempts.suppress import Source, lift, suppress
from outbound.engine.campaigns import lifecycle
from outbound.engine.desk import acts
from outbound.engine.life.actor import COMMAND_LINE
from tests.world import World


def eventful(world: World) -> World:
    """Lists, calls, texts, answers, an offer, opt-outs, a user, steps of a campaign."""
    world.agent()
    world.launch("survey", "pulse", "texts", "retention")
    world.tick()
    world.at("09:00")
    _offer(world)
    world.tick()
    world.text(world.contact("T1").number, "9", sid="SM" + "1" * 32)
    world.text(world.contact("T2").number, "STOP", sid="SM" + "2" * 32)
    world.tick()
    number = world.contact("T2").number
    with world.engine.store.write() as session:
        lift(session, number, world.now, Source("command", evidence="signed form", by="lin"))
        suppress(session, world.contact("S5").number, world.now, Source("command"), scope="purpose:survey")  # fmt: skip
    lifecycle.change(world.engine, "pulse", lifecycle.Step.PAUSE, COMMAND_LINE, "the line is bad")
    return world


def _offer(world: World) -> None:
    """The agent talks with a customer who leaves, and grants what keeps them."""
    world.ready()
    attempt = world.attempt("R1")
    world.answer(attempt)
    acts.answer(world.engine, "lin", attempt.id, "cause", "price")
    acts.grant(world.engine, "lin", attempt.id, "data-pack")
    acts.finish(world.engine, "lin", attempt.id, "completed", "", None)
