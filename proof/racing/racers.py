"""Who runs in a race: workers that reserve and hand over, and callers who say no while they do."""

import random
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func
from sqlmodel import col, select

from db.tables import Attempt
from outbound.campaign.schema import Channel
from outbound.clock import monotonic
from outbound.dialing.attempt import State
from outbound.engine.attempts import suppression_list
from outbound.engine.desk import acts
from outbound.engine.tick import lead, work
from outbound.errors import RefusedError
from proof.forked.post import Post
from proof.racing.floor import Floor
from proof.racing.switch import OPTED_OUT, Create

A_LIST: Final = 6
"""How many numbers an imported list has."""

CARRIER: Final = "the carrier"

IDLE: Final = 0.005
"""Seconds that a process rests which found nothing to do."""

WORDS: Final = (
    "STOP", "STOP", "stopall", "Unsubscribe", "T", "退订", "please stop contacting me", "不要打电话，发短信就行",
)  # fmt: skip
SCOPES: Final = ("all", "all", "all", "channel:call", "channel:sms", "purpose:survey")

_NOT_BEGUN: Final = (State.RESERVED, State.PLACING)
_UNANSWERED: Final = (State.PLACED, State.RINGING)
_OPEN: Final = (*_NOT_BEGUN, *_UNANSWERED, State.ANSWERED, State.CONNECTED)
_SOME: Final = (
    select(Attempt).where(col(Attempt.state).in_(_OPEN)).order_by(func.random()).limit(12)
)


@dataclass
class Report:
    """What one process did: the creates, and the calls to end, that its carrier got, and what it asked for."""

    creates: list[Create]
    ended: list[str]
    races: dict[str, tuple[str, float]] = field(default_factory=dict)
    """By number: how it opted out, and how many seconds it was until that had its effect."""
    said: dict[str, str] = field(default_factory=dict)
    """By attempt: what the call was told when it was picked up."""


class Worker:
    """Reserves and places, beat after beat; one of them leads besides."""

    def __init__(self, floor: Floor, name: str, *, leads: bool) -> None:
        self._floor = floor
        self._engine, switch = floor.engine(name)
        self._leads = leads
        self._led_at = self._engine.clock.now() - timedelta(hours=1)
        self._idle_since: datetime | None = None
        self._report = Report(switch.creates, switch.ended)

    def run(self) -> Report:
        """Work until the end."""
        while not self._floor.over:
            if not self.step():
                if self._floor.draining:
                    self._floor.clock.advance(timedelta(minutes=4))
                time.sleep(IDLE)
        return self._report

    def step(self) -> bool:
        """One beat, unless no time has passed since nothing was due; whether anything was done."""
        now = self._engine.clock.now()
        if now == self._idle_since:
            return False
        if self._leads and now - self._led_at > timedelta(minutes=1):
            self._led_at = now
            lead(self._engine, now)
        done = work(self._engine, now)
        busy = bool(done.applied or done.placed or done.served)
        self._idle_since = None if busy else now
        return busy


