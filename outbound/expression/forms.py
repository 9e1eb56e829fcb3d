"""A condition taken apart: which operand must lie in which region for it to be true."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Final

from outbound.expression.names import HISTORY
from outbound.expression.region import ANYTHING, NOT_NULL, NULL, Bound, Region, one_of
from outbound.expression.tree import (
    Between,
    Binary,
    Column,
    In,
    IsNull,
    Like,
    Literal,
    Node,
    Type,
    Unary,
)

MOST_ITEMS: Final = 32
"""A longer list is taken as a whole."""

_EXACT: Final = 2**53
"""Beyond it doubles, in which everything is compared, no longer tell whole numbers apart."""

_FLIPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}
_DENIED: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "<>", "<>": "="}

Key = tuple[Any, ...]
"""An operand or condition without its place in the text."""


@dataclass(frozen=True)
class Known:
    """What is known of the names: their types, and for some the values that they can have at all."""

    types: Mapping[str, Type | None] = field(default_factory=dict)
    domains: Mapping[str, Region] = field(default_factory=dict)

    def domain(self, operand: Key) -> Region:
        """The values that the operand can have."""
        for name, region in self.domains.items():
            if operand == _key(Column(name, 0)):
                return region
        return ANYTHING


@dataclass(frozen=True)
class Fact:
    """The operand's value lies in the region."""

    operand: Key
    region: Region


@dataclass(frozen=True)
class Opaque:
    """A condition that is taken as a whole."""

    condition: Key
    holds: bool


Atom = Fact | Opaque


@dataclass(frozen=True)
class Joined:
    """All of the parts, or any of them; all of none is true, any of none is false."""

    every: bool
    parts: tuple["Form", ...] = ()


Form = Atom | Joined


@dataclass(frozen=True)
class Reader:
    """Takes conditions apart, knowing the names that they read."""

    known: Known

    def form(self, node: Node, wanted: bool) -> Form:
        """When the condition is true, or else when it is false."""
        if isinstance(node, Literal):
            return Joined(isinstance(node.value, bool) and node.value is wanted)
        if isinstance(node, Unary) and node.op == "not":
            return self.form(node.operand, not wanted)
        if isinstance(node, Binary) and node.op in ("and", "or"):
            every = (node.op == "and") is wanted
            return Joined(every, (self.form(node.left, wanted), self.form(node.right, wanted)))
        made = self._test(node, wanted)
        return Opaque(_key(node), wanted) if made is None else made

    def _test(self, node: Node, wanted: bool) -> Form | None:
        """The test of one operand against constants, if the condition is one."""
        match node:
            case IsNull():
                return self._fact(node.operand, NULL if wanted else NOT_NULL)
            case Binary():
                return self._comparison(node, wanted)
            case Column():
                truth = self._type(node) is Type.BOOLEAN
                return Fact(_key(node), one_of([wanted], "truth")) if truth else None
            case In():
                return self._membership(node, wanted)
            case Between():
                above = Binary(">=", node.operand, node.low, node.offset)
                below = Binary("<=", node.operand, node.high, node.offset)
                return self.form(Binary("and", above, below, node.offset), wanted)
            case Like():
                patterns = frozenset([(node.pattern, wanted)])
                return self._fact(node.operand, Region(sort="text", patterns=patterns))
            case _:
                return None

    def _comparison(self, node: Binary, wanted: bool) -> Form | None:
        left, op, right = node.left, node.op, node.right
        if op not in _FLIPPED:
            return None
        if isinstance(left, Literal) and not isinstance(right, Literal):
            left, op, right = right, _FLIPPED[op], left
        if not isinstance(right, Literal) or not self._comparable(left, right):
            return None
        region = _region(op if wanted else _DENIED[op], right.value)
        if region is None:
            return None
        if isinstance(left, Literal):
            return Joined(region.holds(left.value))
        return self._fact(left, region)

    def _membership(self, node: In, wanted: bool) -> Form | None:
        sorts = {_sort(item.value) for item in node.items}
        fits = all(self._comparable(node.operand, item) for item in node.items)
        if not fits or len(sorts) != 1 or len(node.items) > MOST_ITEMS:
            return None
        values = [item.value for item in node.items]
        if not wanted:
            return self._fact(node.operand, Region(sort=sorts.pop(), without=frozenset(values)))
        facts = tuple(self._fact(node.operand, one_of([v], min(sorts))) for v in values)
        return None if None in facts else Joined(False, tuple(f for f in facts if f))

    def _fact(self, operand: Node, region: Region) -> Fact | None:
        """None for a list, which equals each of its items: there no value excludes another."""
        plain = self._type(operand) is not Type.LIST and not isinstance(operand, Literal)
        return Fact(_key(operand), region) if plain else None

    def _comparable(self, operand: Node, item: Literal) -> bool:
        """Whether constants of this sort order as the operand's values do."""
        sort, kind = _sort(item.value), self._type(operand)
        if isinstance(operand, Literal):
            return sort == _sort(operand.value) != ""
        if sort == "text":
            return kind in (Type.TEXT, Type.DATE) or (kind is None and not _dated(item))
        fits = {"number": Type.NUMBER, "truth": Type.BOOLEAN}.get(sort)
        return fits is not None and kind in (fits, None)

    def _type(self, node: Node) -> Type | None:
        if not isinstance(node, Column):
            return None
        return HISTORY.get(node.name) if node.history else self.known.types.get(node.name)


def _dated(item: Literal) -> bool:
    """Whether the text looks like a date: two of one moment may be written differently."""
    written = str(item.value)
    return len(written) > 4 and written[:4].isdigit() and written[4] == "-"


def _region(op: str, value: Any) -> Region | None:
    """Where `op` holds against a constant; None where truth values have no order."""
    sort = _sort(value)
    if isinstance(value, bool):
        same = {"=": True, "<>": False}.get(op)
        return None if same is None else one_of([value is same], sort)
    bound = Bound(value, open=op in "<>")
    match op:
        case "=":
            return one_of([value], sort)
        case "<>":
            return Region(sort=sort, without=frozenset([value]))
        case "<" | "<=":
            return Region(sort=sort, high=bound)
        case _:
            return Region(sort=sort, low=bound)


def _sort(value: object) -> str:
    """The sort of a constant; '' for null and for numbers that doubles blur."""
    match value:
        case bool():
            return "truth"
        case int() | Decimal() as number:
            return "number" if -_EXACT <= number <= _EXACT else ""
        case str():
            return "text"
        case _:
            return ""


def _key(node: Any) -> Key:
    """The node without its offsets, so that the same condition is the same wherever it stands."""
    if isinstance(node, tuple):
        return tuple(_key(part) for part in node)
    if not hasattr(node, "offset"):
        return (type(node).__name__, node)
    parts = (getattr(node, part.name) for part in fields(node) if part.name != "offset")
    return (type(node).__name__, *(_key(part) for part in parts))
