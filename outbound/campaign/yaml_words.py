"""The YAML parser's complaints, put into the words of someone who writes campaign files."""

from typing import Any

from outbound.campaign.problems import Problem

_PLAIN = {
    "mapping values are not allowed in this context": (
        "A second `: ` on one line, or a line indented too far.",
        "Quote a text that holds `: `; align keys of one mapping.",
    ),
    "block sequence entries are not allowed in this context": (
        "A list's item may not begin here.",
        "Begin it on its own line, indented under its key.",
    ),
    "found character that cannot start any token": (
        "A value may not begin with this character.",
        "Indent with spaces, never tabs; quote a text that begins with @, ` or %.",
    ),
    "could not find expected ':'": ("A key without its colon.", "Write it as key: value."),
    "found unexpected end of stream": (
        "A quoted text that begins here is never closed.",
        "Close the quote.",
    ),
    "did not find expected key": (
        "A key was expected here.",
        "Align it with the other keys; quote texts that hold quotes or `: `.",
    ),
    "did not find expected '-' indicator": (
        "A list's item was expected here.",
        "Begin it with `- `, aligned with the others.",
    ),
    "did not find expected ',' or ']'": (
        "A list that begins here is never closed.",
        "Close it with ].",
    ),
    "did not find expected ',' or '}'": (
        "A mapping that begins here is never closed.",
        "Close it with }.",
    ),
    "did not find expected node content": (
        "A value was expected here.",
        "Write one, or delete the comma.",
    ),
    "found unknown escape character": (
        "No such escape in a quoted text.",
        "Write \\\\ for a backslash, or use single quotes.",
    ),
    "found undefined tag handle": ("Tags are not used here.", "Quote a text that begins with !."),
}
_AT_THE_OPENING = {
    "could not find expected ':'",
    "found unexpected end of stream",
    "did not find expected ',' or ']'",
    "did not find expected ',' or '}'",
}


def syntax_problem(fault: Any, file: str) -> Problem:
    """The parser's complaint as a problem; a thing never closed is told where it was opened."""
    said = str(getattr(fault, "problem", None) or getattr(fault, "reason", None) or fault)
    mark = getattr(fault, "problem_mark", None)
    opened = getattr(fault, "context_mark", None)
    if opened is not None and (said in _AT_THE_OPENING or mark is None):
        mark = opened
    message, hint = _PLAIN.get(said, (f"This is not YAML: {said}.", ""))
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return Problem(file, line, column, "syntax", "error", message, hint)
