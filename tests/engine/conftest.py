"""Worlds in which one campaign has just begun."""

from collections.abc import Callable

import pytest

from tests.world import World

Begin = Callable[..., World]


@pytest.fixture
def begun(small_world: World) -> Begin:
    """`begun("texts")`: launched and its wave built at eight, the time set (nine unless told)."""

    def begin(*campaigns: str, at: str = "09:00") -> World:
        small_world.launch(*campaigns)
        small_world.tick()
        small_world.at(at)
        return small_world

    return begin


@pytest.fixture
def begun_anywhere(world: World) -> Begin:
    """The same on both databases."""

    def begin(*campaigns: str, at: str = "09:00") -> World:
        world.launch(*campaigns)
        world.tick()
        world.at(at)
        return world

    return begin
