"""Candidates for the lease: real processes that lead in turn, each write of theirs marked with their token.

All are made before the first trial, and wait until they are wanted: who has threads should not fork.
"""

import os
import signal
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Final

from sqlalchemy import text

from db.session import Store
from outbound.campaign.workspace import Workspace
from outbound.carrier.twilio.client import TwilioCarrier
from outbound.clock import SystemClock
from outbound.engine.context import Engine
from outbound.engine.crew.duty import Duty
from outbound.engine.crew.member import Member
from outbound.engine.heartbeat import beat, go_round
from outbound.engine.running import RunningCampaigns
from outbound.ids import random_ids
from outbound.settings import Settings

WRITE: Final = text("insert into led (token, holder) values (:token, :holder)")
"""What leaders write in the trials, by the token that each believes to be theirs."""

PATIENCE: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class Pace:
    """How long the lease lasts, how often it is renewed, and whether each write proves that it holds."""

    ttl: float
    renewed: float
    fenced: bool = True


class Jumping(SystemClock):
    """The machine's clock, which the trial puts forward and back for all processes at once."""

    def __init__(self, ahead: "Synchronized[float]") -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        """The moment as this machine now believes."""
        return datetime.now(UTC) + timedelta(seconds=self._ahead.value)


@dataclass(frozen=True)
class Candidate:
    """One process: it begins when told, and knows the lease by the name that it then says it has."""

    pid: int
    _begin: int

    def begin(self) -> None:
        """Let it stand for the lease."""
        os.write(self._begin, b"b")

    def stop(self) -> None:
        """Freeze it wherever it is, and return once it does nothing more."""
        os.kill(self.pid, signal.SIGSTOP)
        os.waitpid(self.pid, os.WUNTRACED)

    def go_on(self) -> None:
        """Let it go on as if nothing had happened."""
        os.kill(self.pid, signal.SIGCONT)

    def kill(self) -> None:
        """End it wherever it is."""
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            return  # it was ended before


def make(url: str, folder: Path, pace: Pace, ahead: "Synchronized[float]") -> Candidate:
    """A process that waits to become a candidate."""
    told, begin = os.pipe()
    pid = os.fork()
    if pid:
        os.close(told)
        return Candidate(pid, begin)
    try:
        os.close(begin)
        if os.read(told, 1):
            _stand(url, folder, pace, Jumping(ahead))
    finally:
        os._exit(1)


def _stand(url: str, folder: Path, pace: Pace, clock: Jumping) -> None:
    store, settings = Store(url), Settings(url)
    running, workspace = RunningCampaigns(store), Workspace(folder)
    carrier = TwilioCarrier(settings)
    engine = Engine(clock, random_ids, store, carrier, workspace, settings, running)
    member = Member.join(engine, Duty.HEARTBEAT, PATIENCE)
    member.ttl = timedelta(seconds=pace.ttl)
    threading.Thread(target=_renew, args=(member, pace.renewed), daemon=True).start()
    while True:
        beat(member, "lead", partial(_lead, fenced=pace.fenced))
        time.sleep(pace.renewed / 5)


def _renew(member: Member, every: float) -> None:
    while True:
        beat(member, "round", go_round)
        time.sleep(every)


def _lead(member: Member, *, fenced: bool) -> None:
    """A leader's transaction of two steps, with time between them to be frozen or killed in."""
    engine, held = member.leading(), member.held
    if engine is None or held is None:
        return
    mine = {"token": held.token, "holder": held.holder}
    store = engine.store if fenced else member.engine.store
    with store.write() as session:
        session.execute(WRITE, mine)
        time.sleep(0.003)
        session.execute(WRITE, mine)
