"""How many calls to start now, and the bound on calls that no agent is reserved for."""

from fractions import Fraction


def progressive(free_agents: int, in_flight: int) -> int:
    """Calls to start: one for each free agent who has none in flight."""
    return max(0, free_agents - in_flight)


def power(ratio: Fraction, free_agents: int, in_flight: int) -> int:
    """Calls to start at a fixed ratio of lines to free agents."""
    return max(0, round(ratio * free_agents) - in_flight)


def may_place_unreserved(
    abandoned: int, live: int, in_flight_beyond: int, percent: int | None = 3
) -> bool:
    """Whether one more call may be placed for which no agent is reserved.

    Counts are of one campaign and one day of the centre: `live` answers, abandoned ones included,
    and calls in flight beyond the free qualified agents. Kept at every call, the day's abandoned
    calls stay within `percent` of its live answers; None permits none.
    """
    if percent is None:
        return False
    return abandoned + in_flight_beyond + 1 <= percent * live // 100
