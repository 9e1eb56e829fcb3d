"""A promise whose proof fails before it has tried anything."""

from proof.ground import Ground
from proof.promise import Database, Promise, Tally, Tier

PROMISE = Promise(99, "failing", "nothing", dict.fromkeys(Tier, 1), databases=(Database.SQLITE,))


def run(ground: Ground, trials: int, seed: int) -> Tally:
    raise RuntimeError("there is no ground here")
