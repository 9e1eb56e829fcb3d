"""The wire to the simulated carrier: requests answered with whatever goes wrong on the way, and kept in a log."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from outbound.campaign.schema import Channel
from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.faults import ACCEPTS, STALLS, CreateFault
from outbound.carrier.simulator.inside import answer
from proof.town.centre import CARRIER

_ERROR: Final = json.dumps({"code": 20500, "message": "An internal server error", "status": 500})
_THROTTLED: Final = json.dumps({"code": 20429, "message": "Too Many Requests", "status": 429})

_BARE: Final[Mapping[CreateFault, tuple[int, str, Mapping[str, str]]]] = {
    CreateFault.ERROR_BEFORE: (500, _ERROR, {}),
    CreateFault.ERROR_AFTER: (500, _ERROR, {}),
    CreateFault.THROTTLED: (429, _THROTTLED, {"Retry-After": "3"}),
    CreateFault.THROTTLED_BARE: (429, _THROTTLED, {}),
    CreateFault.THROTTLED_MUTE: (429, "Too many requests", {}),
    CreateFault.NOT_JSON: (201, "<html>created</html>", {}),
}
"""The replies that say little or nothing of what the carrier did."""

_UNTOLD: Final = frozenset(
    {
        CreateFault.TIMEOUT_BEFORE,
        CreateFault.ERROR_BEFORE,
        CreateFault.RESET_BEFORE,
        CreateFault.THROTTLED_MUTE,
    }
)
"""After these nothing rings, and the reply does not say so: no evidence will ever come."""


@dataclass(frozen=True)
class Asked:
    """One create as it reached the carrier: for which attempt, when in the order of things, and its fate."""

    attempt: str
    place: int
    number: str
    accepted: bool
    sid: str
    fault: CreateFault | None
    channel: Channel

    @property
    def leaves_no_evidence(self) -> bool:
        """Whether the carrier took nothing and did not say so."""
        return self.fault in _UNTOLD


@dataclass
class Wire:
    """A `proof.town.office.Network`; `creates` has every create that arrived, `place` counts what happens."""

    carrier: SimulatedCarrier
    creates: list[Asked] = field(default_factory=list)
    place: int = 0

    def __call__(self, method: str, url: str, given: Mapping[str, object]) -> tuple[str, Any]:
        """The reply as the SDK's client gets it, or how it failed to come."""
        path = url.removeprefix(CARRIER)
        if method != "POST" or not path.endswith(("/Calls.json", "/Messages.json")):
            return "reply", answer(self.carrier, method, path, given)
        return self._create(path, given)

    def status(self, one: Asked) -> str:
        """What the carrier says of a create that it accepted."""
        return str(self.carrier.fetch(one.channel, one.sid)["status"])

    def next_place(self) -> int:
        """The next number in the order in which things happen."""
        self.place += 1
        return self.place

    def _create(self, path: str, given: Mapping[str, object]) -> tuple[str, Any]:
        channel = Channel.CALL if path.endswith("/Calls.json") else Channel.SMS
        fault = self.carrier.faults.of_create()
        taken = fault is None or fault in ACCEPTS
        status, text = answer(self.carrier, "POST", path, given) if taken else (0, "")
        sid = str(json.loads(text)["sid"]) if status == 201 else ""
        self.creates.append(
            Asked(
                attempt_of(given),
                self.next_place(),
                str(given["To"]),
                bool(sid),
                sid,
                fault,
                channel,
            )
        )
        if fault in (None, CreateFault.SLOW) or (taken and status != 201):
            return "reply", (status, text)
        if fault in STALLS:
            return "timeout", None
        if fault in (CreateFault.RESET_BEFORE, CreateFault.RESET_AFTER):
            return "reset", None
        if fault is CreateFault.CUT:
            return "reply", (status, text[: len(text) // 2])
        assert fault is not None  # said above
        return "reply", _BARE[fault]


def attempt_of(given: Mapping[str, object]) -> str:
    """The attempt that a create is for, by the token in its callback's address."""
    address = str(given.get("StatusCallback") or given.get("Url"))
    return urlsplit(address).path.rsplit("/", 1)[-1].split(".")[0]
