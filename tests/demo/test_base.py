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
             " total_charges senior_citizen bill_lookups_m1 bill_lookups_m2 bill_lookups_m3 bill_month"
             " last_bill bill_plan_charge bill_extra_charge bill_before offer_saving price_after_offer"
             " trial_price order_price roaming_spend_3m roaming_day_price extra_data_spend_3m"
             " extra_data_price plan_data_gb used_data_gb",
             "date": "activated_on contract_ends_on next_bill_on billed_on offer_ends_on trial_ends_on"
             " ordered_on bought_on planned_work_on complaint_opened_on complaint_closed_on left_on"
             " leaving_notice_on ported_in_on port_out_on",
             "boolean": "agreed_calls agreed_marketing synthetic call_accepted"
             " complaint_escalated",
             "text": "region tier status plan language channel_used item_used churn offer_name trial_name"
             " order_name bought_item home_area planned_work_hours complaint_case complaint_problem"}  # fmt: skip
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


def test_every_noun_concerns_tens_to_hundreds(people: list[Row]) -> None:
    said = {name: sum(row[name] != "" for row in people) for name in people[0]}
    for name in (
        "offer_name", "trial_name", "order_name", "bought_item", "complaint_case", "left_on",
        "leaving_notice_on", "ported_in_on", "roaming_spend_3m", "extra_data_spend_3m",
    ):  # fmt: skip
        assert 100 <= said[name] <= 500, name
    looked = [
        row for row in people if all(row[f"bill_lookups_m{month}"] != "0" for month in (1, 2, 3))
    ]
    assert 300 <= len(looked) <= 900
    assert 300 <= sum(row["planned_work_on"] == "2026-11-25" for row in people) <= 800


def test_a_person_fits_together(people: list[Row]) -> None:
    for row in people:
        if row["last_bill"]:
            parts = int(row["bill_plan_charge"]) + int(row["bill_extra_charge"])
            assert int(row["last_bill"]) == parts
            assert row["activated_on"] < row["billed_on"] < "2026-11-23"
        assert (row["left_on"] != "") == (row["status"] == "left")
        assert (row["next_bill_on"] == "") == (row["status"] == "left")
        assert row["complaint_opened_on"] <= row["complaint_closed_on"] < "2026-11-23"
        assert (row["complaint_escalated"] == "") == (row["complaint_case"] == "")
        assert (row["call_accepted"] == "") == (row["leaving_notice_on"] == "")
        assert row["port_out_on"] in ("", row["leaving_notice_on"])
        named = row["offer_name"] + row["trial_name"] + row["order_name"] + row["bought_item"]
        assert not named or named.isascii() == (row["language"] == "en") or "5G" in named


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
