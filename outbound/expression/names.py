"""The names that every expression knows: functions, and what `history.` offers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

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

HISTORY: Final[Mapping[str, Type]] = {
    "contacts_30d": Type.NUMBER,
    "attempts_30d": Type.NUMBER,
    "days_since_contact": Type.NUMBER,
    "days_since_survey": Type.NUMBER,
    "last_outcome": Type.TEXT,
    "last_overall": Type.NUMBER,
    "open_follow_ups": Type.NUMBER,
    "risk": Type.NUMBER,
    "grade": Type.TEXT,
}
"""What the store knows of a person, as `history.NAME`."""


@dataclass(frozen=True)
class Signature:
    """What a function takes and gives; None stands for any type, all the same one."""

    fewest: int
    most: int
    takes: Type | None
    gives: Type | None
    shape: str


FUNCTIONS: Final[Mapping[str, Signature]] = {
    "coalesce": Signature(1, 32, None, None, "coalesce(a, b, ...)"),
    "abs": Signature(1, 1, Type.NUMBER, Type.NUMBER, "abs(number)"),
    "round": Signature(1, 2, Type.NUMBER, Type.NUMBER, "round(number) or round(number, digits)"),
    "lower": Signature(1, 1, Type.TEXT, Type.TEXT, "lower(text)"),
    "upper": Signature(1, 1, Type.TEXT, Type.TEXT, "upper(text)"),
    "length": Signature(1, 1, Type.TEXT, Type.NUMBER, "length(text)"),
    "days_since": Signature(1, 1, Type.DATE, Type.NUMBER, "days_since(column)"),
    "months_since": Signature(1, 1, Type.DATE, Type.NUMBER, "months_since(column)"),
    "events": Signature(2, 2, None, Type.NUMBER, "events('name', days)"),
}
"""Every function of the language."""


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside, in the order of the text."""
    match node:
        case Literal() | Column():
            return ()
        case Call():
            return node.arguments
        case Binary():
            return node.left, node.right
        case Unary() | Like() | IsNull():
            return (node.operand,)
        case In():
            return node.operand, *node.items
        case Between():
            return node.operand, node.low, node.high
        case Case():
            branches = tuple(part for branch in node.branches for part in branch)
            return branches if node.otherwise is None else (*branches, node.otherwise)


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the text."""
    yield node
    for child in children(node):
        yield from walk(child)


def columns(expression: Expression) -> frozenset[str]:
    """The columns and questions that the expression reads."""
    found = (n for n in walk(expression.root) if isinstance(n, Column) and not n.history)
    return frozenset(node.name for node in found)


def history_columns(expression: Expression) -> frozenset[str]:
    """The `history.` names that the expression reads."""
    found = (n for n in walk(expression.root) if isinstance(n, Column) and n.history)
    return frozenset(node.name for node in found)
