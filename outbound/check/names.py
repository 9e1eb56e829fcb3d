"""Names that the centre's file must know: departments, processes, senders; and outcomes."""

from collections.abc import Collection, Iterator

from outbound.campaign.problems import Problem
from outbound.campaign.source import Trail
from outbound.check.subject import Subject
from outbound.dialing.outcome import Outcome
from outbound.expression.hint import did_you_mean

_DEPARTMENTS = (("owner",), ("approvals", "*"), ("alerts", "*", "to"))


def departments(subject: Subject) -> Iterator[Problem]:
    """Owners, approvers, receivers of follow-ups and granters are departments of the centre."""
    if subject.world.centre is None:
        return
    known = subject.world.centre.departments
    for pattern in _DEPARTMENTS:
        for trail, name in subject.texts(*pattern):
            yield from _unknown(subject, trail, name, known, "department")
    for trail, grant in subject.texts("offers", "*", "grant"):
        kind, _, name = grant.partition(" ")
        if kind == "department":
            yield from _unknown(subject, trail, name, known, "department")


def processes(subject: Subject) -> Iterator[Problem]:
    """A question scores a process of the centre."""
    if subject.world.centre is None:
        return
    for trail, name in subject.texts("survey", "questions", "*", "process"):
        yield from _unknown(subject, trail, name, subject.world.centre.processes, "process")


def senders(subject: Subject) -> Iterator[Problem]:
    """A step's sender exists and has a number for the step's channel."""
    if subject.world.centre is None:
        return
    known = subject.world.centre.senders
    for channel in ("call", "sms"):
        for trail, name in subject.texts("contact", "channels", "*", channel, "from"):
            if name not in known:
                yield from _unknown(subject, trail, name, known, "sender")
            elif getattr(known[name], channel) is None:
                able = [other for other in known if getattr(known[other], channel)]
                message = f"The sender {name} has no number for {channel}."
                hint = f"Senders that have: {', '.join(sorted(able))}." if able else ""
                yield subject.at(trail, "unknown-sender", message, hint)


def outcomes(subject: Subject) -> Iterator[Problem]:
    """Retries are given for outcomes that exist."""
    known = {outcome.value for outcome in Outcome}
    for trail, _ in subject.source.find("contact", "retry", "*"):
        if (name := str(trail[-1])) not in known:
            hint = did_you_mean(name, known)
            yield subject.at_key(trail, "unknown-outcome", f"There is no outcome {name}.", hint)


def _unknown(
    subject: Subject, trail: Trail, name: str, known: Collection[str], what: str
) -> Iterator[Problem]:
    if name not in known:
        hint = did_you_mean(name, known, f"Add it to {what}s in outbound.yaml.")
        message = f"The centre has no {what} {name}."
        yield subject.at(trail, f"unknown-{what}", message, hint)
