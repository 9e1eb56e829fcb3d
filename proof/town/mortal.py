"""The process under test: the engine's own code on a store, told what to do over a pipe, and when to die.

It lives in a child of `zygote`. The time, the carrier and the people are the parent's; whatever this
process has committed or asked for by the moment it dies is all that remains of it.
"""

import os
import signal
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import requests

from db.session import Store
from outbound import failpoints
from outbound.campaign.schema import Purpose
from outbound.campaign.workspace import Workspace, open_workspace
from outbound.carrier.twilio.client import TwilioCarrier
from outbound.carrier.twilio.transport import InProcessHttpClient
from outbound.clock import VirtualClock
from outbound.engine.attempts import consent_list, suppression_list
from outbound.engine.attempts.consent_list import Given
from outbound.engine.attempts.consents import import_consents
from outbound.engine.attempts.registers import import_register
from outbound.engine.campaigns import lifecycle
from outbound.engine.campaigns.held import retry_held
from outbound.engine.context import Engine
from outbound.engine.desk import acts
from outbound.engine.inbox import events
from outbound.engine.inbox.spool import NAME as SPOOL
from outbound.engine.inbox.spool import Spool
from outbound.engine.inbox.standing_in import StandIn
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.life.transitions import Step
from outbound.engine.running import RunningCampaigns
from outbound.engine.tick import lead, tick, work
from outbound.errors import OutboundError
from outbound.ids import seeded_ids
from outbound.policy.suppression import parse_scope
from outbound.settings import Settings
from proof.town.points import full_name

Network = Callable[[str, str, Mapping[str, object]], tuple[str, Any]]
"""Answers a request (method, URL, parameters): `reply` and what the SDK's client gets, `timeout` or `reset`."""


LONGEST_LIFE: Final = 60
"""Points that a process may reach at the most."""


@dataclass(frozen=True)
class Arm:
    """When to die: at the named point, or at the latest when so many points have been reached.

    Those `passed` do not count: enough have died there.
    """

    site: str
    at: int
    passed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Start:
    """What a process begins with: the time, what its ids are drawn from, and when it dies, if ever."""

    now: datetime
    ids: str
    arm: Arm | None
    in_flight: int = 1


class Office:
    """What outlives no process but is the same in each: prepared once, before the first is started.

    No connection is open while processes are started; each opens its own.
    """

    def __init__(self, folder: Path, settings: Settings, network: Network | None = None) -> None:
        self.settings = settings
        self._network = network or self._by_line
        self.workspace: Workspace = open_workspace(folder)
        self.store = Store(settings.store_url, durable=settings.durable)
        self.running = RunningCampaigns(self.store)  # what was launched never changes
        self.carrier = TwilioCarrier(settings, inside=InProcessHttpClient(self._request))
        self._line: Connection | None = None
        self._one_at_a_time = threading.Lock()

    def live(self, line: Connection) -> None:
        """Do what the line says until it says no more, or until death."""
        self._line = line
        start: Start = line.recv()
        engine, clock = self.engine(start)
        failpoints.listen(None if start.arm is None else _death(start.arm, line))
        try:
            while (said := line.recv()) is not None:
                what, now, given = said
                clock.advance_to(now)
                line.send(done(engine, what, given))
        except (EOFError, BrokenPipeError):
            return  # the proof is over

    def engine(self, start: Start) -> tuple[Engine, VirtualClock]:
        """A new process's engine, which remembers nothing, and its clock."""
        clock = VirtualClock(start.now)
        ids, settings = seeded_ids(start.ids), replace(self.settings, in_flight=start.in_flight)
        return (
            Engine(clock, ids, self.store, self.carrier, self.workspace, settings, self.running), clock,
        )  # fmt: skip

    def _by_line(self, method: str, url: str, given: Mapping[str, object]) -> tuple[str, Any]:
        assert self._line is not None  # set before anything is asked
        with self._one_at_a_time:
            self._line.send(("request", (method, url, dict(given))))
            answered: tuple[str, Any] = self._line.recv()
        return answered

    def _request(self, method: str, url: str, given: Mapping[str, object]) -> Any:
        """The carrier's reply, or the failure to get one, as the network brings it."""
        kind, reply = self._network(method, url, given)
        if kind == "timeout":
            raise requests.ReadTimeout("no reply in time")
        if kind == "reset":
            raise requests.ConnectionError("the connection broke")
        return reply


