"""Small campaigns to be forecast: valid ones, changed by keyword."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from outbound.audience.nouns import Cell, Drop, Sketch
from outbound.campaign.centre import Costs
from outbound.campaign.schema import Campaign, Channel
from outbound.dialing.outcome import Outcome
from outbound.forecast.asking import TextLength, questions_met, spent
from outbound.forecast.course import Manner, Place
from outbound.forecast.forecast import Frame
from outbound.forecast.odds import default_odds
from outbound.forecast.outlook import CellStart, Outlook, Returning
from outbound.policy.hours import Everywhere, OpenHours

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)
EIGHT = datetime(2026, 11, 23, 8, tzinfo=ZONE)
CALL = {"call": {"attempts": 2, "ring": "25s", "from": "survey"}}
TEXT = {"sms": {"after": "2h", "from": "survey"}}
QUESTIONS = [
    {"id": "overall", "ask": "Overall?", "answer": "scale 1-10"},
    {"id": "network", "ask": "The network?", "answer": "scale 1-10"},
]
HOURS = "Mo-Fr 09:00-12:00,14:00-20:00; PH off"


def campaign(
    sample: Mapping[str, Any] | None = None,
    steps: Sequence[Mapping[str, Any]] = (CALL, TEXT),
    **changed: Any,
) -> Campaign:
    body: dict[str, Any] = {
        "id": "trial",
        "title": {"zh": "试", "en": "Trial"},
        "purpose": "survey",
        "schedule": {"from": "2026-11-23", "until": "2026-12-20", "build": "0 8 * * MON"},
        "audience": {"sample": sample} if sample else {},
        "contact": {"hours": HOURS, "channels": list(steps), "retry": {"no-answer": ["3h", "1d"]}},
        "script": "trial",
        "survey": {"questions": QUESTIONS},
    }
    return Campaign.model_validate(body | changed)


def manner_of(made: Campaign) -> Manner:
    odds = {
        step.mode: default_odds(step.mode, questions_met(made, step.mode))
        for step in made.contact.channels
    }
    length = TextLength(1.0, (1.0, 1.0))
    spendings = {
        (mode, outcome): spent(outcome, mode, of, questions_met(made, mode), length)
        for mode, of in odds.items()
        for outcome in Outcome
    }
    return Manner(made.contact, odds, spendings)


def place_of(hours: str = HOURS) -> Place:
    opening = Everywhere((OpenHours.parse(hours, "CN", ZONE),))
    return Place(1.0, ZONE, dict.fromkeys(Channel, opening))


def cell(name: str, available: int, target: int | None, expect: float = 0.2, **more: int) -> CellStart:  # fmt: skip
    listed = available if target is None else min(available, round(2 * target / max(expect, 0.01)))
    return CellStart({"region": name}, available, target, listed, **more)


def outlook(cells: Sequence[CellStart], made: Campaign | None = None, **changed: Any) -> Outlook:
    """Four Mondays, one zone; the goal of the cells, expected at 20 % unless told."""
    goal = sum(c.target or 0 for c in cells)
    given = made or campaign({"completes": goal, "per": ["region"], "expect": "20%"} if goal else None)  # fmt: skip
    first = MONDAY
    weeks = [first + timedelta(days=7 * n) for n in range(56)]
    usual = Outlook(
        campaign=given, zone=ZONE, now=EIGHT, until=given.schedule.until,
        waves={day: datetime.combine(day, time(8), ZONE) for day in weeks}, cells=tuple(cells),
        places=(place_of(given.contact.hours),), manner=manner_of(given), expect=0.2,
        returning=Returning(None),
    )  # fmt: skip
    return replace(usual, **changed)


def frame(cells: Sequence[CellStart], **changed: Any) -> Frame:
    """What a plan says besides, of a base that has nobody but the cells' people."""
    available, listed = sum(c.available for c in cells), sum(c.listed for c in cells)
    sketch = Sketch(
        EIGHT, available, (Drop("quota", "beyond the sample", available - listed),), 0, listed,
        {"everyone": listed}, tuple(Cell(c.values, c.available, c.target, c.listed) for c in cells), None,
    )  # fmt: skip
    costs = Costs.model_validate({"agent_hour": "60", "call_minute": "0.15", "sms": "0.05"})
    return replace(Frame(sketch, "trial@20261123T080000", 4, costs), **changed)
