"""Laws of lists: everyone is counted once, the same twice, and holdouts stay when the base grows."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outbound.audience.base import Base
from outbound.audience.importing import import_base
from outbound.audience.nouns import KINDS, History, Selection
from outbound.audience.selection import select
from outbound.campaign.schema import Campaign
from outbound.campaign.workspace import Workspace

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CENTRE = "centre: A\ncountry: CN\nzone: Asia/Shanghai\nlanguages: [zh]\n"

PEOPLE = st.lists(
    st.tuples(
        st.integers(0, 30),  # the number: some share one
        st.sampled_from(["", "gold", "silver"]),
        st.sampled_from(["", "0", "5", "70"]),
    ),
    max_size=40,
)
SAMPLES = st.none() | st.builds(
    lambda kind, count, per, allocation, expect: (
        {kind: count, "per": per, "allocation": allocation, "expect": f"{expect}%"}
    ),
    st.sampled_from(["completes", "contacts"]),
    st.integers(1, 20),
    st.sampled_from([[], ["tier"], ["tier", "spend"]]),
    st.sampled_from(["proportional", "equal", "optimal"]),
    st.integers(0, 100),
)
AUDIENCES = st.fixed_dictionaries(
    {
        "where": st.sampled_from(["true", "spend > 1", "tier = 'gold' or spend is null"]),
        "unless": st.sampled_from([{}, {"rich": "spend > 50"}, {"a": "spend >= 5", "b": "null"}]),
        "segments": st.sampled_from(
            [
                [],
                [{"name": "g", "where": "tier = 'gold'"}],
                [{"name": "s", "where": "spend > 9"}, {"name": "r"}],
            ]
        ),
        "holdout": st.sampled_from(["0%", "20%", "100%"]),
        "order": st.sampled_from([[], ["-spend"], ["tier", "spend"]]),
    }
)
HELD = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["x", "y"])), max_size=8)


def campaign(audience: dict[str, Any], sample: dict[str, Any] | None) -> Campaign:
    return Campaign.model_validate(
        {
            "id": "law",
            "title": "Law",
            "purpose": "survey",
            "schedule": {"from": "2026-11-23", "until": "2026-12-20", "build": "0 8 * * MON"},
            "audience": audience | ({"sample": sample} if sample else {}),
            "contact": {"channels": [{"sms": {"from": "survey"}}]},
            "script": "law",
        }
    )


def phone(n: int) -> str:
    return f"+86138{n:08d}"


def world(people: list[tuple[int, str, str]], folder: Path) -> tuple[Base, Workspace]:
    (folder / "outbound.yaml").write_text(CENTRE)
    lines = ["subscriber_id,phone,tier,spend"]
    lines += [f"H{i:03d},{phone(n) if n else ''},{t},{s}" for i, (n, t, s) in enumerate(people)]
    # Types must not depend on which few people chance put in.
    lines += ["typed,,gold,1.5"]
    (folder / "p.csv").write_text("\n".join(lines) + "\n")
    workspace = Workspace(folder)
    import_base(folder / "p.csv", workspace, NOW, lambda rows: None)
    return Base.open(workspace), workspace


def numbers(held: list[tuple[int, str]]) -> pa.Table:
    return pa.table(
        {
            "number": pa.array([phone(n) for n, _ in held], pa.string()),
            "reason": pa.array([r for _, r in held], pa.string()),
        }
    )


def ids(found: Selection) -> set[str]:
    return set(found.listed.column("subscriber_id").to_pylist())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PEOPLE, AUDIENCES, SAMPLES, HELD, HELD, HELD)
def test_everyone_is_counted_once(
    people: list[tuple[int, str, str]],
    audience: dict[str, Any],
    sample: dict[str, Any] | None,
    suppressed: list[tuple[int, str]],
    capped: list[tuple[int, str]],
    claimed: list[tuple[int, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base, workspace = world(people, Path(folder))
        wanted = campaign(audience, sample)
        history = History(
            suppressed=numbers(suppressed), capped=numbers(capped), claimed=numbers(claimed)
        )
        found = select(base, wanted, workspace.centre, NOW, history)
        again = select(Base.open(workspace), wanted, workspace.centre, NOW, history)
    assert found.base == len(people) + 1
    dropped = sum(drop.count for drop in found.waterfall)
    assert found.base == dropped + found.holdout.num_rows + found.listed.num_rows
    assert [d.kind for d in found.waterfall] == sorted(
        (d.kind for d in found.waterfall), key=KINDS.index
    )
    held_numbers = {phone(n) for n, _ in [*suppressed, *capped, *claimed]}
    called = found.listed.column("number").to_pylist()
    assert not held_numbers & set(called)
    assert len(set(called)) == len(called)
    assert sorted(found.listed.column("rank").to_pylist()) == list(range(1, len(called) + 1))
    assert ids(found).isdisjoint(found.holdout.column("subscriber_id").to_pylist())
    assert sum(found.by_segment.values()) == len(called)
    assert not sample or sum(cell.listed for cell in found.cells) == len(called)
    assert again.listed.equals(found.listed)
    assert (again.waterfall, again.cells) == (found.waterfall, found.cells)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PEOPLE, AUDIENCES, HELD)
def test_the_reasons_agree_with_the_waterfall(
    people: list[tuple[int, str, str]], audience: dict[str, Any], capped: list[tuple[int, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base, workspace = world(people, Path(folder))
        found = select(
            base, campaign(audience, None), workspace.centre, NOW, History(capped=numbers(capped))
        )
        assert found.reasons is not None
        told = found.reasons.table()
    assert told.num_rows == found.base
    rows = told.to_pylist()
    for drop in found.waterfall:
        assert sum(row["reason"] == f"{drop.kind}: {drop.reason}" for row in rows) == drop.count
    assert {row["subscriber_id"] for row in rows if row["reason"] == "listed"} == ids(found)
    held = {row["subscriber_id"] for row in rows if row["reason"] == "held out"}
    assert held == set(found.holdout.column("subscriber_id").to_pylist())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PEOPLE, PEOPLE)
def test_holdouts_stay_when_the_base_grows(
    people: list[tuple[int, str, str]], more: list[tuple[int, str, str]]
) -> None:
    few = [(i + 1, tier, spend) for i, (_, tier, spend) in enumerate(people)]
    many = few + [(100 + i, tier, spend) for i, (_, tier, spend) in enumerate(more)]
    held = []
    for rows in (few, many):
        with tempfile.TemporaryDirectory() as folder:
            base, workspace = world(rows, Path(folder))
            found = select(
                base, campaign({"holdout": "30%"}, None), workspace.centre, NOW, History()
            )
            held.append(set(found.holdout.column("subscriber_id").to_pylist()))
    before = {f"H{i:03d}" for i in range(len(few))}
    assert held[1] & before == held[0]
