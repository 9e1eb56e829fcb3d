"""Promise 2: creates that the carrier took without a reply in time are never guessed, and settled by evidence."""

import random
from datetime import timedelta
from math import ceil
from typing import Final

from outbound.carrier.simulator.faults import CreateFault, Faults, Mishap
from outbound.dialing.attempt import OVER
from outbound.engine.inbox.unfound import unfound
from proof.ground import Ground
from proof.promise import Promise, Tally, Tier
from proof.town import laws
from proof.town.campaigns import short_ones
from proof.town.centre import BEGINS
from proof.town.city import NO_MISHAPS
from proof.town.living import Life, settle, some_lag

PROMISE: Final = Promise(
    2, "uncertain", "an uncertain create is never guessed nor repeated; ≥ 99.9 % are settled by evidence",
    {Tier.COMMIT: 2_000, Tier.NIGHT: 20_000, Tier.RELEASE: 100_000}, unit="creates without a reply", durable=False,
)  # fmt: skip

MOST_PEOPLE, EACH = 500, 0.5
"""How many people a city has, and about how many creates for each of them stay without a reply."""

HOURS: Final = timedelta(hours=3)
"""How long a city lives before it comes to rest."""

CREATES: Final = {
    CreateFault.TIMEOUT_AFTER: 0.50, CreateFault.TIMEOUT_BEFORE: 0.02, CreateFault.RESET_BEFORE: 0.01,
}  # fmt: skip
CALLBACKS: Final = {Mishap.LOST: 0.40, Mishap.REPEATED: 0.10, Mishap.REORDERED: 0.20}

SETTLED: Final = 0.999


def run(ground: Ground, trials: int, seed: int) -> Tally:
    """Cities in which every second create stays without a reply, until there were so many."""
    living = settle(ground, min(MOST_PEOPLE, ceil(trials / EACH)), short_ones())
    tally, number, rest = Tally(), 0, 0
    while tally.trials < trials and not tally.violations:
        number += 1
        name = f"{seed} {number}"
        chance = random.Random(name)
        faults = Faults(
            chance.getrandbits(32), CREATES, CALLBACKS, listing_lag=some_lag(chance),
            uneven_lag=chance.random() < 0.5, hides_queued=chance.random() < 0.5, shuffles=True,
        )  # fmt: skip
        life = living.city(name, faults, NO_MISHAPS)
        life.run(BEGINS + HOURS)
        taken, unsettled = _look(life, tally, number)
        tally.trials, rest = tally.trials + taken, rest + unsettled
        life.close()
    if rest > (1 - SETTLED) * tally.trials:
        tally.broken(number, f"{rest} of {tally.trials} were not settled by evidence")
    share = 100 * (1 - rest / max(tally.trials, 1))
    tally.notes.append(
        f"{share:.2f} % settled by a webhook or the listing, {rest} listed for a person"
    )
    return tally


def _look(life: Life, tally: Tally, number: int) -> tuple[int, int]:
    """How many creates were taken without a reply, and how many of them nothing settled."""
    evidence = life.rest()
    listed = {one.attempt_id for one in unfound(life.office.engine)}
    state = {attempt.id: attempt for attempt in evidence.attempts}
    silent = [
        one for one in evidence.creates if one.fault is CreateFault.TIMEOUT_AFTER and one.accepted
    ]
    unsettled = {one.attempt for one in silent if state[one.attempt].state not in OVER}
    for words in laws.broken(evidence):
        if not any(attempt in words for attempt in unsettled):  # they are counted, and may be a few
            tally.broken(number, words)
    for one in evidence.creates:
        if one.leaves_no_evidence and one.attempt not in listed:
            tally.broken(number, f"attempt {one.attempt} was never taken, and nobody is told")
    for attempt in unsettled - listed:
        tally.broken(number, f"attempt {attempt} is not settled, and nobody is told")
    return len(silent), len(unsettled)
