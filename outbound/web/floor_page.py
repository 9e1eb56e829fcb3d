"""What the supervisor's page shows beyond the floor itself: bars in pixels, verdicts, late hearts."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from outbound.engine.floor_view import Band, Floor, Health
from outbound.web.site import Site
from outbound.web.words import Words

BAR: Final = 200
"""Width of a bar, in units of its own picture."""
LATE: Final = timedelta(seconds=30)
"""A heartbeat older than this is late."""
CONTACT_STATES: Final = ("trying", "waiting", "held", "unreleased", "closed")
PAUSABLE: Final = frozenset({"running", "finishing"})


@dataclass(frozen=True)
class Abandonment:
    """Abandoned calls as a share of live ones: the bar's length, the bound's place, the verdict."""

    share: Decimal | None
    bar: int
    bound_at: int
    over: bool


def floor_context(floor: Floor, site: Site) -> dict[str, object]:
    """What the templates of the floor may name."""
    titles = {band.id: band.title for band in floor.bands}
    return {
        "floor": floor,
        "titles": titles,
        "contact_states": CONTACT_STATES,
        "abandonment": abandonment,
        "filled": filled,
        "percent": lambda share: f"{share * 100:.1f} %",
        "late": is_late(floor.health, floor),
        "pausable": lambda band: band.state in PAUSABLE,
        "seconds": lambda since: max(0, int((floor.at - since).total_seconds())),
        "length": length,
        "cell_name": cell_name,
    }


def abandonment(band: Band) -> Abandonment:
    """The bar's full width is twice the bound, so that the bound stands in its middle."""
    middle = BAR // 2
    if not band.live:
        return Abandonment(None, 0, middle, band.abandoned > 0)
    share = Decimal(band.abandoned) / band.live
    bar = min(BAR, int(share / band.bound * middle)) if band.bound else BAR * (share > 0)
    return Abandonment(share, bar, middle, share > band.bound)


def cell_name(words: Words, name: str) -> str:
    """A cell's values in the interface's words: north/gold as north · gold."""
    parts = name.split("/")
    return " · ".join(words.of("tier", words.of("region", part)) for part in parts)


def filled(done: int, target: int, width: int = BAR) -> int:
    """How far a bar of `width` is filled; a cell that wants nothing is full."""
    return width if target <= 0 else min(width, round(width * done / target))


def is_late(health: Health, floor: Floor) -> bool:
    """Whether the heartbeat should have beaten by now."""
    return health.last_tick is None or floor.at - health.last_tick > LATE


def length(seconds: int) -> str:
    """A length of time as minutes and seconds, or hours and minutes from an hour on."""
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes:02}:{rest:02}"
    return f"{minutes // 60} h {minutes % 60:02} min"
