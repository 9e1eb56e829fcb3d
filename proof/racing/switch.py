"""The carrier in races: it takes whatever it is asked for, in its own time, and writes down each create."""

import random
import time
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Final

from outbound.dialing.port import Accepted, CallOrder, Declined, MessageOrder, Reply
from proof.forked.mute import Mute, attempt_of

LONGEST_REPLY: Final = 0.004
"""Seconds that a reply takes at the most: somebody may say no meanwhile."""

OPTED_OUT: Final = 21610


@dataclass(frozen=True)
class Create:
    """One create as it reached the carrier."""

    attempt: str
    number: str
    accepted: bool


@dataclass
class Switch(Mute):
    """A `dialing.port.Carrier` of one process. It refuses messages to those who told it no."""

    chance: random.Random
    refuses: Container[str]
    creates: list[Create] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    """The ids of the calls that it was asked to end."""

    def call(self, order: CallOrder) -> Reply:
        """Take a call."""
        return self._take(order, "CA")

    def message(self, order: MessageOrder) -> Reply:
        """Take a message, unless the person has told the carrier to let none through."""
        if order.to in self.refuses:
            self.creates.append(Create(attempt_of(order), order.to, accepted=False))
            return Declined(OPTED_OUT, "Attempt to send to unsubscribed recipient")
        return self._take(order, "SM")

    def hang_up(self, sid: str, *, answered: bool) -> None:
        """End a call; it may be too late."""
        self.ended.append(sid)

    def _take(self, order: CallOrder | MessageOrder, kind: str) -> Reply:
        self.creates.append(Create(attempt_of(order), order.to, accepted=True))
        time.sleep(self.chance.uniform(0, LONGEST_REPLY))
        return Accepted(f"{kind}{attempt_of(order)}")
