"""Lists of numbers from files: every row is recorded, stood already, or is kept with the reason."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from db.tables import ContactState, SuppressionEvent
from outbound.dialing.attempt import State
from outbound.engine.attempts import list_import, registers, reserve, suppression_list
from outbound.engine.attempts.list_import import IN_ONE_TRANSACTION, Imported, Terms
from outbound.engine.attempts.suppress import Source
from outbound.errors import InputError, UsageError
from outbound.policy.suppression import parse_scope
from tests.engine.conftest import Begin
from tests.world import World

LIST = Terms((parse_scope("all"),), Source("import", "list.csv"), "imported list")


def take_in(world: World, file: Path, terms: Terms = LIST) -> Imported:
    return list_import.import_suppressions(world.engine, file, terms, lambda _: None)


def written(folder: Path, *lines: str, name: str = "list.csv") -> Path:
    file = folder / name
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def standing(world: World) -> list[tuple[str, str]]:
    rows = suppression_list.standing_now(world.engine)
    return [(row["number"], row["scope"]) for row in rows]


def kept(done: Imported) -> list[list[str]]:
    assert done.rejects_file
    with done.rejects_file.open(encoding="utf-8") as file:
        return list(csv.reader(file))


def test_a_file_is_imported_with_its_bad_lines_named(world: World, tmp_path: Path) -> None:
    lines = ("number,since", "13800138001,2020", "nobody,2021", "+8613800138002,2022", "13800138001,2023")  # fmt: skip
    file = written(tmp_path, *lines)
    done = suppression_list.import_file(world.engine, file, "purpose:retention", "register")
    assert (done.rows, done.recorded, done.already, done.rejected) == (4, 2, 1, 1)
    assert kept(done) == [["row", "reason", "number", "since"], ["3", "no telephone number", "nobody", "2021"]]  # fmt: skip
    numbers = ("+8613800138001", "+8613800138002")
    assert standing(world) == [(number, "purpose:retention") for number in numbers]


def test_rows_may_say_more_than_their_number(world: World, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "phone,scope,reason,expires,occurred_at",
        "13800138001,,,,",
        "13800138002,purpose:survey,by letter,,2026-11-01",
        "13800138003,channel:sms purpose:care,,2026-12-31,2026-11-02T10:00+08:00",
    )
    done = take_in(world, file)
    assert (done.recorded, done.rejected, done.rejects_file) == (3, 0, None)
    with world.engine.store.read() as session:
        order = col(SuppressionEvent.number)
        first, second, third = session.exec(select(SuppressionEvent).order_by(order)).all()
    assert (first.scope, first.reason, first.occurred_at) == ("all", "imported list", world.now)
    assert (second.scope, second.reason) == ("purpose:survey", "by letter")
    assert second.occurred_at == datetime(2026, 10, 31, 16, tzinfo=UTC)  # midnight in Shanghai
    assert third.scope == "purpose:care channel:sms"
    assert third.expires_at == datetime(2026, 12, 31, 16, tzinfo=UTC)  # the last day counts whole
    assert third.occurred_at == datetime(2026, 11, 2, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("12,,,", "no possible telephone number"),
        ("=1+1,,,", "no telephone number"),
        ("13800138001,purpose:fun,,", "no scope: purpose:fun"),
        ("13800138001,,soon,", "expires is no day or moment: soon"),
        ("13800138001,,2026-11-01,", "it has run out: 2026-11-01"),
        ("13800138001,,,9999-99-99", "occurred_at is no day or moment: 9999-99-99"),
        ("13800138001,,,2027-11-01", "occurred_at has not come yet: 2027-11-01"),
    ],
)
def test_a_row_that_makes_no_sense_is_kept_with_the_reason(
    small_world: World, tmp_path: Path, row: str, reason: str
) -> None:
    file = written(tmp_path, "number,scope,expires,occurred_at", row, "13800138009,,,")
    done = take_in(small_world, file)
    assert [(refused.line, refused.reason) for refused in done.refused] == [(2, reason)]
    assert kept(done)[1][1] == reason
    assert standing(small_world) == [("+8613800138009", "all")]


def test_no_cell_that_is_kept_can_be_run_as_a_formula(small_world: World, tmp_path: Path) -> None:
    done = take_in(small_world, written(tmp_path, "number", '"=cmd()"', "13800138009"))
    assert kept(done)[1][2] == "'=cmd()"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_other_separators_quotes_and_empty_lines_are_read(
    small_world: World, tmp_path: Path, separator: str
) -> None:
    head, row = separator.join(("号码", "scope")), separator.join(('"138 0013 8001"', "all"))
    take_in(small_world, written(tmp_path, head, "", row, separator))
    assert standing(small_world) == [("+8613800138001", "all")]


@pytest.mark.parametrize("content", [b"", b"number\n", "号码\n".encode("gbk"), b'number\n"13800138001', None])  # fmt: skip
def test_a_file_without_numbers_changes_nothing(
    small_world: World, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "list.csv"
    if content is not None:
        file.write_bytes(content)
    if content is not None and content.endswith(b"001"):
        assert take_in(small_world, file).recorded == 1  # a quote left open is the reader's guess
        return
    with pytest.raises(InputError) as told:
        take_in(small_world, file)
    assert str(file) in told.value.where
    assert standing(small_world) == []


def test_what_was_imported_before_is_not_said_again(world: World, tmp_path: Path) -> None:
    lines = [f"138{place:08}" for place in range(IN_ONE_TRANSACTION + 5)]
    file = written(tmp_path, *lines)
    told: list[int] = []
    done = list_import.import_suppressions(world.engine, file, LIST, told.append)
    assert (done.recorded, done.already) == (len(lines), 0)
    assert told[-1] == len(lines)
    again = take_in(world, written(tmp_path, *lines, "13900139000"))
    assert (again.recorded, again.already) == (1, len(lines))
    with world.engine.store.read() as session:
        count = session.exec(select(func.count()).select_from(SuppressionEvent)).one()
    assert count == len(lines) + 1


def test_an_import_takes_back_what_is_reserved_and_closes_what_is_open(
    begun_anywhere: Begin, tmp_path: Path
) -> None:
    world = begun_anywhere("survey")
    one, other = world.contact("S1"), world.contact("S2")
    world.agent()
    reserve.reserve(world.engine, [one.id], world.now)
    take_in(world, written(tmp_path, one.number, other.number))
    assert world.attempt("S1").state is State.WITHDRAWN
    assert {world.contact(name).state for name in ("S1", "S2")} == {ContactState.CLOSED}


def test_an_import_ends_what_rings(begun: Begin, tmp_path: Path) -> None:
    world = begun("survey")
    world.agent()
    world.ready()
    attempt = world.attempt("S1")
    world.call_event(attempt, "ringing")
    take_in(world, written(tmp_path, attempt.number))
    assert world.carrier.hung_up == [(attempt.sid, False)]


def test_a_list_that_ends_leaves_the_contact_open(begun: Begin, tmp_path: Path) -> None:
    world = begun("survey")
    contact = world.contact("S1")
    take_in(world, written(tmp_path, "number,expires", f"{contact.number},2026-11-24"))
    assert world.contact("S1").state is ContactState.WAITING


# National registers


def as_of(world: World, country: str) -> datetime | None:
    with world.engine.store.read() as session:
        return registers.register_as_of(session, country)


def read_register(world: World, file: Path, name: str, day: datetime) -> Imported:
    return registers.import_register(world.engine, file, name, day, (), lambda _: None)


@pytest.mark.parametrize("name", ["US", "us", "National Do Not Call Registry"])
def test_a_register_forbids_selling_and_its_age_is_known(
    world: World, tmp_path: Path, name: str
) -> None:
    day = world.now - timedelta(days=3)
    assert as_of(world, "US") is None
    read_register(world, written(tmp_path, "+12025550143"), name, day)
    assert as_of(world, "US") == day
    assert as_of(world, "FR") is None
    wanted = [("+12025550143", f"purpose:{purpose}") for purpose in ("marketing", "retention")]
    assert sorted(standing(world)) == wanted


def test_an_older_register_does_not_make_a_newer_one_old(world: World, tmp_path: Path) -> None:
    file, day = written(tmp_path, "+12025550143"), world.now - timedelta(days=3)
    read_register(world, file, "US", day)
    read_register(world, file, "US", day - timedelta(days=30))
    assert as_of(world, "US") == day


def test_a_register_that_could_not_be_read_has_no_age(small_world: World, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_register(small_world, written(tmp_path, "nobody"), "US", small_world.now)
    assert as_of(small_world, "US") is None


def test_a_register_nobody_asks_for_and_one_of_tomorrow_are_refused(
    small_world: World, tmp_path: Path
) -> None:
    file = written(tmp_path, "+12025550143")
    with pytest.raises(UsageError, match="No rules ask"):
        read_register(small_world, file, "Moon", small_world.now)
    with pytest.raises(UsageError, match="not come yet"):
        read_register(small_world, file, "US", small_world.now + timedelta(days=2))
    assert standing(small_world) == []
