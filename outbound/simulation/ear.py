"""Brings the simulated carrier's webhooks to the engine, signed as they are, without a connection."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from outbound.carrier.simulator.posting import SIGNATURE
from outbound.carrier.simulator.records import CALL_OVER
from outbound.engine.context import Engine
from outbound.engine.inbox import events
from outbound.errors import InputError, NotFoundError, OutboundError, RefusedError

_STATUS: tuple[tuple[type[OutboundError], int], ...] = (
    (InputError, 400),
    (RefusedError, 403),
    (NotFoundError, 404),
)


@dataclass(frozen=True)
class Reply:
    """What the engine answered."""

    status_code: int
    text: str


@dataclass
class Ear:
    """A `simulator.posting.Sender` that asks the engine, and remembers what an agent would notice.

    rooms: conferences that somebody has come into; ended: whether a call has ended
    talked: whether somebody has written, or a talk has ended, and with it perhaps a questionnaire
    """

    public_url: str
    engine: Engine | None = None
    rooms: set[str] = field(default_factory=set)
    ended: bool = False
    talked: bool = False

    def __call__(self, url: str, params: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        """Let the engine hear one webhook."""
        assert self.engine is not None  # set before the clock moves
        path = url.removeprefix(self.public_url)
        _, _, kind, token = f"{path}/".split("/")[:4]
        try:
            reply = events.hear(self.engine, kind, token, params, headers[SIGNATURE], path)
        except OutboundError as fault:
            status = next((status for sort, status in _STATUS if isinstance(fault, sort)), 503)
            return Reply(status, fault.message)
        self._notice(kind, params)
        return Reply(200, reply)

    def noticed(self) -> tuple[set[str], bool, bool]:
        """What has been heard since this was asked last: rooms, ended, talked."""
        told = self.rooms, self.ended, self.talked
        self.rooms, self.ended, self.talked = set(), False, False
        return told

    def _notice(self, kind: str, params: Mapping[str, str]) -> None:
        if kind == "conference":
            self.rooms.add(params["FriendlyName"])
        elif kind == "sms":
            self.talked = True
        elif kind == "status" and params["CallStatus"] in CALL_OVER:
            self.ended = True
            self.talked = self.talked or params["CallStatus"] == "completed"
