"""The lease: who may take it, and that whoever lost it writes nothing more."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from db.session import Store
from db.tables import Lease, StoreFact
from outbound.engine.crew.lease import (
    LEADER,
    TTL,
    Held,
    end_last_transaction,
    let_go,
    prove,
    take_or_keep,
)
from outbound.errors import LeaseLostError, StoreError
from tests.rows import NOW

LATER = NOW + TTL + timedelta(seconds=1)


def take(store: Store, who: str, now=NOW) -> Held | None:
    with store.write() as session:
        return take_or_keep(session, LEADER, who, now)


def fenced(store: Store, held: Held) -> Store:
    return store.guarded(lambda session: prove(session, held))


def note(store: Store, name: str) -> None:
    with store.write() as session:
        session.add(StoreFact(name=name, value=""))


def noted(store: Store) -> set[str]:
    with store.read() as session:
        return set(session.execute(text("select name from store_fact")).scalars())


def test_the_first_to_ask_leads_and_the_others_wait(store: Store) -> None:
    first = take(store, "a")
    assert first == Held(LEADER, "a", 1)
    assert take(store, "b") is None
    assert take(store, "a", NOW + TTL / 2) == first  # kept: the same token


def test_the_token_rises_with_every_new_holder(store: Store) -> None:
    tokens = []
    for turn, who in enumerate(("a", "b", "a", "c")):
        held = take(store, who, NOW + turn * 3 * TTL)
        assert held is not None
        tokens.append(held.token)
    assert tokens == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("away", "free"),
    [
        (TTL - timedelta(seconds=1), False),
        (TTL, True),
        (timedelta(days=1), True),
        (-timedelta(seconds=1), False),  # two machines' clocks never agree quite
        (-timedelta(days=1), True),  # nobody would have said so late a moment: a clock has jumped
    ],
)
def test_a_lease_is_free_once_it_expired_or_its_moment_makes_no_sense(
    store: Store, away: timedelta, free: bool
) -> None:
    take(store, "a")
    assert (take(store, "b", NOW + away) is not None) is free


def test_what_was_let_go_is_free_at_once(store: Store) -> None:
    first = take(store, "a")
    with store.write() as session:
        let_go(session, first)
    second = take(store, "b")
    assert second.token == 2
    with store.write() as session:
        let_go(session, first)  # the old one again, late
    assert take(store, "c") is None


def test_who_lost_the_lease_commits_nothing(store: Store) -> None:
    old = take(store, "a")
    note(fenced(store, old), "in its time")
    new = take(store, "b", LATER)
    with pytest.raises(LeaseLostError):
        note(fenced(store, old), "too late")
    note(fenced(store, new), "by the new one")
    assert noted(store) == {"in its time", "by the new one"}


def test_who_takes_it_again_later_does_not_revive_what_was_begun_before(store: Store) -> None:
    old = take(store, "a")
    take(store, "b", LATER)
    again = take(store, "a", LATER + 2 * TTL)
    with pytest.raises(LeaseLostError):
        note(fenced(store, old), "of the first time")
    note(fenced(store, again), "of the second")
    assert noted(store) == {"of the second"}


def test_a_lease_that_nobody_ever_held_is_nobodys(store: Store) -> None:
    with pytest.raises(LeaseLostError):
        note(fenced(store, Held(LEADER, "a", 1)), "never")


def aside(act: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    """Runs beside the test; what it returns or raises is in the list once it is done."""
    came: list[object] = []

    def run() -> None:
        try:
            came.append(act())
        except StoreError as failure:
            came.append(failure)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, came


on_a_server = pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
"""Only there do transactions of several processes overlap."""


@on_a_server
def test_a_leaders_transaction_keeps_the_lease_until_it_ends(store: Store) -> None:
    old = take(store, "a")
    with fenced(store, old).write() as session:
        session.add(StoreFact(name="long", value=""))
        session.flush()
        assert take(store, "a") == old  # renewing does not wait for our own work
        thread, came = aside(lambda: take(store, "b", LATER))
        thread.join(0.3)
        assert came == []  # taking does
    thread.join()
    assert came == [Held(LEADER, "b", 2)]
    assert noted(store) == {"long"}


@on_a_server
def test_a_leader_who_begins_while_another_takes_over_is_too_late(store: Store) -> None:
    old = take(store, "a")
    with store.write() as session:
        assert take_or_keep(session, LEADER, "b", LATER) is not None  # not committed yet
        thread, came = aside(lambda: note(fenced(store, old), "between"))
        thread.join(0.3)
        assert came == []
    thread.join()
    assert [type(one) for one in came] == [LeaseLostError]
    assert noted(store) == set()


def test_of_many_who_take_at_once_one_gets_it(store: Store) -> None:
    take(store, "old")
    beside = [aside(lambda who=who: take(store, who, LATER)) for who in "abcdefgh"]
    for thread, _ in beside:
        thread.join()
    assert [one.token for _, came in beside for one in came if one is not None] == [2]


@on_a_server
def test_a_leader_stopped_in_the_middle_of_a_transaction_holds_nobody_up_for_long(
    store: Store,
) -> None:
    old = take(store, "a")
    with suppress(StoreError), fenced(store, old).write() as session:
        session.add(StoreFact(name="stopped", value=""))
        session.flush()
        with pytest.raises(StoreError):
            take(store, "b", LATER)  # not within its patience
        with store.write() as other:
            assert end_last_transaction(other, LEADER, NOW) == 0  # nobody's, while the lease holds
            assert end_last_transaction(other, LEADER, LATER) == 1
        assert take(store, "b", LATER) == Held(LEADER, "b", 2)
    assert noted(store) == set()


@on_a_server
def test_a_leader_stopped_while_it_renewed_holds_nobody_up_for_long(store: Store) -> None:
    take(store, "a")
    with suppress(StoreError), store.write() as session:
        take_or_keep(session, LEADER, "a", NOW)  # and there it stops
        with pytest.raises(StoreError):
            take(store, "b", LATER)
        with store.write() as other:
            assert end_last_transaction(other, LEADER, LATER) == 1
        assert take(store, "b", LATER) == Held(LEADER, "b", 2)


def test_the_lease_is_one_row(store: Store) -> None:
    for turn, who in enumerate("abab"):
        take(store, who, NOW + turn * 3 * TTL)
    with store.read() as session:
        assert isinstance(session, Session)
        assert session.get(Lease, LEADER).holder == "b"
        assert session.execute(text("select count(*) from lease")).scalar() == 1
