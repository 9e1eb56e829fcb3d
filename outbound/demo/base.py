"""The demo's subscribers: real customers' contracts and charges, everything personal made from a seed."""

import csv
import random
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from outbound.demo.columns import Columns
from outbound.demo.names import chinese_name, english_name

ZONE = ZoneInfo("Asia/Shanghai")
_SOURCE = "telco_churn.csv"
_OWN = [
    "subscriber_id",
    "phone",
    "name",
    "language",
    "region",
    "tier",
    "status",
    "plan",
    "activated_on",
    "balance",
    "spend_3m",
    "data_gb_3m",
    "voice_min_3m",
    "contract_ends_on",
    "complaints_60d",
    "channel_used",
    "item_used",
    "agreed_calls",
    "agreed_marketing",
    "synthetic",
]
_PREFIXES = [
    "133",
    "135",
    "136",
    "137",
    "138",
    "139",
    "150",
    "151",
    "152",
    "158",
    "159",
    "176",
    "177",
    "186",
    "187",
    "188",
    "189",
    "198",
    "199",
]
_REGIONS = {"north": 24, "south": 26, "east": 22, "west": 16, "harbour": 12}
_CHANNELS = {"website-app": 34, "hotline": 22, "shops": 18, "payment": 10, "": 16}
_ITEMS = {"promotions": 24, "new-services": 22, "rewards": 18, "": 36}
_TERMS = {"Month-to-month": 0, "One year": 12, "Two year": 24}
_FIRST_WEEK = 8
_TIERS = ((95, "platinum"), (80, "gold"), (50, "silver"))  # from that percentile of value on

Row = dict[str, object]


@dataclass(frozen=True)
class _World:
    """What all rows share: the chance they are made by, the day, and how customers' values rank."""

    chance: random.Random
    today: date
    values: list[float]

    def pick(self, weights: Mapping[str, int]) -> str:
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def percentile(self, value: float) -> float:
        return 100 * bisect_left(self.values, value) / len(self.values)


