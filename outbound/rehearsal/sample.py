"""A made-up person of a segment: an example value for every column that a campaign's words and conditions read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any, Final
from zoneinfo import ZoneInfo

from outbound.campaign.schema import Campaign, EventBuild
from outbound.expression.evaluate import evaluate
from outbound.expression.names import children, columns, walk
from outbound.expression.parse import parse
from outbound.expression.tree import (
    Between,
    Binary,
    Call,
    Column,
    Expression,
    In,
    Like,
    Literal,
    Node,
)

SUBSCRIBER: Final = "EXAMPLE1"
_TRIES: Final = 4_000

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "zh": {"name": "王芳", "_name": "云盘会员", "problem": "上网慢", "hours": "0时至4时", "area": "城东"},
    "en": {"name": "Ann Lee", "_name": "Cloud Disk", "problem": "slow data", "hours": "0:00-4:00", "area": "East side"},
}  # fmt: skip
_TEXTS: Final = {
    "status": "active", "tier": "gold", "region": "north", "plan": "5G-198", "case": "0805-1123",
    "month": "7", "contract": "Two year", "channel": "shops", "item": "rewards", "home_area": "north",
}  # fmt: skip
_NUMBERS: Final = {
    "spend_3m": 420.5, "spend": 182.0, "balance": 8.6, "monthly_charges": 98.0, "charge": 49.0, "price": 10.0,
    "bill": 58.0, "saving": 10.0, "gb": 20, "min": 1020, "tenure": 24, "complaints": 0, "senior": 0, "_m1": 0,
    "_m2": 0, "_m3": 0, "_60d": 0, "_30d": 0, "_90d": 0, "count": 1, "after_offer": 59.0,
}  # fmt: skip
_AHEAD: Final = ("next", "ends", "until", "planned", "expires")
Facts = dict[str, Any]


def sample_facts(
    campaign: Campaign, segment: str, language: str, names: Iterable[str], now: datetime
) -> Facts:
    """A person who falls into the segment and, where one can be made up so, into the audience.

    The same campaign, segment, language and day make the same person.
    """
    wanted = sorted({*names, *read_by(campaign)})
    usual = {name: _example(name, language, now) for name in wanted} | _due(campaign, wanted, now)
    for tests in (_tests(campaign, segment, whole=True), _tests(campaign, segment, whole=False)):
        found = _solved(usual, tests, now)
        if found is not None:
            return found
    return usual


def read_by(campaign: Campaign) -> set[str]:
    """The columns that the campaign's conditions read: segments, questions, offers, alerts."""
    asked = {question.id for question in campaign.questions}
    texts = [
        campaign.audience.where,
        *(s.where for s in campaign.audience.segments),
        *(q.when for q in campaign.questions),
        *(o.for_ for o in campaign.offers),
        *(a.when for a in campaign.alerts),
    ]
    return {name for text in texts if text for name in columns(parse(text))} - asked


def _due(campaign: Campaign, wanted: Iterable[str], now: datetime) -> Facts:
    """The date that makes the wave of this day the person's own, where waves follow a date."""
    build = campaign.schedule.build
    if not isinstance(build, EventBuild) or build.on not in wanted:
        return {}
    return {build.on: (now - build.shift).date().isoformat()}


Test = tuple[Expression, bool]


def _tests(campaign: Campaign, segment: str, *, whole: bool) -> list[Test]:
    """What must hold, and what must not: earlier segments, and reasons to leave somebody out."""
    tests: list[Test] = []
    for each in campaign.audience.segments:
        if each.where is not None:
            tests.append((parse(each.where), each.name == segment))
        if each.name == segment:
            break
    if whole:
        tests.append((parse(campaign.audience.where), True))
        tests += [(parse(text), False) for text in campaign.audience.unless.values()]
    return tests


