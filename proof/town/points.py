"""The full names of failpoints, `before commit @ engine.attempts.reserve.reserve`: where in the engine they stand.

A name is found twice, by different ways: from the stack of a running process, and from the source.
Where the two disagree, a place is missing from the kill list.
"""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Final

import outbound.engine

ENGINE: Final = Path(outbound.engine.__file__).parent
_PREFIX: Final = "outbound."

_UNNAMED: Final = re.compile(r"\.<locals>\.<\w+>")
"""Comprehensions and the like have no name of their own in the source."""

AROUND_COMMIT: Final = ("before commit", "after commit")
AROUND_REQUEST: Final = ("before request", "after request")
AROUND_FLUSH: Final = ("before flush", "after flush")


def full_name(point: str) -> str | None:
    """The name of a point that has just been reached; None outside the engine."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and not frame.f_globals.get("__name__", "").startswith(
        "outbound.engine"
    ):
        frame = frame.f_back
    if frame is None:
        return None
    module = frame.f_globals["__name__"].removeprefix(_PREFIX)
    where = f"{module}.{_UNNAMED.sub('', frame.f_code.co_qualname)}"
    if point in AROUND_COMMIT:
        where += _which(where, frame.f_lineno)
    return f"{point} @ {where}"


def commits() -> list[str]:
    """Every place in the engine's source where a transaction is committed."""
    return [where + _which(where, line) for where, lines in _writes().items() for line in lines]


def requests() -> list[str]:
    """Every function of the engine's source that asks the carrier something."""
    found = (where for where, node in _functions() if any(map(_names_carrier, _inside(node))))
    return list(dict.fromkeys(found))


def flushes() -> list[str]:
    """Every function of the engine's source that puts a file's content onto the disk."""
    return [where for where, node in _functions() if any(map(_says_flush, _inside(node)))]


def everywhere() -> Iterator[str]:
    """Every point of the engine, by its full name."""
    found = ((AROUND_COMMIT, commits()), (AROUND_REQUEST, requests()), (AROUND_FLUSH, flushes()))
    for words, places in found:
        yield from (f"{word} @ {where}" for where in places for word in words)


def _which(where: str, line: int) -> str:
    """Tells several transactions of one function apart: the first has no number."""
    lines = _writes().get(where, [])
    nth = sum(known <= line for known in lines)
    return f" ({nth})" if nth > 1 else ""


@cache
def _writes() -> Mapping[str, list[int]]:
    """The lines at which each function begins a transaction."""
    found: dict[str, list[int]] = {}
    for where, node in _functions():
        begun = (inner for inner in _inside(node) if isinstance(inner, ast.With))
        lines = [inner.lineno for inner in begun if _begins_transaction(inner)]
        if lines:
            found[where] = sorted(lines)
    return found


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted(ENGINE.rglob("*.py")):
        relative = path.relative_to(ENGINE.parent).with_suffix("")
        module = ".".join(part for part in relative.parts if part != "__init__")
        tree = ast.parse(path.read_text("utf-8"))
        yield from _named(tree, module, "")


def _named(tree: ast.AST, module: str, around: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield f"{module}.{around}{node.name}", node
            yield from _named(node, module, f"{around}{node.name}.<locals>.")
        elif isinstance(node, ast.ClassDef):
            yield from _named(node, module, f"{around}{node.name}.")
        else:
            yield from _named(node, module, around)


def _inside(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """All of a function but the functions inside it, which have names of their own."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef):
            waiting.extend(ast.iter_child_nodes(node))


def _begins_transaction(node: ast.With) -> bool:
    """`with engine.store.write()`, whoever's store it is."""
    return any(
        isinstance(item.context_expr, ast.Call)
        and isinstance(item.context_expr.func, ast.Attribute)
        and item.context_expr.func.attr == "write"
        for item in node.items
    )


def _names_carrier(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "carrier"
        and isinstance(node.value, ast.Name)
        and node.value.id == "engine"
    )


def _says_flush(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value == AROUND_FLUSH[0]


def tell(kills: Counter[str], names: Sequence[str]) -> str:
    """How often processes died at these places: the fewest, the most, and where none did."""
    counts = [kills[name] for name in names]
    spared = [name for name in names if not kills[name]]
    told = f"{sum(counts):,} kills at {len(names)} places, {min(counts)} to {max(counts)} at each"
    return f"{told}; none at {', '.join(spared)}" if spared else told
