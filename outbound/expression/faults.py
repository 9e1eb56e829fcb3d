"""What does not fit in a parsed expression: names that do not exist, types that do not match."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from outbound.expression.fault import ExpressionError
from outbound.expression.hint import did_you_mean
from outbound.expression.names import FUNCTIONS, HISTORY
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
    Type,
    Unary,
)

MAX_DAYS = 3660
"""How far back events are counted: ten years."""


def faults(
    expression: Expression,
    names: Mapping[str, Type | None],
    history: Mapping[str, Type] = HISTORY,
    *,
    all_names_known: bool = True,
) -> list[ExpressionError]:
    """Everything that does not fit, in the order of the text.

    `names` are the columns and questions that may be read here, with None for an unknown type. Where not all are known, because
    no base is imported, a name that is missing from them passes, and so does whatever it stands for.
    """
    checker = _Checker(names, history, all_names_known)
    root = checker.type_of(expression.root)
    if root not in (Type.BOOLEAN, None):
        words = f"The expression must be true or false, and this is {_A[root]}"
        checker.add(expression.root, words, "Compare it with something.")
    return sorted(checker.found, key=lambda fault: fault.offset)


_A = {
    Type.BOOLEAN: "a truth value",
    Type.NUMBER: "a number",
    Type.TEXT: "a text",
    Type.DATE: "a date",
    Type.MOMENT: "a moment",
    Type.LIST: "a list of options",
}
_ARITHMETIC = frozenset("+-*/%")


@dataclass
class _Checker:
    names: Mapping[str, Type | None]
    history: Mapping[str, Type]
    all_names_known: bool
    found: list[ExpressionError] = field(default_factory=list)

    def add(self, node: Node, message: str, hint: str = "", code: str = "type") -> None:
        self.found.append(ExpressionError(message, node.offset, hint, code=code))

    def type_of(self, node: Node) -> Type | None:
        """The node's type, None where it cannot be known; notes what does not fit on the way."""
        match node:
            case Literal():
                return _of_literal(node)
            case Column():
                return self._column(node)
            case Call():
                return self._call(node)
            case Binary():
                return self._binary(node)
            case Unary():
                wanted = Type.BOOLEAN if node.op == "not" else Type.NUMBER
                return self._want(wanted, node.operand, f"{node.op} takes")
            case Case():
                return self._case(node)
            case In() | Between() | Like() | IsNull():
                self._test(node)
                return Type.BOOLEAN

    def _case(self, node: Case) -> Type | None:
        for condition, _ in node.branches:
            self._want(Type.BOOLEAN, condition, "when takes")
        results = [result for _, result in node.branches]
        return self._same([*results, node.otherwise] if node.otherwise else results)

    def _column(self, node: Column) -> Type | None:
        known: Mapping[str, Type | None] = self.history if node.history else self.names
        if node.name in known:
            return known[node.name]
        if node.history:
            message = f"There is no history.{node.name}"
            self.add(node, message, did_you_mean(node.name, known), "unknown-column")
        elif self.all_names_known:
            message = f"There is no column {node.name}"
            self.add(node, message, self._column_hint(node.name), "unknown-column")
        return None

    def _column_hint(self, name: str) -> str:
        if name in self.history:
            return f"Did you mean history.{name}?"
        return did_you_mean(name, self.names, "See the base's columns: outbound import shows them.")

    def _want(self, wanted: Type, node: Node, who: str) -> Type:
        given = self.type_of(node)
        if given not in (wanted, None):
            self.add(node, f"{who} {_A[wanted]}, and this is {_A[given]}")
        return wanted

    def _same(self, nodes: Iterable[Node]) -> Type | None:
        first: Type | None = None
        for node in nodes:
            given = self.type_of(node)
            if first is not None and given not in (first, None):
                self.add(node, f"This is {_A[given]} where the first is {_A[first]}")
            first = first or given
        return first

    def _binary(self, node: Binary) -> Type:
        if node.op in ("and", "or"):
            self._want(Type.BOOLEAN, node.left, f"{node.op} joins")
            return self._want(Type.BOOLEAN, node.right, f"{node.op} joins")
        if node.op in _ARITHMETIC:
            self._number(node.left, node.op)
            return self._number(node.right, node.op)
        self._comparable(node.op, node.left, self.type_of(node.left), node.right)
        return Type.BOOLEAN

    def _number(self, node: Node, op: str) -> Type:
        given = self.type_of(node)
        if given in (Type.DATE, Type.MOMENT):
            hint = "Count days with days_since(column)."
            self.add(node, f"{op} takes a number, and this is {_A[given]}", hint)
        elif given not in (Type.NUMBER, None):
            self.add(node, f"{op} takes a number, and this is {_A[given]}")
        return Type.NUMBER

    def _test(self, node: In | Between | Like | IsNull) -> None:
        if isinstance(node, Like):
            self._want(Type.TEXT, node.operand, "like takes")
            return
        given = self.type_of(node.operand)
        match node:
            case In():
                for item in node.items:
                    self._comparable("=", node.operand, given, item)
            case Between():
                self._comparable("<=", node.operand, given, node.low)
                self._comparable("<=", node.operand, given, node.high)
            case IsNull():
                pass

    def _comparable(self, op: str, left: Node, first: Type | None, right: Node) -> None:
        """Note it if the two cannot be compared; texts stand for dates where dates are wanted."""
        second = self.type_of(right)
        if first is None or second is None:
            return
        ordered = op not in ("=", "<>")
        dated, texts = {Type.DATE, Type.MOMENT}, {first, second} - {Type.DATE, Type.MOMENT}
        if {first, second} & dated and texts == {Type.TEXT}:
            self._iso(right if second is Type.TEXT else left, first if first in dated else second)
        elif {first, second} == {Type.LIST, Type.TEXT} and first is Type.LIST and not ordered:
            return
        elif first is not second:
            self.add(right, f"{_A[second].capitalize()} cannot be compared with {_A[first]}")
        elif ordered and first in (Type.BOOLEAN, Type.LIST):
            self.add(right, f"{_A[first].capitalize()} has no order", "Use = or <>.")

    def _iso(self, node: Node, wanted: Type) -> None:
        text = node.value if isinstance(node, Literal) else None
        if not isinstance(text, str):
            self.add(node, f"{_A[wanted].capitalize()} cannot be compared with a text column")
        elif not _is_iso(text, wanted):
            self.add(node, f"{text!r} is no date", "Write it as '2026-11-23'.")

    def _call(self, node: Call) -> Type | None:
        signature = FUNCTIONS[node.name]
        if node.name == "coalesce":
            return self._same(node.arguments)
        if node.name == "events":
            self._events(node)
        elif node.name in ("days_since", "months_since"):
            self._since(node)
        elif signature.takes is not None:
            self._want(signature.takes, node.arguments[0], f"{node.name} takes")
        if node.name == "round" and len(node.arguments) == 2:
            self._whole(node.arguments[1], 0, 9, "round takes digits")
        return signature.gives

    def _events(self, node: Call) -> None:
        name, days = node.arguments
        if not isinstance(name, Literal) or not isinstance(name.value, str) or not name.value:
            self.add(name, "events takes the event's name in quotes", "events('bill_query', 90)")
        self._whole(days, 1, MAX_DAYS, "events takes days")

    def _whole(self, node: Node, low: int, high: int, who: str) -> None:
        value = node.value if isinstance(node, Literal) else None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.add(node, f"{who} as a whole number from {low} to {high}")

    def _since(self, node: Call) -> None:
        argument = node.arguments[0]
        if not isinstance(argument, Column):
            self.add(argument, f"{node.name} takes a column")
            return
        given = self.type_of(argument)
        if given not in (Type.DATE, Type.MOMENT, None):
            self.add(argument, f"{node.name} takes a date, and {argument.name} is {_A[given]}")


def _of_literal(node: Literal) -> Type | None:
    if node.value is None:
        return None
    if isinstance(node.value, bool):
        return Type.BOOLEAN
    return Type.TEXT if isinstance(node.value, str) else Type.NUMBER


def _is_iso(text: str, wanted: Type) -> bool:
    pattern = r"\d{4}-\d\d-\d\d" + (r"([T ]\d\d:\d\d(:\d\d)?)?" if wanted is Type.MOMENT else "")
    try:
        return bool(re.fullmatch(pattern, text)) and bool(datetime.fromisoformat(text))
    except ValueError:
        return False
