"""The suppression list as people keep it: add, lift, import, show."""

from pathlib import Path

import pytest

from outbound.engine.attempts import suppression_list
from outbound.errors import InputError, UsageError
from tests.world import World


def test_what_is_added_stands_until_it_is_lifted(world: World) -> None:
    engine = world.engine
    assert suppression_list.add(engine, "138 0013 8001", "all", "asked") == "+8613800138001"
    suppression_list.add(engine, "+8613800138001", "purpose:survey", "asked")
    suppression_list.remove(engine, "+8613800138001", "all", "signed letter")
    assert [row["scope"] for row in suppression_list.standing_now(engine)] == ["purpose:survey"]


@pytest.mark.parametrize("text", ["", "12", "hello", "+86138001380011111"])
def test_what_is_no_number_is_not_suppressed(small_world: World, text: str) -> None:
    with pytest.raises(InputError, match="telephone number"):
        suppression_list.add(small_world.engine, text, "all", "")


def test_an_unknown_scope_is_wrong_usage(small_world: World) -> None:
    with pytest.raises(UsageError, match="no scope"):
        suppression_list.add(small_world.engine, "+8613800138001", "everything", "")
    assert suppression_list.standing_now(small_world.engine) == []


def test_a_file_is_imported_whole_with_its_bad_lines_named(world: World, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    lines = ("number,since", "13800138001,2020", "nobody,2021", "+8613800138002,2022", "13800138001,2023")  # fmt: skip
    file.write_text("\n".join(lines), encoding="utf-8")
    imported = suppression_list.import_file(world.engine, file, "purpose:retention", "register")
    assert (imported.suppressed, imported.rejected) == (2, [(3, "nobody")])
    numbers = [row["number"] for row in suppression_list.standing_now(world.engine)]
    assert numbers == ["+8613800138001", "+8613800138002"]


@pytest.mark.parametrize("content", [b"", b"number\n", "号码\n".encode("gbk"), None])
def test_a_file_without_numbers_changes_nothing(
    small_world: World, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "list.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputError) as told:
        suppression_list.import_file(small_world.engine, file, "all", "")
    assert str(file) in told.value.where
    assert suppression_list.standing_now(small_world.engine) == []