def write_demo_base(path: Path, seed: int, now: datetime, rows: int | None = None) -> None:
    """Write the demo's subscribers as CSV: all 7,043, or the first `rows`; the seed decides the rest.

    Three further rows are broken on purpose, so that the import has something to refuse: an
    impossible number, an id that stood before, and no id at all.
    """
    customers = list(_customers())[:rows]
    values = [float(str(c["monthly_charges"])) for c in customers]
    world = _World(random.Random(seed), now.astimezone(ZONE).date(), sorted(values))
    phones = _phones(world.chance, len(customers) + 3)
    columns = Columns.seeded(seed, world.today)
    people = [
        columns.added(_subscriber(world, place, phone, customer))
        for place, (phone, customer) in enumerate(zip(phones, customers, strict=False), 1)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(people[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(_with_broken(people, phones[-3:]))


def _customers() -> Iterator[dict[str, str]]:
    """The sample's own rows; what it does not know is empty."""
    text = (files("outbound.demo") / "data" / _SOURCE).read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield {name: "" if value == "NA" else value for name, value in row.items()}


def _phones(chance: random.Random, count: int) -> list[str]:
    """Distinct Chinese mobile numbers in the shape that operators give them."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[f"+86{chance.choice(_PREFIXES)}{chance.randrange(10**8):08d}"] = None
    return list(found)


def _with_broken(people: list[Row], phones: list[str]) -> list[Row]:
    middle = len(people) // 2
    impossible = people[0] | {"subscriber_id": "H9000001", "phone": "12345"}
    repeated = people[1] | {"phone": phones[1]}
    nameless = people[2] | {"subscriber_id": "", "phone": phones[2]}
    return [*people[:middle], impossible, *people[middle:], repeated, nameless]


def _subscriber(world: _World, place: int, phone: str, customer: Mapping[str, str]) -> Row:
    chance = world.chance
    language = "zh" if chance.random() < 0.75 else "en"
    monthly = float(customer["monthly_charges"])
    activated = _activated_on(world, int(customer["tenure"]))
    own: Row = {
        "subscriber_id": f"H{place:07d}",
        "phone": phone,
        "name": chinese_name(chance) if language == "zh" else english_name(chance),
        "language": language,
        "region": world.pick(_REGIONS),
        "tier": _tier(world, monthly),
        "status": _status(chance, customer),
        "plan": _plan(chance, customer, monthly),
        "activated_on": activated.isoformat(),
        **_usage(chance, customer, monthly),
        "contract_ends_on": _contract_end(world, customer["contract"], activated),
        "complaints_60d": _complaints(chance, customer),
        "channel_used": world.pick(_CHANNELS),
        "item_used": world.pick(_ITEMS),
        "agreed_calls": _true(chance.random() < 0.94),
        "agreed_marketing": _true(chance.random() < 0.72),
        "synthetic": "true",
    }
    return {name: own[name] for name in _OWN} | dict(customer)


def _activated_on(world: _World, tenure: int) -> date:
    """The day that so many whole months of tenure lead back to; newcomers mostly came this week."""
    if tenure > 1:
        return world.today - timedelta(days=tenure * 30 + world.chance.randrange(30))
    if world.chance.random() < 0.85:
        return world.today - timedelta(days=1 + world.chance.randrange(_FIRST_WEEK))
    return world.today - timedelta(days=10 + world.chance.randrange(40))


def _tier(world: _World, monthly: float) -> str:
    rank = world.percentile(monthly)
    # Value is not all: a little luck lets cells of every region and tier have people in them.
    rank += world.chance.gauss(0, 4)
    return next((tier for least, tier in _TIERS if rank >= least), "standard")


def _status(chance: random.Random, customer: Mapping[str, str]) -> str:
    leaving = 0.10 if customer["churn"] == "Yes" else 0.01
    draw = chance.random()
    if draw < leaving:
        return "left"
    return "suspended" if draw < leaving + 0.04 else "active"


def _plan(chance: random.Random, customer: Mapping[str, str], monthly: float) -> str:
    if customer["internet_service"] == "Fiber optic" and chance.random() < 0.7:
        return "fibre-129"
    young = customer["senior_citizen"] == "0" and customer["partner"] == "0"
    if young and monthly < 60 and chance.random() < 0.3:
        return "campus-39"
    if monthly >= 85:
        return "5G-198"
    return "5G-128" if monthly >= 50 else "4G-58"


def _usage(chance: random.Random, customer: Mapping[str, str], monthly: float) -> Row:
    """Three months' charges, data and minutes, and what is left where the customer pays first."""
    spend = round(3 * monthly * chance.uniform(0.9, 1.25), 2)
    online = customer["internet_service"] != "No"
    data = chance.lognormvariate(3.0 if online else 0.8, 0.7)
    voice = chance.lognormvariate(6.0, 0.8) if customer["phone_service"] == "1" else 0
    prepaid = customer["contract"] == "Month-to-month"
    return {
        "balance": f"{_balance(chance, spend / 90):.2f}" if prepaid else "",
        "spend_3m": f"{spend:.2f}",
        "data_gb_3m": f"{data:.1f}",
        "voice_min_3m": round(voice),
    }


def _balance(chance: random.Random, per_day: float) -> float:
    """What is left on a prepaid line: for one in eighteen less than three days' use, rarely a debt."""
    draw = chance.random()
    if draw < 0.01:
        return -per_day * chance.uniform(0, 2)
    days = chance.uniform(0.1, 2.9) if draw < 0.065 else chance.uniform(3.5, 60)
    return per_day * days


def _contract_end(world: _World, contract: str, activated: date) -> str:
    """The end of the running term, which is renewed until it lies ahead; nothing month to month."""
    term = timedelta(days=round(_TERMS[contract] * 30.44))
    if not term:
        return ""
    terms = (world.today - activated) // term + 1
    return (activated + terms * term).isoformat()


def _complaints(chance: random.Random, customer: Mapping[str, str]) -> int:
    likely = 0.07 + 0.06 * (customer["churn"] == "Yes") + 0.03 * (customer["tech_support"] == "No")
    count = 0
    while count < 4 and chance.random() < likely:
        count += 1
    return count


def _true(value: bool) -> str:
    return "true" if value else "false"
