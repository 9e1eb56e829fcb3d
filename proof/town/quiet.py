"""Letting a city come to rest: nothing new begins, nothing goes wrong any more, time passes until all is told."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from outbound.carrier.simulator.faults import Faults
from proof.town.campaigns import SENDERS
from proof.town.centre import AGENTS
from proof.town.city import NO_MISHAPS
from proof.town.days import Days

BEATS: Final = (
    (20, timedelta(seconds=20)),
    (12, timedelta(minutes=5)),
    (16, timedelta(minutes=30)),
    (3, timedelta(hours=8)),
)
"""How often the heart beats, and how far apart: a ring, a talk, a reply and the latest callback fit in."""


def come_to_rest(days: Days) -> None:
    """Pause every campaign, and beat until nothing can be outstanding but what nobody can know."""
    city = days.city
    city.carrier.faults = Faults()
    city.mishaps = NO_MISHAPS
    for name in (*SENDERS, *SENDERS):  # the process at hand may yet die over the first
        city.do("pause", name)
    for now in _beats(city.clock.now()):
        while (due := city.carrier.due()) is not None and due < now:
            city.pass_time(due)
        city.pass_time(now)
        city.do("tick")
        for agent in AGENTS:
            days.finish(agent)


def _beats(start: datetime) -> Iterator[datetime]:
    now = start
    for count, apart in BEATS:
        for _ in range(count):
            now += apart
            yield now
