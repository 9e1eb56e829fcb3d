"""A promise that holds: two stores of one proof are empty, and not the same one."""

from db.session import Store
from db.tables import StoreFact
from proof.ground import Ground
from proof.promise import Promise, Tally, Tier

PROMISE = Promise(
    97, "kept", "a new store is empty", {Tier.COMMIT: 2, Tier.NIGHT: 2, Tier.RELEASE: 2}
)


def run(ground: Ground, trials: int, seed: int) -> Tally:
    tally = Tally(trials)
    for trial in range(1, trials + 1):
        url = ground.new_store_url()
        store = Store(url)
        with store.write() as session:
            if session.get(StoreFact, "made") is not None:
                tally.broken(trial, "the new store holds what the one before it held")
            session.add(StoreFact(name="made", value=str(seed)))
        store.close()
        ground.drop(url)
    return tally
