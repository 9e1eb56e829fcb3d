"""A wave goes into the store whole or not at all, on whichever database."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from db.bulk import insert_wave
from db.session import Store
from db.tables import CampaignRow, CampaignState, Contact, ContactState, Content, Holdout, Wave

NOW = datetime(2026, 11, 23, 0, 0, 1, tzinfo=UTC)
MOMENT = datetime(2026, 11, 23, tzinfo=UTC)
WAVE = {
    "id": "pulse@20261123T000000", "campaign_id": "pulse", "moment": MOMENT, "built_at": NOW,
    "snapshot": "s1", "base": 4, "listed": 2, "held_out": 1,
    "waterfall": [{"kind": "where", "reason": "outside the audience", "count": 1}],
    "by_segment": {"everyone": 2}, "cells": [],
}  # fmt: skip


@pytest.fixture(name="store")
def running(store: Store) -> Store:
    """A store in which the campaign runs."""
    with store.write() as session:
        session.add(Content(hash="0", snapshot={}))
        session.flush()
        session.add(
            CampaignRow(
                id="pulse", purpose="survey", priority=50, state=CampaignState.RUNNING,
                content_hash="0", changed_at=NOW,
            )
        )  # fmt: skip
    return store


def contacts(**changed: list[object]) -> pa.Table:
    columns: dict[str, list[object]] = {
        "subscriber_id": ["H2", "H1"],
        "number": ["+8613800000002", "+8613800000001"],
        "language": ["zh", "en"],
        "zone": [None, "Asia/Shanghai"],
        "region": ["", 'no"rth, 北'],
        "segment": ["everyone", "everyone"],
        "cell": ["north/gold", ""],
        "rank": [1, 2],
        "released": [True, False],
        "facts": ['{"name":"张\\"三\\n"}', '{"balance":null}'],
    }
    return pa.table(columns | changed)


HOLDOUT = pa.table({"subscriber_id": ["H3"], "segment": ["everyone"], "cell": ["north/gold"]})


def put(store: Store) -> None:
    with store.write() as session:
        insert_wave(session.connection(), WAVE, contacts(), HOLDOUT)


def test_contacts_read_back_as_the_orm_would_have_written_them(store: Store) -> None:
    put(store)
    with store.read() as session:
        first, second = session.exec(select(Contact).order_by("rank")).all()
    assert (first.subscriber_id, first.state, first.next_at) == ("H2", ContactState.WAITING, NOW)
    assert (second.state, second.next_at) == (ContactState.UNRELEASED, None)
    assert first.changed_at == second.changed_at == NOW
    assert first.facts == {"name": '张"三\n'}
    assert (first.zone, first.region, second.region) == (None, "", 'no"rth, 北')
    assert (first.step, first.slot, first.spent, first.confirmed, first.reason) == (
        0,
        0,
        0,
        False,
        "",
    )
    assert first.outcome is None


def test_the_wave_and_its_holdout_stand_beside_them(store: Store) -> None:
    put(store)
    with store.read() as session:
        wave = session.exec(select(Wave)).one()
        assert (wave.moment, wave.base, wave.waterfall) == (MOMENT, 4, WAVE["waterfall"])
        assert [row.subscriber_id for row in session.exec(select(Holdout))] == ["H3"]


def test_the_same_moment_again_is_refused_and_changes_nothing(store: Store) -> None:
    put(store)
    with pytest.raises(IntegrityError):
        put(store)
    assert _count(store) == 2


def test_a_failure_half_way_leaves_nothing(store: Store) -> None:
    twice = pa.concat_tables([HOLDOUT, HOLDOUT])
    with pytest.raises(IntegrityError), store.write() as session:
        insert_wave(session.connection(), WAVE, contacts(), twice)
    with store.read() as session:
        assert session.exec(select(Wave)).all() == []
    assert _count(store) == 0


def test_an_empty_list_is_a_wave_too(store: Store) -> None:
    with store.write() as session:
        insert_wave(session.connection(), WAVE, contacts().slice(0, 0), HOLDOUT.slice(0, 0))
    with store.read() as session:
        assert session.exec(select(Wave)).one().id == WAVE["id"]


def _count(store: Store) -> int:
    with store.read() as session:
        assert isinstance(session, Session)
        return len(session.exec(select(Contact)).all())
