"""Promise 10: leaders are killed, frozen and revived, clocks jump by a day, and never do two lead at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

from outbound.engine.crew.lease import TTL
from outbound.engine.heartbeat import ROUND
from proof.ground import Ground
from proof.leading.candidates import Pace
from proof.leading.crew import Crew, StuckError, gather
from proof.promise import Promise, Tally, Tier

PROMISE: Final = Promise(
    number=10,
    id="leader",
    words="one leader or none, however leaders die, freeze and revive and clocks jump; the next within 15 s",
    trials={Tier.COMMIT: 50, Tier.NIGHT: 500, Tier.RELEASE: 5_000},
    unit="failovers",
)

SIDE_BY_SIDE: Final = 6
"""Crews at once, each with a store of its own: most of the time they wait."""

AS_SOLD: Final = Pace(TTL.total_seconds(), ROUND)
QUICK: Final = Pace(0.8, 0.2)
"""Safety owes nothing to how long a lease lasts, so most trials need not wait as long as in production."""

MEASURED: Final = 6
"""At least so many trials are made with the lease as in production, else one in ten."""

WITHIN: Final = 15.0
DAY: Final = 86_400.0


def run(ground: Ground, trials: int, seed: int) -> Tally:
    """Some crews at a time share the trials; what all leaders wrote is looked at when they are over."""
    tally = Tally()
    as_sold = min(trials, max(MEASURED, trials // 10))
    sold = _side_by_side(ground, tally, AS_SOLD, as_sold, f"{seed} as sold")
    quick = _side_by_side(ground, tally, QUICK, trials - as_sold, f"{seed} quick")
    took = sorted(seconds for crew in sold for seconds in crew.took)
    if took:
        tally.notes.append(
            f"the next led after {took[len(took) // 2]:.1f} s, {took[-1]:.1f} s at the most,"
            f" in {len(took)} failovers with the lease as in production"
        )
    if held_up := sum(crew.held_up for crew in (*sold, *quick)):
        tally.notes.append(
            f"{held_up} times a process was frozen in the middle of a write: on SQLite all others"
            " then wait until it goes on or is ended"
        )
    _control(ground, tally, seed)
    return tally


def _side_by_side(ground: Ground, tally: Tally, pace: Pace, trials: int, name: str) -> list[Crew]:
    shares = [trials // SIDE_BY_SIDE + (n < trials % SIDE_BY_SIDE) for n in range(SIDE_BY_SIDE)]
    crews = [gather(ground, pace, mine, f"{name} {n}") for n, mine in enumerate(shares) if mine]
    for crew in crews:
        crew.open()  # only now, when nobody is made any more
    with ThreadPoolExecutor(SIDE_BY_SIDE) as at_once:
        for crew, found in zip(crews, at_once.map(_try, crews), strict=True):
            tally.violations += found
            tally.trials += len(crew.took)
    return crews


def _control(ground: Ground, tally: Tally, seed: int) -> None:
    """The same without the proof in each transaction: were that not broken, nothing would be proven here."""
    crew = gather(ground, replace(QUICK, fenced=False), 0, f"{seed} control")
    crew.open()
    try:
        crew.begin()
        for freezes in range(1, 20):
            _frozen(crew)
            if found := broken(crew.written()):
                tally.notes.append(f"without the fence {freezes} freezes sufficed: {found[0]}")
                return
    finally:
        crew.end()
    tally.violations.append(
        "leaders without the fence kept the promise as well: this proves nothing"
    )


def _try(crew: Crew) -> list[str]:
    """All trials of one crew; returns what was broken."""
    try:
        crew.begin()
        for _ in range(crew.trials):
            crew.fill_up()
            crew.took.append(crew.chance.choice(MISHAPS)(crew))
    except StuckError as stuck:
        return [f"crew {crew.name}: {stuck}"]
    finally:
        crew.end()
    late = [
        f"crew {crew.name}: {took:.1f} s until the next led" for took in crew.took if took > WITHIN
    ]
    return [f"crew {crew.name}: {words}" for words in broken(crew.written())] + late


def broken(written: Sequence[tuple[int, str]]) -> list[str]:
    """What leaders wrote, in order, each in pairs: tokens never fall, and each is one holder's."""
    fell = [
        f"token {later[0]} wrote after {earlier[0]}"
        for earlier, later in pairwise(written)
        if later[0] < earlier[0]
    ]
    holders: dict[int, set[str]] = {}
    for token, holder in written:
        holders.setdefault(token, set()).add(holder)
    shared = [f"token {token} was of {who}" for token, who in holders.items() if len(who) > 1]
    runs = [(token, len(list(rows))) for token, rows in groupby(written, key=lambda row: row[0])]
    halves = [f"half a transaction of token {token} is there" for token, rows in runs if rows % 2]
    return fell + shared + halves


def _killed(crew: Crew) -> float:
    """The leader dies, wherever it is."""
    token, leader = crew.leader()
    crew.standing.remove(leader)
    leader.kill()
    return crew.led_beyond(token)


def _frozen(crew: Crew) -> float:
    """The leader freezes, another leads, and then the old one goes on as if nothing had happened."""
    token, leader = crew.freeze_leader()
    took = crew.led_beyond(token)
    leader.go_on()
    crew.led_on()  # with the old one among them
    return took


def _clock_jumped(crew: Crew) -> float:
    """Everybody's clock jumps by a day; whoever leads then, somebody does."""
    crew.jump(crew.chance.choice((DAY, -DAY)))
    return crew.led_on()


def _killed_as_the_clock_jumped(crew: Crew) -> float:
    """Both at once: the lease of the dead seems to last until tomorrow, or to be over since yesterday."""
    token, leader = crew.leader()
    crew.standing.remove(leader)
    leader.kill()
    crew.jump(crew.chance.choice((DAY, -DAY)))
    return crew.led_beyond(token)


def _frozen_as_the_clock_jumped(crew: Crew) -> float:
    """The old leader wakes on another day."""
    token, leader = crew.freeze_leader()
    crew.jump(crew.chance.choice((DAY, -DAY)))
    took = crew.led_beyond(token)
    leader.go_on()
    crew.led_on()
    return took


MISHAPS: Final[tuple[Callable[[Crew], float], ...]] = (
    _killed, _frozen, _clock_jumped, _killed_as_the_clock_jumped, _frozen_as_the_clock_jumped,
)  # fmt: skip
