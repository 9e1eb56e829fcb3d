"""What the list of campaigns shows beyond the campaigns themselves: bars in pixels, and where a line leads."""

from dataclasses import dataclass
from typing import Final

from outbound.engine.pages.campaign_view import CampaignLine, CampaignList, Goal

BAR: Final = 200
"""Width of a progress bar, in units of its own picture."""
AT_WORK: Final = frozenset({"running", "paused", "finishing", "stopping"})
LAUNCHED: Final = AT_WORK | {"finished", "stopped"}


@dataclass(frozen=True)
class Strip:
    """A progress bar: how far it is filled, the forecast band on it, the marks of target and today."""

    filled: int
    band: tuple[int, int] | None
    target_at: int | None
    due_at: int | None


def list_context(found: CampaignList) -> dict[str, object]:
    """What the template of the list may name."""
    return {"campaigns": found, "strip": strip, "first_tab": first_tab}


def first_tab(line: CampaignLine) -> str:
    """What matters first: the problems of a file that does not load, else the plan, once launched the progress."""
    if line.state in LAUNCHED:
        return "progress"
    return "file" if line.errors else "plan"


def strip(goal: Goal) -> Strip | None:
    """The goal as a bar; nothing to draw where there is neither target nor forecast."""
    ends = [goal.target or 0, goal.band.high if goal.band else 0]
    whole = max(*ends, goal.done)
    if not any(ends) or not whole:
        return None

    def at(count: float) -> int:
        return min(BAR, round(BAR * count / whole))

    return Strip(
        filled=at(goal.done),
        band=(at(goal.band.low), at(goal.band.high)) if goal.band else None,
        target_at=at(goal.target) if goal.target else None,
        due_at=None if goal.due is None else at(goal.due),
    )
