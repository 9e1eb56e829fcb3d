"""The states of an attempt: total tables, and the rows that surprise."""

import pytest

from outbound.dialing.attempt import OVER, RAISES_TO, RANK, STEPS, Event, State, advance

S, E = State, Event


@pytest.mark.parametrize("state", State)
def test_every_state_is_ranked(state: State) -> None:
    assert state in RANK


@pytest.mark.parametrize("event", Event)
def test_every_event_is_placed(event: Event) -> None:
    assert (event in STEPS) != (event in RAISES_TO)


@pytest.mark.parametrize(
    ("state", "event", "then"),
    [
        (S.RESERVED, E.ACCEPTED, S.PLACED),
        (S.RESERVED, E.HANDED, S.PLACING),
        (S.RESERVED, E.LOST, S.RESERVED),  # never handed over: nothing can be lost
        (S.PLACING, E.LOST, S.UNKNOWN),
        (S.PLACING, E.RETURNED, S.RESERVED),  # a reply that is owed is handed over once more
        (S.PLACING, E.HANDED, S.PLACING),
        (S.PLACED, E.RETURNED, S.PLACED),  # a callback has proved the contrary
        (S.UNKNOWN, E.ACCEPTED, S.PLACED),  # a listing or a callback proves it
        (S.UNKNOWN, E.RANG, S.RINGING),
        (S.UNKNOWN, E.LOST, S.UNKNOWN),
        (S.PLACED, E.LOST, S.PLACED),  # the reply was lost after a callback came
        (S.RINGING, E.ACCEPTED, S.RINGING),  # the carrier's id comes after its first callback
        (S.PLACED, E.PICKED_UP, S.ANSWERED),  # "ringing" was lost on the way
        (S.CONNECTED, E.PICKED_UP, S.CONNECTED),
        (S.ENDED, E.JOINED, S.ENDED),
        (S.ENDED, E.WITHDREW, S.ENDED),
        (S.WITHDRAWN, E.FINISHED, S.WITHDRAWN),
        (S.RESERVED, E.WITHDREW, S.WITHDRAWN),
    ],
)
def test_where_an_event_leaves_an_attempt(state: State, event: Event, then: State) -> None:
    assert advance(state, event) is then


def test_what_is_over_has_the_highest_rank() -> None:
    assert {state for state in State if RANK[state] == max(RANK.values())} == OVER
