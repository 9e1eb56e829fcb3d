"""Worlds in which campaigns have just begun; their waves are built once and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from outbound.clock import VirtualClock
from tests.world import START, World

Begin = Callable[..., World]


@pytest.fixture(scope="session")
def begun_files(
    workspace_files: Path, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[tuple[str, ...]], Path]:
    """A folder with a workspace and a SQLite store in which these campaigns were launched and built at eight."""
    made: dict[tuple[str, ...], Path] = {}

    def files(campaigns: tuple[str, ...]) -> Path:
        if campaigns not in made:
            folder = tmp_path_factory.mktemp("begun")
            shutil.copytree(workspace_files, folder / "centre")
            shutil.copyfile(migrated_sqlite, folder / "store.sqlite")
            world = _open(folder)
            world.launch(*campaigns)
            world.tick()
            world.engine.store.close()
            made[campaigns] = folder
        return made[campaigns]

    return files


@pytest.fixture
def begun(begun_files: Callable[[tuple[str, ...]], Path], tmp_path: Path) -> Iterator[Begin]:
    """`begun("texts")`: launched and its wave built at eight, the time set (nine unless told)."""
    opened: list[World] = []

    def begin(*campaigns: str, at: str = "09:00") -> World:
        folder = tmp_path / f"begun-{len(opened)}"
        shutil.copytree(begun_files(campaigns), folder)
        world = _open(folder)
        opened.append(world)
        world.at(at)
        return world

    yield begin
    for world in opened:
        world.money_adds_up()
        world.engine.store.close()


@pytest.fixture
def begun_anywhere(world: World) -> Begin:
    """The same on both databases."""

    def begin(*campaigns: str, at: str = "09:00") -> World:
        world.launch(*campaigns)
        world.tick()
        world.at(at)
        return world

    return begin


def _open(folder: Path) -> World:
    return World.open(
        folder / "centre", f"sqlite:///{folder / 'store.sqlite'}", VirtualClock(START)
    )
