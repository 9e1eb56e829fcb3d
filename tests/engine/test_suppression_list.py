"""The suppression list as people keep it: add, lift, show, and one number's history."""

from datetime import timedelta

import pytest

from outbound.engine.attempts import suppression_list
from outbound.engine.attempts.suppress import Source, forbid, lift
from outbound.errors import InputError, RefusedError, UsageError
from tests.world import World

NUMBER = "+8613800138001"


def scopes(world: World) -> list[str]:
    return [row["scope"] for row in suppression_list.standing_now(world.engine)]


def said(world: World, source: str, scope: str = "all") -> bool:
    """Whether a word that came in forbids what was allowed until then."""
    with world.engine.store.write() as session:
        return forbid(session, NUMBER, world.now, Source(source, "SM1"), scope, "said so")


def test_what_is_added_stands_until_it_is_lifted(world: World) -> None:
    engine = world.engine
    assert suppression_list.add(engine, "138 0013 8001", "all", "asked") == NUMBER
    suppression_list.add(engine, NUMBER, "purpose:survey", "asked")
    world.later(seconds=1)
    suppression_list.remove(engine, NUMBER, "all", "signed letter")
    assert scopes(world) == ["purpose:survey"]


def test_what_is_lifted_the_moment_it_is_said_still_stands(world: World) -> None:
    suppression_list.add(world.engine, NUMBER, "all", "asked")
    suppression_list.remove(world.engine, NUMBER, "all", "signed letter")
    assert scopes(world) == ["all"]


def test_it_runs_out_at_its_end(world: World) -> None:
    suppression_list.add(world.engine, NUMBER, "all", "away", world.now + timedelta(hours=1))
    assert scopes(world) == ["all"]
    world.later(hours=1)
    assert scopes(world) == []


@pytest.mark.parametrize("text", ["", "12", "hello", "+86138001380011111"])
def test_what_is_no_number_is_not_suppressed(small_world: World, text: str) -> None:
    with pytest.raises(InputError, match="telephone number"):
        suppression_list.add(small_world.engine, text, "all", "")


def test_an_unknown_scope_is_wrong_usage(small_world: World) -> None:
    with pytest.raises(UsageError, match="no scope"):
        suppression_list.add(small_world.engine, NUMBER, "everything", "")
    assert scopes(small_world) == []


def test_lifting_needs_its_proof_and_something_to_lift(small_world: World) -> None:
    suppression_list.add(small_world.engine, NUMBER, "channel:call", "asked")
    with pytest.raises(UsageError, match="proof"):
        suppression_list.remove(small_world.engine, NUMBER, "channel:call", "  ")
    with pytest.raises(RefusedError, match="not suppressed for all") as told:
        suppression_list.remove(small_world.engine, NUMBER, "all", "letter")
    assert "channel:call" in told.value.hint
    assert scopes(small_world) == ["channel:call"]


def test_a_number_can_tell_its_history(world: World) -> None:
    suppression_list.add(world.engine, NUMBER, "all", "by letter")
    world.later(minutes=1)
    suppression_list.remove(world.engine, NUMBER, "all", "form 12")
    suppression_list.add(world.engine, NUMBER, "purpose:marketing channel:call", "by phone")
    told = suppression_list.history(world.engine, "13800138001")
    assert [(e.event, e.scope, e.reason or e.evidence) for e in told.events] == [
        ("suppressed", "all", "by letter"),
        ("lifted", "all", "form 12"),
        ("suppressed", "purpose:marketing channel:call", "by phone"),
    ]
    assert told.standing == ("purpose:marketing channel:call",)


# What is said twice


def test_what_the_person_says_is_kept_where_the_carrier_only_reported_it(world: World) -> None:
    assert said(world, "carrier")
    world.later(seconds=1)
    assert not said(world, "sms")  # nothing new is forbidden, but it is the person's own word
    world.later(seconds=1)
    with world.engine.store.write() as session:
        lift(session, NUMBER, world.now, Source("carrier", "start"))
    assert scopes(world) == ["all"]


def test_what_the_person_says_outlives_a_list_that_ends(world: World) -> None:
    suppression_list.add(world.engine, NUMBER, "all", "on a list", world.now + timedelta(days=1))
    assert said(world, "sms")
    world.later(days=2)
    assert scopes(world) == ["all"]


def test_a_narrower_word_is_kept_for_the_day_when_the_wider_is_lifted(world: World) -> None:
    suppression_list.add(world.engine, NUMBER, "all", "by letter")
    assert not said(world, "sms", "purpose:marketing")
    world.later(seconds=1)
    suppression_list.remove(world.engine, NUMBER, "all", "letter 2")
    assert scopes(world) == ["purpose:marketing"]


def test_the_same_word_twice_is_one_event(world: World) -> None:
    assert said(world, "sms")
    assert not said(world, "sms")
    assert len(suppression_list.history(world.engine, NUMBER).events) == 1
