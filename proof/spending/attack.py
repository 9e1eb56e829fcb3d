"""One attack on a centre's money: whose numbers are on the list, who races, what the carrier tells, and what time it is."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Final

from sqlmodel import col, select

from db.locks import lock_attempts
from db.tables import Attempt, Contact, ContactState
from outbound.dialing.attempt import OVER
from outbound.engine.attempts import money
from outbound.engine.attempts.dispatch import dispatch
from outbound.engine.attempts.owed import place_owed
from outbound.engine.attempts.place import place
from outbound.engine.attempts.reserve import reserve
from outbound.engine.context import Engine
from proof.forked.clock import SharedClock
from proof.forked.post import Post
from proof.spending.oracle import Told, price_of_call
from proof.spending.till import Taken, Till, sid_of

STEPS: Final = 7

NOT_IN_SERVICE, UNREACHABLE = 13224, 30003
_STRETCHES: Final = (0, 5, 30, 90, 400, 800, 3600)
_JUMPS: Final = (-86_400, 86_400, -3_600, 7_200)


class Callbacks(Post):
    """The carrier's callbacks, with what they may tell besides."""

    def told(self, attempt: Attempt, status: str, **more: str) -> None:
        """How a call stands."""
        self._about("status", attempt, self._of_call(attempt, status) | more)


class Attack:
    """Two workers, the carrier's callbacks and a clock, one after the other in any order."""

    def __init__(self, engines: tuple[Engine, Engine], clock: SharedClock, till: Till, name: str) -> None:  # fmt: skip
        self._engines, self._clock, self._till = engines, clock, till
        self._chance = random.Random(name)
        self._post = Callbacks(engines[0], name)
        self._open: list[Taken] = []
        self._ended: list[Taken] = []
        self.journal: list[Taken | Told] = []

    def run(self) -> None:
        """Some steps."""
        acts = (self._work, self._work, self._race, self._tell, self._tell, self._tell, self._price)
        self._work()
        for _ in range(STEPS):
            self._chance.choice(acts)()
            self._note()
            far = _JUMPS if self._chance.random() < 0.05 else _STRETCHES
            self._clock.advance(timedelta(seconds=self._chance.choice(far)))

    def _note(self) -> None:
        """Take over what the carrier took meanwhile."""
        self.journal += self._till.taken
        self._open += self._till.taken
        self._till.taken.clear()

    def _work(self) -> None:
        """One worker does what is due, as far as the gate lets it."""
        engine = self._chance.choice(self._engines)
        dispatch(engine, engine.clock.now())
        if any(not one.is_call for one in self._open):
            place_owed(engine, engine.clock.now())

    def _race(self) -> None:
        """Both reserve before either hands over, and then in any order, perhaps too late."""
        due = (
            select(Contact.id)
            .where(Contact.state == ContactState.WAITING)
            .order_by(col(Contact.id))
        )
        with self._engines[0].store.read() as session:
            ids = [one or 0 for one in session.exec(due)]
        self._chance.shuffle(ids)
        half = len(ids) // 2
        reserved = [
            (engine, [one.attempt_id for one in reserve(engine, some, engine.clock.now())])
            for engine, some in zip(self._engines, (ids[:half], ids[half:]), strict=True)
            if some
        ]
        self._clock.advance(timedelta(seconds=self._chance.choice((0, 0, 5, 20))))
        for engine, attempts in self._chance.sample(reserved, len(reserved)):
            place(engine, attempts)

    def _tell(self) -> None:
        """The carrier tells of one attempt that is open: once, twice, late, or never again."""
        self._note()
        if not self._open:
            return
        one = self._open.pop(self._chance.randrange(len(self._open)))
        with self._engines[0].store.read() as session:
            attempt = session.get_one(Attempt, one.attempt)
        attempt.sid = attempt.sid or sid_of(one)
        if self._chance.random() < 0.15:
            return  # nothing is ever heard of it
        (self._called if one.is_call else self._texted)(one, attempt)

    def _called(self, one: Taken, attempt: Attempt) -> None:
        drawn = self._chance.random()
        if drawn < 0.5:
            self._talked(one, attempt)
            return
        status, more = (
            ("failed", {"ErrorCode": str(NOT_IN_SERVICE)}) if drawn < 0.75 else ("busy", {})
        )
        self._post.told(attempt, status, **more)
        self._learn(one, Decimal(0))

    def _talked(self, one: Taken, attempt: Attempt) -> None:
        """Somebody answered, as we may never be told; the clock may be put back meanwhile."""
        if self._chance.random() < 0.6:
            self._post.picked_up(attempt)
        length = timedelta(seconds=self._chance.choice((3, 59, 60, 61, 600, 1_799, 1_800)))
        self._clock.advance(length)
        if self._chance.random() < 0.2:
            self._clock.advance(timedelta(seconds=self._chance.choice((-7_200, -600, 3_600))))
        if self._chance.random() < 0.2:
            return  # its end is never told
        for _ in range(self._chance.choice((1, 1, 2))):
            self._post.told(attempt, "completed", CallDuration=str(int(length.total_seconds())))
        self._learn(one, price_of_call(length))

    def _texted(self, one: Taken, attempt: Attempt) -> None:
        drawn = self._chance.random()
        if drawn < 0.5:
            self._post.text(attempt.number, attempt.sender, "9")  # and so it is we who write again
            self._open.append(one)
        elif drawn < 0.8:
            self._post.message(attempt, "delivered")
        else:
            self._post.message(attempt, "undelivered", UNREACHABLE)

    def _learn(self, one: Taken, came_to: Decimal) -> None:
        """Note what we could know from now on; our own reply to it may have led to more."""
        self.journal.append(Told(one.attempt, came_to))
        self._ended.append(one)
        self._note()

    def _price(self) -> None:
        """The carrier's own price of something that is over: risen, late, twice."""
        if not self._ended:
            return
        one = self._chance.choice(self._ended)
        price = one.highest * self._chance.choice((1, 2, 3)) / self._chance.choice((1, 3, 30))
        price = price.quantize(Decimal("0.0001"))
        for _ in range(self._chance.choice((1, 1, 2))):
            with self._engines[0].store.write() as session:
                lock_attempts(session, [one.attempt])
                attempt = session.get_one(Attempt, one.attempt)
                if attempt.state in OVER:
                    money.correct(session, [(attempt, -price)])
                    self.journal.append(Told(one.attempt, price))
