"""Where the demo's customers live, what they complained of, and whether they come or go."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

Row = dict[str, object]

_AREAS: Final = 6  # home areas in each region
# Areas where the network is worked on: in how many days, and when.
_WORKS: Final[Mapping[str, tuple[int, str]]] = {
    "north-2": (2, "0:00-4:00"),
    "east-5": (2, "1:00-5:00"),
    "south-4": (4, "0:00-4:00"),
    "harbour-1": (8, "0:00-6:00"),
}
_PROBLEMS: Final = (
    ("上网慢", "slow mobile data"), ("通话中断", "dropped calls"), ("扣费不明", "an unclear charge"),
    ("宽带故障", "a broadband fault"), ("业务办理慢", "a slow order"),
)  # fmt: skip


def home(chance: random.Random, today: date, person: Mapping[str, object]) -> Row:
    """The area that the line is mostly used in, and the next work on its network."""
    area = f"{person['region']}-{chance.randrange(1, _AREAS + 1)}"
    planned = _WORKS.get(area)
    day = today + timedelta(days=planned[0]) if planned else None
    return {
        "home_area": area,
        "planned_work_on": day.isoformat() if day else "",
        "planned_work_hours": planned[1] if planned else "",
    }


def complaint(chance: random.Random, today: date, person: Mapping[str, object]) -> Row:
    """The latest complaint, closed in the last eight days by two in five who complained."""
    zh, en = chance.choice(_PROBLEMS)
    closed = today - timedelta(days=chance.randrange(1, 9))
    opened = closed - timedelta(days=chance.randrange(1, 10))
    number = chance.randrange(1000, 10_000)
    has = chance.random() < 0.4 and person["status"] == "active" and person["complaints_60d"]
    return {
        "complaint_case": f"{opened:%m%d}-{number}" if has else "",
        "complaint_problem": (zh if person["language"] == "zh" else en) if has else "",
        "complaint_opened_on": opened.isoformat() if has else "",
        "complaint_closed_on": closed.isoformat() if has else "",
    }


def escalation(chance: random.Random, today: date, person: Mapping[str, object]) -> Row:
    """Whether the complaint was escalated, and so is another team's; one in ten was."""
    escalated = "true" if chance.random() < 0.1 else "false"
    return {"complaint_escalated": escalated if person["complaint_case"] else ""}


def staying(chance: random.Random, today: date, person: Mapping[str, object]) -> Row:
    """When they left, gave notice, or came from elsewhere; empty for nearly all."""
    left = today - timedelta(days=chance.randrange(2, 61))
    notice = today - timedelta(days=chance.randrange(1, 8))
    gives = chance.random() < (0.08 if person["tier"] in ("platinum", "gold") else 0.008)
    newcomer = str(person["activated_on"]) >= (today - timedelta(days=120)).isoformat()
    came = chance.random() < 0.35 and newcomer and person["status"] == "active"
    return {
        "left_on": left.isoformat() if person["status"] == "left" else "",
        "leaving_notice_on": notice.isoformat() if gives and person["status"] == "active" else "",
        "ported_in_on": person["activated_on"] if came else "",
    }


def leaving(chance: random.Random, today: date, person: Mapping[str, object]) -> Row:
    """Of those who gave notice: who applied to take the number along, and who accepted a call."""
    applies, accepts = chance.random() < 0.3, chance.random() < 0.5
    notice = person["leaving_notice_on"]
    return {
        "port_out_on": notice if applies else "",
        "call_accepted": ("true" if accepts else "false") if notice else "",
    }
