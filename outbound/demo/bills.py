"""The demo's bills: when each comes, what the latest says, and who looks theirs up."""

import random
from collections.abc import Mapping
from datetime import date
from typing import Final

Row = dict[str, object]

_CYCLES: Final = (2, 7, 12, 17, 22, 26)
"""The days of the month on which bills are made; every customer has one of them."""

_WATCHERS: Final = 0.05  # who look up their bill month after month
_GLANCES: Final = (0, 0, 0, 0, 1, 1, 2)  # how often others do


def bill(chance: random.Random, today: date, person: Mapping[str, object]) -> Row:
    """The latest bill and the next; nothing of a bill for who joined after the latest was made."""
    day = chance.choice(_CYCLES)
    lookups = _lookups(chance)
    plan = round(float(str(person["monthly_charges"])))
    extra = 0 if chance.random() < 0.6 else chance.randrange(1, 46)
    before = plan + (0 if chance.random() < 0.5 else chance.randrange(0, 46))
    billed, gone = _latest(day, today), person["status"] == "left"
    known = not gone and str(person["activated_on"]) < billed.isoformat()
    return {
        "next_bill_on": "" if gone else _following(billed).isoformat(),
        **{f"bill_lookups_m{n}": found if known else 0 for n, found in enumerate(lookups, 1)},
        "billed_on": billed.isoformat() if known else "",
        "bill_month": billed.month if known else "",
        "last_bill": plan + extra if known else "",
        "bill_plan_charge": plan if known else "",
        "bill_extra_charge": extra if known else "",
        "bill_before": before if known else "",
    }


def _lookups(chance: random.Random) -> list[int]:
    """How often the bill was looked up in each of the last three months."""
    least = 1 if chance.random() < _WATCHERS else 0
    return [max(least, chance.choice(_GLANCES)) for _ in range(3)]


def _latest(day: int, today: date) -> date:
    """The latest such day of a month before today."""
    if day < today.day:
        return today.replace(day=day)
    before = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    return date(*before, day)


def _following(billed: date) -> date:
    """The same day a month later."""
    if billed.month == 12:
        return date(billed.year + 1, 1, billed.day)
    return billed.replace(month=billed.month + 1)
