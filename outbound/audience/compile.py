"""Compiles an expression tree to Ibis, with the meaning that `expression.evaluate` gives it in Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import ibis

from outbound.expression.tree import (
    Between,
    Binary,
    Call,
    Case,
    Column,
    In,
    IsNull,
    Like,
    Literal,
    Node,
    Unary,
)

_Value = Any  # an Ibis value; Ibis has no static types


@dataclass(frozen=True)
class Scope:
    """What names mean: Ibis values by column, history column, and (event, days); and what day it is."""

    columns: Mapping[str, _Value]
    history: Mapping[str, _Value]
    events: Mapping[tuple[str, int], _Value]
    today: date  # of the wave's moment, in the centre's zone


def compiled(node: Node, scope: Scope) -> _Value:
    """The Ibis value of a checked tree; null follows SQL, division by zero is null."""
    match node:
        case Literal(value=value):
            return _literal(value)
        case Column(name=name, history=history):
            return scope.history[name] if history else scope.columns[name]
        case Call():
            return _call(node, scope)
        case Unary(op="not", operand=operand):
            return ~_known_type(compiled(operand, scope), "boolean")
        case Unary(operand=operand):
            return -_number(compiled(operand, scope))
        case Binary(op=op, left=left, right=right):
            return _BINARY[op](compiled(left, scope), compiled(right, scope))
        case _:
            return _predicate(node, scope)


def _predicate(node: In | Between | Like | IsNull | Case, scope: Scope) -> _Value:
    match node:
        case In(operand=operand, items=items):
            return _is_in(compiled(operand, scope), items)
        case Between(operand=operand, low=low, high=high):
            value = compiled(operand, scope)
            above = _compare(">=")(value, compiled(low, scope))
            return above & _compare("<=")(value, compiled(high, scope))
        case Like(operand=operand, pattern=pattern):
            return _known_type(compiled(operand, scope), "string").like(pattern)
        case IsNull(operand=operand):
            return compiled(operand, scope).isnull()
        case Case(branches=branches, otherwise=otherwise):
            pairs = [(compiled(when, scope), compiled(then, scope)) for when, then in branches]
            last = ibis.null() if otherwise is None else compiled(otherwise, scope)
            return ibis.cases(*pairs, else_=last)


def _literal(value: bool | int | Decimal | str | None) -> _Value:
    if value is None:
        return ibis.null()
    # Decimals would meet doubles as decimals in some engines; in Python they are doubles too.
    return ibis.literal(float(value) if isinstance(value, Decimal) else value)


def _known_type(value: _Value, kind: str) -> _Value:
    """A bare null as a null of the type that its place asks for."""
    return value.cast(kind) if value.type().is_null() else value


def _number(value: _Value) -> _Value:
    """Arithmetic is in doubles, as in Python: no engine's integer overflow or whole division."""
    return value.cast("float64")


def _arithmetic(work: Callable[[_Value, _Value], _Value]) -> Callable[[_Value, _Value], _Value]:
    return lambda left, right: work(_number(left), _number(right))


def _compare(op: str) -> Callable[[_Value, _Value], _Value]:
    def comparison(left: _Value, right: _Value) -> _Value:
        if left.type().is_null() or right.type().is_null():
            return ibis.null("boolean")  # Ibis would ask whether the other is null
        left, right = _same_kind(left, right)
        return _COMPARED[op](left, right)

    return comparison


def _same_kind(left: _Value, right: _Value) -> tuple[_Value, _Value]:
    """A text beside a date or moment is one, written in ISO."""
    for ours, theirs in ((left, right), (right, left)):
        if ours.type().is_string() and theirs.type().is_temporal():
            kind = "date" if theirs.type().is_date() else "timestamp"
            return (left.cast(kind), right) if ours is left else (left, right.cast(kind))
    return left, right


def _is_in(value: _Value, items: tuple[Literal, ...]) -> _Value:
    known = [_literal(item.value) for item in items if item.value is not None]
    found: _Value = ibis.literal(False)
    if value.type().is_null():
        return ibis.null("boolean")
    if value.type().is_temporal():
        for item in known:
            found = found | _compare("=")(value, item)
    elif known:
        found = value.isin(known)
    return found | ibis.null("boolean") if len(known) < len(items) else found


def _call(call: Call, scope: Scope) -> _Value:
    if call.name == "events":
        return scope.events[event_of(call)]
    arguments = [compiled(argument, scope) for argument in call.arguments]
    if call.name in _SINCE:
        return _SINCE[call.name](scope.today, _day(arguments[0]))
    return _FUNCTIONS[call.name](*arguments)


def event_of(call: Call) -> tuple[str, int]:
    """The event and the days that an `events('name', 90)` names."""
    name, days = (a.value for a in call.arguments if isinstance(a, Literal))
    return str(name), int(str(days))


def _day(value: _Value) -> _Value:
    return value.date() if value.type().is_timestamp() else value.cast("date")


def _days_since(today: date, day: _Value) -> _Value:
    return ibis.literal(today).delta(day, unit="day")


def _months_since(today: date, day: _Value) -> _Value:
    months = (today.year - day.year()) * 12 + (today.month - day.month())
    return months - (day.day() > today.day).ifelse(1, 0)


def _remainder(left: _Value, right: _Value) -> _Value:
    return left % right.nullif(0)


_COMPARED: Mapping[str, Callable[[_Value, _Value], _Value]] = {
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
_BINARY: Mapping[str, Callable[[_Value, _Value], _Value]] = {
    **{op: _compare(op) for op in _COMPARED},
    "and": lambda left, right: _known_type(left, "boolean") & _known_type(right, "boolean"),
    "or": lambda left, right: _known_type(left, "boolean") | _known_type(right, "boolean"),
    "+": _arithmetic(lambda left, right: left + right),
    "-": _arithmetic(lambda left, right: left - right),
    "*": _arithmetic(lambda left, right: left * right),
    "/": _arithmetic(lambda left, right: left / right.nullif(0)),
    "%": _arithmetic(_remainder),
}
_SINCE: Mapping[str, Callable[[date, _Value], _Value]] = {
    "days_since": _days_since,
    "months_since": _months_since,
}
_FUNCTIONS: Mapping[str, Callable[..., _Value]] = {
    "coalesce": lambda *values: ibis.coalesce(*values),
    "abs": lambda value: _number(value).abs(),
    "round": lambda value, digits=None: _number(value).round(0 if digits is None else digits),
    "lower": lambda value: _known_type(value, "string").lower(),
    "upper": lambda value: _known_type(value, "string").upper(),
    "length": lambda value: _known_type(value, "string").length(),
}
