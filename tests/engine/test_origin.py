"""Whose a store is: what a demo made may be emptied, with all that is otherwise kept for good."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from db.tables import DecisionRow, StoreFact, SuppressionEvent, User
from outbound.engine.origin import may_overwrite, overwrite
from tests.engine.audit_story import eventful
from tests.world import World


def test_a_store_of_an_earlier_demo_is_emptied_with_what_it_decided(world: World) -> None:
    store = world.engine.store
    assert may_overwrite(store, "demo")
    overwrite(store, "demo")
    eventful(world)
    assert may_overwrite(store, "demo")
    overwrite(store, "demo")
    for table in (DecisionRow, SuppressionEvent, User):
        assert world.everything(table) == []
    assert [fact.value for fact in world.everything(StoreFact)] == ["demo"]


def test_what_is_decided_afterwards_is_guarded_again(world: World) -> None:
    overwrite(world.engine.store, "demo")
    eventful(world)
    for table in ("decision", "suppression", "campaign_event", "audit"):
        for act in (f"delete from {table}", f"update {table} set at = at"):
            said = act.replace("at = at", "recorded_at = recorded_at") if table == "suppression" else act  # fmt: skip
            with pytest.raises(DatabaseError, match="append-only"), world.engine.store.write() as session:  # fmt: skip
                session.execute(text(said))


def test_anybody_elses_store_stays_as_it_is(world: World) -> None:
    eventful(world)
    assert not may_overwrite(world.engine.store, "demo")
