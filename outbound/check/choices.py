"""Options: a condition compares the answer to a question only with those that the question has."""

from collections.abc import Iterator, Mapping

from outbound.campaign.problems import Problem
from outbound.campaign.source import Trail
from outbound.campaign.values import AnswerForm, parse_kind
from outbound.check.expressions import parsed
from outbound.check.subject import Subject
from outbound.expression.hint import did_you_mean
from outbound.expression.names import walk
from outbound.expression.tree import Binary, Column, In, Literal, Node

_CONDITIONS = (
    ("survey", "questions", "*", "when"),
    ("alerts", "*", "when"),
    ("offers", "*", "for"),
)

Strange = tuple[str, Literal, Mapping[str, object]]
"""A question, the text that its answer is compared with, and the options that it has."""


def unknown_options(subject: Subject) -> Iterator[Problem]:
    """A condition compares an answer only with options that its question has."""
    for pattern in _CONDITIONS:
        for trail, text in subject.texts(*pattern):
            expression = parsed(text)
            for name, literal, options in _strange(
                subject, expression.root if expression else None
            ):
                message = f"{name} has no option {literal.value}."
                hint = did_you_mean(str(literal.value), options)
                yield subject.inside(trail, literal.offset, "unknown-option", message, hint)


def strange_options(subject: Subject, root: Node | None) -> list[Strange]:
    """Every text that an answer is compared with and cannot be."""
    return list(_strange(subject, root))


def _strange(subject: Subject, root: Node | None) -> Iterator[Strange]:
    choosing = dict(_choosing(subject)) if root is not None else {}
    for node in walk(root) if root is not None and choosing else ():
        for column, literal in _compared(node):
            options = choosing.get(column.name)
            unknown = isinstance(literal.value, str) and literal.value not in (options or {})
            if options is not None and unknown and not column.history:
                yield column.name, literal, options


def _compared(node: Node) -> Iterator[tuple[Column, Literal]]:
    match node:
        case Binary(op="=" | "<>", left=Column() as column, right=Literal() as literal):
            yield column, literal
        case Binary(op="=" | "<>", left=Literal() as literal, right=Column() as column):
            yield column, literal
        case In(operand=Column() as column, items=items):
            yield from ((column, item) for item in items)
        case _:
            return


def _choosing(subject: Subject) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The questions with options."""
    for trail, name, _ in subject.questions():
        options = subject.source.get(*trail, "options")
        if isinstance(options, Mapping) and options and _chooses(subject, trail):
            yield name, options


def _chooses(subject: Subject, trail: Trail) -> bool:
    try:
        form = parse_kind(subject.text(*trail, "answer")).form
    except ValueError:
        return False
    return form in (AnswerForm.ONE_OF, AnswerForm.MANY_OF)
