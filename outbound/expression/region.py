"""Which values an operand may have: a set of constants, or an interval with holes; and whether null."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from outbound.expression.values import like

Value = Any
"""A constant: numbers among themselves, texts among themselves, truth values."""


@dataclass(frozen=True)
class Bound:
    """One end of an interval; `open` leaves the value itself out."""

    value: Value
    open: bool


@dataclass(frozen=True)
class Region:
    """The values that are left, all of one sort; `null` tells whether null is among them.

    `only` is the whole set where it is finite, else `low` and `high` bound it, `without` are its
    holes, and `patterns` what `like` asks for (True) and forbids (False). Values of two sorts never
    compare: ask `compares_with` first.
    """

    null: bool = False
    sort: str = ""  # number, text or truth; '' where nothing tells
    only: frozenset[Value] | None = None
    low: Bound | None = None
    high: Bound | None = None
    without: frozenset[Value] = frozenset()
    patterns: frozenset[tuple[str, bool]] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is left; where that cannot be told, it is not."""
        return not self.null and self.has_no_value

    @property
    def has_no_value(self) -> bool:
        """Whether nothing but perhaps null is left."""
        if self.only is not None:
            return not self.only
        if self.low is None or self.high is None:
            return False
        if self.low.value == self.high.value:
            pinned = not self.low.open and not self.high.open
            return not pinned or not self._admits(self.low.value)
        return bool(self.low.value > self.high.value)

    def compares_with(self, other: "Region") -> bool:
        """Whether the values of the two are of one sort."""
        return not self.sort or not other.sort or self.sort == other.sort

    def __and__(self, other: "Region") -> "Region":
        """What lies in both."""
        met = replace(
            self,
            null=self.null and other.null,
            sort=self.sort or other.sort,
            low=_tighter(self.low, other.low, lambda a, b: a > b),
            high=_tighter(self.high, other.high, lambda a, b: a < b),
            without=self.without | other.without,
            patterns=self.patterns | other.patterns,
        )
        sets = [region.only for region in (self, other) if region.only is not None]
        if sets:
            met = replace(met, only=frozenset.intersection(*sets))
            return replace(met, only=frozenset(v for v in met.only or () if met._admits(v)))
        return met

    def lies_in(self, other: "Region") -> bool:
        """Whether every value here is one there; where that cannot be told, it is not."""
        if self.null and not other.null:
            return False
        if self.has_no_value:
            return True
        if self.only is not None:
            return all(other.holds(value) for value in self.only)
        if other.only is not None:
            return self._is_pinned and other.holds(self._pin)
        return self._bounds_lie_in(other) and not any(self._admits(v) for v in other.without)

    def holds(self, value: Value) -> bool:
        """Whether the value is one of them."""
        return (self.only is None or value in self.only) and self._admits(value)

    @property
    def _is_pinned(self) -> bool:
        return self.low is not None and self.high is not None and self.low.value == self.high.value

    @property
    def _pin(self) -> Value:
        return self.low.value if self.low else None

    def _admits(self, value: Value) -> bool:
        if value in self.without:
            return False
        if self.low and (value < self.low.value or (self.low.open and value == self.low.value)):
            return False
        if self.high and (value > self.high.value or (self.high.open and value == self.high.value)):
            return False
        return all(like(str(value), pattern) == wanted for pattern, wanted in self.patterns)

    def _bounds_lie_in(self, other: "Region") -> bool:
        return (
            _reaches_no_further(self.low, other.low, lambda a, b: a > b)
            and _reaches_no_further(self.high, other.high, lambda a, b: a < b)
            and all(_follows(wanted, self.patterns) for wanted in other.patterns)
        )


ANYTHING: Final = Region(null=True)
NULL: Final = Region(null=True, only=frozenset())
NOT_NULL: Final = Region()


def one_of(values: Iterable[Value], sort: str, *, null: bool = False) -> Region:
    """Exactly these."""
    return Region(null, sort, only=frozenset(values))


def _tighter(
    one: Bound | None, other: Bound | None, further: Callable[[Value, Value], bool]
) -> Bound | None:
    """The bound that leaves less; `further` says that the first value cuts off more than the second."""
    if one is None or other is None:
        return one or other
    if one.value == other.value:
        return one if one.open else other
    return one if further(one.value, other.value) else other


def _reaches_no_further(
    inner: Bound | None, outer: Bound | None, further: Callable[[Value, Value], bool]
) -> bool:
    if outer is None:
        return True
    if inner is None:
        return False
    if inner.value == outer.value:
        return inner.open or not outer.open
    return further(inner.value, outer.value)


def _follows(wanted: tuple[str, bool], given: frozenset[tuple[str, bool]]) -> bool:
    """Whether one pattern follows from the others: the same, or a longer beginning of the text."""
    if wanted in given:
        return True
    pattern, holds = wanted
    begins = _beginning(pattern)
    if begins is None or not holds:
        return False
    known = (_beginning(other) for other, held in given if held)
    return any(other is not None and other.startswith(begins) for other in known)


def _beginning(pattern: str) -> str | None:
    """The text that `abc%` demands at the beginning; None for any other pattern."""
    begins = pattern[:-1]
    return begins if pattern.endswith("%") and not {"%", "_"} & set(begins) else None
