"""A story: the small service centre on the machine's own clock, frozen and moved by hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

import pyarrow.acero  # noqa: F401 - compiled against the real clock, so read before it freezes
import pytest
from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory

from outbound.clock import SystemClock
from tests.world import START, ZONE, World

UNTOUCHED = (
    "duckdb",
    "ibis",
    "numpy",
    "pandas",
    "pyarrow",
    "scipy",
    "sqlglot",
    "sqlalchemy",
    "psycopg",
)
"""Compiled or large modules that freezing need not look through; none of them asks what time it is."""


@dataclass
class Story:
    """The world, and the hand that moves its clock."""

    world: World
    clock: FrozenDateTimeFactory

    def at(self, day: date, hour: str) -> World:
        """Move to that time of the centre's day and let the engine tick."""
        self.clock.move_to(datetime.combine(day, time.fromisoformat(hour), ZONE))
        self.world.tick()
        return self.world


@pytest.fixture
def story(make_world: Callable[..., World], sqlite_url: str) -> Iterator[Story]:
    with freeze_time(START, ignore=list(UNTOUCHED)) as clock:
        yield Story(make_world(sqlite_url, SystemClock()), clock)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "stories" in item.path.parts:
            item.add_marker(pytest.mark.story)
