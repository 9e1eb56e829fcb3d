"""One word, and nobody from the centre ever writes or calls again."""

from datetime import date, timedelta

from db.tables import Contact, ContactState
from outbound.dialing.attempt import State
from outbound.engine.lists.build import build
from outbound.engine.pages.person import why
from tests.stories.conftest import Story

MON, TUE = date(2026, 11, 23), date(2026, 11, 24)


def test_the_opt_out_that_stops_everything(story: Story) -> None:
    # ── Monday 08:00: the same number stands on two lists ─────────────────────────────
    story.world.launch("texts", "retention")
    world = story.at(MON, "08:00")
    number = world.contact("R1").number
    with world.engine.store.write() as session:
        for contact in world.everything(Contact):
            if contact.subscriber_id == "T1":
                contact.number = number
                session.merge(contact)

    # ── Monday 09:00: retention goes first; its call rings ────────────────────────────
    world = story.at(MON, "09:00")
    world.agent()
    world.ready()
    call = world.attempt("R1")
    world.call_event(call, "ringing")
    assert world.contact("T1").reason in ("held by retention", "another attempt on this number is open, by retention")  # fmt: skip

    # ── Monday 09:00:10: while it rings the customer writes, from an old message ──────
    story.clock.tick(timedelta(seconds=10))
    world.text(number, "请不要再给我打电话了")
    assert world.carrier.hung_up == [(call.sid, False)]
    assert {world.contact(s).state for s in ("T1", "R1")} == {ContactState.CLOSED}

    # ── Monday 09:00:12: they picked up in that very moment: one sentence, no script ──
    story.clock.tick(timedelta(seconds=2))
    said = world.answer(call)
    assert "不好意思" in said
    assert "Conference" not in said
    world.call_event(call, "completed")
    assert world.attempt("R1").state is State.ENDED
    assert world.desk_row().attempt_id != call.id

    # ── Tuesday: new lists leave them out, and say why ────────────────────────────────
    world = story.at(TUE, "08:00")
    built = build(world.engine, "retention", world.now)
    kinds = {drop["kind"]: drop["count"] for drop in built.waterfall}
    assert kinds["suppressed"] == 1
    story.at(TUE, "14:00")
    assert world.carrier.numbers.count(number) == 1
    assert any("suppressed" in d.reason for d in why(world.engine, "T1"))
