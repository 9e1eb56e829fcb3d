"""The demo's base: real contracts, made-up people, the same from the same seed."""

import csv
import itertools
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import phonenumbers
import pytest

from outbound.audience.importing import Imported, import_base
from outbound.campaign.workspace import Workspace
from outbound.demo.base import write_demo_base

NOW = datetime(2026, 11, 23, tzinfo=UTC)
Row = dict[str, str]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "customers.csv"
    write_demo_base(path, 1, NOW)
    return path


@pytest.fixture(scope="module")
def result(path: Path) -> Imported:
    (path.parent / "outbound.yaml").write_text(
        "centre: A\ncountry: CN\nzone: Asia/Shanghai\nlanguages: [zh]\n"
    )
    return import_base(path, Workspace(path.parent), NOW, lambda rows: None)


@pytest.fixture(scope="module")
def people(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            row for row in csv.DictReader(file) if row["subscriber_id"] and row["phone"] != "12345"
        ][:7043]


def test_all_7043_go_in_and_three_are_refused(result: Imported) -> None:
    assert (result.imported, result.rejected) == (7043, 3)
    assert result.rejects_file is not None
    reasons = result.rejects_file.read_text(encoding="utf-8")
    for said in ("impossible telephone number 12345", "already in row", "id is missing"):
        assert said in reasons


def test_the_columns_have_the_types_that_campaigns_rely_on(result: Imported) -> None:
    types = {"number": "balance spend_3m monthly_charges data_gb_3m voice_min_3m complaints_60d tenure"
             " total_charges senior_citizen", "date": "activated_on contract_ends_on",
             "boolean": "agreed_calls agreed_marketing synthetic",
             "text": "region tier status plan language channel_used item_used churn"}  # fmt: skip
    for kind, names in types.items():
        assert {result.columns[name] for name in names.split()} == {kind}


def test_numbers_are_distinct_valid_chinese_mobiles(people: list[Row]) -> None:
    assert len({row["phone"] for row in people}) == 7043
    for row in people[::7]:
        number = phonenumbers.parse(row["phone"])
        assert phonenumbers.is_valid_number_for_region(number, "CN")
        assert phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE


def test_everyone_is_synthetic(people: list[Row]) -> None:
    assert {row["synthetic"] for row in people} == {"true"}


def test_the_world_is_as_the_campaigns_need_it(people: list[Row]) -> None:
    days = Counter(date.fromisoformat(row["activated_on"]) for row in people)
    for back in range(1, 8):
        assert 40 <= days[date(2026, 11, 23) - timedelta(days=back)] <= 150
    assert days[date(2026, 11, 20)] >= 60
    low = [
        row
        for row in people
        if row["balance"] and 0 < float(row["balance"]) < 3 * float(row["spend_3m"]) / 90
    ]
    assert 200 <= len(low) <= 600
    assert 0.70 < sum(row["language"] == "zh" for row in people) / 7043 < 0.80
    asked = Counter(
        (row["region"], row["tier"])
        for row in people
        if row["status"] == "active" and row["activated_on"] < "2026-08-26"
    )
    cells = itertools.product(
        ["north", "south", "east", "west", "harbour"], ["platinum", "gold", "silver", "standard"]
    )
    assert all(asked[cell] >= 15 for cell in cells)


def test_a_contract_that_runs_ends_in_the_future(people: list[Row]) -> None:
    ends = [row["contract_ends_on"] for row in people if row["contract_ends_on"]]
    assert 2000 < len(ends) < 5000
    assert min(ends) >= "2026-11-23"


def test_the_seed_decides_all(path: Path, tmp_path: Path) -> None:
    write_demo_base(tmp_path / "same.csv", 1, NOW)
    write_demo_base(tmp_path / "other.csv", 2, NOW)
    assert (tmp_path / "same.csv").read_bytes() == path.read_bytes()
    assert (tmp_path / "other.csv").read_bytes() != path.read_bytes()


def test_a_smaller_base_has_so_many_rows(tmp_path: Path) -> None:
    write_demo_base(tmp_path / "small.csv", 1, NOW, rows=50)
    assert len((tmp_path / "small.csv").read_text(encoding="utf-8").splitlines()) == 54
