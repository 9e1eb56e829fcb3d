"""One number's file: all of it, each thing with its proof, nobody else's, and a trace that it was handed out."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from db.tables import DecisionRow
from outbound.engine.attempts.suppress import Source, suppress
from outbound.engine.audit.exporting import export, write_csv
from outbound.engine.audit.verifying import verify
from outbound.engine.chain.links import links
from outbound.errors import InputError, UsageError
from tests.engine.audit_story import eventful
from tests.tampering import as_owner
from tests.world import World

WHY = "=her letter of 23 November"


@pytest.fixture
def eventful_world(world: World) -> World:
    return eventful(world)


def test_a_numbers_file_holds_everything_with_its_proof(eventful_world: World) -> None:
    world = eventful_world
    number = world.contact("R1").number
    found = export(world.engine, number, "command line", WHY)
    assert found.subscribers == ("R1",)
    assert {line.kind for line in found.lines} == {
        "listed", "decision", "attempt", "answer", "grant",
    }  # fmt: skip
    assert [line.at for line in found.lines] == sorted(line.at for line in found.lines)
    with world.engine.store.read() as session:
        hashes = {link.seq: link.hash for link in links(session.connection())}
    assert all(line.seq and hashes[line.seq] == line.hash for line in found.lines)
    decided = [(line.what, line.result) for line in found.lines if line.kind == "decision"]
    assert decided == world.ledger("R1")[: len(decided)]


def test_suppressions_and_their_lifting_are_in_it(eventful_world: World) -> None:
    number = eventful_world.contact("T2").number
    lines = export(eventful_world.engine, number, "command line", WHY).lines
    told = [line.what for line in lines if line.kind == "suppression"]
    assert told == ["suppressed", "lifted"]


def test_it_ends_at_the_moment_that_is_asked_for(eventful_world: World) -> None:
    world = eventful_world
    number = world.contact("R1").number
    whole = export(world.engine, number, "command line", WHY).lines
    early = export(world.engine, number, "command line", WHY, world.now - timedelta(minutes=30)).lines  # fmt: skip
    assert {line.kind for line in early} == {"listed"}
    assert len(whole) > len(early)


def test_that_it_was_handed_out_is_kept_with_its_reason(eventful_world: World) -> None:
    world = eventful_world
    export(world.engine, world.contact("R1").number, "command line", WHY)
    assert world.ledger("R1")[-1] == ("exported", "command line")
    export(world.engine, "138 0013 9999", "command line", WHY)
    [nobody] = [row for row in world.everything(DecisionRow) if row.subscriber_id == ""]
    assert (nobody.step, nobody.reason) == ("exported", WHY)
    assert verify(world.engine).findings == []
    with world.engine.store.read() as session:
        last = list(links(session.connection()))[-1]
    assert [entry["kind"] for entry in last.entries] == ["export", "decision", "stamp"]
    assert last.entries[0]["number"] == world.engine.chain.keys[0].hide("number", "+8613800139999")


def test_a_number_of_somebody_who_has_another_now_keeps_its_own_part(world: World) -> None:
    world.launch("texts")
    world.tick()
    old, new = world.contact("T1").number, "+8613800139999"
    world.at("09:00")
    world.tick()
    with as_owner(world.engine.store) as session:
        session.execute(text(f"update contact set number = '{new}' where subscriber_id = 'T1'"))
    with world.engine.store.write() as session:
        suppress(session, new, world.now, Source("command"))
    before, after = (export(world.engine, one, "command line", WHY).lines for one in (old, new))
    assert "reserved" in {line.what for line in before if line.kind == "decision"}
    assert {line.what for line in after if line.kind == "decision"} == {"closed"}


def test_what_was_put_in_past_the_audit_has_no_proof(eventful_world: World) -> None:
    number = eventful_world.contact("T2").number
    with as_owner(eventful_world.engine.store) as session:
        session.execute(text("update suppression set scope = 'campaign:survey' where event = 'lifted'"))  # fmt: skip
    lines = export(eventful_world.engine, number, "command line", WHY).lines
    assert [line.seq for line in lines if line.what == "lifted"] == [None]


def test_no_reason_no_file_and_no_number_no_file(world: World) -> None:
    with pytest.raises(UsageError, match="reason"):
        export(world.engine, "+8613800138001", "command line", "  ")
    with pytest.raises(InputError, match="no telephone number"):
        export(world.engine, "Li Na", "command line", WHY)
    assert world.everything(DecisionRow) == []


def test_a_csv_of_it_is_inert(eventful_world: World, tmp_path: Path) -> None:
    world = eventful_world
    number = world.contact("R1").number
    export(world.engine, number, "command line", WHY)
    write_csv(export(world.engine, number, "command line", WHY), tmp_path / "file.csv")
    rows = list(csv.DictReader((tmp_path / "file.csv").read_text("utf-8").splitlines()))
    assert "'" + WHY in {row["reason"] for row in rows}
    with pytest.raises(InputError, match="cannot be written"):
        write_csv(export(world.engine, number, "command line", WHY), tmp_path)
