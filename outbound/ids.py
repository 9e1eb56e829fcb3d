"""Where ids come from: random in production, repeatable in tests and demos."""

import random
import uuid
from collections.abc import Callable


def random_ids() -> str:
    """A fresh random id: 32 hexadecimal digits."""
    return uuid.uuid4().hex


def seeded_ids(seed: int | str) -> Callable[[], str]:
    """A source whose n-th id depends on the seed and n alone."""
    source = random.Random(seed)
    return lambda: uuid.UUID(int=source.getrandbits(128), version=4).hex
