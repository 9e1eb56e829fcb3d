"""Our web server goes down in the middle of a talk with the voice menu: the question is said again, no answer is lost."""

from datetime import timedelta

from db.tables import Attempt, InboxRow, Message
from outbound.campaign.schema import Mode
from outbound.dialing.attempt import OVER
from outbound.dialing.outcome import Outcome
from tests.network import ASIDE, networked
from tests.world import SURVEY, World


def test_a_web_server_that_is_down_for_a_minute(world: World) -> None:
    world.launch("texts", "pulse")
    world.tick()
    with networked(world) as network:
        world = network.world

        # ── 09:00: people are called and written to; the first question is being asked ──
        nine = world.at("09:00")
        while not any(a.mode is Mode.VOICE and a.asked for a in world.everything(Attempt)):
            network.run(network.now + timedelta(seconds=1))
        talks = {
            a.id: a.asked for a in world.everything(Attempt) if a.asked and a.state not in OVER
        }
        assert talks

        # ── the web server goes down, with its engine; someone else writes meanwhile ────
        network.web = False
        number = world.contact("T1").number
        network.carrier.text(number, SURVEY, "STOP")
        carrier, clock = network.carrier, network.engine.clock
        end = network.now + timedelta(minutes=1)
        while (due := carrier.due()) is not None and due <= end:
            clock.advance_to(due)
            carrier.advance(due)
        asked_aside = [url for url, _ in network.heard if url.startswith(ASIDE)]
        assert asked_aside  # the carrier went to its fallback address
        assert network.aside.spool.files()

        # ── it is up again: what was taken down is in the inbox once; the talks went on ─
        network.web = True
        network.run(nine + timedelta(minutes=20), every=timedelta(seconds=15))
        keys = [row.key for row in world.everything(InboxRow)]
        assert len(keys) == len(set(keys))
        assert network.aside.spool.files() == []
        for attempt_id in talks:
            assert world.attempt_by_id(attempt_id).state in OVER
        created = [made.to for made in carrier.created if made.channel.value == "call"]
        assert len(created) == len(set(created))
        assert (
            world.contact("T1").outcome is Outcome.OPTED_OUT
        )  # listed, though its webhook was lost
        [stop] = [m for m in world.everything(Message) if m.number == number and m.body == "STOP"]
        assert stop.meant == "opt-out"