def _solved(usual: Facts, tests: list[Test], now: datetime) -> Facts | None:
    """The usual values with few changes that pass every test; None where so many tries find none."""
    tried = {name: [value] for name, value in usual.items()}
    for expression, _ in tests:
        for name, value in _hinted(expression.root, now):
            if name in tried and value not in tried[name]:
                tried[name].append(value)
    return _Search(tests, tried, now, iter(range(_TRIES))).passing(usual)


@dataclass(frozen=True)
class _Search:
    """Changes what the first failing test reads until it passes, and goes on from there."""

    tests: list[Test]
    tried: Mapping[str, list[Any]]
    now: datetime
    budget: Iterator[int]

    def passing(self, facts: Facts) -> Facts | None:
        """Facts that pass every test; None where none are found, or the budget is spent."""
        for place, test in enumerate(self.tests):
            if not _passes(test, facts, self.now):
                better = self._changed(facts, place)
                return next((found for f in better if (found := self.passing(f))), None)
        return facts

    def _changed(self, facts: Facts, place: int) -> Iterator[Facts]:
        """The facts with other values, so that this test and all before it pass."""
        names = sorted(columns(self.tests[place][0]) & set(self.tried))
        for chosen in product(*(self.tried[name] for name in names)):
            if next(self.budget, None) is None:
                return
            candidate = facts | dict(zip(names, chosen, strict=True))
            if all(_passes(test, candidate, self.now) for test in self.tests[: place + 1]):
                yield candidate


def _passes(test: Test, facts: Facts, now: datetime) -> bool:
    return _holds(test[0], facts, now) is test[1]


def _holds(expression: Expression, facts: Facts, now: datetime) -> bool:
    zone = now.tzinfo or ZoneInfo("UTC")
    return evaluate(expression, facts, history={}, events=None, moment=now, zone=zone) is True


def _hinted(node: Node, now: datetime) -> Iterator[tuple[str, Any]]:
    """Values worth trying for a column: those that a condition compares it with, and just beside them."""
    for each in walk(node):
        match each:
            case Binary(op="=" | "<>" | "<" | "<=" | ">" | ">=", left=left, right=right):
                yield from _beside(left, right, now)
                yield from _beside(right, left, now)
            case In(operand=Column(name=name), items=items):
                yield from ((name, _plain(item.value)) for item in items)
            case Like(operand=Column(name=name), pattern=pattern):
                yield name, pattern.replace("%", "").replace("_", "x")
            case Between(operand=operand, low=low):
                yield from _beside(operand, low, now)
            case Column(name=name, history=False):
                yield from ((name, None),)
            case _:
                pass


def _beside(of: Node, to: Node, now: datetime) -> Iterator[tuple[str, Any]]:
    value = next((_plain(n.value) for n in walk(to) if isinstance(n, Literal)), None)
    names = [n.name for n in walk(of) if isinstance(n, Column) and not n.history]
    for name in names:
        if isinstance(of, Call) and of.name in ("days_since", "months_since"):
            days = int(value or 0) * (30 if of.name == "months_since" else 1)
            for shift in (days, days + 1, days - 1):
                yield name, (now - timedelta(days=shift)).date().isoformat()
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield from ((name, value + shift) for shift in (0, 1, -1))
        elif value is not None and not children(of):
            yield name, value


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _example(name: str, language: str, now: datetime) -> Any:
    """A value that reads like the column's name."""
    if name.endswith("_on"):
        days = -5 if any(part in name for part in _AHEAD) else 100
        return (now - timedelta(days=days)).date().isoformat()
    words = _WORDS.get(language.split("-")[0], _WORDS["en"])
    looks: tuple[tuple[Mapping[str, Any], Callable[[str], bool]], ...] = (
        (words, lambda part: name == part or (part != "name" and part in name)),
        (_NUMBERS, lambda part: part in name),
        (_TEXTS, lambda part: part in name),
    )
    if name in _TEXTS:
        return _TEXTS[name]
    for values, fits in looks:
        for part, value in values.items():
            if fits(part):
                return value
    return 1 if "number" in name else name
