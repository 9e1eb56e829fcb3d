"""What follows from a condition: whether it can hold at all, and whether it entails another one.

Sound and not complete: True is certain, False means only that it could not be shown. A condition
is taken apart into the ways in which it can be true; null counts as in SQL, where a condition that
is unknown does not hold.
"""

from collections.abc import Mapping
from itertools import product
from typing import Final

from outbound.expression.forms import Atom, Fact, Form, Joined, Key, Known, Opaque, Reader
from outbound.expression.region import ANYTHING, Region
from outbound.expression.tree import Node

__all__ = ["Known", "entails", "never_fails", "never_holds"]

MOST_WAYS: Final = 256


class _TooManyError(Exception):
    """The condition can be true in more ways than are worth looking at."""


def never_holds(condition: Node, known: Known, also: tuple[Node, ...] = ()) -> bool:
    """Whether nothing can make the condition true, together with those that hold `also`."""
    reader = Reader(known)
    try:
        ways = _ways(Joined(True, tuple(reader.form(part, True) for part in (condition, *also))))
        return all(_regions(way, known) is None for way in ways)
    except _TooManyError:
        return False


def never_fails(condition: Node, known: Known) -> bool:
    """Whether nothing but a null can keep the condition from being true."""
    reader = Reader(known)
    try:
        return all(_regions(way, known) is None for way in _ways(reader.form(condition, False)))
    except _TooManyError:
        return False


def entails(given: tuple[Node, ...], then: Node, known: Known) -> bool:
    """Whether `then` is true whenever all of `given` are."""
    reader = Reader(known)
    wanted = reader.form(then, True)
    try:
        for way in _ways(Joined(True, tuple(reader.form(part, True) for part in given))):
            regions = _regions(way, known)
            if regions is not None and not _shown(wanted, regions, way):
                return False
    except _TooManyError:
        return False
    return True


_Way = tuple[Atom, ...]


def _ways(form: Form) -> list[_Way]:
    """The conditions, all of whose parts hold together, of which at least one must hold."""
    if not isinstance(form, Joined):
        return [(form,)]
    inner = [_ways(part) for part in form.parts]
    if not form.every:
        return _bounded([way for ways in inner for way in ways])
    ways: list[_Way] = [()]
    for each in inner:
        if len(ways) * len(each) > MOST_WAYS:
            raise _TooManyError
        ways = [one + other for one, other in product(ways, each)]
    return ways


def _bounded(ways: list[_Way]) -> list[_Way]:
    if len(ways) > MOST_WAYS:
        raise _TooManyError
    return ways


def _shown(wanted: Form, regions: Mapping[Key, Region], way: _Way) -> bool:
    match wanted:
        case Fact():
            left = regions.get(wanted.operand, ANYTHING)
            return left.compares_with(wanted.region) and left.lies_in(wanted.region)
        case Opaque():
            return wanted in way
        case Joined():
            shown = (_shown(part, regions, way) for part in wanted.parts)
            return all(shown) if wanted.every else any(shown)


def _regions(way: _Way, known: Known) -> Mapping[Key, Region] | None:
    """What is left for each operand; None where something cannot be."""
    regions: dict[Key, Region] = {}
    for atom in way:
        if isinstance(atom, Opaque):
            if Opaque(atom.condition, not atom.holds) in way:
                return None
            continue
        before = regions.get(atom.operand) or known.domain(atom.operand)
        if not before.compares_with(atom.region):
            continue  # what does not fit is told elsewhere; nothing follows from it
        regions[atom.operand] = before & atom.region
        if regions[atom.operand].is_empty:
            return None
    return regions
