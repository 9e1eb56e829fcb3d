"""The small service centre on the simulated carrier, all in one process: faults, absences and lost webhooks included."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from outbound.campaign.loader import load_campaign
from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.exchange import Account, Rates
from outbound.carrier.simulator.faults import Faults
from outbound.carrier.simulator.inside import answer
from outbound.carrier.simulator.population import Population
from outbound.carrier.simulator.posting import SIGNATURE
from outbound.carrier.twilio.client import TwilioCarrier
from outbound.carrier.twilio.transport import InProcessHttpClient
from outbound.clock import VirtualClock
from outbound.engine.context import Engine
from outbound.engine.inbox import events
from outbound.engine.inbox.spool import NAME, Spool
from outbound.engine.inbox.standing_in import StandIn
from outbound.engine.tick import tick
from outbound.errors import OutboundError
from outbound.settings import Settings
from outbound.wiring import synthetic_rows
from tests.world import World

PUBLIC, ASIDE, CARRIER = (
    "https://centre.invalid",
    "https://aside.invalid",
    "https://carrier.invalid",
)


class PatientClock(VirtualClock):
    """A clock for which waiting passes the time, as on a real machine."""

    ahead = timedelta(seconds=1)

    def wait_until(self, moment: datetime) -> None:
        self.advance_to(moment)


@dataclass(frozen=True)
class Said:
    """What our application answered."""

    status_code: int
    text: str


@dataclass
class Network:
    """A world whose carrier is the simulated one. `web` is whether our web server is up."""

    world: World
    carrier: SimulatedCarrier
    aside: StandIn
    web: bool = True
    heard: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    @property
    def engine(self) -> Engine:
        return self.world.engine

    @property
    def now(self) -> datetime:
        return self.engine.clock.now()

    def hear(self, url: str, params: Mapping[str, str], headers: Mapping[str, str]) -> Said:
        """A webhook arrives; while the web server is away, only the one who stands in answers."""
        public, path = next((base, url.removeprefix(base)) for base in (PUBLIC, ASIDE) if url.startswith(base))  # fmt: skip
        _, _, kind, token = f"{path}/".split("/")[:4]
        if public == PUBLIC and not self.web:
            raise ConnectionError("connection refused")
        self.heard.append((url, dict(params)))
        try:
            if public == ASIDE:
                return Said(200, self.aside.hear(kind, token, params, headers[SIGNATURE], path))
            return Said(200, events.hear(self.engine, kind, token, params, headers[SIGNATURE], path))  # fmt: skip
        except OutboundError as failure:
            return Said(403, failure.message)

    def run(self, until: datetime, every: timedelta = timedelta(seconds=1)) -> None:
        """Let time pass: the carrier moves at its own moments, the heart beats every second."""
        clock = self.engine.clock
        assert isinstance(clock, VirtualClock)
        beat = clock.now()
        while clock.now() < until:
            due = self.carrier.due()
            clock.advance_to(min(beat, due or until, until))
            self.carrier.advance(clock.now())
            if clock.now() >= beat:
                tick(self.engine, clock.now())
                beat = max(beat, clock.now()) + every


@contextmanager
def networked(world: World, *, faults: Faults | None = None, rates: Rates | None = None, **changes: object) -> Iterator[Network]:  # fmt: skip
    """The same centre on the simulated carrier; `changes` are of the settings."""
    old = world.engine
    clock = PatientClock(old.clock.now())
    settings: Settings = replace(
        old.settings, public_url=PUBLIC, fallback_url=ASIDE, carrier_url=CARRIER, **changes
    )
    names = old.workspace.campaign_ids()
    questions = [q for n in names for q in load_campaign(old.workspace, n).questions]
    people = Population.from_rows(synthetic_rows(old.workspace), 1, questions, old.zone)
    made: list[Network] = []
    carrier = SimulatedCarrier(
        clock, people, Account(f"{PUBLIC}/tw/sms"), rates=rates, faults=faults,
        send=lambda url, params, headers: made[0].hear(url, params, headers),
    )  # fmt: skip
    inside = InProcessHttpClient(lambda method, url, given: answer(carrier, method, url.removeprefix(CARRIER), given))  # fmt: skip
    engine = replace(old, clock=clock, settings=settings, carrier=TwilioCarrier(settings, inside=inside))  # fmt: skip
    spool = Spool(engine.workspace.db_dir / NAME)
    aside = StandIn(settings, clock, spool, engine.workspace.centre.languages[0], engine.store)
    made.append(Network(World(engine, world.carrier), carrier, aside))
    yield made[0]
    carrier.close()
