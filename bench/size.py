"""How much a bench takes on: as the environment says, else its full size."""

import os

SERVER = "OUTBOUND_BENCH_POSTGRES"
"""Names the PostgreSQL server on which a bench may make databases of its own."""


def size(of: str, full: int) -> int:
    """How many of something: `OUTBOUND_BENCH_CONTACTS` for `CONTACTS`."""
    return int(os.environ.get(f"OUTBOUND_BENCH_{of}", full))


def sizes(of: str, full: int) -> list[int]:
    """The same of something that a bench takes on several times, of different sizes: 1000000,10000000."""
    return [int(each) for each in os.environ.get(f"OUTBOUND_BENCH_{of}", str(full)).split(",")]


def server() -> str | None:
    """The server's URL; None where there is none."""
    return os.environ.get(SERVER)
