"""A carrier that never tells: what it took is known by its replies and callbacks alone."""

from datetime import datetime

from outbound.campaign.schema import Channel
from outbound.dialing.port import CallOrder, Listing, MessageOrder
from outbound.errors import CarrierError


class Mute:
    """All of a `dialing.port.Carrier` but its creates; calls end by themselves."""

    def fetch(self, channel: Channel, sid: str) -> Listing | None:
        """Nothing is known by its id."""
        return None

    def list_to(self, channel: Channel, number: str) -> list[Listing]:
        """Nothing is listed: what stays without a reply is settled by callbacks, or stays unknown."""
        raise CarrierError("the listings are away")

    def list_begun(
        self, channel: Channel, since: datetime, until: datetime, to: str = ""
    ) -> list[Listing]:
        """Nothing has begun."""
        return []

    def hang_up(self, sid: str, *, answered: bool) -> None:
        """It ends anyway."""

    def divert(self, sid: str, token: str) -> None:
        """No call is diverted."""


def attempt_of(order: CallOrder | MessageOrder) -> str:
    """The attempt that a create is for."""
    return order.token.split(".")[0]
