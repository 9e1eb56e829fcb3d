"""Success: told from the base as it stands; whoever is gone has not succeeded."""

from collections.abc import Callable, Sequence

import pytest

from outbound.audience.base import Base
from outbound.audience.nouns import History
from outbound.audience.success import reads_history, succeeded
from outbound.errors import InputError
from tests.audience.test_selection import MOMENT, people

MakeBase = Callable[[Sequence[dict[str, object]]], Base]


def test_only_those_asked_about_and_only_where_it_is_known(base: MakeBase) -> None:
    rows = people(4, status="active")
    rows[1]["status"], rows[2]["status"] = "left", None
    found = succeeded(
        base(rows), "status = 'active'", ["H001", "H002", "H003", "H999"], MOMENT, History()
    )
    assert found == {"H001"}


def test_days_are_counted_to_the_moment(base: MakeBase) -> None:
    rows = people(2, paid_on="2026-11-20")
    rows[1]["paid_on"] = "2026-11-01"
    assert succeeded(
        base(rows), "days_since(paid_on) <= 3", ["H001", "H002"], MOMENT, History()
    ) == {"H001"}


@pytest.mark.parametrize("condition", ["no_such = 1", "status = 'active' and and"])
def test_a_condition_that_does_not_fit_the_base_is_told(base: MakeBase, condition: str) -> None:
    with pytest.raises(InputError):
        succeeded(base(people(1, status="active")), condition, ["H001"], MOMENT, History())


def test_history_is_asked_for_only_where_it_is_read() -> None:
    assert reads_history("history.open_follow_ups = 0")
    assert not reads_history("status = 'active'")
