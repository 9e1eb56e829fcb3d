"""What the demo's customers have on top of a plan: its tariff, offers, trials, orders and purchases."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

Row = dict[str, object]

# The plan's data in GB, the price of a further GB, the price of a day's roaming.
_TARIFFS: Final[Mapping[str, tuple[int, int, int]]] = {
    "campus-39": (10, 3, 25),
    "4G-58": (5, 5, 25),
    "5G-128": (15, 5, 25),
    "5G-198": (30, 3, 20),
    "fibre-129": (20, 5, 25),
}
_TRIALS: Final = (
    ("云盘会员", "Cloud Disk", 10), ("视频会员", "Video Pass", 15),
    ("音乐会员", "Music Pass", 8), ("流量加油包", "Data Booster", 10),
)  # fmt: skip
_ORDERS: Final = (
    ("视频会员包", "Video Pack", 15), ("流量月包", "Data Pack", 20),
    ("来电助手", "Call Assistant", 6), ("国际长途包", "World Talk", 30),
)  # fmt: skip
_ITEMS: Final = (
    ("5G套餐升级", "5G plan upgrade"), ("家庭宽带", "home broadband"), ("合约手机", "contract phone"),
    ("视频会员包", "Video Pack"), ("流量加油包", "Data Booster"),
)  # fmt: skip
_SAVINGS: Final = (10, 15, 20, 30)


def tariff(chance: random.Random, today: date, person: Mapping[str, object]) -> Row:
    """The plan's own tariff, this month's use, and what was paid on top of it in three months."""
    data, per_gb, roaming = _TARIFFS[str(person["plan"])]
    used = float(str(person["data_gb_3m"])) / 3 * chance.uniform(0.5, 1.2)
    paid_more = int(str(person["bill_extra_charge"] or 0)) > 0 and used >= 0.8 * data
    extra = round(float(str(person["bill_extra_charge"] or 0)) * chance.uniform(1, 2.5))
    abroad = person["status"] == "active" and chance.random() < 0.025
    return {
        "plan_data_gb": data,
        "used_data_gb": f"{used:.1f}",
        "extra_data_price": per_gb,
        "extra_data_spend_3m": extra if paid_more else "",
        "roaming_day_price": roaming,
        "roaming_spend_3m": roaming * chance.randrange(1, 15) if abroad else "",
    }


def offer(chance: random.Random, today: date, person: Mapping[str, object]) -> Row:
    """A discount that ends with one of the next months; about one in sixteen has one."""
    saving, months = chance.choice(_SAVINGS), chance.randrange(3)
    ends = _month_end(today, months)
    has = chance.random() < 0.06 and _settled(person, today)
    price = round(float(str(person["monthly_charges"]))) + saving
    return {
        "offer_name": _said(person, f"每月减{saving}元", f"{saving} a month off") if has else "",
        "offer_ends_on": ends.isoformat() if has else "",
        "offer_saving": saving if has else "",
        "price_after_offer": price if has else "",
    }


def trial(chance: random.Random, today: date, person: Mapping[str, object]) -> Row:
    """A service on trial that ended lately or soon ends; about one in twenty-five has one."""
    zh, en, price = chance.choice(_TRIALS)
    ends = today + timedelta(days=chance.randrange(-2, 8))
    has = chance.random() < 0.04 and person["status"] == "active"
    return {
        "trial_name": _said(person, zh, en) if has else "",
        "trial_ends_on": ends.isoformat() if has else "",
        "trial_price": price if has else "",
    }


def order(chance: random.Random, today: date, person: Mapping[str, object]) -> Row:
    """Something ordered in the last days that waits for its confirmation; one in fifty has done so."""
    zh, en, price = chance.choice(_ORDERS)
    ordered = today - timedelta(days=chance.choice((0, 1, 1, 2)))
    has = chance.random() < 0.02 and person["status"] == "active"
    return {
        "order_name": _said(person, zh, en) if has else "",
        "order_price": price if has else "",
        "ordered_on": ordered.isoformat() if has else "",
    }


def bought(chance: random.Random, today: date, person: Mapping[str, object]) -> Row:
    """What was bought in the last three weeks; about one in twelve bought something."""
    zh, en = chance.choice(_ITEMS)
    day = today - timedelta(days=chance.randrange(1, 22))
    has = chance.random() < 0.08 and _settled(person, today)
    return {
        "bought_on": day.isoformat() if has else "",
        "bought_item": _said(person, zh, en) if has else "",
    }


def _said(person: Mapping[str, object], zh: str, en: str) -> str:
    """The name in the customer's language, as they know it from their bill."""
    return zh if person["language"] == "zh" else en


def _settled(person: Mapping[str, object], today: date) -> bool:
    """Whether they are with us for three months and more, and still are."""
    long_ago = (today - timedelta(days=90)).isoformat()
    return person["status"] == "active" and str(person["activated_on"]) < long_ago


def _month_end(today: date, later: int) -> date:
    """The last day of this month, or of a later one."""
    months = today.year * 12 + today.month + later
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)
