"""The world outside the database: the carrier with its own log, and people who text; what was acknowledged to them is kept."""

import random
import threading
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from outbound.campaign.schema import Channel
from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.exchange import Account
from outbound.carrier.simulator.population import Population
from outbound.carrier.simulator.posting import SIGNATURE, PooledSender, Response, post
from outbound.carrier.simulator.server import create_server
from outbound.carrier.twilio.webhooks import receive
from outbound.clock import monotonic
from outbound.settings import Settings
from outbound.web.serving import BackgroundServer, listening
from outbound.wiring import synthetic_rows
from proof.crashing.member import Ahead
from proof.crashing.verdict import Acknowledged, Create
from proof.town.centre import Centre

TEXTERS: Final = 3
PAUSE: Final = 0.12
"""Seconds between two texts of one texter, about."""

SAID: Final = ("9", "10", "3", "7", "STOP", "退订", "what is this?", "1")
NO: Final = frozenset({"STOP", "退订"})


@dataclass
class Town:
    """The carrier, the people, and what our office told them that it has."""

    settings: Settings
    carrier: SimulatedCarrier
    clock: Ahead
    chance: random.Random
    acknowledged: list[Acknowledged] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    heard: list[float] = field(default_factory=list)
    """When the office acknowledged anything."""

    _sender: PooledSender = field(default_factory=PooledSender)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event = field(default_factory=threading.Event)
    _written: int = 0

    @classmethod
    def found(cls, centre: Centre, settings: Settings, ahead: timedelta, seed: str) -> "Town":
        """The people of a centre's base."""
        clock, chance = Ahead(ahead), random.Random(seed)
        people = Population.from_rows(synthetic_rows(centre.workspace), 1, centre.questions())
        towns: list[Town] = []
        carrier = SimulatedCarrier(
            clock, people, Account(f"{settings.public_url}/tw/sms"),
            send=lambda url, params, headers: towns[0].deliver(url, params, headers),
        )  # fmt: skip
        towns.append(cls(settings, carrier, clock, chance))
        return towns[0]

    @contextmanager
    def living(self) -> Iterator[None]:
        """Let time pass and people text, until the block ends."""
        at = listening("127.0.0.1", urlsplit(self.settings.carrier_url or "").port or 0)
        lives = [threading.Thread(target=self._pass_time, daemon=True)]
        lives += [threading.Thread(target=self._text, daemon=True) for _ in range(TEXTERS)]
        with BackgroundServer(create_server(self.carrier), at).up():
            for life in lives:
                life.start()
            try:
                yield
            finally:
                self.hush()
                for life in lives:
                    life.join(20)
        self._sender.close()

    def hush(self) -> None:
        """Nobody says anything more."""
        self._stop.set()

    def heard_first(self, since: float) -> float:
        """When the office first acknowledged anything after a moment; 0 if it did not yet."""
        with self._one_at_a_time:
            place = bisect_right(self.heard, since)
            return self.heard[place] if place < len(self.heard) else 0.0

    def creates(self) -> list[Create]:
        """Every create that the carrier took, by its own log."""
        return [
            Create(_attempt_of(one.form), one.sid, one.to, calls=one.channel is Channel.CALL)
            for one in self.carrier.created
        ]

    def deliver(self, url: str, params: Mapping[str, str], headers: Mapping[str, str]) -> Response:
        """Bring a webhook to the office; remember what it acknowledged."""
        reply = self._sender(url, params, headers)
        with self._one_at_a_time:
            self.statuses[reply.status_code] += 1
            if reply.status_code == 200:
                self.heard.append(monotonic())
                self.acknowledged.append(self._named(url, params, headers[SIGNATURE]))
        return reply

    def _named(self, url: str, params: Mapping[str, str], signature: str) -> Acknowledged:
        path = url.removeprefix(self.settings.public_url)
        _, _, kind, token = f"{path}/".split("/")[:4]
        heard = receive(self.settings, kind, token, params, signature, path)
        text = params.get("Body", "") if kind == "sms" else ""
        return Acknowledged(heard.key, kind, params.get("MessageSid", ""), params.get("From", ""), text in NO)  # fmt: skip

    def _pass_time(self) -> None:
        while not self._stop.wait(0.05):
            self.carrier.advance(self.clock.now())

    def _text(self) -> None:
        while not self._stop.wait(PAUSE * self.chance.uniform(0.3, 1.7)):
            texted = [one for one in self.carrier.created if one.channel is Channel.SMS]
            if not texted:
                continue
            one = self.chance.choice(texted[-200:])
            self._say(one.to, one.sender, self.chance.choice(SAID))

    def _say(self, number: str, sender: str, body: str) -> None:
        """One text, told again until it is acknowledged, as a carrier tells it, or it is given up."""
        with self._one_at_a_time:
            self._written += 1
            sid = f"SM{self._written:032x}"
        params = {
            "MessageSid": sid, "AccountSid": self.settings.account_sid, "Body": body, "From": number, "To": sender,
        }  # fmt: skip
        for _ in range(self.chance.choice((1, 3, 8))):
            answer = post(self.deliver, self.settings.auth_tokens[0], self.carrier.account.inbound_url, params)  # fmt: skip
            if answer.good or self._stop.is_set():
                break
            time.sleep(0.3)


def _attempt_of(form: Mapping[str, Any]) -> str:
    """The attempt that a create is for, by the token in its callback's address."""
    address = (form.get("StatusCallback") or form.get("Url") or ("",))[0]
    return urlsplit(str(address)).path.rsplit("/", 1)[-1].split(".")[0]
