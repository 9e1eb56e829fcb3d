"""Scales: all questions that score one process share one, or its score would mix two measures."""

from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.campaign.values import AnswerForm, Kind, parse_kind
from outbound.check.subject import Subject


def process_scales(subject: Subject) -> Iterator[Problem]:
    """A process is scored on scales, in one campaign on one alone."""
    first: dict[str, tuple[str, Kind]] = {}
    for trail, name, _ in subject.questions():
        process = subject.text(*trail, "process")
        kind = _kind(subject.text(*trail, "answer"))
        if process is None or kind is None:
            continue
        if kind.form is not AnswerForm.SCALE:
            message = f"An answer {kind} cannot score {process}."
            hint = "Make the answer a scale, or leave process out."
            yield subject.at((*trail, "answer"), "scale", message, hint)
            continue
        asked, wanted = first.setdefault(process, (name, kind))
        if kind != wanted:
            message = f"{asked} scores {process} on a {wanted}, and {name} on a {kind}."
            hint = "Questions of one process share one scale, or are asked for two processes."
            yield subject.at((*trail, "answer"), "scale", message, hint)


def _kind(text: str | None) -> Kind | None:
    try:
        return parse_kind(text)
    except ValueError:
        return None  # the schema tells
