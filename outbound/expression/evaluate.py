"""What an expression means for one person: SQL's three-valued logic, None being unknown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from outbound.expression.tree import (
    Between,
    Binary,
    Call,
    Case,
    Column,
    Expression,
    In,
    IsNull,
    Like,
    Literal,
    Node,
    Unary,
)
from outbound.expression.values import (
    as_day,
    as_number,
    compare,
    compute,
    like,
    lower,
    negate,
    round_half_away,
    upper,
)

Events = Callable[[str, int], int]
"""How many events of a name there were in the last so many days."""


def evaluate(
    expression: Expression,
    row: Mapping[str, object],
    *,
    history: Mapping[str, object] | None = None,
    events: Events | None = None,
    moment: datetime,
    zone: tzinfo,
) -> object:
    """The expression's value; None is unknown, as is whatever `row` and `history` lack.

    `moment` is aware; `zone` is the centre's, in which days and months are counted. Values that
    do not fit, which `faults` would have told, count as unknown; nothing is raised.
    """
    person = _Person(row, history or {}, events, moment, zone)
    return person.value(expression.root)


@dataclass(frozen=True)
class _Person:
    """All that an expression can read of one person at one moment."""

    row: Mapping[str, object]
    history: Mapping[str, object]
    events: Events | None
    moment: datetime
    zone: tzinfo

    def value(self, node: Node) -> object:
        match node:
            case Literal():
                return node.value
            case Column():
                return (self.history if node.history else self.row).get(node.name)
            case Call():
                return self._call(node)
            case Binary():
                return self._binary(node)
            case Unary():
                operand = self.value(node.operand)
                return _not(operand) if node.op == "not" else negate(operand)
            case Case():
                return self._case(node)
            case In() | Between() | Like() | IsNull():
                return self._tested(node)

    def _binary(self, node: Binary) -> object:
        left = self.value(node.left)
        if node.op in ("and", "or"):
            decisive = node.op == "or"
            if left is decisive:
                return decisive
            right = self.value(node.right)
            return decisive if right is decisive else _unless_unknown(left, right, not decisive)
        right = self.value(node.right)
        if node.op in ("+", "-", "*", "/", "%"):
            return compute(node.op, left, right)
        return compare(node.op, left, right, self.zone)

    def _tested(self, node: In | Between | Like | IsNull) -> bool | None:
        operand = self.value(node.operand)
        match node:
            case IsNull():
                return operand is None
            case In():
                found = [compare("=", operand, item.value, self.zone) for item in node.items]
                return True if True in found else None if None in found else False
            case Between():
                above = compare(">=", operand, self.value(node.low), self.zone)
                below = compare("<=", operand, self.value(node.high), self.zone)
                return False if False in (above, below) else _unless_unknown(above, below, True)
            case Like():
                return like(operand, node.pattern) if isinstance(operand, str) else None

    def _case(self, node: Case) -> object:
        for condition, result in node.branches:
            if self.value(condition) is True:
                return self.value(result)
        return None if node.otherwise is None else self.value(node.otherwise)

    def _call(self, node: Call) -> object:
        if node.name == "coalesce":
            values = (self.value(argument) for argument in node.arguments)
            return next((value for value in values if value is not None), None)
        if node.name == "events":
            return self._events(node)
        first, *rest = [self.value(argument) for argument in node.arguments]
        if node.name in ("days_since", "months_since"):
            return self._since(node.name, first)
        if node.name in ("abs", "round"):
            return _of_number(node.name, first, rest)
        return _of_text(node.name, first) if isinstance(first, str) else None

    def _events(self, node: Call) -> int | None:
        name, days = (self.value(argument) for argument in node.arguments)
        if self.events is None or not isinstance(name, str) or not isinstance(days, int):
            return None
        return self.events(name, days)

    def _since(self, name: str, value: object) -> int | None:
        day, today = as_day(value, self.zone), self.moment.astimezone(self.zone).date()
        if day is None:
            return None
        if name == "days_since":
            return (today - day).days
        months = (today.year - day.year) * 12 + today.month - day.month
        return months - (today.day < day.day)


def _not(value: object) -> bool | None:
    return not value if isinstance(value, bool) else None


def _unless_unknown(left: object, right: object, value: bool) -> bool | None:
    return value if isinstance(left, bool) and isinstance(right, bool) else None


def _of_number(name: str, first: object, rest: list[object]) -> object:
    if name == "round":
        digits = rest[0] if rest else 0
        return round_half_away(first, digits) if isinstance(digits, int) else None
    number = as_number(first)
    return None if number is None else abs(number)


def _of_text(name: str, text: str) -> object:
    return {"lower": lower, "upper": upper, "length": len}[name](text)
