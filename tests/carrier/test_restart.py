"""The simulated carrier started again, as when the service is: its ids are new, as a real carrier's are."""

from datetime import UTC, datetime, timedelta

from outbound.campaign.schema import Channel
from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.exchange import Account
from outbound.carrier.simulator.population import Population
from outbound.clock import VirtualClock

START = datetime(2026, 11, 23, 1, tzinfo=UTC)
NUMBER = "+8613800000001"


def first_id(start: datetime, seed: int = 1) -> str:
    """The id of the first call at a carrier that starts then."""
    account = Account("http://127.0.0.1:8080/tw/sms", seed=seed)
    row = {"subscriber_id": "S1", "phone": NUMBER, "synthetic": True}
    people = Population.from_rows([row], seed, [], UTC)
    carrier = SimulatedCarrier(VirtualClock(start), people, account)
    form = {"To": [NUMBER], "From": ["+861000000001"], "Url": ["http://127.0.0.1:8080/tw/voice/x"]}
    return str(carrier.create(Channel.CALL, form)["sid"])


def test_a_carrier_started_later_repeats_no_id() -> None:
    assert first_id(START) != first_id(START + timedelta(days=1))


def test_the_same_start_and_seed_give_the_same_ids() -> None:
    assert first_id(START) == first_id(START)
    assert first_id(START) != first_id(START, seed=2)
