"""A problem in a workspace file: where it is, what kind it is, what is wrong, what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["error", "warning"]

CODES: Final[Mapping[str, str]] = {
    # the file itself
    "missing-file": "the file cannot be read",
    "file-name": "the file's name cannot be a campaign's id",
    "empty-file": "the file says nothing",
    "encoding": "the file is not UTF-8 text",
    "bad-character": "a control character stands in the text",
    "too-large": "more bytes, nodes or depth than a campaign file may have",
    "syntax": "the text is not YAML",
    "anchor": "anchors, aliases and merge keys are not used in these files",
    "tag": "tags are not used in these files",
    "several-documents": "one file holds one document",
    "duplicate-key": "a key stands twice in one mapping",
    "bad-key": "a key is not a plain text",
    # what the file extends
    "unknown-extends": "neither a template nor a campaign has that name",
    "extends-circle": "files that extend each other in a circle",
    "extends-too-long": "a longer row of files that extend each other than is allowed",
    # keys and values
    "unknown-key": "no such key here",
    "missing-key": "a required key is absent",
    "wrong-type": "a list, mapping, text or number stands where another is wanted",
    "bad-value": "the value is outside what the key takes",
    "conflict": "two keys that exclude each other, or a choice not made",
    "duplicate-id": "two questions, segments or offers share a name",
    "hours": "the opening hours cannot be read, or never open",
    "hours-lost": "a part of the hours lies outside those of the country's rules",
    "no-time": "attempts, steps or parts of the day that do not fit before the end",
    "build": "the cron line or the date column cannot be used",
    "dates-over": "the campaign's last day has passed",
    # expressions
    "expression": "the expression is not in the language",
    "unknown-column": "no such column, question or history figure",
    "unknown-function": "no such function",
    "type": "a value of this type does not fit here",
    "never-holds": "a condition that nothing can make true",
    "always-holds": "a condition that nothing can make false",
    "no-rules": "no contact rules for the country",
    "no-base": "no base is imported, so its columns were not checked",
    "shared-numbers": "numbers that stand in several rows of the base",
    "no-costs": "spending is limited, and what is paid for costs nothing",
    "spend-too-low": "a limit of spending that lets nothing through",
    "no-consent": "the rules ask for recorded consent, and the base keeps none",
    # names
    "unknown-process": "no such business process in the centre file",
    "unknown-department": "no such department in the centre file",
    "unknown-sender": "no such sender in the centre file, or it has no number for the channel",
    "barred-sender": "a number that the country's rules keep from being used for this",
    "unknown-outcome": "no such outcome",
    "segment-never": "a segment that nobody can fall into",
    "not-evaluable": "an effect that nobody is held out to show",
    "unknown-cell": "a quota cell that the sample's columns do not make",
    "approver": "an approval that is asked for twice, or of the owner",
    # questions
    "later-question": "a condition that reads an answer not yet given",
    "question-never": "a question that no path through the campaign reaches",
    "unknown-option": "a condition on an option that its question does not have",
    "options": "options are missing, or given where none are asked for",
    "measure": "the measure does not fit the answer",
    "scale": "a process scored on two scales, or on an answer that is none",
    "answer-code": "a question does not tell the reply that says yes",
    "opt-out-word": "an answer that would be taken for an opt-out",
    "missing-language": "a text lacks one of the centre's languages",
    "sells": "a campaign that sells nothing makes an offer, or speaks as if it did",
    # offers
    "over-budget": "one grant is worth more than the budget",
    "port-out": "an offer that depends on a wish to take the number away",
    "unknown-objection": "an offer counters an objection that no script knows",
    "offers-place": "offers without a place in the script, or a place without offers",
    # scripts
    "missing-script": "a script file that a step needs does not exist",
    "missing-message": "a voice script lacks the words to leave on answering machines",
    "script": "a script cannot be read, compiled, or used within its bounds",
    "script-variable": "a script uses a variable or question that does not exist",
    "sms-length": "a text that becomes more messages than it should",
    # rehearsals
    "rehearsal": "a recorded rehearsal does not go as it did, or belongs to no campaign",
    # the engine
    "not-yet-acted-on": "a key that is understood but not acted on yet",
}
"""Every kind of problem and its one-line meaning. Codes are stable: scripts and editors match them."""


@dataclass(frozen=True)
class Problem:
    """One problem; `file` is relative to the workspace, line and column count characters from 1."""

    file: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.message}"

    @property
    def is_error(self) -> bool:
        """Whether it keeps the campaign from being launched."""
        return self.severity == "error"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by file and position, each once."""
    return sorted(
        dict.fromkeys(problems),
        key=lambda p: (p.file, p.line, p.column, p.severity, p.code, p.message),
    )
