"""YAML with positions: what a file says, and at which line and column it says it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from outbound.campaign.composer import Mark, compose, refuse_text
from outbound.campaign.problems import Problem, Severity
from outbound.campaign.raw_offset import raw_offset
from outbound.errors import ProblemsError

MAX_BYTES = 256_000

Trail = tuple[str | int, ...]
"""Keys and indices that lead from the document's root to a value."""


class Position(NamedTuple):
    """Line and column, both from 1, and the file in which they count."""

    line: int
    column: int
    file: str


@dataclass(frozen=True)
class Source:
    """One YAML document: `data` is plain dicts, lists and scalars; marks tell where each stands.

    A document that extends others is one too: its marks then stand in several files, and `texts`
    holds the text of each; `file` is the one that was asked for. It is not `whole` where one that
    it extends cannot be found or read: keys may then be missing that nobody forgot.
    """

    file: str
    texts: Mapping[str, str] = field(repr=False)
    data: Any
    values: Mapping[Trail, Mark] = field(repr=False)
    keys: Mapping[Trail, Mark] = field(repr=False)
    whole: bool = True

    @property
    def start(self) -> Position:
        """Where the file begins."""
        return Position(1, 1, self.file)

    def position(self, trail: Trail = ()) -> Position:
        """Where the value begins; of a value that is absent, where its nearest parent's key stands."""
        if mark := self.values.get(trail):
            return Position(mark.line, mark.column, mark.file)
        return self.key_position(trail[:-1])

    def key_position(self, trail: Trail = ()) -> Position:
        """Where the key of this value stands; for a list's item, where the item begins."""
        mark = self.keys.get(trail) or self.values.get(trail)
        if mark is None or not trail:
            return self.key_position(trail[:-1]) if trail else self.start
        return Position(mark.line, mark.column, mark.file)

    def locate(self, trail: Trail, offset: int) -> Position:
        """Where the character at `offset` of a scalar's text stands, through quotes and folding."""
        mark = self.values.get(trail)
        if mark is None or mark.style is None:
            return self.position(trail)
        raw = self.texts[mark.file][mark.start : mark.end]
        before = raw[: raw_offset(raw, mark.style, str(self.written(trail)), offset)]
        breaks = before.count("\n")
        if not breaks:
            return Position(mark.line, mark.column + len(before), mark.file)
        return Position(mark.line + breaks, len(before) - before.rindex("\n"), mark.file)

    def written(self, trail: Trail) -> str | None:
        """A scalar as the file has it, `010` and `1.50` included; None for anything else."""
        mark = self.values.get(trail)
        return mark.text if mark and mark.style is not None else None

    def get(self, *trail: str | int) -> Any:
        """The value there, None if absent."""
        value = self.data
        for part in trail:
            value = _child(value, part)
        return value

    def find(self, *pattern: str) -> Iterator[tuple[Trail, Any]]:
        """Every value that the pattern leads to, `*` standing for each item or entry, in order."""
        yield from _find(self.data, pattern, ())

    def problem(
        self, at: Position, code: str, message: str, hint: str = "", severity: Severity = "error"
    ) -> Problem:
        """A problem at that place."""
        return Problem(at.file, at.line, at.column, code, severity, message, hint)


def _child(value: Any, part: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(part)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return None


def _find(value: Any, pattern: tuple[str, ...], trail: Trail) -> Iterator[tuple[Trail, Any]]:
    if not pattern:
        yield trail, value
        return
    head, rest = pattern[0], pattern[1:]
    if isinstance(value, list) and head == "*":
        for index, item in enumerate(value):
            yield from _find(item, rest, (*trail, index))
    elif isinstance(value, dict):
        for key in value if head == "*" else [head] if head in value else []:
            yield from _find(value[key], rest, (*trail, key))


def read_source(path: Path, file: str) -> tuple[Source | None, list[Problem]]:
    """The document in `path`, called `file` in problems; None where it cannot be read as YAML."""

    def broken(code: str, message: str, hint: str = "") -> tuple[None, list[Problem]]:
        return None, [Problem(file, 1, 1, code, "error", message, hint)]

    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return broken("missing-file", "There is no such file.")
    except OSError as fault:
        reason = fault.strerror or "unknown reason"
        return broken("missing-file", f"The file cannot be read: {reason}.")
    if len(raw) > MAX_BYTES:
        return broken("too-large", f"The file is larger than {MAX_BYTES // 1000} kB.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = raw[: fault.start].decode("utf-8-sig", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return None, [
            Problem(
                file,
                line,
                column,
                "encoding",
                "error",
                f"The file is not UTF-8 text: byte 0x{raw[fault.start]:02x} here is none of its.",
                "Save it as UTF-8.",
            )
        ]
    return source_of(text, file)


def source_of(text: str, file: str) -> tuple[Source | None, list[Problem]]:
    """The document that `text` holds and its problems; a document with only duplicate keys is kept."""
    if refused := refuse_text(text, file):
        return None, [refused]
    document, problems = compose(text, file)
    if document is None:
        return None, problems
    return Source(file, {file: text}, document.data, document.values, document.keys), problems


def read_yaml(text: str, file: str) -> Source:
    """The document that `text` holds; raises ProblemsError with every problem found."""
    source, problems = source_of(text, file)
    if problems or source is None:
        raise ProblemsError(problems, where=file)
    return source
