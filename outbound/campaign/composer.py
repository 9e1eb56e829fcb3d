"""Builds data and marks from YAML events, within bounds, refusing what these files do not use."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from outbound.campaign.problems import Problem
from outbound.campaign.yaml_words import syntax_problem

try:  # libyaml is twenty times faster; the pure parser reads the same files
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]  # read alike

MAX_DEPTH = 32
MAX_NODES = 20_000

_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}

Trail = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a node stands: file, line and column from 1, its span in the text; style None: no scalar.

    `style` is '' for plain, a quote, `|` or `>`; `text` is the scalar's own text.
    """

    file: str
    line: int
    column: int
    start: int
    end: int
    style: str | None = None
    text: str | None = None


@dataclass
class Document:
    """What has been built so far."""

    data: Any = None
    values: dict[Trail, Mark] = field(default_factory=dict)
    keys: dict[Trail, Mark] = field(default_factory=dict)


class _StopError(Exception):
    """Carries the problem after which reading makes no sense."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def plain_scalar(text: str) -> bool | int | float | str | None:
    """A plain scalar's value by YAML 1.2: `21:00`, `NO` and `010` stay text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text


def refuse_text(text: str, file: str) -> Problem | None:
    """The problem of a text that is empty or holds characters that no editor shows."""
    if not text.strip():
        return Problem(file, 1, 1, "empty-file", "error", "The file is empty.")
    found = _UNPRINTABLE.search(text)
    if not found:
        return None
    before = text[: found.start()]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    message = f"The character U+{ord(found[0]):04X} may not stand in this file."
    return Problem(file, line, column, "bad-character", "error", message, "Delete it.")


def compose(text: str, file: str) -> tuple[Document | None, list[Problem]]:
    """The document and its problems; no document where there is more wrong than a doubled key."""
    composer = _Composer(text, file)
    try:
        composer.read()
    except _StopError as stop:
        return None, [*composer.problems, stop.problem]
    except yaml.YAMLError as fault:
        return None, [*composer.problems, _inside(syntax_problem(fault, file), text)]
    fatal = any(problem.code != "duplicate-key" for problem in composer.problems)
    return None if fatal else composer.document, composer.problems


def _inside(problem: Problem, text: str) -> Problem:
    """What is missed at the end is told at the last line; the parser tells it on the line after."""
    lines = text.split("\n")
    if problem.line <= len(lines):
        return problem
    return replace(problem, line=len(lines), column=len(lines[-1]) + 1)


class _Composer:
    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=_Loader))
        self.document = Document()
        self.problems: list[Problem] = []
        self.nodes = 0

    def read(self) -> None:
        started = False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if started:
                    raise _StopError(
                        self._problem(
                            event,
                            "several-documents",
                            "A second document begins here.",
                            "Keep one document in a file.",
                        )
                    )
                started = True
            elif isinstance(event, yaml.NodeEvent):
                self.document.data = self._node(event, (), 0)
        if not started:
            raise _StopError(
                Problem(self.file, 1, 1, "empty-file", "error", "The file says nothing.")
            )

    def _problem(self, event: Any, code: str, message: str, hint: str = "") -> Problem:
        mark = event.start_mark
        return Problem(self.file, mark.line + 1, mark.column + 1, code, "error", message, hint)

    def _node(self, event: Any, trail: Trail, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _StopError(
                self._problem(event, "too-large", f"The file has more than {MAX_NODES} values.")
            )
        if depth > MAX_DEPTH:
            raise _StopError(
                self._problem(event, "too-large", f"Nested deeper than {MAX_DEPTH} levels.")
            )
        self._refuse_extras(event)
        self.document.values[trail] = _mark(event, self.file)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(trail, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(trail, depth)
        if isinstance(event, yaml.ScalarEvent):
            return plain_scalar(event.value) if event.implicit[0] else event.value
        return None  # an alias: refused above

    def _refuse_extras(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self.problems.append(
                self._problem(
                    event,
                    "anchor",
                    f"Anchors and aliases are not used here ({mark}{event.anchor}).",
                    "Write the value out where it is needed; quote a text that begins with & or *.",
                )
            )
        elif event.tag is not None:
            self.problems.append(
                self._problem(
                    event,
                    "tag",
                    f"Tags are not used here ({event.tag}).",
                    "Leave it out; quote a text that begins with !.",
                )
            )

    def _sequence(self, trail: Trail, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*trail, len(items)), depth + 1))
        return items

    def _mapping(self, trail: Trail, depth: int) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, trail, depth)
            spot = (*trail, key)
            if key in entries:
                first = self.document.keys[spot]
                self.problems.append(
                    self._problem(
                        event,
                        "duplicate-key",
                        f"The key {key} stands twice: first at line {first.line}, column {first.column}, and here.",
                        "Keep one of them.",
                    )
                )
                spot = (*spot, "")  # the first one's marks and value stay
                self._node(next(self.events), spot, depth + 1)
                continue
            self.document.keys[spot] = _mark(event, self.file)
            entries[key] = self._node(next(self.events), spot, depth + 1)
        return entries

    def _key(self, event: Any, trail: Trail, depth: int) -> str:
        if not isinstance(event, yaml.ScalarEvent) or (not event.value and event.implicit[0]):
            if isinstance(event, yaml.AliasEvent):
                self._refuse_extras(event)
                return f"*{event.anchor}"
            raise _StopError(
                self._problem(event, "bad-key", "A key must be a text.", "Write it as key: value.")
            )
        self._refuse_extras(event)
        if event.value == "<<" and event.implicit[0]:
            self.problems.append(
                self._problem(
                    event, "anchor", "Merge keys (<<) are not used here.", "Write the keys out."
                )
            )
        self.nodes += 1
        return str(event.value)


def _mark(event: Any, file: str) -> Mark:
    start, end = event.start_mark, event.end_mark
    style = text = None
    if isinstance(event, yaml.ScalarEvent):
        style, text = event.style or "", event.value
    return Mark(file, start.line + 1, start.column + 1, start.index, end.index, style, text)
