"""Questions: options where they belong, measures that fit, answers that are no opt-outs."""

import re
from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.campaign.schema import Mode
from outbound.campaign.source import Trail
from outbound.campaign.values import AnswerForm, Kind, parse_kind
from outbound.check.subject import Subject
from outbound.policy.opt_out import is_opt_out
from outbound.policy.opt_out_words import LIFTED_BY_CARRIER

_CHOOSING = (AnswerForm.ONE_OF, AnswerForm.MANY_OF)


def options(subject: Subject) -> Iterator[Problem]:
    """One-of and many-of have options to choose from, other answers have none."""
    for trail, kind in _kinds(subject):
        given = subject.source.get(*trail, "options")
        count = len(given) if isinstance(given, dict) else 0
        if kind.form in _CHOOSING and count < 2:
            message = f"An answer {kind} needs at least two options, and has {count}."
            hint = "options: {good: {zh: 好, en: good}, bad: {zh: 差, en: bad}}"
            yield subject.at((*trail, "answer"), "options", message, hint)
        elif kind.form not in _CHOOSING and given:
            message = f"An answer {kind} takes no options."
            hint = "Leave them out, or make the answer one-of."
            yield subject.at_key((*trail, "options"), "options", message, hint)


def measures(subject: Subject) -> Iterator[Problem]:
    """Measures are taken of scales; the recommendation score of 0 to 10 alone."""
    for trail, kind in _kinds(subject):
        measure = subject.text(*trail, "measure")
        here = (*trail, "measure")
        if measure is not None and kind.form is not AnswerForm.SCALE:
            message = f"An answer {kind} has no measure {measure}."
            yield subject.at(here, "measure", message, "Measures are taken of scales.")
        elif measure == "nps" and (kind.low, kind.high) != (0, 10):
            message = f"The measure nps is of a scale 0-10, and this is a {kind}."
            yield subject.at(here, "measure", message, "Write answer: scale 0-10.")


def opt_out_words(subject: Subject) -> Iterator[Problem]:
    """No option may be a word by which people opt out: their answer would silence them for good."""
    hint = "Choose another word: a reply with this one ends all contact."
    for trail, _ in subject.source.find("survey", "questions", "*", "options", "*"):
        name = str(trail[-1])
        if is_opt_out(name):
            yield subject.at_key(trail, "opt-out-word", f"{name} is an opt-out.", hint)
    for pattern in (("*",), ("*", "*")):
        for trail, label in subject.texts("survey", "questions", "*", "options", *pattern):
            if is_opt_out(label):
                yield subject.at(trail, "opt-out-word", f"{label} is an opt-out.", hint)


def codes(subject: Subject) -> Iterator[Problem]:
    """What asks for a code says it in every language; nothing else tells the customer."""
    questions = ("survey", "questions", "*")
    wanted = {trail[:-1]: code for trail, code in subject.texts(*questions, "code")}
    asked = [*subject.texts(*questions, "ask"), *subject.texts(*questions, "ask", "*")]
    for trail, text in asked:
        code = wanted.get(trail[:3])
        if code and not re.search(rf"(?<![0-9A-Za-z]){re.escape(code)}(?![0-9A-Za-z])", text):
            message = f"The question does not tell that the reply {code} says yes."
            yield subject.at(trail, "answer-code", message, f"Write it: reply {code}, 回复{code}.")


def resubscribing_words(subject: Subject) -> Iterator[Problem]:
    """No option of a message is a word by which the carrier takes somebody back who had opted out."""
    if Mode.SMS not in subject.modes():
        return
    hint = "Choose another word, such as agree: at this one the carrier lifts its own block."
    for trail, words in subject.source.find("survey", "questions", "*", "options", "*"):
        given = subject.source.get("survey", "questions", trail[2], "modes")
        if isinstance(given, list) and Mode.SMS.value not in given:
            continue
        if (name := str(trail[-1])).upper() in LIFTED_BY_CARRIER:
            message = f"{name} undoes an opt-out at the carrier."
            yield subject.at_key(trail, "opt-out-word", message, hint, "warning")
        places = [(*trail, key) for key in words] if isinstance(words, dict) else [trail]
        for place in places:
            if (label := subject.text(*place)) is not None and label.upper() in LIFTED_BY_CARRIER:
                message = f"{label} undoes an opt-out at the carrier."
                yield subject.at(place, "opt-out-word", message, hint, "warning")


def _kinds(subject: Subject) -> Iterator[tuple[Trail, Kind]]:
    for trail, text in subject.texts("survey", "questions", "*", "answer"):
        try:
            yield trail[:-1], parse_kind(text)
        except ValueError:
            continue  # the schema tells
