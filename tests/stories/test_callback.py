"""A promise to call back: kept by the same agent, and what happens when the customer is not there."""

from datetime import date, datetime

from db.tables import ContactState
from outbound.dialing.outcome import Outcome
from outbound.engine.desk import acts
from tests.stories.conftest import Story
from tests.world import ZONE

MON, TUE, WED = (date(2026, 11, day) for day in (23, 24, 25))


def promise(story: Story, at: datetime) -> None:
    """Lin has S1 on the line, who asks to be called at that time."""
    story.world.launch("survey")
    world = story.at(MON, "08:00")
    world.agent("lin")
    world = story.at(MON, "09:00")
    world.ready("lin")
    call = world.attempt("S1")
    world.answer(call)
    seen = acts.finish(world.engine, "lin", call.id, "callback-agreed", "in a meeting", at)
    assert seen.last.startswith("waiting|callback agreed|")


def test_the_callback_kept(story: Story) -> None:
    # ── Monday 09:00: "call me at half past four" ─────────────────────────────────────
    promise(story, datetime(2026, 11, 23, 16, 30, tzinfo=ZONE))
    world = story.world

    # ── Monday 16:29: a minute early nobody calls ─────────────────────────────────────
    world = story.at(MON, "16:29")
    world.agent("mei")
    assert world.ready("mei").contact.name != "Person 1"

    # ── Monday 16:30: first of all work, for Lin ──────────────────────────────────────
    world = story.at(MON, "16:30")
    assert world.ready("lin").contact.name == "Person 1"
    call = world.attempt("S1")
    world.answer(call)
    for question, raw in (("overall", "9"), ("recommend", "9")):
        acts.answer(world.engine, "lin", call.id, question, raw)
    acts.finish(world.engine, "lin", call.id, "completed", "", None)
    contact = world.contact("S1")
    assert (contact.state, contact.outcome) == (ContactState.CLOSED, Outcome.COMPLETED)


def test_the_callback_broken(story: Story) -> None:
    # ── Monday 09:00: "call me at ten" ────────────────────────────────────────────────
    promise(story, datetime(2026, 11, 23, 10, tzinfo=ZONE))

    # ── Monday 10:00: nobody answers ──────────────────────────────────────────────────
    world = story.at(MON, "10:00")
    world.ready("lin")
    world.call_event(world.attempt("S1"), "no-answer")
    assert world.contact("S1").reason == "broken appointment: again after 15m"

    # ── Monday 10:15: again nobody ────────────────────────────────────────────────────
    world = story.at(MON, "10:15")
    world.call_event(world.attempt("S1"), "no-answer")
    assert world.contact("S1").reason == "broken appointment: again the next callable day"

    # ── Tuesday 09:00: and again: an ordinary contact from now on ─────────────────────
    world = story.at(TUE, "09:00")
    if world.attempt("S1").outcome is not None:
        world.ready("lin")
    world.call_event(world.attempt("S1"), "no-answer")
    contact = world.contact("S1")
    assert contact.callback_start is None
    assert contact.agent_id is None
    assert contact.step == 1  # its calls are spent: the text is next

    # ── Wednesday 10:00: it was written to, not called ────────────────────────────────
    world = story.at(WED, "10:00")
    assert world.attempt("S1").channel.value == "sms"
    assert len([a for a in world.attempts("S1") if a.channel.value == "call"]) == 4
