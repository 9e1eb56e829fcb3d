"""Conditions that never hold, or always do: whoever wrote them meant something else."""

from collections.abc import Iterator, Mapping

from outbound.campaign.problems import Problem
from outbound.campaign.source import Trail
from outbound.campaign.values import AnswerForm, parse_kind
from outbound.check.choices import strange_options
from outbound.check.expressions import parsed
from outbound.check.subject import Subject
from outbound.expression.implication import Known, entails, never_fails, never_holds
from outbound.expression.names import columns
from outbound.expression.region import Region, one_of
from outbound.expression.tree import Binary, Column, Expression, IsNull, Node

_TRUE = "true"
_COMPARE = "Compare its parts: no value fits them all."


def audience_certainties(subject: Subject) -> Iterator[Problem]:
    """The audience's condition leaves somebody; its reasons for leaving people out do so sometimes."""
    known, here = Known(subject.world.columns), ("audience", "where")
    where = _expression(subject, here)
    if where is not None and never_holds(where.root, known):
        yield subject.at(here, "never-holds", "Nobody is ever in the audience.", _COMPARE)
        return
    if where is not None and where.text.strip().lower() != _TRUE:
        yield from _always(subject, here, where, known)
    given = () if where is None else (where.root,)
    for trail, text in subject.texts("audience", "unless", "*"):
        expression = parsed(text)
        if expression is not None:
            yield from _reason(subject, trail, expression, given, known)


def answer_certainties(subject: Subject) -> Iterator[Problem]:
    """An alert can be raised, an offer made, a success reached, by some answer or column."""
    known = answers_known(subject)
    for pattern in (("alerts", "*", "when"), ("offers", "*", "for"), ("evaluate", "success")):
        for trail, text in subject.texts(*pattern):
            expression = parsed(text)
            if expression is None or strange_options(subject, expression.root):
                continue
            if never_holds(expression.root, known, paths(subject, expression)):
                message = "This is never true, whatever is answered."
                yield subject.at(trail, "never-holds", message, _COMPARE, "warning")


def answers_known(subject: Subject, before: int | None = None) -> Known:
    """What is known of the columns and of the answers to the questions before that one, else to all."""
    domains: dict[str, Region] = {}
    types = dict(subject.world.columns)
    for trail, name, kind in subject.questions()[:before]:
        types[name] = kind
        domains.pop(name, None)
        if (domain := _domain(subject, trail)) is not None:
            domains[name] = domain
    return Known(types, domains)


def paths(subject: Subject, expression: Expression) -> tuple[Node, ...]:
    """What holds besides: a question that is answered was asked, so its own condition held."""
    read, found = columns(expression), list[Node]()
    for trail, name, _ in subject.questions():
        when = _expression(subject, (*trail, "when"))
        if name in read and when is not None:
            found.append(Binary("or", IsNull(Column(name, 0), 0), when.root, 0))
    return tuple(found)


def _domain(subject: Subject, trail: Trail) -> Region | None:
    """The values that an answer can have; None where they cannot be listed."""
    try:
        kind = parse_kind(subject.text(*trail, "answer"))
    except ValueError:
        return None
    if kind.form is AnswerForm.SCALE:
        return one_of(range(kind.low, kind.high + 1), "number", null=True)
    options = subject.source.get(*trail, "options")
    if kind.form is AnswerForm.ONE_OF and isinstance(options, Mapping):
        return one_of(options, "text", null=True)
    return None


def _reason(
    subject: Subject, trail: Trail, unless: Expression, given: tuple[Node, ...], known: Known
) -> Iterator[Problem]:
    name = trail[-1]
    if never_holds(unless.root, known):
        message = f"{name} leaves nobody out: this is never true."
        yield subject.at(trail, "never-holds", message, _COMPARE, "warning")
    elif never_holds(unless.root, known, given):
        message = f"{name} leaves nobody out: where has none of them already."
        yield subject.at(trail, "never-holds", message, "Leave it out.", "warning")
    elif entails(given, unless.root, known):
        message = f"{name} leaves everybody out."
        yield subject.at(trail, "always-holds", message, "unless names those who are not wanted.")
    else:
        yield from _always(subject, trail, unless, known)


def _always(
    subject: Subject, trail: Trail, expression: Expression, known: Known
) -> Iterator[Problem]:
    if never_fails(expression.root, known):
        message = "This is true of everybody for whom it is known at all."
        hint = "If that is meant, write COLUMN is not null."
        yield subject.at(trail, "always-holds", message, hint, "warning")


def _expression(subject: Subject, trail: Trail) -> Expression | None:
    text = subject.text(*trail)
    return parsed(text) if text is not None else None