def _death(arm: Arm, line: Connection) -> Callable[[str], None]:
    """Counts the points that are reached, and ends the process at the one that it is armed for."""
    reached = lived = 0

    def listener(point: str) -> None:
        nonlocal reached, lived
        name = full_name(point)
        if name is None:
            return
        lived += 1
        reached += name not in arm.passed
        if name == arm.site or reached >= arm.at or lived >= LONGEST_LIFE:
            line.send(("dying", name))
            os.kill(os.getpid(), signal.SIGKILL)

    return listener


def done(engine: Engine, what: str, given: tuple[Any, ...]) -> tuple[str, Any]:
    """One thing done: its result, the refusal, or the failure that no use case may have."""
    try:
        return "done", _USE_CASES[what](engine, *given)
    except OutboundError as refusal:
        return "refused", (type(refusal).__name__, refusal.message)
    except Exception:  # noqa: BLE001 - whatever it is, the proof must hear of it
        return "failed", traceback.format_exc()


def _seat(
    engine: Engine, what: str, agent: str, *given: Any
) -> tuple[str, str, str, tuple[str, ...]]:
    """An act of an agent; the desk's state, the attempt in hand, its campaign, its open questions."""
    desk = _ACTS[what](engine, agent, *given)
    contact = desk.contact
    if contact is None:
        return desk.state, "", "", ()
    asked = (step.question for step in contact.steps)
    still = tuple(q.id for q in asked if q is not None and q.applies and not q.answered)
    return desk.state, contact.attempt_id, contact.campaign_id, still


def _name(engine: Engine, agent: str, attempt: str, outcome: str) -> Any:
    return acts.finish(engine, agent, attempt, outcome, "", None)


_ACTS: Final[Mapping[str, Callable[..., Any]]] = {
    "look": acts.show,
    "ready": acts.ready,
    "break": acts.take_break,
    "answer": acts.answer,
    "name": _name,
    "hang up": acts.hang_up_line,
}


def _stand_in(engine: Engine, *given: Any) -> str:
    """What the process at the fallback address does with a webhook that failed elsewhere."""
    spool = Spool(engine.workspace.db_dir / SPOOL)
    return StandIn(engine.settings, engine.clock, spool, "zh", engine.store).hear(*given)


def _register(engine: Engine, file: Path) -> bool:
    """A country's register that has just been drawn up."""
    drawn_up, scope = engine.clock.now(), (parse_scope("purpose:care"),)
    return bool(import_register(engine, file, "US", drawn_up, scope, lambda rows: None))


def _pause(engine: Engine, campaign: str) -> str:
    return lifecycle.change(engine, campaign, Step.PAUSE, COMMAND_LINE).value


def _resume(engine: Engine, campaign: str) -> str:
    return lifecycle.change(engine, campaign, Step.RESUME, COMMAND_LINE).value


_AGREED: Final = Given(Purpose.CARE, None, "form 12")

_USE_CASES: Final[Mapping[str, Callable[..., Any]]] = {
    "tick": lambda engine: bool(tick(engine, engine.clock.now())),
    "lead": lambda engine: bool(lead(engine, engine.clock.now())),
    "work": lambda engine: bool(work(engine, engine.clock.now())),
    "hear": events.hear,
    "stand in": _stand_in,
    "seat": _seat,
    "pause": _pause,
    "resume": _resume,
    "retry held": lambda engine, name: retry_held(engine, name, COMMAND_LINE),
    "suppress": suppression_list.add,
    "lift": suppression_list.remove,
    "suppress all": lambda engine, *given: bool(suppression_list.import_file(engine, *given)),
    "register": _register,
    "agree": lambda engine, number: consent_list.add(engine, number, _AGREED),
    "take back": lambda engine, number: consent_list.withdraw(
        engine, number, Purpose.CARE, None, "letter 7"
    ),
    "agree all": lambda engine, file: bool(import_consents(engine, file, lambda rows: None)),
}
"""What an office can be told to do, by the engine's own use cases."""
