"""Promise 6: nobody is contacted outside the hours, in any zone, whenever its clock is put forward or back."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from outbound.campaign.schema import Channel, Purpose
from outbound.policy.case import Case
from outbound.policy.decision import Decision, Go, Wait
from outbound.policy.gate import decide
from outbound.policy.hours import Everywhere, OpenHours
from outbound.policy.span import QUEUE, SHORTEST_VALIDITY, Span
from proof.ground import Ground
from proof.leading.wall_clock import Week, all_open, changes, read_week
from proof.promise import Database, Promise, Tally, Tier

PROMISE: Final = Promise(
    number=6,
    id="hours",
    words="nobody is contacted outside the hours of every zone that their number may be in",
    trials={Tier.COMMIT: 200_000, Tier.NIGHT: 5_000_000, Tier.RELEASE: 50_000_000},
    unit="instants",
    databases=(Database.SQLITE,),  # no database has a say in it
)

FIRST, LAST = 2000, 2040
A_YEAR: Final = 100
"""Instants that are tried in one zone and year: reading a year's hours takes longer than asking."""

TEXTS: Final = (
    ("CN", "Mo-Sa 09:00-12:00,14:00-20:00; PH off"),
    ("FR", "Mo-Fr 10:00-13:00,14:00-20:00; PH off"),
    ("AU", "Mo-Fr 09:00-20:30; Sa-Su 09:00-17:00; PH off"),
    ("US", "Mo-Sa 10:00-20:00; PH off"),
    ("US", "Mo-Su 08:00-21:00"),
    ("GB", "Mo-Fr 09:00-20:00; Sa 10:00-18:00"),
    ("CA", "Mo-Fr 09:00-21:30; Sa-Su 10:00-18:00"),
    ("DE", "Mo-Su 00:00-24:00"),
    ("DE", "Mo-Su 01:00-04:00"),  # where clocks are changed, at the hour when they are
)
NEEDED: Final = (SHORTEST_VALIDITY, QUEUE + timedelta(seconds=25), QUEUE + timedelta(seconds=60))
END: Final = datetime(LAST + 2, 1, 1, tzinfo=UTC)


def run(ground: Ground, trials: int, seed: int) -> Tally:
    """Ask the gate at instants around every change of a clock, and compare with the clock on the wall."""
    chance, tally = random.Random(seed), Tally()
    zones, allowed = sorted(available_timezones() - {"Factory", "localtime"}), 0
    while tally.trials < trials:
        zone = ZoneInfo(chance.choice(zones))
        turns = changes(zone, FIRST, LAST) or [
            datetime(chance.randint(FIRST, LAST), 7, 1, tzinfo=UTC)
        ]
        year = chance.choice(turns).year
        near = [turn for turn in turns if turn.year == year]
        allowed += _one_year(chance, tally, _place(chance, zone), near, trials)
    tally.notes.append(f"{allowed} of them allowed a contact")
    return tally


class _Place:
    """Hours in some zones, as the gate keeps them and as the wall's clock shows them."""

    def __init__(self, texts: tuple[tuple[str, str], ...], zones: tuple[ZoneInfo, ...]) -> None:
        self.texts, self.zones = texts, zones
        self.weeks: tuple[Week, ...] = tuple(read_week(text, country) for country, text in texts)
        self.hours = Everywhere(
            tuple(OpenHours.parse(text, country, zone) for country, text in texts for zone in zones)
        )

    def __str__(self) -> str:
        named = ", ".join(zone.key for zone in self.zones)
        return f"{' and '.join(text for _, text in self.texts)} in {named}"


def _place(chance: random.Random, zone: ZoneInfo) -> _Place:
    """The zone, alone or with one a little to its east or west; one text or two that both bind."""
    others = (
        "Asia/Shanghai",
        "America/New_York",
        "Europe/London",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
    )
    zones = (zone,) if chance.random() < 0.7 else (zone, ZoneInfo(chance.choice(others)))
    return _Place(tuple(chance.sample(TEXTS, 1 if chance.random() < 0.7 else 2)), zones)


def _one_year(
    chance: random.Random, tally: Tally, place: _Place, turns: list[datetime], trials: int
) -> int:
    """How many of a year's instants allowed a contact."""
    needed, allowed = chance.choice(NEEDED), 0
    case = _case(Span(place.hours, END, needed))
    for now in _instants(chance, turns, place.zones[0], needed):
        if tally.trials >= trials:
            break
        tally.trials += 1
        decision = decide(case, now)
        allowed += isinstance(decision, Go)
        wrong = _wrong(decision, place, now, needed)
        if wrong:
            tally.broken(tally.trials, f"{wrong} at {now.isoformat()}: {place}, needing {needed}")
    return allowed


def _wrong(decision: Decision, place: _Place, now: datetime, needed: timedelta) -> str:
    """What the gate got wrong; a moment that it names must itself be one at which a call may go."""
    allowed = all_open(place.weeks, place.zones, now, now + needed)
    if isinstance(decision, Go) and not allowed:
        return "contacted outside the hours"
    if isinstance(decision, Wait):
        if decision.until <= now:
            return "told to wait until a moment that has passed"
        if not all_open(place.weeks, place.zones, decision.until, decision.until + needed):
            return f"told to wait until {decision.until.isoformat()}, which is outside the hours"
    holidays = any(week.holidays for week in place.weeks)
    if allowed and not isinstance(decision, Go) and not holidays:
        return "kept waiting inside the hours"
    return ""


def _instants(
    chance: random.Random, turns: list[datetime], zone: ZoneInfo, needed: timedelta
) -> Iterator[datetime]:
    """Around the changes of the clock, around openings and closings of those days, and a day's jump away."""
    for _ in range(A_YEAR):
        turn = chance.choice(turns)
        kind = chance.randrange(4)
        if kind == 0:
            at = turn + timedelta(seconds=chance.choice((-3601, -1, 0, 1, 59, 3599, 3600, 5400)))
        elif kind == 1:
            at = turn + timedelta(seconds=chance.randint(-7200, 7200))
        else:
            wall = turn.astimezone(zone) + timedelta(days=chance.randint(-1, 1))
            edge = wall.replace(hour=chance.choice((8, 9, 10, 12, 13, 14, 17, 18, 20, 21)), minute=chance.choice((0, 30)), second=0)  # fmt: skip
            ends_at = edge.astimezone(UTC) - chance.choice((timedelta(0), needed))
            at = ends_at + timedelta(seconds=chance.choice((-1, 0, 1)))
        yield at + timedelta(days=chance.choice((0, 0, 0, -1, 1)))


def _case(span: Span) -> Case:
    """Somebody for whom nothing but the hours can be in the way."""
    return Case(
        campaign_id="proof", campaign="running", begins_at=datetime(FIRST - 2, 1, 1, tzinfo=UTC),
        purpose=Purpose.SURVEY, channel=Channel.CALL, contact="waiting", span=span, sender="+1",
    )  # fmt: skip
