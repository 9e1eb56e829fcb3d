"""The world around an office: its time, the carrier with its people, and the webhooks that go between."""

import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from outbound.campaign.schema import Mode, Question
from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.exchange import Account
from outbound.carrier.simulator.faults import Faults
from outbound.carrier.simulator.posting import SIGNATURE
from outbound.clock import VirtualClock
from proof.town.centre import PUBLIC, ZONE, Centre
from proof.town.heard import Heard, Said, Speakers, said_in
from proof.town.office import Asked, BrokenError, DiedError, Refusal
from proof.town.wire import Wire

_STATUS = {"InputError": 400, "RefusedError": 403, "NotFoundError": 404}


@dataclass(frozen=True)
class Reply:
    """What the office answered to a webhook."""

    status_code: int
    text: str


@dataclass(frozen=True)
class Mishaps:
    """What becomes of webhooks that bring what somebody said: how often they are lost, doubled, overtaken."""

    lost: float = 0.0
    doubled: float = 0.0
    reordered: float = 0.0


NO_MISHAPS = Mishaps()


@dataclass(frozen=True)
class Webhook:
    """One webhook as it arrives."""

    kind: str
    token: str
    params: Mapping[str, str]
    signature: str
    path: str


@dataclass
class City:
    """One world. It is the carrier's `Sender`, and keeps what was broken on the way."""

    clock: VirtualClock
    carrier: SimulatedCarrier
    wire: Wire
    people: Speakers
    questions: list[Question]
    chance: random.Random
    office: Asked = field(init=False)
    heard: Heard = field(default_factory=Heard)
    broken: list[str] = field(default_factory=list)
    mishaps: Mishaps = NO_MISHAPS
    delayed: list[tuple[Webhook, Said]] = field(default_factory=list)

    def __call__(self, url: str, params: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        """Deliver one webhook, as the carrier's `Sender`."""
        path = url.removeprefix(PUBLIC)
        _, _, kind, token = f"{path}/".split("/")[:4]
        given = Webhook(kind, token, params, headers[SIGNATURE], path)
        said = said_in(kind, token, params, self.people)
        if said is None:
            return self._deliver(given)
        said = self.heard.note(said)
        fate = self.chance.random()
        if fate < self.mishaps.lost:
            raise TimeoutError("lost on the way")
        if fate < self.mishaps.lost + self.mishaps.reordered:
            self.delayed.append((given, said))
            raise TimeoutError("it comes later")
        reply = self._heard(given, said)
        if fate > 1 - self.mishaps.doubled and self._heard(given, said) != reply:
            self.broken.append(f"a webhook to {kind} was answered otherwise when it came again")
        return reply

    def _heard(self, given: Webhook, said: Said) -> Reply:
        """Deliver what somebody said; it is acknowledged once the reply is here."""
        try:
            reply = self._deliver(given)
        except TimeoutError:
            if said.mode is not Mode.SMS:
                raise
            reply = self._deliver(given, "stand in")
        if reply.status_code == 200:
            self.heard.acknowledge(said, self.wire.next_place())
        return reply

    def _deliver(self, given: Webhook, to: str = "hear") -> Reply:
        told = (given.kind, given.token, dict(given.params), given.signature, given.path)
        what = "stand in" if given.kind == "fallback" else to
        try:
            text = self.office.ask(what, *told)
        except DiedError as death:
            raise TimeoutError("the office died") from death
        except Refusal as refusal:
            return Reply(_STATUS.get(refusal.kind, 503), str(refusal))
        except BrokenError as failure:
            self.broken.append(f"a webhook to {given.kind}: {failure}")
            return Reply(500, "")
        return Reply(200, str(text))

    def do(self, what: str, *given: object) -> object:
        """Have the office do something; None where it died over it or refused."""
        try:
            return self.office.ask(what, *given)
        except (DiedError, Refusal):
            return None
        except BrokenError as failure:
            self.broken.append(f"{what}: {failure}")
            return None

    def pass_time(self, now: datetime) -> None:
        """Let everything happen at the carrier that is due by then."""
        self.clock.advance_to(now)
        self.carrier.advance(self.clock.now())
        late, self.delayed = self.delayed, []
        for given, said in late:
            with suppress(TimeoutError):
                self._heard(given, said)


def build_city(
    centre: Centre, rows: list[dict[str, object]], seed: str, faults: Faults, now: datetime
) -> City:
    """A city whose people and whose chance follow from the seed; its office is to be set."""
    clock = VirtualClock(now)
    number = random.Random(seed).getrandbits(32)
    questions = centre.questions()
    people = Speakers.from_rows(rows, number, questions, ZONE)
    assert isinstance(people, Speakers)
    sender: list[City] = []
    carrier = SimulatedCarrier(
        clock, people, Account(f"{PUBLIC}/tw/sms", seed=number), faults=faults,
        send=lambda url, params, headers: sender[0](url, params, headers),
    )  # fmt: skip
    city = City(clock, carrier, Wire(carrier), people, questions, random.Random(f"{seed} days"))
    sender.append(city)
    return city
