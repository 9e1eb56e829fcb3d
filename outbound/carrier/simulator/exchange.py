"""What the simulated carrier's calls and messages share: its account, people, timetable, rates, logs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outbound.carrier.simulator.population import Population
from outbound.carrier.simulator.records import Created, Report
from outbound.carrier.simulator.schedule import Schedule
from outbound.settings import SIMULATED_ACCOUNT, SIMULATED_SECRET


@dataclass(frozen=True)
class Rates:
    """How fast the carrier works; the excess waits in its queue, as at Twilio.

    `open_calls` bounds calls queued or live, beyond which creates are throttled with 20429.
    """

    calls_per_second: float = 30.0
    segments_per_second: float = 100.0
    open_calls: int | None = None


class Queue:
    """Hands out moments so that no more than so many start in a second."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1.0 / per_second
        self._free_at: datetime | None = None

    def slot(self, now: datetime, units: int = 1) -> datetime:
        """When the next one may start that takes `units` of the rate."""
        start = now if self._free_at is None else max(now, self._free_at)
        self._free_at = start + timedelta(seconds=self._gap * units)
        return start


@dataclass(frozen=True)
class Account:
    """Our account at the simulated carrier, as at Twilio's console.

    `inbound_url` is where messages from subscribers are told: PUBLIC_URL/tw/sms. `secret` signs
    webhooks and is the REST password, whichever of the two names (`sid`, `key`) comes with it.
    `seed` is what the ids of calls and messages are drawn from.
    """

    inbound_url: str
    sid: str = SIMULATED_ACCOUNT
    key: str = SIMULATED_ACCOUNT
    secret: str = SIMULATED_SECRET
    seed: int = 0


@dataclass
class Exchange:
    """The common part of a simulated carrier; guarded by the carrier's one lock."""

    account: Account
    population: Population
    new_id: Callable[[], str]
    rates: Rates = field(default_factory=Rates)
    schedule: Schedule = field(default_factory=Schedule)
    created: list[Created] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)

    def sid(self, kind: str) -> str:
        """A fresh id such as CA and 32 hexadecimal digits."""
        return kind + self.new_id()

    def report(self, at: datetime, code: int, sid: str, message: str) -> None:
        """Note a mistake of our application, as Twilio's debugger would."""
        self.reports.append(Report(at, code, sid, message))
