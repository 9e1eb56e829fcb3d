"""What a process of the service does, and who it is."""

import os
import socket
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Duty(Enum):
    """What one process is for; `outbound serve --role` names it."""

    ALL = "all"  # everything, and the simulated carrier where there is no real one
    WEB = "web"  # pages and webhooks
    HEARTBEAT = "heartbeat"  # leads, if it is its turn: lists, time that runs out, campaigns
    WORKER = "worker"  # places what is due, applies what the carrier told; any number of them

    @property
    def may_lead(self) -> bool:
        """Whether it is a candidate for the lease."""
        return self in (Duty.ALL, Duty.HEARTBEAT)

    @property
    def works(self) -> bool:
        """Whether it places calls and messages."""
        return self in (Duty.ALL, Duty.WORKER)

    @property
    def serves(self) -> bool:
        """Whether it listens for people and for the carrier."""
        return self in (Duty.ALL, Duty.WEB)


@dataclass(frozen=True)
class Me:
    """This process, as the others know it. Each start is another: nothing is inherited from an earlier one."""

    id: str
    duty: Duty
    host: str
    pid: int
    started_at: datetime

    @classmethod
    def now(cls, duty: Duty, new_id: str, at: datetime) -> "Me":
        """Who this process is, from now on."""
        host = socket.gethostname()[:255]
        return cls(f"{host[:40]}-{os.getpid()}-{new_id[:8]}", duty, host, os.getpid(), at)
