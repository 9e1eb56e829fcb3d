"""Limits of money and of households: that something counts towards them, and that they let anything through."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from outbound.campaign.centre import Centre
from outbound.campaign.problems import Problem
from outbound.campaign.schema import Channel
from outbound.campaign.source import Trail
from outbound.check.subject import Subject
from outbound.policy.money import most_of

_WHAT: Final = {Channel.CALL: "call", Channel.SMS: "message"}
_LIMITS: Final = (("hour",), ("day",), ("campaign",), ("countries", "*"))


def counted_spend(subject: Subject) -> Iterator[Problem]:
    """Where spending is limited, calls and messages cost something."""
    centre = subject.world.centre
    if centre is None or centre.spend is None:
        return
    free = [
        f"costs.{name}"
        for name, cost in (("call_minute", centre.costs.call_minute), ("sms", centre.costs.sms))
        if cost == 0
    ]
    if free:
        verb = "is" if len(free) == 1 else "are"
        message = f"{' and '.join(free)} {verb} 0: nothing of that counts against spend."
        hint = "Say what the carrier is paid: costs: {call_minute: 0.15, sms: 0.05}."
        yield subject.at_key(("spend",), "no-costs", message, hint, "warning")


def sufficient_spend(subject: Subject) -> Iterator[Problem]:
    """A limit of the centre lets at least one call through; nothing at all is meant."""
    centre = subject.world.centre
    if centre is None:
        return
    for pattern in _LIMITS:
        for trail, text in subject.texts("spend", *pattern):
            yield from _too_low(subject, trail, text, Channel.CALL, centre)


def sufficient_budget(subject: Subject) -> Iterator[Problem]:
    """What a campaign may spend lets at least one of its calls or messages through."""
    centre, text = subject.world.centre, subject.text("spend")
    if centre is None or text is None:
        return
    for channel in Channel:
        if next(subject.source.find("contact", "channels", "*", channel.value), None):
            yield from _too_low(subject, ("spend",), text, channel, centre)


def known_households(subject: Subject) -> Iterator[Problem]:
    """A cap for households knows who lives together."""
    centre = subject.world.centre
    if centre is None or centre.base.columns.household is not None:
        return
    for pattern in (("caps", "*", "household"), ("contact", "caps", "*", "household")):
        for trail, text in subject.texts(*pattern):
            if text == "true":
                message = "The centre file names no column of households: everybody counts alone."
                hint = "Name it: base.columns.household in outbound.yaml."
                yield subject.at(trail, "unknown-column", message, hint, "warning")


def _too_low(
    subject: Subject, trail: Trail, text: str, channel: Channel, centre: Centre
) -> Iterator[Problem]:
    try:
        limit = Decimal(text)
    except InvalidOperation:
        return
    most, what = most_of(channel, centre.costs), _WHAT[channel]
    if 0 < limit < most:
        message = f"One {what} may cost {most.normalize():f}: none is made for {text}."
        hint = "A call may last 30 minutes; what it did not cost comes back."
        hint = hint if channel is Channel.CALL else "See costs.sms in outbound.yaml."
        yield subject.at(trail, "spend-too-low", message, hint, "warning")
