"""Selecting a list: every reason in its order, everyone counted once, the same people every time."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from outbound.audience.base import Base
from outbound.audience.criteria import reads_history
from outbound.audience.holdout import is_held_out
from outbound.audience.ledger import reason, write_reasons
from outbound.audience.nouns import History, Selection
from outbound.audience.selection import select
from outbound.campaign.schema import Campaign
from outbound.campaign.workspace import Workspace
from outbound.errors import InputError

MOMENT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
Row = dict[str, object]
MakeBase = Callable[[Sequence[Row]], Base]


def campaign(build: object = "0 8 * * MON", **audience: Any) -> Campaign:
    return Campaign.model_validate(
        {
            "id": "pulse",
            "title": "Pulse",
            "purpose": "survey",
            "schedule": {"from": "2026-11-23", "until": "2026-12-20", "build": build},
            "audience": audience,
            "contact": {"channels": [{"sms": {"from": "survey"}}]},
            "script": "pulse",
        }
    )


def people(count: int, **common: object) -> list[Row]:
    return [
        {"subscriber_id": f"H{n:03d}", "phone": f"138{n:08d}"} | common for n in range(1, count + 1)
    ]


def numbers(*rows: tuple[int, str]) -> pa.Table:
    return pa.table(
        {"number": [f"+86138{n:08d}" for n, _ in rows], "reason": [why for _, why in rows]}
    )


@pytest.fixture
def listed(workspace: Workspace, base: MakeBase) -> Callable[..., Selection]:
    def make(rows: Sequence[Row], wanted: Campaign, history: History | None = None) -> Selection:
        found = select(base(rows), wanted, workspace.centre, MOMENT, history or History())
        assert found.base == (
            sum(drop.count for drop in found.waterfall)
            + found.listed.num_rows
            + found.holdout.num_rows
        )
        return found

    return make


def ids(found: Selection) -> list[str]:
    return list(found.listed.sort_by("rank").column("subscriber_id").to_pylist())


def drops(found: Selection) -> list[tuple[str, str, int]]:
    return [(drop.kind, drop.reason, drop.count) for drop in found.waterfall]


def test_each_is_dropped_for_the_first_reason_that_holds(
    listed: Callable[..., Selection], workspace: Workspace
) -> None:
    rows = people(9, status="active", debt=0, tier="gold")
    rows[0]["status"] = "left"
    rows[1]["debt"] = 5
    rows[2] |= {"tier": "none", "debt": 5}
    rows[7]["phone"] = None
    rows[8]["phone"] = rows[6]["phone"]
    found = listed(
        rows,
        campaign(
            where="status = 'active'",
            unless={"owes money": "debt > 0", "never": "debt < 0"},
            segments=[{"name": "vip", "where": "tier = 'gold'"}],
        ),
        History(
            suppressed=numbers((4, "suppressed (all)"), (1, "suppressed (all)")),
            capped=numbers((5, "at most 1 contact in 7 days"), (4, "at most 1 contact in 7 days")),
            claimed=numbers((6, "held by care")),
        ),
    )
    assert drops(found) == [
        ("where", "outside the audience", 1),
        ("where", "no segment", 1),
        ("unless", "owes money", 1),
        ("unless", "never", 0),
        ("suppressed", "suppressed (all)", 1),
        ("capped", "at most 1 contact in 7 days", 1),
        ("claimed", "held by care", 1),
        ("unreachable", "no usable number", 1),
        ("duplicate", "another subscriber on the list has the same number", 1),
    ]
    assert ids(found) == ["H007"]
    assert found.by_segment == {"vip": 1}
    write_reasons(workspace, "pulse@1", found)
    assert reason(workspace, "pulse@1", "H002") == "unless: owes money"
    assert reason(workspace, "pulse@1", "H004") == "suppressed: suppressed (all)"
    assert reason(workspace, "pulse@1", "H007") == "listed"
    assert reason(workspace, "pulse@1", "nobody") is None
    assert reason(workspace, "pulse@2", "H002") is None


def test_null_is_neither_a_reason_to_stay_nor_one_to_go(listed: Callable[..., Selection]) -> None:
    rows = people(2, tier="gold", debt=None)
    rows[1]["tier"] = None
    rows.append({"subscriber_id": "H9", "phone": "13900000000", "tier": "gold", "debt": 3})
    found = listed(rows, campaign(where="tier = 'gold'", unless={"owes": "debt > 1"}))
    assert ids(found) == ["H001"]


def test_a_shared_number_goes_to_the_first_who_may_be_contacted(
    listed: Callable[..., Selection],
) -> None:
    rows = people(3, status="active")
    for row in rows:
        row["phone"] = "13800000001"
    rows[0]["status"] = "left"
    assert ids(listed(rows, campaign(where="status = 'active'"))) == ["H002"]


def test_segments_take_the_first_that_matches(listed: Callable[..., Selection]) -> None:
    rows = people(3)
    for row, spend in zip(rows, (100, 50, None), strict=True):
        row["spend"] = spend
    found = listed(
        rows,
        campaign(
            segments=[
                {"name": "top", "where": "spend >= 100"},
                {"name": "some", "where": "spend >= 50"},
                {"name": "rest"},
            ]
        ),
    )
    assert found.by_segment == {"top": 1, "some": 1, "rest": 1}


def test_history_is_null_for_strangers_but_their_counts_are_zero(
    listed: Callable[..., Selection],
) -> None:
    known = pa.table(
        {
            "subscriber_id": ["H001"],
            "contacts_30d": [2],
            "days_since_survey": [10],
        }
    )
    wanted = campaign(
        where="history.contacts_30d < 2 or history.days_since_survey >= 90",
        unless={"asked lately": "history.days_since_survey < 90"},
    )
    assert ids(listed(people(3), wanted, History(people=known))) == ["H002", "H003"]
    assert len(ids(listed(people(3), wanted))) == 3


def test_only_audiences_that_ask_read_history() -> None:
    assert reads_history(
        campaign(segments=[{"name": "a", "where": "history.risk > 1"}, {"name": "b"}])
    )
    assert not reads_history(campaign(where="tier = 'gold'", unless={"a": "debt > 1"}))


def test_events_are_counted_back_from_the_moment(
    listed: Callable[..., Selection], workspace: Workspace
) -> None:
    folder = workspace.db_dir / "events"
    folder.mkdir(parents=True)
    pq.write_table(
        pa.table(
            {
                "subscriber_id": ["H001", "H001", "H002", "H003", "H003"],
                "name": ["bill", "bill", "bill", "other", "bill"],
                "at": pa.array(
                    [
                        datetime(2026, 11, 22, tzinfo=UTC),
                        datetime(2026, 10, 25, tzinfo=UTC),
                        datetime(2026, 8, 1, tzinfo=UTC),
                        datetime(2026, 11, 22, tzinfo=UTC),
                        datetime(2026, 11, 24, tzinfo=UTC),  # after the moment
                    ]
                ),
            }
        ),
        folder / "november.parquet",
    )
    more = pa.table(
        {
            "subscriber_id": ["H002"],
            "name": ["bill"],
            "at": pa.array([datetime(2026, 11, 20, 12, tzinfo=UTC)], pa.timestamp("us")),
        }
    )
    found = listed(people(3), campaign(where="events('bill', 90) >= 1"), History(events=more))
    assert ids(found) == ["H001", "H002"]
    assert ids(listed(people(3), campaign(where="events('bill', 30) = 2"))) == ["H001"]


def test_a_wave_relative_to_a_date_takes_those_due_on_its_day(
    listed: Callable[..., Selection],
) -> None:
    rows = people(4)
    days = ("2026-11-20", "2026-11-19", None, "2026-11-21")
    for row, day in zip(rows, days, strict=True):
        row["activated_on"] = day
    build = {"on": "activated_on", "after": "3d", "at": "09:30"}
    found = listed(rows, campaign(build=build))
    assert ids(found) == ["H001"]
    assert ("where", "not due at this moment", 3) in drops(found)


def test_a_wave_before_a_date_takes_those_whose_day_is_still_to_come(
    listed: Callable[..., Selection],
) -> None:
    rows = people(4)
    for row, day in zip(rows, ("2026-11-26", "2026-11-25", None, "2026-11-20"), strict=True):
        row["ends_on"] = day
    build = {"on": "ends_on", "before": "3d", "at": "09:30"}
    assert ids(listed(rows, campaign(build=build))) == ["H001"]


def test_a_wave_relative_to_a_moment_counts_its_local_day(listed: Callable[..., Selection]) -> None:
    rows = people(3)
    for row, at in zip(
        rows, ("2026-11-19T16:00:00Z", "2026-11-20T15:59:59Z", "2026-11-20T16:00:00Z"), strict=True
    ):
        row["activated_at"] = at
    found = listed(rows, campaign(build={"on": "activated_at", "after": "3d"}))
    assert ids(found) == ["H001", "H002"]


def test_a_wave_relative_to_an_event_takes_the_last_day_of_them(
    listed: Callable[..., Selection],
) -> None:
    at = [datetime(2026, 11, 22, h, m, tzinfo=UTC) for h, m in ((23, 50), (23, 51), (0, 1))]
    events = pa.table(
        {"subscriber_id": ["H001", "H002", "H003"], "name": ["bill_query"] * 3, "at": at}
    )
    wanted = campaign(build={"on": "event bill_query", "after": "10m"})
    assert ids(listed(people(4), wanted, History(events=events))) == ["H001", "H003"]
    assert ids(listed(people(4), wanted)) == []


def test_the_holdout_is_the_hash_of_campaign_and_subscriber(
    listed: Callable[..., Selection],
) -> None:
    found = listed(people(300), campaign(holdout="20%"))
    expected = {
        f"H{n:03d}" for n in range(1, 301) if is_held_out("pulse", f"H{n:03d}", Decimal("0.2"))
    }
    assert set(found.holdout.column("subscriber_id").to_pylist()) == expected
    assert set(ids(found)).isdisjoint(expected)
    assert 30 < len(expected) < 90


def test_completes_release_what_they_need_and_list_as_many_in_reserve(
    listed: Callable[..., Selection],
) -> None:
    rows = people(400)
    for n, row in enumerate(rows):
        row |= {"region": "north" if n % 4 else "south", "spend": n}
    sample = {"completes": 20, "per": ["region"], "expect": "25%"}
    found = listed(rows, campaign(sample=sample, order=["-spend"]))
    cells = {cell.values["region"]: cell for cell in found.cells}
    assert [(c.available, c.target, c.listed) for c in cells.values()] == [
        (300, 15, 120),
        (100, 5, 40),
    ]
    assert found.waterfall[-1].kind == "quota"
    table = found.listed.to_pylist()
    assert [row["rank"] for row in table] == list(range(1, 161))
    assert [row["released"] for row in table] == [True] * 80 + [False] * 80
    for cell, share in (("north", 60), ("south", 20)):
        released = [row for row in table if row["cell"] == cell and row["released"]]
        spends = [json.loads(row["facts"])["spend"] for row in released]
        assert len(spends) == share
        assert spends == sorted(spends, reverse=True)
        # Chance decides who is called, not their spend: the released are no top of the cell.
        assert min(spends) < 100
    # Every fourth place is the smaller cell's: both fill at the same pace.
    assert {row["cell"] for row in table[:4]} == {"north", "south"}
    assert sum(row["cell"] == "south" for row in table[:40]) == 10


def test_a_cell_too_small_gives_all_it_has(listed: Callable[..., Selection]) -> None:
    rows = people(30, region="north")
    rows[0]["region"] = None
    sample = {"completes": 20, "per": ["region"], "allocation": "equal", "expect": "50%"}
    found = listed(rows, campaign(sample=sample))
    assert [(c.values, c.target, c.listed) for c in found.cells] == [
        ({"region": "-"}, 1, 1),
        ({"region": "north"}, 19, 29),
    ]


def test_a_fixed_list_is_released_whole(listed: Callable[..., Selection]) -> None:
    rows = people(50)
    for n, row in enumerate(rows):
        row |= {"region": "north" if n % 2 else "south", "tier": "gold"}
    fixed = {"north/gold": 4, "south/gold": 2, "moon/gold": 9}
    sample = {"contacts": 6, "per": ["region", "tier"], "allocation": fixed}
    found = listed(rows, campaign(sample=sample))
    assert {row["cell"]: None for row in found.listed.to_pylist()}.keys() == {
        "north/gold",
        "south/gold",
    }
    assert (found.listed.num_rows, all(found.listed.column("released").to_pylist())) == (6, True)
    assert [(c.listed, c.target) for c in found.cells] == [(4, None), (2, None)]


def test_facts_are_the_columns_as_they_were(listed: Callable[..., Selection]) -> None:
    rows = people(
        1, name='张"三', joined="2026-11-20", at="2026-11-20 10:00:05", ok=True, debt=-1.5
    )
    found = listed(rows, campaign())
    (row,) = found.listed.to_pylist()
    assert json.loads(row["facts"]) == {
        "subscriber_id": "H001", "phone": "+8613800000001", "name": '张"三', "joined": "2026-11-20",
        "at": "2026-11-20T10:00:05", "ok": True, "debt": -1.5,
    }  # fmt: skip
    assert (row["number"], row["language"], row["zone"], row["region"], row["segment"]) == (
        "+8613800000001", "zh", None, "", "everyone",
    )  # fmt: skip


def test_nobody_is_a_list_too(listed: Callable[..., Selection]) -> None:
    sample = {"completes": 5, "per": ["tier"]}
    wanted = campaign(where="tier = 'x'", sample=sample, holdout="10%", order=["tier"])
    found = listed(people(3, tier="gold"), wanted)
    assert (found.listed.num_rows, found.holdout.num_rows, found.cells) == (0, 0, ())


@pytest.mark.parametrize(
    "audience",
    [
        {"where": "no_such = 1"},
        {"sample": {"completes": 5, "per": ["no_such"]}},
        {"order": ["-no_such"]},
        {"where": "1 ="},
    ],
)
def test_what_the_base_lacks_is_told(
    audience: dict[str, Any], listed: Callable[..., Selection]
) -> None:
    with pytest.raises(InputError, match="pulse"):
        listed(people(1), campaign(**audience))


def test_a_relative_build_needs_a_date(listed: Callable[..., Selection]) -> None:
    with pytest.raises(InputError, match="no date"):
        listed(people(1), campaign(build={"on": "phone", "after": "3d"}))
