"""Conditions that read answers: a question's when, an alert's when, for whom an offer is."""

from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.campaign.source import Trail
from outbound.check.expressions import expression_problems, parsed
from outbound.check.subject import Names, Subject
from outbound.expression.names import walk
from outbound.expression.tree import Call, Column, Node


def question_conditions(subject: Subject) -> Iterator[Problem]:
    """A question's condition reads the questions before it, and the subscriber's columns."""
    questions = subject.questions()
    for index, (trail, _, _) in enumerate(questions):
        text = subject.text(*trail, "when")
        if text is None:
            continue
        here = (*trail, "when")
        later = {name for _, name, _ in questions[index:]} - set(subject.world.columns)
        earlier = {name: kind for _, name, kind in questions[:index]}
        for node in _nodes(text):
            if isinstance(node, Column) and not node.history and node.name in later - set(earlier):
                message = f"{node.name} is not answered yet when this is decided."
                hint = "Move the question that it reads further up."
                yield subject.inside(here, node.offset, "later-question", message, hint)
        allowed = {**subject.world.columns, **dict.fromkeys(later), **earlier}
        yield from _problems(subject, here, text, allowed)


def alert_conditions(subject: Subject) -> Iterator[Problem]:
    """An alert's condition, and an offer's, read all answers, and the subscriber's columns."""
    asked = {name: kind for _, name, kind in subject.questions()}
    names = {**subject.world.columns, **asked}
    for pattern in (("alerts", "*", "when"), ("offers", "*", "for")):
        for trail, text in subject.texts(*pattern):
            yield from _problems(subject, trail, text, names)


def _problems(subject: Subject, trail: Trail, text: str, names: Names) -> Iterator[Problem]:
    yield from expression_problems(subject, trail, text, names)
    for node in _nodes(text):
        if isinstance(node, Call) and node.name == "events":
            message = "Events are counted for audiences only, not in a conversation."
            yield subject.inside(trail, node.offset, "expression", message)


def _nodes(text: str) -> list[Node]:
    expression = parsed(text)
    return [] if expression is None else list(walk(expression.root))
