"""Signing in: sessions that end, failures that are counted, secrets that are not kept."""

import pytest

from db.tables import SessionRow
from outbound.engine.people import accounts, users
from outbound.errors import InputError, RefusedError
from tests.world import PASSWORD, World


def sign_in(world: World, account: str = "lin", password: str = PASSWORD, address: str = "10.0.0.1") -> str:  # fmt: skip
    return accounts.sign_in(world.engine, account, password, address).secret


def test_a_session_lasts_while_it_is_used_and_no_longer(world: World) -> None:
    world.agent()
    secret = sign_in(world)
    for _ in range(3):
        world.later(minutes=29)
        assert accounts.session_of(world.engine, secret).user.id == "lin"
    world.later(minutes=31)
    assert accounts.session_of(world.engine, secret) is None


def test_a_session_ends_after_twelve_hours_whatever_it_does(small_world: World) -> None:
    world = small_world
    world.agent()
    secret = sign_in(world)
    seen = []
    for _ in range(29):
        world.later(minutes=25)
        seen.append(accounts.session_of(world.engine, secret) is not None)
    assert seen == [True] * 28 + [False]


def test_the_store_keeps_no_secret(small_world: World) -> None:
    world = small_world
    world.agent()
    secret = sign_in(world)
    [row] = world.everything(SessionRow)
    assert secret not in (row.id, row.csrf)
    accounts.sign_out(world.engine, secret)
    assert accounts.session_of(world.engine, secret) is None


def test_ten_failures_close_the_door_for_a_quarter_of_an_hour(world: World) -> None:
    world.agent()
    for _ in range(users.FAILURES):
        with pytest.raises(RefusedError, match="name or the password"):
            sign_in(world, password="wrong")
    with pytest.raises(RefusedError, match="Too many"):
        sign_in(world, address="10.0.0.9")  # the account
    with pytest.raises(RefusedError, match="Too many"):
        sign_in(world, "mei")  # the address
    world.later(minutes=15, seconds=1)
    assert sign_in(world)


def test_an_unknown_account_sounds_like_a_wrong_password(small_world: World) -> None:
    small_world.agent()
    said = []
    for account in ("lin", "nobody"):
        with pytest.raises(RefusedError) as refused:
            sign_in(small_world, account, "wrong")
        said.append(refused.value.message)
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("changed", "password", "why"),
    [
        ({"role": "king"}, PASSWORD, "no role"),
        ({"department": "moon"}, PASSWORD, "no department"),
        ({}, "short", "too short"),
    ],
)
def test_a_user_that_makes_no_sense_is_refused(
    small_world: World, changed: dict[str, str], password: str, why: str
) -> None:
    given = {"account": "x", "role": "agent", "name": "X"} | changed
    with pytest.raises(InputError, match=why):
        accounts.add(small_world.engine, accounts.NewUser(**given), password)


def test_signing_out_leaves_the_desk(small_world: World) -> None:
    world = small_world
    world.agent()
    secret = sign_in(world)
    world.ready()
    accounts.sign_out(world.engine, secret)
    assert world.desk_row().state.value == "away"


def test_sessions_too_old_are_swept_away(small_world: World) -> None:
    world = small_world
    world.agent()
    sign_in(world)
    world.later(hours=13)
    sign_in(world)
    assert len(world.everything(SessionRow)) == 1
