"""Questions that no path reaches: their condition, or their modes, shut everybody out."""

from collections.abc import Iterator, Mapping

from outbound.campaign.problems import Problem
from outbound.campaign.schema import Mode
from outbound.campaign.source import Trail
from outbound.campaign.values import AnswerForm, parse_kind
from outbound.check.certainties import answers_known, paths
from outbound.check.expressions import parsed
from outbound.check.subject import Subject
from outbound.expression.hint import did_you_mean
from outbound.expression.implication import never_holds
from outbound.expression.names import walk
from outbound.expression.tree import Binary, Column, In, Literal, Node

_CONDITIONS = (
    ("survey", "questions", "*", "when"),
    ("alerts", "*", "when"),
    ("offers", "*", "for"),
)


def unreached_questions(subject: Subject) -> Iterator[Problem]:
    """Some answers before a question lead to it: its condition fits their ranges and options."""
    for index, (trail, name, _) in enumerate(subject.questions()):
        here = (*trail, "when")
        text = subject.text(*here)
        expression = parsed(text) if text is not None else None
        if expression is None or any(_strange(subject, expression.root)):
            continue
        known = answers_known(subject, before=index)
        if never_holds(expression.root, known, paths(subject, expression)):
            message = f"{name} is never asked: no answer makes this true."
            hint = "Compare it with the ranges, options and conditions of the questions before."
            yield subject.at(here, "question-never", message, hint)


def unreached_modes(subject: Subject) -> Iterator[Problem]:
    """Some step of the cascade asks a question: it is in one of their modes, and can be keyed in there."""
    modes = set(subject.modes())
    if not modes:
        return
    for trail, name, _ in subject.questions():
        given = subject.source.get(*trail, "modes")
        wanted = set(given) if isinstance(given, list) else {mode.value for mode in Mode}
        asked = {mode for mode in modes if mode.value in wanted}
        if subject.text(*trail, "answer") == AnswerForm.TEXT.value:
            asked -= {Mode.VOICE}  # nobody keys in a text
        if not asked and wanted <= {mode.value for mode in Mode}:
            spoken = ", ".join(sorted(mode.value for mode in modes))
            message = f"{name} is never asked: the steps of this campaign speak by {spoken}."
            hint = "Add one of these modes, add a step, or leave the question out."
            at = (*trail, "modes") if given is not None else (*trail, "answer")
            yield subject.at(at, "question-never", message, hint, "warning")


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


def _strange(
    subject: Subject, root: Node | None
) -> Iterator[tuple[str, Literal, Mapping[str, object]]]:
    """Every text that an answer is compared with and cannot be."""
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
