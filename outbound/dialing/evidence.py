"""Evidence in the carrier's listing: which of its rows is the create of which no reply told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from outbound.campaign.schema import Channel
from outbound.dialing.port import Listing

EARLY: Final = timedelta(seconds=5)
"""How much sooner than we asked the carrier may say that it was created: it tells whole seconds."""

SETTLED: Final = timedelta(minutes=15)
"""How long after the create an empty listing means something: a listing may lag."""

EMPTY: Final = 2
"""How many empty listings it takes until a create is called not found."""


@dataclass(frozen=True)
class Asked:
    """A create of which no reply tells. By our clock it can have reached the carrier from `since` to `until`."""

    channel: Channel
    sender: str
    body: str
    since: datetime
    until: datetime


def fitting(asked: Asked, rows: Iterable[Listing], now: datetime) -> list[Listing]:
    """The rows that may be it, told at `now` by our clock."""
    return [row for row in rows if _fits(asked, row, now)]


def is_not_found(since: datetime, looked: int, looked_at: datetime | None) -> bool:
    """Whether the listings have been empty long and often enough to say that the carrier has no such create."""
    return looked >= EMPTY and looked_at is not None and looked_at - since >= SETTLED


def _fits(asked: Asked, row: Listing, now: datetime) -> bool:
    if row.inbound or row.own or row.sender != asked.sender:
        return False
    ahead = timedelta() if row.told_at is None else row.told_at - now  # the carrier's clock of ours
    in_time = asked.since - EARLY <= row.created_at - ahead <= asked.until
    return in_time and (asked.channel is Channel.CALL or _plain(row.body) == _plain(asked.body))


def _plain(body: str) -> str:
    """A text as it reads: the network may change the white space around it."""
    return " ".join(body.split())
