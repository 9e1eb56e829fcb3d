"""How many messages each SMS becomes, with the longest values that the base has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from itertools import pairwise
from typing import Final

from outbound.campaign.centre import Centre
from outbound.campaign.problems import Problem, Severity
from outbound.campaign.schema import Campaign, Mode
from outbound.check.scripts import files_by_language
from outbound.check.subject import Subject
from outbound.expression.tree import Type
from outbound.script.context import Person, script_variables
from outbound.script.conversation import Ask, Say
from outbound.script.environment import LONGEST_SMS
from outbound.script.fault import ScriptError
from outbound.script.plan import Plan
from outbound.script.prompts import prompt
from outbound.script.questionnaire import asked_in
from outbound.script.sms_length import SmsLength, beyond_gsm, segments
from outbound.script.spots import spots
from outbound.script.uttered import message

HARD_BOUND: Final = 10
"""No carrier joins more than so many parts to one message."""

_FEW: Final = 3
"""So few characters that keep a text from GSM-7 are worth naming."""

_BLOCKS: Final = ("opening", "closing", "sorry", "resumed")
_EXAMPLES: Final[Mapping[Type, object]] = {
    Type.TEXT: "Example 123",
    Type.NUMBER: 1234.56,
    Type.BOOLEAN: True,
}
"""What stands for a value where no base tells the longest."""


@dataclass(frozen=True)
class _Message:
    """A text that is sent, what to call it, and how many parts it may take without a warning."""

    name: str
    text: str
    line: int
    allowed: int


def sms_lengths(subject: Subject) -> Iterator[Problem]:
    """A message stays one message; an opening with its first question may take two."""
    campaign, centre = subject.campaign, subject.world.centre
    if campaign is None or centre is None or Mode.SMS not in subject.modes():
        return
    for file, language in files_by_language(subject, Mode.SMS).items():
        if subject.world.scripts.mentions(file).fault is not None:
            continue  # `scripts` tells
        for sent in _messages(subject, campaign, centre, file, language):
            yield from _too_long(sent, f"scripts/{file}", language)
        if campaign.questions:
            yield from _questions(subject, campaign, centre, language)


def _too_long(sent: _Message, where: str, language: str) -> Iterator[Problem]:
    length = segments(sent.text)
    if length.segments <= sent.allowed and len(sent.text) <= LONGEST_SMS:
        return
    error = length.segments > HARD_BOUND or len(sent.text) > LONGEST_SMS
    told = f"{sent.name} in {language} becomes {_counted(length)}."
    hint = f"{_room(sent.text, length)} With the longest values of the base, or examples where it has none."
    severity: Severity = "error" if error else "warning"
    yield Problem(where, sent.line, 1, "sms-length", severity, told, hint)


def _questions(
    subject: Subject, campaign: Campaign, centre: Centre, language: str
) -> Iterator[Problem]:
    """Questions stand in the campaign's file; each with how to answer it is a message of its own."""
    plan = _plan(subject, campaign, centre, language)
    for index, question in enumerate(campaign.questions):
        if not asked_in(question, Mode.SMS):
            continue
        text = prompt(plan, question, Mode.SMS)
        length = segments(text)
        if length.segments > 1:
            told = f"{question.id} in {language} becomes {_counted(length)}, with how to answer it."
            trail = ("survey", "questions", index, "ask")
            at = (*trail, language) if subject.source.get(*trail, language) else trail
            severity: Severity = "error" if length.segments > HARD_BOUND else "warning"
            yield subject.at(at, "sms-length", told, _room(text, length), severity)


def _messages(
    subject: Subject, campaign: Campaign, centre: Centre, file: str, language: str
) -> Iterator[_Message]:
    """What the script says; nothing where it cannot be rendered with these values."""
    context = _context(subject, campaign, centre, file, language)
    environment = subject.world.scripts.environment
    lines = _lines(subject, file)
    try:
        if not campaign.questions:
            text = environment.render(file, context).strip()
            yield _Message("The message", text, 1, 1)
            return
        said = {b: environment.render_block(file, b, context).strip() for b in _BLOCKS}
    except ScriptError:
        return  # a value that no person has together with the others, or `scripts` tells
    plan = _plan(subject, campaign, centre, language)
    for block, text in said.items():
        first = block == "opening"
        sent = _opening(plan, text) if first else text
        name = "The opening with its first question" if first else f"The block {block}"
        yield _Message(name, sent, lines.get(block, 1), 2 if first else 1)


def _opening(plan: Plan, text: str) -> str:
    """What is sent first: as in a conversation, the opening and the first question together."""
    first = next((q for q in plan.questions if asked_in(q, Mode.SMS)), None)
    said = (Say(text),) if text else ()
    return message(
        said if first is None else (*said, Ask(first.id, prompt(plan, first, Mode.SMS), 0))
    )


def _plan(subject: Subject, campaign: Campaign, centre: Centre, language: str) -> Plan:
    now, zone = _moment(subject), subject.world.zone
    return Plan(campaign.questions, language, "", now, zone, fallback=centre.languages[0])


def _lines(subject: Subject, file: str) -> dict[str, int]:
    """Where each block begins in the file; those that it inherits stand at its beginning."""
    found = spots(subject.world.scripts.environment.source(file))
    words = [(spot.word, spot.line) for spot in found]
    return {name: line for (before, _), (name, line) in pairwise(words) if before == "block"}


def _context(
    subject: Subject, campaign: Campaign, centre: Centre, file: str, language: str
) -> Mapping[str, object]:
    mentioned = subject.world.scripts.mentions(file).variables
    names = [m.name.partition(".")[2] for m in mentioned if m.name.startswith("subscriber.")]
    columns, profile = subject.world.columns, subject.world.profile
    facts = {name: _example(subject, columns.get(name)) for name in names}
    if profile is not None and names:
        facts |= profile.longest(names)
    now = _moment(subject)
    segment = max((s.name for s in campaign.audience.segments), key=len, default="everyone")
    person = Person(facts, language, segment)
    return script_variables(campaign, centre, person, now, moment=now, agent="Example")


def _example(subject: Subject, kind: Type | None) -> object:
    if kind is Type.DATE:
        return subject.world.today
    if kind is Type.MOMENT:
        return _moment(subject)
    return _EXAMPLES.get(kind or Type.TEXT, "Example 123")


def _moment(subject: Subject) -> datetime:
    """A day and time that take much room: two digits each."""
    first = subject.campaign.schedule.from_ if subject.campaign else subject.world.today
    return datetime.combine(first, time(10, 30), subject.world.zone)


def _counted(length: SmsLength) -> str:
    name = length.encoding.upper()
    return f"{length.segments} messages: {length.units} characters in {name}"


def _room(text: str, length: SmsLength) -> str:
    alone, joined = (160, 153) if length.encoding == "gsm-7" else (70, 67)
    said = f"One holds {alone}, each of several {joined}."
    strange = beyond_gsm(text)
    if 0 < len(strange) <= _FEW:
        said = f"Without {' '.join(strange)} one would hold 160. {said}"
    return said
