"""One person's story in words: what was decided, what was tried, and what happens next."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from outbound.cli.output import counted, local, people
from outbound.engine.attempts.reserve import HOW
from outbound.engine.ledger import Decided
from outbound.engine.pages.person import Story
from outbound.engine.pages.person_view import AttemptView, CapLine, Coming, Hold, IfEnds


def as_json(subscriber: str, story: Story) -> dict[str, Any]:
    """The story as one JSON document."""
    return {
        "subscriber": subscriber,
        "decisions": [asdict(decision) for decision in story.decisions],
        "attempts": [_attempt(attempt) for attempt in story.attempts],
        "next": [_next(coming) for coming in story.coming],
    }


def tell(subscriber: str, story: Story, zone: ZoneInfo, currency: str) -> None:
    """Print the story; moments on the centre's clock, those that will come on the person's."""
    if story.decisions:
        _say(f"{subscriber}: {counted(len(story.decisions), 'decision')}", bold=True)
    else:
        _say(f"{subscriber} is in the base; no list was built since that could have held them.")
    width = max((len(decision.campaign) for decision in story.decisions), default=0)
    for decision in story.decisions:
        _say(_decided(decision, width, zone))
    if story.attempts:
        _say(f"\nWhat was tried: {counted(len(story.attempts), 'attempt')}", bold=True)
    for attempt in story.attempts:
        _say(_tried(attempt, zone, currency))
    _say("\nWhat happens next", bold=True)
    for coming in story.coming:
        for line in _coming(coming):
            _say(line)
    if not story.coming:
        _say("Nothing: no campaign has this person waiting.")


def _say(text: str, *, bold: bool = False) -> None:
    style = "bold" if bold else None
    people.print(text, highlight=False, markup=False, soft_wrap=True, style=style)


def _decided(made: Decided, width: int, zone: ZoneInfo) -> str:
    """One decision as a sentence: when, by which campaign, what, and why."""
    why = f" ({made.reason})" if made.reason and made.reason != made.result else ""
    until = f", until {local(made.until, zone)}" if made.until else ""
    return (
        f"{local(made.at, zone)}  {made.campaign:<{width}}  {made.step}: {made.result}{why}{until}"
    )


def _tried(attempt: AttemptView, zone: ZoneInfo, currency: str) -> str:
    """One attempt: when, how, what came of it, the carrier's code and the money."""
    came = attempt.outcome or attempt.state
    code = f", carrier's code {attempt.code}" if attempt.code else ""
    cost = f", {attempt.cost:.2f} {currency}" if isinstance(attempt.cost, Decimal) else ""
    by = f", by {attempt.agent}" if attempt.agent else ""
    how = f"{attempt.channel} ({attempt.mode})"
    return f"{local(attempt.at, zone)}  {attempt.campaign_id}  {how}: {came}{code}{cost}{by}"


def _coming(coming: Coming) -> Iterator[str]:
    zone = ZoneInfo(coming.zone)
    how = next((words for mode, words in HOW.items() if mode.value == coming.mode), coming.channel)
    unknown = "closes when it is next decided" if coming.ends else "at no moment that is known"
    when = f"{local(coming.at, zone)} {coming.zone}" if coming.at else unknown
    why = f": {coming.reason}" if coming.reason else ""
    yield f"{coming.campaign_id}, step {coming.step} of {coming.steps}, {how}: {when}{why}"
    if coming.promised is not None:
        start, end = coming.promised
        yield f"    promised between {local(start, zone)} and {local(end, zone)}"
    for held in coming.holds:
        yield f"    held: {held.reason}{_until(held, zone)}"
    for cap in coming.caps:
        yield f"    {_cap(cap, zone)}"
    for end_of_it in coming.follows:
        yield f"    if {end_of_it.outcome}: {_then(end_of_it, zone)}"


def _until(held: Hold, zone: ZoneInfo) -> str:
    if held.final:
        return ", for good"
    return f", until {local(held.until, zone)}" if held.until else ", until that ends"


def _cap(cap: CapLine, zone: ZoneInfo) -> str:
    room = f", room again {local(cap.frees_at, zone)}" if cap.frees_at else ""
    return f"limit: {cap.words}; {cap.used} used{room}"


def _then(follows: IfEnds, zone: ZoneInfo) -> str:
    at = f" at {local(follows.at, zone)}" if follows.at else ""
    words = {"wait": "again", "step": "on", "closed": "over"}.get(follows.result, follows.result)
    return f"{words}{at} ({follows.reason})"


def _attempt(attempt: AttemptView) -> dict[str, Any]:
    told = asdict(attempt)
    return {"campaign": told.pop("campaign_id"), **told, "outcome": attempt.outcome or None}


def _next(coming: Coming) -> dict[str, Any]:
    told = asdict(coming)
    for name in ("campaign_id", "campaign", "follows"):
        told.pop(name)
    local_at = None if coming.at is None else _clock(coming.at, coming.zone)
    ends = [asdict(follows) for follows in coming.follows]
    return {"campaign": coming.campaign_id, **told, "local_at": local_at, "if": ends}


def _clock(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))
