"""The expression tree: what a parsed expression is made of. Offsets count characters of the text."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Type(Enum):
    """What a value can be; every type includes null."""

    BOOLEAN = "boolean"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"  # a calendar day
    MOMENT = "moment"  # an instant
    LIST = "list"  # the chosen options of a many-of question


@dataclass(frozen=True)
class Literal:
    """A constant: true, false, null, a number or a text."""

    value: bool | int | Decimal | str | None
    offset: int


@dataclass(frozen=True)
class Column:
    """A name: a subscriber's column, an earlier question's id, or `history.NAME`."""

    name: str
    offset: int
    history: bool = False


@dataclass(frozen=True)
class Call:
    """A function: coalesce abs round lower upper length days_since months_since events."""

    name: str
    arguments: tuple["Node", ...]
    offset: int


@dataclass(frozen=True)
class Binary:
    """`op` is one of + - * / % = <> < <= > >= and or."""

    op: str
    left: "Node"
    right: "Node"
    offset: int


@dataclass(frozen=True)
class Unary:
    """`op` is not or - ."""

    op: str
    operand: "Node"
    offset: int


@dataclass(frozen=True)
class In:
    """operand in (items); items are literals."""

    operand: "Node"
    items: tuple[Literal, ...]
    offset: int


@dataclass(frozen=True)
class Between:
    """low <= operand <= high."""

    operand: "Node"
    low: "Node"
    high: "Node"
    offset: int


@dataclass(frozen=True)
class Like:
    """SQL like: % any run, _ any one character; case counts."""

    operand: "Node"
    pattern: str
    offset: int


@dataclass(frozen=True)
class IsNull:
    """operand is null."""

    operand: "Node"
    offset: int


@dataclass(frozen=True)
class Case:
    """case when ... then ... else ... end (searched form)."""

    branches: tuple[tuple["Node", "Node"], ...]
    otherwise: "Node | None"
    offset: int


Node = Literal | Column | Call | Binary | Unary | In | Between | Like | IsNull | Case


@dataclass(frozen=True)
class Expression:
    """A parsed expression and the text it came from."""

    text: str
    root: Node
