"""Every way an attempt can move. What its end meant is in outcome.py."""

from collections.abc import Mapping
from enum import Enum
from typing import Final


class State(Enum):
    """Where an attempt stands."""

    RESERVED = "reserved"  # committed here; the carrier certainly not asked yet
    PLACING = "placing"  # marked just before the create: whoever dies now leaves its fate unknown
    UNKNOWN = "unknown"  # asked, no reply: never created again
    PLACED = "placed"  # the carrier has it
    RINGING = "ringing"  # call: rings; sms: sent
    ANSWERED = "answered"  # call: a person or a machine picked up; sms: delivered
    CONNECTED = "connected"  # an agent joined, the prompt began, or the first reply came
    ENDED = "ended"  # over; the outcome says how
    WITHDRAWN = "withdrawn"  # ended without outcome: it never reached anyone, and spends nothing


class Event(Enum):
    """What can happen to an attempt, whatever the carrier calls it."""

    HANDED = "handed"  # about to be handed to the carrier
    ACCEPTED = "accepted"  # the carrier took the create, or proved later that it had
    LOST = "lost"  # asked, and no reply that tells
    RETURNED = "returned"  # asked, and certainly not taken: it may be handed over once more
    RANG = "rang"
    PICKED_UP = "picked-up"
    JOINED = "joined"
    FINISHED = "finished"
    WITHDREW = "withdrew"


RANK: Final[Mapping[State, int]] = {
    State.RESERVED: 0,
    State.PLACING: 0,
    State.UNKNOWN: 0,
    State.PLACED: 1,
    State.RINGING: 2,
    State.ANSWERED: 3,
    State.CONNECTED: 4,
    State.ENDED: 5,
    State.WITHDRAWN: 5,
}
"""The rank only rises: that covers duplicates and disorder."""

RAISES_TO: Final[Mapping[Event, State]] = {
    Event.ACCEPTED: State.PLACED,
    Event.RANG: State.RINGING,
    Event.PICKED_UP: State.ANSWERED,
    Event.JOINED: State.CONNECTED,
    Event.FINISHED: State.ENDED,
    Event.WITHDREW: State.WITHDRAWN,
}

STEPS: Final[Mapping[Event, tuple[frozenset[State], State]]] = {
    Event.HANDED: (frozenset({State.RESERVED}), State.PLACING),
    Event.LOST: (frozenset({State.PLACING}), State.UNKNOWN),
    Event.RETURNED: (frozenset({State.PLACING, State.UNKNOWN}), State.RESERVED),
}
"""Moves within the lowest rank, from these states alone: what was never handed over is never lost."""

MAYBE_OUT: Final = frozenset({State.PLACING, State.UNKNOWN})
"""The carrier may have it or not: only evidence tells."""

OVER: Final = frozenset({State.ENDED, State.WITHDRAWN})

UNDER_WAY: Final = tuple(state for state in State if state not in OVER)
"""All others. Questions to the store name these: what is not over is found by an index, among millions that are."""


def advance(state: State, event: Event) -> State:
    """Where the event leaves the attempt; callbacks come late, twice and shuffled."""
    if event in STEPS:
        before, after = STEPS[event]
        return after if state in before else state
    target = RAISES_TO[event]
    return target if RANK[target] > RANK[state] else state
