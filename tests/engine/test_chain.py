"""The chain as the engine writes it: one link for each transaction that decides something, and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, StatementError

from db.session import Store
from db.tables import AuditLink, Contact, SuppressionEvent
from outbound.audit.chain import Link
from outbound.audit.verification import verify
from outbound.engine.attempts.suppress import Source, suppress
from outbound.engine.chain.keys import secrets_of
from outbound.engine.chain.links import links
from outbound.engine.chain.writing import AT_ONCE
from outbound.engine.context import Engine
from outbound.errors import InputError
from outbound.settings import read_settings
from tests.engine.conftest import Begin
from tests.world import World

LI, WANG = "+8613800138001", "+8613800138002"


def chain_of(engine: Engine) -> list[Link]:
    with engine.store.read() as session:
        return list(links(session.connection()))


def stop(world: World, number: str) -> None:
    with world.engine.store.write() as session:
        suppress(session, number, world.now, Source("sms", evidence="STOP please, Li Na"))


def _stopped_and_broken(world: World) -> None:
    with world.engine.store.write() as session:
        suppress(session, LI, world.now, Source("sms"))
        session.add(SuppressionEvent(number=LI, event="lifted", source="sms"))  # without a moment


def kinds(link: Link) -> list[str]:
    return [str(entry["kind"]) for entry in link.entries]


def test_a_transaction_that_decides_something_adds_one_link(world: World) -> None:
    world.agent("lin")
    stop(world, LI)
    first, second = chain_of(world.engine)
    assert kinds(first) == ["began", "user_", "stamp"]
    assert kinds(second) == ["suppression", "stamp"]
    assert (second.seq, second.previous) == (2, first.hash)
    assert verify([first, second], keys=world.engine.chain.keys) == []


def test_a_transaction_that_fails_or_decides_nothing_adds_none(world: World) -> None:
    with pytest.raises(StatementError):
        _stopped_and_broken(world)
    with world.engine.store.write() as session:
        session.execute(text("select 1"))
    assert chain_of(world.engine) == []


def test_no_personal_datum_stands_in_the_chain(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    world.tick()
    stop(world, world.contact("T1").number)
    told = str(chain_of(world.engine))
    for contact in world.everything(Contact):
        assert contact.number not in told
        assert f"'{contact.subscriber_id}'" not in told
    assert "Li Na" not in told


def test_two_that_write_at_once_leave_one_chain_without_gaps(world: World) -> None:
    numbers = [f"+86138001390{n:02}" for n in range(40)]
    with ThreadPoolExecutor(4) as several:
        list(several.map(lambda number: stop(world, number), numbers))
    found = chain_of(world.engine)
    assert [link.seq for link in found] == list(range(1, 41))
    assert verify(found, keys=world.engine.chain.keys) == []


def test_a_transaction_of_thousands_has_several_links(world: World) -> None:
    with world.engine.store.write() as session:
        session.add_all(
            SuppressionEvent(
                number=f"+8613900{n:06}", event="suppressed", source="import", occurred_at=world.now,
                recorded_at=world.now,
            )
            for n in range(AT_ONCE + 1)
        )  # fmt: skip
    found = chain_of(world.engine)
    assert [len(link.entries) for link in found] == [AT_ONCE + 1, 3]  # each with its stamp
    assert verify(found, keys=world.engine.chain.keys) == []


def test_the_database_refuses_to_change_a_link(world: World) -> None:
    stop(world, LI)
    for act in ("update audit set hash = 'x'", "delete from audit"):
        with pytest.raises(DatabaseError, match="append-only"), world.engine.store.write() as session:  # fmt: skip
            session.execute(text(act))


def test_another_engine_goes_on_with_the_same_chain(world: World) -> None:
    stop(world, LI)
    other = replace(world.engine, store=Store(world.engine.store.url))
    stop(World(other, world.carrier), WANG)
    other.store.close()
    assert [link.seq for link in chain_of(world.engine)] == [1, 2]


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    file = tmp_path / "db" / "audit.key"
    with ThreadPoolExecutor(8) as several:
        found = set(several.map(lambda _: secrets_of("", file), range(8)))
    assert len(found) == 1
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["audit.key"]
    assert secrets_of(str(file), tmp_path / "other") in found
    assert secrets_of("ab" * 32, file) == (b"\xab" * 32,)


def test_a_key_that_was_named_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        secrets_of(str(tmp_path / "mounted"), tmp_path / "own")
    (tmp_path / "mounted").write_text("not a key")
    with pytest.raises(InputError, match="is not a key"):
        secrets_of(str(tmp_path / "mounted"), tmp_path / "own")


def test_where_the_keys_are_comes_from_the_environment(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}).audit_key == ""
    told = read_settings(tmp_path, {"OUTBOUND_AUDIT_KEY": "k", "OUTBOUND_AUDIT_SIGNING_KEY": "s", "OUTBOUND_AUDIT_DIR": "d"})  # fmt: skip
    assert (told.audit_key, told.audit_signing_key, told.audit_dir) == ("k", "s", Path("d"))


def test_without_its_key_nothing_is_decided(world: World, tmp_path: Path) -> None:
    settings = replace(world.engine.settings, audit_key=str(tmp_path / "missing"))
    blind = World(replace(world.engine, settings=settings), world.carrier)
    with pytest.raises(InputError, match="cannot be read"):
        stop(blind, LI)
    assert blind.everything(AuditLink) == []
    assert blind.everything(SuppressionEvent) == []
