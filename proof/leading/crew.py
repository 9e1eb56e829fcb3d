"""Crews of candidates on one store: who leads, what is done to them, and what they wrote meanwhile."""

import random
import time
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import Value
from typing import Any, Final

from sqlalchemy import text

from db.session import Store
from db.tables import Lease
from outbound.engine.crew.lease import LEADER
from outbound.errors import StoreError
from proof.ground import Ground
from proof.leading.candidates import Candidate, Pace, make
from proof.promise import Database

CANDIDATES: Final = 3
PATIENCE: Final = 60.0

LED: Final = "create table led (id {key}, token integer not null, holder text not null)"
KEYS: Final = {
    Database.SQLITE: "integer primary key autoincrement",
    Database.POSTGRESQL: "bigserial primary key",
}


class StuckError(Exception):
    """Nobody leads, and nobody takes over."""


@dataclass
class Crew:
    """Some candidates on one store. Those that wait stand in for the killed."""

    name: str
    url: str
    database: Database
    trials: int
    ahead: Any
    waiting: list[Candidate]
    chance: random.Random
    standing: list[Candidate] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    held_up: int = 0
    _store: Store | None = None

    @property
    def store(self) -> Store:
        """The store, as whoever tries it sees it."""
        assert self._store is not None  # opened after the last process was made
        return self._store

    def open(self) -> None:
        """Open the store."""
        patience = "?timeout=0.3" if self.database is Database.SQLITE else ""
        self._store = Store(self.url + patience)

    def begin(self) -> None:
        """Let the first candidates begin, and wait until one leads."""
        self.fill_up()
        self.led_on()

    def fill_up(self) -> None:
        """Let candidates begin until there are enough."""
        while len(self.standing) < CANDIDATES and self.waiting:
            fresh = self.waiting.pop()
            fresh.begin()
            self.standing.append(fresh)

    def leader(self) -> tuple[int, Candidate]:
        """The token that holds, and the process that holds it."""
        with self.store.read() as session:
            held = session.get_one(Lease, LEADER)
        pid = int(held.holder.split("-")[-2])
        return held.token, next(one for one in self.standing if one.pid == pid)

    def freeze_leader(self) -> tuple[int, Candidate]:
        """Freeze the leader; on SQLite not in the middle of a write, which would freeze all others too."""
        while True:
            token, leader = self.leader()
            leader.stop()
            if self.database is Database.POSTGRESQL:
                return token, leader
            try:
                with self.store.write() as session:
                    session.execute(text("select 1"))  # begins, which only one can
                return token, leader
            except StoreError:
                self.held_up += 1
                leader.go_on()
                time.sleep(self.chance.random() / 20)

    def jump(self, seconds: float) -> None:
        """Put the clock forward or back: the machine's, and by it the lease where a server's clock counts."""
        self.ahead.value += seconds
        if self.database is Database.POSTGRESQL:
            with self.store.write() as session:
                held = session.get_one(Lease, LEADER, with_for_update=True)
                held.expires_at -= timedelta(seconds=seconds)

    def led_on(self) -> float:
        """Wait until somebody writes; returns for how many seconds."""
        last = self._last("id")
        return self._until(lambda: self._last("id") > last, "nobody leads")

    def led_beyond(self, token: int) -> float:
        """Wait until somebody writes with a higher token; returns for how many seconds."""
        return self._until(lambda: self._last("token") > token, f"nobody leads after token {token}")

    def written(self) -> list[tuple[int, str]]:
        """All that leaders wrote, token and holder, in the order in which they did."""
        with self.store.read() as session:
            rows = session.execute(text("select token, holder from led order by id"))
            return [(token, holder) for token, holder in rows]

    def end(self) -> None:
        """End every process."""
        for one in (*self.standing, *self.waiting):
            one.kill()

    def _last(self, column: str) -> int:
        with self.store.read() as session:
            found = session.execute(text(f"select {column} from led order by id desc limit 1"))
            return int(found.scalar() or 0)

    def _until(self, done: Any, otherwise: str) -> float:
        began = time.monotonic()
        while not done():
            if time.monotonic() - began > PATIENCE:
                raise StuckError(otherwise)
            time.sleep(0.05)
        return time.monotonic() - began


def gather(ground: Ground, pace: Pace, trials: int, name: str) -> Crew:
    """A crew with as many processes as it may need, none of which has begun."""
    url, ahead = ground.new_store_url(), Value("d", 0.0)
    store = Store(url)
    with store.write() as session:
        session.execute(text(LED.format(key=KEYS[ground.database])))
    store.close()
    made = [make(url, ground.folder, pace, ahead) for _ in range(CANDIDATES + trials)]
    return Crew(name, url, ground.database, trials, ahead, made, random.Random(name))