class Caller:
    """Says no in people's names, mostly while they are contacted; lets calls go on besides, and is an agent."""

    def __init__(self, floor: Floor, name: str, numbers: list[str], agent: str) -> None:
        self._floor = floor
        self._chance = random.Random(name)
        self._engine, switch = floor.engine(name)
        self._post = Post(self._engine, name)
        self._numbers = numbers
        self._agent = agent
        self._list = floor.folder / f"{agent}.csv"
        self._report = Report(switch.creates, switch.ended)

    def run(self) -> Report:
        """Opt out until no race is left, then let what is under way come to its end."""
        while self.step():
            pass
        while not self._floor.over:
            self._attend()
            for attempt in self._begun(self._some()):
                self._go_on(attempt)
            time.sleep(IDLE)
        return self._report

    def step(self) -> bool:
        """Somebody says no, or a handful do, and time passes; False if no race is left."""
        found, chance = self._some(), self._chance
        several = chance.random() < 0.2
        targets = [self._target(found) for _ in range(A_LIST if several else 1)]
        left = self._floor.take_races(len(targets))
        if several and left:
            self._import(targets[:left])
        elif left:
            self._say_no(*targets[0])
        for one in self._begun(found)[: chance.choice((0, 1, 1, 2))]:
            self._go_on(one)
        if chance.random() < 0.06:
            self._attend()
        return left > 0

    # Whose turn it is

    def _some(self) -> list[Attempt]:
        """A few of the attempts that are open, in any order."""
        with self._engine.store.read() as session:
            return list(session.exec(_SOME))

    def _begun(self, found: list[Attempt]) -> list[Attempt]:
        """Those of which the carrier has something to tell."""
        told = [one for one in found if one.sid]
        return [one for one in told if one.channel is Channel.CALL or one.state in _UNANSWERED]

    def _target(self, found: list[Attempt]) -> tuple[str, Attempt | None]:
        """Whose turn it is: mostly somebody who is being contacted at this moment, the least far first."""
        fresh = [one for one in found if not self._floor.has_asked(one.number)]
        if fresh and self._chance.random() < 0.75:
            attempt = min(fresh, key=lambda one: _OPEN.index(one.state))
            self._floor.note_asked(attempt.number)
            return attempt.number, attempt
        while len(self._numbers) > 1 and self._floor.has_asked(self._numbers[-1]):
            self._numbers.pop()
        self._floor.note_asked(self._numbers[-1])
        return self._numbers[-1], None

    # Saying no

    def _say_no(self, number: str, attempt: Attempt | None) -> None:
        sent = attempt is not None and attempt.channel is Channel.SMS and bool(attempt.sid)
        began, chance = monotonic(), self._chance.random()
        if attempt is not None and sent and chance < 0.2:
            how = CARRIER
            self._post.message(attempt, "undelivered", OPTED_OUT)
        elif chance < 0.35:
            how = "the list"
            suppression_list.add(self._engine, number, self._chance.choice(SCOPES), "by letter")
        else:
            how = "a message"
            sender = attempt.sender if attempt else self._chance.choice(self._floor.senders)
            self._post.text(number, sender, self._chance.choice(WORDS))
        self._report.races[number] = how, monotonic() - began

    def _import(self, targets: list[tuple[str, Attempt | None]]) -> None:
        """A list of people who want no more; it takes effect whole."""
        began = monotonic()
        self._list.write_text("\n".join(number for number, _ in targets), encoding="utf-8")
        scope = self._chance.choice(SCOPES)
        suppression_list.import_file(self._engine, self._list, scope, "by letter")
        took = monotonic() - began
        self._report.races |= {number: ("an imported list", took) for number, _ in targets}

    def _attend(self) -> None:
        """Ask for the next contact; whoever was talked to says no."""
        try:
            desk = acts.show(self._engine, self._agent)
            if desk.state == "break":
                acts.ready(self._engine, self._agent)
            elif desk.state in ("talking", "wrap-up") and desk.contact is not None:
                self._refused(desk.contact.attempt_id)
        except RefusedError:
            pass  # the call ended while we looked

    def _refused(self, attempt_id: str) -> None:
        with self._engine.store.read() as session:
            number = session.get_one(Attempt, attempt_id).number
        began = monotonic()
        acts.finish(self._engine, self._agent, attempt_id, "refused-hard", "", None)
        self._floor.note_asked(number)
        self._report.races[number] = "an agent", monotonic() - began

    # What becomes of calls and messages

    def _go_on(self, attempt: Attempt) -> None:
        """The next that the carrier tells of an attempt."""
        chance, post = self._chance.random(), self._post
        if attempt.channel is Channel.SMS:
            if attempt.state in _UNANSWERED:
                post.message(attempt, "delivered")
            elif chance < 0.5:
                post.text(attempt.number, attempt.sender, "9")
        elif attempt.state not in _UNANSWERED:
            post.call(attempt, "completed")
        elif chance < 0.3 and attempt.state is State.PLACED:
            post.call(attempt, "ringing")
        elif chance < 0.6:
            post.call(attempt, "no-answer")
        else:
            self._report.said.setdefault(attempt.id, post.picked_up(attempt))
