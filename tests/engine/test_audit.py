"""The audit: what a store says against what its chain says, and what its owner cannot do unseen."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from db.tables import Answer, CampaignEvent, DecisionRow, Grant, SuppressionEvent, Wave
from outbound.audit.entries import ERASED
from outbound.engine.audit.checkpoints import checkpoint, checkpoint_due, file_of
from outbound.engine.audit.verifying import Verified, verify
from outbound.engine.chain.writing import wrote
from outbound.errors import InputError, NotFoundError
from tests.engine.audit_story import eventful
from tests.tampering import as_owner
from tests.world import World

Touch = Callable[[Session], object]


@pytest.fixture
def eventful_world(world: World) -> World:
    return eventful(world)


def codes(world: World, also: Path | None = None) -> set[str]:
    return {found.code for found in verify(world.engine, also).findings}


def touched(world: World, *statements: str) -> Verified:
    """The verification after the owner of the store ran these."""
    with as_owner(world.engine.store) as session:
        for statement in statements:
            assert session.execute(text(statement)).rowcount != 0, statement
    return verify(world.engine)


def test_a_morning_of_everything_is_in_the_chain(eventful_world: World) -> None:
    found = verify(eventful_world.engine)
    assert found.findings == []
    kept = (DecisionRow, SuppressionEvent, CampaignEvent, Answer, Grant, Wave)
    assert all(len(eventful_world.everything(table)) > 0 for table in kept)
    assert found.rows == {
        str(table.__tablename__): len(eventful_world.everything(table)) for table in kept
    }


def test_a_store_that_decided_nothing_is_sound(world: World) -> None:
    assert verify(world.engine).sound


CHANGED = {
    "decision": "update decision set result = 'completed' where id = 3",
    "its reason": "update decision set reason = 'another' where id = 2",
    "its moment": "update decision set at = '2026-11-20 01:00:00' where id = 4",
    "suppression": "update suppression set scope = 'purpose:survey' where id = 1",
    "its number": "update suppression set number = '+8613800139999' where id = 1",
    "step": "update campaign_event set by = 'wang' where id = 1",
    "answer": "update answer set value = '10' where id = 1",
    "its number alone": "update answer set number = 10 where id = 1",
    "grant": "update grant_ set value = 300 where id = 1",
    "wave": "update wave set listed = listed + 1 where campaign_id = 'texts'",
}
REMOVED = {
    "decision": "delete from decision where id = 3",
    "suppression": "delete from suppression where id = 1",
    "step": "delete from campaign_event where id = 2",
    "answer": "delete from answer where id = 1",
    "grant": "delete from grant_ where id = 1",
}


@pytest.mark.parametrize("what", CHANGED)
def test_a_changed_row_is_found_and_its_column_named(eventful_world: World, what: str) -> None:
    [found] = touched(eventful_world, CHANGED[what]).findings
    assert found.code == "row-changed"
    column = CHANGED[what].split(" set ")[1].split(" = ")[0]
    assert column in found.message


@pytest.mark.parametrize("what", REMOVED)
def test_a_removed_row_is_found_with_the_link_that_tells_of_it(
    eventful_world: World, what: str
) -> None:
    [found] = touched(eventful_world, REMOVED[what]).findings
    assert found.code == "row-removed"
    assert found.seq is not None


def test_a_row_that_was_put_in_is_found(eventful_world: World) -> None:
    lifted = (
        "insert into suppression (number, event, scope, reason, source, evidence, occurred_at, recorded_at, by)"
        " values ('+8613800138001', 'lifted', 'all', '', 'command', '', '2026-11-23 02:00:00', '2026-11-23 02:00:00', '')"
    )
    [found] = touched(eventful_world, lifted).findings
    assert (found.code, found.seq) == ("row-inserted", None)
    assert "lifted" in found.message


def test_a_copy_of_a_row_is_one_too_many(eventful_world: World) -> None:
    columns = "at, subscriber_id, campaign_id, wave_id, contact_id, step, result, reason, until"
    again = f"insert into decision ({columns}) select {columns} from decision where id = 3"
    assert [one.code for one in touched(eventful_world, again).findings] == ["row-inserted"]


def test_a_list_that_somebody_was_taken_off_is_found(eventful_world: World) -> None:
    moved = "update contact set rank = 99 where subscriber_id = 'S6'"
    [found] = touched(eventful_world, moved).findings
    assert found.code == "list-changed"
    assert "survey@" in found.message


def test_what_happens_to_a_contact_does_not_change_its_list(eventful_world: World) -> None:
    released = "update contact set state = 'closed', number = '+8613800139999' where id = 1"
    assert touched(eventful_world, released).sound


def test_a_role_given_past_the_audit_is_found(eventful_world: World) -> None:
    [found] = touched(eventful_world, "update user_ set role = 'manager'").findings
    assert (found.code, "role differs" in found.message) == ("user-changed", True)
    eventful_world.agent("wang")
    assert touched(eventful_world, "delete from user_ where id = 'wang'").findings[-1].code == "user-removed"  # fmt: skip


def test_a_user_who_is_changed_as_users_are_is_sound(eventful_world: World) -> None:
    eventful_world.agent("lin", languages="en")
    assert verify(eventful_world.engine).sound


TOUCHED_LINKS = {
    "changed": "update audit set entries = '[]' where seq = 4",
    "removed": "delete from audit where seq = 4",
    "at": "update audit set at = '2026-11-23 03:00:00' where seq = 4",
    "nonsense": "update audit set entries = '{\"kind\": 5}' where seq = 4",
    "a key twice": 'update audit set entries = \'[{"kind": 1, "kind": 2}]\' where seq = 4',
    "a number beyond all": 'update audit set entries = \'[{"kind": "decision", "contact_id": 1e999}]\' where seq = 4',
    "no list": 'update audit set entries = \'[{"kind": "erased", "waves": 5}]\' where seq = 4',
    "too deep": f"update audit set entries = '{'[' * 3_000 + ']' * 3_000}' where seq = 4",
    "deep": f"update audit set entries = '[{{\"kind\": {'[' * 60 + ']' * 60}}}]' where seq = 4",
    "hash": "update audit set hash = 'x' where seq = 4",
    "previous": "update audit set previous = 'x' where seq = 4",
}


@pytest.mark.parametrize("what", [what for what, done in TOUCHED_LINKS.items() if done])
def test_a_touched_link_is_found(eventful_world: World, what: str) -> None:
    found = touched(eventful_world, str(TOUCHED_LINKS[what])).findings
    assert found[0].code == ("removed" if what == "removed" else "changed")
    assert found[0].seq == 4


def test_what_makes_no_sense_to_anybody_is_a_change_and_no_crash(small_world: World) -> None:
    world = eventful(small_world)
    nonsense = (
        "update audit set entries = 'not json', at = 'never' where seq = 2",
        "update decision set at = 'yesterday' where id = 2",
        "update answer set value = '{', mode = 'telepathy' where id = 1",
        "update grant_ set value = 'much' where id = 1",
        "update suppression set event = x'00ff' where id = 1",
    )
    found = touched(world, *nonsense).findings
    assert {one.code for one in found} >= {"changed", "row-inserted", "row-removed"}


# Checkpoints


def test_an_end_cut_off_with_its_rows_is_found_against_a_checkpoint(
    eventful_world: World, tmp_path: Path
) -> None:
    world = eventful_world
    elsewhere = tmp_path / "elsewhere.jsonl"
    elsewhere.write_text(checkpoint(world.engine, world.now) + "\n")
    assert verify(world.engine, elsewhere).sound
    last = "(select max(seq) from audit)"
    with as_owner(world.engine.store) as session:
        session.execute(text(f"delete from audit where seq = {last}"))
        session.execute(text("delete from campaign_event where step = 'pause'"))
    file_of(world.engine).unlink()
    assert codes(world) == set(), "nobody could tell without the checkpoint"
    assert codes(world, elsewhere) == {"truncated"}


def test_a_checkpoint_is_kept_after_an_hour_or_a_thousand_links(world: World) -> None:
    engine = world.engine
    assert not checkpoint_due(engine, world.now), "nothing was decided"
    world.agent("a")
    assert checkpoint_due(engine, world.now)
    assert not checkpoint_due(engine, world.later(hours=2)), "nothing new was decided"
    world.agent("b")
    assert checkpoint_due(engine, world.now)
    world.agent("c")
    assert not checkpoint_due(engine, world.later(minutes=59))
    assert checkpoint_due(engine, world.later(minutes=1))
    with engine.store.write() as session:
        head = session.execute(text("select max(seq) from audit")).scalar_one()
        session.execute(text(f"insert into audit (seq, at, entries, previous, hash) select {head} + 1000, at, entries, previous, hash from audit where seq = {head}"))  # fmt: skip
    assert checkpoint_due(engine, world.now)
    assert len(file_of(engine).read_text().splitlines()) == 4


def test_a_torn_line_is_left_behind_and_the_next_one_is_whole(world: World) -> None:
    world.agent()
    checkpoint(world.engine, world.now)
    with file_of(world.engine).open("a") as file:
        file.write('{"seq": 1, "ha')
    checkpoint(world.engine, world.now)
    found = verify(world.engine)
    assert (found.checkpoints, found.findings) == (2, [])


def test_a_folder_that_cannot_be_written_is_an_alarm(world: World, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = replace(world.engine.settings, audit_dir=tmp_path / "file")
    engine = replace(world.engine, settings=settings)
    world.agent()
    assert not checkpoint_due(engine, world.now)
    assert [alarm.code for alarm in engine.heartbeat.alarms] == ["audit"]


def test_the_tick_keeps_checkpoints(world: World) -> None:
    world.agent()
    world.tick()
    assert verify(world.engine).checkpoints == 1


def test_a_forged_checkpoint_is_told(world: World, tmp_path: Path) -> None:
    world.agent()
    line = checkpoint(world.engine, world.now)
    (tmp_path / "forged").write_text(line.replace('"seq": 1', '"seq": 2'))
    assert codes(world, tmp_path / "forged") == {"foreign-checkpoint"}
    with pytest.raises(InputError, match="holds no checkpoint"):
        verify(world.engine, world.engine.workspace.centre_file)
    with pytest.raises(InputError, match="cannot be read"):
        verify(world.engine, tmp_path / "missing")


def test_nothing_decided_is_nothing_to_sign(world: World) -> None:
    with pytest.raises(NotFoundError):
        checkpoint(world.engine, world.now)


# Keys and time


def test_another_key_goes_on_and_both_prove_what_they_wrote(world: World) -> None:
    eventful(world)
    both = f"{'ab' * 32},{world.engine.settings.audit_key}"
    engine = replace(world.engine, settings=replace(world.engine.settings, audit_key=both))
    World(engine, world.carrier).agent("wang")
    assert verify(engine).findings == []
    only = replace(engine.settings, audit_key="ab" * 32)
    found = verify(replace(engine, settings=only)).findings
    assert "unknown-key" in {one.code for one in found}


def test_what_a_store_held_before_its_chain_is_held_against_a_digest(world: World) -> None:
    eventful(world)
    with as_owner(world.engine.store) as session:
        session.execute(text("delete from audit"))  # as a store of an earlier version has none
    file_of(world.engine).unlink()
    world.agent("wang")
    assert verify(world.engine).findings == []
    found = touched(world, CHANGED["decision"], REMOVED["suppression"]).findings
    assert [one.code for one in found] == ["before-changed", "before-changed"]


def test_who_is_erased_leaves_a_chain_that_still_proves_the_rest(eventful_world: World) -> None:
    world = eventful_world
    contact = world.contact("T1")
    mine = {"number": contact.number, "subscriber_id": "T1", "waves": [contact.wave_id]}
    with world.engine.store.write() as session:
        wrote(session, ERASED, mine)
    with as_owner(world.engine.store) as session:
        session.execute(text(f"delete from answer where contact_id = {contact.id}"))
        session.execute(text("delete from decision where subscriber_id = 'T1'"))
        session.execute(text("update contact set subscriber_id = 'erased', number = '', facts = '{}' where subscriber_id = 'T1'"))  # fmt: skip
    assert verify(world.engine).findings == []
    found = touched(world, "delete from decision where subscriber_id = 'T3'").findings
    assert {one.code for one in found} == {"row-removed"}
