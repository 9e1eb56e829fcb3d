"""Laws of an attempt's states: callbacks doubled, shuffled and late do no harm."""

from hypothesis import given
from hypothesis import strategies as st

from outbound.dialing.attempt import OVER, RANK, Event, State, advance

states = st.sampled_from(State)
events = st.lists(st.sampled_from(Event), max_size=12)
callbacks = st.lists(
    st.sampled_from([Event.ACCEPTED, Event.RANG, Event.PICKED_UP, Event.JOINED, Event.FINISHED]),
    max_size=8,
)


def after(state: State, happened: list[Event]) -> State:
    for event in happened:
        state = advance(state, event)
    return state


@given(states, st.sampled_from(Event))
def test_the_rank_only_rises(state: State, event: Event) -> None:
    assert RANK[advance(state, event)] >= RANK[state]


@given(states, st.sampled_from(Event))
def test_the_same_event_twice_is_once(state: State, event: Event) -> None:
    once = advance(state, event)
    assert advance(once, event) is once


@given(st.data(), states, callbacks)
def test_callbacks_doubled_and_shuffled_end_in_the_same_state(
    data: st.DataObject, state: State, happened: list[Event]
) -> None:
    shuffled = data.draw(st.permutations(happened + happened[:3]))
    assert after(state, list(shuffled)) is after(state, happened)


@given(events)
def test_what_is_over_stays_as_it_ended(happened: list[Event]) -> None:
    for over in OVER:
        assert after(over, happened) is over
