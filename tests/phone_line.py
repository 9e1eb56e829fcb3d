"""A carrier in memory: keeps what was ordered, replies as told, lists what the test puts there."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from outbound.campaign.schema import Channel
from outbound.dialing.port import Accepted, CallOrder, Listing, MessageOrder, Reply
from outbound.errors import CarrierError

Order = CallOrder | MessageOrder


@dataclass
class PhoneLine:
    """Implements `dialing.port.Carrier`. Accepts everything unless `next_replies` says otherwise."""

    orders: list[Order] = field(default_factory=list)
    next_replies: deque[Reply] = field(default_factory=deque)
    listings: dict[str, Listing] = field(default_factory=dict)
    fetched: dict[str, Listing] = field(default_factory=dict)
    """What has changed since it was listed."""
    hung_up: list[tuple[str, bool]] = field(default_factory=list)
    diverted: list[tuple[str, str]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    """The attempts whose creates were accepted, whether or not anybody heard so."""
    away: bool = False
    before_reply: Callable[[Order], None] | None = None
    """Runs while the create is under way: a webhook that overtakes the reply, a crash."""

    def call(self, order: CallOrder) -> Reply:
        return self._create(order, "CA")

    def message(self, order: MessageOrder) -> Reply:
        return self._create(order, "SM")

    def fetch(self, channel: Channel, sid: str) -> Listing | None:
        self._answer()
        return self.fetched.get(sid) or self.listings.get(sid)

    def list_to(self, channel: Channel, number: str) -> list[Listing]:
        self._answer()
        return [row for row in self.listings.values() if (row.channel, row.to) == (channel, number)]

    def list_begun(
        self, channel: Channel, since: datetime, until: datetime, to: str = ""
    ) -> list[Listing]:
        self._answer()
        return [
            row
            for row in self.listings.values()
            if row.channel is channel and to in ("", row.to)
            and row.begun_at is not None and since <= row.begun_at < until
        ]  # fmt: skip

    def hang_up(self, sid: str, *, answered: bool) -> None:
        self._answer()
        self.hung_up.append((sid, answered))

    def divert(self, sid: str, token: str) -> None:
        self._answer()
        self.diverted.append((sid, token))

    @property
    def numbers(self) -> list[str]:
        """Who was called or written to, in order."""
        return [order.to for order in self.orders]

    @property
    def texts(self) -> list[str]:
        """The bodies of the messages, in order."""
        return [order.body for order in self.orders if isinstance(order, MessageOrder)]

    def _create(self, order: Order, kind: str) -> Reply:
        self.orders.append(order)
        if self.before_reply is not None:
            self.before_reply(order)
        if self.next_replies:
            return self.next_replies.popleft()
        self.taken.append(order.token.split(".")[0])
        return Accepted(f"{kind}{len(self.orders):032x}")

    def _answer(self) -> None:
        if self.away:
            raise CarrierError("The carrier cannot be reached.")
