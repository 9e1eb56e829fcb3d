"""The carrier is gone for an hour of the morning: nobody is lost, nobody is contacted twice, and nothing bursts."""

from collections import defaultdict
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

from db.tables import Attempt, ContactState
from outbound.campaign.schema import Channel
from outbound.carrier.simulator.exchange import Rates
from outbound.carrier.simulator.faults import Faults
from outbound.dialing.attempt import OVER, State
from outbound.engine.inbox.unfound import release, unfound
from tests.network import networked
from tests.world import World

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def test_a_carrier_that_is_gone_for_an_hour(world: World) -> None:
    world.launch("texts", "notice", "pulse")
    world.tick()
    faults = Faults()
    rates = Rates(calls_per_second=1, segments_per_second=1)
    slow = {"calls_per_second": Fraction(1), "segments_per_second": Fraction(1)}
    with networked(world, faults=faults, rates=rates, **slow) as network:
        world, carrier = network.world, network.carrier

        # ── 09:00: the carrier goes, just as the lists are due ────────────────────────
        nine = world.at("09:00")
        faults.away = ((nine, nine + HOUR),)
        network.run(nine + HOUR - SECOND, every=timedelta(seconds=30))
        assert carrier.created == ()
        in_doubt = [a for a in world.everything(Attempt) if a.state is State.UNKNOWN]
        assert len(in_doubt) == 3  # these met the silence; no other was risked
        assert "carrier" in world.alarms()

        # ── 10:00: it is back; everybody else is reached, one after the other ─────────
        network.run(nine + HOUR + timedelta(seconds=30))
        network.run(nine + HOUR + timedelta(minutes=10), every=timedelta(seconds=15))
        lines = defaultdict(list)
        for made in carrier.created:
            lines["calls" if made.channel is Channel.CALL else made.sender].append(made.at)
        for moments in lines.values():
            assert all(later - before >= SECOND for before, later in pairwise(moments))
        reached = {made.to for made in carrier.created}
        doubtful = {a.number for a in in_doubt}
        listed = {world.contact(s).number for s in ("T1", "T2", "T3", "N1", "N2", "N3", "P1", "P2", "P3")}  # fmt: skip
        assert reached | doubtful == listed
        assert reached & doubtful == set()

        # ── 10:15: of what was in doubt the carrier has nothing; a person lets it go ──
        missing = unfound(world.engine)
        assert {one.attempt_id for one in missing} == {a.id for a in in_doubt}
        for one in missing:
            assert one.releasable
            release(world.engine, one.attempt_id, "wang", "the carrier was away")
        network.run(world.now + timedelta(seconds=30))
        assert {made.to for made in carrier.created} == listed
        open_now = {a.contact_id for a in world.everything(Attempt) if a.state not in OVER}
        for subscriber in ("T1", "N1", "P1"):
            contact = world.contact(subscriber)
            assert contact.state is not ContactState.TRYING or contact.id in open_now
