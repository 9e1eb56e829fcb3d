"""Promise 12: forged, folded, replayed and reordered webhooks come in the middle of talks, and do nothing."""

import random
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlmodel import SQLModel

from db.session import Store
from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.exchange import Account
from outbound.carrier.simulator.inside import answer
from outbound.carrier.simulator.population import Population
from outbound.carrier.simulator.posting import SIGNATURE
from outbound.carrier.twilio.client import TwilioCarrier
from outbound.carrier.twilio.transport import InProcessHttpClient
from outbound.clock import VirtualClock
from outbound.dialing.attempt import RANK, State
from outbound.engine.context import Engine
from outbound.engine.inbox import events
from outbound.engine.running import RunningCampaigns
from outbound.engine.tick import tick
from outbound.errors import OutboundError
from outbound.ids import seeded_ids
from outbound.wiring import synthetic_rows
from proof.forgeries import Forger, Sent
from proof.ground import Ground
from proof.promise import Promise, Tally, Tier
from proof.town.campaigns import long_ones
from proof.town.centre import BEGINS, CARRIER, PUBLIC, Centre, write_centre

PROMISE: Final = Promise(
    12, "webhooks", "forged, folded, replayed and reordered webhooks do nothing",
    {Tier.COMMIT: 5_000, Tier.NIGHT: 100_000, Tier.RELEASE: 1_000_000}, unit="webhooks", durable=False,
)  # fmt: skip

PEOPLE: Final = 120
TOGETHER: Final = 50
"""So many forgeries are sent at one moment; then the store is looked at, and life goes on."""

LIVES: Final = timedelta(seconds=45)
DAY: Final = timedelta(hours=3)
"""How long a centre lives before a new one is opened."""

WATCHED: Final = (
    "attempt", "contact", "answer", "response", "message", "suppression", "decision", "desk",
    "follow_up", "campaign", "pace",
)  # fmt: skip
"""What no forgery may change; the inbox keeps what was signed, whatever came of it."""


@dataclass(frozen=True)
class Reply:
    """What we answered."""

    status_code: int
    text: str


@dataclass
class Door:
    """A centre that talks with its carrier; whatever passes through its door is overheard."""

    engine: Engine
    clock: VirtualClock
    carrier: SimulatedCarrier
    overheard: list[Sent] = field(default_factory=list)

    @classmethod
    def open(cls, centre: Centre, url: str, name: str) -> "Door":
        """The centre on a store in which its campaigns were launched."""
        store, settings, clock = (
            Store(url, durable=False),
            centre.settings(url),
            VirtualClock(BEGINS),
        )
        people = Population.from_rows(synthetic_rows(centre.workspace), 1, centre.questions())
        doors: list[Door] = []
        carrier = SimulatedCarrier(
            clock, people, Account(f"{PUBLIC}/tw/sms"),
            send=lambda address, params, headers: doors[0].deliver(address, params, headers),
        )  # fmt: skip
        inside = InProcessHttpClient(partial(_asked, carrier))
        line, running = TwilioCarrier(settings, inside=inside), RunningCampaigns(store)
        workspace = centre.workspace
        engine = Engine(clock, seeded_ids(name), store, line, workspace, settings, running)
        doors.append(cls(engine, clock, carrier))
        return doors[0]

    def deliver(self, url: str, params: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        """A genuine webhook comes in."""
        path = url.removeprefix(PUBLIC)
        _, _, kind, token = f"{path}/".split("/")[:4]
        sent = Sent(kind, token, dict(params), headers[SIGNATURE], path)
        said = self.hear(sent)
        if said is None:
            return Reply(403, "")
        self.overheard.append(Sent(kind, token, sent.params, sent.signature, path, said))
        return Reply(200, said)

    def hear(self, sent: Sent) -> str | None:
        """What a webhook is answered; None where it is refused."""
        with suppress(OutboundError):
            return events.hear(
                self.engine, sent.kind, sent.token, dict(sent.params), sent.signature, sent.path
            )
        return None

    def live(self, for_: timedelta) -> None:
        """Let time pass, moment by moment."""
        end = self.clock.now() + for_
        while (due := self.carrier.due()) is not None and due <= end:
            self.clock.advance_to(due)
            self.carrier.advance(due)
        self.clock.advance_to(end)
        tick(self.engine, end)

    def picture(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that the store says."""
        tables = SQLModel.metadata.tables
        with self.engine.store.read() as session:
            rows = {name: session.execute(select(tables[name])).all() for name in WATCHED}
        return {name: sorted(map(tuple, found), key=repr) for name, found in rows.items()}

    def close(self) -> None:
        """Nobody comes in any more."""
        self.carrier.close()
        self.engine.store.close()


def run(ground: Ground, trials: int, seed: int) -> Tally:
    """Centres live for a morning each, and are beset at every moment with what was overheard before."""
    centre = write_centre(ground.folder / "centre", PEOPLE, long_ones())
    launched = ground.new_store_url()
    centre.launch(launched)
    tally, number, done = Tally(), 0, Counter[str]()
    while tally.trials < trials and not tally.violations:
        number += 1
        url = ground.new_store_url()
        ground.replace(url, launched)
        door = Door.open(centre, url, f"{seed} {number}")
        _beset(door, tally, done, trials, random.Random(f"{seed} {number}"))
        door.close()
        ground.drop(url)
    tally.notes.append(", ".join(f"{count:,} {kind}" for kind, count in sorted(done.items())))
    return tally


def _beset(
    door: Door, tally: Tally, done: Counter[str], trials: int, chance: random.Random
) -> None:
    forger, end = Forger(PUBLIC, chance), door.clock.now() + DAY
    while tally.trials < trials and door.clock.now() < end and not tally.violations:
        door.live(LIVES)
        if not door.overheard:
            continue
        before = door.picture()
        for _ in range(min(TOGETHER, trials - tally.trials)):
            kind, forged = forger.made_of(_one(door, chance))
            done[kind] += 1
            tally.trials += 1
            said = door.hear(forged)
            if kind == "replayed" and said != forged.answer:
                tally.broken(tally.trials, f"a replay of /tw/{forged.kind} was answered otherwise")
            elif kind not in ("replayed", "of another call") and said is not None:
                tally.broken(tally.trials, f"one {kind} to /tw/{forged.kind} was let in")
        after = door.picture()
        for name in WATCHED:
            if before[name] != after[name]:
                new = [row for row in after[name] if row not in before[name]]
                tally.broken(tally.trials, f"the last {TOGETHER} changed {name}: {new[:1]}")
    _is_alive(door, tally)


def _one(door: Door, chance: random.Random) -> Sent:
    """A webhook of the last minutes more likely than an old one: it has more to spoil."""
    lately = door.overheard[-40:]
    return chance.choice(lately if chance.random() < 0.7 else door.overheard)


def _is_alive(door: Door, tally: Tally) -> None:
    """A door that lets nobody in proves nothing: genuine webhooks must have moved something."""
    ranks = [RANK[State(row[0])] for row in _states(door)]
    if not any(rank > RANK[State.PLACED] for rank in ranks):
        tally.broken(tally.trials, "no genuine webhook did anything either")


def _states(door: Door) -> list[tuple[Any, ...]]:
    attempt = SQLModel.metadata.tables["attempt"]
    with door.engine.store.read() as session:
        return [tuple(row) for row in session.execute(select(attempt.c.state))]


def _asked(
    carrier: SimulatedCarrier, method: str, url: str, given: Mapping[str, object]
) -> tuple[int, str]:
    return answer(carrier, method, url.removeprefix(CARRIER), given)
