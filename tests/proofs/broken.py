"""A promise that every seventh trial breaks, to see that the proof says so."""

from proof.ground import Ground
from proof.promise import Promise, Tally, Tier

PROMISE = Promise(
    98, "broken", "seven is not a factor", {Tier.COMMIT: 20, Tier.NIGHT: 70, Tier.RELEASE: 700}
)


def run(ground: Ground, trials: int, seed: int) -> Tally:
    tally = Tally(trials, notes=[f"tried on {ground.database.value}"])
    for trial in range(1, trials + 1):
        if trial % 7 == 0:
            tally.broken(trial, f"{trial} is seven times something, seed {seed}")
    return tally
