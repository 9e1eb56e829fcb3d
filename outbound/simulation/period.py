"""Runs a campaign from its first day to its end: from event to event, with nothing in between."""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from outbound.campaign.schema import Campaign, Mode
from outbound.engine.attempts.dispatch import staff
from outbound.engine.figures.outturn import Outturn, outturn
from outbound.engine.lists.build import build_due
from outbound.engine.lists.listing import on_list
from outbound.engine.lists.schedule import window
from outbound.engine.lists.upcoming import Upcoming, upcoming
from outbound.engine.tick import tick
from outbound.engine.workplace import Workplace
from outbound.errors import RefusedError
from outbound.policy.hours import OpenHours
from outbound.simulation.agents import Agent
from outbound.simulation.isolation import World
from outbound.simulation.seat import InProcessSeat

CALLING: Final = timedelta(minutes=5)
"""How often the heart beats while agents call: they take the next contact by themselves."""

MENU: Final = timedelta(seconds=30)
"""How often while the voice menu or messages have contacts due: as long as a ring lasts."""

IDLE: Final = timedelta(minutes=30)
"""How often in open hours while nothing is due."""

HEARD: Final = timedelta(seconds=10)
"""How soon a tick follows a talk where there is a goal, so that no full cell is called any further."""

AT_ONCE: Final = timedelta(seconds=1)
"""How soon the heartbeat finds an agent who has become free; the real one beats every second."""

LONGEST: Final = timedelta(days=14)
"""How long after its last day a campaign may take to end: an SMS waits so long for its reply."""

NEVER: Final = datetime.max.replace(tzinfo=UTC)

Progress = Callable[[float], None]
"""Is told how much of the period is over, 0-1."""


@dataclass
class _Shift:
    """The agents, and when they come and go: they work while the campaign may call."""

    agents: list[Agent]
    hours: OpenHours
    comes: datetime
    goes: datetime = NEVER
    staffing: datetime = NEVER
    by_room: Mapping[str, Agent] = field(default_factory=dict)

    def due(self) -> datetime:
        """The moment of the next thing that an agent does, or is done for one."""
        acts = min((agent.at for agent in self.agents), default=NEVER)
        return min(acts, self.comes, self.goes, self.staffing)

    def working(self, now: datetime) -> bool:
        """Whether agents are here."""
        return bool(self.agents) and now < self.goes < NEVER

    def change(self, now: datetime) -> None:
        """Let agents come when the hours begin, and go when they end."""
        if now >= self.comes:
            self.goes, self.comes = self.hours.closes_at(now) or NEVER, NEVER
            for place, agent in enumerate(self.agents):
                agent.at = now + timedelta(seconds=7 * place)
                agent.ends = self.goes
        elif now >= self.goes:
            self.goes, self.comes = NEVER, self.hours.next_open(now) or NEVER
            for agent in self.agents:
                if agent.listens:
                    _rest(agent)


def run(world: World, progress: Progress) -> Outturn:
    """Run the campaign's whole period and return what it came to."""
    engine, campaign = world.engine, world.ground.campaign
    running = engine.running.named(campaign)
    begins, ends = window(running.campaign, running.zone)
    shift = _shift(world, running.campaign, running.hours(running.zone), begins)
    sample = running.campaign.audience.sample
    goal = sample is not None and sample.completes is not None
    listed, beat, beaten = 0, begins, begins
    while beat <= ends + LONGEST:
        now = min(beat, world.carrier.due() or NEVER, shift.due())
        world.clock.advance_to(now)
        now = world.clock.now()
        world.carrier.advance(now)
        rooms, ended, talked = world.ear.noticed()
        _agents(world, shift, now, rooms, ended=ended)
        if talked and goal:
            beat = min(beat, max(beaten + HEARD, now))
        if beat > now:
            continue
        build_due(engine, [campaign], now)
        new, listed = on_list(engine, campaign, listed)
        world.people.add(new)
        tick(engine, now)
        beaten = now
        progress(min(1.0, (now - begins) / (ends - begins)))
        ahead = upcoming(engine, campaign, now)
        if ahead.over:
            break
        beat = _next_beat(ahead, shift, now)
    return outturn(engine, campaign)


def _agents(
    world: World, shift: _Shift, now: datetime, rooms: Iterable[str], *, ended: bool
) -> None:
    """Everything that agents notice and do at this moment: somebody came in, a call has ended."""
    for room in rooms:
        shift.by_room[room].heard(now)
    if ended and shift.working(now):
        shift.staffing = min(shift.staffing, now + AT_ONCE)
    if now >= min(shift.comes, shift.goes):
        shift.change(now)
    for agent in shift.agents:
        if agent.at <= now:
            agent.act(now)
    if shift.staffing <= now:
        shift.staffing = NEVER
        staff(world.engine, now)


def _next_beat(ahead: Upcoming, shift: _Shift, now: datetime) -> datetime:
    """When the next tick may change anything."""
    then = max(ahead.then or NEVER, now + AT_ONCE)
    if ahead.due - {Mode.AGENT}:
        return min(then, now + MENU)
    if ahead.calls or (Mode.AGENT in ahead.due and shift.working(now)):
        return min(then, now + CALLING)
    if shift.hours.is_open(now):
        return min(then, now + IDLE)
    # Whoever is due already waits for the hours, not for a moment of their own.
    return min(then, shift.hours.next_open(now) or NEVER)


def _shift(world: World, campaign: Campaign, hours: OpenHours, begins: datetime) -> _Shift:
    called = any(step.mode is Mode.AGENT for step in campaign.contact.channels)
    workplace = Workplace(world.engine)
    agents = [
        Agent(
            name, InProcessSeat(workplace, name), world.carrier,
            lambda _, question: campaign.question(question), random.Random(f"{world.seed}:{name}"),
            at=NEVER, ends=NEVER, polls=False,
        )
        for name in (world.ground.agents if called else ())
    ]  # fmt: skip
    rooms = {f"desk-{agent.account}": agent for agent in agents}
    return _Shift(agents, hours, hours.next_open(begins) or NEVER, by_room=rooms)


def _rest(agent: Agent) -> None:
    """Let an agent take a break; one with a contact in hand finishes it first."""
    try:
        agent.desk = agent.seat.act("break")
    except RefusedError:
        return
    agent.at = NEVER
