"""Questions that no path reaches: their condition, or their modes, shut everybody out."""

from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.campaign.schema import Mode
from outbound.campaign.values import AnswerForm
from outbound.check.certainties import answers_known, paths
from outbound.check.choices import strange_options
from outbound.check.expressions import parsed
from outbound.check.subject import Subject
from outbound.expression.implication import never_holds


def unreached_questions(subject: Subject) -> Iterator[Problem]:
    """Some answers before a question lead to it: its condition fits their ranges and options."""
    for index, (trail, name, _) in enumerate(subject.questions()):
        here = (*trail, "when")
        text = subject.text(*here)
        expression = parsed(text) if text is not None else None
        if expression is None or strange_options(subject, expression.root):
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
