"""Moving an attempt: the one door through which its state, times and hold on the number change."""

from datetime import datetime
from typing import Final

from db.tables import Attempt
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import OVER, RANK, Event, State, advance
from outbound.engine.attempts import money

_STAMP: Final = {
    Event.HANDED: "handed_at",
    Event.ACCEPTED: "placed_at",
    Event.RANG: "rang_at",
    Event.PICKED_UP: "answered_at",
    Event.JOINED: "connected_at",
    Event.FINISHED: "ended_at",
    Event.WITHDREW: "ended_at",
}


def move(attempt: Attempt, event: Event, at: datetime) -> bool:
    """Apply an event; True if the attempt's state rose. A late event fills in a missing time, no more."""
    before = attempt.state
    attempt.state = advance(before, event)
    rose = attempt.state is not before
    stamp = _STAMP.get(event)
    if event is Event.HANDED and rose:
        attempt.handed_at = at  # the latest: what came back may be handed over once more
    if (
        stamp
        and getattr(attempt, stamp) is None
        and (rose or before not in OVER or stamp != "ended_at")
    ):
        setattr(attempt, stamp, at)
    if _frees_number(attempt):
        attempt.holds = None
    if rose and is_over(attempt):
        money.over(attempt)
    return rose


def is_over(attempt: Attempt) -> bool:
    """Whether nothing can happen to it any more."""
    return attempt.state in OVER


def _frees_number(attempt: Attempt) -> bool:
    """A call holds its number until it ends; a message until it is delivered."""
    if attempt.state in OVER:
        return True
    return attempt.channel is Channel.SMS and RANK[attempt.state] >= RANK[State.ANSWERED]
